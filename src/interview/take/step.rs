//! Steps as people say them: `visitor -> edge hit 60 % -> lb -> api`, `api -> links on miss reads link`.

use super::super::draft::{Draft, Edit};
use super::super::names::Names;
use super::super::said::Said;
use super::{Change, split_outside};
use crate::amend::Value;
use crate::catalog::{Catalog, Role};

/// Words behind a callee with the key of the format; what follows is the value.
const MANNERS: [(&str, &str); 24] = [
    ("hit", "hit"),
    ("hits", "hit"),
    ("on miss of", "on_miss"),
    ("on miss", "on_miss"),
    ("reads", "read"),
    ("read", "read"),
    ("writes", "write"),
    ("write", "write"),
    ("updates", "update"),
    ("update", "update"),
    ("deletes", "delete"),
    ("delete", "delete"),
    ("timeout", "timeout"),
    ("retries", "retries"),
    ("times", "times"),
    ("share", "share"),
    ("batch", "batch"),
    ("if down", "if_down"),
    ("hold", "hold"),
    ("optional", "optional"),
    ("parallel", "parallel"),
    ("out", "out"),
    ("in", "in"),
    ("latency", "latency"),
];

/// Keys of a step with their values.
type Manners = Vec<(&'static str, String)>;

struct Call {
    from: String,
    arrow: &'static str,
    to: String,
    manners: Manners,
}

/// Adds the steps of one answer to a flow.
pub fn steps(flow: &str, answer: &str, draft: &Draft, catalog: &Catalog) -> Result<Change, String> {
    let mut edits = Vec::new();
    let mut said = Vec::new();
    edits.extend(begun_again(flow, answer, draft));
    if let Some(component) = begins_by_itself(flow, answer, draft) {
        edits.push(Edit::Remove(vec!["flows".into(), flow.into(), "actor".into()]));
        said.push(Said::Note(format!("{flow} is begun by {component}, not by a person")));
    }
    for part in split_outside(answer, ';') {
        if part.contains('{') {
            edits.push(Edit::push(["flows", flow, "steps"], Value::Raw(raw(&part)?)));
            continue;
        }
        for call in chain(&part, draft, catalog)? {
            said.extend(silent(&call, draft));
            edits.push(Edit::push(["flows", flow, "steps"], written(&call)));
        }
    }
    Ok(Change::of(edits).say(said))
}

/// The component whose step is the first of a flow, though somebody wishes for it: a job that runs by itself.
fn begins_by_itself<'a>(flow: &str, answer: &'a str, draft: &Draft) -> Option<&'a str> {
    let from = first_caller(answer)?;
    draft.node(&["components", from])?;
    let actor = draft.value(&["flows", flow, "actor"])?;
    (actor != from && draft.items(&["flows", flow, "steps"]).is_empty()).then_some(from)
}

/// A flow that lost its actor to a first step that is gone has it back with one that the actor makes.
fn begun_again(flow: &str, answer: &str, draft: &Draft) -> Option<Edit> {
    let from = first_caller(answer)?;
    draft.node(&["actors", from])?;
    let nobody = draft.node(&["flows", flow, "actor"]).is_none();
    (nobody && draft.items(&["flows", flow, "steps"]).is_empty()).then(|| Edit::text(["flows", flow, "actor"], from))
}

/// Who makes the first step of an answer.
fn first_caller(answer: &str) -> Option<&str> {
    let arrows = ["->", "~>", "→"].iter().filter_map(|arrow| answer.find(arrow));
    Some(answer.get(..arrows.min()?)?.trim_start_matches('{').trim())
}

/// A call to what keeps data that says nothing of the data: without that nothing grows.
fn silent(call: &Call, draft: &Draft) -> Option<Said> {
    const TOUCHES: [&str; 4] = ["read", "write", "update", "delete"];
    if call.manners.iter().any(|(key, _)| TOUCHES.contains(key)) {
        return None;
    }
    let entities = draft.names(&["data"]).into_iter();
    let mut kept = entities.filter(|entity| draft.items(&["data", entity, "in"]).contains(&call.to));
    let entity = kept.next()?;
    Some(Said::Tip(format!(
        "{} -> {} says nothing of {entity}: with `writes {entity}` its rows and bytes are counted, with `reads {entity}` its \
         reads; `:drop` takes the step away to say it again",
        call.from, call.to
    )))
}

/// A step with options in braces, as the file has it. An outer pair of braces is left out.
fn raw(text: &str) -> Result<String, String> {
    let text = text.trim();
    let inner = text.strip_prefix('{').and_then(|t| t.strip_suffix('}')).unwrap_or(text);
    let one_map = inner.contains("->") || inner.contains("~>");
    if !one_map || inner.contains('\n') {
        return Err("a step is `caller -> callee: {options}`".into());
    }
    Ok(inner.trim().to_string())
}

/// A step of a file as an answer that means the same.
pub fn from_written(step: &str) -> String {
    let step = step.trim();
    let inner = step.strip_prefix('{').and_then(|t| t.strip_suffix('}')).unwrap_or(step);
    inner.trim().to_string()
}

fn chain(text: &str, draft: &Draft, catalog: &Catalog) -> Result<Vec<Call>, String> {
    let mut parts: Vec<(&'static str, &str)> = Vec::new();
    let mut rest = text;
    let mut arrow = "";
    loop {
        let next = [("->", rest.find("->")), ("~>", rest.find("~>")), ("→", rest.find('→'))];
        let next = next.into_iter().filter_map(|(a, at)| Some((at?, a))).min();
        match next {
            Some((at, found)) => {
                parts.push((arrow, rest.get(..at).unwrap_or_default().trim()));
                rest = rest.get(at + found.len()..).unwrap_or_default();
                arrow = if found == "~>" { "~>" } else { "->" };
            }
            None => {
                parts.push((arrow, rest.trim()));
                break;
            }
        }
    }
    if parts.len() < 2 {
        let Names { actor, service, .. } = Names::of(draft);
        return Err(format!(
            "a step has an arrow: `{actor} -> {service}` waits for the answer, `{service} ~> …` does not"
        ));
    }
    let mut calls: Vec<Call> = Vec::new();
    let (mut caller, _) = manners(parts[0].1, draft)?;
    for (arrow, part) in parts.iter().skip(1) {
        let (to, manners) = manners(part, draft)?;
        let mut call = Call {
            from: caller.clone(),
            arrow,
            to: to.clone(),
            manners,
        };
        after_a_cache(&mut call, calls.last(), draft, catalog);
        if let Some((_, miss)) = call
            .manners
            .iter_mut()
            .find(|(key, value)| *key == "on_miss" && value.is_empty())
        {
            *miss = missed(&call.from, calls.last(), draft, catalog).unwrap_or_default();
            if miss.is_empty() {
                let Names { cache, .. } = Names::of(draft);
                let (from, to) = (&call.from, &call.to);
                return Err(format!("on a miss of which cache? `{from} -> {to} on miss of {cache}`"));
            }
        }
        caller = to;
        calls.push(call);
    }
    Ok(calls)
}

/// A store of copies calls nobody: what follows it in a chain is called by its caller, on a miss. What stands at the
/// edge passes its misses on by itself.
fn after_a_cache(call: &mut Call, before: Option<&Call>, draft: &Draft, catalog: &Catalog) {
    let Some(before) = before.filter(|b| b.to == call.from && b.arrow == "->") else {
        return;
    };
    let hits = before.manners.iter().any(|(key, _)| *key == "hit");
    let says_miss = call.manners.iter().any(|(key, _)| *key == "on_miss");
    if !is_cache(&call.from, draft, catalog) {
        return;
    }
    if passes_on(&call.from, draft, catalog) {
        if hits && !says_miss {
            call.manners.push(("on_miss", call.from.clone()));
        }
    } else if hits || says_miss {
        let cache = std::mem::replace(&mut call.from, before.from.clone());
        if !says_miss {
            call.manners.push(("on_miss", cache));
        }
    }
}

/// The cache whose miss is meant where none is named: the one just called, or the only one of the flow's caller.
fn missed(from: &str, before: Option<&Call>, draft: &Draft, catalog: &Catalog) -> Option<String> {
    let just = before.filter(|b| is_cache(&b.to, draft, catalog)).map(|b| b.to.clone());
    let own = is_cache(from, draft, catalog).then(|| from.to_string());
    let caches = || {
        let components = draft.names(&["components"]);
        let mut caches = components
            .into_iter()
            .filter(|c| is_cache(c, draft, catalog) && !passes_on(c, draft, catalog));
        caches.next().filter(|_| caches.next().is_none())
    };
    just.or(own).or_else(caches)
}

fn is_cache(component: &str, draft: &Draft, catalog: &Catalog) -> bool {
    let function = draft.value(&["components", component, "is"]);
    function.is_some_and(|f| catalog.function(&f).is_some_and(|(_, f)| f.role == Role::Cache))
}

fn passes_on(component: &str, draft: &Draft, catalog: &Catalog) -> bool {
    let function = draft.value(&["components", component, "is"]);
    let shape = function.and_then(|f| Some(catalog.function(&f)?.1.shape));
    shape == Some(crate::report::Shape::Edge)
}

/// A name and the manners behind it.
fn manners(text: &str, draft: &Draft) -> Result<(String, Manners), String> {
    let mut words = text.split_whitespace();
    let name = words.next().ok_or("there is nothing beside an arrow")?;
    let rest: Vec<&str> = words.collect();
    let mut out: Manners = Vec::new();
    let mut at = 0;
    while at < rest.len() {
        let here = rest.get(at..).unwrap_or_default();
        let known = MANNERS.iter().find(|(said, _)| {
            let said: Vec<&str> = said.split(' ').collect();
            here.len() >= said.len()
                && said
                    .iter()
                    .zip(here)
                    .all(|(a, b)| a.eq_ignore_ascii_case(b.trim_matches([',', '(', ')'])))
        });
        match (known, out.last_mut()) {
            (Some((said, key)), _) => {
                out.push((key, String::new()));
                at += said.split(' ').count();
            }
            (None, Some((_, value))) => {
                let word = rest.get(at).unwrap_or(&"").trim_matches(['(', ')']);
                if !value.is_empty() {
                    value.push(' ');
                }
                value.push_str(word);
                at += 1;
            }
            (None, None) => {
                let word = rest.get(at).unwrap_or(&"");
                let entity = Names::of(draft).entity;
                return Err(format!(
                    "`{word}` behind `{name}` says nothing; write `hit 90 %`, `on miss`, `reads {entity}`, `writes {entity}`, \
                     `timeout 50 ms`"
                ));
            }
        }
    }
    for (key, value) in &mut out {
        *value = value.trim_end_matches(',').to_string();
        match *key {
            "optional" | "parallel" => *value = "true".into(),
            "on_miss" => {}
            _ if value.is_empty() => return Err(format!("`{}` needs a value", key.replace('_', " "))),
            _ => {}
        }
    }
    Ok((name.trim_matches([',', ':']).to_string(), out))
}

fn written(call: &Call) -> Value {
    let step = format!("{} {} {}", call.from, call.arrow, call.to);
    if call.manners.is_empty() {
        return Value::Raw(step);
    }
    let entries = call.manners.iter().map(|(key, value)| {
        let many = matches!(*key, "read" | "write" | "update" | "delete") && value.contains(',');
        let value = match many {
            true => Value::List(super::at_commas(value).into_iter().map(Value::Text).collect()),
            false => Value::text(value),
        };
        ((*key).to_string(), value)
    });
    Value::Raw(format!("{step}: {}", Value::Map(entries.collect())))
}
