//! Qualities as people say them: `four nines for view`, `survives the loss of a zone`, `strongly consistent orders`.
//! An answer is taken so only where every word of it is understood; else it stays as it is.

use super::super::super::draft::Draft;
use super::super::super::said::Said;
use super::super::amount::tokens;
use super::metric::{FILLERS, LOSING, QUICK, SURVIVES};
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

/// The parts of a sentence.
pub struct Sentence<'d> {
    /// Words without subject and condition, in small letters but for units.
    pub(super) head: Vec<String>,
    pub(super) subject: Option<Vec<String>>,
    when: String,
    pub(super) draft: &'d Draft,
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
        let Some((metric, value)) = self.metric() else {
            return Ok(None);
        };
        let of_data = OF_DATA.contains(&metric);
        let about = match &self.subject {
            None => None,
            Some(words) => match subject::named(words, of_data, self.draft) {
                None => return Ok(None),
                Some(Subject::Whole) => None,
                Some(Subject::Id(id)) => {
                    self.one_flow(&id, metric, &value, of_data)?;
                    Some(id)
                }
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

    /// A thing that several journeys are about is no subject of a quality of one.
    fn one_flow(&self, id: &str, metric: &str, value: &str, of_data: bool) -> Result<(), String> {
        let is_known = |map: &&str| self.draft.names(&[map]).iter().any(|name| name == id);
        if of_data || ["flows", "components", "data"].iter().any(is_known) {
            return Ok(());
        }
        let flows = subject::serving(&[id], self.draft);
        match flows.first().filter(|_| flows.len() > 1) {
            Some(first) => Err(format!(
                "of which flow ({})? Type `{metric} {value} of {first}`",
                flows.join(", ")
            )),
            None => Ok(()),
        }
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
