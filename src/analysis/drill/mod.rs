//! Drills: a change to the model, and the same analyses again.
//!
//! A drill tells for each flow whether it holds, which component overloads and by how much, what data and time a
//! store loses, and what would have helped. What it takes for granted and what it cannot know it says aloud.
//! Each family of scenarios has its file; loads come from the load analysis under a changed condition, who holds
//! from the branches of the availability analysis.

mod applies;
mod asked;
mod data;
mod flows;
mod loss;
mod overload;
mod partition;
mod strain;
mod target;

pub use asked::{Drills, drills};
pub use target::{expected, is_about_store};

use super::availability::lost::Lost;
use super::capacity::left;
use super::load::Load;
use crate::design::Resource;
use crate::figure::Id;
use crate::model::Model;
use crate::model::drill::Scenario;

/// What becomes of a flow, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Holds,
    /// It answers, but something is late, lost or at the second choice.
    Degraded,
    /// A fact is missing that decides.
    Unknown,
    Fails,
}

/// What becomes of one flow.
#[derive(Debug, Clone)]
pub struct FlowState {
    pub flow: usize,
    pub state: State,
    /// Share of the runs that fail, of all users; none where nothing fails or it is not known.
    pub failing: Option<Id>,
    /// It fails without any drill too.
    pub already: bool,
    pub reasons: Vec<String>,
    /// Facts that decide.
    pub missing: Vec<String>,
    /// Facts that would tell whether what the drill does not touch carries its load on any day: the state is that of
    /// a flow that holds without the drill.
    pub granted: Vec<String>,
}

impl FlowState {
    /// The state where nothing is taken for granted, as a verdict needs it, with the facts that are missing.
    pub fn proven(&self) -> (State, &[String]) {
        match self.state {
            State::Holds | State::Degraded if !self.granted.is_empty() => (State::Unknown, &self.granted),
            state => (state, &self.missing),
        }
    }
}

/// A component whose load or units change.
#[derive(Debug, Clone)]
pub struct Overload {
    pub component: usize,
    /// Calls at the peak before and during the drill.
    pub calls: (Id, Id),
    /// Utilisation before and during the drill; none where nothing is left.
    pub before: Option<Id>,
    pub after: Option<Id>,
    /// The resource that is the fullest during it, where that is known.
    pub resource: Option<Resource>,
    /// Share of the demand that nobody carries: 1 − 1 ÷ utilisation; none below 100 %.
    pub deficit: Option<Id>,
}

/// A length of time, or no end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Extent {
    Time(Id),
    /// All data; or nobody says when.
    Endless,
}

/// What one store loses.
#[derive(Debug, Clone)]
pub struct StoreLoss {
    pub component: usize,
    /// Data, as the time over which it was written.
    pub data: Extent,
    /// Time until it serves again.
    pub back: Extent,
    pub targets: Vec<Target>,
}

/// A requirement compared with what a drill does.
#[derive(Debug, Clone)]
pub struct Target {
    /// `NFR3.rpo`, or `NFR3`.
    pub id: String,
    pub text: String,
    /// None where a fact is missing.
    pub met: Option<bool>,
}

/// A drill with its answers.
#[derive(Debug, Clone)]
pub struct Drill {
    pub scenario: Scenario,
    /// As a line of text; equal lines are the same drill.
    pub line: String,
    /// By flow, without fragments.
    pub flows: Vec<FlowState>,
    pub overloads: Vec<Overload>,
    pub stores: Vec<StoreLoss>,
    /// Other numbers, each with what it is: `connections that re-arrive at gateway`.
    pub figures: Vec<(String, Id)>,
    /// Requirements that ask to hold in this drill, and what the design expects of it.
    pub targets: Vec<Target>,
    /// What is taken for granted.
    pub assumes: Vec<String>,
    /// What no calculation over the file can tell.
    pub cannot_know: Vec<String>,
    /// What would have helped, with its numbers.
    pub helps: Vec<String>,
}

/// What the drills of all families work with.
pub struct Bench<'b, 'm, 'a> {
    pub model: &'m Model<'a>,
    pub load: &'b mut Load<'a>,
    /// By flow: what becomes of it without any drill.
    pub healthy: &'b [State],
    everyday: &'b Everyday,
}

impl Drill {
    fn new(model: &Model, scenario: Scenario) -> Drill {
        Drill {
            line: model.drill_words(&scenario),
            scenario,
            flows: Vec::new(),
            overloads: Vec::new(),
            stores: Vec::new(),
            figures: Vec::new(),
            targets: Vec::new(),
            assumes: Vec::new(),
            cannot_know: Vec::new(),
            helps: Vec::new(),
        }
    }

    /// What becomes of a flow; none for a fragment.
    pub fn flow(&self, flow: usize) -> Option<&FlowState> {
        self.flows.iter().find(|f| f.flow == flow)
    }

    /// Utilisation of a component during the drill; none where nothing of it is left.
    pub fn used(&self, model: &Model, load: &Load, component: usize) -> Option<Id> {
        match self.overloads.iter().find(|o| o.component == component) {
            Some(found) => found.after,
            None => left::usual(load, model, component),
        }
    }
}

/// What every drill is compared with: the system without any.
#[derive(Debug, Default)]
pub struct Everyday {
    /// By flow; a fragment holds.
    states: Vec<State>,
    flows: Vec<FlowState>,
    before: Option<overload::Before>,
    named: target::Named,
}

impl Everyday {
    fn flow(&self, flow: usize) -> Option<&FlowState> {
        self.flows.iter().find(|f| f.flow == flow)
    }
}

/// The system without any drill.
pub fn everyday<'a>(model: &Model<'a>, load: &mut Load<'a>) -> Everyday {
    let nothing = Everyday::default();
    let mut bench = Bench {
        model,
        load,
        healthy: &[],
        everyday: &nothing,
    };
    let before = overload::snapshot(&mut bench, None);
    let mut flows = flows::states(&mut bench, &Lost::default());
    let mut states = vec![State::Holds; model.flows.len()];
    for found in &mut flows {
        states[found.flow] = found.state;
        found.already = found.state == State::Fails;
    }
    Everyday {
        states,
        flows,
        before: Some(before),
        named: target::Named::new(model),
    }
}

/// Runs one drill on a load that is healthy, and leaves that load as it was.
pub fn run<'a>(model: &Model<'a>, load: &mut Load<'a>, everyday: &Everyday, scenario: &Scenario) -> Drill {
    let mut drill = Drill::new(model, scenario.clone());
    let mut bench = Bench {
        model,
        load,
        healthy: &everyday.states,
        everyday,
    };
    match scenario {
        Scenario::Instance(_)
        | Scenario::Zone(..)
        | Scenario::Region(_)
        | Scenario::Technology(..)
        | Scenario::Component(_) => loss::run(&mut bench, &mut drill),
        Scenario::Partition(a, b) => partition::run(&mut bench, &mut drill, *a, *b),
        Scenario::Cold(_)
        | Scenario::Slow(..)
        | Scenario::Surge(..)
        | Scenario::HotKey(..)
        | Scenario::RetryStorm(_)
        | Scenario::Poison(_)
        | Scenario::Backlog(..) => strain::run(&mut bench, &mut drill),
    }
    still_fails(everyday, &mut drill);
    loss::grants(&mut drill);
    target::compare(&mut bench, &mut drill);
    drill
}

/// What fails on any day fails in a drill too: that it meets less load then, or something else in its place, mends
/// nothing.
fn still_fails(everyday: &Everyday, drill: &mut Drill) {
    for state in &mut drill.flows {
        let Some(usual) = everyday.flow(state.flow).filter(|usual| usual.already) else {
            continue;
        };
        state.already = true;
        if state.state != State::Fails {
            state.clone_from(usual);
        }
    }
}
