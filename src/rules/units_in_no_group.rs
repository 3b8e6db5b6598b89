//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "units-in-no-group",
    set: Set::Redundancy,
    run: Run::Design(find),
    page: include_str!("units-in-no-group.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    // Where any unit takes writes, and in logs, copies are spread datum by datum: no unit is left over.
    let grouped = model.components.iter().filter(|c| {
        let one = c.replication().is_some_and(|r| r.writer == Some("one"));
        one && matches!(c.role, Role::Store | Role::Cache) && !c.is_service()
    });
    let odd = grouped.filter_map(|component| {
        let copies = component.copies.filter(|n| *n > 1 && *n < component.units)?;
        let over = component.units % copies;
        let groups = component.units / copies;
        (over > 0).then(|| {
            let message = format!(
                "{} units of `{}` make {groups} groups of {copies} copies, and {over} belong to none",
                component.units, component.id
            );
            let fix = format!(
                "`replicas: {}` or `replicas: {}`",
                groups * copies,
                (groups + 1) * copies
            );
            let at = component.file.replicas.as_ref().map_or(component.span, |r| r.span);
            Finding::warning(RULE.id, message).at(at).of(component.id).fix(fix)
        })
    });
    odd.collect()
}
