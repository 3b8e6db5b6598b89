//! Prompts on a terminal.

use std::fmt;
use std::io::ErrorKind;
use std::panic::{self, AssertUnwindSafe};

use dialoguer::Select;
use dialoguer::console::Term;
use dialoguer::theme::Theme;
use napkin::interview::{Choice, Kind, Question};

use super::super::terminal::visible;
#[cfg(unix)]
use super::editor::Editor;
use super::lines::Lines;
use super::prompter::{Ended, LEAST, Prompter, are_cut, row_width};
use super::signals;
#[cfg(not(unix))]
use drawn_by_dialoguer::Editor;

pub struct Terminal {
    editor: Editor,
    plain: Lines,
}

/// What a list gives.
enum Picked {
    Choice(usize),
    Back,
    /// To be typed.
    Other,
    /// The list could not be drawn.
    Nothing,
}

/// Prompts look like everything else here: no colon behind them.
struct Look;

impl Theme for Look {
    fn format_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        write!(f, "  {prompt}")
    }

    fn format_input_prompt(&self, f: &mut dyn fmt::Write, _: &str, _: Option<&str>) -> fmt::Result {
        f.write_str("> ")
    }

    fn format_input_prompt_selection(&self, f: &mut dyn fmt::Write, _: &str, chosen: &str) -> fmt::Result {
        write!(f, "> {}", chosen.trim_end())
    }
}

impl Terminal {
    pub fn new() -> Terminal {
        Terminal {
            editor: Editor::default(),
            plain: Lines::new(),
        }
    }

    /// A line without any drawing.
    fn plainly(&mut self, question: &Question, before: &str) -> Result<String, Ended> {
        signals::restore();
        self.plain.ask(question, before)
    }

    fn picked(&mut self, question: &Question, choices: &[Choice]) -> Result<Picked, Ended> {
        let columns = Term::stderr().size().1;
        let (width, cut) = (row_width(columns), are_cut(choices, columns));
        let widest = choices.iter().map(|c| c.word.chars().count()).max().unwrap_or(0);
        let row = |c: &Choice| {
            let text = match cut {
                true => c.word.clone(),
                false => format!("{:widest$}  {}", c.word, c.about),
            };
            shortened(&visible(&text), width)
        };
        let mut rows: Vec<String> = choices.iter().map(row).collect();
        rows.push("… type an answer or a command".to_string());
        rows.push("← back".to_string());
        let usual = question.default.as_ref().or(question.items.first());
        let usual = usual
            .and_then(|word| choices.iter().position(|c| c.word == *word))
            // Where every choice is excluded none is taken by Enter alone.
            .unwrap_or(if question.all_excluded() { choices.len() } else { 0 });
        let select = Select::with_theme(&Look)
            .with_prompt(shortened("arrow keys and Enter; Esc goes back", width))
            .items(&rows)
            .default(usual)
            .report(true);
        Ok(match drawn(|| select.interact_opt())? {
            None => Picked::Nothing,
            Some(Some(at)) if at < choices.len() => Picked::Choice(at),
            Some(Some(at)) if at == choices.len() => Picked::Other,
            Some(_) => Picked::Back,
        })
    }
}

impl Prompter for Terminal {
    fn ask(&mut self, question: &Question, before: &str) -> Result<String, Ended> {
        let (rows, columns) = Term::stderr().size_checked().unwrap_or(LEAST);
        if rows < LEAST.0 || columns < LEAST.1 {
            return self.plainly(question, before);
        }
        signals::by_keys();
        if let (Kind::Choice(choices), true) = (&question.kind, before.is_empty()) {
            match self.picked(question, choices)? {
                Picked::Choice(at) => return Ok(choices.get(at).map(|c| c.word.clone()).unwrap_or_default()),
                Picked::Back => return Ok(":b".to_string()),
                Picked::Nothing => return self.plainly(question, before),
                Picked::Other => {}
            }
        }
        self.editor.line(before)
    }

    fn is_terminal(&self) -> bool {
        true
    }
}

/// Runs a prompt; nothing comes of one that can't be drawn: a window that shrinks under it can make it panic.
fn drawn<T>(prompt: impl FnOnce() -> dialoguer::Result<T>) -> Result<Option<T>, Ended> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let result = panic::catch_unwind(AssertUnwindSafe(prompt));
    panic::set_hook(hook);
    if signals::came() {
        return Err(Ended::Interrupted);
    }
    match result {
        Ok(Ok(value)) => Ok(Some(value)),
        Ok(Err(dialoguer::Error::IO(error))) if error.kind() != ErrorKind::NotConnected => Err(signals::ended()),
        Ok(Err(_)) | Err(_) => Ok(None),
    }
}

/// A row that fits the window: a wrapped one would be drawn over.
fn shortened(text: &str, width: usize) -> String {
    if dialoguer::console::measure_text_width(text) <= width {
        return text.to_string();
    }
    dialoguer::console::truncate_str(text, width, "…").into_owned()
}

/// Lines where no editor of our own is.
#[cfg(not(unix))]
mod drawn_by_dialoguer {
    use dialoguer::{BasicHistory, Input};

    use super::super::prompter::Ended;
    use super::{Look, drawn};

    const MOST_REMEMBERED: usize = 100;

    pub struct Editor(BasicHistory);

    impl Default for Editor {
        fn default() -> Editor {
            Editor(BasicHistory::new().max_entries(MOST_REMEMBERED).no_duplicates(true))
        }
    }

    impl Editor {
        pub fn line(&mut self, before: &str) -> Result<String, Ended> {
            let input = Input::<String>::with_theme(&Look).allow_empty(true).report(true);
            let input = match before.is_empty() {
                true => input,
                false => input.with_initial_text(before),
            };
            let history = &mut self.0;
            let line = drawn(|| input.history_with(history).interact_text())?;
            line.ok_or(Ended::NoMoreInput)
        }
    }
}
