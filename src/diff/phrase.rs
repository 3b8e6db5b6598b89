//! Changes of a design in words: `links lost zone b`.

use super::steps;
use super::text::{brief, clipped, line};
use super::tree::{Change, plain};
use crate::form::{Node, Value};
use crate::report::{ChangeKind, DesignChange};

/// Characters of a value within a sentence.
const LONGEST: usize = 60;
/// Words from which on a text is prose.
const PROSE: usize = 8;
/// Items of a list within a sentence.
const MOST: usize = 4;

/// A change as it is told.
pub fn told(change: &Change) -> DesignChange {
    DesignChange {
        kind: change.kind,
        section: change.path.first().cloned().unwrap_or_default(),
        path: change.path.join("."),
        old: change.old.as_ref().map(|node| value(change, node)),
        new: change.new.as_ref().map(|node| value(change, node)),
        says: says(change),
        sentence: sentence(change),
    }
}

/// What a thing of words says, for one that is new or gone: its author wrote keys, a reader wants a sentence.
fn sentence(change: &Change) -> Option<String> {
    let whole = match (&change.old, &change.new) {
        (None, Some(one)) | (Some(one), None) => one,
        _ => return None,
    };
    let parts: Vec<&str> = change.path.iter().map(String::as_str).collect();
    match &parts[..] {
        ["requirements", "functional", _] => asked(whole),
        ["requirements", "assumptions", _] => text_of(whole, "says"),
        ["requirements", "questions", _] => text_of(whole, "ask"),
        ["decisions", _] => text_of(whole, "title"),
        _ => None,
    }
}

/// `member: list my links (should, by list_links). Accepted when: newest first; a page has 20 links`.
fn asked(requirement: &Node) -> Option<String> {
    let want = text_of(requirement, "want")?;
    let mut said = match text_of(requirement, "as") {
        Some(actor) => format!("{actor}: {want}"),
        None => want,
    };
    let priority = text_of(requirement, "priority");
    let flow = text_of(requirement, "flow").map(|flow| format!("by {flow}"));
    let aside: Vec<String> = priority.into_iter().chain(flow).collect();
    if !aside.is_empty() {
        said.push_str(&format!(" ({})", aside.join(", ")));
    }
    let accept = requirement.get("accept").map(|accept| match &accept.value {
        Value::List(items) => items.iter().map(brief).collect::<Vec<_>>().join("; "),
        _ => brief(accept),
    });
    if let Some(accept) = accept {
        said.push_str(&format!(". Accepted when: {accept}"));
    }
    Some(said)
}

fn text_of(node: &Node, key: &str) -> Option<String> {
    node.get(key)?.text().map(line)
}

/// What is told of a value: of a step its options, since the path names it.
fn value(change: &Change, node: &Node) -> String {
    match step(change) {
        Some(_) if change.path.len() == 4 => steps::parts(node).1.map(brief).unwrap_or_default(),
        _ => brief(node),
    }
}

/// The flow and the step that a change is about.
fn step(change: &Change) -> Option<(&str, &str)> {
    match &change.path[..] {
        [section, flow, steps, step, ..] if section == "flows" && steps == "steps" => Some((flow, step)),
        _ => None,
    }
}

fn says(change: &Change) -> String {
    let parts: Vec<&str> = change.path.iter().map(String::as_str).collect();
    match &parts[..] {
        ["flows", flow, "steps", step] => of_step(change.kind, flow, step),
        ["flows", flow, "steps", step, rest @ ..] => {
            of_key(change, &format!("{flow}, {step}"), &rest.join("."), Joint::Colon)
        }
        [
            "requirements",
            list @ ("functional" | "nonfunctional" | "assumptions" | "questions"),
            id,
        ] => of_thing(change, noun(list), id),
        ["requirements", "out_of_scope"] => of_item(change, "out of scope"),
        ["requirements", _, id, "accept"] => of_item(change, &format!("{id} is accepted when")),
        ["requirements", _, id, rest @ ..] => of_key(change, id, &rest.join("."), Joint::Dot),
        ["apis", api, "operations", id] => of_thing(change, "operation", &format!("{api}.{id}")),
        ["apis", api, "operations", id, rest @ ..] => {
            of_key(change, &format!("{api}.{id}"), &rest.join("."), Joint::Dot)
        }
        ["waivers"] => of_item(change, "waiver"),
        ["expect"] => of_item(change, "expectation"),
        ["load", rest @ ..] => of_key(change, "load", &rest.join("."), Joint::Dot),
        [key] => of_key(change, "", key, Joint::Dot),
        ["regions", id] if change.old.is_some() && change.new.is_some() => of_key(change, id, "zones", Joint::Dot),
        [section, id] => of_thing(change, noun(section), id),
        [_, id, rest @ ..] => of_key(change, id, &rest.join("."), Joint::Dot),
        [] => String::new(),
    }
}

/// What a thing of a section is called.
fn noun(section: &str) -> &str {
    match section {
        "components" => "component",
        "flows" => "flow",
        "data" => "entity",
        "actors" => "actor",
        "regions" => "region",
        "apis" => "API",
        "figures" => "figure",
        "decisions" => "decision",
        "states" => "state",
        "functional" | "nonfunctional" => "requirement",
        "assumptions" => "assumption",
        "questions" => "question",
        other => other,
    }
}

fn of_step(kind: ChangeKind, flow: &str, step: &str) -> String {
    match kind {
        ChangeKind::Added => format!("{flow} has a new step {step}"),
        ChangeKind::Removed => format!("{flow} no longer has the step {step}"),
        _ => format!("the step {step} of {flow} stands elsewhere"),
    }
}

fn of_thing(change: &Change, noun: &str, id: &str) -> String {
    match (&change.old, &change.new) {
        (None, _) => format!("the {noun} {id} is new"),
        (_, None) => format!("the {noun} {id} is gone"),
        (Some(old), Some(new)) => format!("{id} is {}, was {}", short(new), short(old)),
    }
}

fn of_item(change: &Change, what: &str) -> String {
    let text = |node: &Option<Node>| node.as_ref().map(short).unwrap_or_default();
    match change.kind {
        ChangeKind::Added => format!("new: {what}: {}", text(&change.new)),
        _ => format!("gone: {what}: {}", text(&change.old)),
    }
}

/// What stands between a thing and its key.
#[derive(Clone, Copy)]
enum Joint {
    Dot,
    Colon,
}

fn of_key(change: &Change, id: &str, key: &str, joint: Joint) -> String {
    let name = match joint {
        Joint::Dot if id.is_empty() => key.to_string(),
        Joint::Dot => format!("{id}.{key}"),
        Joint::Colon => format!("{id}: {key}"),
    };
    let (old, new) = match (&change.old, &change.new) {
        (Some(old), Some(new)) => (old, new),
        (None, Some(new)) => return format!("{name} is {}, was not said", short(new)),
        (Some(old), None) => return format!("{name} is no longer said, was {}", short(old)),
        (None, None) => return name,
    };
    if let (Some(from), Some(to)) = (list(old, new), list(new, old)) {
        return of_list(id, key, &name, &from, &to);
    }
    match (key, old.text(), new.text()) {
        (_, Some(from), Some(to)) if is_prose(from) || is_prose(to) => format!("{name} reads otherwise"),
        ("replicas" | "copies", Some(from), Some(to)) => format!("{id} went from {from} to {to} {key}"),
        _ => format!("{name} is {}, was {}", short(new), short(old)),
    }
}

/// Whether a text is a sentence, which a comparison would only cut.
fn is_prose(text: &str) -> bool {
    text.split_whitespace().count() > PROSE
}

/// The items of a list; a single value beside a list is one.
fn list(node: &Node, other: &Node) -> Option<Vec<String>> {
    match (&node.value, &other.value) {
        (Value::List(items), _) => Some(items.iter().map(short).collect()),
        (Value::Scalar { text, .. }, Value::List(_)) => Some(vec![plain(text)]),
        _ => None,
    }
}

fn of_list(id: &str, key: &str, name: &str, from: &[String], to: &[String]) -> String {
    let without = |all: &[String], other: &[String]| -> Vec<String> {
        all.iter().filter(|item| !other.contains(item)).cloned().collect()
    };
    let (lost, gained) = (without(from, to), without(to, from));
    let (lost, gained) = match key {
        "zones" | "regions" => (
            places(key, &lost).map(|places| format!("{id} lost {places}")),
            places(key, &gained).map(|places| format!("{id} gained {places}")),
        ),
        "has" => (
            few(&lost).map(|facts| format!("{id} no longer has {facts}")),
            few(&gained).map(|facts| format!("{id} has {facts} now")),
        ),
        "lacks" => (
            few(&lost).map(|facts| format!("{id} no longer lacks {facts}")),
            few(&gained).map(|facts| format!("{id} lacks {facts} now")),
        ),
        _ => (
            few(&lost).map(|items| format!("{name} lost {items}")),
            few(&gained).map(|items| format!("{name} gained {items}")),
        ),
    };
    match (lost, gained) {
        (Some(lost), Some(gained)) => format!(
            "{lost} and {}",
            gained.strip_prefix(&format!("{id} ")).unwrap_or(&gained)
        ),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => format!("{name} has another order"),
    }
}

/// `zone b`, `zones b, c`.
fn places(key: &str, ids: &[String]) -> Option<String> {
    let noun = key.strip_suffix('s').unwrap_or(key);
    let plural = if ids.len() == 1 { "" } else { "s" };
    Some(format!("{noun}{plural} {}", few(ids)?))
}

fn few(items: &[String]) -> Option<String> {
    let mut said = items.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if items.len() > MOST {
        said.push_str(&format!(" and {} more", items.len() - MOST));
    }
    (!items.is_empty()).then_some(said)
}

fn short(node: &Node) -> String {
    clipped(&line(&brief(node)), LONGEST)
}
