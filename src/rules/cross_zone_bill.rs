//! See the page.

use super::{Rule, Run, Set, bill};
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
    let Some(found) = bill::large(model, analysis, Kind::CrossZone, MUCH) else {
        return Vec::new();
    };
    let component = found.dearest;
    let message = format!(
        "traffic between zones costs {}, {} of the bill; most of it is that of `{}`",
        found.cost, found.share, component.id
    );
    let finding = Finding::info(RULE.id, message).at(component.span).of(component.id);
    vec![finding.fix("let callers prefer units and copies in their own zone, send less (`batch`, compression), or keep what is asked most beside them")]
}
