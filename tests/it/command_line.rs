//! The command line as a person meets it: words in, text and an exit code out.

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;

/// A sound design: one requirement of it can be set to hold, to fail or to be unknown.
pub const SMALL: &str = "\
napkin: 1
name: Small
requirements: {nonfunctional: {NFR1: {throughput: 20 req/s, of: go}}}
actors: {visitor: anyone}
components: {api: {is: service, replicas: 2, per_replica: 1k req/s}}
flows: {go: {actor: visitor, rate: 10 req/s, in: 1 KB, out: 1 KB, steps: [visitor -> api]}}
load: {peak: 2}
";
pub const FAILS: &str = "requirements.nonfunctional.NFR1={throughput: 1M req/s, of: go}";
pub const UNKNOWN: &str = "requirements.nonfunctional.NFR1={says: people love it}";
pub const BROKEN: &str = "napkin: 1\nname: Broken\ncomponets: {}\nload: {peak: 5 min, horizon: 3 B}\n";

/// Every verb that reads a design.
pub const VERBS: [&str; 5] = ["estimate", "check", "draw", "doc", "report"];

pub fn napkin() -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("napkin");
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LC_ALL", "LC_CTYPE"] {
        command.env_remove(name);
    }
    command.env("LANG", "C.UTF-8");
    command
}

/// An empty folder of one test, with these files.
pub fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// What a command line said, and how it ended.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn said(mut command: Command) -> Said {
    let output = command.output().unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[track_caller]
pub fn run(folder: &Path, words: &[&str]) -> Said {
    let mut command = napkin();
    command.current_dir(folder).args(words);
    said(command)
}

#[track_caller]
pub fn ends(folder: &Path, words: &[&str], code: i32) -> Said {
    let said = run(folder, words);
    assert_eq!(said.code, code, "{words:?}\n{}\n{}", said.out, said.err);
    said
}

#[test]
fn exit_codes() {
    let here = folder("exit_codes", &[("a.yaml", SMALL), ("broken.yaml", BROKEN)]);
    for words in [
        ["estimate", "a.yaml"],
        ["check", "a.yaml"],
        ["draw", "a.yaml"],
        ["doc", "a.yaml"],
        ["report", "a.yaml"],
    ] {
        ends(&here, &words, 0);
    }
    ends(&here, &["check", "a.yaml", "--set", FAILS], 1);
    ends(&here, &["estimate", "a.yaml", "--set", FAILS], 0);
    ends(&here, &["check", "a.yaml", "--set", UNKNOWN], 0);
    ends(&here, &["check", "a.yaml", "--set", UNKNOWN, "--strict"], 1);
    ends(&here, &["check", "a.yaml", "--set", "nonsense"], 2);
    ends(&here, &["check", "a.yaml", "--state", "nowhere"], 2);
    ends(&here, &["check", "a.yaml", "--today", "2027-02-29"], 2);
    ends(&here, &["draw", "a.yaml", "--flow", "og"], 2);
    ends(&here, &["draw", "a.yaml", "--view", "container", "--view", "flow"], 2);
    ends(&here, &["estimate", "a.yaml", "--explain", "api.peek"], 2);
    ends(&here, &["doc", "a.yaml", "--template", "novel"], 2);
    ends(&here, &["catalog", "show", "nothing-of-the-kind"], 2);
    ends(&here, &["check"], 2);
    ends(&here, &[], 2);
    for words in [["--help"], ["--version"], ["help"]] {
        assert!(ends(&here, &words, 0).err.is_empty());
    }
}

#[test]
fn a_broken_form_stops_every_verb_and_all_faults_are_told() {
    let here = folder("broken_form", &[("broken.yaml", BROKEN)]);
    for verb in VERBS {
        let said = ends(&here, &[verb, "broken.yaml"], 2);
        let (told, silent) = if verb == "check" {
            (&said.out, &said.err)
        } else {
            (&said.err, &said.out)
        };
        for part in [
            "componets",
            "`components`",
            "broken.yaml:3:1",
            "broken.yaml:4:14",
            "broken.yaml:4:30",
        ] {
            assert!(told.contains(part), "{verb}: {part}\n{told}");
        }
        assert!(silent.is_empty(), "{verb}: {silent}");
    }
    assert_eq!(fs::read_dir(&here).unwrap().count(), 1, "nothing was written");
}

#[test]
fn inputs_that_cannot_be_read() {
    let here = folder(
        "unreadable",
        &[
            ("empty.yaml", ""),
            ("comments.yaml", "# one\n# two\n"),
            ("design.yaml", SMALL),
            ("big.yaml", &"#".repeat(9 << 20)),
        ],
    );
    fs::write(here.join("latin.yaml"), b"napkin: 1\nname: caf\xe9\n").unwrap();
    for (file, message) in [
        ("desing.yaml", "did you mean `design.yaml`?"),
        ("none/at/all.yaml", "there is no `none/at/all.yaml`"),
        (".", "is a folder"),
        ("latin.yaml", "byte 0xe9 at offset 19, in line 2"),
        ("big.yaml", "larger than 8 MiB"),
        ("empty.yaml", "is empty"),
        ("comments.yaml", "holds only comments"),
    ] {
        for verb in VERBS {
            let said = ends(&here, &[verb, file], 2);
            assert!(
                format!("{}{}", said.out, said.err).contains(message),
                "{verb} {file}: {}",
                said.err
            );
        }
    }
}

#[test]
fn several_designs_are_all_checked_and_the_worst_counts() {
    let here = folder(
        "several",
        &[
            ("a.yaml", SMALL),
            ("b.yaml", &SMALL.replace("20 req/s", "1M req/s")),
            ("c.yaml", BROKEN),
        ],
    );
    let said = ends(&here, &["check", "a.yaml", "b.yaml"], 1);
    assert!(said.out.contains("a.yaml: ") && said.out.contains("b.yaml: ") && said.out.contains("1 fail"));
    let said = ends(&here, &["check", "missing.yaml", "c.yaml", "b.yaml", "a.yaml"], 2);
    assert!(said.err.contains("missing.yaml") && said.out.contains("c.yaml:3:1") && said.out.contains("NFRs: 1 pass"));
    let said = ends(&here, &["check", "a.yaml", "b.yaml", "--format", "json"], 1);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["designs"].as_array().unwrap().len(), 2);
    let said = ends(&here, &["check", "a.yaml", "--format", "json"], 0);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["designs"][0]["name"], "Small");
}

#[test]
fn standard_input_is_a_design() {
    for verb in ["estimate", "check", "draw", "doc"] {
        let mut command = napkin();
        command.args([verb, "-"]).write_stdin(SMALL);
        let said = said(command);
        assert_eq!(said.code, 0, "{verb}: {}", said.err);
        assert!(!said.out.is_empty());
    }
    let mut command = napkin();
    command.args(["check", "-"]).write_stdin(BROKEN);
    assert!(said(command).out.contains("<stdin>:3:1"));
}

#[test]
fn typing_errors_get_a_suggestion() {
    let here = folder("typos", &[("a.yaml", SMALL)]);
    for (words, suggestion) in [
        (&["estimat", "a.yaml"][..], "estimate"),
        (&["check", "a.yaml", "--strickt"], "--strict"),
        (&["draw", "a.yaml", "--view", "contaner"], "container"),
        (&["estimate", "a.yaml", "--explain", "api.peek"], "`api.peak`"),
        (&["draw", "a.yaml", "--flow", "goo"], "`go`"),
        (&["explain", "dupicate-key"], "`duplicate-key`"),
        (&["explain", "rediss"], "`redis`"),
    ] {
        let said = ends(&here, words, 2);
        assert!(
            said.err.contains(suggestion) && said.out.is_empty(),
            "{words:?}: {}",
            said.err
        );
    }
}

#[test]
fn the_usual_picture_is_the_one_that_the_help_names() {
    let here = folder("usual-picture", &[("a.yaml", SMALL)]);
    let help = ends(&here, &["draw", "--help"], 0).out;
    assert!(help.contains("[default: container"), "{help}");
    let usual = ends(&here, &["draw", "a.yaml"], 0).out;
    assert_eq!(usual, ends(&here, &["draw", "a.yaml", "--view", "container"], 0).out);
    assert_ne!(usual, ends(&here, &["draw", "a.yaml", "--view", "context"], 0).out);
}

#[test]
fn only_our_own_files_are_overwritten() {
    let here = folder(
        "overwrite",
        &[("a.yaml", SMALL), ("notes.txt", "mine"), ("out/report.json", "{}")],
    );
    for verb in ["estimate", "check", "draw", "doc"] {
        let said = ends(&here, &[verb, "a.yaml", "-o", "notes.txt"], 2);
        assert!(said.err.contains("--force"), "{}", said.err);
        assert_eq!(fs::read_to_string(here.join("notes.txt")).unwrap(), "mine");
        // What we wrote we may write again.
        ends(&here, &[verb, "a.yaml", "-o", "ours.txt"], 0);
        ends(&here, &[verb, "a.yaml", "-o", "ours.txt"], 0);
        ends(&here, &[verb, "a.yaml", "-o", "a.yaml", "--force"], 2);
        assert_eq!(fs::read_to_string(here.join("a.yaml")).unwrap(), SMALL);
    }
    for words in [
        &["check", "a.yaml", "--format", "json"][..],
        &["catalog", "show", "redis"],
        &["explain", "redis"],
    ] {
        let words = [words, &["-o", "ours.txt"]].concat();
        ends(&here, &words, 0);
        ends(&here, &words, 0);
    }
    // One foreign file in a folder stops the whole, before anything is written.
    let said = ends(&here, &["report", "a.yaml", "-o", "out"], 2);
    assert!(said.err.contains("out/report.json"), "{}", said.err);
    assert_eq!(fs::read_dir(here.join("out")).unwrap().count(), 1);
    ends(&here, &["report", "a.yaml", "-o", "out", "--force"], 0);
    ends(&here, &["report", "a.yaml", "-o", "out"], 0);
    ends(&here, &["estimate", "a.yaml", "-o", "notes.txt", "--force"], 0);
    ends(&here, &["doc", "a.yaml", "-o", "nowhere/a.md"], 2);
    let left: Vec<_> = fs::read_dir(&here)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .filter(|n| n.to_string_lossy().starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_report_is_a_folder_with_everything() {
    let here = folder("report", &[("my.yaml", SMALL)]);
    let said = ends(&here, &["report", "my.yaml"], 0);
    assert!(said.out.is_empty() && said.err.contains("my.md .html") && said.err.contains("report.json"));
    for file in [
        "my.md",
        "my.html",
        "container.svg",
        "container.mmd",
        "container.puml",
        "flow-go.svg",
        "report.json",
    ] {
        let text = fs::read_to_string(here.join("my-report").join(file)).unwrap();
        assert!(
            text.lines().take(10).any(|line| line.contains("generated by napkin")),
            "{file}"
        );
    }
    assert!(ends(&here, &["report", "my.yaml", "--quiet"], 0).err.is_empty());
    ends(&here, &["draw", "my.yaml", "-o", "pictures/", "--format", "svg"], 0);
    assert!(here.join("pictures/flow-go.svg").exists());
    ends(&here, &["draw", "my.yaml", "-o", "one.svg"], 0);
    assert!(fs::read_to_string(here.join("one.svg")).unwrap().contains("<svg"));
}

#[test]
fn includes_stay_in_the_folder_of_the_design() {
    let design = |include: &str| SMALL.replace("napkin: 1", &format!("napkin: 1\ninclude: [{include}]"));
    let here = folder(
        "includes",
        &[
            ("secret.yaml", "figures: {secret: 1}\n"),
            (
                "in/parts/more.yaml",
                "include: [deep/most.yaml, ../design.yaml]\nfigures: {more: 1}\n",
            ),
            (
                "in/parts/deep/most.yaml",
                "include: [../more.yaml]\nfigures: {most: 2}\n",
            ),
            ("in/parts/bad.yaml", "figures: {nope: 5 m}\nbad key: 1\n"),
            ("in/design.yaml", &design("parts/more.yaml")),
            ("in/broken.yaml", &design("parts/bad.yaml")),
            ("in/up.yaml", &design("../secret.yaml")),
            ("in/round.yaml", &design("parts/../../secret.yaml")),
            ("in/absolute.yaml", &design("/etc/hostname")),
            ("in/missing.yaml", &design("parts/mor.yaml, ../x")),
            ("in/folder.yaml", &design("parts")),
        ],
    );
    let said = ends(&here, &["estimate", "in/design.yaml"], 0);
    assert!(said.out.contains("more") && said.out.contains("most"));
    let said = ends(&here, &["check", "in/broken.yaml"], 2);
    assert!(said.out.contains("in/parts/bad.yaml:2:1"), "{}", said.out);
    for (file, message) in [
        ("up", "leads out of the folder"),
        ("round", "leads out of the folder"),
        ("absolute", "is an absolute path"),
        ("missing", "did you mean `in/parts/more.yaml`?"),
        ("folder", "is a folder"),
    ] {
        let path = format!("in/{file}.yaml");
        let said = ends(&here, &["check", &path], 2);
        assert!(
            said.out.contains(message) && said.out.contains(&format!("{path}:2:11")),
            "{file}\n{}",
            said.out
        );
        ends(&here, &["estimate", &path], 2);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(here.join("secret.yaml"), here.join("in/link.yaml")).unwrap();
        fs::write(here.join("in/linked.yaml"), design("link.yaml")).unwrap();
        let said = ends(&here, &["check", "in/linked.yaml"], 2);
        assert!(
            said.out.contains("link that leads out") && !said.out.contains("secret"),
            "{}",
            said.out
        );
    }
}

#[test]
fn every_example_of_the_help_runs() {
    let here = folder("examples", &[]);
    fs::create_dir(here.join("designs")).unwrap();
    for design in ["url-shortener", "chat", "ecommerce"] {
        let name = format!("designs/{design}.yaml");
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(&name), here.join(&name)).unwrap();
    }
    let program = Path::new(env!("CARGO_BIN_EXE_napkin"));
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let sh = |line: &str| {
        let mut sh = process::Command::new("sh");
        sh.current_dir(&here).env("PATH", &path).args(["-c", line]);
        sh.output().unwrap()
    };
    // Some compare with what was committed.
    let commit = "git init -q -b main && git add . && git -c user.name=a -c user.email=a@b commit -q -m first";
    assert!(sh(commit).status.success());
    let mut count = 0;
    let whole = ends(&here, &["--help"], 0);
    for verb in std::iter::once("").chain(verbs(&whole.out)) {
        let words = [verb, "--help"].into_iter().filter(|word| !word.is_empty());
        let help = ends(&here, &words.collect::<Vec<_>>(), 0);
        let (_, examples) = help.out.split_once("Examples:").expect(verb);
        let (examples, _) = examples.split_once("\n\n").unwrap_or((examples, ""));
        for line in examples
            .lines()
            .filter(|line| line.starts_with("  ") && !line.starts_with("  #"))
        {
            let output = sh(line);
            let judges = [" check ", " diff ", " drill "].iter().any(|verb| line.contains(verb));
            let most = if judges { 1 } else { 0 };
            let code = output.status.code().unwrap();
            assert!(
                code <= most,
                "{line}: {code}\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
            count += 1;
        }
    }
    assert!(count > 60, "{count} examples");
}

/// The verbs that the help lists.
fn verbs(help: &str) -> impl Iterator<Item = &str> {
    let list = help.split("Commands:\n").nth(1).unwrap_or_default();
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help")
}
