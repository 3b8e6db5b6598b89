//! What the README tells people to put into their repositories, run.

use crate::ci_output::block;
use crate::command_line::{BROKEN, folder};
use crate::tools;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A repository with designs, whose main branch is known as that of its origin.
fn repository(name: &str) -> PathBuf {
    let here = folder(name, &[]);
    fs::create_dir(here.join("designs")).unwrap();
    for design in ["designs/url-shortener.yaml", "designs/chat.yaml"] {
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(design), here.join(design)).unwrap();
    }
    for line in [
        "git init -q -b main",
        "git add .",
        "git -c user.name=a -c user.email=a@b commit -q -m first",
        "git update-ref refs/remotes/origin/main HEAD",
    ] {
        let out = shell(&here, line);
        assert!(out.status.success(), "{line}: {out:?}");
    }
    here
}

/// A line as a runner has it: another one ends it at the first failure.
fn shell(folder: &Path, line: &str) -> Output {
    let own = Path::new(env!("CARGO_BIN_EXE_napkin")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let mut command = Command::new("bash");
    command.env("PATH", format!("{}:{path}", own.display()));
    command.env("BASE", "origin/main").current_dir(folder);
    command.args(["-eo", "pipefail", "-c", line]).output().unwrap()
}

#[test]
fn the_steps_of_the_workflow_run() {
    let here = repository("ci_steps");
    let workflow = block("# .github/workflows/designs.yml");
    let steps: Vec<&str> = workflow
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- run: napkin "))
        .collect();
    assert_eq!(steps.len(), 2, "{steps:?}");
    for step in &steps {
        let out = shell(&here, &format!("napkin {step}"));
        assert!(out.status.success(), "{step}: {}", String::from_utf8_lossy(&out.stderr));
    }
    // A change that breaks something ends with 1 and leaves what is to be said.
    let file = here.join("designs/chat.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("peak: ", "peak: 9")).unwrap();
    let codes: Vec<Option<i32>> = steps
        .iter()
        .map(|step| shell(&here, &format!("napkin {step}")).status.code())
        .collect();
    assert_eq!(codes, [Some(1), Some(1)]);
    let comment = fs::read_to_string(here.join("change.md")).unwrap();
    assert!(comment.contains("fails"), "{comment}");
    // What the workflow hands on is what was written.
    for written in ["sarif_file: designs.sarif", "--body-file change.md"] {
        assert!(workflow.contains(written), "{written}");
    }
    let annotated = shell(&here, "napkin check designs/*.yaml --format github");
    assert!(String::from_utf8_lossy(&annotated.stdout).contains("::error "));
}

#[test]
fn pre_commit_runs_the_hook() {
    if Command::new("pre-commit").arg("--version").output().is_err() {
        return tools::skip("pre-commit", "pip install pre-commit");
    }
    let here = repository("ci_hook");
    fs::write(here.join(".pre-commit-config.yaml"), block("# .pre-commit-config.yaml")).unwrap();
    let run = || shell(&here, "git add . && pre-commit run --color never");
    fs::write(here.join("notes.yaml"), "no: design\n").unwrap();
    let out = run();
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(out.status.success() && said.contains("Skipped"), "{said}");
    fs::write(here.join("designs/broken.yaml"), BROKEN).unwrap();
    let out = run();
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(
        !out.status.success() && said.contains("designs/broken.yaml:3:1"),
        "{said}"
    );
    fs::remove_file(here.join("designs/broken.yaml")).unwrap();
    let text = fs::read_to_string(here.join("designs/chat.yaml")).unwrap();
    fs::write(here.join("designs/chat.yaml"), format!("{text}# changed\n")).unwrap();
    let out = run();
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(out.status.success() && said.contains("Passed"), "{said}");
}
