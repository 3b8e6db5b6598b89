//! Decisions, what is done about a weakness, the target state, and what stays open.

use super::super::draft::{Draft, Edit};
use super::{Change, at_commas, noun, setting};
use crate::amend::Value;

/// `because NFR1 over memcached at the cost of memory`, in any order.
pub fn reason(id: &str, answer: &str, draft: &Draft) -> Result<Change, String> {
    const MARKS: [(&str, &str); 6] = [
        ("because", "because of "),
        ("because", "because "),
        ("over", "instead of "),
        ("over", "over "),
        ("at_the_cost_of", "at the cost of "),
        ("revisit", "revisit when "),
    ];
    let lower = answer.to_lowercase();
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for (key, mark) in MARKS {
        let at = lower
            .match_indices(mark)
            .map(|(at, _)| at)
            .find(|at| *at == 0 || lower.as_bytes().get(at - 1).is_some_and(|b| *b == b' '));
        if let Some(at) = at
            && !found.iter().any(|(start, _, known)| *known == key || *start == at)
        {
            found.push((at, at + mark.len(), key));
        }
    }
    found.sort_unstable();
    if found.is_empty() {
        return Err("say it as `because NFR1 over memcached at the cost of memory`".into());
    }
    let technology = draft.value(&["components", id, "with"]).unwrap_or_default();
    let title = match technology.is_empty() {
        true => format!("what fills {id}"),
        false => format!("{technology} for {id}"),
    };
    let mut entries = vec![
        ("title".to_string(), Value::text(title)),
        ("chose".to_string(), Value::text(id)),
    ];
    let ends = found.iter().skip(1).map(|(start, ..)| *start).chain([answer.len()]);
    for ((_, from, key), to) in found.iter().zip(ends) {
        let text = answer
            .get(*from..to)
            .unwrap_or_default()
            .trim()
            .trim_end_matches([',', ';', '.'])
            .trim();
        let value = match *key {
            "because" => Value::List(ids(text, draft)?),
            "over" => Value::List(
                at_commas(&text.replace(" and ", ", "))
                    .into_iter()
                    .map(Value::Text)
                    .collect(),
            ),
            _ => Value::text(text),
        };
        entries.push(((*key).to_string(), value));
    }
    // One decision for a component: said again, it is changed.
    let decisions = draft.names(&["decisions"]);
    let there = decisions
        .into_iter()
        .find(|d| draft.value(&["decisions", d, "chose"]).as_deref() == Some(id));
    let decision = there.unwrap_or_else(|| draft.next_id(&["decisions"], "D"));
    Ok(Change::of(vec![Edit::set(
        ["decisions", &decision],
        Value::Map(entries),
    )]))
}

/// Names of requirements, flows, figures in a text.
fn ids(text: &str, draft: &Draft) -> Result<Vec<Value>, String> {
    let maps: [&[&str]; 7] = [
        &["requirements", "nonfunctional"],
        &["requirements", "functional"],
        &["requirements", "assumptions"],
        &["flows"],
        &["data"],
        &["figures"],
        &["components"],
    ];
    let known: Vec<String> = maps.iter().flat_map(|path| draft.names(path)).collect();
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    let mut said: Vec<String> = words
        .filter_map(|w| known.iter().find(|k| k.eq_ignore_ascii_case(w)).cloned())
        .collect();
    said.dedup();
    if said.is_empty() {
        let most: Vec<&str> = known.iter().take(12).map(String::as_str).collect();
        return Err(format!(
            "a reason is a requirement, a flow or a number that has a name: {}",
            most.join(", ")
        ));
    }
    Ok(said.into_iter().map(Value::Text).collect())
}

/// A change by path, or words that stand as a decision.
pub fn remedy(about: &str, answer: &str, draft: &Draft) -> Result<Change, String> {
    let looks_like_a_path = answer
        .split_once('=')
        .is_some_and(|(path, _)| path.trim().contains('.') && !path.trim().contains(' '));
    if looks_like_a_path {
        return Ok(Change::of(vec![setting(answer, draft)?]));
    }
    let decision = draft.next_id(&["decisions"], "D");
    let mut entries = vec![("title".to_string(), Value::text(answer))];
    if let Ok(ids) = ids(about, draft) {
        entries.push(("because".to_string(), Value::List(ids)));
    }
    Ok(Change::of(vec![Edit::set(
        ["decisions", &decision],
        Value::Map(entries),
    )]))
}

/// `load.users = 10x`: what is different in the target state.
pub fn target(answer: &str, draft: &Draft) -> Result<Change, String> {
    let Edit::Set(path, value) = setting(answer, draft)? else {
        return Err("write `path = value`, such as `load.users = 10x`".into());
    };
    let path = ["states", "target", &path.join(".")].map(str::to_string).to_vec();
    Ok(Change::of(vec![Edit::Set(path, value)]))
}

/// An open question of the design.
pub fn open(before: &str, answer: &str, draft: &Draft) -> Change {
    let id = draft.next_id(&["requirements", "questions"], "Q");
    let ask = Value::map([("ask", Value::text(format!("{before}{answer}")))]);
    Change::of(vec![Edit::set(["requirements", "questions", &id], ask)])
}

/// Fact words of a component, one or more: `lazy loading and brotli`.
pub fn facts_of(id: &str, answer: &str, draft: &Draft) -> Change {
    let mut there = draft.items(&["components", id, "has"]);
    let mut edits = Vec::new();
    for word in noun::listed(answer) {
        let word = noun::bare(&word).to_lowercase().replace([' ', '_'], "-");
        if !there.contains(&word) {
            edits.push(Edit::push(["components", id, "has"], Value::text(&word)));
            there.push(word);
        }
    }
    Change::of(edits)
}
