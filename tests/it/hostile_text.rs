//! No text of a design, of a catalog, of a file name or of the command line steers a terminal: it is shown, never sent.

use crate::command_line::*;
use std::fs;
use std::path::{Path, PathBuf};

const ESCAPES: &str = include_str!("../hostile/escapes.yaml");
/// What a word of the command line may be at worst; not a NUL, which no system passes on.
const WORD: &str = "x\u{1b}[41m\u{202e}\u{9b}\u{7}\u{200b}";

/// A folder with a hostile design, a hostile catalog and a hostile name of a file.
fn hostile(name: &str) -> PathBuf {
    let entry = format!(
        "title: \"{0}\"\nsummary: \"{0}\"\naliases: [\"{0}\"]\nwhen: [\"{0}\"]\n",
        r"e \e[41m\u202e\0\a"
    );
    let here = folder(
        name,
        &[
            ("a.yaml", ESCAPES),
            ("b.yaml", &ESCAPES.replace("replicas: 3", "replicas: 2")),
            ("broken.yaml", &ESCAPES.replace("is: service", r#"is: "\e[41m\u202e""#)),
            ("catalog/term/hostile.yaml", &entry),
        ],
    );
    if cfg!(unix) {
        fs::write(here.join(format!("{WORD}.yaml")), ESCAPES).unwrap();
    }
    here
}

/// Characters that have no business on a terminal, our own colours taken out.
fn steering(text: &str) -> Vec<char> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let digits = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        let code = &after[..after.len() - digits.len()];
        match digits.strip_prefix('m') {
            // The hostile texts ask for a red ground, which we never use.
            Some(next) if code != "41" => rest = next,
            _ => {
                plain.push('\u{1b}');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    let is_bad = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
    };
    plain.chars().filter(is_bad).collect()
}

#[track_caller]
fn harmless(here: &Path, words: &[&str]) -> Said {
    let mut last = None;
    for color in ["never", "always"] {
        let mut command = napkin();
        command
            .current_dir(here)
            .env("COLUMNS", "20")
            .args(words)
            .args(["--color", color]);
        let said = said(command);
        assert!(said.code < 3, "{words:?}: {}", said.err);
        let found = steering(&format!("{}{}", said.out, said.err));
        assert!(found.is_empty(), "{words:?}: {found:?}\n{}{}", said.out, said.err);
        last = Some(said);
    }
    last.expect("both were run")
}

#[test]
fn every_verb_shows_a_hostile_design() {
    let here = hostile("hostile-verbs");
    for words in [
        &["estimate", "a.yaml"][..],
        &["check", "a.yaml", "broken.yaml"],
        &["check", "a.yaml", "--format", "github"],
        &["drill", "a.yaml"],
        &["draft", "a.yaml", "sql"],
        &["draft", "a.yaml", "-o", "drafted/"],
        &["doc", "a.yaml"],
        &["doc", "a.yaml", "--template", "review"],
        &["report", "a.yaml", "-o", "reported"],
        &["diff", "a.yaml", "b.yaml"],
        &["diff", "a.yaml", "b.yaml", "--format", "markdown"],
        &["diff", "a.yaml", "broken.yaml"],
        &["review", "a.yaml"],
        &["export", "openpsa", "a.yaml"],
        &["interview", "a.yaml"],
        &["catalog", "show", "hostile", "--catalog", "catalog"],
        &["catalog", "list", "--catalog", "catalog"],
        &["catalog", "search", "hostile", "--catalog", "catalog"],
        &["quiz", "--catalog", "catalog"],
    ] {
        harmless(&here, words);
    }
    for format in ["mermaid", "plantuml", "c4", "d2", "dot", "svg", "text"] {
        for view in ["context", "container", "flow", "entity"] {
            harmless(&here, &["draw", "a.yaml", "--view", view, "--format", format]);
        }
    }
}

#[test]
fn json_of_a_hostile_design_is_json() {
    let here = hostile("hostile-json");
    for words in [
        &["estimate", "a.yaml", "--format", "json"][..],
        &["check", "a.yaml", "--format", "json"],
        &["check", "broken.yaml", "--format", "json"],
        &["check", "a.yaml", "--format", "sarif"],
        &["diff", "a.yaml", "b.yaml", "--format", "json"],
        &["review", "a.yaml", "--format", "json"],
    ] {
        let said = harmless(&here, words);
        let json: Result<serde_json::Value, _> = serde_json::from_str(&said.out);
        assert!(json.is_ok(), "{words:?}: {json:?}\n{}{}", said.out, said.err);
    }
}

#[test]
fn words_of_the_command_line_are_shown() {
    let here = hostile("hostile-words");
    let flag = format!("--{WORD}");
    let file = format!("{WORD}.yaml");
    let revision = format!("git:{WORD}:a.yaml");
    for words in [
        &[WORD][..],
        &[&flag],
        &["check", &flag],
        &["check", &file],
        &["estimate", &file],
        &["report", &file, "-o", WORD],
        &["draw", &file, "-o", &format!("{WORD}.svg")],
        &["draw", "a.yaml", "--view", WORD],
        &["draw", "a.yaml", "--flow", WORD],
        &["check", &revision],
        &["check", "a.yaml", "--today", WORD],
        &["check", "a.yaml", "--samples", WORD],
        &["check", "a.yaml", "--state", WORD],
        &["check", "a.yaml", "--set", WORD],
        &["check", "a.yaml", "--format", WORD],
        &["check", "a.yaml", "--catalog", WORD],
        &["check", "a.yaml", "--config", WORD],
        &["doc", "a.yaml", "--template", WORD],
        &["draft", "a.yaml", WORD],
        &["drill", "a.yaml", WORD],
        &["explain", WORD],
        &["calc", WORD],
        &["quiz", "--topic", WORD],
        &["catalog", "list", WORD],
        &["catalog", "show", WORD],
        &["completions", WORD],
        &["interview", WORD],
    ] {
        harmless(&here, words);
    }
    let mut command = napkin();
    command
        .current_dir(&here)
        .env("COMPLETE", "bash")
        .args(["--", "napkin", "check", "x"]);
    let found = steering(&said(command).out);
    assert!(found.is_empty(), "{found:?}");
}
