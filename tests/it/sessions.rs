//! Command-line sessions of the README and of `tests/cli/*.md`, run as written.
//!
//! In a fenced `console` block a line `$ napkin …` is a command and the lines below it are what it prints, both
//! streams in the order out, err; a line `...` stands for any number of lines. Commands run in a folder that
//! holds a copy of `designs/` and of `tests/designs/`. With `NAPKIN_BLESS` set, blocks without `...` are rewritten to what is printed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One command with what it should print.
struct Session {
    line: usize,
    command: String,
    expected: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sessions(text: &str) -> Vec<Session> {
    let mut found: Vec<Session> = Vec::new();
    let mut inside = false;
    let mut ours = false;
    for (number, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
            ours = false;
        } else if inside && let Some(command) = line.strip_prefix("$ ") {
            ours = command.starts_with("napkin ") || command.starts_with("printf ") || command.starts_with("cat ");
            if ours {
                found.push(Session {
                    line: number + 1,
                    command: command.to_string(),
                    expected: Vec::new(),
                });
            }
        } else if inside
            && ours
            && let Some(session) = found.last_mut()
        {
            session.expected.push(line.to_string());
        }
    }
    found
}

/// Whether lines match, where `...` stands for any number of lines.
fn matches(expected: &[String], found: &[String]) -> bool {
    match expected.split_first() {
        None => found.is_empty(),
        Some((first, rest)) if first == "..." => (0..=found.len()).any(|skip| matches(rest, &found[skip..])),
        Some((first, rest)) => found.first() == Some(first) && matches(rest, &found[1..]),
    }
}

fn workplace(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    for designs in ["designs", "tests/designs"] {
        fs::create_dir_all(folder.join(designs)).unwrap();
        for entry in fs::read_dir(root().join(designs)).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, folder.join(designs).join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

fn run(command: &str, folder: &Path) -> Vec<String> {
    let binary = Path::new(env!("CARGO_BIN_EXE_napkin"));
    let path = format!(
        "{}:{}",
        binary.parent().unwrap().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", path)
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    text.lines().map(|l| l.trim_end().to_string()).collect()
}

fn check(file: &Path) {
    let text = fs::read_to_string(file).unwrap();
    let name = file.file_stem().unwrap().to_string_lossy().into_owned();
    let folder = workplace(&format!("session-{name}"));
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    let mut wrong = Vec::new();
    // From the last to the first when rewriting, so that line numbers stay right.
    let results: Vec<(Session, Vec<String>)> = sessions(&text)
        .into_iter()
        .map(|s| {
            let found = run(&s.command, &folder);
            (s, found)
        })
        .collect();
    for (session, found) in results.iter().rev() {
        if matches(&session.expected, found) {
            continue;
        }
        if std::env::var_os("NAPKIN_BLESS").is_some() && !session.expected.iter().any(|l| l == "...") {
            lines.splice(
                session.line..session.line + session.expected.len(),
                found.iter().cloned(),
            );
        } else {
            wrong.push(format!(
                "{}:{}: $ {}\nprinted:\n{}\n",
                file.display(),
                session.line,
                session.command,
                found.join("\n")
            ));
        }
    }
    let rewritten = lines.join("\n") + "\n";
    if rewritten != text && std::env::var_os("NAPKIN_BLESS").is_some() {
        fs::write(file, rewritten).unwrap();
    }
    assert!(!results.is_empty(), "{} has no session", file.display());
    wrong.reverse();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn readme() {
    check(&root().join("README.md"));
}

#[test]
fn files_in_tests_cli() {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("tests/cli"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "md"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        check(&file);
    }
}
