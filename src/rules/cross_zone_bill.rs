//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::analysis::cost::Kind;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "cross-zone-bill",
    set: Set::Cost,
    run: Run::Design(find),
    page: include_str!("cross-zone-bill.md"),
};

/// From this share of the bill on it pays to keep calls inside a zone.
const MUCH: f64 = 0.15;

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let cost = &analysis.load.cost;
    let found = cost.kinds.iter().find(|(kind, _)| *kind == Kind::CrossZone);
    let Some((_, whole)) = found.filter(|(_, s)| figures.value(s.share).is_some_and(|s| s >= MUCH)) else {
        return Vec::new();
    };
    let parts = cost.parts.iter().filter(|p| p.kind == Kind::CrossZone);
    let known = parts.filter_map(|p| Some((p, figures.value(p.cost)?)));
    let Some((part, _)) = known.max_by(|a, b| a.1.total_cmp(&b.1)) else {
        return Vec::new();
    };
    let Some(component) = model.components.get(part.component) else {
        return Vec::new();
    };
    let message = format!(
        "traffic between zones costs {}, {} of the bill; most of it is that of `{}`",
        figures.text(whole.cost),
        figures.percent(whole.share),
        component.id
    );
    let finding = Finding::info(RULE.id, message).at(component.span).of(component.id);
    vec![finding.fix("let callers prefer units and copies in their own zone, send less (`batch`, compression), or keep what is asked most beside them")]
}
