//! See the page.

use super::{Rule, Run, Set, words};
use crate::catalog::{Catalog, Entry, IN_NAMES, Kind};
use crate::design::table::component::COMPONENT;
use crate::design::{Facts, Metric};
use crate::finding::{Edit, Finding, nearest};
use crate::model::Model;
use crate::source::Spanned;
use std::collections::HashSet;

/// Most functions that are proposed.
const MOST: usize = 3;

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
    findings.extend(networks(model));
    for component in &model.components {
        let file = component.file;
        if component.function.is_none() && !file.function.value.is_empty() {
            let finding = unknown(model, &file.function, Kind::Function);
            // What it is made of tells what it can be.
            findings.push(match component.technology {
                Some((entry, technology)) if !technology.fills.is_empty() => {
                    let fills = || technology.fills.iter().map(String::as_str);
                    finding.fix(match nearest(&file.function.value, fills()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("`{}` fills {}", entry.id, words::ids(fills().take(MOST))),
                    })
                }
                _ => finding,
            });
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

/// Last miles of which the catalog has no round trip and bandwidth.
fn networks(model: &Model) -> Vec<Finding> {
    let numbers: Vec<&str> = model.catalog.ids(Kind::Number).collect();
    let trips = numbers.iter().filter_map(|id| id.strip_prefix("rtt-"));
    let known: Vec<&str> = trips
        .filter(|word| numbers.contains(&format!("bandwidth-{word}").as_str()))
        .collect();
    let named = model
        .design
        .actors
        .iter()
        .filter_map(|(_, actor)| actor.network.as_ref());
    let unknown = named.filter(|word| !known.contains(&word.value.as_str()));
    let list: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
    let finding = |word: &Spanned<String>| {
        let finding = Finding::error(RULE.id, format!("the catalog has no network `{}`", word.value)).at(word.span);
        let finding = finding.respell(word.span, &word.value, known.iter().copied());
        finding.fix(format!(
            "it has {}; numbers `rtt-{}` and `bandwidth-{}` of your own add one",
            words::list(list.clone()),
            word.value,
            word.value
        ))
    };
    unknown.map(finding).collect()
}

/// Functions that a word may mean: by their titles and aliases, or by what the technologies that match it fill.
fn meant<'m>(model: &'m Model, word: &str) -> Vec<&'m str> {
    let mut found: Vec<&str> = Vec::new();
    for hit in model
        .catalog
        .search(word)
        .into_iter()
        .filter(|hit| hit.score >= IN_NAMES)
    {
        match model.catalog.technology(&hit.entry.id) {
            Some((_, technology)) => found.extend(technology.fills.iter().map(String::as_str)),
            None if hit.entry.kind == Kind::Function => found.push(&hit.entry.id),
            None => {}
        }
    }
    let mut seen = HashSet::new();
    found.retain(|id| seen.insert(*id));
    found.truncate(MOST);
    found
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
        let key = COMPONENT.keys.iter().any(|row| row.name == word.value);
        findings.push(match nearest(&word.value, model.catalog.facts()) {
            _ if key => finding.fix(format!("it is a key of a component: `{}: …`", word.value)),
            Some(near) => finding.fix(format!("did you mean `{near}`?")),
            None => finding.fix("`napkin catalog list pattern` lists the words; a file of your own adds one"),
        });
    }
}

fn unknown(model: &Model, id: &Spanned<String>, kind: Kind) -> Finding {
    let name = kind.name();
    let finding = Finding::error(RULE.id, format!("the catalog has no {name} `{}`", id.value)).at(id.span);
    let other = model.catalog.get(&id.value).filter(|e| e.kind != kind);
    let fills = model.catalog.technology(&id.value).and_then(|(_, t)| t.fills.first());
    if let (Kind::Function, Some(function)) = (kind, fills) {
        return finding.fix(format!(
            "`{}` is a technology: `is: {function}, with: {}`",
            id.value, id.value
        ));
    }
    if let Some(entry) = called(model.catalog, &id.value, |entry| entry.kind == kind) {
        return by_its_id(finding, id, entry);
    }
    let meant = match kind {
        Kind::Function => meant(model, &id.value),
        _ => Vec::new(),
    };
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
        (None, None) if !meant.is_empty() => finding.fix(format!(
            "perhaps {}; `napkin catalog list {name}` lists all",
            words::ids(meant)
        )),
        (None, None) => finding.fix(format!(
            "`napkin catalog list {name}` lists them; a file of your own adds one"
        )),
    }
}

/// That an entry has another name, which leaves nothing to choose.
pub(super) fn by_its_id(finding: Finding, written: &Spanned<String>, entry: &str) -> Finding {
    let finding = finding.fix(format!("`{}` is another name of `{entry}`: write that", written.value));
    finding.edit(Edit::Respell {
        at: written.span,
        from: written.value.clone(),
        to: entry.to_string(),
    })
}

/// The entry of those that fit that has this for an alias, written as an id.
pub(super) fn called<'c>(catalog: &'c Catalog, id: &str, fits: impl Fn(&Entry) -> bool) -> Option<&'c str> {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let wanted = plain(id);
    let entries = catalog.entries().into_iter().filter(|entry| fits(entry));
    let mut called = entries.filter(|e| e.aliases.iter().any(|alias| plain(alias) == wanted));
    called.next().map(|entry| entry.id.as_str())
}
