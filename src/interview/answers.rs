//! Answers that are there before the questions: from flags, a file, a recorded session, the case's own design.

use super::journal::{By, Event, Journal};
use super::question::{Kind, Question, Take};
use super::take;
use crate::form::{Node, Value, yaml};
use crate::source::{FileId, Source};
use std::collections::{BTreeMap, VecDeque};

/// Prepared answers; a flag goes before the file, the file before the case.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    flags: BTreeMap<String, Vec<String>>,
    file: BTreeMap<String, Vec<String>>,
    /// What happened in a recorded session and is gone through again, the first event first.
    pub(super) recorded: VecDeque<Event>,
    /// The plan of the recorded session.
    pub plan: Option<String>,
    /// The case's own design, and the defaults of the questions.
    pub defaults: bool,
}

/// What goes wrong in an answers file.
pub type Faults = Vec<String>;

impl Answers {
    /// `key=value`, repeated for a list.
    ///
    /// # Errors
    /// Flags without `=`.
    pub fn flags(&mut self, flags: &[String]) -> Result<(), Faults> {
        let mut faults = Vec::new();
        for flag in flags {
            match flag.split_once('=') {
                Some((key, value)) if !key.trim().is_empty() => {
                    self.flags
                        .entry(key.trim().to_string())
                        .or_default()
                        .push(value.trim().to_string());
                }
                _ => faults.push(format!(
                    "`{flag}` is no answer; write `key=value`, such as `load.users=10M`"
                )),
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// An answers file: a map from the keys of questions to an answer or a list of them. The journal of a session
    /// is one too.
    ///
    /// # Errors
    /// Broken YAML, and values that are no texts.
    pub fn file(&mut self, name: &str, text: &str) -> Result<(), Faults> {
        if let Some(journal) = Journal::read(text) {
            self.plan = Some(journal.header.plan);
            self.recorded.extend(journal.events);
            return Ok(());
        }
        let mut findings = Vec::new();
        let source = Source::new(name, text);
        let root = yaml::read(FileId(0), &source, &mut findings);
        let mut faults: Faults = findings.iter().map(|f| f.message.clone()).collect();
        if let Some(root) = root {
            match &root.value {
                Value::Map(_) => self.walk(&root, "", &mut faults),
                Value::Null => {}
                _ => faults.push(format!("`{name}` is no map from questions to answers")),
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn walk(&mut self, node: &Node, key: &str, faults: &mut Faults) {
        match &node.value {
            Value::Null => {}
            Value::Scalar { text, .. } => self.file.entry(key.to_string()).or_default().push(text.clone()),
            Value::List(items) => {
                for item in items {
                    match item.text() {
                        Some(text) => self.file.entry(key.to_string()).or_default().push(text.to_string()),
                        None => faults.push(format!("`{key}`: an answer is a text; put quotes around it")),
                    }
                }
            }
            Value::Map(entries) => {
                for (name, node) in entries {
                    let key = if key.is_empty() {
                        name.name.clone()
                    } else {
                        format!("{key}.{}", name.name)
                    };
                    self.walk(node, &key, faults);
                }
            }
        }
    }

    /// Whether a flag answers a question: then nothing else does.
    pub(super) fn is_flag(&self, key: &str) -> bool {
        self.flags.contains_key(key)
    }

    /// What a flag or a file answers to the question with a key.
    pub(super) fn given(&self, key: &str) -> Option<(&[String], By)> {
        let flag = self.flags.get(key).map(|found| (found.as_slice(), By::Flag));
        flag.or_else(|| self.file.get(key).map(|found| (found.as_slice(), By::File)))
    }

    /// The answers to a question, and where they are from; none where a person has to be asked.
    pub fn to(&self, question: &Question, reference: Option<&Node>) -> Option<(Vec<String>, By)> {
        if let Some((found, by)) = self.given(&question.key) {
            return Some((found.to_vec(), by));
        }
        if !self.defaults {
            return None;
        }
        let own = reference.map(|r| reference_answers(question, r)).unwrap_or_default();
        let answers = match (own.is_empty(), &question.default) {
            (false, _) => own,
            (true, Some(default)) => vec![default.clone()],
            (true, None) => Vec::new(),
        };
        Some((answers, By::Default))
    }

    /// Keys that no question has.
    pub fn unused(&self, known: impl Fn(&str) -> bool) -> Vec<&str> {
        let keys = self.flags.keys().chain(self.file.keys());
        keys.map(String::as_str).filter(|key| !known(key)).collect()
    }
}

/// What the case's own design answers to a question.
pub fn reference_answers(question: &Question, root: &Node) -> Vec<String> {
    let at = |path: &[&str]| path.iter().try_fold(root, |node, name| node.get(name));
    let texts = |path: &[&str]| -> Vec<String> {
        match at(path).map(|n| &n.value) {
            Some(Value::List(items)) => items.iter().map(one_line).collect(),
            Some(Value::Scalar { text, .. }) => vec![text.clone()],
            _ => Vec::new(),
        }
    };
    let entries = |path: &[&str]| -> Vec<(String, Node)> {
        match at(path).map(|n| &n.value) {
            Some(Value::Map(entries)) => entries.iter().map(|(k, n)| (k.name.clone(), n.clone())).collect(),
            _ => Vec::new(),
        }
    };
    let part = |node: &Node, key: &str| node.get(key).map(one_line).unwrap_or_default();
    match &question.take {
        Take::Value(path) => {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            at(&path).map(one_line).into_iter().collect()
        }
        Take::Functional => (entries(&["requirements", "functional"]).iter())
            .map(|(_, n)| format!("{}: {} ({})", part(n, "as"), part(n, "want"), part(n, "priority")))
            .collect(),
        Take::FlowOf(id) => texts(&["requirements", "functional", id, "flow"]),
        Take::Journeys => {
            let wishes = entries(&["requirements", "functional"]);
            let serves = |flow: &str| {
                wishes
                    .iter()
                    .any(|(_, n)| n.get("flow").and_then(Node::text) == Some(flow))
            };
            let jobs = entries(&["flows"]).into_iter().filter(|(flow, _)| !serves(flow));
            jobs.map(|(flow, n)| match part(&n, "actor").as_str() {
                "" => flow,
                actor => format!("{flow}: {actor}"),
            })
            .collect()
        }
        Take::OutOfScope => texts(&["requirements", "out_of_scope"]),
        Take::Nonfunctional if question.key == "nonfunctional" => entries(&["requirements", "nonfunctional"])
            .iter()
            .map(|(_, n)| quality(n))
            .collect(),
        Take::Entities => vec![
            entries(&["data"])
                .into_iter()
                .map(|(k, _)| take::as_it_is(&k))
                .collect::<Vec<_>>()
                .join(", "),
        ],
        Take::FieldsOf(id) => {
            let fields = entries(&["data", id, "fields"]);
            let fields: Vec<String> = fields.iter().map(|(k, n)| format!("{k}: {}", one_line(n))).collect();
            if fields.is_empty() {
                Vec::new()
            } else {
                vec![fields.join(", ")]
            }
        }
        Take::Components => {
            let known = entries(&["components"]);
            known.iter().map(|(k, n)| format!("{k}: {}", one_line(n))).collect()
        }
        Take::StepsOf(flow) => {
            let steps = texts(&["flows", flow, "steps"]);
            steps.iter().map(|s| take::step_from_written(s)).collect()
        }
        Take::OperationOf(flow) => {
            let found = entries(&["apis"]).into_iter().find_map(|(_, api)| {
                let Value::Map(operations) = &api.get("operations")?.value else {
                    return None;
                };
                let own =
                    |(_, n): &&(crate::form::Key, Node)| n.get("flow").and_then(Node::text) == Some(flow.as_str());
                operations.iter().find(own).map(|(_, n)| operation(n))
            });
            found.into_iter().collect()
        }
        Take::Regions => {
            let regions = entries(&["regions"]);
            let regions: Vec<String> = regions.iter().map(|(k, n)| format!("{k}: {}", zones(n))).collect();
            if regions.is_empty() {
                Vec::new()
            } else {
                vec![regions.join("; ")]
            }
        }
        Take::StoreOf(id) => {
            let store = texts(&["data", id, "in"]).into_iter().next();
            let named = store.and_then(|store| {
                let function = at(&["components", &store, "is"])?.text()?;
                Some(format!("{store}: {function}"))
            });
            named.into_iter().collect()
        }
        Take::Figures => (entries(&["figures"]).iter())
            .map(|(k, n)| format!("{k} = {}", n.text().map_or_else(|| part(n, "is"), str::to_string)))
            .collect(),
        Take::Target => (entries(&["states", "target"]).iter())
            .map(|(k, n)| format!("{k} = {}", one_line(n)))
            .collect(),
        Take::ApiStyle => entries(&["apis"])
            .iter()
            .map(|(_, api)| part(api, "style"))
            .filter(|s| !s.is_empty())
            .take(1)
            .collect(),
        Take::ReasonFor(id) => {
            let decisions = entries(&["decisions"]);
            let own = decisions
                .iter()
                .find(|(_, n)| n.get("chose").and_then(Node::text) == Some(id.as_str()));
            own.map(|(_, n)| decision(n))
                .into_iter()
                .filter(|d| !d.is_empty())
                .collect()
        }
        _ => Vec::new(),
    }
}

fn zones(node: &Node) -> String {
    match &node.value {
        Value::List(items) => items.iter().map(one_line).collect::<Vec<_>>().join(", "),
        _ => one_line(node),
    }
}

fn quality(node: &Node) -> String {
    let Value::Map(entries) = &node.value else {
        return one_line(node);
    };
    let about = ["of", "to", "when"];
    let metrics = entries
        .iter()
        .filter(|(k, _)| !about.contains(&k.name.as_str()) && k.name != "shown_by");
    // A plural stays as it is only in the words of the file.
    let plural = node
        .get("of")
        .and_then(Node::text)
        .is_some_and(|of| take::as_it_is(of) != of);
    if metrics.count() > 1 || plural {
        return one_line(node);
    }
    let first = entries
        .iter()
        .find(|(k, _)| !about.contains(&k.name.as_str()) && k.name != "shown_by");
    let value = first.map(|(k, n)| {
        let value = match &n.value {
            Value::List(items) => items.iter().map(one_line).collect::<Vec<_>>().join(", "),
            _ => one_line(n),
        };
        if k.name == "says" {
            value
        } else {
            format!("{} {value}", k.name)
        }
    });
    let mut text = value.unwrap_or_default();
    for word in about {
        if let Some(node) = node.get(word) {
            text.push_str(&format!(" {word} {}", one_line(node)));
        }
    }
    text
}

fn operation(node: &Node) -> String {
    let Value::Map(entries) = &node.value else {
        return String::new();
    };
    let method = entries
        .iter()
        .find(|(k, _)| !["takes", "returns", "flow"].contains(&k.name.as_str()));
    let mut text = method
        .map(|(k, n)| format!("{} {}", k.name, one_line(n)))
        .unwrap_or_default();
    for word in ["takes", "returns"] {
        if let Some(node) = node.get(word) {
            text.push_str(&format!(" {word} {}", one_line(node)));
        }
    }
    text
}

fn decision(node: &Node) -> String {
    let list = |key: &str| match node.get(key).map(|n| &n.value) {
        Some(Value::List(items)) => items.iter().map(one_line).collect::<Vec<_>>().join(", "),
        Some(Value::Scalar { text, .. }) => text.clone(),
        _ => String::new(),
    };
    let parts = [
        ("because ", "because"),
        ("over ", "over"),
        ("at the cost of ", "at_the_cost_of"),
    ];
    let parts = parts
        .iter()
        .map(|(mark, key)| (mark, list(key)))
        .filter(|(_, text)| !text.is_empty());
    parts
        .map(|(mark, text)| format!("{mark}{text}"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A node as YAML on one line.
fn one_line(node: &Node) -> String {
    if let Some(text) = node.text() {
        return text.to_string();
    }
    as_value(node).to_string()
}

fn as_value(node: &Node) -> crate::amend::Value {
    use crate::amend::Value as New;
    match &node.value {
        Value::Null => New::Raw("null".into()),
        Value::Scalar { text, .. } => New::text(text),
        Value::List(items) => New::List(items.iter().map(as_value).collect()),
        Value::Map(entries) => New::Map(entries.iter().map(|(k, n)| (k.name.clone(), as_value(n))).collect()),
    }
}

/// Whether a question takes several answers.
pub fn takes_many(question: &Question) -> bool {
    matches!(question.kind, Kind::Lines)
}
