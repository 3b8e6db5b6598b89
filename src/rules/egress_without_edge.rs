//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::analysis::cost::Kind;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "egress-without-edge",
    set: Set::Cost,
    run: Run::Design(find),
    page: include_str!("egress-without-edge.md"),
};

/// From this share of the bill on an edge cache usually pays.
const MUCH: f64 = 0.3;

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let cost = &analysis.load.cost;
    let edge = |f: &str| ["cdn", "image-cdn"].contains(&f);
    if model.components.iter().any(|c| edge(&c.file.function.value)) {
        return Vec::new();
    }
    let found = cost.kinds.iter().find(|(kind, _)| *kind == Kind::Egress);
    let Some((_, whole)) = found.filter(|(_, s)| figures.value(s.share).is_some_and(|s| s >= MUCH)) else {
        return Vec::new();
    };
    let parts = cost.parts.iter().filter(|p| p.kind == Kind::Egress);
    let known = parts.filter_map(|p| Some((p, figures.value(p.cost)?)));
    let Some((part, _)) = known.max_by(|a, b| a.1.total_cmp(&b.1)) else {
        return Vec::new();
    };
    let Some(component) = model.components.get(part.component) else {
        return Vec::new();
    };
    let message = format!(
        "bytes to users cost {}, {} of the bill, and no edge cache sends any of them; most leave `{}`",
        figures.text(whole.cost),
        figures.percent(whole.share),
        component.id
    );
    let finding = Finding::info(RULE.id, message).at(component.span).of(component.id);
    vec![finding.fix("let a `cdn` answer what many ask for alike, compress the rest, and ask for a price by contract")]
}
