//! The questions that the catalog gives.

use super::card::{Answer, Card, Number, Topic};
use super::schedule::mix;
use crate::calc::calculate;
use crate::catalog::{Case, Catalog, Detail, Entry, Fact, Kind};
use crate::quantity::{Profile, Sampling};
use std::collections::BTreeSet;

/// Wrong options of a choice.
const WRONG: usize = 3;

/// Which questions are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only this topic.
    pub topic: Option<Topic>,
    /// Only about this entry of the catalog.
    pub about: Option<String>,
    /// What the options of choices depend on.
    pub seed: u64,
}

impl Wanted {
    fn topic(&self, topic: Topic) -> bool {
        self.topic.is_none_or(|wanted| wanted == topic)
    }

    fn about(&self, id: &str) -> bool {
        self.about.as_deref().is_none_or(|wanted| wanted == id)
    }
}

/// All questions that are wanted, in the order of the catalog.
pub fn deck(catalog: &Catalog, wanted: &Wanted) -> Vec<Card> {
    let mut cards = Vec::new();
    let entries = |kind: Kind| -> Vec<&Entry> {
        let ids = catalog.ids(kind).filter(|id| wanted.about(id));
        ids.filter_map(|id| catalog.of_kind(kind, id)).collect()
    };
    for entry in entries(Kind::Case) {
        if let Detail::Case(case) = &entry.detail {
            cards.extend(of_case(entry, case, wanted));
        }
    }
    if wanted.topic(Topic::Numbers) {
        for entry in entries(Kind::Number).into_iter().chain(entries(Kind::Technology)) {
            cards.extend(numbers(entry));
        }
    }
    if wanted.topic(Topic::Patterns) {
        let all: Vec<&Entry> = catalog
            .ids(Kind::Pattern)
            .filter_map(|id| catalog.of_kind(Kind::Pattern, id))
            .collect();
        for entry in all.iter().filter(|entry| wanted.about(&entry.id)) {
            cards.extend(choices(entry, &all, wanted));
        }
    }
    cards
}

fn of_case(entry: &Entry, case: &Case, wanted: &Wanted) -> Vec<Card> {
    let mut cards = Vec::new();
    if wanted.topic(Topic::Estimates) {
        cards.extend(estimates(entry, case));
    }
    if wanted.topic(Topic::Traps) {
        cards.extend(case.deep_dives.iter().map(|dive| Card {
            id: format!("traps/{}/{}", entry.id, dive.id),
            topic: Topic::Traps,
            about: entry.id.clone(),
            ask: dive.ask.clone(),
            given: vec![entry.title.clone()],
            hint: format!("this answer goes wrong: {}", dive.trap),
            answer: Answer::Words {
                strong: dive.strong.clone(),
                trap: Some(dive.trap.clone()),
            },
        }));
    }
    if wanted.topic(Topic::Failures) {
        cards.extend(case.failures.iter().map(|failure| Card {
            id: format!("failures/{}/{}", entry.id, slug(&failure.when)),
            topic: Topic::Failures,
            about: entry.id.clone(),
            ask: format!("{}: what breaks, and what does your design do?", failure.when),
            given: vec![entry.title.clone()],
            hint: format!("in a careless design: {}", failure.breaks),
            answer: Answer::Words {
                strong: failure.answer.clone(),
                trap: Some(failure.breaks.clone()),
            },
        }));
    }
    cards
}

/// A text as a part of an id.
fn slug(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words.take(6).collect::<Vec<_>>().join("-").to_lowercase()
}

/// The names in a formula, each once.
fn names(formula: &str) -> BTreeSet<&str> {
    let words = formula.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words
        .filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect()
}

fn estimates(entry: &Entry, case: &Case) -> Vec<Card> {
    let worked = calculate(&case.working(), Profile::Exact, Sampling::default());
    let lines = worked.lines.iter().skip(case.inputs.len());
    let card = |(estimate, line): (&crate::catalog::case::Estimate, &crate::report::Line)| {
        let value = line.figure.value?;
        let used = names(&estimate.formula);
        let inputs = case.inputs.iter().filter(|(name, _)| used.contains(name.as_str()));
        let inputs = inputs.map(|(name, value)| format!("{} = {value}", plain(name)));
        let before = case.estimates.iter().filter(|e| used.contains(e.id.as_str()));
        let before = before.map(|e| format!("{} = {}", plain(&e.id), e.about));
        let parts: Vec<String> = used.iter().map(|name| plain(name)).collect();
        let unit = unit(&estimate.about);
        // A share that is said in per cent is asked and shown so.
        let text = match unit.as_str() {
            "%" => crate::quantity::print::percent(value),
            _ => line.figure.text.clone(),
        };
        Some(Card {
            id: format!("estimates/{}/{}", entry.id, estimate.id),
            topic: Topic::Estimates,
            about: entry.id.clone(),
            ask: format!("{}: {}?", entry.title, plain(&estimate.id)),
            given: inputs.chain(before).collect(),
            hint: format!("it is made of {}", parts.join(", ")),
            answer: Answer::Number(Number {
                low: value,
                high: value,
                base: line.figure.unit.clone(),
                working: vec![
                    format!("{} = {} = {text}", estimate.id, estimate.formula),
                    format!("so {}", estimate.so),
                ],
                unit,
                text,
            }),
        })
    };
    case.estimates.iter().zip(lines).filter_map(card).collect()
}

/// A name as words.
fn plain(name: &str) -> String {
    name.replace('_', " ")
}

/// The unit of a written quantity: `ms` of `0.3 ms`, `req/s` of `31k req/s to 130k req/s`.
fn unit(written: &str) -> String {
    let last = written.rsplit(" to ").next().unwrap_or(written).trim();
    let number = last.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '_' | ',' | ' ')));
    let rest = number.and_then(|at| last.get(at..)).unwrap_or_default();
    match last.split_once(' ') {
        Some((_, unit)) => unit.trim().to_string(),
        None if rest.starts_with('/') || rest.starts_with('%') => rest.to_string(),
        // A bare `65k`, whose letter is a part of the number.
        None if rest.len() <= 1 => String::new(),
        None => rest.to_string(),
    }
}

/// The figures of a number or a technology.
fn numbers(entry: &Entry) -> Vec<Card> {
    let mut cards = Vec::new();
    match &entry.detail {
        Detail::Number(fact) => {
            let ask = format!("{}: how much is it?", entry.title);
            cards.extend(number(entry, "value", ask, vec![entry.summary.clone()], fact));
        }
        Detail::Technology(technology) => {
            let facts = technology.limits.iter().map(|(resource, fact)| {
                let name = resource.name();
                (
                    name,
                    format!("{}: how many {name} does one unit carry?", entry.title),
                    fact,
                )
            });
            let of_service = [
                (
                    "availability",
                    "which availability does its provider promise?",
                    &technology.availability,
                ),
                ("p99", "how long does the 99th of 100 calls take?", &technology.p99),
                ("p50", "how long does the median call take?", &technology.p50),
            ];
            let of_service = of_service
                .into_iter()
                .filter_map(|(name, ask, fact)| Some((name, format!("{}: {ask}", entry.title), fact.as_ref()?)));
            for (name, ask, fact) in facts.chain(of_service) {
                cards.extend(number(entry, name, ask, Vec::new(), fact));
            }
        }
        _ => {}
    }
    cards
}

fn number(entry: &Entry, name: &str, ask: String, given: Vec<String>, fact: &Fact) -> Option<Card> {
    let read = calculate(&fact.quantity.text, Profile::Exact, Sampling::default());
    let figure = &read.lines.first()?.figure;
    let (low, high) = fact.quantity.spread.bounds();
    let value = figure.value.filter(|value| *value > 0.0 && low > 0.0)?;
    let floor = libm::floor(libm::log10(value));
    let power =
        |by: f64| crate::quantity::print::show(libm::pow(10.0, floor + by), &fact.quantity.dimension, Profile::Exact);
    let note = fact.note.iter().cloned();
    Some(Card {
        id: format!("numbers/{}/{name}", entry.id),
        topic: Topic::Numbers,
        about: entry.id.clone(),
        ask,
        given,
        hint: format!("more than {}, less than {}", power(-1.0), power(2.0)),
        answer: Answer::Number(Number {
            low,
            high,
            base: figure.unit.clone(),
            unit: unit(&fact.quantity.text),
            text: fact.quantity.text.clone(),
            working: note.chain([format!("{} ({})", fact.source, fact.date)]).collect(),
        }),
    })
}

/// For each failure of a pattern: which pattern fails so, or how does it fail? The first gives itself away where all
/// questions are about one pattern.
fn choices(entry: &Entry, all: &[&Entry], wanted: &Wanted) -> Vec<Card> {
    let kin = |other: &Entry| entry.related.contains(&other.id) || other.related.contains(&entry.id);
    let strange = |other: &&&Entry| other.id != entry.id && !kin(other) && !other.fails.is_empty();
    let mut others: Vec<&&Entry> = all.iter().filter(strange).collect();
    let mut cards = Vec::new();
    for (index, fails) in entry.fails.iter().enumerate() {
        let id = format!("patterns/{}/{}", entry.id, index + 1);
        others.sort_by_key(|other| mix(wanted.seed, &format!("{id} {}", other.id)));
        let wrong = others.iter().take(WRONG);
        let hash = mix(wanted.seed, &id);
        let names = wanted.about.is_none() && hash & 1 == 0;
        let mut options: Vec<String> = match names {
            true => wrong.map(|other| other.title.clone()).collect(),
            false => wrong.filter_map(|other| other.fails.first().cloned()).collect(),
        };
        if options.len() < WRONG {
            continue;
        }
        let right = ((hash >> 1) % (WRONG as u64 + 1)) as usize;
        let (ask, given, answer) = match names {
            true => ("Which of these fails so?".to_string(), fails, &entry.title),
            false => (format!("{}: how does it fail?", entry.title), &entry.summary, fails),
        };
        options.insert(right, answer.clone());
        cards.push(Card {
            id,
            topic: Topic::Patterns,
            about: entry.id.clone(),
            ask,
            given: vec![given.clone()],
            hint: entry.when.first().unwrap_or(&entry.summary).clone(),
            answer: Answer::Choice { options, right },
        });
    }
    cards
}
