//! Availabilities that flows have to reach.

use crate::design::Metric;
use crate::model::{Model, Thing};
use crate::quantity::Quantity;
use crate::source::{Span, Spanned};

/// An availability that is required of a flow.
pub struct Target<'m> {
    /// Id of the requirement.
    pub id: &'m Spanned<String>,
    pub at_least: &'m Quantity,
    pub span: Span,
    pub flow: usize,
}

/// All of them, in the order of the file.
pub fn availabilities<'m>(model: &'m Model) -> impl Iterator<Item = Target<'m>> {
    model.design.nonfunctional.iter().filter_map(|(id, requirement)| {
        let (at_least, span) = requirement.metrics.iter().find_map(|m| match &m.value {
            Metric::Availability(target) => Some((target, m.span)),
            _ => None,
        })?;
        match requirement.of.as_ref().and_then(|of| model.thing(&of.value)) {
            Some(Thing::Flow(flow)) => Some(Target {
                id,
                at_least,
                span,
                flow,
            }),
            _ => None,
        }
    })
}
