//! The one problem type, from a YAML error to a single point of failure.

use crate::source::Span;

/// How much a finding matters. The order is the order of weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing has to be done.
    Info,
    /// Likely a fault in the design, or a fact that is missing.
    Warning,
    /// The design or its form is wrong; `check` ends with 1, or with 2 for the form.
    Error,
}

/// What is found in a design: where, what is wrong here, and the smallest fix.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Id of the rule, which is also the name of its page.
    pub rule: &'static str,
    pub severity: Severity,
    /// One sentence: what is wrong here, with the numbers that show it.
    pub message: String,
    /// Id of the component, flow, entity or requirement that it is about: what a waiver's `of` names.
    pub of: Option<String>,
    /// The place to look at first; none where the file as a whole is meant.
    pub at: Option<Span>,
    /// A few words set beside the caret.
    pub label: String,
    /// Other places that explain, such as "first defined here".
    pub related: Vec<(Span, String)>,
    /// The smallest change that clears it.
    pub fix: Option<String>,
    /// How the same is said of several things at once; none where each stands for itself.
    pub alike: Option<Alike>,
}

/// What a finding shares with others of its rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// What it is about, as a list names it.
    pub id: String,
    /// The words behind a list of several.
    pub many: String,
}

impl Finding {
    pub fn new(rule: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Finding {
            rule,
            severity,
            message: message.into(),
            of: None,
            at: None,
            label: String::new(),
            related: Vec::new(),
            fix: None,
            alike: None,
        }
    }

    pub fn error(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, message)
    }

    pub fn warning(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Warning, message)
    }

    pub fn info(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Info, message)
    }

    pub fn of(mut self, id: impl Into<String>) -> Self {
        self.of = Some(id.into());
        self
    }

    pub fn at(mut self, span: Span) -> Self {
        self.at = Some(span);
        self
    }

    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Others of its rule and severity with the same words are told in one finding: their ids, and then `many`.
    pub fn alike(mut self, id: impl Into<String>, many: impl Into<String>) -> Self {
        self.alike = Some(Alike {
            id: id.into(),
            many: many.into(),
        });
        self
    }

    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }
}

/// "did you mean `x`?" for the candidate nearest to `word`, if one is near enough.
///
/// Nearness is the Damerau-Levenshtein distance; up to a third of the letters may differ.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > 200 {
        return None;
    }
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(&lower, &c.to_lowercase()), c))
        .filter(|(distance, c)| *distance <= (c.chars().count().max(word.chars().count()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, c)| c)
}
