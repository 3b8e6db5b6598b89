//! See the page.

use super::{Rule, Run, Set, truth, words};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "no-backup",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("no-backup.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let stores = truth::stores(model).into_iter();
    let bare = stores.filter(|(c, _)| {
        let component = &model.components[*c];
        !component.managed && component.file.backup.is_none()
    });
    let findings = bare.map(|(c, entities)| {
        let component = &model.components[c];
        let message = format!(
            "`{}` is the only home of {}, and nothing says that it is backed up",
            component.id,
            words::ids(entities.iter().map(|e| model.design.entities[*e].0.value.as_str()))
        );
        let finding = Finding::info(RULE.id, message).at(component.span).of(component.id);
        let finding = finding.alike(
            component.id,
            "are the only homes of their data, and nothing says that they are backed up",
        );
        finding.fix("`backup: {every: 1 h, to: …, restore: …}`; copies repeat a deletion, a backup does not")
    });
    findings.collect()
}
