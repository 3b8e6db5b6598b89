//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "even-quorum",
    set: Set::Redundancy,
    run: Run::Design(find),
    page: include_str!("even-quorum.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let even = model.components.iter().filter_map(|component| {
        let replication = component
            .replication()
            .filter(|r| r.writer == Some("any") || r.majority.acks)?;
        let copies = component.copies.filter(|n| *n >= 2 && n % 2 == 0)?;
        let majority = copies / 2 + 1;
        let stateless = component.role == Role::Stateless || component.is_service();
        if stateless || replication.acks != Some(majority) {
            return None;
        }
        let bears = |n: u32| match n {
            0 => "no loss".to_string(),
            1 => "one loss".to_string(),
            n => format!("{n} losses"),
        };
        let message = format!(
            "{copies} copies of `{}` bear {} with a majority of {majority}, as {} would with {}",
            component.id,
            bears(copies - majority),
            copies - 1,
            copies / 2
        );
        let finding = Finding::warning(RULE.id, message).at(component.span).of(component.id);
        Some(finding.fix(format!("{} copies, or {} that bear one more", copies - 1, copies + 1)))
    });
    even.collect()
}
