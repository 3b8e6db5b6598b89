//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "quorum-exceeds-copies",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("quorum-exceeds-copies.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let unreachable = model.components.iter().filter_map(|component| {
        let quorum = component.unreachable_quorum()?;
        let copies = match quorum.copies {
            1 => "the only copy".to_string(),
            n => format!("{n} copies"),
        };
        let message = format!(
            "no {} of `{}` can ever succeed: it needs {} of {copies}",
            quorum.access, component.id, quorum.asked
        );
        let at = component.file.replication.as_ref().and_then(|r| r.span);
        let finding = Finding::error(RULE.id, message)
            .at(at.unwrap_or(component.span))
            .of(component.id);
        let majority = quorum.copies / 2 + 1;
        Some(finding.fix(format!(
            "`{}: {majority}`, or `copies: {}` on as many units",
            quorum.key, quorum.asked
        )))
    });
    unreachable.collect()
}
