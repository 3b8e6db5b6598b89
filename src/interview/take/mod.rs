//! From an answer to changes of the design.

pub(super) mod choice;
mod component;
mod contract;
mod entity;
mod quality;
mod step;
mod store;
mod wish;

use super::draft::{Draft, Edit};
use super::early;
use super::question::{Kind, Question, Take};
use super::said::Said;
use crate::amend::Value;
use crate::catalog::Catalog;

pub(super) use entity::SHAPES;
pub(super) use step::from_written as step_from_written;
pub(super) use wish::flow_name;

/// What an answer does.
#[derive(Debug, Default)]
pub struct Change {
    pub edits: Vec<Edit>,
    pub said: Vec<Said>,
}

impl Change {
    fn of(edits: Vec<Edit>) -> Change {
        Change {
            edits,
            said: Vec::new(),
        }
    }

    fn say(mut self, said: impl IntoIterator<Item = Said>) -> Change {
        self.said.extend(said);
        self
    }
}

/// Takes an answer that is not blank.
///
/// # Errors
/// What is wrong with it, and what one would write instead.
pub fn take(question: &Question, answer: &str, draft: &Draft, catalog: &Catalog) -> Result<Change, String> {
    let answer = chosen(question, answer)?;
    let answer = answer.as_str();
    let technology = early::technology(answer, catalog).filter(|_| is_early(&question.take));
    let warning = technology.map(|(word, function)| {
        Said::Tip(format!(
            "{word} is a product; its function is {function}. Leave products for later: name what must be done first"
        ))
    });
    let change = match &question.take {
        Take::Note | Take::Ask => Change::default(),
        Take::Value(path) => Change::of(vec![Edit::Set(path.clone(), Value::text(answer))]),
        Take::Functional => wish::functional(answer, draft)?,
        Take::FlowOf(id) => wish::flow_of(id, answer, draft)?,
        Take::Journeys => wish::journey(answer, draft)?,
        Take::OutOfScope => Change::of(vec![Edit::push(["requirements", "out_of_scope"], Value::text(answer))]),
        Take::Nonfunctional => quality::nonfunctional(answer, draft)?,
        Take::Entities => entity::entities(answer, draft)?,
        Take::StoreOf(id) => store::of(id, answer, draft, catalog)?,
        Take::CacheOf(id) => store::cache_of(id, answer, draft)?,
        Take::FieldsOf(id) => entity::fields_of(id, answer)?,
        Take::Figures => contract::figure(answer, draft)?,
        Take::OperationOf(flow) => contract::operation(flow, answer, draft)?,
        Take::Components => component::components(answer, draft, catalog)?,
        Take::StepsOf(flow) => step::steps(flow, answer, draft, catalog)?,
        Take::ContractOf(id) => contract::of_component(id, answer)?,
        Take::Regions => component::regions(answer)?,
        Take::TechnologyOf(id) => Change::of(vec![Edit::text(["components", id, "with"], answer)]),
        Take::ReasonFor(id) => choice::reason(id, answer, draft)?,
        Take::UnitsOf(id) => component::units(id, answer)?,
        Take::TimeOf(id) => component::time(id, answer)?,
        Take::Remedy(about) => choice::remedy(about, answer, draft)?,
        Take::Decision => choice::decision("", answer, draft),
        Take::Target => choice::target(answer)?,
        Take::Open(before) => choice::open(before, answer, draft),
        Take::FactOf(_) if answer == "no" => Change::default(),
        Take::FactOf(id)
            if draft
                .items(&["components", id, "has"])
                .iter()
                .any(|word| word == answer) =>
        {
            Change::default()
        }
        Take::FactOf(id) => Change::of(vec![Edit::push(["components", id, "has"], Value::text(answer))]),
        Take::ApiStyle => contract::style(answer, draft),
    };
    Ok(change.say(warning))
}

/// The word that a choice means; other answers as they are.
fn chosen(question: &Question, answer: &str) -> Result<String, String> {
    let Kind::Choice(choices) = &question.kind else {
        return Ok(answer.to_string());
    };
    let by_number = answer
        .parse::<usize>()
        .ok()
        .and_then(|n| choices.get(n.checked_sub(1)?));
    let same = |word: &str| word.eq_ignore_ascii_case(answer);
    let by_word = choices.iter().find(|c| same(&c.word));
    let begins = |word: &str| word.to_lowercase().starts_with(&answer.to_lowercase());
    let mut beginning = choices.iter().filter(|c| begins(&c.word));
    let by_start = beginning.next().filter(|_| beginning.next().is_none());
    if matches!(question.take, Take::StoreOf(_)) && answer.contains(':') {
        return Ok(answer.to_string());
    }
    match by_word.or(by_number).or(by_start) {
        Some(choice) => Ok(choice.word.clone()),
        None => {
            let words: Vec<&str> = choices.iter().map(|c| c.word.as_str()).collect();
            Err(format!("`{answer}` is none of them; say one of {}", words.join(", ")))
        }
    }
}

/// Whether products have no place in an answer yet.
fn is_early(take: &Take) -> bool {
    matches!(
        take,
        Take::Functional | Take::Nonfunctional | Take::Entities | Take::OutOfScope
    )
}

/// Changes of the design by path: `components.api.replicas = 8`; nothing behind the `=` takes the key away.
///
/// # Errors
/// Where there is no `=`, or no path before it.
pub fn setting(text: &str) -> Result<Edit, String> {
    let wrong = || "write `path = value`, such as `components.api.replicas = 8`".to_string();
    let (path, value) = text.split_once('=').ok_or_else(wrong)?;
    let path: Vec<String> = path.trim().split('.').map(|p| p.trim().to_string()).collect();
    let value = value.trim();
    if path.iter().any(|p| p.is_empty() || p.contains(char::is_whitespace)) {
        return Err(wrong());
    }
    if value.is_empty() {
        return Ok(Edit::Remove(path));
    }
    let braces = value.starts_with(['{', '[', '"']);
    let value = if braces {
        Value::Raw(value.to_string())
    } else {
        Value::text(value)
    };
    Ok(Edit::Set(path, value))
}

/// A word as an id: letters, digits and `_`, beginning with a letter.
fn identifier(text: &str) -> Option<String> {
    let mut id = String::new();
    for c in text.trim().chars() {
        match c {
            c if c.is_ascii_alphanumeric() || c == '_' => id.push(c.to_ascii_lowercase()),
            ' ' | '-' if !id.is_empty() && !id.ends_with('_') => id.push('_'),
            _ => {}
        }
    }
    let id = id.trim_end_matches('_').to_string();
    id.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(id)
}

/// The parts of a text at commas that stand outside brackets and quotes.
fn at_commas(text: &str) -> Vec<String> {
    split_outside(text, ',')
}

fn split_outside(text: &str, at: char) -> Vec<String> {
    let (mut depth, mut quoted) = (0i32, false);
    let mut parts = vec![String::new()];
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        if c == at && depth <= 0 && !quoted {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    let parts = parts.into_iter().map(|p| p.trim().to_string());
    parts.filter(|p| !p.is_empty()).collect()
}
