//! How uncertain figures are.
//!
//! A figure that is a product of lognormal inputs is lognormal itself: its percentiles are known exactly. Any other
//! is computed for every sample of its inputs, a block of samples at a time. Inputs are known by where they come
//! from, so an input that stands in the sheet twice is one input.

mod interval;
mod law;
mod reach;
mod sample;
mod swing;
#[cfg(test)]
mod tests;

use super::{Figures, Id, Origin};
use crate::quantity::expression::Comparison;
use crate::quantity::normal;
use crate::quantity::sampling::name_of;
use crate::quantity::spread::Z95;
use law::Law;
use reach::Reach;
pub use swing::Swing;

/// The distribution of a figure, in base units.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    pub p5: f64,
    pub p50: f64,
    pub p95: f64,
    pub mean: f64,
    /// What interval arithmetic over the ends of the inputs gives; none where it has no end.
    pub interval: Option<(f64, f64)>,
    /// Whether this is a closed form and not taken from samples.
    pub exact: bool,
}

impl Figures {
    /// Of each figure its distribution; none where it is unknown, certain, or not finite in some samples.
    pub fn distributions(&self, ids: &[Id]) -> Vec<Option<Distribution>> {
        let reach = Reach::of(self, ids);
        if reach.is_certain() {
            return vec![None; ids.len()];
        }
        let laws = law::laws(self, &reach);
        let intervals = interval::intervals(self, &reach);
        let sampled: Vec<Id> = ids.iter().copied().filter(|id| laws.is_general(*id)).collect();
        let mut found = Vec::with_capacity(sampled.len());
        sample::each_column(self, &reach, &sampled, |column| {
            found.push(Distribution::of_samples(column))
        });
        let mut found = found.into_iter();
        ids.iter()
            .map(|id| {
                let interval = intervals.of(*id);
                match laws.of(*id)? {
                    Law::Certain => None,
                    Law::Lognormal(powers) => {
                        let median = self.value(*id)?;
                        let sigma = powers.sigma();
                        Some(Distribution {
                            p5: median * libm::exp(-Z95 * sigma),
                            p50: median,
                            p95: median * libm::exp(Z95 * sigma),
                            mean: median * libm::exp(sigma * sigma / 2.0),
                            interval,
                            exact: true,
                        })
                    }
                    Law::General => {
                        let found = found.next()??;
                        Some(Distribution { interval, ..found })
                    }
                }
            })
            .collect()
    }

    pub fn distribution(&self, id: Id) -> Option<Distribution> {
        self.distributions(&[id]).pop().flatten()
    }

    /// The share of samples in which `left ? right` holds: 0 or 1 where both are certain, none where one is
    /// unknown. A closed form where both are lognormal.
    pub fn probability(&self, left: Id, comparison: Comparison, right: Id) -> Option<f64> {
        let (a, b) = (self.value(left)?, self.value(right)?);
        let certain = || f64::from(u8::from(comparison.holds(a, b)));
        let reach = Reach::of(self, &[left, right]);
        if reach.is_certain() {
            return Some(certain());
        }
        let laws = law::laws(self, &reach);
        if let Some(powers) = laws.ratio(left, right)
            && a > 0.0
            && b > 0.0
        {
            let sigma = powers.sigma();
            if sigma == 0.0 {
                return Some(certain());
            }
            let below = normal::below(libm::log(b / a) / sigma);
            return Some(match comparison {
                Comparison::Less | Comparison::AtMost => below,
                Comparison::Greater | Comparison::AtLeast => 1.0 - below,
                Comparison::Equal => 0.0,
            });
        }
        let columns = sample::columns(self, &reach, &[left, right]);
        let [left, right] = &columns[..] else { return None };
        if left.is_empty() {
            return Some(certain());
        }
        let held = left
            .iter()
            .zip(right)
            .filter(|(a, b)| comparison.holds(**a, **b))
            .count();
        Some(held as f64 / left.len() as f64)
    }

    /// Of each figure the share of samples in which it reaches a value: 0 or 1 where it is certain, none where it is
    /// unknown.
    pub fn shares_reaching(&self, ids: &[Id], least: f64) -> Vec<Option<f64>> {
        let reach = Reach::of(self, ids);
        let laws = law::laws(self, &reach);
        let is_sampled = |id: Id| match laws.of(id) {
            Some(Law::Lognormal(_)) => least <= 0.0,
            Some(Law::General) => true,
            Some(Law::Certain) | None => false,
        };
        let known = |id: &Id| self.value(*id).is_some() && is_sampled(*id);
        let sampled: Vec<Id> = ids.iter().copied().filter(known).collect();
        let mut shares = Vec::with_capacity(sampled.len());
        sample::each_column(self, &reach, &sampled, |column| {
            let reached = column.iter().filter(|x| **x >= least).count();
            shares.push((!column.is_empty()).then(|| reached as f64 / column.len() as f64));
        });
        let mut shares = shares.into_iter();
        ids.iter()
            .map(|id| {
                let value = self.value(*id)?;
                match laws.of(*id)? {
                    Law::Certain => Some(f64::from(u8::from(value >= least))),
                    Law::Lognormal(powers) if !is_sampled(*id) => {
                        Some(normal::below(libm::log(value / least) / powers.sigma()))
                    }
                    Law::Lognormal(_) | Law::General => shares.next()?,
                }
            })
            .collect()
    }

    /// All samples of a figure, for those who want to compute on; empty where it is certain or unknown.
    pub fn samples(&self, id: Id) -> Vec<f64> {
        let reach = Reach::of(self, &[id]);
        if reach.is_certain() || self.value(id).is_none() {
            return Vec::new();
        }
        sample::columns(self, &reach, &[id]).pop().unwrap_or_default()
    }

    /// All samples of several figures, of each a column; a row is one case.
    pub fn columns(&self, ids: &[Id]) -> Vec<Vec<f64>> {
        sample::columns(self, &Reach::of(self, ids), ids)
    }

    /// Whether a figure rests on an uncertain input.
    pub fn is_uncertain(&self, id: Id) -> bool {
        Reach::of(self, &[id]).is_uncertain(id)
    }

    /// All figures that have a name.
    pub fn all_named(&self) -> impl Iterator<Item = Id> {
        let cells = (0..self.cells.len()).map(|i| Id(i as u32));
        cells.filter(|id| !self.name(*id).is_empty())
    }

    /// A number for an input that is the same wherever the input stands.
    fn input_name(&self, id: Id) -> Option<u64> {
        let cell = self.cell(id);
        let spread = self.spread(id).filter(|spread| !spread.is_exact())?;
        let (low, high) = spread.bounds();
        Some(match self.store.origin_of(cell) {
            Origin::File(span) => {
                let place = [span.file.0 as u64, u64::from(span.start), u64::from(span.end)];
                name_of(&place.map(u64::to_le_bytes).concat())
            }
            Origin::Catalog(text) => {
                let bounds = [low.to_le_bytes(), high.to_le_bytes()].concat();
                name_of(&[text.as_bytes(), &bounds].concat())
            }
            Origin::Default(reason) => name_of(reason.as_bytes()),
            Origin::Formula => u64::from(id.0),
        })
    }
}

impl Distribution {
    /// Percentiles and mean of samples, with no interval; none where one is no finite number, or there are none.
    pub fn of_samples(mut column: Vec<f64>) -> Option<Distribution> {
        if column.is_empty() || column.iter().any(|x| !x.is_finite()) {
            return None;
        }
        // Added up in the order of the samples, before they are sorted.
        let mean = column.iter().sum::<f64>() / column.len() as f64;
        let [p5, p50, p95] = percentiles(&mut column);
        Some(Distribution {
            p5,
            p50,
            p95,
            mean,
            interval: None,
            exact: false,
        })
    }
}

/// The 5th, 50th and 95th percentile. The middle splits the column, so that each end is sought in its own half.
fn percentiles(column: &mut [f64]) -> [f64; 3] {
    let last = (column.len() - 1) as f64;
    let [at_low, at_middle, at_high] = [0.05, 0.5, 0.95].map(|share| share * last);
    let split = at_middle as usize;
    let middle = between(column, at_middle);
    let low = between(&mut column[..=split.max(1).min(last as usize)], at_low);
    let high = between(&mut column[split..], at_high - split as f64);
    [low, middle, high]
}

/// The value at a place between two samples, weighted by its distance to them.
fn between(column: &mut [f64], at: f64) -> f64 {
    let below = (at as usize).min(column.len() - 1);
    let (_, low, above) = column.select_nth_unstable_by(below, f64::total_cmp);
    let (low, part) = (*low, at - below as f64);
    if part <= 0.0 {
        return low;
    }
    let high = above.iter().copied().fold(f64::INFINITY, f64::min);
    if high.is_finite() {
        low + (high - low) * part
    } else {
        low
    }
}
