//! Functional requirements: `As a visitor I can open a short address (must)`.

use super::super::draft::{Draft, Edit};
use super::super::dropping;
use super::super::mentions::Thing;
use super::super::names::Names;
use super::super::said::Said;
use super::{Change, identifier, noun};
use crate::amend::Value;

/// Words of a wish that is as small as it can be.
const MOST_WORDS: usize = 12;
/// Verbs that hide what is to be done.
const VAGUE: [&str; 6] = ["manage", "handle", "support", "process", "deal", "administer"];
/// Words that name nothing.
const SMALL: [&str; 14] = [
    "a", "an", "the", "and", "on", "of", "to", "for", "in", "my", "with", "from", "be", "able",
];
const PRIORITIES: [&str; 3] = ["must", "should", "could"];

pub fn functional(answer: &str, draft: &Draft) -> Result<Change, String> {
    let (text, priority) = priority(answer);
    let (mut actor, want) = parts(&text).ok_or_else(|| format!("say who wants what: `{}`", Names::of(draft).wish))?;
    actor.0 = same_actor(actor.0, draft);
    let id = draft.next_id("FR");
    let mut edits = Vec::new();
    let known = draft.names(&["actors"]).contains(&actor.0) || draft.names(&["components"]).contains(&actor.0);
    if !known {
        let article = match actor.1.to_lowercase() {
            many if many.ends_with('s') => "",
            one if one.starts_with(['a', 'e', 'i', 'o']) => "an ",
            _ => "a ",
        };
        edits.push(Edit::text(["actors", &actor.0], format!("{article}{}", actor.1)));
    }
    let wish = [
        ("as", Value::text(&actor.0)),
        ("want", Value::text(&want)),
        ("priority", Value::text(priority)),
    ];
    edits.push(Edit::set(["requirements", "functional", &id], Value::map(wish)));
    Ok(Change::of(edits).say(tips(&want)))
}

/// The actor of the design that is meant: `users` are `user`. Where the store of an entity has the plural, it is one of
/// them that acts.
fn same_actor(id: String, draft: &Draft) -> String {
    let actors = draft.names(&["actors"]);
    let one = noun::singular(&id);
    let alike = || actors.iter().find(|a| noun::singular(a) == one).cloned();
    let is_store = || draft.names(&["components"]).contains(&id) && draft.names(&["data"]).contains(&one);
    match actors.contains(&id) {
        true => id,
        false => match alike() {
            Some(known) => known,
            None if one != id && is_store() => one,
            None => id,
        },
    }
}

/// The wish without its priority, `must` where none is said.
fn priority(answer: &str) -> (String, &'static str) {
    let bare = answer.trim_end_matches(['.', ' ']);
    for word in PRIORITIES {
        for (open, close) in [("(", ")"), ("[", "]"), (", ", ""), ("; ", "")] {
            let end = format!("{open}{word}{close}");
            if let Some(text) = bare.strip_suffix(&end) {
                return (text.trim().to_string(), word);
            }
        }
    }
    (bare.to_string(), "must")
}

/// The actor as an id and as it was called, and what it wants.
fn parts(text: &str) -> Option<((String, String), String)> {
    let lower = text.to_lowercase();
    let begins = ["as an ", "as a ", "as the ", "as "]
        .iter()
        .find(|b| lower.starts_with(*b));
    let (actor, want) = match begins {
        Some(begin) => {
            let rest = text.get(begin.len()..)?;
            let low = lower.get(begin.len()..)?;
            let marks = [
                ", i want to be able to ",
                " i want to be able to ",
                ", i want to ",
                ", i can ",
                " we can ",
                " we want to ",
                " i want to ",
                " i can ",
                " can ",
                " wants to ",
                ", ",
                ": ",
            ];
            let (at, mark) = marks
                .iter()
                .filter_map(|m| Some((low.find(m)?, m)))
                .min_by_key(|(at, m)| (*at, usize::MAX - m.len()))?;
            (rest.get(..at)?, rest.get(at + mark.len()..)?)
        }
        None => {
            let marks = [": ", " can ", " wants to "];
            let (at, mark) = marks.iter().filter_map(|m| Some((lower.find(m)?, m))).min()?;
            (text.get(..at)?, text.get(at + mark.len()..)?)
        }
    };
    let want = want.trim();
    let called = noun::bare(actor);
    let id = identifier(called)?;
    (!want.is_empty() && id.len() <= 40).then(|| ((id, called.to_string()), want.to_string()))
}

fn tips(want: &str) -> Vec<Said> {
    let words: Vec<String> = want.to_lowercase().split_whitespace().map(str::to_string).collect();
    let mut tips = Vec::new();
    if words.len() > MOST_WORDS {
        tips.push(Said::Tip(format!(
            "that is {} words; the smallest requirement that is true says more",
            words.len()
        )));
    } else if words.iter().filter(|w| *w == "and").count() > 0 && words.len() > 6 {
        tips.push(Said::Tip("an `and` often hides two requirements".into()));
    }
    if let Some(vague) = words.iter().find(|w| VAGUE.contains(&w.as_str())) {
        tips.push(Said::Tip(format!("`{vague}` can mean much; which one thing is done?")));
    }
    tips
}

/// A word for the flow that does a wish: its verb, or verb and object where the verb is taken.
pub fn flow_name(want: &str, draft: &Draft) -> Option<String> {
    let words = want.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .filter(|w| !SMALL.contains(&w.as_str()))
        .collect();
    let taken = |id: &str| {
        ["flows", "components", "data", "figures"]
            .iter()
            .any(|map| draft.names(&[map]).iter().any(|n| n == id))
    };
    let verb = words.first().and_then(|w| identifier(w))?;
    if !taken(&verb) {
        return Some(verb);
    }
    let object = words.get(1)?;
    let both = identifier(&format!("{verb} {object}"))?;
    let numbered = (2..).map(|n| format!("{both}_{n}"));
    std::iter::once(both.clone()).chain(numbered).find(|id| !taken(id))
}

/// Gives a requirement its flow, which is made where it is new. Said anew, a flow that serves nothing else is renamed.
pub fn flow_of(id: &str, answer: &str, draft: &Draft) -> Result<Change, String> {
    let named = identifier(answer).filter(|id| draft.names(&["flows"]).contains(id));
    let in_short = || is_phrase(answer).then(|| flow_name(answer, draft)).flatten();
    let short = named.is_none().then(in_short).flatten();
    let said = short
        .as_ref()
        .map(|word| Said::Note(format!("the journey is called `{word}`")));
    let flow = short
        .or_else(|| identifier(answer))
        .ok_or_else(|| format!("a flow is named with one word, such as `{}`", Names::of(draft).flow))?;
    let path = ["requirements", "functional"];
    let of = |id: &str| draft.value(&[path[0], path[1], id, "flow"]);
    let old = of(id).filter(|old| draft.node(&["flows", old]).is_some());
    let shared = |old: &String| {
        draft
            .names(&path)
            .iter()
            .any(|other| other != id && of(other).as_ref() == Some(old))
    };
    if let Some(old) = old.filter(|old| !shared(old)) {
        return Ok(renamed(id, &old, &flow, draft).say(said));
    }
    let mut edits = vec![Edit::text(["requirements", "functional", id, "flow"], &flow)];
    if !draft.names(&["flows"]).contains(&flow) {
        if let Some(actor) = draft.value(&["requirements", "functional", id, "as"]) {
            edits.push(Edit::text(["flows", &flow, "actor"], actor));
        }
        edits.push(Edit::set(["flows", &flow, "steps"], Value::List(Vec::new())));
    }
    Ok(Change::of(edits).say(said))
}

/// Whether a name is a sentence: it has small words, or many.
fn is_phrase(name: &str) -> bool {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.len() > 2 || words.iter().any(|w| SMALL.contains(&w.as_str()))
}

/// Another name for the flow of a requirement, which serves no other one.
fn renamed(id: &str, old: &str, new: &str, draft: &Draft) -> Change {
    if old == new {
        return Change::default();
    }
    let rename = Edit::Rename(Thing::Flow, old.to_string(), new.to_string());
    if draft.node(&["flows", new]).is_none() {
        let said = Said::Note(format!("`{old}` is called `{new}` now, wherever it stood"));
        return Change::of(vec![rename]).say([said]);
    }
    let joined = Edit::text(["requirements", "functional", id, "flow"], new);
    let without = match dropping::is_bare(old, draft) {
        true => dropping::without_flow(old, Some(id), draft).ok(),
        false => None,
    };
    match without {
        Some(edits) => Change::of(std::iter::once(joined).chain(edits).collect())
            .say([Said::Note(format!("`{old}` is gone: nothing else was said of it"))]),
        None => Change::of(vec![joined]).say([Said::Note(format!(
            "`{old}` stays with what was said of it; `:g journeys` lists it, and `:drop` there takes it away"
        ))]),
    }
}

/// `sweep`, or `report: analyst`: a flow of its own, started by a component, or by an actor.
pub fn journey(answer: &str, draft: &Draft) -> Result<Change, String> {
    let (name, actor) = answer.split_once(':').unwrap_or((answer, ""));
    let flow = identifier(name).ok_or("name it with one word, such as `sweep`, or `report: analyst`")?;
    if draft.names(&["flows"]).contains(&flow) {
        return Err(format!("there is a flow `{flow}` already"));
    }
    let mut edits = Vec::new();
    if let Some(id) = identifier(actor) {
        if !draft.names(&["actors"]).contains(&id) {
            edits.push(Edit::text(["actors", &id], actor.trim()));
        }
        edits.push(Edit::text(["flows", &flow, "actor"], id));
    }
    edits.push(Edit::set(["flows", &flow, "steps"], Value::List(Vec::new())));
    Ok(Change::of(edits))
}

/// The requirement of the same kind that says already what a change would say once more.
pub fn repeated(change: &Change, draft: &Draft) -> Option<String> {
    const BESIDE: [&str; 3] = ["priority", "flow", "accept"];
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let counts = |key: &String| !BESIDE.contains(&key.as_str());
    let told = |value: &Value| match value {
        Value::Text(text) => bare(text),
        value => bare(&value.to_string()),
    };
    change.edits.iter().find_map(|edit| {
        let Edit::Set(path, Value::Map(said)) = edit else {
            return None;
        };
        let (kind, id) = match path.as_slice() {
            [top, kind, id] if top == "requirements" => (kind.as_str(), id),
            _ => return None,
        };
        let said: Vec<&(String, Value)> = said.iter().filter(|(key, _)| counts(key)).collect();
        let stands = |other: &String| {
            let there = draft.names(&["requirements", kind, other]);
            let at = |key: &str| {
                draft
                    .node(&["requirements", kind, other, key])
                    .map(|node| bare(&draft.written(node)))
            };
            other != id
                && there.iter().filter(|key| counts(key)).count() == said.len()
                && said.iter().all(|(key, value)| at(key).as_ref() == Some(&told(value)))
        };
        draft.names(&["requirements", kind]).into_iter().find(stands)
    })
}
