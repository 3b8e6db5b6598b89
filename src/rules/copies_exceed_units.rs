//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "copies-exceed-units",
    set: Set::Redundancy,
    run: Run::Design(find),
    page: include_str!("copies-exceed-units.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let kept = model
        .components
        .iter()
        .filter(|c| c.role != Role::Stateless && !c.is_service());
    let over = kept.filter_map(|component| {
        let copies = component.file.copies.as_ref().filter(|n| n.value > component.units)?;
        let units = match component.units {
            1 => "one unit".to_string(),
            n => format!("{n} units"),
        };
        let message = format!(
            "`{}` has {units} for {} copies of each datum",
            component.id, copies.value
        );
        let finding = Finding::warning(RULE.id, message).at(copies.span).of(component.id);
        Some(finding.fix(format!("`replicas: {}`, or fewer copies", copies.value)))
    });
    over.collect()
}
