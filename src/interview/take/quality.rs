//! Non-functional requirements: `availability 99.95 % of redirect`, `p99 < 100 ms of redirect when zone lost`.

use super::super::draft::{Draft, Edit};
use super::super::said::Said;
use super::{Change, at_commas};
use crate::amend::Value;

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

pub fn nonfunctional(answer: &str, draft: &Draft) -> Result<Change, String> {
    let id = draft.next_id(&["requirements", "nonfunctional"], "NFR");
    let path = ["requirements", "nonfunctional", &id];
    let (metric, rest) = metric(answer);
    let Some(metric) = metric else {
        let note = "no calculation proves this; a number would: `availability 99.95 % of …`, `p99 < 100 ms of …`";
        let says = Value::map([("says", Value::text(answer))]);
        return Ok(Change::of(vec![Edit::set(path, says)]).say([Said::Tip(note.into())]));
    };
    let (value, mut entries) = conditions(&rest);
    if value.is_empty() {
        return Err(format!("`{metric}` of how much? Such as {}", example(metric)));
    }
    let value = match metric {
        "latency" => Value::text(latency(&value)),
        "has" | "lacks" => Value::List(at_commas(&value).into_iter().map(Value::Text).collect()),
        "cost" | "holds" => Value::text(value),
        _ => Value::text(value.trim_start_matches(['<', '>', '=', '≥', '≤', ' ']).trim_start_matches("at least ").trim_start_matches("at most ")),
    };
    entries.insert(0, (metric.to_string(), value));
    Ok(Change::of(vec![Edit::set(path, Value::Map(entries))]))
}

/// The metric that an answer begins with, and what follows.
fn metric(answer: &str) -> (Option<&'static str>, String) {
    let (first, rest) = answer.split_once([' ', ':']).unwrap_or((answer, ""));
    let word = first.to_lowercase();
    let is_percentile = |w: &str| w.strip_prefix('p').is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()));
    if is_percentile(&word) {
        return (Some("latency"), answer.to_string());
    }
    let known = CALLED.iter().find(|(called, _)| *called == word);
    (known.map(|(_, metric)| *metric), rest.trim_start_matches([':', ' ']).to_string())
}

/// The value, and what it is about: `of`, `to`, `when`.
fn conditions(text: &str) -> (String, Vec<(String, Value)>) {
    let mut value = text.trim().to_string();
    let mut entries = Vec::new();
    loop {
        let last = ["of", "to", "when"].iter().filter_map(|word| Some((value.rfind(&format!(" {word} "))?, *word))).max();
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
