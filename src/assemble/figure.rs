//! Inputs, the user's own figures, and what availabilities rest on.

use super::Assembly;
use crate::analysis::availability::NUMBERS;
use crate::catalog::Fact;
use crate::figure::Id;
use crate::quantity::Quantity;
use crate::report::{self, Figure};

impl Assembly<'_, '_> {
    /// A figure as printed.
    pub(super) fn figure(&self, id: Id) -> Figure {
        self.ledger.figure(id)
    }

    /// A share as a percentage.
    pub(super) fn share(&self, id: Id) -> Figure {
        self.ledger.share(id)
    }

    /// A figure with its formula, or one that nobody can know.
    pub(super) fn worked_or(&self, id: Option<Id>, name: &str, fact: &str) -> Figure {
        match id {
            Some(id) => self.ledger.worked(id),
            None => unknown(name, fact),
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
        // What a year is counts as an input wherever growth does.
        let year = load.figures.all_named().find(|id| load.figures.name(*id) == "year");
        [load.users, load.growth, load.peak, load.horizon, year]
            .into_iter()
            .flatten()
            .map(|id| self.ledger.worked(id))
            .collect()
    }

    pub(super) fn user_figures(&self) -> Vec<report::UserFigure> {
        self.model
            .design
            .figures
            .iter()
            .zip(&self.analysis.load.user_figures)
            .map(|((id, figure), value)| report::UserFigure {
                figure: self.worked_or(*value, &id.value, &id.value),
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

/// A figure whose value nobody gave.
pub fn unknown(name: &str, fact: &str) -> Figure {
    Figure {
        name: name.to_string(),
        text: "unknown".to_string(),
        missing: vec![fact.to_string()],
        ..Figure::default()
    }
}
