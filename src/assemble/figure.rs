//! Figures of a sheet as figures of the report.

use super::Assembly;
use crate::analysis::availability::NUMBERS;
use crate::catalog::Fact;
use crate::figure::{Distribution, Figures, Id, Origin};
use crate::quantity::{Quantity, print};
use crate::report::{self, Figure};
use std::collections::HashMap;

/// Most missing facts that one figure lists.
const MOST_FACTS: usize = 8;

impl Assembly<'_, '_> {
    /// A figure as printed.
    pub(super) fn figure(&self, id: Id) -> Figure {
        let text = self.analysis.load.figures.text(id);
        self.figure_as(id, text, |sheet, x| sheet.show(id, x))
    }

    /// A share as a percentage.
    pub(super) fn share(&self, id: Id) -> Figure {
        let text = self.analysis.load.figures.percent(id);
        self.figure_as(id, text, |_, x| print::percent(x))
    }

    fn figure_as(&self, id: Id, text: String, show: impl Fn(&Figures, f64) -> String) -> Figure {
        let sheet = &self.analysis.load.figures;
        Figure {
            name: sheet.name(id).to_string(),
            text,
            value: sheet.value(id),
            unit: sheet.dimension(id).to_string(),
            range: self.ranges.get(&id).map(|found| report::Range {
                text: between(&show(sheet, found.p5), &show(sheet, found.p95)),
                p5: found.p5,
                p50: found.p50,
                p95: found.p95,
                mean: found.mean,
                interval: found.interval.map(|(low, high)| [low, high]),
                exact: found.exact,
            }),
            formula: sheet.formula(id),
            working: sheet.working(id),
            source: match sheet.origin(id) {
                Origin::File(span) => {
                    let place = super::place(*span, self.sources);
                    format!("{}:{}:{}", place.file, place.line, place.column)
                }
                Origin::Catalog(text) => text.to_string(),
                Origin::Default(reason) => (*reason).to_string(),
                Origin::Formula => String::new(),
            },
            missing: sheet.missing_facts(id, MOST_FACTS),
        }
    }

    /// A figure, or one that nobody can know.
    pub(super) fn figure_or(&self, id: Option<Id>, name: &str, fact: &str) -> Figure {
        match id {
            Some(id) => self.figure(id),
            None => unknown(name, fact),
        }
    }

    pub(super) fn load(&self) -> Vec<Figure> {
        let load = &self.analysis.load;
        [load.users, load.growth, load.peak, load.horizon]
            .into_iter()
            .flatten()
            .map(|id| self.figure(id))
            .collect()
    }

    pub(super) fn user_figures(&self) -> Vec<report::UserFigure> {
        self.model
            .design
            .figures
            .iter()
            .zip(&self.analysis.load.user_figures)
            .map(|((id, figure), value)| report::UserFigure {
                figure: self.figure_or(*value, &id.value, &id.value),
                drives: figure.drives.as_ref().map(|d| d.value.clone()),
            })
            .collect()
    }
}

impl Assembly<'_, '_> {
    /// What the availabilities rest on, each with its source.
    pub(super) fn availability_inputs(&self) -> Vec<Figure> {
        let given = |name: String, quantity: &Quantity, source: String| Figure {
            text: quantity.text.clone(),
            value: Some(quantity.point()),
            unit: quantity.dimension.to_string(),
            source,
            missing: Vec::new(),
            ..unknown(&name, "")
        };
        let cited =
            |id: &str, fact: &Fact| format!("catalog {id}: {}, {} ({})", fact.source, fact.date, fact.confidence);
        let numbers = NUMBERS.iter().filter_map(|id| {
            let (_, fact) = self.model.catalog.number(id)?;
            Some(given((*id).to_string(), &fact.quantity, cited(id, fact)))
        });
        let components = self.model.components.iter().filter_map(|component| {
            let name = format!("availability of {}", component.id);
            if let Some(own) = &component.file.availability {
                let place = super::place(own.span, self.sources);
                return Some(given(
                    name,
                    own,
                    format!("{}:{}:{}", place.file, place.line, place.column),
                ));
            }
            let (entry, technology) = component.technology?;
            let fact = technology.availability.as_ref()?;
            Some(given(name, &fact.quantity, cited(&entry.id, fact)))
        });
        numbers.chain(components).collect()
    }
}

/// The distribution of every figure that has a name and is uncertain.
pub(super) fn ranges(figures: &Figures) -> HashMap<Id, Distribution> {
    let named: Vec<Id> = figures.all_named().collect();
    let found = figures.distributions(&named);
    named
        .into_iter()
        .zip(found)
        .filter_map(|(id, d)| Some((id, d?)))
        .collect()
}

/// `1.14k/s to 1.71k/s`, or one text where both ends print alike.
fn between(low: &str, high: &str) -> String {
    if low == high {
        low.to_string()
    } else {
        format!("{low} to {high}")
    }
}

/// A figure whose value nobody gave.
pub fn unknown(name: &str, fact: &str) -> Figure {
    Figure {
        name: name.to_string(),
        text: "unknown".to_string(),
        value: None,
        unit: String::new(),
        range: None,
        formula: String::new(),
        working: String::new(),
        source: String::new(),
        missing: vec![fact.to_string()],
    }
}
