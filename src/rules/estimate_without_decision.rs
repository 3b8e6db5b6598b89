//! See the page.

use super::{Rule, Run, Set, named};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "estimate-without-decision",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("estimate-without-decision.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let named = named::all(model);
    let idle = model
        .design
        .figures
        .iter()
        .filter(|(id, f)| f.drives.is_none() && !named.contains(id.value.as_str()));
    let findings = idle.map(|(id, _)| {
        let message = format!("`{}` is computed, and nothing follows from it", id.value);
        let finding = Finding::info(RULE.id, message).at(id.span).of(&id.value);
        let finding = finding.alike(&id.value, "are computed, and nothing follows from them");
        finding.fix("name the decision that it drives (`drives: D1`), or the limit that it keeps (`holds: …`)")
    });
    findings.collect()
}
