//! See the page.

use super::{Rule, Run, Set};
use crate::analysis::Analysis;
use crate::analysis::cost::Used;
use crate::finding::Finding;
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "stale-price",
    set: Set::Cost,
    run: Run::Design(find),
    page: include_str!("stale-price.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let Some(today) = &model.design.today else {
        return Vec::new();
    };
    let used = analysis.load.cost.used.iter();
    let stale = used.filter(|u| is_stale(u.oldest, today));
    stale.filter_map(|used| finding(model, used, today)).collect()
}

fn finding(model: &Model, used: &Used, today: &str) -> Option<Finding> {
    let ids: Vec<&str> = used.components.iter().map(|c| model.components[*c].id).collect();
    let first = &model.components[*used.components.first()?];
    let message = format!(
        "`{}` has a price of {}, more than a year before {today}; it is in the bill of {}",
        used.entry.id,
        used.oldest,
        ids.join(", ")
    );
    let fix = format!(
        "lay a newer `price/{}.yaml` over it with `--catalog`, or give a `cost`",
        used.entry.id
    );
    Some(Finding::warning(RULE.id, message).at(first.span).of(first.id).fix(fix))
}

/// Whether a day is more than twelve months after a date, which is a year, a month or a day: its last day counts.
fn is_stale(date: &str, today: &str) -> bool {
    let Some((year, rest)) = date.get(..4).and_then(|y| y.parse::<u32>().ok()).zip(date.get(4..)) else {
        return false;
    };
    let a_year_later = format!("{:04}{rest}", year.saturating_add(1));
    today
        .get(..a_year_later.len())
        .is_some_and(|today| *today > *a_year_later)
}
