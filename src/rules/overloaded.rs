//! See the page.

use super::{Rule, Run, Set, fullness};
use crate::analysis::Analysis;
use crate::finding::{Finding, Severity};
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "overloaded",
    set: Set::Capacity,
    run: Run::Design(find),
    page: include_str!("overloaded.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let over = model.components.iter().enumerate().filter_map(|(c, component)| {
        let (row, _) = fullness::fullest(analysis, c).filter(|(_, used)| *used >= 1.0)?;
        if fullness::scales(analysis, component, row) {
            return None;
        }
        let severity = match fullness::from_catalog(component, row) {
            true => Severity::Warning,
            false => Severity::Error,
        };
        let words = fullness::words(analysis, component, c, row);
        let finding = Finding::new(RULE.id, severity, format!("`{}` is overloaded: {words}", component.id));
        let finding = finding.at(component.span).of(component.id);
        Some(finding.fix(fullness::fix(analysis, component, row)))
    });
    over.collect()
}
