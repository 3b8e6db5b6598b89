//! Kinds of cost that take much of the bill, and who causes them.

use crate::analysis::Analysis;
use crate::analysis::cost::Kind;
use crate::model::{Component, Model};

/// A kind of cost, as printed, with the component that causes most of it.
pub struct Large<'m, 'a> {
    pub cost: String,
    /// Of the whole bill.
    pub share: String,
    pub dearest: &'m Component<'a>,
}

/// A kind of cost that takes at least this share of the bill.
pub fn large<'m, 'a>(model: &'m Model<'a>, analysis: &Analysis, kind: Kind, at_least: f64) -> Option<Large<'m, 'a>> {
    let figures = &analysis.load.figures;
    let cost = &analysis.load.cost;
    let (_, whole) = cost.kinds.iter().find(|(k, _)| *k == kind)?;
    figures.value(whole.share).filter(|share| *share >= at_least)?;
    let parts = cost.parts.iter().filter(|p| p.kind == kind);
    let known = parts.filter_map(|p| Some((p, figures.value(p.cost)?)));
    let (part, _) = known.max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(Large {
        cost: figures.text(whole.cost),
        share: figures.percent(whole.share),
        dearest: model.components.get(part.component)?,
    })
}
