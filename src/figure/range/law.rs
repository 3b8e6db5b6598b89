//! Which figures are exactly lognormal: products, quotients and powers of lognormal inputs, and sums of such that
//! move together.

use super::reach::Reach;
use crate::figure::cell::Formula;
use crate::figure::{Figures, Id};
use crate::quantity::expression::Function;
use std::rc::Rc;

/// What is known of the distribution of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Law {
    /// One number.
    Certain,
    /// Its value times powers of lognormal inputs over their medians.
    Lognormal(Powers),
    /// Anything else.
    General,
}

/// Inputs with σ and exponent, sorted by input, none with exponent 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Powers(Rc<[(u64, f64, f64)]>);

impl Powers {
    /// σ of the logarithm: inputs are independent, so their variances add.
    pub fn sigma(&self) -> f64 {
        libm::sqrt(self.0.iter().map(|(_, sigma, e)| (sigma * e) * (sigma * e)).sum())
    }

    fn raised(&self, by: f64) -> Powers {
        Powers(self.0.iter().map(|(name, sigma, e)| (*name, *sigma, e * by)).collect())
    }

    fn times(&self, other: &Powers) -> Powers {
        let mut all: Vec<(u64, f64, f64)> = self.0.to_vec();
        for (name, sigma, e) in other.0.iter() {
            match all.binary_search_by(|(n, _, _)| n.cmp(name)) {
                Ok(at) => all[at].2 += e,
                Err(at) => all.insert(at, (*name, *sigma, *e)),
            }
        }
        all.retain(|(_, _, e)| *e != 0.0);
        Powers(all.into())
    }
}

pub struct Laws<'r> {
    reach: &'r Reach,
    laws: Vec<Law>,
}

impl Laws<'_> {
    pub fn of(&self, id: Id) -> Option<&Law> {
        self.reach.place(id).map(|place| &self.laws[place])
    }

    pub fn is_general(&self, id: Id) -> bool {
        self.of(id) == Some(&Law::General)
    }

    /// The powers of the quotient of two cells; none unless both are lognormal or certain.
    pub fn ratio(&self, above: Id, below: Id) -> Option<Powers> {
        let powers = |id| match self.of(id)? {
            Law::Certain => Some(Powers(Rc::from([]))),
            Law::Lognormal(powers) => Some(powers.clone()),
            Law::General => None,
        };
        Some(powers(above)?.times(&powers(below)?.raised(-1.0)))
    }
}

/// The law of every cell that is reached.
pub fn laws<'r>(figures: &Figures, reach: &'r Reach) -> Laws<'r> {
    let mut found = Laws {
        reach,
        laws: Vec::with_capacity(reach.cells.len()),
    };
    for id in &reach.cells {
        let law = if reach.is_uncertain(*id) {
            law(figures, &found, *id)
        } else {
            Law::Certain
        };
        found.laws.push(law);
    }
    found
}

fn law(figures: &Figures, known: &Laws, id: Id) -> Law {
    let of = |id: Id| known.of(id).cloned().unwrap_or(Law::General);
    let positive = |id: Id| figures.value(id).is_some_and(|v| v > 0.0);
    let formula = &figures.cell(id).formula;
    // A power of what may be negative, or an unknown: only samples tell.
    if !positive(id) {
        return Law::General;
    }
    let found = match formula {
        Formula::Range(_) => {
            let sigma = figures.spread(id).map_or(0.0, |spread| spread.sigma());
            figures
                .input_name(id)
                .filter(|_| sigma > 0.0)
                .map(|name| Powers(Rc::from([(name, sigma, 1.0)])))
        }
        Formula::Product(list) if figures.list(*list).iter().all(|id| positive(*id)) => {
            let ids = figures.list(*list);
            ids.iter().try_fold(Powers(Rc::from([])), |powers, id| match of(*id) {
                Law::Certain => Some(powers),
                Law::Lognormal(more) => Some(powers.times(&more)),
                Law::General => None,
            })
        }
        Formula::Quotient(a, b) if positive(*a) && positive(*b) => known.ratio(*a, *b),
        Formula::Power(a, b) => match (of(*a), of(*b), figures.value(*b)) {
            (Law::Lognormal(powers), Law::Certain, Some(exponent)) => Some(powers.raised(exponent)),
            _ => None,
        },
        Formula::Sum(ids) => alike(figures, known, figures.list(*ids)),
        Formula::Difference(a, b) => alike(figures, known, &[*a, *b]),
        Formula::Apply(Function::Max | Function::Min, ids) => alike(figures, known, figures.list(*ids)),
        _ => None,
    };
    match found {
        Some(powers) if powers.0.is_empty() => Law::Certain,
        Some(powers) => Law::Lognormal(powers),
        None => Law::General,
    }
}

/// The common powers of parts that all move together: their sum, difference or maximum moves with them.
fn alike(figures: &Figures, known: &Laws, ids: &[Id]) -> Option<Powers> {
    let mut common: Option<Powers> = None;
    for id in ids {
        // Nothing added changes nothing.
        if figures.value(*id) == Some(0.0) && known.of(*id) == Some(&Law::Certain) {
            continue;
        }
        match (known.of(*id)?, &common) {
            (Law::Lognormal(powers), None) => common = Some(powers.clone()),
            (Law::Lognormal(powers), Some(known)) if powers == known => {}
            _ => return None,
        }
    }
    common
}
