//! The design as it grows: its text, what stands in it, and what the analyses say.

use super::mentions::{self, Thing};
use crate::amend::{self, Refused, Value};
use crate::analysis::Detail;
use crate::design::table;
use crate::form::{Node, Value as Written, yaml};
use crate::report::Report;
use crate::source::{FileId, Source};
use crate::{Input, run};
use std::collections::BTreeMap;

/// Maps whose ids are numbered.
const NUMBERED: [&[&str]; 5] = [
    &["requirements", "functional"],
    &["requirements", "nonfunctional"],
    &["requirements", "assumptions"],
    &["requirements", "questions"],
    &["decisions"],
];

/// A change of the text.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    Set(Vec<String>, Value),
    Push(Vec<String>, Value),
    Remove(Vec<String>),
    /// The item of a list, counted from 0.
    RemoveItem(Vec<String>, usize),
    /// Another name for a thing, wherever it is spoken of: the old one, the new one.
    Rename(Thing, String, String),
}

impl Edit {
    pub fn set<const N: usize>(path: [&str; N], value: Value) -> Edit {
        Edit::Set(path.map(str::to_string).to_vec(), value)
    }

    pub fn text<const N: usize>(path: [&str; N], text: impl Into<String>) -> Edit {
        Edit::set(path, Value::text(text))
    }

    pub fn push<const N: usize>(path: [&str; N], value: Value) -> Edit {
        Edit::Push(path.map(str::to_string).to_vec(), value)
    }
}

/// A design under way.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What a run needs beside the text: the user's catalog, the settings.
    setting: Input,
    name: String,
    pub text: String,
    tree: Option<Node>,
    /// Point estimates of everything; drills and samples are left out.
    pub report: Report,
    /// The highest numbers that ids ever had, by what stands before the number: none is given twice.
    given: BTreeMap<String, u64>,
}

impl Draft {
    /// Reads and analyses a text. `setting` holds no files.
    pub fn new(setting: Input, name: &str, text: String) -> Draft {
        let tree = tree(&text);
        let report = analysed(&setting, name, &text, 0, false);
        Draft {
            setting,
            name: name.to_string(),
            text,
            tree,
            report,
            given: BTreeMap::new(),
        }
        .counted()
    }

    /// The design with changes made, or why it would be wrong with them. What was wrong before may stay so.
    pub fn with(&self, edits: &[Edit]) -> Result<Draft, Vec<String>> {
        let mut text = self.text.clone();
        for edit in edits {
            text = changed(&text, edit).map_err(|refused| vec![refused.0])?;
        }
        if tree(&text).is_none() {
            return Err(vec!["the text would be no YAML any more".to_string()]);
        }
        let draft = Draft::new(self.setting.clone(), &self.name, text).remembering(self);
        let before = self.faults();
        let new: Vec<String> = draft.faults().into_iter().filter(|f| !before.contains(f)).collect();
        if new.is_empty() { Ok(draft) } else { Err(new) }
    }

    /// What is wrong with the form, each with the smallest fix.
    pub fn faults(&self) -> Vec<String> {
        let form = self.report.findings.iter().filter(|f| f.form);
        form.map(|f| match &f.fix {
            Some(fix) => format!("{}; {fix}", f.message),
            None => f.message.clone(),
        })
        .collect()
    }

    /// Why the text can't be read at all, where that is so: nothing can be changed in it then.
    pub fn unreadable(&self) -> Option<String> {
        match &self.tree {
            Some(_) => None,
            None => Some(self.faults().into_iter().next().unwrap_or_else(|| "empty".to_string())),
        }
    }

    /// The design judged as `check` does, with the drills that apply to it.
    pub fn in_depth(&self) -> Report {
        let samples = self.setting.settings.sampling.samples;
        analysed(&self.setting, &self.name, &self.text, samples, true)
    }

    /// The design with its samples: without them no request is run, and no percentile is known.
    pub fn sampled(&self) -> Report {
        let samples = self.setting.settings.sampling.samples;
        analysed(&self.setting, &self.name, &self.text, samples, false)
    }

    /// The design in a state that it names.
    pub fn in_state(&self, state: &str) -> Report {
        let mut setting = self.setting.clone();
        setting.settings.state = Some(state.to_string());
        analysed(&setting, &self.name, &self.text, 0, false)
    }

    /// The design as a run takes it, in point estimates.
    pub fn input(&self) -> Input {
        let mut input = self.setting.clone();
        input.files = vec![Source::new(self.name.clone(), self.text.clone())];
        input.settings.sampling.samples = 0;
        input
    }

    /// The node at a path.
    pub fn node(&self, path: &[&str]) -> Option<&Node> {
        let mut node = self.tree.as_ref()?;
        for name in path {
            node = node.get(name)?;
        }
        Some(node)
    }

    /// The single value at a path.
    pub fn value(&self, path: &[&str]) -> Option<String> {
        self.node(path).and_then(Node::text).map(str::to_string)
    }

    /// Names of the entries of the map at a path, in order.
    pub fn names(&self, path: &[&str]) -> Vec<String> {
        match self.node(path).map(|n| &n.value) {
            Some(Written::Map(entries)) => entries.iter().map(|(k, _)| k.name.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// Items of the list at a path as they are written; a single value counts as one.
    pub fn items(&self, path: &[&str]) -> Vec<String> {
        match self.node(path).map(|n| &n.value) {
            Some(Written::List(items)) => items.iter().map(|n| self.written(n)).collect(),
            Some(Written::Scalar { text, .. }) => vec![text.clone()],
            _ => Vec::new(),
        }
    }

    /// A node as it stands in the text, on one line.
    pub fn written(&self, node: &Node) -> String {
        if let Some(text) = node.text() {
            return text.to_string();
        }
        let range = node.span.start as usize..node.span.end as usize;
        let text = self.text.get(range).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The id `prefix` + number behind all that were ever given: who reads `NFR2` tomorrow means the one of today.
    pub fn next_id(&self, prefix: &str) -> String {
        let last = self.given.get(prefix).copied().unwrap_or(0);
        format!("{prefix}{}", last.saturating_add(1))
    }

    /// Ids that stand in the design.
    pub fn ids(&self) -> Vec<String> {
        NUMBERED.iter().flat_map(|path| self.names(path)).collect()
    }

    /// An id that was given counts, whether it is still there or not.
    pub fn remember(&mut self, id: &str) {
        let digits = id.chars().rev().take_while(char::is_ascii_digit).count();
        let (prefix, number) = id.split_at(id.len() - digits);
        if let (Ok(number), false) = (number.parse::<u64>(), prefix.is_empty()) {
            let last = self.given.entry(prefix.to_string()).or_default();
            *last = number.max(*last);
        }
    }

    /// With the ids that another state of the same design has given.
    pub fn remembering(mut self, other: &Draft) -> Draft {
        for (prefix, number) in &other.given {
            let last = self.given.entry(prefix.clone()).or_default();
            *last = (*last).max(*number);
        }
        self
    }

    fn counted(mut self) -> Draft {
        for id in self.ids() {
            self.remember(&id);
        }
        self
    }
}

fn changed(text: &str, edit: &Edit) -> Result<String, Refused> {
    match edit {
        Edit::Set(path, value) => amend::set(text, &names(path), value, &order),
        Edit::Push(path, item) => amend::push(text, &names(path), item, &order),
        Edit::Remove(path) => amend::remove(text, &names(path)),
        Edit::RemoveItem(path, index) => amend::remove_item(text, &names(path), *index),
        Edit::Rename(thing, old, new) => Ok(mentions::renamed(text, *thing, old, new)),
    }
}

fn names(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

/// The order in which the table of the format has the keys of a map.
fn order(path: &[&str]) -> Vec<&'static str> {
    let record = match path {
        [] => &table::DESIGN,
        ["requirements"] => &table::REQUIREMENTS,
        ["load"] => &table::LOAD,
        ["flows", _] => &table::FLOW,
        ["data", _] => &table::ENTITY,
        ["components", _] => &table::COMPONENT,
        ["apis", _] => &table::API,
        _ => return Vec::new(),
    };
    record.keys.iter().map(|row| row.name).collect()
}

fn tree(text: &str) -> Option<Node> {
    yaml::read(FileId(0), &Source::new("", text), &mut Vec::new())
}

fn analysed(setting: &Input, name: &str, text: &str, samples: usize, drills: bool) -> Report {
    let mut input = setting.clone();
    input.files = vec![Source::new(name, text)];
    input.detail = Detail::Values;
    input.settings.sampling.samples = samples;
    if drills {
        input.settings.drills = crate::design::drill::Wanted::All;
    }
    run(input).report
}
