//! What would be if: the same run on a changed design, and the same sheet with a changed input.

mod cure;
mod flip;
mod sweep;
mod tornado;

pub use cure::cure;
pub use flip::flips;
pub use sweep::{Range, sweep};
pub use tornado::tornado;

use crate::finding::nearest;
use crate::report::{Figure, Finding, Report};
use crate::source::Sources;

/// Why a question has no answer.
pub enum Refusal {
    /// The form of the design is wrong.
    Form(Box<(Sources, Vec<Finding>)>),
    /// The question makes no sense, in a sentence.
    Question(String),
}

/// The findings of a report whose form is broken.
pub(crate) fn form(sources: Sources, report: Report) -> Refusal {
    Refusal::Form(Box::new((sources, report.findings)))
}

/// That a name is not among those that there are.
pub(crate) fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Refusal {
    let hint = match nearest(name, known) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    };
    Refusal::Question(format!("there is no {what} `{name}`{hint}"))
}

/// The figure of a name.
fn figure<'a>(report: &'a Report, name: &str) -> Option<&'a Figure> {
    report.all_figures().into_iter().find(|f| f.name == name)
}
