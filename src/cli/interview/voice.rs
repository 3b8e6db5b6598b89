//! How a session sounds in a terminal.

use napkin::interview::{Kind, Progress, Question, Said, Session, State};
use napkin::report::Status;

use super::super::Talk;
use super::super::table::paragraph;
use super::super::terminal::{Look, Tone, talk, visible};
use super::keep::Keeper;

/// Items of a list that are shown again above each question.
const MOST_ITEMS: usize = 12;

pub struct Voice {
    look: Look,
    quiet: bool,
    /// The question that was shown last: a list is not shown again after each item.
    shown: Option<String>,
}

impl Voice {
    pub fn new(how: Talk) -> Voice {
        Voice {
            look: how.err(),
            quiet: how.quiet,
            shown: None,
        }
    }

    fn text(&self, tone: Tone, before: &str, text: &str) {
        let indent = before.chars().count();
        let lines = paragraph(text, self.look, indent as u16);
        let mut out = String::new();
        for (at, line) in lines.lines().enumerate() {
            let body = line.get(indent.min(line.len())..).unwrap_or_default();
            let lead = if at == 0 {
                before.to_string()
            } else {
                " ".repeat(indent)
            };
            out.push_str(&self.look.paint(tone, &format!("{lead}{body}")));
            out.push('\n');
        }
        talk(&out);
    }

    /// The next question is shown whole, even if it is the same.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.text(Tone::Quiet, "  ", text);
        }
    }

    pub fn problem(&self, text: &str) {
        for line in text.lines() {
            self.text(Tone::Bad, "  ✗ ", line);
        }
    }

    /// Said once at the beginning.
    pub fn hint(&self) {
        self.note("Each answer stands in the file at once. `?` helps at every prompt, `:q` quits, `:b` goes back.");
    }

    pub fn say(&self, said: &[Said]) {
        for said in said {
            match said {
                Said::Interviewer(text) => self.text(Tone::Strong, "  » ", text),
                Said::Note(text) => self.note(text),
                Said::Problem(text) => self.problem(text),
                Said::Tip(text) => self.text(Tone::Quiet, "  tip: ", text),
                Said::Number(text) => self.text(Tone::Plain, "  = ", text),
                Said::Phase { title, minutes, ask } => {
                    talk(&format!(
                        "\n{}\n",
                        self.look.paint(Tone::Strong, &format!("{title} ({minutes} min)"))
                    ));
                    self.text(Tone::Plain, "", ask);
                }
                Said::Lines(lines) => {
                    for line in lines {
                        let (lead, rest) = hanging(line);
                        self.text(Tone::Plain, &format!("  {}", visible(lead)), rest);
                    }
                }
            }
        }
    }

    /// A question, above the line on which it is answered.
    pub fn question(&mut self, question: &Question, progress: Option<&Progress>) {
        let again = self.shown.as_ref() == Some(&question.key);
        self.shown = Some(question.key.clone());
        match (&question.kind, again) {
            (Kind::Lines, true) => return self.note("one more, or a blank line to go on"),
            (Kind::Choice(_), true) => return self.note("a number or a word of the list, or `?`"),
            _ => {}
        }
        let mut head = String::new();
        if let Some(p) = progress {
            let minutes = |seconds: u64| seconds / 60;
            head = format!("[{}/{}] ", p.number, p.of);
            if p.allotted > 0 && p.spent >= p.allotted {
                head.push_str(&format!("({} of {} min) ", minutes(p.spent), p.allotted.div_ceil(60)));
            }
        }
        let mut ask = question.ask.clone();
        if let (Some(default), true) = (&question.default, !matches!(question.kind, Kind::Choice(_))) {
            ask.push_str(&format!(" [{default}]"));
        } else if let (Some(there), Kind::Line) = (question.items.first(), &question.kind) {
            ask.push_str(&format!(" [{there}]"));
        }
        talk("\n");
        self.text(Tone::Strong, &head, &ask);
        for line in &question.shows {
            self.text(Tone::Plain, "  ", line);
        }
        if let Kind::Lines = question.kind {
            let items = &question.items;
            let first = items.len().saturating_sub(MOST_ITEMS);
            if first > 0 {
                self.note(&format!("… {first} before"));
            }
            for (at, item) in items.iter().enumerate().skip(first) {
                self.text(Tone::Plain, &format!("  {}. ", at + 1), item);
            }
            let end = if items.is_empty() {
                "a blank line goes on"
            } else {
                "one more, or a blank line to go on"
            };
            match (question.example.as_ref(), items.is_empty()) {
                ("", _) | (_, false) => self.note(end),
                (example, true) => self.note(&format!("such as: {example} ({end})")),
            }
        } else if !question.example.is_empty() && question.default.is_none() && question.items.is_empty() {
            self.note(&format!("such as: {}", question.example));
        } else if let Kind::Pause = question.kind {
            self.note("a note, or Enter to go on");
        }
        if let Kind::Choice(choices) = &question.kind {
            let lines = choices
                .iter()
                .enumerate()
                .map(|(at, c)| (format!("  {}. {}: ", at + 1, c.word), &c.about));
            for (lead, about) in lines {
                self.text(Tone::Plain, &lead, about);
            }
            let enter = match (&question.default, question.items.first()) {
                (Some(default), _) => format!("Enter takes {default}"),
                (None, Some(there)) => format!("Enter leaves it at {there}"),
                (None, None) => "Enter leaves it open".to_string(),
            };
            self.note(&format!("a number or a word; {enter}"));
        }
    }

    /// The last card: what there is, and what to do next.
    pub fn end(&self, session: &Session, keeper: &Keeper) {
        let file = quoted(&keeper.file().display().to_string());
        let done = session.state() == State::Done && session.open_questions().is_empty();
        let head = if done {
            "The session is done."
        } else {
            "The session rests."
        };
        talk(&format!("\n{}\n", self.look.paint(Tone::Strong, head)));
        for problem in session.problems() {
            self.problem(&problem);
        }
        let report = &session.draft().report;
        let verdicts = |status| report.verdicts.iter().filter(|v| v.status == status).count();
        let open = session.open_questions();
        self.note(&format!(
            "design: {}; journal: {}",
            keeper.file().display(),
            keeper.journal().display()
        ));
        if !report.verdicts.is_empty() {
            self.note(&format!(
                "requirements: {} hold, {} fail, {} unknown",
                verdicts(Status::Pass),
                verdicts(Status::Fail),
                verdicts(Status::Unknown)
            ));
        }
        let waiting = session.waiting();
        if !waiting.is_empty() {
            self.note(&format!(
                "prepared answers whose questions have not come: {}",
                waiting.join(", ")
            ));
        }
        if !open.is_empty() {
            let first: Vec<&str> = open.iter().take(5).copied().collect();
            let more = if open.len() > 5 { ", …" } else { "" };
            self.note(&format!("open: {} questions ({}{more})", open.len(), first.join(", ")));
        }
        let mut next = [
            (keeper.resume_line(), "go on, or change an answer"),
            (format!("napkin check {file}"), "verdicts and findings"),
            (format!("napkin review {file}"), "how it would be judged"),
            (format!("napkin doc {file}"), "the document"),
        ];
        if done {
            next.rotate_left(1);
        }
        let width = next
            .iter()
            .map(|(command, _)| command.chars().count())
            .max()
            .unwrap_or(0);
        for (command, what) in next {
            talk(&format!("  {command:width$}  {}\n", self.look.paint(Tone::Quiet, what)));
        }
    }
}

/// A line of a list at the place to which it is indented when it goes on below: behind its mark, or behind the wide
/// gap of a column.
fn hanging(line: &str) -> (&str, &str) {
    let indent = line.len() - line.trim_start().len();
    let body = line.get(indent..).unwrap_or_default();
    let mark = body.find("] ").filter(|at| *at < 8).map(|at| at + 2);
    let gap = body.find("  ").map(|at| {
        let behind = body.get(at..).unwrap_or_default();
        at + behind.len() - behind.trim_start().len()
    });
    line.split_at(indent + mark.or(gap).unwrap_or(0))
}

/// A word for a shell.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '+' | '=' | ':' | '@' | '%');
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_string(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}
