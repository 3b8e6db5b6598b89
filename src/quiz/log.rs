//! The log of practice: one line for each answer.

use super::{Day, Grade};
use serde_json::{Value, json};

/// Most lines that are read; older ones are left out.
const MOST: usize = 100_000;

/// One answer as it was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub day: Day,
    /// Id of the question.
    pub card: String,
    pub grade: Grade,
}

/// All answers, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    pub records: Vec<Record>,
    /// Lines that could not be read.
    pub lost: usize,
}

impl Log {
    /// Reads a log; a line that is torn costs no more than itself.
    pub fn read(text: &str) -> Log {
        let mut log = Log::default();
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let recent = lines.len().saturating_sub(MOST);
        for line in lines.into_iter().skip(recent) {
            match Record::read(line) {
                Some(record) => log.records.push(record),
                None => log.lost += 1,
            }
        }
        log
    }
}

impl Record {
    fn read(line: &str) -> Option<Record> {
        let value: Value = serde_json::from_str(line).ok()?;
        Some(Record {
            day: Day::from_text(value["day"].as_str()?)?,
            card: value["card"].as_str()?.to_string(),
            grade: Grade::from_name(value["grade"].as_str()?)?,
        })
    }

    /// As a line of the log, without its end.
    pub fn line(&self) -> String {
        json!({ "day": self.day.to_string(), "card": self.card, "grade": self.grade.name() }).to_string()
    }
}
