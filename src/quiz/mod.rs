//! The quiz: questions from the catalog, judged, and asked again when they were missed.
//!
//! A deck is made from the catalog, a schedule from the log of practice; a session takes lines and says what comes
//! back. The day comes from the driver, so that the same log, seed and day give the same questions.

mod card;
mod day;
mod deck;
mod judge;
mod log;
mod schedule;
mod session;

pub use card::{Answer, Card, Topic};
pub use day::Day;
pub use deck::{Wanted, deck};
pub use judge::{Grade, Judged};
pub use log::{Log, Record};
pub use schedule::{Standing, Weak, order, weak};
pub use session::{Line, Reply, Session};
