//! Findings and places in files.

use serde::Serialize;

/// A place resolved to lines and columns, both from 1.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Place {
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
    /// The first line, whole.
    pub excerpt: String,
    /// Byte range, for drawing carets.
    #[serde(skip)]
    pub start: usize,
    #[serde(skip)]
    pub end: usize,
    /// The columns once more, in UTF-16 code units.
    #[serde(skip)]
    pub utf16: (usize, usize),
}

#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Info,
    Warning,
    Error,
}

#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    pub rule: String,
    /// What the rule is about: `redundancy`, `capacity`, …
    pub set: String,
    /// Whether it is about the form of the file, so that the command ends with 2.
    pub form: bool,
    pub severity: Severity,
    pub message: String,
    /// Id of what it is about, as a waiver names it.
    pub of: Option<String>,
    pub place: Option<Place>,
    pub label: String,
    pub related: Vec<Related>,
    pub fix: Option<String>,
    /// The fix as a change of the text, where it leaves nothing to choose.
    pub edit: Option<Edit>,
    /// The same as long as rule, subject and guilty text are, wherever the line moves; unique in a report.
    pub fingerprint: String,
    /// The waiver that covers it.
    pub waived: Option<Waived>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Related {
    pub place: Place,
    pub label: String,
}

/// Changes that belong together: all or none.
#[derive(Debug, Clone, Serialize)]
pub struct Edit {
    pub changes: Vec<Change>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// What is replaced; empty where something is put in.
    pub place: Place,
    pub text: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Waived {
    pub because: String,
    pub until: Option<String>,
}
