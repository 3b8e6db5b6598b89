//! The project file, `napkin.yaml`: what holds for all designs below its folder.
//!
//! It is read by the same reader as designs. A design may have that name too; it is known by its key `napkin`.

use crate::finding::{Edit, Finding, nearest};
use crate::form::table::Shape::{Flag, List, Map, Text, Word};
use crate::form::table::{Record, may};
use crate::form::{Context, Key, Node, Reader, Value, rule, yaml};
use crate::quantity::Profile;
use crate::quantity::expression::Language;
use crate::rules::{self, Choice, Choices, Set};
use crate::source::{FileId, Source, Sources};

/// Its name.
pub const FILE: &str = "napkin.yaml";

/// The key by which a design is known.
const OF_A_DESIGN: &str = "napkin";

/// The keys of a project file.
pub static PROJECT: Record = Record {
    what: "a project file",
    keys: &[
        may(
            "strict",
            Flag,
            "whether an unknown requirement counts as one that fails",
        ),
        may(
            "profile",
            Word(&["exact", "interview", "billing"]),
            "what a day, a month and a year are where a design does not say",
        ),
        may(
            "catalog",
            List(&Text),
            "folders whose entries are laid over the catalog, relative to this file",
        ),
        may(
            "sets",
            Map(&Word(&Choice::WORDS)),
            "what is made of the rules of a set: `security: error`",
        ),
        may(
            "rules",
            Map(&Word(&Choice::WORDS)),
            "what is made of one rule, whatever its set: `no-timeout: off`",
        ),
    ],
};

/// A project file, read.
#[derive(Debug, Clone)]
pub struct Project {
    source: Source,
    /// For designs that name none.
    pub profile: Option<Profile>,
    pub strict: bool,
    /// Folders, relative to that of the file.
    pub catalog: Vec<String>,
    pub choices: Choices,
    /// What is wrong with it; the places are in a file of its own.
    findings: Vec<Finding>,
}

impl Project {
    /// Reads a project file. Whatever its form, there is a project: what is wrong shows in every report.
    pub fn read(source: Source) -> Project {
        let mut project = Project {
            source,
            profile: None,
            strict: false,
            catalog: Vec::new(),
            choices: Choices::default(),
            findings: Vec::new(),
        };
        let context = Context::new(Language::default());
        let root = yaml::read(FileId(0), &project.source, &mut project.findings);
        // An empty file says nothing, which is allowed.
        if let Some(reader) = root.as_ref().and_then(|root| Reader::new(root, &PROJECT, &context)) {
            project.profile = reader.word("profile").and_then(|word| Profile::from_name(word.value));
            project.strict = reader.flag("strict").is_some_and(|flag| flag.value);
            project.catalog = folders(&reader);
            project.choices = Choices {
                sets: choices(&reader, "sets", set),
                rules: choices(&reader, "rules", rule_of),
            };
        }
        project.findings.extend(context.take());
        project
    }

    /// The file as the user knows it.
    pub fn name(&self) -> &str {
        &self.source.name
    }

    /// Adds the text to those of a run, and tells what is wrong with it there.
    pub fn findings(&self, sources: &mut Sources) -> Vec<Finding> {
        let file = sources.add(self.source.clone());
        let mut findings = self.findings.clone();
        for finding in &mut findings {
            let related = finding.related.iter_mut().map(|(at, _)| at);
            let edited = finding.edit.iter_mut().map(Edit::place);
            for at in finding.at.iter_mut().chain(related).chain(edited) {
                at.file = file;
            }
        }
        findings
    }
}

/// Whether a text is a design, as far as one can tell from a text that may be broken.
pub fn is_design(source: &Source) -> bool {
    match yaml::read(FileId(0), source, &mut Vec::new()) {
        Some(root) => root.get(OF_A_DESIGN).is_some(),
        None => {
            let key = |line: &str| line.strip_prefix(OF_A_DESIGN).is_some_and(|rest| rest.starts_with(':'));
            source.text.lines().any(key)
        }
    }
}

/// The folders of the catalog: none that leads out of the project.
fn folders(reader: &Reader) -> Vec<String> {
    let mut folders = Vec::new();
    for folder in reader.texts("catalog") {
        if folder.value.starts_with('/') || folder.value.split(['/', '\\']).any(|part| part == "..") {
            let message = format!("`{}` leads out of the folder of the project", folder.value);
            let finding = Finding::error(rule::WRONG_TYPE, message).at(folder.span);
            let fix = "name a folder below this file; `--catalog` takes one from anywhere";
            reader.context.report(finding.fix(fix));
        } else {
            folders.push(folder.value);
        }
    }
    folders
}

/// The entries of a map from the names of rules or sets to what is made of them.
fn choices<T>(reader: &Reader, name: &str, named: impl Fn(&Context, &Key) -> Option<T>) -> Vec<(T, Choice)> {
    let read = |(key, node): &(Key, Node)| {
        let found = named(reader.context, key);
        if let Value::Null = node.value {
            let words = Choice::WORDS.join("`, `");
            let finding = Finding::error(rule::WRONG_TYPE, format!("nothing is said of `{}`", key.name)).at(key.span);
            reader.context.report(finding.fix(format!("one of `{words}`")));
            return None;
        }
        let word = reader.context.word(node, &key.name, &Choice::WORDS);
        Some((found?, Choice::from_word(word?.value)?))
    };
    reader.entries(name).iter().filter_map(read).collect()
}

fn set(context: &Context, key: &Key) -> Option<Set> {
    match Set::from_name(&key.name) {
        Some(Set::Form) => {
            context.report(fixed(key, "the rules of this set are"));
            None
        }
        None => {
            let names: Vec<&str> = Set::ALL.iter().map(|(name, _)| *name).collect();
            context.report(unknown(key, "set of rules", &names));
            None
        }
        found => found,
    }
}

fn rule_of(context: &Context, key: &Key) -> Option<&'static str> {
    match rules::get(&key.name) {
        Some(rule) if rule.is_form() => {
            context.report(fixed(key, "this rule is"));
            None
        }
        None => {
            let names: Vec<&str> = rules::ALL.iter().map(|rule| rule.id).collect();
            context.report(unknown(key, "rule", &names));
            None
        }
        Some(rule) => Some(rule.id),
    }
}

fn fixed(key: &Key, which: &str) -> Finding {
    let message = format!("`{}` can't be changed: {which} about the form of a file", key.name);
    let finding = Finding::error(rule::UNKNOWN_WORD, message).at(key.span);
    finding.fix("remove the line: what is wrong in form cannot be computed")
}

fn unknown(key: &Key, kind: &str, known: &[&str]) -> Finding {
    let finding = Finding::error(rule::UNKNOWN_WORD, format!("there is no {kind} `{}`", key.name)).at(key.span);
    let finding = finding.respell(key.span, &key.name, known.iter().copied());
    match nearest(&key.name, known.iter().copied()) {
        Some(near) => finding.fix(format!("did you mean `{near}`?")),
        None if known.len() <= 12 => finding.fix(format!("known: {}", known.join(", "))),
        None => finding.fix("`napkin explain rules` lists them"),
    }
}
