//! How large and how many: the units that carry the load, by size, before the whole design is judged with them.

use super::scene::{Count, Way};
use crate::analysis::Detail;
use crate::analysis::capacity::plan;
use crate::analysis::load::{self, Condition};
use crate::assemble::Ledger;
use crate::report::{Figure, SizeUnits};
use crate::{Form, Input, study};

/// A way to fill a component with its size and units settled.
pub struct Sized {
    pub edits: Vec<String>,
    pub size: Option<String>,
    pub tried: Vec<SizeUnits>,
}

impl Sized {
    /// The same without a size, as one that the catalog knows nothing about.
    pub fn without_size(self, way: &Way) -> Sized {
        Sized {
            edits: way.edits.clone(),
            size: None,
            tried: self.tried,
        }
    }
}

/// What one size comes to.
struct Measured {
    /// Units for the peak and for the worst loss that units can make up for.
    units: Option<Figure>,
    cost: Option<Figure>,
    /// Units that it has.
    has: u32,
}

/// The size that costs least of those whose units are known; without a price the one of the fewest units. Where no
/// size tells its units, the first.
pub fn best(input: &Input, component: &str, way: &Way) -> Sized {
    let path = |key: &str, value: &str| format!("components.{component}.{key}={value}");
    let mut tried: Vec<(Vec<String>, SizeUnits)> = Vec::new();
    for size in &way.sizes {
        let mut edits = way.edits.clone();
        edits.push(path("size", size));
        tried.push(settled(input, component, way, edits, size));
    }
    if tried.is_empty() && way.count != Count::AsWritten {
        let (edits, _) = settled(input, component, way, way.edits.clone(), "");
        return Sized {
            edits,
            size: None,
            tried: Vec::new(),
        };
    }
    let value = |figure: &Option<Figure>| figure.as_ref().and_then(|f| f.value).unwrap_or(f64::INFINITY);
    let chosen = tried.iter().min_by(|(_, a), (_, b)| {
        let known = |s: &SizeUnits| s.units.is_none();
        let cost = |s: &SizeUnits| if s.units.is_some() { value(&s.cost) } else { 0.0 };
        known(a)
            .cmp(&known(b))
            .then(cost(a).total_cmp(&cost(b)))
            .then(value(&a.units).total_cmp(&value(&b.units)))
    });
    match chosen {
        Some((edits, found)) => Sized {
            edits: edits.clone(),
            size: Some(found.size.clone()),
            tried: tried.iter().map(|(_, found)| found.clone()).collect(),
        },
        None => Sized {
            edits: way.edits.clone(),
            size: None,
            tried: Vec::new(),
        },
    }
}

/// The edits with the units that the load needs.
fn settled(input: &Input, component: &str, way: &Way, mut edits: Vec<String>, size: &str) -> (Vec<String>, SizeUnits) {
    let mut found = measure(input, component, &edits);
    let needed = found.as_ref().and_then(|m| {
        let units = m.units.as_ref()?.value?;
        let has = f64::from(m.has);
        let changes = match way.count {
            Count::AsWritten => false,
            Count::AtLeast => units > has,
            Count::AsNeeded => units != has,
        };
        changes.then_some(units)
    });
    if let Some(units) = needed {
        edits.push(format!("components.{component}.replicas={}", libm::ceil(units)));
        found = measure(input, component, &edits).or(found);
    }
    let units = found.as_ref().and_then(|m| m.units.clone());
    let sized = SizeUnits {
        size: size.to_string(),
        units,
        cost: found.and_then(|m| m.cost),
    };
    (edits, sized)
}

/// Only load, capacity and cost, at point estimates: enough to choose by.
fn measure(input: &Input, component: &str, edits: &[String]) -> Option<Measured> {
    let mut input = input.clone();
    input.settings.set.extend(edits.iter().cloned());
    input.settings.sampling.samples = 0;
    let (_, found) = study(input, |model, sources, form| {
        let Form::Sound = form else { return None };
        let c = model.component_index(component)?;
        let mut load = load::load(model, &Condition::default());
        let plans = plan::plans(&mut load, model, Detail::Findings);
        let ledger = Ledger::new(&load.figures, sources, Detail::Verdicts);
        let known = |id| Some(ledger.figure(id)).filter(|f| f.value.is_some_and(f64::is_finite));
        let whole = plans.get(c).and_then(|p| p.whole.as_ref());
        let safest = whole.map(|p| p.zone_lost.or(p.one_lost).unwrap_or(p.at_target));
        Some(Measured {
            units: safest.and_then(known),
            cost: load.components.get(c).and_then(|l| l.cost).and_then(known),
            has: model.components.get(c)?.units,
        })
    });
    found.ok().flatten()
}
