//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "decision-without-reason",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("decision-without-reason.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let design = model.design;
    let shown = design.nonfunctional.iter().flat_map(|(_, n)| &n.shown_by);
    let drives = design.figures.iter().filter_map(|(_, f)| f.drives.as_ref());
    let reasoned: std::collections::HashSet<&str> = shown.chain(drives).map(|d| d.value.as_str()).collect();
    let bare = design
        .decisions
        .iter()
        .filter(|(id, d)| d.because.is_empty() && !reasoned.contains(id.value.as_str()));
    let findings = bare.map(|(id, decision)| {
        let message = format!("`{}` ({}) names no reason", id.value, decision.title);
        let finding = Finding::info(RULE.id, message).at(id.span).of(&id.value);
        finding.fix("name the requirements, flows or figures behind it: `because: [NFR1]`")
    });
    findings.collect()
}
