//! See the page.

use super::target::Target;
use super::{Rule, Run, Set, target};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::{Finding, Severity};
use crate::model::Model;
use crate::quantity::{Dimension, print};

pub const RULE: Rule = Rule {
    id: "restore-exceeds-budget",
    set: Set::Redundancy,
    run: Run::Design(find),
    page: include_str!("restore-exceeds-budget.md"),
};

/// Outage budgets count years of 365 days.
const YEAR: f64 = 365.0 * 86_400.0;

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for Target {
        id,
        at_least: target,
        span,
        flow: f,
    } in target::availabilities(model)
    {
        let budget = (1.0 - target.point()) * YEAR;
        let needs = analysis.availability.get(f).and_then(|a| a.as_ref()).map(|a| &a.needs);
        for (c, _) in needs.into_iter().flatten() {
            let Some(component) = model.components.get(*c).filter(|c| c.role == Role::Store) else {
                continue;
            };
            let restore = component.file.backup.as_ref().and_then(|b| b.restore.as_ref());
            let Some(restore) = restore.filter(|r| component.regions.len() < 2 && r.point() > budget) else {
                continue;
            };
            // With copies the restore is for the worst day; without, it is the only way back.
            let only = component.copies == Some(1) && !component.is_service();
            let severity = if only { Severity::Warning } else { Severity::Info };
            let message = format!(
                "one restore of `{}` takes {}, and `{}` ({}) lets {} of a year fail",
                component.id,
                restore.text,
                id.value,
                target.text,
                print::show(budget, &Dimension::TIME, model.design.profile)
            );
            let finding = Finding::new(RULE.id, severity, message)
                .at(restore.span)
                .of(component.id);
            findings.push(finding.related(span, "the target").fix(
                "a copy that can take over (in another region, for the loss of this one), or a target that a restore fits into",
            ));
        }
    }
    findings
}
