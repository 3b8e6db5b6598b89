//! See the page.

use super::{Rule, Run, Set};
use crate::design::{Component, Design, Step, Times};
use crate::finding::Finding;
use crate::model::Model;
use crate::quantity::Quantity;
use crate::source::Spanned;

pub const RULE: Rule = Rule {
    id: "impossible-value",
    set: Set::Form,
    run: Run::Form(find),
    page: include_str!("impossible-value.md"),
};

/// What a value may be.
#[derive(Clone, Copy)]
enum Bounds {
    /// 0 to 100 %.
    Share,
    NotNegative,
    Positive,
    AtLeastOne,
    /// More than a loss of everything in a year.
    Growth,
}

impl Bounds {
    /// The end that is out of bounds, in words.
    fn broken(self, quantity: &Quantity, year: f64) -> Option<&'static str> {
        let (low, high) = quantity.spread.bounds();
        match self {
            Bounds::Share if low < 0.0 || high > 1.0 => Some("lies between 0 and 100 %"),
            Bounds::NotNegative if low < 0.0 => Some("can't be negative"),
            Bounds::Positive if low <= 0.0 => Some("is more than nothing"),
            Bounds::AtLeastOne if low < 1.0 => Some("is at least 1"),
            Bounds::Growth if low * year <= -1.0 => Some("can't take more than everything away in a year"),
            _ => None,
        }
    }
}

impl Bounds {
    /// What was meant, where that is plain: a share that is written as a number of hundredths.
    fn meant(self, quantity: &Quantity) -> Option<String> {
        let percent = |c: char| c.is_ascii_digit() || c == '.';
        let bare = quantity.text.chars().all(percent) && quantity.point() <= 100.0;
        (matches!(self, Bounds::Share) && bare).then(|| format!("{} %", quantity.text))
    }
}

fn find(model: &Model) -> Vec<Finding> {
    let design = model.design;
    let year = design.profile.year();
    let mut findings = Vec::new();
    let mut too_many = Vec::new();
    let mut look = |name: &str, quantity: &Quantity, bounds: Bounds| {
        if let Some(what) = bounds.broken(quantity, year) {
            let message = format!("`{name}` {what}, this is `{}`", quantity.text);
            let finding = Finding::error(RULE.id, message).at(quantity.span);
            findings.push(match bounds.meant(quantity) {
                Some(meant) => finding.fix(format!("write `{meant}`")),
                None => finding,
            });
        }
    };
    of_load(design, &mut look);
    for (_, flow) in &design.flows {
        let own = [("peak", &flow.peak, Bounds::Positive)];
        let sizes = [
            ("in", &flow.input, Bounds::NotNegative),
            ("out", &flow.output, Bounds::NotNegative),
        ];
        each(own.into_iter().chain(sizes), &mut look);
        flow.steps.iter().for_each(|step| of_step(step, &mut look));
    }
    for (_, component) in &design.components {
        let own = [
            ("ttl", &component.ttl, Bounds::Positive),
            ("target", &component.target, Bounds::Share),
            ("availability", &component.availability, Bounds::Share),
            ("common_cause", &component.common_cause, Bounds::Share),
            ("durability", &component.durability, Bounds::Share),
        ];
        each(own, &mut look);
        of_copies(component, &mut look);
        too_many.extend(of_zones(component));
        let counts = [("replicas", &component.replicas), ("copies", &component.copies)];
        for (name, count) in counts
            .into_iter()
            .filter_map(|(name, count)| Some((name, count.as_ref()?)))
        {
            too_many.extend(beyond(name, count));
        }
        if let Some(scale) = &component.scale {
            too_many.extend(scale.to.as_ref().and_then(|to| beyond("to", to)));
            each(
                [
                    ("at", &scale.at, Bounds::Share),
                    ("in", &scale.time, Bounds::NotNegative),
                ],
                &mut look,
            );
        }
        for (resource, limit) in &component.limits {
            look(resource.name(), limit, Bounds::Positive);
        }
        component
            .cost
            .iter()
            .for_each(|price| look("cost", price, Bounds::NotNegative));
        if let Some(latency) = &component.latency {
            look("latency", &latency.p50, Bounds::NotNegative);
            look("latency", &latency.p99, Bounds::NotNegative);
        }
    }
    for (_, entity) in &design.entities {
        let own = [
            ("keep", &entity.keep, Bounds::Positive),
            ("rows", &entity.rows, Bounds::NotNegative),
        ];
        each(own, &mut look);
    }
    findings.extend(too_many);
    findings.extend(negative_rates(design));
    findings
}

/// Most units of one component: no analysis has to count more.
const MOST_UNITS: u32 = 1_000_000;

/// Units that are told zone by zone: at least one in all, and no more than can be counted.
fn of_zones(component: &Component) -> Option<Finding> {
    let told: Vec<(&Spanned<String>, u64)> = component
        .zones
        .iter()
        .filter_map(|(zone, units)| Some((zone, u64::from((*units)?))))
        .collect();
    let (first, _) = told.first()?;
    let total: u64 = told.iter().map(|(_, n)| n).sum();
    let words = match total {
        0 => "`zones` give no unit at all".to_string(),
        n if n > u64::from(MOST_UNITS) => format!("`zones` give {n} units, and {MOST_UNITS} is the most"),
        _ => return None,
    };
    Some(Finding::error(RULE.id, words).at(first.span))
}

fn beyond(name: &str, count: &Spanned<u32>) -> Option<Finding> {
    let message = format!("`{name}` is at most {MOST_UNITS}, this is {}", count.value);
    (count.value > MOST_UNITS).then(|| Finding::error(RULE.id, message).at(count.span))
}

type Look<'l> = &'l mut dyn FnMut(&str, &Quantity, Bounds);

fn each<'q>(of: impl IntoIterator<Item = (&'q str, &'q Option<Quantity>, Bounds)>, look: Look) {
    for (name, quantity, bounds) in of {
        if let Some(quantity) = quantity {
            look(name, quantity, bounds);
        }
    }
}

fn of_load(design: &Design, look: Look) {
    let load = &design.load;
    let own = [
        ("users", &load.users, Bounds::NotNegative),
        ("growth", &load.growth, Bounds::Growth),
        ("peak", &load.peak, Bounds::AtLeastOne),
        ("horizon", &load.horizon, Bounds::Positive),
    ];
    each(own, look);
    for (_, window) in &load.windows {
        let own = [
            ("for", &window.length, Bounds::Positive),
            ("peak", &window.peak, Bounds::NotNegative),
        ];
        each(own, look);
    }
    for (_, actor) in &design.actors {
        each([("count", &actor.count, Bounds::NotNegative)], look);
    }
    for (_, region) in &design.regions {
        let own = [
            ("users", &region.users, Bounds::Share),
            ("failover", &region.failover, Bounds::NotNegative),
        ];
        each(own, look);
    }
}

/// How data is copied, saved and brought back.
fn of_copies(component: &Component, look: Look) {
    if let Some(replication) = &component.replication {
        let own = [
            ("lag", &replication.lag, Bounds::NotNegative),
            ("failover", &replication.failover, Bounds::NotNegative),
            ("rebuild", &replication.rebuild, Bounds::Positive),
        ];
        each(own, look);
    }
    if let Some(backup) = &component.backup {
        let own = [
            ("every", &backup.every, Bounds::Positive),
            ("takes", &backup.takes, Bounds::NotNegative),
            ("copy", &backup.copy, Bounds::NotNegative),
            ("restore", &backup.restore, Bounds::Positive),
        ];
        each(own, look);
    }
}

fn of_step(step: &Step, look: Look) {
    let own = [
        ("hit", &step.hit, Bounds::Share),
        ("share", &step.share, Bounds::Share),
        ("batch", &step.batch, Bounds::Positive),
        ("in", &step.input, Bounds::NotNegative),
        ("out", &step.output, Bounds::NotNegative),
        ("hold", &step.hold, Bounds::NotNegative),
        ("timeout", &step.timeout, Bounds::Positive),
    ];
    each(own, look);
    if let Some(Times::Number(times)) = &step.times {
        look("times", times, Bounds::NotNegative);
    }
    if let Some(latency) = &step.latency {
        look("latency", &latency.p50, Bounds::NotNegative);
        look("latency", &latency.p99, Bounds::NotNegative);
    }
}

/// Rates that are written as a number.
fn negative_rates(design: &Design) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, flow) in &design.flows {
        for (name, formula) in [("rate", &flow.rate), ("concurrent", &flow.concurrent)] {
            let Some(formula) = formula else { continue };
            if formula.expr.constant().is_ok_and(|(spread, _)| spread.bounds().0 < 0.0) {
                let message = format!("`{name}` can't be negative, this is `{}`", formula.text);
                findings.push(Finding::error(RULE.id, message).at(formula.span));
            }
        }
    }
    findings
}
