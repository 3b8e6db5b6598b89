//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::{Finding, Severity};
use crate::model::Model;
use crate::quantity::{Dimension, print};

pub const RULE: Rule = Rule {
    id: "kept-past-retention",
    set: Set::Messaging,
    run: Run::Design(find),
    page: include_str!("kept-past-retention.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, entity) in &model.design.entities {
        let Some(keep) = &entity.keep else { continue };
        for store in entity.stores.iter().filter_map(|s| model.component_index(&s.value)) {
            let store = &model.components[store];
            let Some((technology, found)) = store.technology else {
                continue;
            };
            let Some(longest) = &found.retention else { continue };
            let (low, high) = longest.quantity.spread.bounds();
            let time = |seconds: f64| print::show(seconds, &Dimension::TIME, model.design.profile);
            let (severity, most) = match keep.point() {
                t if t > high => (Severity::Warning, format!("after {} at the latest", time(high))),
                t if t > low => (
                    Severity::Info,
                    format!("after {} to {}, by what is bought", time(low), time(high)),
                ),
                _ => continue,
            };
            let message = format!(
                "`{}` is to keep `{}` for {}, and {} drops it {most}",
                store.id, id.value, keep.text, technology.title
            );
            let finding = Finding::new(RULE.id, severity, message).at(keep.span).of(&id.value);
            findings.push(finding.fix("a shorter `keep`, and what has to last in a store (`in: [log, archive]`)"));
        }
    }
    findings
}
