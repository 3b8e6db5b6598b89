//! Qualities as people say them: `four nines for view`, `survives the loss of a zone`, `strongly consistent orders`.
//! An answer is taken so only where every word of it is understood; else it stays as it is.

use super::super::super::draft::Draft;
use super::super::super::said::Said;
use super::super::amount::{amount, each_time, money, throughput, time, tokens};
use super::subject::{self, Subject};
use super::{OF_DATA, budget};

/// An answer in the words of the format.
#[derive(Debug)]
pub struct Spoken {
    /// None where no calculation proves it.
    pub text: Option<String>,
    pub said: Vec<Said>,
}

impl Spoken {
    pub fn of(text: String) -> Spoken {
        Spoken {
            text: Some(text),
            said: Vec::new(),
        }
    }

    /// What was made of an answer, and told.
    pub fn noted(text: String) -> Spoken {
        Spoken {
            said: vec![Said::Note(format!("taken as `{text}`"))],
            text: Some(text),
        }
    }
}

/// Words that say nothing more, wherever they stand.
const FILLERS: [&str; 45] = [
    "may", "can", "the", "a", "an", "it", "its", "is", "are", "be", "must", "should", "shall", "will", "has", "have",
    "we", "need", "want", "with", "at", "least", "most", "than", "in", "no", "more", "high", "low", "good", "very",
    "our", "always", "target", "<", "=", "≤", ":", ",", "that", "under", "below", "less", "within", "every",
];
/// Words by which a target would be on the wrong side of what is always at least.
const BELOW: [&str; 6] = ["<", "≤", "under", "below", "less", "most"];

const AVAILABLE: [&str; 6] = ["available", "availability", "uptime", "up", "reachable", "online"];
const DURABLE: [&str; 2] = ["durable", "durability"];
const QUICK: [&str; 16] = [
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
const SURVIVES: [&str; 8] = [
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
const LOSING: [&str; 17] = [
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

/// The parts of a sentence.
struct Sentence<'d> {
    /// Words without subject and condition, in small letters but for units.
    head: Vec<String>,
    subject: Option<Vec<String>>,
    when: String,
    draft: &'d Draft,
}

/// The answer in the words of the format; none where not every word of it is understood.
///
/// # Errors
/// What is understood and lacks its subject, with the text to type.
pub fn spoken(answer: &str, draft: &Draft) -> Result<Option<Spoken>, String> {
    if answer.contains(['{', '"']) {
        return Ok(None);
    }
    if let Some(holds) = budget::comparison(answer, draft) {
        return Ok(Some(Spoken::of(holds)));
    }
    let words = joined(tokens(answer));
    if let Some(budget) = budget::said(&words, draft) {
        return Ok(Some(budget));
    }
    let sentence = Sentence::cut(&words, draft);
    let text = match sentence.in_two(answer) {
        Some(two) => return Err(two),
        None => sentence.read()?,
    };
    Ok(text.map(|text| match is_same(&text, answer) {
        true => Spoken::of(text),
        false => Spoken::noted(text),
    }))
}

/// Whether an answer was in the words of the format already.
fn is_same(text: &str, answer: &str) -> bool {
    let bare = |text: &str| {
        text.to_lowercase()
            .replace([' ', '<', ':'], "")
            .replacen("latency", "", 1)
    };
    bare(text) == bare(answer)
}

/// `p99` and `.9` are one word.
fn joined(words: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in words {
        let percentile =
            |w: &String| w.starts_with('p') && w.len() > 1 && w.chars().skip(1).all(|c| c.is_ascii_digit());
        match out.last_mut().filter(|last| word.starts_with('.') && percentile(last)) {
            Some(last) => last.push_str(&word),
            None => out.push(word),
        }
    }
    out
}

impl<'d> Sentence<'d> {
    fn cut(words: &[String], draft: &'d Draft) -> Sentence<'d> {
        let is = |word: &String, known: &[&str]| known.contains(&word.to_lowercase().as_str());
        let when = words.iter().position(|w| is(w, &["when"])).unwrap_or(words.len());
        let (words, condition) = words.split_at(when);
        let condition = condition.join(" ");
        let starts = |at: &usize| {
            let of = words.get(*at).is_some_and(|w| is(w, &["of", "for"]));
            let number = words
                .get(at + 1)
                .is_none_or(|w| w.starts_with(|c: char| c.is_ascii_digit() || c == '$'));
            let loss = at
                .checked_sub(1)
                .and_then(|b| words.get(b))
                .is_some_and(|w| is(w, &LOSING));
            let time = words.get(at + 2).is_some_and(|w| is(w, &["time"]));
            of && !number && !loss && !time
        };
        let of = (0..words.len()).rev().find(starts);
        let lower = |words: &[String]| words.iter().map(|w| w.to_lowercase()).collect::<Vec<_>>();
        let mut head = words.get(..of.unwrap_or(words.len())).unwrap_or_default().to_vec();
        let mut subject = of.and_then(|at| words.get(at + 1..)).map(lower);
        if subject.is_none() {
            subject = beside(&mut head, draft);
        }
        Sentence {
            head,
            subject,
            when: condition,
            draft,
        }
    }

    /// Two qualities in one answer.
    fn in_two(&self, answer: &str) -> Option<String> {
        let (one, other) = answer.split_once(" and ")?;
        let read = |text: &str| Sentence::cut(&joined(tokens(text)), self.draft).read().ok().flatten();
        let (one, other) = (read(one)?, read(other)?);
        Some(format!("these are two; type one, then the other: `{one}`, `{other}`"))
    }

    fn read(&self) -> Result<Option<String>, String> {
        let readings: [fn(&Self) -> Option<(&'static str, String)>; 9] = [
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
        let Some((metric, value)) = readings.iter().find_map(|reading| reading(self)) else {
            return Ok(None);
        };
        let of_data = OF_DATA.contains(&metric);
        let about = match &self.subject {
            None => None,
            Some(words) => match subject::named(words, of_data, self.draft) {
                None => return Ok(None),
                Some(Subject::Whole) => None,
                Some(Subject::Id(id)) => Some(id),
            },
        };
        if about.is_none() && matches!(metric, "rpo" | "rto" | "throughput") {
            return Err(self.lacking(metric, &value));
        }
        let of = about.map(|id| format!(" of {id}")).unwrap_or_default();
        let when = match self.when.is_empty() {
            true => String::new(),
            false => format!(" {}", self.when),
        };
        Ok(Some(format!("{metric} {value}{of}{when}")))
    }

    /// What to type where a quality says nothing of what it is about.
    fn lacking(&self, metric: &str, value: &str) -> String {
        let (map, what) = match metric {
            "throughput" => ("flows", "flow"),
            _ => ("data", "data"),
        };
        let names = self.draft.names(&[map]);
        let first = names
            .first()
            .map_or(if map == "data" { "photo" } else { "view" }, String::as_str);
        let when = if metric == "throughput" { "" } else { " when zone lost" };
        let known = match names.is_empty() {
            true => String::new(),
            false => format!(" ({})", names.join(", ")),
        };
        format!("of which {what}{known}? Type `{metric} {value} of {first}{when}`")
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
    fn nines(&self) -> Option<(&'static str, String)> {
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

    /// `99.9 % available`.
    fn share(&self) -> Option<(&'static str, String)> {
        let (before, from) = self.at_number()?;
        let (share, rest) = amount(from)?;
        let (percent, rest) = rest.split_first()?;
        let metric = match (self.says(&AVAILABLE), self.says(&DURABLE)) {
            (true, false) => "availability",
            (false, true) => "durability",
            _ => return None,
        };
        let words = [&AVAILABLE[..], &DURABLE, &["of", "time", ">", "≥"]].concat();
        let understood = self.only(before, &words) && self.only(rest, &words) && !self.says(&BELOW[..5]);
        let percent = ["%", "percent", "pct"].contains(&percent.to_lowercase().as_str());
        (percent && understood).then(|| (metric, format!("{} %", share.written())))
    }

    /// `survives the loss of a zone`.
    fn survive(&self) -> Option<(&'static str, String)> {
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
    fn loss_of_data(&self) -> Option<(&'static str, String)> {
        let lost = ["loss", "lose", "lost", "loses", "losing"];
        let none = ["no", "zero", "never", "without", "not"];
        let understood = self.only(&self.head, &[&lost[..], &none, &["data", "any", "of", "can"]].concat());
        let all = self.says(&lost) && self.says(&none);
        (all && understood && (self.says(&["data"]) || self.subject.is_some())).then(|| ("rpo", "0 s".to_string()))
    }

    /// `strongly consistent`.
    fn consistency(&self) -> Option<(&'static str, String)> {
        let words = ["consistent", "consistency"];
        let (held, kind) = HELD.iter().find(|(held, _)| self.says(held))?;
        let understood = self.says(&words) && self.only(&self.head, &[held, &words[..]].concat());
        understood.then(|| ("consistency", (*kind).to_string()))
    }

    /// `costs less than 20k a month`: without a currency dollars are meant, as everywhere.
    fn cost(&self) -> Option<(&'static str, String)> {
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
    fn throughput(&self) -> Option<(&'static str, String)> {
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
    fn age(&self) -> Option<(&'static str, String)> {
        let metric = match (self.says(&STALE), self.says(&BACK)) {
            (true, false) => "staleness",
            (false, true) => "rto",
            _ => return None,
        };
        let value = self.time(&[&STALE[..], &BACK].concat())?;
        Some((metric, value))
    }

    /// `p99 latency under 100 ms`; without a percentile the 99th is meant.
    fn latency(&self) -> Option<(&'static str, String)> {
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

/// A known name at the front or at the end of a sentence without `of`: `view p99 < 100 ms`, `strongly consistent orders`.
fn beside(head: &mut Vec<String>, draft: &Draft) -> Option<Vec<String>> {
    let is_name = |word: &String| {
        let lower = word.to_lowercase();
        let word = [lower.as_str()];
        let common =
            FILLERS.contains(&lower.as_str()) || QUICK.contains(&lower.as_str()) || SURVIVES.contains(&lower.as_str());
        !common
            && ["data", "flows"].iter().any(|map| {
                let names = draft.names(&[map]);
                names
                    .iter()
                    .any(|n| n == word[0] || *n == super::super::noun::singular(word[0]))
            })
    };
    if head.len() < 2 {
        return None;
    }
    if head.first().is_some_and(is_name) {
        return Some(vec![head.remove(0).to_lowercase()]);
    }
    let last = head.last().filter(|w| is_name(w)).map(|w| w.to_lowercase())?;
    head.pop();
    Some(vec![last])
}
