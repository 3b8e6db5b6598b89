//! The state machine: where a session stands, and what a line does to it.

mod commands;
mod course;
mod drops;
mod prepared;
mod recorded;
mod rename;
mod taking;

pub use prepared::Held;

use super::answers::Answers;
use super::command::{LONGEST, Line};
use super::draft::Draft;
use super::journal::{By, Event, Journal, What};
use super::probe::Probe;
use super::question::Question;
use super::said::Said;
use crate::Input;
use crate::catalog::{Case, Catalog, Detail, Kind as EntryKind};
use crate::form::{Node, yaml};
use crate::report::Report;
use crate::source::{FileId, Source};
use std::collections::{BTreeMap, BTreeSet};

/// Items that one list takes; more are no interview.
const MOST_ITEMS: usize = 60;

/// What a session is about.
#[derive(Debug, Clone)]
pub struct Setup {
    pub case: Option<String>,
    /// Id of the plan in the catalog.
    pub plan: String,
    /// Minutes of the whole session; the phases of the plan are scaled to it.
    pub minutes: u32,
    /// By the clock, and without hints.
    pub mock: bool,
    /// Ask only what the design does not answer.
    pub skip_answered: bool,
    /// The user's catalog and the settings of each run; it holds no files.
    pub setting: Input,
    /// Name of the design's file, for messages.
    pub file: String,
}

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Going,
    /// All questions are answered or left.
    Done,
    /// Left for later.
    Quit,
}

/// What a line did.
#[derive(Debug)]
pub struct Reply {
    pub said: Vec<Said>,
    /// For the journal.
    pub event: Option<Event>,
    /// Whether the text of the design is another one now.
    pub changed: bool,
    /// Whether an answer was refused.
    pub refused: bool,
}

/// How far a session is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub phase: String,
    /// Place of the question, from 1, and how many there are now.
    pub number: usize,
    pub of: usize,
    /// Seconds spent in the phase, and its share of the session.
    pub spent: u64,
    pub allotted: u64,
}

pub struct Session<'c> {
    catalog: &'c Catalog,
    setup: Setup,
    /// Phases with their seconds.
    phases: Vec<(String, u64)>,
    case: Option<&'c Case>,
    /// The tree of the case's own design.
    reference: Option<Node>,
    draft: Draft,
    /// The report whose numbers were told last.
    told: Report,
    probes: Option<Vec<Probe>>,
    script: Vec<Question>,
    current: Option<String>,
    state: State,
    /// Questions that were left by an answer, a blank line or a skip.
    done: BTreeSet<String>,
    /// Of them, those that were skipped.
    skipped: BTreeSet<String>,
    /// Left open, since nobody was there.
    passed: BTreeSet<String>,
    /// Phases of which the optional questions are asked too.
    wanted: BTreeSet<String>,
    /// Ids that went since the last event, and the thing that was renamed.
    gone: Vec<String>,
    called_anew: Option<(String, String)>,
    /// Where the short help was given last; empty behind the whole one.
    helped: Option<String>,
    /// Whether it was said that there are optional questions.
    told_of_more: bool,
    /// Answered by the design before the session began.
    before: BTreeSet<String>,
    /// Questions that were shown, the last one last.
    trail: Vec<String>,
    hints: BTreeMap<String, u8>,
    spent: BTreeMap<String, u64>,
    clock: u64,
    announced: BTreeSet<String>,
    warned: BTreeSet<String>,
    answers: Answers,
    played: BTreeMap<String, usize>,
    /// Answers from flags and files that earlier sittings have taken, with their keys.
    taken: BTreeSet<(String, String)>,
    /// Prepared answers that could not be taken yet, and the text with which they were tried last.
    held: Vec<Held>,
    tried_with: Option<String>,
}

impl<'c> Session<'c> {
    /// Begins a session over a text, or goes on with one: `journal` is what happened so far.
    ///
    /// # Errors
    /// An unknown plan or case.
    pub fn open(
        setup: Setup,
        catalog: &'c Catalog,
        reference: Option<&str>,
        text: String,
        journal: Option<&Journal>,
        answers: Answers,
    ) -> Result<Session<'c>, String> {
        let case = match &setup.case {
            Some(id) => Some(catalog.case(id).ok_or_else(|| format!("there is no case `{id}`"))?.1),
            None => None,
        };
        let phases = phases(&setup, catalog)?;
        let draft = Draft::new(setup.setting.clone(), &setup.file, text);
        let mut session = Session {
            catalog,
            phases,
            case,
            reference: reference.and_then(|text| yaml::read(FileId(0), &Source::new("", text), &mut Vec::new())),
            told: draft.report.clone(),
            draft,
            probes: None,
            script: Vec::new(),
            current: None,
            state: State::Going,
            done: BTreeSet::new(),
            skipped: BTreeSet::new(),
            passed: BTreeSet::new(),
            wanted: BTreeSet::new(),
            gone: Vec::new(),
            called_anew: None,
            helped: None,
            told_of_more: false,
            before: BTreeSet::new(),
            trail: Vec::new(),
            hints: BTreeMap::new(),
            spent: BTreeMap::new(),
            clock: 0,
            announced: BTreeSet::new(),
            warned: BTreeSet::new(),
            answers,
            played: BTreeMap::new(),
            taken: BTreeSet::new(),
            held: Vec::new(),
            tried_with: None,
            setup,
        };
        session.write_script();
        session.before = session.filled();
        match journal {
            Some(journal) => {
                session.replay(journal);
                session.forget_recorded();
            }
            None => session.current = session.next_open(None),
        }
        if session.current.is_none() {
            session.state = State::Done;
        }
        Ok(session)
    }

    pub fn question(&self) -> Option<&Question> {
        let key = self.current.as_ref().filter(|_| self.state == State::Going)?;
        self.script.iter().find(|q| q.key == *key)
    }

    pub fn state(&self) -> State {
        self.state
    }

    /// All questions as they are now.
    pub fn questions(&self) -> &[Question] {
        &self.script
    }

    /// Goes on with a text that somebody else has written into the file.
    pub fn adopt(&mut self, text: String) {
        self.draft = Draft::new(self.setup.setting.clone(), &self.setup.file, text).remembering(&self.draft);
        self.write_script();
        if self.question().is_none() {
            self.current = self.next_open(None);
        }
    }

    /// The design as it stands.
    pub fn text(&self) -> &str {
        &self.draft.text
    }

    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Answers from flags or a file that could not be taken, each with its key.
    pub fn problems(&self) -> Vec<String> {
        let given = self.held.iter().filter(|held| held.by != By::Default);
        given.map(|held| format!("{}: {}", held.key, held.problem)).collect()
    }

    /// Keys of prepared answers whose questions have not come.
    pub fn waiting(&self) -> Vec<&str> {
        let known = |key: &str| self.played.contains_key(key) || self.script.iter().any(|q| q.key == key);
        self.answers.unused(known)
    }

    /// Keys of the questions that are neither answered nor skipped, without the optional ones.
    pub fn open_questions(&self) -> Vec<&str> {
        let left = |q: &&Question| {
            let left = !self.done.contains(&q.key) || self.passed.contains(&q.key);
            left && self.is_asked(q)
        };
        let open = self.script.iter().filter(|q| left(q) && !q.is_filled());
        open.map(|q| q.key.as_str()).collect()
    }

    /// The questions that have a number: what is optional has one where it is asked.
    fn counted(&self) -> impl Iterator<Item = &Question> {
        let here = self.current.as_deref();
        let asked = move |q: &&Question| self.is_asked(q) || self.done.contains(&q.key) || here == Some(q.key.as_str());
        self.script.iter().filter(asked)
    }

    pub fn progress(&self) -> Option<Progress> {
        let question = self.question()?;
        let number = self.counted().position(|q| q.key == question.key)? + 1;
        Some(Progress {
            phase: self.phase_title(&question.phase),
            number,
            of: self.counted().count(),
            spent: self.spent.get(&question.phase).copied().unwrap_or(0),
            allotted: self.allotted(&question.phase),
        })
    }

    /// What is said before the first question: the prompt of the case, and the first phase.
    pub fn opening(&mut self) -> Vec<Said> {
        let mut said = Vec::new();
        if let Some(case) = self.case
            && self.done.is_empty()
        {
            said.push(Said::Interviewer(case.prompt.clone()));
        }
        self.announce(&mut said);
        self.rank_products();
        said
    }

    /// Takes a typed line; `at` is how many seconds of the session have passed.
    pub fn reply(&mut self, typed: &str, by: By, at: u64) -> Reply {
        let Some(question) = self.question().cloned() else {
            return Reply::nothing();
        };
        self.tick(&question.phase, at);
        let mut reply = if typed.len() > LONGEST {
            let problem = format!("that is longer than {LONGEST} bytes; nothing of it was taken");
            Reply::refused(problem)
        } else {
            self.line(&question, Line::read(typed), by)
        };
        if self.state == State::Going {
            self.by_the_clock(&question, &mut reply);
            self.announce(&mut reply.said);
            if by == By::Typed {
                self.rank_products();
            }
        }
        self.stamp(&mut reply);
        if self.setup.mock {
            reply.said.retain(|said| !matches!(said, Said::Tip(_)));
        }
        reply
    }

    /// When it happened, what went with it, and which question comes next.
    fn stamp(&mut self, reply: &mut Reply) {
        if let Some(event) = &mut reply.event {
            event.at = self.clock;
            event.gone = std::mem::take(&mut self.gone);
            event.renamed = self.called_anew.take();
            event.next = self.current.clone();
        }
    }

    fn line(&mut self, question: &Question, line: Line, by: By) -> Reply {
        if line != Line::Help && self.helped.is_some() {
            self.helped = Some(String::new());
        }
        match line {
            Line::Answer(text) if text.is_empty() => self.blank(question, by),
            Line::Answer(text) => self.answer(question, &text, by),
            Line::Help => Reply::saying(self.help(question)),
            Line::Back => self.back(question),
            Line::Skip => self.skip(question),
            Line::Hint => self.hint(question),
            Line::List => Reply::saying([self.list()]),
            Line::More => self.more(question),
            Line::Go(to) => self.go(question, &to),
            Line::Park(text) => self.park(question, &text, by),
            Line::Ask(text) => self.ask(question, &text, by),
            Line::Numbers => self.numbers(),
            Line::Set(text) => self.set(question, &text, by),
            Line::Rename(names) => self.rename(question, &names, by),
            Line::Drop(which) => self.drop_item(question, &which),
            Line::Quit => {
                self.state = State::Quit;
                Reply::saying([]).event(What::Quit, question, "", By::Typed)
            }
            Line::Unknown(text) => Reply::refused(format!("`{text}` is no command; `?` shows them all")),
        }
    }
}

impl Reply {
    fn nothing() -> Reply {
        Reply {
            said: Vec::new(),
            event: None,
            changed: false,
            refused: false,
        }
    }

    fn saying(said: impl IntoIterator<Item = Said>) -> Reply {
        Reply {
            said: said.into_iter().collect(),
            ..Reply::nothing()
        }
    }

    fn refused(problem: impl Into<String>) -> Reply {
        Reply {
            refused: true,
            ..Reply::saying([Said::Problem(problem.into())])
        }
    }

    fn changed(self, changed: bool) -> Reply {
        Reply { changed, ..self }
    }

    fn event(mut self, what: What, question: &Question, text: &str, by: By) -> Reply {
        self.event = Some(Event {
            at: 0,
            what,
            key: question.key.clone(),
            text: text.to_string(),
            by,
            gone: Vec::new(),
            renamed: None,
            next: None,
        });
        self
    }
}

/// The phases of a plan, their minutes scaled to those of the session.
fn phases(setup: &Setup, catalog: &Catalog) -> Result<Vec<(String, u64)>, String> {
    let plan = catalog.of_kind(EntryKind::Plan, &setup.plan).map(|entry| &entry.detail);
    let Some(Detail::Plan(plan)) = plan else {
        let plans: Vec<&str> = catalog.ids(EntryKind::Plan).collect();
        return Err(format!(
            "there is no plan `{}`; plans: {}",
            setup.plan,
            plans.join(", ")
        ));
    };
    let whole: u64 = plan.phases.iter().map(|(_, minutes)| u64::from(*minutes)).sum();
    let seconds = u64::from(setup.minutes) * 60;
    let share = |minutes: u32| (u64::from(minutes) * seconds).checked_div(whole).unwrap_or(0);
    Ok(plan
        .phases
        .iter()
        .map(|(id, minutes)| (id.clone(), share(*minutes)))
        .collect())
}
