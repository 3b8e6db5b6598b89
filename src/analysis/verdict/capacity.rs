//! Throughput and comparisons.

use super::{Bench, Outcome, Status};
use crate::analysis::load::{Condition, Load};
use crate::design::{Holds, Nonfunctional};
use crate::figure::Id;
use crate::model::{Model, Party, Placement};
use crate::quantity::expression::{Comparison, Expr};
use crate::quantity::{Quantity, print};
use crate::source::Span;

/// A comparison of the user, judged.
pub fn holds<'a>(model: &Model<'a>, load: &mut Load<'a>, holds: &Holds) -> Outcome {
    let span = Some(holds.text.span);
    comparison(
        model,
        load,
        &holds.left,
        holds.comparison,
        &holds.right,
        &holds.text.value,
        span,
    )
}

pub(super) fn comparison<'a>(
    model: &Model<'a>,
    load: &mut Load<'a>,
    left: &Expr,
    comparison: Comparison,
    right: &Expr,
    text: &str,
    span: Option<Span>,
) -> Outcome {
    let span = span.unwrap_or(Span {
        file: crate::source::FileId(0),
        start: 0,
        end: 0,
    });
    let left = load.part(model, left, text, span);
    let right = load.part(model, right, text, span);
    let sheet = &load.figures;
    let (Some(a), Some(b)) = (sheet.value(left), sheet.value(right)) else {
        let mut missing = sheet.missing_facts(left, 5);
        missing.extend(sheet.missing_facts(right, 5));
        return Outcome {
            missing,
            ..Outcome::of(Status::Unknown)
        };
    };
    let status = if comparison.holds(a, b) {
        Status::Pass
    } else {
        Status::Fail
    };
    let share = (b != 0.0).then(|| format!("{} of the limit", print::percent(a / b)));
    Outcome {
        value: Some(sheet.text(left)),
        margin: share,
        because: worked(load, left),
        ..Outcome::of(status)
    }
}

/// The working of a figure, where it has one.
fn worked(load: &Load, id: Id) -> Vec<String> {
    let working = load.figures.working(id);
    if working.is_empty() {
        Vec::new()
    } else {
        vec![format!("= {working}")]
    }
}

impl Bench<'_, '_, '_, '_> {
    /// This flow scaled to the target, all others at their peak: every component stays below its target.
    pub(super) fn throughput(&mut self, target: &Quantity, requirement: &Nonfunctional) -> Outcome {
        let flows = self.flows(requirement);
        let outcomes: Vec<Outcome> = flows.into_iter().map(|f| self.scaled(f, target)).collect();
        Outcome::all(outcomes).unwrap_or_else(|| Outcome::unknown("a flow that it is about"))
    }

    fn scaled(&mut self, flow: usize, target: &Quantity) -> Outcome {
        let model = self.model;
        let condition = Condition {
            scaled: Some((flow, target.clone())),
            ..Condition::default()
        };
        let load = &mut *self.conditions.load;
        let scaled = load.under(model, &condition);
        let figures = &load.figures;
        let mut fullest: Option<(f64, String)> = None;
        let (mut over, mut missing) = (Vec::new(), Vec::new());
        let mut seen = Vec::new();
        for step in &model.flows[flow].steps {
            let Party::Component(c) = step.callee else { continue };
            if seen.contains(&c) || model.components[c].placement == Placement::Device {
                continue;
            }
            seen.push(c);
            let component = scaled.get(&c).unwrap_or(&load.components[c]);
            let id = model.components[c].id;
            let binding = component.resources.iter().find(|r| r.binding);
            let Some((row, value)) = binding.and_then(|r| Some((r, figures.value(r.utilisation)?))) else {
                let facts = component
                    .utilisation
                    .map(|u| figures.missing_facts(u, 1))
                    .unwrap_or_default();
                missing.extend(facts);
                continue;
            };
            let limit = figures.value(row.target).unwrap_or(1.0);
            let words = format!(
                "{id} at {} of its {}",
                figures.percent(row.utilisation),
                row.resource.name()
            );
            if value > limit {
                over.push(format!("{words}, above {}", print::percent(limit)));
            }
            if fullest.as_ref().is_none_or(|(most, _)| value > *most) {
                fullest = Some((value, words));
            }
        }
        let because = match (&over[..], fullest) {
            ([], Some((_, words))) => vec![format!("the fullest is {words}")],
            ([], None) => Vec::new(),
            (over, _) => over.to_vec(),
        };
        let status = if !over.is_empty() {
            Status::Fail
        } else if !missing.is_empty() {
            Status::Unknown
        } else {
            Status::Pass
        };
        Outcome {
            because,
            missing: if status == Status::Unknown { missing } else { Vec::new() },
            ..Outcome::of(status)
        }
    }
}
