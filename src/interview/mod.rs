//! The interview: a session as a state machine without a terminal.
//!
//! A session holds a design under way and the question that is asked now. A typed line goes in, what is to be said
//! comes out; the design's text is valid after every line, and whoever drives the session keeps it together with the
//! journal. The clock is the driver's: it hands in the seconds.

pub mod answers;
pub mod command;
mod draft;
mod dropping;
mod early;
mod facts;
pub mod journal;
mod live;
mod mentions;
mod names;
mod probe;
pub mod question;
mod said;
mod script;
mod session;
mod take;

pub use answers::Answers;
pub use draft::Draft;
pub use journal::{By, Event, Header, Journal, What};
pub use probe::Probe;
pub use question::{Asked, Choice, Kind, Question};
pub use said::Said;
pub use session::{Progress, Reply, Session, Setup, State};

/// The text of a design before the first answer.
pub fn first_text(name: &str, case: Option<&str>) -> String {
    let name = crate::amend::Value::text(name);
    match case {
        Some(case) => format!("napkin: 1\nname: {name}\ncase: {case}\n"),
        None => format!("napkin: 1\nname: {name}\n"),
    }
}
