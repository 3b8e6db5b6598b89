//! Prompts on a terminal.

use dialoguer::console::Term;
use napkin::interview::{Kind, Question};

#[cfg(unix)]
use super::editor::Editor;
use super::lines::Lines;
use super::prompter::{Ended, LEAST, Prompter};
use super::signals;
#[cfg(not(unix))]
use drawn_by_dialoguer::Editor;

pub struct Terminal {
    editor: Editor,
    plain: Lines,
}

impl Terminal {
    pub fn new() -> Terminal {
        Terminal {
            editor: Editor::default(),
            plain: Lines::new(),
        }
    }
}

impl Prompter for Terminal {
    fn ask(&mut self, question: &Question) -> Result<String, Ended> {
        let (rows, columns) = Term::stderr().size_checked().unwrap_or(LEAST);
        if rows < LEAST.0 || columns < LEAST.1 {
            // A line without any drawing.
            signals::restore();
            return self.plain.ask(question);
        }
        signals::by_keys();
        match &question.kind {
            Kind::Choice(choices) => {
                let words: Vec<String> = choices.iter().map(|c| c.word.clone()).collect();
                self.editor.line(&words)
            }
            _ => self.editor.line(&[]),
        }
    }

    fn is_terminal(&self) -> bool {
        true
    }
}

/// Lines where no editor of our own is.
#[cfg(not(unix))]
mod drawn_by_dialoguer {
    use std::fmt;
    use std::io::ErrorKind;
    use std::panic::{self, AssertUnwindSafe};

    use dialoguer::theme::Theme;
    use dialoguer::{BasicHistory, Input};

    use super::super::prompter::Ended;
    use super::super::signals;

    const MOST_REMEMBERED: usize = 100;

    /// Prompts look like everything else here: no colon behind them.
    struct Look;

    impl Theme for Look {
        fn format_input_prompt(&self, f: &mut dyn fmt::Write, _: &str, _: Option<&str>) -> fmt::Result {
            f.write_str("> ")
        }

        fn format_input_prompt_selection(&self, f: &mut dyn fmt::Write, _: &str, chosen: &str) -> fmt::Result {
            write!(f, "> {}", chosen.trim_end())
        }
    }

    pub struct Editor(BasicHistory);

    impl Default for Editor {
        fn default() -> Editor {
            Editor(BasicHistory::new().max_entries(MOST_REMEMBERED).no_duplicates(true))
        }
    }

    impl Editor {
        /// One line. The words of a choice are typed here: the arrow keys bring back earlier lines.
        pub fn line(&mut self, _: &[String]) -> Result<String, Ended> {
            let input = Input::<String>::with_theme(&Look).allow_empty(true).report(true);
            let history = &mut self.0;
            drawn(|| input.history_with(history).interact_text())?.ok_or(Ended::NoMoreInput)
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
}
