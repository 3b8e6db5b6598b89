//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "growth-unsaid",
    set: Set::Requirements,
    run: Run::Design(find),
    page: include_str!("growth-unsaid.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let load = &model.design.load;
    // Without any load there is nothing yet that could grow.
    let Some(at) = load.users.as_ref().or(load.peak.as_ref()).map(|q| q.span) else {
        return Vec::new();
    };
    let (message, fix) = match (&load.growth, &load.horizon) {
        (Some(_), Some(_)) => return Vec::new(),
        (None, Some(horizon)) => (
            format!(
                "nothing says how the load grows: what holds today is taken to hold for {}",
                horizon.text
            ),
            "`growth: 40 %/year`, or `growth: 0 %/year` where it stays",
        ),
        (Some(growth), None) => (
            format!(
                "the load grows by {}, and nothing says for how long the design has to last",
                growth.text
            ),
            "`horizon: 3 years`",
        ),
        (None, None) => (
            "nothing says how the load grows, nor for how long the design has to last: it is judged for today"
                .to_string(),
            "`growth: 40 %/year` and `horizon: 3 years`",
        ),
    };
    vec![Finding::info(RULE.id, message).at(at).fix(fix)]
}
