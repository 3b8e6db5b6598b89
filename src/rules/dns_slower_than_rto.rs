//! See the page.

use super::{Rule, Run, Set, walks};
use crate::analysis::Analysis;
use crate::design::Metric;
use crate::finding::Finding;
use crate::model::{Component, Model, Party};
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    id: "dns-slower-than-rto",
    set: Set::Network,
    run: Run::Design(find),
    page: include_str!("dns-slower-than-rto.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut asked = BTreeSet::new();
    for (id, requirement) in &model.design.nonfunctional {
        let rto = requirement.metrics.iter().find_map(|m| match &m.value {
            Metric::Rto(rto) => Some((rto, m.span)),
            _ => None,
        });
        let Some((rto, span)) = rto else { continue };
        for (c, name) in names(model, analysis, requirement.of.as_ref().map(|o| o.value.as_str())) {
            let finding = match &name.file.ttl {
                None if asked.insert(c) => {
                    let message = format!(
                        "resolvers keep an answer of `{}` for nobody knows how long, and `{}` is to serve again within {}",
                        name.id, id.value, rto.text
                    );
                    Finding::info(RULE.id, message).fix(format!("say it: `ttl: …`, at most half of {}", rto.text))
                }
                Some(ttl) if ttl.point() > rto.point() => {
                    let message = format!(
                        "resolvers keep an answer of `{}` for {}, longer than the {} in which `{}` is to serve again",
                        name.id, ttl.text, rto.text, id.value
                    );
                    Finding::warning(RULE.id, message).fix(format!("a `ttl` of at most half of {}", rto.text))
                }
                _ => continue,
            };
            let at = name.file.ttl.as_ref().map_or(name.span, |t| t.span);
            findings.push(finding.at(at).of(name.id).related(span, "the time to recover"));
        }
    }
    findings
}

/// The name services that runs of this flow ask; those of all flows where the requirement is about no flow.
fn names<'m, 'a>(
    model: &'m Model<'a>,
    analysis: &'m Analysis<'a>,
    of: Option<&str>,
) -> Vec<(usize, &'m Component<'a>)> {
    let only = of.and_then(|id| model.flow_index(id));
    let mut found = BTreeSet::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        if only.is_none_or(|f| model.flows[f].id == flow.id) {
            found.extend(walk.steps.iter().filter_map(|s| match s.callee {
                Party::Component(c) => Some(c),
                _ => None,
            }));
        }
    }
    let parts = found.into_iter().filter_map(|c| Some((c, model.components.get(c)?)));
    parts.filter(|(_, c)| c.file.function.value == "dns").collect()
}
