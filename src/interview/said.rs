//! What the session says, by what it is; how it looks is the terminal's matter.

/// One thing said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// What the interviewer answers.
    Interviewer(String),
    /// What the program did.
    Note(String),
    /// What is wrong with an answer, and what to write instead.
    Problem(String),
    /// Advice; not given in a mock interview.
    Tip(String),
    /// A number that has changed.
    Number(String),
    /// A new part begins: title, minutes, what is asked for.
    Phase { title: String, minutes: u64, ask: String },
    /// Lines of a list.
    Lines(Vec<String>),
}
