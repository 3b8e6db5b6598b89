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
    /// The same as a change of the text, where it leaves nothing to choose.
    pub edit: Option<Edit>,
    /// How the same is said of several things at once; none where each stands for itself.
    pub alike: Option<Alike>,
}

/// A change of a text that leaves nothing to choose. Whether the text allows it shows when the report is made.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// One word for another, which has to be all that stands at the place, quotes apart.
    Respell { at: Span, from: String, to: String },
    /// A text before a place.
    Insert { at: Span, text: String },
    /// Take away what has its lines for itself.
    Remove { at: Span },
}

impl Edit {
    /// The place that it is about.
    pub fn place(&mut self) -> &mut Span {
        match self {
            Edit::Respell { at, .. } | Edit::Insert { at, .. } | Edit::Remove { at } => at,
        }
    }
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
            edit: None,
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

    /// Says that this change clears it, and that nothing else could be meant.
    pub fn edit(mut self, edit: Edit) -> Self {
        self.edit = Some(edit);
        self
    }

    /// The same for a misspelt word, where only one of the candidates can be meant.
    pub fn respell<'a>(self, span: Span, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        match only_near(word, candidates) {
            Some(near) => self.edit(Edit::Respell {
                at: span,
                from: word.to_string(),
                to: near.to_string(),
            }),
            None => self,
        }
    }
}

/// The longest word for which a near one is sought, in bytes.
const LONGEST: usize = 200;
/// The shortest part of a word, in letters, that is taken for misspelt without asking: `a` and `b` are two zones.
const SHORTEST: usize = 4;
/// From so many letters on two slips are believed.
const LONG: usize = 8;

/// "did you mean `x`?" for the candidate nearest to `word`, if one is near enough.
///
/// Nearness is the Damerau-Levenshtein distance; up to a third of the letters may differ.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(word, candidates)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, c)| c)
}

/// The candidate that `word` must have been meant to be: a slip away, and no other one is near.
fn only_near<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut near = near(word, candidates);
    let (_, only) = near.next()?;
    let alone = near.all(|(_, other)| other == only);
    (alone && is_slip(&word.to_lowercase(), &only.to_lowercase())).then_some(only)
}

/// Whether one word is the other, typed badly. Numbers and short parts tell things apart, so they must agree:
/// `cache2` is not `cache1`, and `links_us` not `links_eu`.
fn is_slip(word: &str, meant: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let parts = |text: &str| text.split(['_', '-']).map(str::to_string).collect::<Vec<_>>();
    let (ours, theirs) = (parts(word), parts(meant));
    let mut pairs = ours.iter().zip(&theirs).filter(|(a, b)| a != b);
    let slip = |(a, b): (&String, &String)| {
        let length = a.chars().count().min(b.chars().count());
        let allowed = if length >= LONG { 2 } else { 1 };
        length >= SHORTEST && strsim::damerau_levenshtein(a, b) <= allowed
    };
    meant.chars().all(plain) && digits(word) == digits(meant) && ours.len() == theirs.len() && pairs.all(slip)
}

/// The candidates that are near to a word, with how far they are.
fn near<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = (usize, &'a str)> {
    let word = (word.len() <= LONGEST).then(|| word.to_lowercase());
    candidates.into_iter().filter_map(move |c| {
        let word = word.as_ref()?;
        let distance = strsim::damerau_levenshtein(word, &c.to_lowercase());
        let allowed = (c.chars().count().max(word.chars().count()) / 3).max(1);
        (distance <= allowed).then_some((distance, c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_may_be_meant() {
        let words = ["service", "worker", "load-balancer", "db"];
        assert_eq!(only_near("servce", words), Some("service"));
        assert_eq!(only_near("laod-balancer", words), Some("load-balancer"));
        assert_eq!(only_near("Service", words), Some("service"));
        // Too far, too short, another number, or two that are near.
        assert_eq!(only_near("sevrices-x", words), None);
        assert_eq!(only_near("cache2", ["cache1"]), None);
        assert_eq!(only_near("links_us", ["links_eu"]), None);
        assert_eq!(only_near("eu-west-b", ["eu-west-a"]), None);
        assert_eq!(only_near("dc", words), None);
        assert_eq!(only_near("reader", ["header", "leader"]), None);
        assert_eq!(only_near(&"x".repeat(201), words), None);
    }
}
