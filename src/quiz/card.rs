//! A question with what is known of its answer.

/// What a question trains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Numbers worked out from others.
    Estimates,
    /// Numbers that one has in mind.
    Numbers,
    /// Questions whose first answer goes wrong.
    Traps,
    /// What breaks, and what is done about it.
    Failures,
    /// Which pattern fails how.
    Patterns,
}

impl Topic {
    /// All topics with their words.
    pub const ALL: [(&'static str, Topic); 5] = [
        ("estimates", Topic::Estimates),
        ("numbers", Topic::Numbers),
        ("traps", Topic::Traps),
        ("failures", Topic::Failures),
        ("patterns", Topic::Patterns),
    ];

    pub fn from_name(name: &str) -> Option<Topic> {
        Self::ALL.iter().find(|(n, _)| *n == name).map(|(_, topic)| *topic)
    }

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, t)| *t == self).map_or("", |(n, _)| n)
    }
}

/// One question.
#[derive(Debug, Clone)]
pub struct Card {
    /// Stable between releases: `estimates/pastebin/writes`.
    pub id: String,
    pub topic: Topic,
    /// Id of the catalog entry that it is about.
    pub about: String,
    pub ask: String,
    /// What is given, a line each.
    pub given: Vec<String>,
    pub hint: String,
    pub answer: Answer,
}

/// What is known of the answer.
#[derive(Debug, Clone)]
pub enum Answer {
    Number(Number),
    /// Words, which only a person can judge: what a strong answer has, and what goes wrong.
    Words {
        strong: String,
        trap: Option<String>,
    },
    /// One of several, from 0.
    Choice {
        options: Vec<String>,
        right: usize,
    },
}

/// A quantity with the range in which an answer is right.
#[derive(Debug, Clone)]
pub struct Number {
    /// Bounds in base units; equal for a single value.
    pub low: f64,
    pub high: f64,
    /// The base unit: `/s`, `B`, `s`, or empty.
    pub base: String,
    /// The unit in which a number without one is read: `ms`, or empty.
    pub unit: String,
    /// As it is said afterwards.
    pub text: String,
    /// How it comes about, and what follows from it.
    pub working: Vec<String>,
}
