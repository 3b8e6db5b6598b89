//! The questions of a session, in order, as the plan and the design make them.
//!
//! The script is worked out anew after each answer: a new flow brings its questions, one that is gone takes them away.

mod depth;
mod frontend;
mod requirements;
mod said_back;
mod sizes;
mod structure;
mod weight;

use super::draft::Draft;
use super::names::Names;
use super::probe::Probe;
use super::question::{Kind, Question, Take};
use crate::catalog::{Case, Catalog, Role};
use crate::report::Shape;

/// What the script looks at.
pub struct View<'a> {
    pub draft: &'a Draft,
    pub catalog: &'a Catalog,
    pub case: Option<&'a Case>,
    /// What the interviewer found in the design when depth began.
    pub probes: &'a [Probe],
}

/// The questions of the phases of a plan.
pub fn questions(phases: &[(String, u32)], view: &View) -> Vec<Question> {
    let mut all: Vec<Question> = Vec::new();
    for (phase, _) in phases {
        all.extend(of_phase(phase, view));
    }
    all
}

fn of_phase(phase: &str, view: &View) -> Vec<Question> {
    match phase {
        "scope" => requirements::scope(view),
        "quality" => requirements::quality(view),
        "data" => requirements::data(view),
        "estimate" => sizes::estimate(view),
        "api" => structure::api(view),
        "design" => structure::design(view),
        "select" => structure::select(view),
        "deep" => depth::deep(view),
        "drill" => depth::drill(view),
        "states" => depth::states(view),
        "wrap" => depth::wrap(view),
        "rendering" => frontend::rendering(view),
        "client-state" => frontend::client_state(view),
        "web-vitals" => frontend::web_vitals(view),
        // A phase of a user's own catalog: what it asks, noted.
        other => vec![Question::new(other, format!("note.{other}"), "What do you say to this?", Take::Note).pause()],
    }
}

/// A pause in which what was said is confirmed.
fn check_in(phase: &str, ask: &str) -> Question {
    let help = "Say what you have aloud, ask whether it is what they want, and wait for the answer. A note is kept; Enter goes on.";
    Question::new(phase, format!("checkin.{phase}"), ask, Take::Note)
        .pause()
        .help(help)
}

impl View<'_> {
    /// Names of the design for examples.
    fn named(&self) -> Names {
        Names::of(self.draft)
    }

    /// Functional requirements that the first design has to serve.
    fn wishes(&self) -> Vec<String> {
        let path = ["requirements", "functional"];
        let ids = self.draft.names(&path);
        let counts = |id: &String| {
            self.draft
                .value(&["requirements", "functional", id, "priority"])
                .as_deref()
                != Some("could")
        };
        ids.into_iter().filter(counts).collect()
    }

    fn flows(&self) -> Vec<String> {
        self.draft.names(&["flows"])
    }

    /// What a flow is for: the wish that it serves.
    fn purpose(&self, flow: &str) -> Option<String> {
        let ids = self.draft.names(&["requirements", "functional"]);
        let serves =
            |id: &&String| self.draft.value(&["requirements", "functional", id, "flow"]).as_deref() == Some(flow);
        let id = ids.iter().find(serves)?;
        self.draft.value(&["requirements", "functional", id, "want"])
    }

    /// Components with their functions.
    fn components(&self) -> Vec<(String, String)> {
        let ids = self.draft.names(&["components"]).into_iter();
        ids.map(|id| {
            let function = self.draft.value(&["components", &id, "is"]).unwrap_or_default();
            (id, function)
        })
        .collect()
    }

    fn shape(&self, function: &str) -> Shape {
        self.catalog.function(function).map_or(Shape::Unknown, |(_, f)| f.shape)
    }

    fn keeps(&self, function: &str) -> bool {
        let role = self.catalog.function(function).map(|(_, f)| f.role);
        matches!(role, Some(Role::Store | Role::Log))
    }

    /// Whether a function keeps what may be read again and again.
    fn is_store(&self, function: &str) -> bool {
        let detail = self.catalog.function(function).map(|(_, f)| f);
        detail.is_some_and(|f| f.role == Role::Store && f.shape != Shape::Queue)
    }

    /// The value at a path, as what stands there already.
    fn there(&self, path: &[&str]) -> Option<String> {
        self.draft.node(path).map(|node| self.draft.written(node))
    }

    /// A question for the single value at a path.
    fn value(&self, phase: &str, path: &[&str], ask: impl Into<String>) -> Question {
        let take = Take::Value(path.iter().map(|p| (*p).to_string()).collect());
        Question::new(phase, path.join("."), ask, take).item(self.there(path))
    }
}

impl Question {
    /// Whether a blank answer leaves something out, so that a person is told how to skip.
    pub fn waits_for_text(&self) -> bool {
        self.default.is_none() && !matches!(self.kind, Kind::Pause | Kind::Lines)
    }
}
