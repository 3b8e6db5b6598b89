//! The metric of a sentence and its value, by the words that people use for it.

use super::super::amount::{amount, each_time, money, throughput, time};
use super::spoken::Sentence;

/// Words that say nothing more, wherever they stand.
pub const FILLERS: [&str; 45] = [
    "may", "can", "the", "a", "an", "it", "its", "is", "are", "be", "must", "should", "shall", "will", "has", "have",
    "we", "need", "want", "with", "at", "least", "most", "than", "in", "no", "more", "high", "low", "good", "very",
    "our", "always", "target", "<", "=", "≤", ":", ",", "that", "under", "below", "less", "within", "every",
];
/// Words by which a target would be on the wrong side of what is always at least.
const BELOW: [&str; 6] = ["<", "≤", "under", "below", "less", "most"];

const AVAILABLE: [&str; 6] = ["available", "availability", "uptime", "up", "reachable", "online"];
const DURABLE: [&str; 2] = ["durable", "durability"];
pub const QUICK: [&str; 16] = [
    "latency",
    "response",
    "respond",
    "responds",
    "responding",
    "answer",
    "answers",
    "fast",
    "faster",
    "quick",
    "load",
    "loads",
    "time",
    "times",
    "percentile",
    "takes",
];
const STALE: [&str; 7] = ["staleness", "stale", "old", "fresh", "freshness", "late", "behind"];
const BACK: [&str; 6] = ["recover", "recovers", "recovery", "restored", "back", "rto"];
pub const SURVIVES: [&str; 8] = [
    "survive",
    "survives",
    "surviving",
    "tolerate",
    "tolerates",
    "withstand",
    "withstands",
    "outlive",
];
/// What may be lost, with the word of the format.
const LOST: [(&[&str], &str); 5] = [
    (&["zone", "zones", "az", "datacenter"], "zone"),
    (&["region", "regions"], "region"),
    (
        &[
            "instance",
            "instances",
            "server",
            "servers",
            "machine",
            "machines",
            "node",
            "nodes",
            "unit",
            "units",
        ],
        "instance",
    ),
    (&["network", "offline"], "network"),
    (&["all"], "all"),
];
pub const LOSING: [&str; 17] = [
    "loss", "losing", "lose", "lost", "outage", "outages", "failure", "failures", "failing", "crash", "of", "one",
    "any", "single", "whole", "going", "down",
];
const SPENT: [&str; 9] = [
    "cost",
    "costs",
    "budget",
    "bill",
    "spend",
    "price",
    "cheaper",
    "for",
    "expensive",
];
const HELD: [(&[&str], &str); 3] = [
    (&["eventual", "eventually"], "eventual"),
    (&["strong", "strongly", "strict"], "strong"),
    (&["session"], "session"),
];

/// A metric with its value.
type Reading = (&'static str, String);

impl Sentence<'_> {
    /// The metric that all words of the sentence are understood for.
    pub(super) fn metric(&self) -> Option<Reading> {
        let readings: [fn(&Self) -> Option<Reading>; 9] = [
            Self::nines,
            Self::share,
            Self::survive,
            Self::loss_of_data,
            Self::consistency,
            Self::cost,
            Self::throughput,
            Self::age,
            Self::latency,
        ];
        readings.iter().find_map(|reading| reading(self))
    }

    /// Whether all words are fillers or among these.
    fn only(&self, rest: &[String], words: &[&str]) -> bool {
        rest.iter().all(|w| {
            let w = w.to_lowercase();
            FILLERS.contains(&w.as_str()) || words.contains(&w.as_str())
        })
    }

    fn says(&self, words: &[&str]) -> bool {
        self.head.iter().any(|w| words.contains(&w.to_lowercase().as_str()))
    }

    /// The words before the first number, and from it on.
    fn at_number(&self) -> Option<(&[String], &[String])> {
        let at = self
            .head
            .iter()
            .position(|w| amount(std::slice::from_ref(w)).is_some())?;
        Some(self.head.split_at(at))
    }

    /// `four nines`: 99.99 %.
    fn nines(&self) -> Option<Reading> {
        let at = self.head.iter().position(|w| w.eq_ignore_ascii_case("nines"))?;
        let before = self.head.get(..at)?;
        let (count, rest) =
            (0..before.len()).find_map(|from| amount(before.get(from..)?).map(|(a, rest)| (a, (from, rest))))?;
        let (from, rest) = rest;
        let nines = count.low.value;
        let around = [self.head.get(..from)?, self.head.get(at + 1..)?].concat();
        let understood = self.only(&around, &[&AVAILABLE[..], &DURABLE, &["of"]].concat());
        if !(2.0..=15.0).contains(&nines) || nines.fract() != 0.0 || !rest.is_empty() || !understood {
            return None;
        }
        let behind = "9".repeat(nines as usize - 2);
        let share = if behind.is_empty() {
            "99 %".to_string()
        } else {
            format!("99.{behind} %")
        };
        let metric = if self.says(&DURABLE) {
            "durability"
        } else {
            "availability"
        };
        Some((metric, share))
    }

    /// `99.9 % available`; a share alone is meant so too, where it is as high as availabilities are.
    fn share(&self) -> Option<Reading> {
        let (before, from) = self.at_number()?;
        let (share, rest) = amount(from)?;
        let (percent, rest) = rest.split_first()?;
        let metric = match (self.says(&AVAILABLE), self.says(&DURABLE)) {
            (true, false) => "availability",
            (false, true) => "durability",
            (false, false) if share.low.value >= 90.0 => "availability",
            _ => return None,
        };
        let words = [&AVAILABLE[..], &DURABLE, &["of", "time", ">", "≥"]].concat();
        let understood = self.only(before, &words) && self.only(rest, &words) && !self.says(&BELOW[..5]);
        let percent = ["%", "percent", "pct"].contains(&percent.to_lowercase().as_str());
        (percent && understood).then(|| (metric, format!("{} %", share.written())))
    }

    /// `survives the loss of a zone`.
    fn survive(&self) -> Option<Reading> {
        if !self.says(&SURVIVES) {
            return None;
        }
        let rest = self.head.iter().filter(|w| {
            let w = w.to_lowercase();
            ![&SURVIVES[..], &LOSING, &FILLERS].concat().contains(&w.as_str())
        });
        let rest: Vec<&String> = rest.collect();
        let [what] = rest.as_slice() else { return None };
        let lower = what.to_lowercase();
        let kind = LOST.iter().find(|(words, _)| words.contains(&lower.as_str()));
        let component = || self.draft.names(&["components"]).into_iter().find(|c| *c == **what);
        let what = kind.map(|(_, kind)| (*kind).to_string()).or_else(component)?;
        Some(("survive", what))
    }

    /// `no data loss`.
    fn loss_of_data(&self) -> Option<Reading> {
        let lost = ["loss", "lose", "lost", "loses", "losing"];
        let none = ["no", "zero", "never", "without", "not"];
        let understood = self.only(&self.head, &[&lost[..], &none, &["data", "any", "of", "can"]].concat());
        let all = self.says(&lost) && self.says(&none);
        (all && understood && (self.says(&["data"]) || self.subject.is_some())).then(|| ("rpo", "0 s".to_string()))
    }

    /// `strongly consistent`.
    fn consistency(&self) -> Option<Reading> {
        let words = ["consistent", "consistency"];
        let (held, kind) = HELD.iter().find(|(held, _)| self.says(held))?;
        let understood = self.says(&words) && self.only(&self.head, &[held, &words[..]].concat());
        understood.then(|| ("consistency", (*kind).to_string()))
    }

    /// `costs less than 20k a month`: without a currency dollars are meant, as everywhere.
    fn cost(&self) -> Option<Reading> {
        let at = (self.head.iter()).position(|w| w == "$" || amount(std::slice::from_ref(w)).is_some())?;
        let (before, from) = self.head.split_at(at);
        let written = money(from).or_else(|| {
            let (number, rest) = amount(from).filter(|_| self.says(&SPENT[..7]))?;
            let (time, rest) = each_time(rest)?;
            rest.is_empty().then(|| format!("{} USD/{time}", number.written()))
        })?;
        self.only(before, &SPENT).then(|| ("cost", format!("< {written}")))
    }

    /// `1000 requests per second`.
    fn throughput(&self) -> Option<Reading> {
        let (before, from) = self.at_number()?;
        let words = [
            "throughput",
            "handle",
            "handles",
            "serve",
            "serves",
            "carry",
            "carries",
            "sustain",
            ">",
            "≥",
            "to",
        ];
        let rate = throughput(from).or_else(|| {
            let (number, rest) = amount(from)?;
            let rps = rest.first().map(|w| w.to_lowercase())?;
            (rest.len() == 1 && ["rps", "qps", "tps"].contains(&rps.as_str()))
                .then(|| format!("{} req/s", number.written()))
        })?;
        (self.only(before, &words) && !self.says(&BELOW[..5])).then_some(("throughput", rate))
    }

    /// `at most 5 minutes old`, `recovers within 5 minutes`.
    fn age(&self) -> Option<Reading> {
        let metric = match (self.says(&STALE), self.says(&BACK)) {
            (true, false) => "staleness",
            (false, true) => "rto",
            _ => return None,
        };
        let value = self.time(&[&STALE[..], &BACK].concat())?;
        Some((metric, value))
    }

    /// `p99 latency under 100 ms`; without a percentile the 99th is meant.
    fn latency(&self) -> Option<Reading> {
        let percentile = self.head.iter().find(|w| {
            let digits = w.strip_prefix(['p', 'P']).unwrap_or_default();
            digits.starts_with(|c: char| c.is_ascii_digit())
        });
        let median = self.says(&["median"]).then(|| "p50".to_string());
        let percentile = percentile.map(|p| p.to_lowercase()).or(median);
        if percentile.is_none() && !self.says(&QUICK) && !self.says(&BELOW) {
            return None;
        }
        let own = percentile.clone().unwrap_or_default();
        let value = self.time(&[&QUICK[..], &["median", "of", &own]].concat())?;
        let percentile = percentile.unwrap_or_else(|| "p99".into());
        Some(("latency", format!("{percentile} < {value}")))
    }

    /// The only time of the sentence, where all other words are among these.
    fn time(&self, words: &[&str]) -> Option<String> {
        let (before, from) = self.at_number()?;
        let (_, rest) = amount(from)?;
        let (_, behind) = rest.split_first()?;
        let value = from.get(..from.len().checked_sub(behind.len())?)?;
        (self.only(before, words) && self.only(behind, words))
            .then(|| time(&value.join(" ")))
            .flatten()
    }
}
