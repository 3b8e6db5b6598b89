//! See the page.

use super::{Rule, Run, Set};
use crate::catalog::Kind;
use crate::design::{Facts, Metric};
use crate::finding::{Finding, nearest};
use crate::model::Model;
use crate::source::Spanned;

pub const RULE: Rule = Rule {
    id: "unknown-catalog-id",
    set: Set::Form,
    run: Run::Form(find),
    page: include_str!("unknown-catalog-id.md"),
};

fn find(model: &Model) -> Vec<Finding> {
    let design = model.design;
    let mut findings = Vec::new();
    if let Some(case) = &design.case
        && model.catalog.case(&case.value).is_none()
    {
        findings.push(unknown(model, case, Kind::Case));
    }
    for component in &model.components {
        let file = component.file;
        if component.function.is_none() && !file.function.value.is_empty() {
            findings.push(unknown(model, &file.function, Kind::Function));
        }
        if let (Some(technology), None) = (&file.technology, component.technology) {
            findings.push(unknown(model, technology, Kind::Technology));
        }
        facts(model, &file.facts, &mut findings);
    }
    for (_, flow) in &design.flows {
        facts(model, &flow.facts, &mut findings);
        for step in &flow.steps {
            facts(model, &step.facts, &mut findings);
        }
    }
    for metric in design.nonfunctional.iter().flat_map(|(_, n)| &n.metrics) {
        if let Metric::Has(words) | Metric::Lacks(words) = &metric.value {
            fact_words(model, words.iter(), &mut findings);
        }
    }
    findings
}

fn facts(model: &Model, facts: &Facts, findings: &mut Vec<Finding>) {
    let words = facts.has.iter().map(|(word, _)| word).chain(&facts.lacks);
    fact_words(model, words, findings);
}

fn fact_words<'w>(model: &Model, words: impl Iterator<Item = &'w Spanned<String>>, findings: &mut Vec<Finding>) {
    for word in words.filter(|w| !model.catalog.is_fact(&w.value)) {
        let finding = Finding::error(RULE.id, format!("the catalog has no fact `{}`", word.value))
            .at(word.span)
            .respell(word.span, &word.value, model.catalog.facts());
        findings.push(match nearest(&word.value, model.catalog.facts()) {
            Some(near) => finding.fix(format!("did you mean `{near}`?")),
            None => finding.fix("`napkin catalog list pattern` lists the words; a file of your own adds one"),
        });
    }
}

fn unknown(model: &Model, id: &Spanned<String>, kind: Kind) -> Finding {
    let name = kind.name();
    let finding = Finding::error(RULE.id, format!("the catalog has no {name} `{}`", id.value)).at(id.span);
    let other = model.catalog.get(&id.value).filter(|e| e.kind != kind);
    match (nearest(&id.value, model.catalog.ids(kind)), other) {
        (_, Some(entry)) => finding.fix(format!(
            "`{}` is a {} of the catalog, not a {name}",
            id.value,
            entry.kind.name()
        )),
        (Some(near), None) => {
            finding
                .fix(format!("did you mean `{near}`?"))
                .respell(id.span, &id.value, model.catalog.ids(kind))
        }
        (None, None) => finding.fix(format!(
            "`napkin catalog list {name}` lists them; a file of your own adds one"
        )),
    }
}
