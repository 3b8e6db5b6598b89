//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::{Finding, nearest};
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "unknown-size",
    set: Set::Data,
    run: Run::Design(find),
    page: include_str!("unknown-size.md"),
};

/// Where sizes of machines are known of which the file names no technology.
const MACHINES: &str = "aws-ec2";

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for component in &model.components {
        let Some(size) = &component.file.size else { continue };
        let machines = model.catalog.technology(MACHINES);
        let known = match (component.technology, component.machine, machines) {
            (Some((_, technology)), _, _) | (None, None, Some((_, technology))) => &technology.sizes[..],
            _ => &[],
        };
        if known.is_empty() || known.iter().any(|(name, _)| *name == size.value) {
            continue;
        }
        let message = format!(
            "the catalog knows no `{}` here, so its memory and its network card don't count",
            size.value
        );
        let fix = match nearest(&size.value, known.iter().map(|(name, _)| name.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "give `per_replica` and `cost`, or lay an entry with that size over the catalog".to_string(),
        };
        findings.push(
            Finding::warning(RULE.id, message)
                .of(component.id)
                .at(size.span)
                .fix(fix),
        );
    }
    findings
}
