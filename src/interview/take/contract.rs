//! Contracts: operations, what a component is from outside, and formulas.

use super::super::draft::{Draft, Edit};
use super::super::names::Names;
use super::{Change, at_commas, identifier, split_outside};
use crate::amend::Value;

const METHODS: [&str; 9] = [
    "get", "post", "put", "patch", "delete", "rpc", "query", "mutation", "event",
];
/// The API that the session writes to.
const API: &str = "public";

/// `post /links takes link.url returns link`.
pub fn operation(flow: &str, answer: &str, draft: &Draft) -> Result<Change, String> {
    let wrong = || {
        let names = Names::of(draft);
        let (field, entity) = (names.field(draft), names.entity);
        format!(
            "write a method, a path, what it takes and what it returns: `post /{entity}s takes {entity}.{field} returns \
             {entity}`"
        )
    };
    let (method, rest) = answer.split_once(' ').ok_or_else(wrong)?;
    let method = method.to_lowercase();
    if !METHODS.contains(&method.as_str()) {
        return Err(wrong());
    }
    let lower = rest.to_lowercase();
    let find = |words: &[&str]| {
        let found = words.iter().filter_map(|w| Some((lower.find(w)?, w.len())));
        found.min()
    };
    let takes = find(&[" takes "]);
    let returns = find(&[" returns ", " -> "]);
    let end = [takes, returns]
        .into_iter()
        .flatten()
        .map(|(at, _)| at)
        .min()
        .unwrap_or(rest.len());
    let path = rest.get(..end).unwrap_or_default().trim();
    if path.is_empty() {
        return Err(wrong());
    }
    let mut entries = vec![(method, Value::text(path))];
    if let Some((at, length)) = takes {
        let end = returns.map(|(at, _)| at).filter(|r| *r > at).unwrap_or(rest.len());
        let taken = rest.get(at + length..end).unwrap_or_default();
        let items = at_commas(taken.trim().trim_matches(['[', ']']))
            .into_iter()
            .map(Value::Text)
            .collect();
        entries.push(("takes".into(), Value::List(items)));
    }
    if let Some((at, length)) = returns {
        let end = takes.map(|(at, _)| at).filter(|t| *t > at).unwrap_or(rest.len());
        let returned = rest.get(at + length..end).unwrap_or_default().trim();
        let value = match returned.strip_prefix('[').and_then(|r| r.strip_suffix(']')) {
            Some(inner) => Value::List(vec![Value::text(inner.trim())]),
            None => Value::text(returned),
        };
        entries.push(("returns".into(), value));
    }
    entries.push(("flow".into(), Value::text(flow)));
    let mut edits = Vec::new();
    if draft.node(&["apis", API]).is_none() {
        edits.push(Edit::text(["apis", API, "style"], "rest"));
        edits.push(Edit::text(["apis", API, "version"], "v1"));
    }
    edits.push(Edit::set(["apis", API, "operations", flow], Value::Map(entries)));
    Ok(Change::of(edits))
}

/// How the contract is spoken.
pub fn style(answer: &str, draft: &Draft) -> Change {
    let mut edits = vec![Edit::text(["apis", API, "style"], answer)];
    if draft.node(&["apis", API, "operations"]).is_none() {
        edits.push(Edit::text(["apis", API, "version"], "v1"));
        edits.push(Edit::set(["apis", API, "operations"], Value::Map(Vec::new())));
    }
    Change::of(edits)
}

/// `receives X; returns Y; owns Z; fails by W`, in this order where the words are left out.
pub fn of_component(id: &str, answer: &str) -> Result<Change, String> {
    const PARTS: [(&str, &str); 4] = [
        ("receives", "receives "),
        ("returns", "returns "),
        ("owns", "owns "),
        ("fails_by", "fails by "),
    ];
    let mut entries: Vec<(String, Value)> = Vec::new();
    for (at, part) in split_outside(answer, ';').iter().enumerate() {
        let lower = part.to_lowercase();
        let named = PARTS.iter().find(|(_, words)| lower.starts_with(words));
        let (key, text) = match (named, PARTS.get(at)) {
            (Some((key, words)), _) => (*key, part.get(words.len()..).unwrap_or_default()),
            (None, Some((key, _))) => (*key, part.as_str()),
            (None, None) => return Err("there are four parts: receives …; returns …; owns …; fails by …".into()),
        };
        if entries.iter().any(|(k, _)| k == key) {
            return Err(format!("`{}` is said twice", key.replace('_', " ")));
        }
        entries.push((key.to_string(), Value::text(text.trim())));
    }
    Ok(Change::of(vec![Edit::set(
        ["components", id, "contract"],
        Value::Map(entries),
    )]))
}

/// `hot_set = link.rows * 20 % * link.size: it fits in memory`.
pub fn figure(answer: &str, draft: &Draft) -> Result<Change, String> {
    let wrong = || {
        let entity = Names::of(draft).entity;
        format!(
            "write `name = formula: what it decides`, such as `hot_set = {entity}.rows * 20 % * {entity}.size: it fits in \
             memory`"
        )
    };
    let (name, rest) = answer.split_once('=').ok_or_else(wrong)?;
    let name = identifier(name).ok_or_else(wrong)?;
    let (formula, so) = match rest.rsplit_once(':') {
        Some((formula, so)) => (formula.trim(), Some(so.trim()).filter(|s| !s.is_empty())),
        None => (rest.trim(), None),
    };
    let path = ["figures", name.as_str()];
    let Some(so) = so else {
        return Ok(Change::of(vec![Edit::text(path, formula)]));
    };
    let decision = draft.next_id("D");
    let decided = Value::map([
        ("title", Value::text(so)),
        ("because", Value::List(vec![Value::text(&name)])),
    ]);
    let figure = Value::map([("is", Value::text(formula)), ("drives", Value::text(&decision))]);
    Ok(Change::of(vec![
        Edit::set(path, figure),
        Edit::set(["decisions", &decision], decided),
    ]))
}
