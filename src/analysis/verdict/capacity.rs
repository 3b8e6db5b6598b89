//! Throughput and comparisons.

use super::{Bench, Outcome, Status, doubt};
use crate::analysis::capacity::Row;
use crate::analysis::growth;
use crate::analysis::load::{Condition, Load};
use crate::design::{Holds, Nonfunctional, Resource};
use crate::figure::Id;
use crate::model::{Model, Party, Placement};
use crate::quantity::expression::{Comparison, Expr, Kind};
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
    let shares = is_share(right) && !matches!(left.kind, Kind::In(..));
    let left = load.part(model, left, text, span);
    let right = load.part(model, right, text, span);
    let mut outcome = doubt::compare(&mut load.figures, left, comparison, right);
    if let (Some(a), Some(b)) = (load.figures.value(left), load.figures.value(right)) {
        outcome.value = Some(match shares {
            true => load.figures.percent(left),
            false => load.figures.text(left),
        });
        outcome.margin = (b != 0.0).then(|| format!("{} of the limit", print::percent(a / b)));
        outcome.because.splice(0..0, worked(load, left));
    }
    outcome
}

/// Whether something is written in per cent: what is compared with it is printed so too.
fn is_share(side: &Expr) -> bool {
    match &side.kind {
        Kind::Literal { factor, dimension, .. } => dimension.is_none() && (factor - 0.01).abs() < 1e-12,
        Kind::Range(a, _) | Kind::PlusMinus(a, _) | Kind::In(a, _) | Kind::Negate(a) => is_share(a),
        _ => false,
    }
}

/// The working of a figure, where it has one.
fn worked(load: &Load, id: Id) -> Vec<String> {
    let working = load.figures.working(id);
    if working.is_empty() {
        Vec::new()
    } else {
        vec![format!("it is {working}")]
    }
}

/// The components that a flow calls, each once; those on a device have a user each.
fn called(model: &Model, flow: usize) -> Vec<usize> {
    let mut seen = Vec::new();
    for step in &model.flows[flow].steps {
        if let Party::Component(c) = step.callee
            && model.components[c].placement != Placement::Device
            && !seen.contains(&c)
        {
            seen.push(c);
        }
    }
    seen
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
        let mut rows = Vec::new();
        let mut missing = Vec::new();
        for c in called(model, flow) {
            let component = scaled.get(&c).unwrap_or(&load.components[c]);
            let binding = component.resources.iter().find(|r| r.binding);
            let used = component.utilisation.and_then(|u| load.figures.value(u));
            // What is known may be too much already, whatever else there is.
            let full = |r: &&Row| match (load.figures.value(r.utilisation), load.figures.value(r.target)) {
                (Some(used), Some(target)) => used > target,
                _ => false,
            };
            // Units that can't hold what they are to keep carry no load either; what is kept does not scale with it.
            let kept = |r: &&Row| matches!(r.resource, Resource::Memory | Resource::Storage);
            let short = load.components[c].resources.iter().filter(kept).find(full);
            rows.extend(short.map(|row| (c, row.resource, row.utilisation, row.target)));
            match binding.filter(|r| used.is_some() || full(r)) {
                Some(row) if short.is_some_and(|s| s.resource == row.resource) => {}
                Some(row) => rows.push((c, row.resource, row.utilisation, row.target)),
                None => missing.extend(
                    component
                        .utilisation
                        .map(|u| load.figures.missing_facts(u, 1))
                        .unwrap_or_default(),
                ),
            }
        }
        if rows.is_empty() {
            return Outcome {
                missing,
                ..Outcome::of(Status::Unknown)
            };
        }
        let figures = &mut load.figures;
        let filled: Vec<Id> = rows
            .iter()
            .map(|(_, _, used, target)| figures.quotient(*used, *target))
            .collect();
        let fullest = figures.max(&filled);
        let one = figures.number(1.0);
        let mut outcome = doubt::compare(figures, fullest, Comparison::AtMost, one);
        let words = |(c, resource, used, _): &(usize, Resource, Id, Id)| {
            let id = model.components[*c].id;
            format!("{id} at {} of its {}", figures.percent(*used), resource.name())
        };
        let over: Vec<String> = rows
            .iter()
            .zip(&filled)
            .filter(|(_, share)| figures.value(**share).is_some_and(|v| v > 1.0))
            .map(|(row, _)| format!("{}, above {}", words(row), figures.percent(row.3)))
            .collect();
        let most = rows.iter().zip(&filled).max_by(|(_, a), (_, b)| {
            figures
                .value(**a)
                .unwrap_or(0.0)
                .total_cmp(&figures.value(**b).unwrap_or(0.0))
        });
        let because = match (over.is_empty(), most) {
            (true, Some((row, _))) => vec![format!("the fullest is {}", words(row))],
            _ => over,
        };
        outcome.because.splice(0..0, because);
        outcome.margin = most.map(|(_, share)| format!("{} of the target utilisation", figures.percent(*share)));
        if outcome.status != Status::Fail
            && let Some(month) = growth::month_reached(load, fullest, one)
        {
            let (growth, month) = (load.growth_rate(), load.figures.text(month));
            let growth = load.figures.text(growth);
            outcome = outcome.because(format!(
                "growing by {growth} with all else it is too much in month {month}"
            ));
        }
        if outcome.status == Status::Pass && !missing.is_empty() {
            outcome.status = Status::Unknown;
        }
        if outcome.status == Status::Unknown {
            outcome.missing.extend(missing);
        }
        outcome
    }
}
