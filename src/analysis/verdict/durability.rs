//! Durability: how likely a row that was written is still there after a year.
//!
//! A provider publishes it for its service. Of units of our own it follows from their failures: a row is lost when
//! all copies of its group fail within the time that it takes to make one again, as for the drives of a vault.

use super::loss::outside;
use super::reads::voters;
use super::scope::worst;
use super::{Bench, Outcome, Status, doubt};
use crate::analysis::load::Load;
use crate::catalog::Role;
use crate::design::Nonfunctional;
use crate::figure::{Id, Origin};
use crate::model::{Component, Model, Placement};
use crate::quantity::expression::{Comparison, Function};
use crate::quantity::{Dimension, Quantity, Spread, print};

/// Failures a year that lose the data of one unit.
const FAILURES: &str = "volume-failures";

/// The yearly loss of a store.
struct Loss {
    cell: Id,
    /// How it comes about.
    words: Vec<String>,
    /// What would add to it and is not known.
    besides: Option<String>,
}

impl Bench<'_, '_, '_, '_> {
    pub(super) fn durability(&mut self, target: &Quantity, requirement: &Nonfunctional) -> Outcome {
        if let Some(when) = &requirement.when {
            return Outcome::unknown(format!(
                "durability of a year, not of `{}`: leave `when` out",
                when.value
            ));
        }
        let figures = &mut self.conditions.load.figures;
        let kept = figures.quantity(target);
        let limit = figures.rest(kept);
        let mut outcomes = Vec::new();
        for c in self.stores(requirement) {
            let loss = self.yearly_loss(c);
            outcomes.push(self.lossy(c, loss, limit));
        }
        worst(outcomes).unwrap_or_else(|| Outcome::unknown("a store that keeps what it is about"))
    }

    fn lossy(&mut self, c: usize, loss: Loss, limit: Id) -> (f64, Outcome) {
        let id = self.model.components[c].id;
        let figures = &mut self.conditions.load.figures;
        let mut outcome = doubt::compare(figures, loss.cell, Comparison::AtMost, limit);
        if outcome.status == Status::Pass
            && let Some(fact) = loss.besides
        {
            outcome.status = Status::Unknown;
            outcome.missing.push(fact);
        }
        let (Some(value), Some(limit)) = (figures.value(loss.cell), figures.value(limit)) else {
            if outcome.missing.is_empty() {
                outcome.missing.push(format!(
                    "numbers of {id} from which a loss follows: its copies fail too often"
                ));
            }
            return (f64::INFINITY, outcome);
        };
        let sentence = format!(
            "{id} loses {} of its rows a year, where {} may be lost",
            print::digits(value),
            print::digits(limit)
        );
        outcome
            .because
            .splice(0..0, std::iter::once(sentence).chain(loss.words));
        (value, outcome.value(nines(value)))
    }

    fn yearly_loss(&mut self, c: usize) -> Loss {
        let model = self.model;
        let component = &model.components[c];
        let load = &mut *self.conditions.load;
        let given = component.file.durability.as_ref();
        let published = component
            .technology
            .and_then(|(entry, t)| Some((entry, t.durability.as_ref()?)));
        let kept = match (given, published) {
            (Some(own), _) if component.is_service() => Some((
                load.figures.quantity(own),
                format!("{} is said to keep {}", component.id, own.text),
            )),
            (None, Some((entry, fact))) if component.is_service() => {
                let words = format!("{} is designed for {}", entry.title, fact.quantity.text);
                Some((load.fact(entry, fact), words))
            }
            _ => None,
        };
        if let Some((kept, words)) = kept {
            return Loss {
                cell: load.figures.rest(kept),
                words: vec![words],
                besides: None,
            };
        }
        if component.is_service() || component.role == Role::Stateless {
            let fact = format!("components.{}.durability (as its provider publishes it)", component.id);
            return self.unknown_loss(fact);
        }
        self.of_copies(c)
    }

    fn unknown_loss(&mut self, fact: String) -> Loss {
        Loss {
            cell: self.conditions.load.figures.missing(fact, Dimension::NONE),
            words: Vec::new(),
            besides: None,
        }
    }

    /// Loss of a group of copies: year ÷ window × P(at least all of them fail in one window), where n units of
    /// `failures` a year give n × failures × window as the mean. Source: Backblaze, cloud storage durability, 2018.
    fn of_copies(&mut self, c: usize) -> Loss {
        let model = self.model;
        let component = &model.components[c];
        let copies = match voters(component) {
            Ok(copies) => copies.saturating_mul(together(component)),
            Err(fact) => return self.unknown_loss(fact),
        };
        let year = model.design.profile.year();
        let load = &mut *self.conditions.load;
        let year = load.figures.given(
            Spread::Exact(year),
            Dimension::TIME,
            Origin::Default("the year of the profile"),
        );
        let (failures, mut words) = match failures(load, model, c, year) {
            Ok(failures) => (failures, vec![unit_words(load, failures, year)]),
            Err(fact) => return self.unknown_loss(fact),
        };
        let every = component.file.backup.as_ref().and_then(|b| b.every.as_ref());
        let saved = every.map(|every| format!("a backup brings back what is older than {}", every.text));
        if copies == 1 {
            let figures = &mut self.conditions.load.figures;
            let expected = figures.product(&[failures, year]);
            let one = figures.number(1.0);
            let cell = figures.apply(Function::PoissonTail, &[expected, one]);
            words.insert(0, "one copy".to_string());
            words.extend(saved);
            return Loss {
                cell,
                words,
                besides: None,
            };
        }
        let window = self.rebuilt(c);
        let besides = in_one_place(model, component);
        let unsaved = self.unsaved(c, copies, failures, window);
        let figures = &mut self.conditions.load.figures;
        let units = figures.number(f64::from(copies));
        let expected = figures.product(&[units, failures, window]);
        let together = figures.apply(Function::PoissonTail, &[expected, units]);
        let windows = figures.quotient(year, window);
        let group = figures.product(&[windows, together]);
        let sum = figures.sum(&[group, unsaved], Dimension::NONE);
        let one = figures.number(1.0);
        let cell = figures.apply(Function::Min, &[one, sum]);
        words.insert(
            0,
            format!("{copies} copies, a lost one is there again in {}", figures.text(window)),
        );
        words.push("a whole zone or region lost is not counted: nobody publishes how often".to_string());
        words.extend(saved);
        Loss { cell, words, besides }
    }

    /// A write is lost, too, when the units that confirmed it fail before the others have it: (failures × lag)^acks.
    /// A copy that nobody says to be less behind may be as old as a rebuild.
    fn unsaved(&mut self, c: usize, copies: u32, failures: Id, window: Id) -> Id {
        let component = &self.model.components[c];
        let acks = component.replication().and_then(|r| r.acks);
        let Some(acks) = acks else {
            let fact = component.acks_fact();
            return self.conditions.load.figures.missing(fact, Dimension::NONE);
        };
        if acks >= copies {
            return self.conditions.load.figures.sum(&[], Dimension::NONE);
        }
        let lag = self.lag(c).map_or(window, |(lag, _)| lag);
        let figures = &mut self.conditions.load.figures;
        let expected = figures.product(&[failures, lag]);
        let exponent = figures.number(f64::from(acks.max(1)));
        figures.power(expected, exponent)
    }

    /// Time until a lost copy is there again: as the file says, or the data of one unit through its bandwidth.
    fn rebuilt(&mut self, c: usize) -> Id {
        let component = &self.model.components[c];
        let id = component.id;
        let rebuild = component.file.replication.as_ref().and_then(|r| r.rebuild.as_ref());
        let here = self.conditions.load.components.get(c).and_then(|load| load.kept_here);
        let kept = here.or(self.kept(c));
        let figures = &mut self.conditions.load.figures;
        let Some(rebuild) = rebuild else {
            let fact = format!("components.{id}.replication.rebuild (a time, or the bandwidth of a unit)");
            return figures.missing(fact, Dimension::TIME);
        };
        let given = figures.quantity(rebuild);
        if rebuild.dimension == Dimension::TIME {
            return given;
        }
        let Some(kept) = kept else {
            return figures.missing(format!("an entity that is kept in {id}"), Dimension::TIME);
        };
        let units = figures.number(f64::from(component.units));
        let each = figures.quotient(kept, units);
        figures.quotient(each, given)
    }
}

/// Failures per time that lose the data of one unit.
///
/// # Errors
/// The fact of the file that is missing.
fn failures<'a>(load: &mut Load<'a>, model: &Model<'a>, c: usize, year: Id) -> Result<Id, String> {
    let component = &model.components[c];
    if let Some(own) = &component.file.durability {
        let kept = load.figures.quantity(own);
        let lost = load.figures.rest(kept);
        return Ok(load.figures.quotient(lost, year));
    }
    if model.keeps_in_memory(c) && component.file.facts.says("persistence") != Some(true) {
        return Err(format!(
            "components.{}.durability (of one unit, which keeps its data in memory)",
            component.id
        ));
    }
    match model.catalog.number(FAILURES) {
        Some((entry, fact)) => Ok(load.fact(entry, fact)),
        None => Err(format!("the number {FAILURES} of the catalog")),
    }
}

/// How many units of a hundred lose their data in a year.
fn unit_words(load: &mut Load, failures: Id, year: Id) -> String {
    let yearly = load.figures.product(&[failures, year]);
    format!(
        "{} of the units lose their data in a year",
        load.figures.percent(yearly)
    )
}

/// Regions whose copies count as one group: those that are kept together in some way.
fn together(component: &Component) -> u32 {
    let joined = component.replication().is_some_and(|r| r.between.is_some());
    if joined {
        (component.regions.len() as u32).max(1)
    } else {
        1
    }
}

/// The fact that is missing where all copies lie in one place whose loss takes them all, and no backup lies outside.
fn in_one_place(model: &Model, component: &Component) -> Option<String> {
    let saved = component
        .file
        .backup
        .as_ref()
        .and_then(|b| outside(model, component, b));
    if together(component) > 1 || saved == Some(true) {
        return None;
    }
    let zone = match &component.placement {
        Placement::Zones(zones) => zones.iter().filter(|(_, n)| *n > 0).count() < 2,
        Placement::Unzoned => true,
        _ => false,
    };
    let place = if zone { "zone" } else { "region" };
    Some(format!(
        "how often the {place} that holds all copies of {} is lost for good, or a backup outside it (`backup.to`)",
        component.id
    ))
}

/// `11 nines (1e-11)`: the second is the share that is lost in a year.
fn nines(loss: f64) -> String {
    if loss <= 0.0 {
        return "no loss".to_string();
    }
    let count = -libm::log10(loss);
    // Rounded down, so that nothing looks better than it is; a rounding of the last bit is none.
    let count = libm::floor(count * 10.0 + 1e-5) / 10.0;
    format!("{} nines ({})", print::digits(count.max(0.0)), print::digits(loss))
}
