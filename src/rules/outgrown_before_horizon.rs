//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::analysis::growth::Moment;
use crate::design::Resource;
use crate::finding::{Finding, Severity};
use crate::model::Model;
use crate::quantity::print;

pub const RULE: Rule = Rule {
    id: "outgrown-before-horizon",
    set: Set::Capacity,
    run: Run::Design(find),
    page: include_str!("outgrown-before-horizon.md"),
};

/// Within so many months there is hardly time to order, move and test something larger.
const SOON: f64 = 6.0;

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let horizon = analysis.load.horizon.and_then(|h| figures.value(h));
    let Some(last) = horizon.map(|h| h / model.design.profile.month()) else {
        return Vec::new();
    };
    let mut full: Vec<(f64, usize, Resource)> = Vec::new();
    for found in &analysis.growth.outgrown {
        // What is kept is judged at the horizon already, by `overloaded`.
        let (resource, Moment::Month(month)) = found.full else {
            continue;
        };
        let kept = matches!(resource, Resource::Memory | Resource::Storage);
        if let Some(month) = figures.value(month).filter(|m| *m <= last && !kept) {
            full.push((month, found.component, resource));
        }
    }
    full.sort_by(|a, b| a.0.total_cmp(&b.0));
    let Some(first) = full.first().and_then(|(_, c, _)| model.components.get(*c)) else {
        return Vec::new();
    };
    let severity = match full.first() {
        Some((month, ..)) if *month <= SOON => Severity::Warning,
        _ => Severity::Info,
    };
    let listed = full.iter().filter_map(|(month, c, resource)| {
        let component = model.components.get(*c)?;
        Some(format!(
            "`{}` ({} in month {})",
            component.id,
            resource.name(),
            print::count(month.ceil())
        ))
    });
    let message = format!(
        "growth fills {} before the horizon ends with month {}",
        words::list(listed.collect()),
        print::count(last)
    );
    let finding = Finding::new(RULE.id, severity, message).at(first.span).of(first.id);
    vec![finding.fix("plan the next size now (a state with more `replicas`, or a shard key), or say when it will be decided (`revisit`)")]
}
