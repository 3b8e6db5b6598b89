//! Figures of a sheet as figures of the report.

use crate::analysis::Detail;
use crate::figure::{Distribution, Figures, Id, NUMBER, Origin};
use crate::quantity::print;
use crate::report::{self, Figure, Given};
use crate::source::Sources;
use std::collections::{HashMap, HashSet};

/// Most missing facts that one figure lists.
const MOST_FACTS: usize = 8;
/// Most figures, requirements and decisions that one figure says to drive.
const MOST_DRIVEN: usize = 40;

/// A sheet, ready to be written out.
pub struct Ledger<'x> {
    pub figures: &'x Figures,
    sources: &'x Sources,
    detail: Detail,
    ranges: HashMap<Id, Distribution>,
    /// By name: what rests on a figure.
    drives: HashMap<&'x str, Vec<String>>,
}

impl<'x> Ledger<'x> {
    /// With ranges for all figures that a user can name, unless only verdicts are wanted; with what rests on each
    /// of them where everything is.
    pub fn new(figures: &'x Figures, sources: &'x Sources, detail: Detail) -> Self {
        let mut ledger = Ledger {
            figures,
            sources,
            detail,
            ranges: HashMap::new(),
            drives: HashMap::new(),
        };
        if detail < Detail::Values {
            return ledger;
        }
        let named: Vec<Id> = figures.all_named().filter(|id| is_public(figures.name(*id))).collect();
        let found = figures.distributions(&named);
        ledger.ranges = named
            .iter()
            .copied()
            .zip(found)
            .filter_map(|(id, d)| Some((id, d?)))
            .collect();
        if detail == Detail::Everything {
            for id in named {
                ledger.rests(figures.name(id), &[id]);
            }
        }
        ledger
    }

    /// The figures that a cell rests on next, of those that a user can name.
    fn public_parts(&self, id: Id) -> Vec<Id> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            for part in self.figures.parts(id).named {
                if !seen.insert(part) {
                    continue;
                }
                if is_public(self.figures.name(part)) {
                    found.push(part);
                } else {
                    open.push(part);
                }
            }
        }
        found
    }

    /// Notes that something of this name rests on these cells: on themselves where they can be named, else on
    /// the figures below them.
    pub fn rests(&mut self, name: &str, on: &[Id]) {
        for id in on {
            let own = self.figures.name(*id);
            let parts = if is_public(own) && own != name {
                vec![*id]
            } else {
                self.public_parts(*id)
            };
            for part in parts {
                let driven = self.drives.entry(self.figures.name(part)).or_default();
                if driven.len() < MOST_DRIVEN && !driven.iter().any(|d| d == name) {
                    driven.push(name.to_string());
                }
            }
        }
    }

    /// How much is wanted.
    pub fn detail(&self) -> Detail {
        self.detail
    }

    /// A figure as printed.
    pub fn figure(&self, id: Id) -> Figure {
        let figure = self.bare(id, |x| self.figures.show(id, x));
        self.with_working(figure, id, self.detail)
    }

    /// A share as a percentage.
    pub fn share(&self, id: Id) -> Figure {
        let figure = self.bare(id, print::percent);
        self.with_working(figure, id, self.detail)
    }

    /// A figure that is always shown with its formula.
    pub fn worked(&self, id: Id) -> Figure {
        let figure = self.bare(id, |x| self.figures.show(id, x));
        self.with_working(figure, id, Detail::Everything)
    }

    fn bare(&self, id: Id, show: impl Fn(f64) -> String) -> Figure {
        let sheet = self.figures;
        let value = sheet.value(id);
        Figure {
            name: sheet.name(id).to_string(),
            text: value.map_or_else(|| "unknown".to_string(), &show),
            exact: value.and_then(|x| sheet.exact(id, x)),
            value,
            unit: sheet.dimension(id).to_string(),
            range: self.ranges.get(&id).map(|found| range(found, &show)),
            missing: sheet.missing_facts(id, MOST_FACTS),
            ..Figure::default()
        }
    }

    fn with_working(&self, figure: Figure, id: Id, detail: Detail) -> Figure {
        if detail < Detail::Everything {
            return figure;
        }
        let sheet = self.figures;
        let mut seen = HashSet::new();
        let parts = sheet.parts(id);
        // An input that no expression can name stands in no list of its own: it is told where it is used.
        let (own, named): (Vec<Id>, Vec<Id>) = parts
            .named
            .iter()
            .partition(|part| !is_public(sheet.name(**part)) && sheet.origin(**part) != &Origin::Formula);
        let mut inputs = self.inputs(&own);
        inputs.extend(self.inputs(&parts.inputs));
        Figure {
            formula: sheet.formula(id),
            working: sheet.working(id),
            source: self.source(sheet.origin(id)),
            uses: named
                .iter()
                .map(|part| sheet.name(*part))
                .filter(|name| seen.insert(*name))
                .map(str::to_string)
                .collect(),
            inputs,
            drives: self.drives.get(sheet.name(id)).cloned().unwrap_or_default(),
            ..figure
        }
    }

    /// The range of a figure that has no name.
    pub fn range(&self, id: Id) -> Option<report::Range> {
        let found = self.figures.distribution(id)?;
        Some(range(&found, |x| self.figures.show(id, x)))
    }

    /// Inputs, each once.
    fn inputs(&self, ids: &[Id]) -> Vec<Given> {
        let mut inputs: Vec<Given> = Vec::with_capacity(ids.len());
        for id in ids {
            let given = Given {
                text: self.figures.input_text(*id),
                source: self.source(self.figures.origin(*id)),
            };
            let written = self.figures.origin(*id) != &NUMBER;
            if written && !given.source.is_empty() && !inputs.contains(&given) {
                inputs.push(given);
            }
        }
        inputs
    }

    /// Where an input comes from, as text.
    pub fn source(&self, origin: &Origin) -> String {
        match origin {
            Origin::File(span) => {
                let place = super::place(*span, self.sources);
                format!("{}:{}:{}", place.file, place.line, place.column)
            }
            Origin::Catalog(text) => text.to_string(),
            Origin::Default(reason) => (*reason).to_string(),
            Origin::Formula => String::new(),
        }
    }
}

fn range(found: &Distribution, show: impl Fn(f64) -> String) -> report::Range {
    report::Range {
        text: between(&show(found.p5), &show(found.p95)),
        mean_text: show(found.mean),
        interval_text: found.interval.map(|(low, high)| between(&show(low), &show(high))),
        p5: found.p5,
        p50: found.p50,
        p95: found.p95,
        mean: found.mean,
        interval: found.interval.map(|(low, high)| [low, high]),
        exact: found.exact,
    }
}

/// Whether an expression can name it; others are steps on the way.
fn is_public(name: &str) -> bool {
    !name.is_empty() && !name.contains([' ', '→'])
}

/// `1.14k/s to 1.71k/s`, or one text where both ends print alike.
fn between(low: &str, high: &str) -> String {
    if low == high {
        low.to_string()
    } else {
        format!("{low} to {high}")
    }
}
