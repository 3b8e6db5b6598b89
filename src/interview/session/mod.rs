//! The state machine: where a session stands, and what a line does to it.

mod commands;
mod course;
mod prepared;
mod recorded;

pub use prepared::Held;

use super::answers::Answers;
use super::command::{LONGEST, Line};
use super::draft::Draft;
use super::journal::{By, Event, Journal, What};
use super::probe::Probe;
use super::question::{Kind, Question, Take};
use super::said::Said;
use super::{live, take};
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
    /// Prepared answers that could not be taken yet, and the phase in which they were tried last.
    held: Vec<Held>,
    tried_in: Option<String>,
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
            before: BTreeSet::new(),
            trail: Vec::new(),
            hints: BTreeMap::new(),
            spent: BTreeMap::new(),
            clock: 0,
            announced: BTreeSet::new(),
            warned: BTreeSet::new(),
            answers,
            played: BTreeMap::new(),
            held: Vec::new(),
            tried_in: None,
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
        self.draft = Draft::new(self.setup.setting.clone(), &self.setup.file, text);
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

    /// Keys of the questions that are neither answered nor skipped.
    pub fn open_questions(&self) -> Vec<&str> {
        let left = |q: &&Question| !self.done.contains(&q.key) || self.passed.contains(&q.key);
        let open = self.script.iter().filter(|q| left(q) && !q.is_filled());
        open.map(|q| q.key.as_str()).collect()
    }

    pub fn progress(&self) -> Option<Progress> {
        let question = self.question()?;
        let number = self.script.iter().position(|q| q.key == question.key)? + 1;
        Some(Progress {
            phase: self.phase_title(&question.phase),
            number,
            of: self.script.len(),
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
        let next = self.current.clone();
        if let Some(event) = &mut reply.event {
            event.at = self.clock;
            event.next = next;
        }
        if self.setup.mock {
            reply.said.retain(|said| !matches!(said, Said::Tip(_)));
        }
        reply
    }

    fn line(&mut self, question: &Question, line: Line, by: By) -> Reply {
        match line {
            Line::Answer(text) if text.is_empty() => self.blank(question, by),
            Line::Answer(text) => self.answer(question, &text, by),
            Line::Help => Reply::saying(self.help(question)),
            Line::Back => self.back(question),
            Line::Skip => self.skip(question),
            Line::Hint => self.hint(question),
            Line::List => Reply::saying([self.list()]),
            Line::Go(to) => self.go(question, &to),
            Line::Park(text) => self.park(question, &text, by),
            Line::Ask(text) => self.ask(question, &text, by),
            Line::Numbers => self.numbers(),
            Line::Set(text) => self.set(question, &text, by),
            Line::Drop(which) => self.drop_item(question, &which),
            Line::Quit => {
                self.state = State::Quit;
                Reply::saying([]).event(What::Quit, question, "", By::Typed)
            }
            Line::Unknown(text) => Reply::refused(format!("`{text}` is no command; `?` shows them all")),
        }
    }

    /// A blank line: the default where there is one, else on to the next question.
    fn blank(&mut self, question: &Question, by: By) -> Reply {
        let takes_default = match question.kind {
            Kind::Line | Kind::Choice(_) => !question.is_filled() || question.default.is_some(),
            Kind::Lines => {
                question.items.is_empty() && !self.done.contains(&question.key) && !self.was_answered(&question.key)
            }
            Kind::Pause => false,
        };
        if let (true, Some(default)) = (takes_default, &question.default) {
            return self.answer(question, &default.clone(), by);
        }
        let mut said = Vec::new();
        self.debrief(question, &mut said);
        self.leave(question);
        said.extend(self.moved(question));
        Reply::saying(said).event(What::Next, question, "", by)
    }

    fn answer(&mut self, question: &Question, text: &str, by: By) -> Reply {
        if take::is_nothing(question, text) {
            return self.skip(question);
        }
        if question.take == Take::Ask {
            return self.ask(question, text, by);
        }
        if question.items.len() >= MOST_ITEMS {
            return Reply::refused(format!("{MOST_ITEMS} are enough; a blank line goes on"));
        }
        let change = match take::take(question, text, &self.draft, self.catalog) {
            Ok(change) => change,
            Err(problem) => return Reply::refused(problem),
        };
        let mut said = change.said;
        let changed = match self.apply(&change.edits) {
            Ok(()) => {
                said.extend(self.moved(question));
                !change.edits.is_empty()
            }
            Err(problems) => return Reply::refused(problems.join("\n")),
        };
        self.consequences(question, &mut said);
        self.played.entry(question.key.clone()).or_insert(0);
        if !matches!(question.kind, Kind::Lines) {
            self.leave(question);
        }
        Reply::saying(said)
            .changed(changed)
            .event(What::Answer, question, text, by)
    }

    /// Makes changes, or says why they can't be made.
    fn apply(&mut self, edits: &[super::draft::Edit]) -> Result<(), Vec<String>> {
        if !edits.is_empty() {
            self.draft = self.draft.with(edits)?;
            self.write_script();
        }
        Ok(())
    }

    /// Numbers that have moved since they were told last. Half a journey has none worth telling: they come when the
    /// list is left.
    fn moved(&mut self, question: &Question) -> Vec<Said> {
        let unfinished = matches!(question.take, Take::StepsOf(_) | Take::Components);
        if unfinished && self.question().is_some_and(|q| q.key == question.key) {
            return Vec::new();
        }
        let moved = live::changes(&self.told, &self.draft.report);
        self.told = self.draft.report.clone();
        moved.into_iter().map(Said::Number).collect()
    }

    fn was_answered(&self, key: &str) -> bool {
        self.played.contains_key(key)
    }

    /// What the target state means for the requirements.
    fn consequences(&self, question: &Question, said: &mut Vec<Said>) {
        if question.take != Take::Target {
            return;
        }
        let report = self.draft.in_state("target");
        let lines = live::of_state(&report).into_iter();
        said.extend(lines.map(|line| Said::Number(format!("in the target state: {line}"))));
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
