//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::analysis::verdict::Weight;
use crate::finding::{Finding, Severity};
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "contradicting-requirements",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("contradicting-requirements.md"),
};

fn find(_: &Model, analysis: &Analysis) -> Vec<Finding> {
    let found = analysis.contradictions.iter().map(|c| {
        let severity = match c.weight {
            Weight::Impossible => Severity::Error,
            Weight::Pull => Severity::Warning,
            Weight::Ask => Severity::Info,
        };
        let finding = Finding::new(RULE.id, severity, c.message.clone()).at(c.at);
        let (other, label) = c.other.clone();
        finding.of(&c.requirement).related(other, label).fix(c.fix.clone())
    });
    found.collect()
}
