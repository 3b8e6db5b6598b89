//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "backup-in-same-region",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("backup-in-same-region.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for component in model
        .components
        .iter()
        .filter(|c| matches!(c.role, Role::Store | Role::Log))
    {
        let Some(backup) = &component.file.backup else { continue };
        // With a second region the data has a copy elsewhere; without regions nothing is told of places.
        let [region] = component.regions[..] else { continue };
        let Some((region, _)) = model.design.regions.get(region) else {
            continue;
        };
        let finding = match &backup.to {
            Some(to) if *to != region.value => continue,
            Some(_) => Finding::warning(
                RULE.id,
                format!(
                    "the backup of `{}` lies in `{}`, where its data is",
                    component.id, region.value
                ),
            ),
            None => Finding::info(
                RULE.id,
                format!(
                    "nothing says whether the backup of `{}` leaves `{}`",
                    component.id, region.value
                ),
            )
            .alike(
                component.id,
                format!(
                    "are backed up, and nothing says whether the backups leave `{}`",
                    region.value
                ),
            ),
        };
        let fix = "name another region or a vault outside: `backup: {every: …, to: …}`";
        findings.push(finding.at(backup.span).of(component.id).fix(fix));
    }
    findings
}
