//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::design::Entity;
use crate::finding::Finding;
use crate::model::Model;
use std::collections::HashMap;

pub const RULE: Rule = Rule {
    id: "no-partition-key",
    set: Set::Capacity,
    run: Run::Design(find),
    page: include_str!("no-partition-key.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut kept: HashMap<&str, Vec<&Entity>> = HashMap::new();
    for (_, entity) in &model.design.entities {
        for store in &entity.stores {
            kept.entry(&store.value).or_default().push(entity);
        }
    }
    let stores = model
        .components
        .iter()
        .filter(|c| matches!(c.role, Role::Store | Role::Log));
    let open = stores.filter(|c| !c.is_service() && c.file.key.is_none());
    let findings = open.filter_map(|component| {
        let groups = component.groups().filter(|n| *n > 1)?;
        // One kind of row with one key field: that is the key.
        let evident = match kept.get(component.id).map(Vec::as_slice) {
            Some([one]) => one.fields.iter().filter(|(_, f)| f.key).count() == 1,
            _ => false,
        };
        let message = format!(
            "`{}` is split into {groups} groups of units, and nothing says by which key",
            component.id
        );
        let finding = Finding::info(RULE.id, message).at(component.span).of(component.id);
        let finding = finding.alike(
            component.id,
            "are split into groups of units, and nothing says by which keys",
        );
        let fix = "`key: …`: the field by which most requests ask, with many values of about the same load";
        (!evident).then(|| finding.fix(fix))
    });
    findings.collect()
}
