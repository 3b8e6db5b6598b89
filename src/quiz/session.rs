//! A quiz under way: a line goes in, what is to be said comes out.

use super::card::{Answer, Card};
use super::judge::{self, Grade, Judged};
use super::{Day, Record};

/// Answers that cannot be read before a question counts as skipped.
const TRIES: usize = 3;
/// Most characters of an answer that are kept.
const LONGEST: usize = 4000;

/// A line to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Where one is: `2 of 10, estimates`.
    Heading(String),
    Plain(String),
    /// What is asked of the user now.
    Ask(String),
    Good(String),
    Doubt(String),
    Bad(String),
    Quiet(String),
}

/// What comes back for a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    pub lines: Vec<Line>,
    /// For the log.
    pub record: Option<Record>,
}

enum Stage {
    Asking,
    /// The answer in words is shown beside a strong one.
    Grading,
    Over,
}

/// A quiz.
pub struct Session {
    cards: Vec<Card>,
    day: Day,
    at: usize,
    stage: Stage,
    tries: usize,
    hinted: bool,
    good: usize,
    half: usize,
    missed: Vec<String>,
    skipped: usize,
}

impl Session {
    /// A quiz of these questions, in this order.
    pub fn new(cards: Vec<Card>, day: Day) -> Session {
        let stage = if cards.is_empty() { Stage::Over } else { Stage::Asking };
        Session {
            cards,
            day,
            at: 0,
            stage,
            tries: 0,
            hinted: false,
            good: 0,
            half: 0,
            missed: Vec::new(),
            skipped: 0,
        }
    }

    /// Whether nothing more is asked.
    pub fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Over)
    }

    /// The question that is asked now.
    pub fn card(&self) -> Option<&Card> {
        self.cards.get(self.at).filter(|_| !self.is_over())
    }

    /// The question that is asked now, with what is given.
    pub fn question(&self) -> Vec<Line> {
        let Some(card) = self.card() else {
            return Vec::new();
        };
        let heading = format!("{} of {}, {}", self.at + 1, self.cards.len(), card.topic.name());
        let mut lines = vec![Line::Heading(heading)];
        lines.extend(card.given.iter().cloned().map(Line::Plain));
        match &card.answer {
            Answer::Number(number) => {
                let unit = if number.unit.is_empty() {
                    String::new()
                } else {
                    format!(" (in {}, say)", number.unit)
                };
                lines.push(Line::Ask(format!("{}{unit}", card.ask)));
            }
            Answer::Words { .. } => lines.push(Line::Ask(card.ask.clone())),
            Answer::Choice { options, .. } => {
                lines.push(Line::Ask(card.ask.clone()));
                let options = options.iter().enumerate();
                lines.extend(options.map(|(index, option)| Line::Plain(format!("{}  {option}", index + 1))));
            }
        }
        lines
    }

    /// Takes a line: an answer, a grade, or `:q`, `:s`, `:h`.
    pub fn take(&mut self, line: &str) -> Reply {
        let line: String = line.trim().chars().take(LONGEST).collect();
        let Some(card) = self.card().cloned() else {
            return Reply::default();
        };
        match line.as_str() {
            ":q" => {
                self.stage = Stage::Over;
                Reply::default()
            }
            ":s" | "" => self.skip(&card),
            ":h" if matches!(self.stage, Stage::Asking) => {
                self.hinted = true;
                Reply::saying([Line::Quiet(card.hint)])
            }
            _ if line.starts_with(':') => self.unread(&card, format!("there is no {line}: :h hint, :s skip, :q quit")),
            _ => match self.stage {
                Stage::Grading => self.grade(&card, &line),
                _ => self.answer(&card, &line),
            },
        }
    }

    fn answer(&mut self, card: &Card, line: &str) -> Reply {
        match &card.answer {
            Answer::Number(number) => match judge::number(line, number) {
                Err(fault) => self.unread(card, fault),
                Ok(judged) => {
                    let shown = verdict(&judged, &number.text);
                    let lines = std::iter::once(shown).chain(number.working.iter().cloned().map(Line::Quiet));
                    self.done(card, judged.grade, lines.collect())
                }
            },
            Answer::Words { strong, trap } => {
                self.stage = Stage::Grading;
                let mut lines = vec![Line::Plain(format!("strong: {strong}"))];
                lines.extend(trap.iter().map(|trap| Line::Plain(format!("goes wrong: {trap}"))));
                lines.push(Line::Ask("Did you say that? y, n or partly".to_string()));
                Reply::saying(lines)
            }
            Answer::Choice { options, right } => {
                let chosen = line.parse::<usize>().ok().filter(|n| (1..=options.len()).contains(n));
                let Some(chosen) = chosen else {
                    return self.unread(card, format!("a number from 1 to {}", options.len()));
                };
                let name = options.get(*right).cloned().unwrap_or_default();
                match chosen == right + 1 {
                    true => self.done(card, Grade::Good, vec![Line::Good(format!("right: {name}"))]),
                    false => self.done(
                        card,
                        Grade::Missed,
                        vec![Line::Bad(format!("no: {} {name}", right + 1))],
                    ),
                }
            }
        }
    }

    /// One's own word for an answer in words.
    fn grade(&mut self, card: &Card, line: &str) -> Reply {
        let grade = match line.to_lowercase().as_str() {
            "y" | "yes" => Grade::Good,
            "p" | "partly" => Grade::Partly,
            "n" | "no" => Grade::Missed,
            _ => return self.unread(card, "y, n or partly".to_string()),
        };
        self.done(card, grade, Vec::new())
    }

    /// A line that is no answer; after a few of them the question is skipped.
    fn unread(&mut self, card: &Card, fault: String) -> Reply {
        self.tries += 1;
        if self.tries < TRIES {
            return Reply::saying([Line::Doubt(fault)]);
        }
        let mut reply = self.skip(card);
        reply.lines.insert(0, Line::Doubt(fault));
        reply
    }

    /// Shows the answer and goes on; nothing is known by it, so the log keeps nothing.
    fn skip(&mut self, card: &Card) -> Reply {
        let answer = match &card.answer {
            Answer::Number(number) => number.text.clone(),
            Answer::Words { strong, .. } => strong.clone(),
            Answer::Choice { options, right } => options.get(*right).cloned().unwrap_or_default(),
        };
        self.skipped += 1;
        self.forward();
        Reply::saying([Line::Quiet(format!("skipped: {answer}"))])
    }

    fn done(&mut self, card: &Card, grade: Grade, mut lines: Vec<Line>) -> Reply {
        let mut grade = grade;
        if self.hinted && grade == Grade::Good {
            grade = Grade::Near;
            lines.push(Line::Quiet("with a hint it counts as near".to_string()));
        }
        match grade {
            Grade::Good => self.good += 1,
            Grade::Near | Grade::Partly => self.half += 1,
            Grade::Magnitude | Grade::Missed => self.missed.push(card.id.clone()),
        }
        self.forward();
        Reply {
            lines,
            record: Some(Record {
                day: self.day,
                card: card.id.clone(),
                grade,
            }),
        }
    }

    fn forward(&mut self) {
        self.at += 1;
        self.tries = 0;
        self.hinted = false;
        self.stage = if self.at < self.cards.len() {
            Stage::Asking
        } else {
            Stage::Over
        };
    }

    /// How it went.
    pub fn summary(&self) -> Vec<Line> {
        let answered = self.good + self.half + self.missed.len();
        let skipped = if self.skipped > 0 {
            format!(", {} skipped", self.skipped)
        } else {
            String::new()
        };
        let mut lines = vec![Line::Heading(format!(
            "{answered} answered: {} good, {} near or partly, {} missed{skipped}",
            self.good,
            self.half,
            self.missed.len()
        ))];
        lines.extend(
            self.missed
                .iter()
                .map(|id| Line::Plain(format!("comes again first: {id}"))),
        );
        lines
    }
}

fn verdict(judged: &Judged, text: &str) -> Line {
    let off = match judged.factor {
        f if f.is_finite() => format!("off by a factor of {}", crate::quantity::print::digits(f)),
        _ => "far off".to_string(),
    };
    match judged.grade {
        Grade::Good => Line::Good(format!("good: {text}")),
        Grade::Near => Line::Doubt(format!("near: {text}, {} is {off}", judged.text)),
        Grade::Magnitude => Line::Bad(format!("the order of magnitude only: {text}, {} is {off}", judged.text)),
        _ => Line::Bad(format!("missed: {text}, {} is {off}", judged.text)),
    }
}

impl Reply {
    fn saying(lines: impl IntoIterator<Item = Line>) -> Reply {
        Reply {
            lines: lines.into_iter().collect(),
            record: None,
        }
    }
}
