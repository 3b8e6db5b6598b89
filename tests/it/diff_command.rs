//! `napkin diff` on files, in git and at its ends.

use crate::command_line::{BROKEN, FAILS, SMALL, Said, UNKNOWN, folder, napkin, said};
use std::path::Path;
use std::process::Command;

fn run(at: &Path, words: &[&str]) -> Said {
    let mut command = napkin();
    command.current_dir(at).arg("diff").args(words);
    said(command)
}

/// A git that hangs on no settings of this machine.
fn git(at: &Path, words: &[&str]) {
    let output = Command::new("git")
        .current_dir(at)
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(words)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn codes_tell_what_became_of_it() {
    let broken_form = SMALL.replace("load: {peak: 2}", "load: {peak: 3 B}");
    let failing = SMALL.replace("20 req/s", "1M req/s");
    let at = folder(
        "diff-codes",
        &[
            ("a.yaml", SMALL),
            ("fails.yaml", &failing),
            ("form.yaml", &broken_form),
            ("broken.yaml", BROKEN),
        ],
    );
    for (words, code) in [
        (&["a.yaml", "a.yaml"][..], 0),
        (&["a.yaml", "fails.yaml"], 1),
        (&["fails.yaml", "a.yaml"], 0),
        (&["fails.yaml", "fails.yaml"], 0),
        (&["a.yaml", "--set", FAILS], 1),
        (&["a.yaml", "form.yaml"], 2),
        (&["broken.yaml", "a.yaml"], 2),
        (&["a.yaml", "nowhere.yaml"], 2),
        (&["-", "-"], 2),
        (&["-"], 2),
    ] {
        let found = run(&at, words);
        assert_eq!(found.code, code, "{words:?}\n{}{}", found.out, found.err);
    }
    let unknown = SMALL.replace("per_replica: 1k req/s", "has: [tls]");
    let at = folder("diff-strict", &[("a.yaml", SMALL), ("b.yaml", &unknown)]);
    assert_eq!(run(&at, &["a.yaml", "b.yaml"]).code, 0);
    assert_eq!(run(&at, &["a.yaml", "b.yaml", "--strict"]).code, 1);
    // What no calculation can prove is no verdict.
    assert_eq!(run(&at, &["a.yaml", "--set", UNKNOWN]).code, 0);
}

#[test]
fn git_tells_how_it_was() {
    let include = "components: {api: {is: service, replicas: 2, per_replica: 1k req/s}}\n";
    let whole = SMALL.replace(include, "include: [parts.yaml]\n");
    let at = folder(
        "diff-git",
        &[
            ("designs/a.yaml", &whole),
            ("designs/parts.yaml", include),
            ("readme", ""),
        ],
    );
    git(&at, &["init", "-q", "-b", "main"]);
    git(&at, &["add", "."]);
    git(&at, &["commit", "-q", "-m", "first"]);
    std::fs::write(
        at.join("designs/parts.yaml"),
        include.replace("replicas: 2", "replicas: 3"),
    )
    .unwrap();
    let expected = "api went from 2 to 3 replicas";
    let below = at.join("designs");
    for (folder, words) in [
        (&at, &["designs/a.yaml"][..]),
        (&below, &["a.yaml"]),
        (&at, &["git:HEAD:designs/a.yaml", "designs/a.yaml"]),
        (&below, &["git:main:./a.yaml", "a.yaml"]),
        (&below, &["git:HEAD:designs/a.yaml", "a.yaml"]),
    ] {
        let found = run(folder, words);
        assert!(found.out.contains(expected), "{words:?}\n{}{}", found.out, found.err);
    }
    for (folder, words, message) in [
        (
            &at,
            &["git:nope:designs/a.yaml", "designs/a.yaml"][..],
            "the repository has no revision `nope`",
        ),
        (
            &at,
            &["git:--output=x:designs/a.yaml", "designs/a.yaml"],
            "the repository has no revision `--output=x`",
        ),
        (&at, &["git:HEAD:a.yaml", "designs/a.yaml"], "HEAD has no `a.yaml`"),
        (
            &below,
            &["git:HEAD:a.yaml", "a.yaml"],
            "did you mean `git:HEAD:./a.yaml`?",
        ),
        (
            &at,
            &["git:HEAD:designs", "designs/a.yaml"],
            "`designs` is no file in HEAD",
        ),
        (
            &at,
            &["git:HEAD:../x.yaml", "designs/a.yaml"],
            "leads out of the repository",
        ),
        (&at, &["git:HEAD", "designs/a.yaml"], "write `git:REVISION:path`"),
    ] {
        let found = run(folder, words);
        assert!(
            found.code == 2 && found.err.contains(message),
            "{words:?}\n{}{}",
            found.out,
            found.err
        );
    }
    assert!(!at.join("x").exists());
}

#[test]
fn outside_of_a_repository_and_without_git_it_says_so() {
    let at = std::env::temp_dir().join(format!("napkin-diff-{}", std::process::id()));
    std::fs::create_dir_all(&at).unwrap();
    std::fs::write(at.join("a.yaml"), SMALL).unwrap();
    let found = run(&at, &["a.yaml"]);
    assert!(
        found.code == 2 && found.err.contains("in no git repository"),
        "{}",
        found.err
    );
    let mut command = napkin();
    command.current_dir(&at).env("PATH", "").args(["diff", "a.yaml"]);
    let found = said(command);
    assert!(
        found.code == 2 && found.err.contains("git is not installed"),
        "{}",
        found.err
    );
    std::fs::remove_dir_all(&at).unwrap();
}

#[test]
fn every_form_is_written() {
    let at = folder("diff-forms", &[("a.yaml", SMALL)]);
    for (format, begins) in [
        ("text", "NFR1 now fails: "),
        ("markdown", "<!-- generated by napkin"),
        ("html", "<!DOCTYPE html>\n<!-- generated by napkin"),
        ("json", "{\n  \"generated\": \"generated by napkin"),
        ("mermaid", "%% generated by napkin"),
        ("dot", "// generated by napkin"),
    ] {
        let found = run(&at, &["a.yaml", "--set", FAILS, "--format", format]);
        assert!(
            found.code == 1 && found.out.starts_with(begins),
            "{format}\n{}{}",
            found.out,
            found.err
        );
        let again = run(&at, &["a.yaml", "--set", FAILS, "--format", format]);
        assert_eq!(found.out, again.out);
    }
    for (file, begins) in [
        ("x.md", "<!-- generated by napkin"),
        ("x.html", "<!DOCTYPE html>"),
        ("x.json", "{"),
        ("x.dot", "// generated by napkin"),
        ("x.c4.puml", "@startuml"),
        ("x.txt", "generated by napkin"),
    ] {
        let found = run(&at, &["a.yaml", "--set", FAILS, "-o", file]);
        let written = std::fs::read_to_string(at.join(file)).unwrap_or_default();
        assert!(
            found.code == 1 && written.starts_with(begins),
            "{file}\n{}{written}",
            found.err
        );
    }
}

#[test]
fn the_text_says_why_and_what_is_asked_for() {
    let asked = SMALL.replace(
        "requirements: {",
        "requirements: {functional: {FR1: {as: visitor, want: go there, priority: must, flow: go, accept: [it is quick, it ends]}}, ",
    );
    let at = folder("diff-why", &[("a.yaml", SMALL), ("b.yaml", &asked)]);
    let less = run(&at, &["a.yaml", "--set", "components.api.per_replica=13 req/s"]).out;
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = words(&less);
    let (_, findings) = said.split_once("new warning above-target").unwrap();
    let (findings, _) = findings.split_once("What takes flows down").unwrap();
    let because = "because api.per_replica is 13 req/s, was 1k req/s";
    assert!(findings.contains(because), "{less}");
    let more = run(&at, &["a.yaml", "b.yaml"]).out;
    let sentence = "visitor: go there (must, by go). Accepted when: it is quick; it ends";
    assert!(words(&more).contains(sentence), "{more}");
    let comment = run(&at, &["a.yaml", "b.yaml", "--format", "markdown"]).out;
    assert!(
        comment.contains(&format!("| FR1 | – | new | {sentence} |")),
        "{comment}"
    );
}
