//! What goes with a thing that is dropped, and what has to go before it.

use super::draft::{Draft, Edit};
use super::mentions::{self, Mention, Thing};
use crate::amend::Value;

/// Where to take a mention away: the question that lists it, and the number of its item there.
struct Way {
    question: String,
    item: Option<usize>,
}

/// A functional requirement goes with its flow where no other one is served by it, and with an actor that nobody else
/// knows.
///
/// # Errors
/// What still speaks of the flow.
pub fn requirement(id: &str, draft: &Draft) -> Result<Vec<Edit>, String> {
    let path = ["requirements", "functional"];
    let part = |id: &str, key: &str| draft.value(&[path[0], path[1], id, key]);
    let others: Vec<String> = draft.names(&path).into_iter().filter(|other| other != id).collect();
    let mut edits = reasons(id, draft);
    let own = part(id, "flow").filter(|flow| draft.node(&["flows", flow]).is_some());
    let own = own.filter(|own| !others.iter().any(|other| part(other, "flow").as_ref() == Some(own)));
    if let Some(flow) = &own {
        edits.extend(without_flow(flow, Some(id), draft)?);
    }
    edits.push(removed(&[path[0], path[1], id]));
    if let Some(actor) = part(id, "as") {
        let wanted = others.iter().any(|other| part(other, "as").as_ref() == Some(&actor));
        edits.extend(idle_actor(&actor, own.as_deref(), draft).filter(|_| !wanted));
    }
    Ok(edits)
}

/// A flow that no requirement names goes with its operations.
///
/// # Errors
/// What still speaks of it.
pub fn flow(flow: &str, draft: &Draft) -> Result<Vec<Edit>, String> {
    let actor = draft.value(&["flows", flow, "actor"]);
    let mut edits = without_flow(flow, None, draft)?;
    let asked_for = |actor: &String| {
        let wishes = draft.names(&["requirements", "functional"]);
        let of = |id: &String| draft.value(&["requirements", "functional", id, "as"]);
        wishes.iter().any(|id| of(id).as_ref() == Some(actor))
    };
    if let Some(actor) = actor.filter(|actor| !asked_for(actor)) {
        edits.extend(idle_actor(&actor, Some(flow), draft));
    }
    Ok(edits)
}

/// Data goes with the store that kept nothing else and that nobody calls.
///
/// # Errors
/// What still speaks of it.
pub fn entity(id: &str, draft: &Draft) -> Result<Vec<Edit>, String> {
    let spoken = mentions::of(&draft.text, Thing::Entity, id).into_iter();
    let spoken = spoken.filter(|m| !begins(m, &["data", id]) && !is_reason(m, id));
    nothing_left(id, spoken.collect(), draft)?;
    let mut edits = reasons(id, draft);
    edits.push(removed(&["data", id]));
    for store in draft.items(&["data", id, "in"]) {
        edits.extend(idle_store(&store, id, draft));
    }
    Ok(edits)
}

/// A component goes with the decision that chose it.
///
/// # Errors
/// What still speaks of it.
pub fn component(id: &str, draft: &Draft) -> Result<Vec<Edit>, String> {
    let spoken = mentions::of(&draft.text, Thing::Component, id).into_iter();
    let spoken = spoken.filter(|m| !is_decision(m) && !is_reason(m, id));
    nothing_left(id, spoken.collect(), draft)?;
    let mut edits = reasons(id, draft);
    edits.extend(choice_of(id, draft));
    edits.push(removed(&["components", id]));
    Ok(edits)
}

/// A requirement on quality, and the reasons that name it.
pub fn quality(id: &str, draft: &Draft) -> Vec<Edit> {
    let mut edits = reasons(id, draft);
    edits.push(removed(&["requirements", "nonfunctional", id]));
    edits
}

/// A key of something. Data that loses its last key is still there.
pub fn key(path: &[String], draft: &Draft) -> Edit {
    match path {
        [map, id, _] if map == "data" && draft.names(&["data", id]).len() == 1 => {
            Edit::set(["data", id], Value::Map(Vec::new()))
        }
        _ => Edit::Remove(path.to_vec()),
    }
}

/// The store of an entity that leaves it, where it kept nothing else and nobody calls it.
pub fn idle_store(store: &str, entity: &str, draft: &Draft) -> Vec<Edit> {
    let spoken = mentions::of(&draft.text, Thing::Component, store).into_iter();
    let mut others = spoken.filter(|m| !begins(m, &["data", entity, "in"]) && !is_decision(m));
    if others.next().is_some() || draft.node(&["components", store]).is_none() {
        return Vec::new();
    }
    let mut edits = choice_of(store, draft);
    edits.push(removed(&["components", store]));
    edits
}

/// The decision that chose a component goes when there is nothing chosen any more.
pub fn choice_of(component: &str, draft: &Draft) -> Vec<Edit> {
    let decisions = draft.names(&["decisions"]).into_iter();
    let own = decisions.filter(|d| draft.value(&["decisions", d, "chose"]).as_deref() == Some(component));
    own.map(|d| removed(&["decisions", &d])).collect()
}

/// Whether nothing was said of a flow but its name and who starts it.
pub fn is_bare(flow: &str, draft: &Draft) -> bool {
    let said = draft.names(&["flows", flow]);
    let nothing = draft.items(&["flows", flow, "steps"]).is_empty();
    nothing && said.iter().all(|key| key == "steps" || key == "actor")
}

/// The flow itself with the operations that start it.
pub fn without_flow(flow: &str, wish: Option<&str>, draft: &Draft) -> Result<Vec<Edit>, String> {
    let spoken = mentions::of(&draft.text, Thing::Flow, flow).into_iter();
    let own_wish = |m: &Mention| wish.is_some_and(|id| begins(m, &["requirements", "functional", id]));
    let spoken = spoken.filter(|m| !own_wish(m) && !begins(m, &["apis"]) && !is_reason(m, flow));
    nothing_left(flow, spoken.collect(), draft)?;
    let mut edits = reasons(flow, draft);
    for api in draft.names(&["apis"]) {
        let all = draft.names(&["apis", &api, "operations"]);
        let starts = |id: &&String| draft.value(&["apis", &api, "operations", id, "flow"]).as_deref() == Some(flow);
        let own: Vec<&String> = all.iter().filter(starts).collect();
        if !own.is_empty() && own.len() == all.len() {
            edits.push(removed(&["apis", &api]));
        } else {
            edits.extend(own.into_iter().map(|id| removed(&["apis", &api, "operations", id])));
        }
    }
    edits.push(removed(&["flows", flow]));
    Ok(edits)
}

fn idle_actor(actor: &str, gone: Option<&str>, draft: &Draft) -> Option<Edit> {
    draft.node(&["actors", actor])?;
    let flows = draft.names(&["flows"]).into_iter().filter(|f| Some(f.as_str()) != gone);
    let used = flows.into_iter().any(|flow| {
        let starts = draft.value(&["flows", &flow, "actor"]).as_deref() == Some(actor);
        starts || (draft.items(&["flows", &flow, "steps"]).iter()).any(|step| names(step, actor))
    });
    let awaited = draft.names(&["requirements", "nonfunctional"]);
    let awaited =
        (awaited.iter()).any(|id| draft.value(&["requirements", "nonfunctional", id, "to"]).as_deref() == Some(actor));
    (!used && !awaited).then(|| removed(&["actors", actor]))
}

fn names(text: &str, id: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .any(|word| word == id)
}

/// A thing is no reason any more when it is gone.
fn reasons(id: &str, draft: &Draft) -> Vec<Edit> {
    let decisions = draft.names(&["decisions"]).into_iter();
    decisions
        .filter_map(|d| {
            let because = draft.items(&["decisions", &d, "because"]);
            let at = because.iter().position(|reason| reason == id)?;
            let path = ["decisions", &d, "because"].map(str::to_string).to_vec();
            Some(match because.len() {
                1 => Edit::Remove(path),
                _ => Edit::RemoveItem(path, at),
            })
        })
        .collect()
}

fn removed(path: &[&str]) -> Edit {
    Edit::Remove(path.iter().map(|p| (*p).to_string()).collect())
}

fn begins(mention: &Mention, path: &[&str]) -> bool {
    path.len() <= mention.path.len() && mention.path.iter().zip(path).all(|(a, b)| a == b)
}

fn is_decision(mention: &Mention) -> bool {
    matches!(mention.path.as_slice(), [top, _, key] if top == "decisions" && key == "chose")
}

fn is_reason(mention: &Mention, id: &str) -> bool {
    begins(mention, &["decisions"]) && mention.path.get(2).is_some_and(|key| key == "because") && mention.text == id
}

/// # Errors
/// With the command for each place that speaks of a thing.
pub fn nothing_left(name: &str, spoken: Vec<Mention>, draft: &Draft) -> Result<(), String> {
    if spoken.is_empty() {
        return Ok(());
    }
    let mut lines = vec![format!(
        "`{name}` is still used; say these anew or take them away first:"
    )];
    // The last first: what is dropped before it would move its number, and break the chain of steps.
    for mention in spoken.into_iter().rev() {
        let line = told(&mention, draft);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    Err(lines.join("\n"))
}

fn told(mention: &Mention, draft: &Draft) -> String {
    let path: Vec<&str> = mention.path.iter().map(String::as_str).collect();
    let place = path.join(".");
    match way(&path, draft) {
        Some(Way {
            question,
            item: Some(item),
        }) => format!("{place} ({}): `:g {question}`, then `:drop {}`", mention.text, item + 1),
        Some(Way { question, item: None }) => format!("{place} ({}): `:g {question}`", mention.text),
        None => {
            let key: Vec<&str> = path
                .iter()
                .copied()
                .filter(|part| part.parse::<usize>().is_err())
                .collect();
            format!("{place} ({}): `:set {} =`", mention.text, key.join("."))
        }
    }
}

fn way(path: &[&str], draft: &Draft) -> Option<Way> {
    let at = |map: &[&str], id: &str| draft.names(map).iter().position(|name| name == id);
    let of = |question: String, item: Option<usize>| Some(Way { question, item });
    match path {
        ["flows", flow, "steps", at, ..] => of(format!("steps.{flow}"), at.parse().ok()),
        ["flows", flow, "rate", ..] => of(format!("flows.{flow}.rate"), None),
        ["requirements", kind @ ("functional" | "nonfunctional"), id, ..] => {
            of((*kind).to_string(), at(&["requirements", kind], id))
        }
        ["figures", id, ..] => of("figures".to_string(), at(&["figures"], id)),
        ["data", id, "in", ..] => of(format!("store.{id}"), None),
        ["data", id, "fields", ..] => of(format!("fields.{id}"), None),
        ["data", id, ..] => of(format!("data.{id}.rows"), None),
        ["apis", _, "operations", id, ..] => {
            let flow = draft.value(&[path[0], path[1], path[2], id, "flow"])?;
            of(format!("operation.{flow}"), None)
        }
        ["states", "target", key, ..] => of("target".to_string(), at(&["states", "target"], key)),
        _ => None,
    }
}
