//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;
use crate::quantity::print;

pub const RULE: Rule = Rule {
    id: "wide-guess",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("wide-guess.md"),
};

/// From this ratio of the high end to the low end on, the two ends ask for different designs.
const WIDE: f64 = 10.0;

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let load = &model.design.load;
    let inputs = [
        ("load.users", &load.users),
        ("load.peak", &load.peak),
        ("load.growth", &load.growth),
    ];
    let counts = model.design.actors.iter().map(|(id, a)| (id.value.as_str(), &a.count));
    let mut findings = Vec::new();
    for (name, quantity) in inputs.into_iter().chain(counts) {
        let Some(quantity) = quantity else { continue };
        let (low, high) = quantity.spread.bounds();
        if low > 0.0 && high / low >= WIDE * (1.0 - 1e-9) {
            let message = format!(
                "`{name}` lies anywhere from {}: the high end is {} times the low one, and a design for one is wrong for the other",
                quantity.text,
                print::count(high / low)
            );
            let finding = Finding::info(RULE.id, message).at(quantity.span);
            findings.push(finding.fix("find out more, or keep the ends apart: `states: {large: {load.users: …}}`"));
        }
    }
    findings
}
