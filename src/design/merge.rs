//! Several texts to one tree: includes, the chosen state and `--set`.

use super::Settings;
use super::patch::put;
use crate::finding::{Finding, nearest};
use crate::form::yaml;
use crate::form::{Key, Node, Value, rule};
use crate::source::{FileId, Source, Sources, Span};

/// The merged tree of all files, with the state and the settings applied.
pub fn whole(sources: &mut Sources, settings: &Settings, findings: &mut Vec<Finding>) -> Option<Node> {
    let files: Vec<(FileId, Source)> = sources.iter().map(|(id, s)| (id, s.clone())).collect();
    let mut root: Option<Node> = None;
    let mut broken = false;
    for (id, source) in &files {
        let before = findings.len();
        match yaml::read(*id, source, findings) {
            Some(node) => match &mut root {
                None => root = Some(node),
                Some(root) => include(root, node, findings),
            },
            None => {
                broken = true;
                if findings.len() == before {
                    findings.push(empty(*id, source));
                }
            }
        }
    }
    // A file that could not be read would only draw complaints about what it holds.
    let mut root = if broken { None } else { root }?;
    if !matches!(root.value, Value::Map(_)) {
        let what = root.kind();
        findings.push(
            Finding::error(rule::WRONG_TYPE, format!("a design is a map of keys, this is {what}"))
                .at(root.span)
                .fix("begin with `napkin: 1` and `name: …`; `napkin new NAME` writes an example"),
        );
        return None;
    }
    apply_state(&mut root, settings, findings);
    for (i, assignment) in settings.set.iter().enumerate() {
        let name = if i == 0 {
            "--set".to_string()
        } else {
            format!("--set ({})", i + 1)
        };
        let file = sources.add(Source::new(name, assignment.as_str()));
        apply_set(&mut root, file, sources, findings);
    }
    Some(root)
}

fn empty(file: FileId, source: &Source) -> Finding {
    let what = if source.text.trim().is_empty() {
        "is empty"
    } else {
        "holds only comments"
    };
    Finding::error(rule::SYNTAX, format!("`{}` {what}", source.name))
        .at(Span { file, start: 0, end: 0 })
        .fix("a design begins with `napkin: 1` and `name: …`")
}

/// Merges maps by id at the top two levels; what stands twice is an error.
fn include(root: &mut Node, other: Node, findings: &mut Vec<Finding>) {
    let (Value::Map(into), Value::Map(from)) = (&mut root.value, other.value) else {
        findings.push(Finding::error(rule::WRONG_TYPE, "an included file is a map of keys").at(other.span));
        return;
    };
    for (key, node) in from {
        if key.name == "napkin" || key.name == "include" {
            continue;
        }
        let Some((first, target)) = into.iter_mut().find(|(k, _)| k.name == key.name) else {
            into.push((key, node));
            continue;
        };
        match (&mut target.value, node.value) {
            (Value::Map(target), Value::Map(entries)) => {
                for (id, value) in entries {
                    match target.iter().find(|(k, _)| k.name == id.name) {
                        Some((first, _)) => findings.push(twice(&id, first.span)),
                        None => target.push((id, value)),
                    }
                }
            }
            _ => {
                let first = first.span;
                findings.push(twice(&key, first));
            }
        }
    }
}

fn twice(key: &Key, first: Span) -> Finding {
    Finding::error(
        rule::DUPLICATE_KEY,
        format!("`{}` stands in two files of this design", key.name),
    )
    .at(key.span)
    .label("again")
    .related(first, "first defined here")
    .fix("keep it in one file")
}

fn apply_state(root: &mut Node, settings: &Settings, findings: &mut Vec<Finding>) {
    let Some(name) = &settings.state else { return };
    let states = root.get("states").cloned();
    let found = states.as_ref().and_then(|s| s.get(name));
    let Some(found) = found else {
        let names: Vec<String> = match states.map(|s| s.value) {
            Some(Value::Map(entries)) => entries.into_iter().map(|(k, _)| k.name).collect(),
            _ => Vec::new(),
        };
        let mut finding = Finding::error(rule::UNKNOWN_WORD, format!("the design has no state `{name}`"));
        if let Some(near) = nearest(name, names.iter().map(String::as_str)) {
            finding = finding.fix(format!("did you mean `{near}`?"));
        } else if !names.is_empty() {
            finding = finding.fix(format!("states: {}", names.join(", ")));
        }
        findings.push(finding);
        return;
    };
    if let Value::Map(entries) = found.clone().value {
        for (path, value) in entries {
            put(root, &path.name, path.span, value, findings);
        }
    }
}

fn apply_set(root: &mut Node, file: FileId, sources: &Sources, findings: &mut Vec<Finding>) {
    let source = sources.get(file);
    let whole = Span {
        file,
        start: 0,
        end: source.text.len() as u32,
    };
    let Some((path, _)) = source.text.split_once('=') else {
        findings.push(
            Finding::error(
                rule::SYNTAX,
                format!("`{}` is not of the form `path=value`", source.text),
            )
            .at(whole)
            .fix("write `--set load.users=20M`"),
        );
        return;
    };
    // The value is YAML of its own; blanks in place of the path keep its columns.
    let shifted = Source::new(
        source.name.clone(),
        format!("{}{}", " ".repeat(path.len() + 1), &source.text[path.len() + 1..]),
    );
    let value = match yaml::read(file, &shifted, findings) {
        Some(node) => node,
        None => return,
    };
    put(root, path.trim(), whole.part(0, path.len()), value, findings);
}
