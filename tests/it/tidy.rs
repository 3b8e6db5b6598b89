//! One look for every text: laid out twice it is as once, and it says what it said.

use napkin::form::{Node, Value, yaml};
use napkin::source::{FileId, Source};
use napkin::tidy::tidy;
use std::fs;
use std::path::{Path, PathBuf};

fn neat(text: &str) -> String {
    match tidy(FileId(0), &Source::new("a.yaml", text)) {
        Ok(new) => new,
        Err(why) => panic!("{why:?}\n{text}"),
    }
}

/// All YAML files of the repository: designs, parts of them, catalog entries, projects.
fn all() -> Vec<(PathBuf, String)> {
    let mut open: Vec<PathBuf> = (["designs", "tests", "catalog"].iter())
        .map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .collect();
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("node_modules") {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "yaml") {
                found.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn read(text: &str) -> Option<Node> {
    let mut findings = Vec::new();
    let root = yaml::read(FileId(0), &Source::new("a.yaml", text), &mut findings);
    root.filter(|_| findings.is_empty())
}

/// What a node says, without its places.
fn said(node: &Node) -> String {
    match &node.value {
        Value::Null => "~".into(),
        Value::Scalar { text, .. } => format!("{text:?}"),
        Value::List(items) => format!("{:?}", items.iter().map(said).collect::<Vec<_>>()),
        Value::Map(entries) => format!(
            "{:?}",
            entries.iter().map(|(k, n)| (&k.name, said(n))).collect::<Vec<_>>()
        ),
    }
}

#[test]
fn every_file_keeps_its_meaning() {
    for (path, text) in all() {
        let Some(before) = read(&text) else { continue };
        let once = neat(&text);
        assert_eq!(said(&before), said(&read(&once).unwrap()), "{}", path.display());
        assert_eq!(once, neat(&once), "{}", path.display());
    }
}
