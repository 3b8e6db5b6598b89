//! `napkin interview`: the guided session.

#[cfg(unix)]
mod editor;
mod keep;
#[cfg(unix)]
mod keys;
mod lines;
mod prompter;
mod sheet;
mod signals;
mod terminal;
#[cfg(unix)]
mod typing;
mod voice;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};
use clap::Args;
use clap::builder::RangedU64ValueParser;
use napkin::Input;
use napkin::catalog::{Case, Catalog, Kind, case::Side};
use napkin::interview::{Answers, Event, Journal, Reply, Session, Setup, State, What, first_text};

use super::terminal::print;
use super::{CatalogFolder, Exit, Out, Talk, example, explain, read};
use keep::Keeper;
use prompter::Ended;
use voice::Voice;

/// Refused answers to one question after which lines from a pipe are not tried any more.
const MOST_REFUSED: u32 = 5;
/// Lines from a pipe that are no answers, one after the other, and all lines of a sitting, after which it ends.
const MOST_IDLE: u32 = 100;
const MOST_LINES: u32 = 10_000;

/// Go through a design interview; each answer stands in the design file at once
#[derive(Debug, Args)]
#[command(after_help = example::help("interview"))]
pub struct Arguments {
    /// A case of the catalog, such as url-shortener, or the design file of a session to go on with; without it, a
    /// system of your own
    #[arg(value_name = "CASE|DESIGN")]
    what: Option<PathBuf>,
    /// The order of the phases [default: standard, radio for a front end]
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// Minutes of the whole session
    #[arg(long, value_name = "N", default_value_t = 45, value_parser = RangedU64ValueParser::<u32>::new().range(1..=600))]
    minutes: u32,
    /// By the clock and without hints, as in a real interview
    #[arg(long)]
    mock: bool,
    /// Print what a human interviewer needs: facts, probes, traps, what to look for
    #[arg(long)]
    sheet: bool,
    /// Answers from a file: a map from questions to answers, or the journal of a session
    #[arg(long, value_name = "FILE", help_heading = "Answers")]
    answers: Vec<PathBuf>,
    /// An answer by the key of its question, such as load.users=10M; may be repeated
    #[arg(long = "set", value_name = "KEY=ANSWER", help_heading = "Answers")]
    set: Vec<String>,
    /// Take the case's own answers, and the defaults, where there is none
    #[arg(long, help_heading = "Answers")]
    defaults: bool,
    /// Ask only what the design does not answer already
    #[arg(long, help_heading = "Answers")]
    skip_answered: bool,
    /// List the keys of the questions, and end
    #[arg(long, help_heading = "Answers")]
    keys: bool,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    catalog: CatalogFolder,
}

/// What is meant by the command line: a case, and the file of the design.
struct Meant {
    case: Option<String>,
    file: PathBuf,
}

pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let Some(catalog) = explain::open(&arguments.catalog, talk)? else {
        return Ok(Exit::Input);
    };
    let meant = meant(&arguments, &catalog)?;
    if arguments.sheet {
        return sheet::print(meant.case.as_deref(), &arguments, &catalog, talk);
    }
    let (text, journal) = keep::found(&meant.file)?;
    let (text, journal) = match (text, arguments.out.force) {
        (Some(text), false) => (Some(text), journal),
        _ => (None, None),
    };
    let goes_on = arguments.what.as_deref().is_some_and(names_a_file);
    if text.is_some() && journal.is_none() && !goes_on {
        let name = meant.file.display();
        bail!(
            "`{name}` is there already, and no session wrote it; go on with it by `napkin interview {name}`, or write \
             another file with `-o`"
        );
    }
    let wanted = journal
        .as_ref()
        .and_then(|j| Some((meant.case.as_ref()?, j.header.case.as_ref()?)));
    if let Some((asked, recorded)) = wanted.filter(|(asked, recorded)| asked != recorded) {
        let name = meant.file.display();
        bail!(
            "`{name}` belongs to a session of the case `{recorded}`, not of `{asked}`; write another file with `-o`, or \
             move the journal `{}` away to begin anew over the design",
            keep::journal_of(&meant.file).display()
        );
    }
    let case = journal
        .as_ref()
        .map_or(meant.case.clone(), |j: &Journal| j.header.case.clone());
    let known = case.as_deref().and_then(|id| catalog.case(id));
    if let (Some(id), None) = (&case, known) {
        let cases: Vec<&str> = catalog.ids(Kind::Case).collect();
        bail!("there is no case `{id}`; cases: {}", cases.join(", "));
    }
    let answers = answers(&arguments)?;
    let setup = Setup {
        case: case.clone(),
        plan: plan(&arguments, journal.as_ref(), &answers, known.map(|(_, case)| case)),
        minutes: journal.as_ref().map_or(arguments.minutes, |j| j.header.minutes),
        mock: journal.as_ref().map_or(arguments.mock, |j| j.header.mock),
        skip_answered: arguments.skip_answered,
        setting: Input {
            catalog: arguments.catalog.read()?,
            ..Input::default()
        },
        file: meant.file.display().to_string(),
    };
    let title = known.map_or("A new system", |(entry, _)| entry.title.as_str());
    let first = text.clone().unwrap_or_else(|| first_text(title, case.as_deref()));
    let reference = case.as_deref().and_then(Catalog::reference);
    let session = Session::open(setup.clone(), &catalog, reference, first, journal.as_ref(), answers);
    let session = session.map_err(anyhow::Error::msg)?;
    if arguments.keys {
        // `-o` names the design, here as elsewhere.
        print(&keys(&session))?;
        return Ok(Exit::Done);
    }
    if let Some(fault) = session.draft().unreadable() {
        bail!("`{}` is {fault}; mend it, then go on", meant.file.display());
    }
    let keeper = Keeper::open(&meant.file, &setup, text, journal.as_ref())?;
    Sitting {
        session,
        keeper,
        voice: Voice::new(talk),
        began: Instant::now(),
        before: journal.as_ref().and_then(|j| j.events.last()).map_or(0, |e| e.at),
    }
    .hold(journal.is_some())
}

/// Whether a word of the command line names a design file rather than a case.
fn names_a_file(what: &Path) -> bool {
    what.extension().is_some_and(|e| e == "yaml" || e == "yml") || what.components().count() > 1
}

fn meant(arguments: &Arguments, catalog: &Catalog) -> anyhow::Result<Meant> {
    let out = arguments.out.path.clone();
    match arguments.what.as_deref() {
        Some(file) if names_a_file(file) => {
            if out.is_some() {
                bail!(
                    "`{}` is the file that the session goes on with; leave `-o` out",
                    file.display()
                );
            }
            if !file.exists() {
                bail!("there is no file `{}`", file.display());
            }
            let case = case_of(file)?;
            Ok(Meant {
                case,
                file: file.to_path_buf(),
            })
        }
        Some(case) => {
            let id = case.to_string_lossy().into_owned();
            if catalog.case(&id).is_none() {
                let cases: Vec<&str> = catalog.ids(Kind::Case).collect();
                let near = napkin::finding::nearest(&id, cases.iter().copied());
                let near = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
                bail!("there is no case `{id}`{near}\ncases: {}", cases.join(", "));
            }
            let file = out.unwrap_or_else(|| PathBuf::from(format!("{id}.yaml")));
            Ok(Meant { case: Some(id), file })
        }
        None => Ok(Meant {
            case: None,
            file: out.unwrap_or_else(|| PathBuf::from("design.yaml")),
        }),
    }
}

/// The case that a design file names.
fn case_of(file: &Path) -> anyhow::Result<Option<String>> {
    let text = read::text(file)?;
    let case = text.lines().find_map(|line| line.strip_prefix("case:"));
    Ok(case.map(|c| {
        c.split('#')
            .next()
            .unwrap_or("")
            .trim()
            .trim_matches(['"', '\''])
            .to_string()
    }))
}

fn plan(arguments: &Arguments, journal: Option<&Journal>, answers: &Answers, case: Option<&Case>) -> String {
    let usual = match case.map(|c| c.side) {
        Some(Side::Frontend) => "radio",
        _ => "standard",
    };
    let asked = arguments.plan.clone();
    asked
        .or_else(|| journal.map(|j| j.header.plan.clone()))
        .or_else(|| answers.plan.clone())
        .unwrap_or_else(|| usual.to_string())
}

fn answers(arguments: &Arguments) -> anyhow::Result<Answers> {
    let mut answers = Answers::default();
    answers.defaults = arguments.defaults;
    let mut faults = Vec::new();
    for file in &arguments.answers {
        let text = read::text(file).with_context(|| format!("cannot read the answers `{}`", file.display()))?;
        let name = file.display().to_string();
        if let Err(found) = answers.file(&name, &text) {
            faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    if let Err(found) = answers.flags(&arguments.set) {
        faults.extend(found);
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\nerror: "));
    }
    Ok(answers)
}

fn keys(session: &Session) -> String {
    session
        .questions()
        .iter()
        .map(|q| format!("{:28} {}\n", q.key, q.ask))
        .collect()
}

/// One sitting: from here to the end, to quitting, or to an interruption.
struct Sitting<'c> {
    session: Session<'c>,
    keeper: Keeper,
    voice: Voice,
    began: Instant,
    /// Seconds of earlier sittings.
    before: u64,
}

impl Sitting<'_> {
    fn hold(mut self, resumed: bool) -> anyhow::Result<Exit> {
        let mut prompter = prompter::best();
        signals::watch(self.keeper.resume_line());
        let mut work = signals::Work::begin();
        self.keeper.keep(self.session.text())?;
        if resumed {
            self.voice
                .note(&format!("going on with {}", self.keeper.file().display()));
        }
        self.voice.hint();
        if prompter.is_terminal() {
            self.voice
                .note("↑ brings an earlier line back, or the next word of a choice; Esc clears the line.");
        }
        let opening = self.session.opening();
        self.voice.say(&opening);
        let (mut refused, mut idle, mut lines) = (0, 0, 0);
        let mut alone = false;
        while self.session.state() == State::Going {
            if signals::came() {
                return self.interrupted();
            }
            let now = self.now();
            if let Some(reply) = self.session.prepared(now) {
                self.settle(&reply);
                continue;
            }
            if alone {
                let said = self.session.pass();
                self.voice.say(&said);
                continue;
            }
            self.look_outside();
            let Some(question) = self.session.question().cloned() else {
                break;
            };
            self.voice.question(&question, self.session.progress().as_ref());
            let typed = match work.pause(|| prompter.ask(&question)) {
                Ok(_) if signals::came() => return self.interrupted(),
                Ok(typed) => typed,
                Err(Ended::NoMoreInput) if prompter.is_terminal() => break,
                Err(Ended::NoMoreInput) => {
                    self.voice.note("no more input: what has no prepared answer stays open");
                    alone = true;
                    continue;
                }
                Err(Ended::Interrupted) => return self.interrupted(),
            };
            let reply = self.session.reply(&typed, napkin::interview::By::Typed, self.now());
            refused = if reply.refused { refused + 1 } else { 0 };
            let moved = |e: &Event| matches!(e.what, What::Answer | What::Next | What::Skip);
            idle = if reply.event.as_ref().is_some_and(moved) {
                0
            } else {
                idle + 1
            };
            lines += 1;
            self.settle(&reply);
            if (idle >= MOST_IDLE || lines >= MOST_LINES) && !prompter.is_terminal() {
                self.voice
                    .note("that is enough of lines that bring nothing; the session rests");
                break;
            }
            if refused >= MOST_REFUSED && !prompter.is_terminal() {
                let now = self.now();
                let reply = self.session.reply(":s", napkin::interview::By::Typed, now);
                self.voice.note("that is enough; the question stays open");
                self.settle(&reply);
                refused = 0;
            }
        }
        self.end()
    }

    fn now(&self) -> u64 {
        self.before + self.began.elapsed().as_secs()
    }

    /// Says what a line did, and keeps it.
    fn settle(&mut self, reply: &Reply) {
        let what = reply.event.as_ref().map(|event| event.what);
        if !reply.refused && !matches!(what, Some(What::Answer | What::Ask)) {
            self.voice.forget();
        }
        let kept = match reply.changed {
            true => self.keeper.keep(self.session.text()),
            false => self.keeper.retry(self.session.text()),
        };
        let logged = reply.event.as_ref().map_or(Ok(()), |event| self.keeper.log(event));
        self.voice.say(&reply.said);
        // What keeps one file from being written keeps the other: it is said once.
        if let Err(error) = kept.and(logged) {
            self.voice.problem(&format!(
                "{error:#}; the answer is held here, and is written as soon as that works"
            ));
        }
    }

    /// What somebody else wrote into the file is taken over before the next answer.
    fn look_outside(&mut self) {
        if let Some(text) = self.keeper.changed_outside() {
            self.session.adopt(text);
            self.voice
                .note("the file was changed outside; the session goes on with what stands there now");
            if let Some(fault) = self.session.draft().unreadable() {
                self.voice
                    .problem(&format!("it is {fault}; mend it there: no answer can be taken before"));
            }
        }
    }

    fn interrupted(mut self) -> anyhow::Result<Exit> {
        let kept = self.keeper.retry(self.session.text());
        signals::say_goodbye();
        self.rescue(kept);
        Ok(Exit::Interrupted)
    }

    /// A design that could not be written goes to standard output, so that it is not lost.
    fn rescue(&self, kept: anyhow::Result<()>) -> bool {
        let Err(error) = kept else {
            return false;
        };
        self.voice
            .problem(&format!("{error:#}; the design follows on standard output"));
        use std::io::Write;
        let _ = std::io::stdout().write_all(self.session.text().as_bytes());
        true
    }

    fn end(mut self) -> anyhow::Result<Exit> {
        let kept = self.keeper.retry(self.session.text());
        let lost = self.rescue(kept);
        signals::done();
        self.voice.end(&self.session, &self.keeper);
        let wrong = lost || !self.session.problems().is_empty();
        Ok(if wrong { Exit::Input } else { Exit::Done })
    }
}
