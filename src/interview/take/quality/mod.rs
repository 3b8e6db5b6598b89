//! Non-functional requirements: `availability 99.95 % of redirect`, `p99 < 100 ms of redirect when zone lost`.

mod budget;
mod metric;
mod spoken;
mod subject;

use super::super::draft::{Draft, Edit};
use super::super::said::Said;
use super::{Change, at_commas};
use crate::amend::Value;
use spoken::Spoken;

/// Words by which people call a metric.
const CALLED: [(&str, &str); 22] = [
    ("availability", "availability"),
    ("available", "availability"),
    ("uptime", "availability"),
    ("throughput", "throughput"),
    ("rps", "throughput"),
    ("qps", "throughput"),
    ("durability", "durability"),
    ("durable", "durability"),
    ("latency", "latency"),
    ("rpo", "rpo"),
    ("rto", "rto"),
    ("cost", "cost"),
    ("budget", "cost"),
    ("staleness", "staleness"),
    ("freshness", "staleness"),
    ("survive", "survive"),
    ("survives", "survive"),
    ("consistency", "consistency"),
    ("consistent", "consistency"),
    ("has", "has"),
    ("lacks", "lacks"),
    ("holds", "holds"),
];

/// Metrics that are about data.
const OF_DATA: [&str; 5] = ["durability", "rpo", "rto", "consistency", "staleness"];

pub fn nonfunctional(answer: &str, draft: &Draft) -> Result<Change, String> {
    let id = draft.next_id("NFR");
    let path = ["requirements", "nonfunctional", &id];
    if answer.starts_with('{') {
        let after = |key: &str| {
            answer
                .split(&format!("{key}: "))
                .nth(1)
                .and_then(|t| t.split([',', '}']).next())
        };
        let of_data = OF_DATA.iter().any(|metric| after(metric).is_some());
        let noun = after("of")
            .map(str::trim)
            .filter(|_| of_data)
            .and_then(|noun| new_noun(noun, draft));
        return Ok(with_noun(noun, Edit::set(path, Value::Raw(answer.to_string()))));
    }
    let spoken = spoken::spoken(answer, draft)?;
    match spoken {
        Some(Spoken { text: Some(text), said }) => Ok(stated(&path, &text, draft)?.say(said)),
        Some(Spoken { text: None, said }) => Ok(words_only(&path, answer).say(said)),
        None => stated(&path, answer, draft),
    }
}

/// What no calculation proves, as it was said.
fn words_only(path: &[&str; 3], answer: &str) -> Change {
    Change::of(vec![Edit::set(*path, Value::map([("says", Value::text(answer))]))])
}

/// A metric with its value, and what it is about.
fn stated(path: &[&str; 3], answer: &str, draft: &Draft) -> Result<Change, String> {
    let (metric, rest) = metric(answer);
    let Some(metric) = metric else {
        let note = "no calculation proves this; a number would: `availability 99.95 % of …`, `p99 < 100 ms of …`";
        return Ok(words_only(path, answer).say([Said::Tip(note.into())]));
    };
    let (value, mut entries) = conditions(&rest);
    if value.is_empty() {
        return Err(format!("`{metric}` of how much? Such as {}", example(metric)));
    }
    let value = match metric {
        "latency" => Value::text(latency(&value)),
        "has" | "lacks" => Value::List(at_commas(&value).into_iter().map(Value::Text).collect()),
        "cost" | "holds" => Value::text(value),
        _ => Value::text(
            value
                .trim_start_matches(['<', '>', '=', '≥', '≤', ' '])
                .trim_start_matches("at least ")
                .trim_start_matches("at most "),
        ),
    };
    entries.insert(0, (metric.to_string(), value));
    let about = entries.iter().find(|(key, _)| key == "of").map(|(_, value)| value);
    let noun = match about {
        Some(Value::Text(noun)) if OF_DATA.contains(&metric) => new_noun(noun, draft),
        _ => None,
    };
    let listener = entries
        .iter()
        .find(|(key, _)| key == "to")
        .and_then(|(_, value)| match value {
            Value::Text(name) => new_noun(name, draft),
            _ => None,
        });
    let mut change = with_noun(noun, Edit::set(*path, Value::Map(entries)));
    // Who waits at the other end may be somebody whom no requirement has named yet.
    if let Some(name) = listener.filter(|name| !draft.names(&["actors"]).contains(name)) {
        change
            .edits
            .insert(0, Edit::text(["actors", &name], format!("a {name}")));
    }
    Ok(change)
}

/// The requirement, and before it the data that it is about where the design does not know it yet: qualities are
/// asked for before data.
fn with_noun(noun: Option<String>, requirement: Edit) -> Change {
    let said = noun
        .as_ref()
        .map(|noun| Said::Note(format!("{noun} is noted as something that is kept")));
    let kept = noun.map(|noun| Edit::set(["data", &noun], Value::Map(Vec::new())));
    Change::of(kept.into_iter().chain([requirement]).collect()).say(said)
}

fn new_noun(noun: &str, draft: &Draft) -> Option<String> {
    let known = |map: &str| draft.names(&[map]).iter().any(|n| n == noun);
    let unknown = !["data", "flows", "components"].iter().any(|map| known(map));
    (unknown && super::identifier(noun).as_deref() == Some(noun)).then(|| noun.to_string())
}

/// The metric that an answer begins with, and what follows.
fn metric(answer: &str) -> (Option<&'static str>, String) {
    let (first, rest) = answer.split_once([' ', ':']).unwrap_or((answer, ""));
    let word = first.to_lowercase();
    let is_percentile = |w: &str| {
        w.strip_prefix('p')
            .is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
    };
    if is_percentile(&word) {
        return (Some("latency"), answer.to_string());
    }
    let known = CALLED.iter().find(|(called, _)| *called == word);
    (
        known.map(|(_, metric)| *metric),
        rest.trim_start_matches([':', ' ']).to_string(),
    )
}

/// The value, and what it is about: `of`, `to`, `when`.
fn conditions(text: &str) -> (String, Vec<(String, Value)>) {
    let mut value = text.trim().to_string();
    let mut entries = Vec::new();
    loop {
        let last = ["of", "to", "when"]
            .iter()
            .filter_map(|word| Some((value.rfind(&format!(" {word} "))?, *word)))
            .max();
        let Some((at, word)) = last else {
            break;
        };
        let about = value.get(at + word.len() + 2..).unwrap_or_default().trim().to_string();
        value = value.get(..at).unwrap_or_default().trim().to_string();
        entries.insert(0, (word.to_string(), Value::Text(about)));
    }
    (value, entries)
}

/// `100 ms` alone is meant for the 99th percentile.
fn latency(value: &str) -> String {
    if value.starts_with('p') {
        return match value.contains('<') {
            true => value.to_string(),
            false => value.replacen(' ', " < ", 1),
        };
    }
    format!("p99 < {}", value.trim_start_matches(['<', '=', '≤', ' ']))
}

fn example(metric: &str) -> &'static str {
    match metric {
        "availability" => "`availability 99.95 % of redirect`",
        "throughput" => "`throughput 12k req/s of redirect`",
        "durability" => "`durability 99.999999999 % of link`",
        "latency" => "`latency p99 < 100 ms of redirect`",
        "rpo" => "`rpo 0 s of link when zone lost`",
        "rto" => "`rto 5 min of link when zone lost`",
        "cost" => "`cost < 20k USD/month`",
        "staleness" => "`staleness 5 min of click`",
        "survive" => "`survive zone of redirect`",
        "consistency" => "`consistency eventual of click`",
        "has" => "`has tls, waf`",
        "lacks" => "`lacks public-access of links`",
        _ => "`holds first_screen < 2.5 s`",
    }
}
