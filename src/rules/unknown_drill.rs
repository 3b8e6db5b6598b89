//! See the page.

use super::{Rule, Run, Set};
use crate::design::drill::place;
use crate::design::{Expectation, Metric};
use crate::finding::{Finding, nearest};
use crate::model::{Model, Thing};
use crate::source::Spanned;

pub const RULE: Rule = Rule {
    id: "unknown-drill",
    set: Set::Form,
    run: Run::Form(find),
    page: include_str!("unknown-drill.md"),
};

fn find(model: &Model) -> Vec<Finding> {
    let design = model.design;
    let mut findings: Vec<Finding> = design.drills.iter().filter_map(|line| fault(model, line)).collect();
    for (_, requirement) in &design.nonfunctional {
        findings.extend(
            requirement
                .when
                .iter()
                .filter(|w| is_line(w) || w.value.trim().is_empty())
                .filter_map(|w| fault(model, w)),
        );
        for metric in &requirement.metrics {
            let Metric::Survive(what) = &metric.value else { continue };
            let line = Spanned::new(what.clone(), metric.span);
            if let Some(kind) = CONDITIONS.iter().find(|c| **c == what) {
                let words = format!("`{what}` is a condition, for `when`");
                let fix = format!("`survive: {}`", kind.trim_end_matches(" lost"));
                findings.push(Finding::error(RULE.id, words).at(metric.span).fix(fix));
            } else if is_line(&line) || what.trim().is_empty() {
                findings.extend(fault(model, &line));
            }
        }
    }
    for expectation in &design.expectations {
        let Expectation::Drill { drill, outcomes } = expectation else {
            continue;
        };
        findings.extend(fault(model, drill));
        findings.extend(outcomes.iter().filter_map(|(id, word)| outcome(model, id, word.value)));
    }
    findings
}

/// What `when` takes beside a drill.
const CONDITIONS: [&str; 4] = ["instance lost", "zone lost", "region lost", "all lost"];

/// One word is a kind of loss or a name; several are a drill, but for the plain conditions.
fn is_line(text: &Spanned<String>) -> bool {
    text.value.split_whitespace().count() > 1 && !CONDITIONS.contains(&text.value.as_str())
}

fn fault(model: &Model, line: &Spanned<String>) -> Option<Finding> {
    let fault = model.drills(line).err()?;
    let finding = Finding::error(RULE.id, fault.message).at(place(line, &fault.at));
    Some(finding.fix(fault.fix))
}

/// What a drill is expected to do is said of a requirement or a flow; of a component that it overloads.
fn outcome(model: &Model, id: &Spanned<String>, word: &str) -> Option<Finding> {
    let design = model.design;
    let functional = design.functional.iter().map(|(id, _)| id.value.as_str());
    let mut known: Vec<&str> = functional.collect();
    known.extend(design.nonfunctional.iter().map(|(id, _)| id.value.as_str()));
    let component = matches!(model.thing(&id.value), Some(Thing::Component(_)));
    if known.contains(&id.value.as_str()) || matches!(model.thing(&id.value), Some(Thing::Flow(_))) || component {
        let fits = component == (word == "overloaded") || component && word == "holds";
        return (!fits).then(|| {
            let message = format!("`{}` can't be expected to be `{word}`", id.value);
            let fix = if component {
                "of a component: `holds` or `overloaded`"
            } else {
                "of a requirement or a flow: `holds`, `degrades`, `survives` (either of these) or `fails`"
            };
            Finding::error(RULE.id, message).at(id.span).fix(fix)
        });
    }
    known.extend(model.flows.iter().map(|f| f.id));
    known.extend(model.components.iter().map(|c| c.id));
    let finding = Finding::error(
        RULE.id,
        format!("there is no requirement, flow or component `{}`", id.value),
    );
    Some(match nearest(&id.value, known) {
        Some(near) => finding.at(id.span).fix(format!("did you mean `{near}`?")),
        None => finding.at(id.span).fix("name a requirement, a flow or a component"),
    })
}
