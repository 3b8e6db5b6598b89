//! What a terminal and a pipe get: colours, widths, nothing that plays tricks.

use crate::command_line::*;
use std::io::pipe;
use std::process;

#[test]
fn a_reader_that_goes_away_is_no_error() {
    for words in [
        &["catalog", "list"][..],
        &["--help"],
        &["estimate", "designs/chat.yaml"],
        &["draw", "designs/chat.yaml"],
    ] {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let mut command = process::Command::new(env!("CARGO_BIN_EXE_napkin"));
        command
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(words)
            .arg("-q")
            .stdout(writer);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        assert!(
            output.stderr.is_empty(),
            "{words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn colour_goes_where_it_is_wanted() {
    let here = folder("colour", &[("a.yaml", SMALL), ("broken.yaml", BROKEN)]);
    for (flag, variable, colored) in [
        ("auto", None, false),
        ("never", Some("CLICOLOR_FORCE"), false),
        ("always", None, true),
        ("always", Some("NO_COLOR"), true),
        ("auto", Some("CLICOLOR_FORCE"), true),
        ("auto", Some("NO_COLOR"), false),
    ] {
        for words in [
            ["check", "a.yaml"],
            ["estimate", "a.yaml"],
            ["check", "broken.yaml"],
            ["doc", "broken.yaml"],
        ] {
            let mut command = napkin();
            command.current_dir(&here).args(words).args(["--color", flag]);
            if let Some(variable) = variable {
                command.env(variable, "1");
            }
            let said = said(command);
            assert_eq!(
                format!("{}{}", said.out, said.err).contains('\u{1b}'),
                colored,
                "{words:?} {flag} {variable:?}"
            );
        }
    }
}

#[test]
fn no_text_of_a_file_plays_tricks_on_the_terminal() {
    let hostile = r#""x \e[31m\0\a \u202e\u2066 \x9b31m \u200f\r y""#;
    let sound = SMALL
        .replace("name: Small", &format!("name: {hostile}\nsummary: {hostile}"))
        .replace("anyone", hostile);
    let broken =
        format!("napkin: 1\nname: {hostile}\n{hostile}: 1\ncomponents: {{a: {{is: {hostile}, with: \u{202e}x}}}}\n");
    let here = folder("hostile", &[("a.yaml", &sound), ("broken.yaml", &broken)]);
    for words in [
        &["estimate", "a.yaml"][..],
        &["estimate", "a.yaml", "--format", "json"],
        &["check", "a.yaml"],
        &["check", "a.yaml", "--format", "json"],
        &["draw", "a.yaml"],
        &["draw", "a.yaml", "--format", "plantuml"],
        &["draw", "a.yaml", "--format", "svg"],
        &["doc", "a.yaml"],
        &["check", "broken.yaml"],
        &["check", "broken.yaml", "--format", "json"],
        &["draw", "broken.yaml"],
        &["check", "a.yaml", "--set", "name=\u{1b}[31m\u{202e}"],
        &["check", "\u{1b}[31m.yaml"],
        &["explain", "\u{202e}x"],
        &["draw", "a.yaml", "--flow", "\u{1b}x"],
        &["estimate", "a.yaml", "--explain", "\u{1b}x"],
    ] {
        let said = run(&here, words);
        assert!(said.code < 3, "{words:?}");
        let bad = |c: &char| {
            (c.is_control() && *c != '\n')
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        let found: Vec<char> = format!("{}{}", said.out, said.err).chars().filter(bad).collect();
        assert!(found.is_empty(), "{words:?}: {found:?}\n{}{}", said.out, said.err);
    }
}

#[test]
fn tables_fit_the_terminal() {
    for columns in ["40", "80", "120"] {
        for words in [
            &["estimate", "designs/url-shortener.yaml"][..],
            &["estimate", "designs/chat.yaml"],
            &["check", "designs/ecommerce.yaml"],
            &["estimate", "designs/chat.yaml", "--explain", "gateway.peak"],
            &["catalog", "list"],
            &["catalog", "search", "read", "heavy", "cache"],
            &["catalog", "show", "redis"],
        ] {
            let mut command = napkin();
            command
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .env("COLUMNS", columns)
                .args(words);
            let said = said(command);
            assert!(said.code < 2, "{}", said.err);
            // Findings come first: their lines are sentences, which a terminal may wrap.
            let tables = said
                .out
                .split_once("Requirements\n")
                .filter(|_| words[0] == "check")
                .map_or(said.out.as_str(), |parts| parts.1);
            for line in tables.lines().filter(|line| !line.contains("NFRs:")) {
                assert!(
                    line.chars().count() <= columns.parse().unwrap(),
                    "{words:?} at {columns}: {line}"
                );
            }
        }
    }
}
