//! The operations of an API with their names looked up: what each takes, gives and runs.

pub mod quota;
pub mod schema;
mod sign_in;

use super::name;
use crate::report::{AccessKind, Answer, Api, Component, Entity, Field, Flow, Operation, Report};

/// An API whose names are looked up.
pub struct Contract<'a> {
    pub report: &'a Report,
    pub api: &'a Api,
    pub calls: Vec<Call<'a>>,
}

/// An operation.
pub struct Call<'a> {
    pub operation: &'a Operation,
    pub takes: Vec<Part<'a>>,
    pub gives: Gives<'a>,
    pub flow: Option<&'a Flow>,
}

/// A field with the entity that it belongs to.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    pub entity: &'a Entity,
    pub field: &'a Field,
}

/// What comes back.
#[derive(Clone, Copy)]
pub enum Gives<'a> {
    Nothing,
    /// An HTTP status and no entity.
    Status(u16),
    One(&'a Entity),
    /// A page of them.
    Many(&'a Entity),
}

impl<'a> Gives<'a> {
    /// The entity that comes back, once or often.
    pub fn entity(self) -> Option<&'a Entity> {
        match self {
            Gives::One(entity) | Gives::Many(entity) => Some(entity),
            Gives::Nothing | Gives::Status(_) => None,
        }
    }
}

/// Whether a call leaves things as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Reads,
    Changes,
}

impl<'a> Contract<'a> {
    pub fn of(report: &'a Report, api: &'a Api) -> Contract<'a> {
        let calls = api.operations.iter().map(|operation| Call {
            operation,
            takes: operation.takes.iter().flat_map(|text| parts(report, text)).collect(),
            gives: gives(report, operation.answer.as_ref()),
            flow: operation
                .flow
                .as_ref()
                .and_then(|id| report.flows.iter().find(|f| f.id == *id)),
        });
        Contract {
            report,
            api,
            calls: calls.collect(),
        }
    }

    /// The version as it stands in an address: `v1`, made of letters, digits and points.
    pub fn version(&self) -> Option<&'a str> {
        let version = self.api.version.as_deref()?;
        let plain = version
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
        Some(version).filter(|v| plain && !v.is_empty() && v.len() <= 20)
    }

    /// What the functional requirements want of a call, in their words.
    pub fn wants(&self, call: &Call) -> Vec<(&'a str, &'a str)> {
        let functional = self.report.requirements.functional.iter();
        let flow = call.operation.flow.as_deref();
        let wanting = functional.filter(|f| flow.is_some() && f.flow.as_deref() == flow);
        wanting.map(|f| (f.id.as_str(), f.want.as_str())).collect()
    }

    /// Whether anything on the way of a call tells callers apart; none where the design does not say.
    ///
    /// The flow's own word goes first. A door that tells callers apart lets one in by whom they become known, so what
    /// components have says nothing about a sign-in.
    pub fn authenticates(&self, call: &Call) -> Option<bool> {
        let flow = call.flow?;
        // A fact may carry a value: `authentication: mutual TLS`.
        let word = |fact: &String| fact.split(':').next() == Some("authentication");
        let says = |facts: &[String]| facts.iter().any(word);
        if says(&flow.has) || says(&flow.lacks) {
            return Some(says(&flow.has));
        }
        if self.signs_in(call) {
            return Some(false);
        }
        let reached = flow.steps.iter().filter_map(|s| self.component(&s.to));
        let knows = |c: &&Component| ["identity-provider", "session-registry"].contains(&c.function.as_str());
        let (known, others): (Vec<_>, Vec<_>) = reached.partition(knows);
        if !known.is_empty() || others.iter().any(|c| says(&c.has)) {
            return Some(true);
        }
        others.iter().any(|c| says(&c.lacks)).then_some(false)
    }

    /// Whether the caller gets by this call what the others ask for.
    pub fn signs_in(&self, call: &Call) -> bool {
        sign_in::signs_in(self, call)
    }

    pub fn component(&self, id: &str) -> Option<&'a Component> {
        self.report.components.iter().find(|c| c.id == id)
    }
}

impl<'a> Call<'a> {
    /// Whether the call changes something: by its method, and for an RPC by what comes back and what it takes.
    pub fn effect(&self) -> Effect {
        match self.operation.method.as_str() {
            "GET" | "query" => Effect::Reads,
            "rpc" if !writes(self.flow) => Effect::Reads,
            _ => Effect::Changes,
        }
    }

    /// A field by which the server knows a call that comes twice: the caller sends it, it is unique, and the call
    /// makes what it is unique in.
    pub fn remembered_by(&self) -> Option<Part<'a>> {
        let makes = |entity: &Entity| {
            let writes = |flow: &&Flow| entity.is_used(&flow.id, &[AccessKind::Write]);
            self.flow.is_none() || self.flow.filter(writes).is_some()
        };
        self.takes
            .iter()
            .copied()
            .find(|part| part.field.unique && makes(part.entity))
    }

    /// Whether the caller stays connected: more comes after the first answer.
    pub fn is_held(&self) -> bool {
        self.flow
            .and_then(|f| f.steps.first())
            .is_some_and(|step| step.held.is_some())
    }

    /// Whether personal data come back.
    pub fn gives_personal(&self) -> bool {
        self.gives.entity().is_some_and(|e| e.fields.iter().any(|f| f.pii))
    }
}

/// Whether a step of a flow changes data.
fn writes(flow: Option<&Flow>) -> bool {
    let changes = |action: &str| ["write", "update", "delete"].iter().any(|verb| action.contains(verb));
    flow.is_some_and(|f| f.steps.iter().any(|step| changes(&step.action)))
}

/// The fields that a text of `takes` names: `link.url` is one, `link` stands for all of them.
fn parts<'a>(report: &'a Report, text: &str) -> Vec<Part<'a>> {
    let (name, field) = match text.split_once('.') {
        Some((entity, field)) => (entity, Some(field)),
        None => (text, None),
    };
    let Some(entity) = report.entity(name) else {
        return Vec::new();
    };
    let named = entity.fields.iter().filter(|f| field.is_none_or(|name| f.name == name));
    named.map(|field| Part { entity, field }).collect()
}

fn gives<'a>(report: &'a Report, answer: Option<&Answer>) -> Gives<'a> {
    match answer {
        None => Gives::Nothing,
        Some(Answer::One(id)) => report.entity(id).map_or(Gives::Nothing, Gives::One),
        Some(Answer::Page(id)) => report.entity(id).map_or(Gives::Nothing, Gives::Many),
        Some(Answer::Status(status)) => match status.parse() {
            Ok(status) if (200..600).contains(&status) => Gives::Status(status),
            _ => Gives::Nothing,
        },
    }
}

/// A text of the design for a place that Markdown reads: one line, no tag in it, and no longer than a reader bears.
pub fn prose(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().take(400) {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    if text.chars().nth(400).is_some() {
        out.push('…');
    }
    // `eval(` and its kin are not for a page that shows the text.
    out.replace("eval(", "eval (").trim().to_string()
}

/// A name for the front of the system, in the domain that is kept for examples (RFC 2606).
pub fn host(report: &Report) -> String {
    // A label of the domain system has letters, digits and hyphens, 63 at most.
    let label = name::short(&name::kebab(&report.name), 60).replace('_', "-");
    format!("{label}.example")
}

/// The text with its first letter large.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// An id in words: `place_order` reads `Place order`.
pub fn spoken(id: &str) -> String {
    sentence(&name::words(id).join(" "))
}
