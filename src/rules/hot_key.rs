//! See the page.

use super::{Rule, Run, Set, words};
use crate::analysis::Analysis;
use crate::catalog::PartitionLimit;
use crate::finding::Finding;
use crate::model::Model;
use crate::quantity::print;

pub const RULE: Rule = Rule {
    id: "hot-key",
    set: Set::Capacity,
    run: Run::Design(find),
    page: include_str!("hot-key.md"),
};

/// A key that has less of the load than this is a common thing: a celebrity, a best-seller, the largest customer.
const LIKELY: f64 = 0.01;

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let mut tight: Vec<(f64, usize, String)> = Vec::new();
    for (c, rows) in analysis.partitions.iter().enumerate() {
        // A partition that is full of bytes is split; one that is full of calls to one key is not.
        let rates = rows.iter().filter(|r| r.limit != PartitionLimit::Storage);
        let known = rates.filter_map(|r| Some((r, figures.value(r.one_key)?)));
        let fullest = known.min_by(|a, b| a.1.total_cmp(&b.1));
        if let (Some((row, share)), Some(component)) = (fullest, model.components.get(c))
            && share < LIKELY
        {
            let text = format!(
                "`{}` ({} of {} {})",
                component.id,
                print::percent(share),
                figures.text(row.demand),
                row.limit.name()
            );
            tight.push((share, c, text));
        }
    }
    tight.sort_by(|a, b| a.0.total_cmp(&b.0));
    let Some(first) = tight.first().and_then(|(_, c, _)| model.components.get(*c)) else {
        return Vec::new();
    };
    let message = format!(
        "a single key may have at most this share of the peak before its partition is full: {}",
        words::list(tight.into_iter().map(|(_, _, text)| text).collect())
    );
    let finding = Finding::info(RULE.id, message).at(first.span).of(first.id);
    let fix = "look for the hottest key; if it has more, split it over several keys, or answer it from a cache";
    vec![finding.fix(fix)]
}
