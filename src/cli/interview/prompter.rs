//! Where typed lines come from.

use std::io::{self, IsTerminal};

use napkin::interview::{Choice, Question};

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

/// Columns that a list to move in needs beside its rows.
const BESIDE: usize = 6;

/// Columns that a row of such a list may take in a window that wide.
pub fn row_width(columns: u16) -> usize {
    usize::from(columns).saturating_sub(BESIDE)
}

/// Whether the rows of a list would be cut: then it is read above, and the list has the words alone.
pub fn are_cut(choices: &[Choice], columns: u16) -> bool {
    let widest = choices.iter().map(|c| c.word.chars().count()).max().unwrap_or(0);
    let cut = |c: &Choice| widest + 2 + c.about.chars().count() > row_width(columns);
    choices.iter().any(cut)
}

/// Asks one question and waits for a line.
pub trait Prompter {
    /// `before` is what was typed and refused: it may be mended rather than typed again.
    fn ask(&mut self, question: &Question, before: &str) -> Result<String, Ended>;

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
