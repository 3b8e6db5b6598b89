//! What a typed line is: an answer, or one of the commands that every prompt takes.

/// A line, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// An answer; blank where nothing was typed.
    Answer(String),
    Help,
    Back,
    Skip,
    Hint,
    /// All questions with their state.
    List,
    /// The questions of this part that are asked on demand only.
    More,
    /// To the question with this number or key.
    Go(String),
    /// A detail for later.
    Park(String),
    /// A question to the interviewer.
    Ask(String),
    /// The numbers and verdicts as they stand.
    Numbers,
    /// A value of the design, by its path.
    Set(String),
    /// The old name of a thing and its new one.
    Rename(String),
    /// The item of a list with this number goes.
    Drop(String),
    Quit,
    /// Begins like a command and is none.
    Unknown(String),
}

/// The commands with what they do, as the help shows them.
pub const COMMANDS: [(&str, &str); 14] = [
    ("?", "this help"),
    (":b", "back to the question before; answers stay"),
    (":s", "skip this question"),
    (":h", "a hint; once more shows what the case itself says"),
    (":l", "list all questions"),
    (":g 7", "go to question 7"),
    (":more", "ask the optional questions of this part too"),
    (":ask …", "ask the interviewer"),
    (":p …", "park a detail for later"),
    (":n", "the numbers and verdicts as they stand"),
    (
        ":set a.b = c",
        "change a value of the design; nothing behind `=` takes it away",
    ),
    (
        ":rename a b",
        "call a thing of the design otherwise, wherever it stands",
    ),
    (":drop 2", "take an item of a list away, by its number or name"),
    (":q", "quit; everything is kept"),
];

/// Longest line that is taken, in bytes; more is refused, not cut.
pub const LONGEST: usize = 4000;

impl Line {
    /// Reads a typed line. Characters that a terminal would act on are left out.
    pub fn read(typed: &str) -> Line {
        let text: String = typed
            .chars()
            .map(|c| if c == '\t' { ' ' } else { c })
            .filter(|c| !c.is_control())
            .collect();
        let text = text.trim();
        if text == "?" {
            return Line::Help;
        }
        let Some(command) = text.strip_prefix(':') else {
            return Line::Answer(text.to_string());
        };
        let (word, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        let rest = rest.trim().to_string();
        match (word, rest.is_empty()) {
            ("?" | "help", _) => Line::Help,
            ("b" | "back", _) => Line::Back,
            ("s" | "skip", _) => Line::Skip,
            ("h" | "hint", _) => Line::Hint,
            ("l" | "list", true) => Line::List,
            ("g" | "go" | "l" | "list", false) => Line::Go(rest),
            ("p" | "park", false) => Line::Park(rest),
            ("ask", false) => Line::Ask(rest),
            ("n" | "numbers", _) => Line::Numbers,
            ("more" | "m", _) => Line::More,
            ("set", false) => Line::Set(rest),
            ("rename", false) => Line::Rename(rest),
            ("drop", false) => Line::Drop(rest),
            ("q" | "quit", _) => Line::Quit,
            _ => Line::Unknown(text.to_string()),
        }
    }
}
