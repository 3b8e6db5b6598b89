//! See the page.

use super::{Rule, Run, Set, fullness, words};
use crate::analysis::Analysis;
use crate::finding::{Finding, Severity};
use crate::model::Model;

pub const RULE: Rule = Rule {
    id: "cold-cache-overload",
    set: Set::Caching,
    run: Run::Design(find),
    page: include_str!("cold-cache-overload.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let mut findings = Vec::new();
    let component = |c: &usize| model.components.get(*c);
    let left_out: Vec<_> = analysis.cold.left_out.iter().filter_map(component).collect();
    if let Some(first) = left_out.first() {
        let ids = words::ids(left_out.iter().map(|cache| cache.id));
        let message = format!(
            "nobody looked at what happens with {ids} empty or lost: so many flows meet them that it would take too long"
        );
        let finding = Finding::new(RULE.id, Severity::Info, message)
            .at(first.span)
            .of(first.id);
        findings.push(finding.fix("`napkin drill \"cold CACHE\"` looks at one of them"));
    }
    for cold in &analysis.cold.found {
        let (Some(cache), Some(behind)) = (model.components.get(cold.cache), model.components.get(cold.component))
        else {
            continue;
        };
        // Whoever sheds what is too much stays up and warms the cache with the rest.
        let guarded = cold.coalesces == Some(true) || behind.file.facts.says("load-shedding") == Some(true);
        let severity = if guarded { Severity::Info } else { Severity::Warning };
        let row = &cold.row;
        let guard = if guarded { ", until it has filled again" } else { "" };
        let message = format!(
            "with `{}` empty or lost, `{}` gets all that it answered: its {} reach {} at the peak, {} of what it gives{guard}",
            cache.id,
            behind.id,
            row.resource.name(),
            figures.text(row.demand),
            figures.percent(row.utilisation)
        );
        let needed = figures.value(row.needed).filter(|_| !behind.is_service());
        let more = needed.map_or(String::new(), |n| format!(", or {}", fullness::replicas(behind, n)));
        let finding = Finding::new(RULE.id, severity, message).at(cache.span).of(cache.id);
        findings.push(finding.related(behind.span, "overloaded then").fix(format!(
            "let one call for each key go through (`has: [request-coalescing]` on `{}`) and turn away the rest \
             (`has: [load-shedding]` on `{}`){more}",
            cache.id, behind.id
        )));
    }
    findings
}
