//! See the page.

use super::{Rule, Run, Set, bill};
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
    let edge = |f: &str| ["cdn", "image-cdn"].contains(&f);
    if model.components.iter().any(|c| edge(&c.file.function.value)) {
        return Vec::new();
    }
    let Some(found) = bill::large(model, analysis, Kind::Egress, MUCH) else {
        return Vec::new();
    };
    let component = found.dearest;
    let message = format!(
        "bytes to users cost {}, {} of the bill, and no edge cache sends any of them; most leave `{}`",
        found.cost, found.share, component.id
    );
    let finding = Finding::info(RULE.id, message).at(component.span).of(component.id);
    vec![finding.fix("let a `cdn` answer what many ask for alike, compress the rest, and ask for a price by contract")]
}
