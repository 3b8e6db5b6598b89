//! Prompts on a terminal.

use std::fmt;
use std::io::ErrorKind;
use std::panic::{self, AssertUnwindSafe};

use dialoguer::console::Term;
use dialoguer::theme::Theme;
use dialoguer::{BasicHistory, Input, Select};
use napkin::interview::{Choice, Kind, Question};

use super::super::terminal::visible;
use super::lines::Lines;
use super::prompter::{Ended, LEAST, Prompter};
use super::signals;

/// Lines that the arrow keys bring back.
const MOST_REMEMBERED: usize = 100;

pub struct Terminal {
    history: BasicHistory,
    plain: Lines,
}

/// Prompts without ornament.
struct Bare;

impl Theme for Bare {
    fn format_input_prompt(&self, f: &mut dyn fmt::Write, prompt: &str, _: Option<&str>) -> fmt::Result {
        write!(f, "{prompt} ")
    }

    fn format_input_prompt_selection(&self, f: &mut dyn fmt::Write, prompt: &str, selected: &str) -> fmt::Result {
        write!(f, "{prompt} {selected}")
    }
}

/// What a list gives.
enum Picked {
    Choice(usize),
    Back,
    /// To be typed.
    Other,
}

impl Terminal {
    pub fn new() -> Terminal {
        Terminal {
            history: BasicHistory::new().max_entries(MOST_REMEMBERED).no_duplicates(true),
            plain: Lines::new(),
        }
    }

    fn typed(&mut self, before: &str) -> Result<String, Ended> {
        let input = Input::<String>::with_theme(&Bare)
            .with_prompt(">")
            .allow_empty(true)
            .report(true);
        let input = match before.is_empty() {
            true => input,
            false => input.with_initial_text(before),
        };
        let history = &mut self.history;
        drawn(|| input.history_with(history).interact_text())
    }

    fn picked(&mut self, question: &Question, choices: &[Choice]) -> Result<Picked, Ended> {
        let width = usize::from(Term::stderr().size().1).saturating_sub(6);
        let widest = choices.iter().map(|c| c.word.chars().count()).max().unwrap_or(0);
        let row = |c: &Choice| {
            let text = visible(&format!("{:widest$}  {}", c.word, c.about)).into_owned();
            shortened(&text, width)
        };
        let mut rows: Vec<String> = choices.iter().map(row).collect();
        rows.push("… type an answer or a command".to_string());
        rows.push("← back".to_string());
        let usual = question.default.as_ref().or(question.items.first());
        let usual = usual
            .and_then(|word| choices.iter().position(|c| c.word == *word))
            .unwrap_or(0);
        let select = Select::with_theme(&Bare)
            .with_prompt("arrow keys and Enter; Esc goes back")
            .items(&rows)
            .default(usual);
        let chosen = drawn(|| select.interact_opt())?;
        Ok(match chosen {
            Some(at) if at < choices.len() => Picked::Choice(at),
            Some(at) if at == choices.len() => Picked::Other,
            _ => Picked::Back,
        })
    }
}

impl Prompter for Terminal {
    fn ask(&mut self, question: &Question, before: &str) -> Result<String, Ended> {
        let (rows, columns) = Term::stderr().size_checked().unwrap_or(LEAST);
        if rows < LEAST.0 || columns < LEAST.1 {
            return self.plain.ask(question, before);
        }
        if let (Kind::Choice(choices), true) = (&question.kind, before.is_empty()) {
            match self.picked(question, choices)? {
                Picked::Choice(at) => return Ok(choices.get(at).map(|c| c.word.clone()).unwrap_or_default()),
                Picked::Back => return Ok(":b".to_string()),
                Picked::Other => {}
            }
        }
        self.typed(before)
    }

    fn is_terminal(&self) -> bool {
        true
    }
}

/// Runs a prompt. A window that shrinks under it can make it panic: then the line is read plainly next time.
fn drawn<T>(prompt: impl FnOnce() -> dialoguer::Result<T>) -> Result<T, Ended> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let result = panic::catch_unwind(AssertUnwindSafe(prompt));
    panic::set_hook(hook);
    match result {
        Ok(Ok(value)) if !signals::came() => Ok(value),
        Ok(Ok(_)) => Err(Ended::Interrupted),
        Ok(Err(dialoguer::Error::IO(error))) if error.kind() == ErrorKind::Interrupted => {
            signals::wait();
            Err(Ended::Interrupted)
        }
        Ok(Err(_)) | Err(_) => {
            signals::restore();
            Err(if signals::came() {
                Ended::Interrupted
            } else {
                Ended::NoMoreInput
            })
        }
    }
}

/// A row that fits the window: a wrapped one would be drawn over.
fn shortened(text: &str, width: usize) -> String {
    if dialoguer::console::measure_text_width(text) <= width {
        return text.to_string();
    }
    dialoguer::console::truncate_str(text, width, "…").into_owned()
}
