//! `napkin quiz`: questions from the catalog, one answer a line.

use std::fs::{self, OpenOptions};
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use clap::Args;
use napkin::catalog::Kind;
use napkin::finding::nearest;
use napkin::quiz::{Day, Line, Log, Reply, Session, Topic, Wanted, deck, order, weak};

use super::table::{Cell, Table, number, paragraph, text};
use super::terminal::{self, Look, Stream, Tone, visible};
use super::{CatalogFolder, Exit, Talk, day, example, explain, read};

/// Seconds of a day.
const DAY: u64 = 86_400;
/// The longest line that is read, in bytes.
const LONGEST: u64 = 64 * 1024;
/// Where the log lies below the folder for the state of programs.
const LOG: &str = "napkin/practice.jsonl";

/// Practise numbers, estimates, traps and failures; what was missed comes again first
#[derive(Debug, Args)]
#[command(after_help = example::help("quiz"))]
pub struct Arguments {
    /// Only this kind of question, or only about an entry of the catalog, such as redis
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// Only about this case
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    /// How many questions
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1000))]
    count: u32,
    /// What the order of new questions depends on
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Take the answers from a file, one a line
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Show what was missed most, and ask nothing
    #[arg(long)]
    weak: bool,
    /// The log of practice; by default in the folder for the state of programs ($XDG_STATE_HOME, ~/.local/state)
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// The day of practice; by default today, in UTC
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<String>,
    #[command(flatten)]
    catalog: CatalogFolder,
}

/// Asks, judges and keeps the log.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let journal = arguments.journal(talk);
    let log = match &journal {
        Some(path) if path.exists() => Log::read(&read::text(path)?),
        _ => Log::default(),
    };
    if log.lost > 0 {
        talk.note(&format!("{} lines of the log can't be read\n", log.lost));
    }
    let look = Look::of(Stream::Out, talk.color);
    if arguments.weak {
        terminal::print(&weakest(&log, look))?;
        return Ok(Exit::Done);
    }
    let day = arguments.day();
    let Some(cards) = arguments.cards(talk)? else {
        return Ok(Exit::Input);
    };
    let chosen = order(&cards, &log, day, arguments.seed)
        .into_iter()
        .take(arguments.count as usize);
    let chosen = chosen.filter_map(|index| cards.get(index).cloned()).collect();
    let mut quiz = Quiz {
        session: Session::new(chosen, day),
        journal,
        look,
        talk,
    };
    quiz.hold(arguments.answers.as_deref())?;
    Ok(Exit::Done)
}

impl Arguments {
    /// Where the log lies; none where nobody says.
    fn journal(&self, talk: Talk) -> Option<PathBuf> {
        if self.log.is_some() {
            return self.log.clone();
        }
        let folder = |name: &str| {
            std::env::var_os(name)
                .filter(|path| !path.is_empty())
                .map(PathBuf::from)
        };
        // A relative one is to be left alone, by the XDG base directory specification.
        let state = folder("XDG_STATE_HOME").filter(|path| path.is_absolute());
        let state = state.or_else(|| folder("HOME").map(|home| home.join(".local/state")));
        if state.is_none() {
            talk.note("no HOME: nothing is kept of this practice; --log FILE names a place\n");
        }
        state.map(|state| state.join(LOG))
    }

    fn day(&self) -> Day {
        let told = self.today.as_deref().and_then(Day::from_text);
        let now = || {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_secs() / DAY)
        };
        told.unwrap_or_else(|| Day(now() as i64))
    }

    /// The questions that are wanted; none where a user's catalog has faults, which have been said.
    fn cards(&self, talk: Talk) -> anyhow::Result<Option<Vec<napkin::quiz::Card>>> {
        let Some(catalog) = explain::open(&self.catalog, talk)? else {
            return Ok(None);
        };
        let topic = self.topic.as_deref().and_then(Topic::from_name);
        let entry = self.topic.as_deref().filter(|_| topic.is_none());
        if let Some(entry) = entry.filter(|entry| catalog.kind(entry).is_none()) {
            let names = Topic::ALL.map(|(name, _)| name);
            let near = nearest(entry, names.into_iter().chain(catalog.ids(Kind::Technology)));
            let near = near.map(|near| format!("; did you mean `{near}`?"));
            let advice = near.unwrap_or_else(|| format!("; topics: {}, or an entry of the catalog", names.join(", ")));
            anyhow::bail!("there is no topic `{entry}`{advice}");
        }
        if let Some(case) = self.case.as_deref().filter(|case| catalog.case(case).is_none()) {
            let near = nearest(case, catalog.ids(Kind::Case)).map(|near| format!("; did you mean `{near}`?"));
            let advice = near.unwrap_or_else(|| "; `napkin catalog list case` lists them".to_string());
            anyhow::bail!("there is no case `{case}`{advice}");
        }
        let wanted = Wanted {
            topic,
            about: self.case.as_deref().or(entry).map(str::to_string),
            seed: self.seed,
        };
        let cards = deck(&catalog, &wanted);
        anyhow::ensure!(
            !cards.is_empty(),
            "the catalog has no such question: leave out --topic or --case"
        );
        Ok(Some(cards))
    }
}

/// A quiz with where it comes from and goes to.
struct Quiz {
    session: Session,
    journal: Option<PathBuf>,
    look: Look,
    talk: Talk,
}

impl Quiz {
    /// Holds the quiz, up to its end or that of the answers.
    fn hold(&mut self, answers: Option<&Path>) -> anyhow::Result<()> {
        let prompt = answers.is_none() && io::stdin().is_terminal();
        let mut lines: Box<dyn BufRead> = match answers {
            Some(path) => Box::new(io::Cursor::new(read::text(path)?)),
            None => Box::new(io::stdin().lock()),
        };
        self.say(&[Line::Quiet(":h hint, :s skip, :q quit".to_string())])?;
        let mut at = None;
        while let Some(card) = self.session.card() {
            // A question is shown once, however many lines its answer takes.
            if at.as_ref() != Some(&card.id) {
                at = Some(card.id.clone());
                let question = self.session.question();
                self.say(&question)?;
            }
            if prompt {
                terminal::print("> ")?;
            }
            let Some(line) = next(&mut lines)? else { break };
            let reply = self.session.take(&line);
            self.say(&reply.lines)?;
            self.keep(&reply);
        }
        let summary = self.session.summary();
        self.say(&summary)
    }

    fn say(&self, lines: &[Line]) -> anyhow::Result<()> {
        let mut out = String::new();
        for line in lines {
            let (tone, text, gap) = match line {
                Line::Heading(text) => (Tone::Quiet, text, "\n"),
                Line::Ask(text) => (Tone::Strong, text, ""),
                Line::Plain(text) => (Tone::Plain, text, ""),
                Line::Good(text) => (Tone::Good, text, ""),
                Line::Doubt(text) => (Tone::Doubt, text, ""),
                Line::Bad(text) => (Tone::Bad, text, ""),
                Line::Quiet(text) => (Tone::Quiet, text, ""),
            };
            out.push_str(gap);
            for line in paragraph(text, self.look, 0).lines() {
                out.push_str(&self.look.paint(tone, line));
                out.push('\n');
            }
        }
        terminal::print(&out)
    }

    /// Adds an answer to the log at once, so that a quiz that is cut off loses nothing.
    fn keep(&mut self, reply: &Reply) {
        let (Some(record), Some(path)) = (&reply.record, &self.journal) else {
            return;
        };
        if let Err(error) = append(path, &record.line()) {
            let name = path.to_string_lossy().into_owned();
            self.talk.note(&format!(
                "nothing is kept of this practice: {}: {error}\n",
                visible(&name)
            ));
            self.journal = None;
        }
    }
}

/// The next line; none at the end.
fn next(lines: &mut dyn BufRead) -> anyhow::Result<Option<String>> {
    let mut bytes = Vec::new();
    let count = io::Read::take(&mut *lines, LONGEST).read_until(b'\n', &mut bytes);
    match count.context("cannot read the answers")? {
        0 => Ok(None),
        _ => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
    }
}

/// Adds a line to a file that may not be there yet; one that a crash has torn is ended first.
fn append(path: &Path, line: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let torn = fs::read(path).is_ok_and(|text| !text.is_empty() && !text.ends_with(b"\n"));
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    let gap = if torn { "\n" } else { "" };
    file.write_all(format!("{gap}{line}\n").as_bytes())
}

/// What was missed most.
fn weakest(log: &Log, look: Look) -> String {
    let weak = weak(log);
    if weak.is_empty() {
        return "nothing was missed so far\n".to_string();
    }
    let mut table = Table::new(&[
        text("topic or entry"),
        number("asked"),
        number("missed"),
        number("still open"),
        text("last asked"),
    ]);
    for topic in weak {
        table.row([
            Cell::new(&topic.name).tone(Tone::Strong),
            Cell::new(topic.asked.to_string()),
            Cell::new(topic.missed.to_string()),
            Cell::new(topic.open.to_string()).tone(if topic.open > 0 { Tone::Doubt } else { Tone::Plain }),
            Cell::new(topic.last.to_string()),
        ]);
    }
    table.render(look, 0)
}
