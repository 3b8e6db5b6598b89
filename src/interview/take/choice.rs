//! Decisions, what is done about a weakness, the target state, and what stays open.

use super::super::draft::{Draft, Edit};
use super::super::said::Said;
use super::{Change, at_commas, noun, setting};
use crate::amend::Value;

/// Words by which a sentence names a choice.
const CHOOSES: [&str; 9] = [
    "use", "uses", "using", "choose", "chose", "take", "prefer", "accept", "replace",
];

/// Parts of a sentence: the key of a decision with what is said under it.
type Marked = Vec<(&'static str, String)>;

/// A sentence at `because`, `over`, `at the cost of`, `revisit when`, in any order: what stands before, and the parts.
fn marked(answer: &str) -> (String, Marked) {
    const MARKS: [(&str, &str); 8] = [
        ("because", "because of "),
        ("because", "because "),
        ("over", "instead of "),
        ("over", "over "),
        ("over", "; not "),
        ("over", ", not "),
        ("at_the_cost_of", "at the cost of "),
        ("revisit", "revisit when "),
    ];
    // Bytes stay where they are.
    let lower = answer.to_ascii_lowercase();
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for (key, mark) in MARKS {
        let at = lower.match_indices(mark).map(|(at, _)| at).find(|at| {
            let whole_word = || lower.as_bytes().get(at - 1).is_some_and(|b| *b == b' ');
            *at == 0 || mark.starts_with([';', ',']) || whole_word()
        });
        if let Some(at) = at
            && !found.iter().any(|(start, _, known)| *known == key || *start == at)
        {
            found.push((at, at + mark.len(), key));
        }
    }
    found.sort_unstable();
    let trimmed = |text: &str| text.trim().trim_end_matches([',', ';', '.']).trim().to_string();
    let before = found.first().map_or(answer.len(), |(start, ..)| *start);
    let ends = found.iter().skip(1).map(|(start, ..)| *start).chain([answer.len()]);
    let parts = found.iter().zip(ends);
    let parts = parts.map(|((_, from, key), to)| (*key, trimmed(answer.get(*from..to).unwrap_or_default())));
    (trimmed(answer.get(..before).unwrap_or_default()), parts.collect())
}

/// The entry of a decision for each part of a sentence.
fn entries(parts: &Marked, draft: &Draft) -> Result<Vec<(String, Value)>, String> {
    let entry = |(key, text): &(&'static str, String)| {
        let value = match *key {
            "because" => Value::List(ids(text, draft)?),
            "over" => {
                let others = at_commas(&text.replace(" and ", ", "));
                Value::List(others.into_iter().map(Value::Text).collect())
            }
            _ => Value::text(text),
        };
        Ok(((*key).to_string(), value))
    };
    parts.iter().map(entry).collect()
}

/// `because NFR1 over memcached at the cost of memory`, in any order.
pub fn reason(id: &str, answer: &str, draft: &Draft) -> Result<Change, String> {
    let (before, parts) = marked(answer);
    if parts.is_empty() {
        let known = reasons(draft);
        let first = known.first().map_or("NFR1", String::as_str);
        return Err(format!(
            "say it as `because {first} over …, at the cost of …`: why, what you rejected, and the price"
        ));
    }
    let technology = draft.value(&["components", id, "with"]).unwrap_or_default();
    let mut title = match technology.is_empty() {
        true => format!("what fills {id}"),
        false => format!("{technology} for {id}"),
    };
    // What no key of a decision has a place for stands in its title: nothing that was said is lost.
    let because = parts
        .iter()
        .find(|(key, text)| *key == "because" && says_more(text, draft));
    let said = [Some(&before), because.map(|(_, text)| text)];
    let said: Vec<&str> = said
        .into_iter()
        .flatten()
        .map(String::as_str)
        .filter(|said| !said.is_empty())
        .collect();
    if !said.is_empty() {
        title = format!("{title}: {}", said.join(", because "));
    }
    let mut all = vec![
        ("title".to_string(), Value::text(title)),
        ("chose".to_string(), Value::text(id)),
    ];
    all.extend(entries(&parts, draft)?);
    // One decision for a component: said again, it is changed.
    let decisions = draft.names(&["decisions"]);
    let there = decisions
        .into_iter()
        .find(|d| draft.value(&["decisions", d, "chose"]).as_deref() == Some(id));
    let decision = there.unwrap_or_else(|| draft.next_id("D"));
    Ok(Change::of(vec![Edit::set(["decisions", &decision], Value::Map(all))]))
}

/// What can be a reason: everything that has a name.
fn reasons(draft: &Draft) -> Vec<String> {
    let maps: [&[&str]; 7] = [
        &["requirements", "nonfunctional"],
        &["requirements", "functional"],
        &["requirements", "assumptions"],
        &["flows"],
        &["data"],
        &["figures"],
        &["components"],
    ];
    maps.iter().flat_map(|path| draft.names(path)).collect()
}

/// The words of a text; an id is one of them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.filter(|word| !word.is_empty())
}

/// Whether a reason has words beside the names in it.
fn says_more(text: &str, draft: &Draft) -> bool {
    let known = reasons(draft);
    let is_name = |w: &str| w.eq_ignore_ascii_case("and") || known.iter().any(|k| k.eq_ignore_ascii_case(w));
    !words(text).all(is_name)
}

/// Names of requirements, flows, figures in a text.
fn ids(text: &str, draft: &Draft) -> Result<Vec<Value>, String> {
    let known = reasons(draft);
    let mut said: Vec<String> = words(text)
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

/// A change by path; a sentence that names a choice stands as a decision, any other remark as an open question.
pub fn remedy(about: &str, answer: &str, draft: &Draft) -> Result<Change, String> {
    let looks_like_a_path = answer
        .split_once('=')
        .is_some_and(|(path, _)| path.trim().contains('.') && !path.trim().contains(' '));
    if looks_like_a_path {
        return Ok(Change::of(vec![setting(answer, draft)?]));
    }
    if names_a_choice(answer) {
        return Ok(decision(about, answer, draft));
    }
    let note = "kept as an open question; `path = value` changes the design, `use … over … because …` is a decision";
    Ok(open("", answer, draft).say([Said::Note(note.into())]))
}

/// Whether a sentence says what is done rather than what one might think about.
fn names_a_choice(answer: &str) -> bool {
    let lower = answer.to_ascii_lowercase();
    let open = lower.ends_with('?') || lower.contains("or not");
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    !open && (!marked(answer).1.is_empty() || words.any(|word| CHOOSES.contains(&word)))
}

/// A sentence as a decision; its parts stand under their keys as far as they name what the design knows.
pub fn decision(about: &str, answer: &str, draft: &Draft) -> Change {
    let (head, parts) = marked(answer);
    let said = entries(&parts, draft).ok().filter(|_| !head.is_empty());
    let title = if said.is_some() { head } else { answer.to_string() };
    let mut all = vec![("title".to_string(), Value::text(title))];
    all.extend(said.unwrap_or_default());
    if let (Ok(ids), false) = (ids(about, draft), all.iter().any(|(key, _)| key == "because")) {
        all.push(("because".to_string(), Value::List(ids)));
    }
    let decision = draft.next_id("D");
    Change::of(vec![Edit::set(["decisions", &decision], Value::Map(all))])
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
    let id = draft.next_id("Q");
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
