//! One look for every text: laid out twice it is as once, and it says what it said.

use crate::command_line::{ends, folder};
use crate::dice::Dice;
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

/// What a text says, where nothing is wrong with it.
pub fn read(text: &str) -> Option<Node> {
    let mut findings = Vec::new();
    let root = yaml::read(FileId(0), &Source::new("a.yaml", text), &mut findings);
    root.filter(|_| findings.is_empty())
}

/// What a node says, without its places.
pub fn said(node: &Node) -> String {
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

/// A text with some of its white space, quotes and breaks changed; it may be broken by that.
fn mutated(text: &str, dice: &mut Dice) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    for _ in 0..1 + dice.roll(6) {
        let at = dice.roll(lines.len().max(1) as u64) as usize;
        let Some(line) = lines.get_mut(at) else { continue };
        *line = match dice.roll(12) {
            0 => format!(" {line}"),
            1 => line.strip_prefix(' ').unwrap_or(line).to_string(),
            2 => line.replace(": ", ":   "),
            3 => line.replace(": ", ":\t"),
            4 => line.replace(", ", " ,\n          "),
            5 => format!("{line}  # said\n   #so"),
            6 => line.replace('"', "'"),
            7 => format!("{line}   "),
            8 => line.replacen(": ", ": >-\n      ", 1),
            9 => line.replacen(": ", ": |2+\n        ", 1),
            10 => format!("\n\n\n{line}"),
            _ => line.replacen(": ", ": &a ", 1),
        };
    }
    let breaks = dice.of(&["\n", "\r\n"]);
    format!("{}{breaks}", lines.join(breaks))
}

#[test]
fn whatever_still_reads_is_laid_out() {
    let mut dice = Dice(8);
    let mut read_well = 0;
    for (path, text) in all() {
        for _ in 0..2 {
            let text = mutated(&text, &mut dice);
            let Some(before) = read(&text) else { continue };
            read_well += 1;
            let once = neat(&text);
            assert_eq!(said(&before), said(&read(&once).unwrap()), "{}", path.display());
            assert_eq!(once, neat(&once), "{}\n{text}", path.display());
        }
    }
    assert!(read_well > 200, "{read_well}");
}

#[test]
fn one_look() {
    for (before, after) in [
        ("", ""),
        ("# alone", "# alone\n"),
        ("\u{feff}a:   1\r\nb : 2\r\n\r\n\r\nc: 3", "a: 1\nb: 2\n\nc: 3\n"),
        ("a:\n- b\n-   c\n", "a:\n  - b\n  - c\n"),
        ("a:\n    b:\n        c: 1\n    d: 2\n", "a:\n  b:\n    c: 1\n  d: 2\n"),
        ("- - a\n  - b\n-   c: 1\n    d: 2\n", "- - a\n  - b\n- c: 1\n  d: 2\n"),
        ("a: { b : 1 ,c: [ 1,2 ] }\n", "a: {b: 1, c: [1, 2]}\n"),
        ("a:  {b: 1,\n   c: 2}\n", "a: {b: 1,\n    c: 2}\n"),
        ("a: {\n b: 1\n }\n", "a: {\n    b: 1\n  }\n"),
        ("one:   1\nthree: 3\n", "one:   1\nthree: 3\n"),
        ("one:     1\nthree:   3\n", "one:   1\nthree: 3\n"),
        ("one:   1\nthree:   3\n", "one: 1\nthree: 3\n"),
        (
            "a:    #why\n    b: 1   #x\n    cc: 2  # y\n",
            "a:    # why\n  b: 1   # x\n  cc: 2  # y\n",
        ),
        (
            "a:\n    b: 1\n    # of a\n# of c\nc: 2\n",
            "a:\n  b: 1\n  # of a\n# of c\nc: 2\n",
        ),
        (
            "a: 'x'\nb: 'it''s'\nc: no\nd: 08\ne: 12:30\non: 1\n",
            "a: \"x\"\nb: 'it''s'\nc: \"no\"\nd: \"08\"\ne: \"12:30\"\non: 1\n",
        ),
        (
            "a: |\n     x\n       y\nb: |3-\n      z\n",
            "a: |\n  x\n    y\nb: |2-\n     z\n",
        ),
        ("a: one\n      two\n\n      three\n", "a: one\n  two\n\n  three\n"),
        ("a: &x\n    b: 1\nc: *x\n", "a: &x\n  b: 1\nc: *x\n"),
        ("%YAML 1.2\n---\na:  1\n...\n", "%YAML 1.2\n---\na: 1\n...\n"),
        ("? a\n:   b\n", "? a\n: b\n"),
    ] {
        assert_eq!(neat(before), after);
        assert_eq!(neat(after), after);
    }
}

#[test]
fn our_own_files_are_laid_out() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    ends(
        here,
        &["fmt", "--check", "designs", "catalog", "tests/designs", "tests/large"],
        0,
    );
}

#[test]
fn files_are_written_shown_or_asked_for() {
    let files = [("a.yaml", "a:   1\n"), ("b.yaml", "b: 1\n"), ("broken.yaml", "a: [\n")];
    let here = folder("tidy_files", &files);
    let asked = ends(&here, &["fmt", "--check", "a.yaml", "b.yaml"], 1);
    assert_eq!(asked.out, "a.yaml\n");
    let shown = ends(&here, &["fmt", "--diff", "a.yaml"], 0);
    assert!(shown.out.contains("-a:   1\n+a: 1\n"), "{}", shown.out);
    // What is broken stays, and the others are laid out all the same.
    let said = ends(&here, &["fmt", "."], 2);
    assert!(said.err.contains("broken.yaml:"), "{}", said.err);
    assert_eq!(fs::read_to_string(here.join("a.yaml")).unwrap(), "a: 1\n");
    assert_eq!(fs::read_to_string(here.join("broken.yaml")).unwrap(), "a: [\n");
    ends(&here, &["fmt", "--check", "a.yaml", "b.yaml"], 0);
    ends(&here, &["fmt", "-", "a.yaml"], 2);
    ends(&here, &["fmt", "none.yaml"], 2);
}
