//! Components by their function, their units and where they run.

use super::super::draft::{Draft, Edit};
use super::super::dropping;
use super::super::early;
use super::super::said::Said;
use super::{Change, amount, at_commas, identifier, noun, split_outside};
use crate::amend::Value;
use crate::catalog::{Catalog, NAMED};
use crate::finding::nearest;

/// `edge: cdn, api: service`; a map in braces is taken as it stands.
pub fn components(answer: &str, draft: &Draft, catalog: &Catalog) -> Result<Change, String> {
    let mut change = Change::default();
    for part in noun::listed(answer) {
        let (name, kind) = part.split_once(':').unwrap_or((&part, &part));
        let id = identifier(called(name))
            .ok_or_else(|| format!("`{name}` is no name; write `name: function`, such as `api: service`"))?;
        let kind = noun::bare(kind);
        change.edits.extend(freed(&id, draft));
        if kind.starts_with('{') {
            change
                .edits
                .push(Edit::set(["components", &id], Value::Raw(kind.to_string())));
            continue;
        }
        let (function, said) = function(kind, catalog)?;
        change.said.extend(said);
        match draft.node(&["components", &id]) {
            Some(_) => change.edits.push(Edit::text(["components", &id, "is"], &function)),
            None => {
                let is = Value::map([("is", Value::text(&function))]);
                change.edits.push(Edit::set(["components", &id], is));
            }
        }
    }
    Ok(change)
}

/// An actor that only a requirement named as the one who waits turns out to be a component.
fn freed(id: &str, draft: &Draft) -> Option<Edit> {
    draft.node(&["actors", id])?;
    let used = |map: &[&str], key: &str| {
        let entries = draft.names(map);
        entries
            .iter()
            .any(|entry| draft.value(&[map, &[entry.as_str(), key]].concat()).as_deref() == Some(id))
    };
    let is_actor = used(&["requirements", "functional"], "as") || used(&["flows"], "actor");
    (!is_actor).then(|| Edit::Remove(vec!["actors".into(), id.into()]))
}

/// The name of a box: `the api servers` are `api`.
fn called(name: &str) -> &str {
    let name = noun::bare(name);
    match name.rsplit_once(' ') {
        Some((before, last)) if ["server", "servers"].contains(&last.to_lowercase().as_str()) => before,
        _ => name,
    }
}

/// What people call a box, with its function.
const BOXES: [(&[&str], &str); 6] = [
    (
        &[
            "api",
            "server",
            "api-server",
            "app-server",
            "web-server",
            "backend",
            "back-end",
            "app",
            "application",
            "rest-api",
        ],
        "service",
    ),
    (&["db", "database", "sql"], "relational-database"),
    (&["cache"], "distributed-cache"),
    (&["lb", "balancer"], "load-balancer"),
    (&["client", "browser"], "client-app"),
    (&["gateway"], "api-gateway"),
];

/// The function that a word means.
fn function(word: &str, catalog: &Catalog) -> Result<(String, Option<Said>), String> {
    let id = word.to_lowercase().replace(['_', ' '], "-");
    if catalog.function(&id).is_some() {
        return Ok((id, None));
    }
    let one = noun::singular(&id);
    if catalog.function(&one).is_some() {
        return Ok((one, None));
    }
    if let Some((_, function)) = BOXES.iter().find(|(words, _)| words.contains(&one.as_str())) {
        return Ok(((*function).to_string(), None));
    }
    if let Some((product, function)) = early::technology(word, catalog) {
        let said = product_stands_as(&product, &function);
        return Ok((function, Some(said)));
    }
    let found = catalog.search(word);
    let product = found.iter().find_map(|hit| {
        let (entry, technology) = catalog.technology(&hit.entry.id).filter(|_| hit.score >= NAMED)?;
        Some((entry.title.clone(), technology.fills.first()?.clone()))
    });
    if let Some((product, function)) = product {
        let said = product_stands_as(&product, &function);
        return Ok((function, Some(said)));
    }
    let called = found
        .iter()
        .find(|hit| hit.score >= 700 && catalog.function(&hit.entry.id).is_some());
    if let Some(hit) = called {
        return Ok((hit.entry.id.clone(), None));
    }
    let functions: Vec<&str> = catalog.ids(crate::catalog::Kind::Function).collect();
    let near = nearest(&id, functions.iter().copied()).or_else(|| {
        let about = found.iter().find(|hit| catalog.function(&hit.entry.id).is_some());
        about.map(|hit| hit.entry.id.as_str())
    });
    Err(match near {
        Some(near) => format!("the catalog has no function `{word}`; did you mean `{near}`?"),
        None => format!("the catalog has no function `{word}`; `napkin catalog list function` shows all"),
    })
}

fn product_stands_as(product: &str, function: &str) -> Said {
    Said::Tip(format!(
        "{product} is a product; it stands there as a {function}, the product is chosen later"
    ))
}

/// `eu-west: a, b, c; us-east: a, b`.
pub fn regions(answer: &str) -> Result<Change, String> {
    let mut edits = Vec::new();
    for part in split_outside(answer, ';') {
        let wrong = || format!("`{part}`: write a region and its zones, such as `eu-west: a, b, c`");
        let (region, zones) = part.split_once(':').ok_or_else(wrong)?;
        let region = region.trim();
        if zones.trim().starts_with('{') && !region.is_empty() {
            edits.push(Edit::set(["regions", region], Value::Raw(zones.trim().to_string())));
            continue;
        }
        let zones: Vec<Value> = at_commas(zones.trim().trim_matches(['[', ']']))
            .into_iter()
            .map(Value::Text)
            .collect();
        if region.is_empty() || region.contains(char::is_whitespace) || zones.is_empty() {
            return Err(wrong());
        }
        edits.push(Edit::set(["regions", region], Value::List(zones)));
    }
    Ok(Change::of(edits))
}

/// Another product in the place of one: what was said of the units of the old one, and why it was chosen, goes with it.
pub fn product(id: &str, answer: &str, draft: &Draft) -> Change {
    const OF_THE_PRODUCT: [&str; 5] = ["size", "replicas", "zones", "per_replica", "latency"];
    let with = Edit::text(["components", id, "with"], answer);
    let old = draft.value(&["components", id, "with"]).filter(|old| old != answer);
    let Some(old) = old else {
        return Change::of(vec![with]);
    };
    let said = OF_THE_PRODUCT
        .iter()
        .filter(|key| draft.node(&["components", id, key]).is_some());
    let mut edits: Vec<Edit> = said
        .map(|key| Edit::Remove(["components", id, key].map(str::to_string).to_vec()))
        .collect();
    edits.extend(dropping::choice_of(id, draft));
    let gone = !edits.is_empty();
    edits.push(with);
    let note = format!("what was said of the units of {old}, and why, is gone with it");
    Change::of(edits).say(gone.then_some(Said::Note(note)))
}

/// Words for units that say nothing of their size.
const PLAIN: [&str; 8] = [
    "server",
    "servers",
    "unit",
    "units",
    "instances",
    "nodes",
    "machines",
    "replicas",
];

/// `3`, `3 x r7g.large`, `6 x m6i.large, 2500 req/s each, in a, b, c`. Where no zone is named, several units are spread
/// over those of the region.
pub fn units(id: &str, answer: &str, draft: &Draft) -> Result<Change, String> {
    let wrong =
        || "write how many, of what, what one carries, where: `6 x m6i.large, 2500 req/s each, in a, b, c`".to_string();
    let (units, zones) = match answer.split_once(" in ") {
        Some((units, zones)) => (units, Some(zones)),
        None => (answer, None),
    };
    let mut edits = Vec::new();
    for (at, part) in at_commas(units).iter().enumerate() {
        if at == 0 {
            let part = amount::in_digits(part);
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            if digits.is_empty() {
                return Err(wrong());
            }
            let size = part.get(digits.len()..).unwrap_or_default();
            let size = size.trim().trim_start_matches(['x', '×', '*']).trim();
            edits.push(Edit::text(["components", id, "replicas"], digits));
            // `3 servers` counts them and names no size.
            if !size.is_empty() && !PLAIN.contains(&size) {
                edits.push(Edit::text(["components", id, "size"], size));
            }
        } else {
            let rate = part.trim().trim_end_matches(" each").trim_end_matches(" a unit");
            edits.push(Edit::text(["components", id, "per_replica"], rate));
        }
    }
    if let Some(zones) = zones {
        let zones: Vec<Value> = at_commas(zones.trim().trim_matches(['[', ']']))
            .into_iter()
            .map(Value::Text)
            .collect();
        edits.push(Edit::set(["components", id, "zones"], Value::List(zones)));
    }
    if edits.is_empty() {
        return Err(wrong());
    }
    let spread = zones.is_none().then(|| spread(id, &edits, draft)).flatten();
    let said = spread.as_ref().map(|zones| {
        let zones: Vec<String> = zones.iter().map(Value::to_string).collect();
        Said::Note(format!("{id} stands in {}, one unit after the other", zones.join(", ")))
    });
    edits.extend(spread.map(|zones| Edit::set(["components", id, "zones"], Value::List(zones))));
    Ok(Change::of(edits).say(said))
}

/// The zones over which several units go where nobody says it: those of the only region.
fn spread(id: &str, edits: &[Edit], draft: &Draft) -> Option<Vec<Value>> {
    let units = edits.iter().find_map(|edit| match edit {
        Edit::Set(path, Value::Text(units)) if path.last().is_some_and(|key| key == "replicas") => units.parse().ok(),
        _ => None,
    });
    let regions = draft.names(&["regions"]);
    let [region] = regions.as_slice() else {
        return None;
    };
    let zones = draft.items(&["regions", region]);
    let open = draft.node(&["components", id, "zones"]).is_none();
    let several = open && zones.len() > 1 && units.is_some_and(|units: usize| units > 1);
    several.then(|| zones.into_iter().take(units.unwrap_or(1)).map(Value::Text).collect())
}

/// `5 ms`, or `p50 3 ms, p99 15 ms`.
pub fn time(id: &str, answer: &str) -> Result<Change, String> {
    let written = |text: &str| amount::time(text).unwrap_or_else(|| text.to_string());
    let parts = at_commas(answer);
    let of = |percentile: &str| {
        let part = parts.iter().find_map(|p| p.strip_prefix(percentile));
        part.map(|p| Value::text(written(p.trim().trim_start_matches([':', '=', ' ']))))
    };
    let value = match (of("p50"), of("p99")) {
        (Some(p50), Some(p99)) => Value::map([("p50", p50), ("p99", p99)]),
        (None, None) if parts.len() == 1 => Value::text(written(answer)),
        _ => return Err("write one time, or both: `p50 3 ms, p99 15 ms`".into()),
    };
    Ok(Change::of(vec![Edit::set(["components", id, "latency"], value)]))
}
