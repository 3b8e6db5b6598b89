//! What happened in a session, line by line, so that it can go on, be timed and be played again.

use serde::{Deserialize, Serialize};

/// The first line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Version of the journal's form.
    pub napkin_session: u32,
    pub case: Option<String>,
    pub plan: String,
    /// Minutes of the whole session.
    pub minutes: u32,
    pub mock: bool,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Seconds of the session so far; pauses between sittings don't count.
    pub at: u64,
    #[serde(rename = "do")]
    pub what: What,
    /// The question at which it happened.
    pub key: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default, skip_serializing_if = "By::is_typed")]
    pub by: By,
    /// Ids that went; none of them is given again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<String>,
    /// A thing that has another name since: the old one, the new one. Keys before it speak of the old one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renamed: Option<(String, String)>,
    /// The question that came next; none at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    Answer,
    /// Blank: on to the next question.
    Next,
    Skip,
    Back,
    Go,
    /// The optional questions of a part are wanted.
    More,
    Hint,
    Park,
    Ask,
    Set,
    Rename,
    Drop,
    /// The clock of a mock interview moved on.
    Time,
    Quit,
}

/// Where an answer came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    #[default]
    Typed,
    Flag,
    File,
    Default,
}

impl By {
    fn is_typed(&self) -> bool {
        *self == By::Typed
    }
}

/// A journal, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    pub header: Header,
    pub events: Vec<Event>,
    /// Lines that could not be read: the last one of a session that was killed while it wrote.
    pub lost: usize,
}

/// Longest journal that is read, in lines.
const MOST_LINES: usize = 100_000;

impl Journal {
    /// Reads a journal; `None` where its first line is none of ours.
    pub fn read(text: &str) -> Option<Journal> {
        let mut lines = text.lines().take(MOST_LINES);
        let header: Header = serde_json::from_str(lines.next()?).ok()?;
        let (mut events, mut lost) = (Vec::new(), 0);
        for line in lines.filter(|l| !l.trim().is_empty()) {
            match serde_json::from_str(line) {
                Ok(event) => events.push(event),
                Err(_) => lost += 1,
            }
        }
        (header.napkin_session == 1).then_some(Journal { header, events, lost })
    }
}

impl Header {
    /// As the first line of a journal.
    pub fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Event {
    /// As a line of a journal.
    pub fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
