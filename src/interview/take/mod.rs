//! From an answer to changes of the design.

mod amount;
pub(super) mod choice;
mod component;
mod contract;
mod entity;
mod field;
mod noun;
mod path;
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
pub(super) use noun::as_it_is;
pub(super) use path::setting;
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
        Take::Value(path) => value(path, answer, draft)?,
        Take::Functional => wish::functional(answer, draft)?,
        Take::FlowOf(id) => wish::flow_of(id, answer, draft)?,
        Take::Journeys => wish::journey(answer, draft)?,
        Take::OutOfScope => Change::of(vec![Edit::push(["requirements", "out_of_scope"], Value::text(answer))]),
        Take::Nonfunctional => quality::nonfunctional(answer, draft)?,
        Take::Entities => entity::entities(answer, draft)?,
        Take::StoreOf(id) => store::of(id, answer, draft, catalog)?,
        Take::CacheOf(id) => store::cache_of(id, answer, draft)?,
        Take::FieldsOf(id) => field::fields_of(id, answer, draft)?,
        Take::Figures => contract::figure(answer, draft)?,
        Take::OperationOf(flow) => contract::operation(flow, answer, draft)?,
        Take::Components => component::components(answer, draft, catalog)?,
        Take::StepsOf(flow) => step::steps(flow, answer, draft, catalog)?,
        Take::ContractOf(id) => contract::of_component(id, answer)?,
        Take::Regions => component::regions(answer)?,
        Take::TechnologyOf(id) => component::product(id, answer, draft),
        Take::ReasonFor(id) => choice::reason(id, answer, draft)?,
        Take::UnitsOf(id) => component::units(id, answer, draft)?,
        Take::TimeOf(id) => component::time(id, answer)?,
        Take::Remedy(about) => choice::remedy(about, answer, draft)?,
        Take::Decision => choice::decision("", answer, draft),
        Take::Target => choice::target(answer, draft)?,
        Take::Open(before) => choice::open(before, answer, draft),
        Take::FactOf(_) if answer == "no" => Change::default(),
        Take::FactOf(id) => choice::facts_of(id, answer, draft),
        Take::ApiStyle => contract::style(answer, draft),
    };
    if let Some(id) = wish::repeated(&change, draft) {
        let said = Said::Note(format!("{id} says that already"));
        return Ok(Change::default().say([said]));
    }
    Ok(change.say(warning))
}

/// The value at a path, in the words of the format.
fn value(path: &[String], answer: &str, draft: &Draft) -> Result<Change, String> {
    if amount::is_for_ever(path, answer) {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        let alone = names
            .split_last()
            .is_some_and(|(_, parent)| draft.names(parent).len() == 1);
        let edit = match path.split_last() {
            // A map without its last key would go with it.
            Some((_, parent)) if alone => Edit::Set(parent.to_vec(), Value::Map(Vec::new())),
            _ => Edit::Remove(path.to_vec()),
        };
        let edits = draft.node(&names).map(|_| edit).into_iter().collect();
        return Ok(Change::of(edits).say([Said::Note("kept for ever: it has no `keep`".into())]));
    }
    let translated = amount::written(path, answer, draft)?;
    let said = translated.as_ref().map(|text| Said::Note(format!("taken as `{text}`")));
    let text = translated.unwrap_or_else(|| answer.to_string());
    Ok(Change::of(vec![Edit::Set(path.to_vec(), Value::text(text))]).say(said))
}

/// Whether an answer leaves a question without one: `none`, `nothing`.
pub fn is_nothing(question: &Question, answer: &str) -> bool {
    let path = match &question.take {
        Take::Value(path) => Some(path.as_slice()),
        _ => None,
    };
    !matches!(question.kind, Kind::Choice(_)) && amount::is_nothing(path, answer)
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
    let hyphens = answer.replace([' ', '_'], "-");
    let same = |word: &str| word.eq_ignore_ascii_case(answer) || word.eq_ignore_ascii_case(&hyphens);
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

/// A word as an id: letters, digits and `_`, beginning with a letter.
pub(super) fn identifier(text: &str) -> Option<String> {
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
