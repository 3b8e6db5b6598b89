//! Where typed lines come from.

use std::io::{self, IsTerminal};

use napkin::interview::Question;

use super::lines::Lines;
use super::terminal::Terminal;

/// Smallest window in which the prompts of a terminal are drawn; below, lines are read plainly.
pub const LEAST: (u16, u16) = (10, 40);

/// Why there is no line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    NoMoreInput,
    /// By a signal.
    Interrupted,
}

/// Asks one question and waits for a line.
pub trait Prompter {
    fn ask(&mut self, question: &Question) -> Result<String, Ended>;

    /// Whether a person sits there.
    fn is_terminal(&self) -> bool;
}

/// A terminal where input and talk both are one, else plain lines.
pub fn best() -> Box<dyn Prompter> {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match io::stdin().is_terminal() && io::stderr().is_terminal() && !dumb {
        true => Box::new(Terminal::new()),
        false => Box::new(Lines::new()),
    }
}
