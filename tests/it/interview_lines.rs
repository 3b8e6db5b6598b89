//! The interview by lines: it ends, it keeps what was answered, and it goes on where it stood.

use crate::command_line::{folder, napkin};
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

pub const FILE: &str = "url-shortener.yaml";
pub const JOURNAL: &str = "url-shortener.session.jsonl";
/// More talk than this is no bounded output.
const MOST_TALK: usize = 300_000;
/// Some answers, over several questions and back, as a person gives them.
const SITTING: &str = "Short links\nhow many users?\n\nvisitor: open a link (must)\nuser: shorten a link (must)\n\nopen\n\
                       :g functional\n:drop 2\nuser: make a link (should)\n\n:p later\n:set load.peak = 3\n:s\n\
                       :g entities\nlink, click\n\nevent\n:b\nkey-value\n";

pub fn interview(here: &Path, words: &[&str], input: &str) -> Output {
    let mut command = napkin();
    command.current_dir(here).arg("interview").args(words);
    command
        .write_stdin(input.as_bytes().to_vec())
        .timeout(Duration::from_secs(120));
    command.output().unwrap()
}

pub fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A design as YAML that the program itself reads without a fault of form.
#[track_caller]
pub fn sound(here: &Path, file: &str) -> String {
    let text = fs::read_to_string(here.join(file)).unwrap();
    let report = ::napkin::run(::napkin::Input {
        files: vec![::napkin::source::Source::new(file, text.clone())],
        ..::napkin::Input::default()
    })
    .report;
    let faults: Vec<&str> = report
        .findings
        .iter()
        .filter(|f| f.form)
        .map(|f| f.message.as_str())
        .collect();
    assert!(faults.is_empty(), "{faults:?}\n{text}");
    text
}

#[test]
fn endless_input_ends() {
    for line in [
        "",
        "x",
        "??",
        "?",
        ":b",
        ":h",
        ":n",
        ":p x",
        ":g 1",
        ":ask users",
        ":nonsense",
        "🚲 \u{202e}",
        "\u{0}",
        "1",
        ":drop 1",
    ] {
        let here = folder("interview-endless", &[]);
        let mut child = Command::new(env!("CARGO_BIN_EXE_napkin"))
            .current_dir(&here)
            .args(["interview", "url-shortener"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let lines = format!("{line}\n").repeat(1000);
        // It goes on until nobody reads any more.
        let writer = thread::spawn(move || while input.write_all(lines.as_bytes()).is_ok() {});
        let mut talk = Vec::new();
        let from = child.stderr.take().unwrap();
        from.take(MOST_TALK as u64 + 1).read_to_end(&mut talk).unwrap();
        assert!(talk.len() <= MOST_TALK, "{line:?} talks for ever");
        assert_eq!(
            child.wait().unwrap().code(),
            Some(0),
            "{line:?}: {}",
            String::from_utf8_lossy(&talk)
        );
        writer.join().unwrap();
        sound(&here, FILE);
    }
}

#[test]
fn input_that_is_none() {
    let mut noise = 1_u64;
    let garbage: Vec<u8> = std::iter::repeat_with(|| {
        noise = noise
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (noise >> 56) as u8
    })
    .take(200_000)
    .collect();
    let mut long = vec![b'a'; 10_000_000];
    long.extend_from_slice(b"\nshort\n:q\n");
    let endless = vec![b'a'; 10_000_000];
    for (input, summary) in [
        (Vec::new(), None),
        (garbage, None),
        (b"a\0b\n:q\n".to_vec(), Some("summary: ab\n")),
        (b"caf\xe9\n:q\n".to_vec(), Some("caf\u{fffd}")),
        (b"one\r\n:q\r\n".to_vec(), Some("summary: one\n")),
        (b"no end of line".to_vec(), Some("summary: no end of line\n")),
        (long, Some("summary: short\n")),
        (endless, None),
    ] {
        let here = folder("interview-none", &[]);
        let mut command = napkin();
        command
            .current_dir(&here)
            .args(["interview", "url-shortener"])
            .write_stdin(input);
        let output = command.timeout(Duration::from_secs(120)).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(output.stderr.len() < MOST_TALK);
        assert!(output.stdout.is_empty());
        let text = sound(&here, FILE);
        assert!(summary.is_none_or(|summary| text.contains(summary)), "{text}");
    }
}

#[test]
fn closed_streams() {
    let here = folder("interview-streams", &[]);
    let program = env!("CARGO_BIN_EXE_napkin");
    for (streams, answered) in [
        ("<&-", false),
        ("2>&-", true),
        (">&-", true),
        (">&- 2>&-", true),
        ("2>/dev/full", true),
    ] {
        let _ = fs::remove_file(here.join(FILE));
        let script = format!("printf 'Short links\\n:q\\n' | '{program}' interview url-shortener --force {streams}");
        let status = Command::new("sh")
            .current_dir(&here)
            .args(["-c", &script])
            .output()
            .unwrap()
            .status;
        assert_eq!(status.code(), Some(0), "{streams}");
        assert_eq!(
            sound(&here, FILE).contains("summary: Short links"),
            answered,
            "{streams}"
        );
    }
}

#[test]
fn a_sitting_goes_on_where_it_stood() {
    let whole = folder("interview-whole", &[]);
    interview(&whole, &["url-shortener"], SITTING);
    let whole = sound(&whole, FILE);
    // One line a sitting; whatever the state, the next sitting stands at the same question.
    let here = folder("interview-sittings", &[]);
    for (at, line) in SITTING.lines().enumerate() {
        let words = if at == 0 { "url-shortener" } else { FILE };
        let output = interview(&here, &[words], &format!("{line}\n"));
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    }
    assert_eq!(sound(&here, FILE), whole);
}

#[test]
fn a_journal_plays_again_byte_for_byte() {
    let here = folder("interview-replay", &[]);
    interview(&here, &["url-shortener"], SITTING);
    interview(&here, &["url-shortener", "-o", "whole.yaml", "--defaults"], "");
    for (file, journal) in [(FILE, JOURNAL), ("whole.yaml", "whole.session.jsonl")] {
        let output = interview(
            &here,
            &["url-shortener", "-o", "again.yaml", "--force", "--answers", journal],
            "",
        );
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert_eq!(sound(&here, "again.yaml"), sound(&here, file), "{file}");
        // A session that has it all behind it does nothing twice.
        let before = sound(&here, "again.yaml");
        interview(&here, &["again.yaml", "--answers", journal], "");
        assert_eq!(sound(&here, "again.yaml"), before);
    }
}

#[test]
fn a_flag_goes_before_a_file_and_a_file_before_the_case() {
    let here = folder(
        "interview-precedence",
        &[(
            "answers.yaml",
            "summary: by file\nload: {users: 2M, peak: 4}\nout_of_scope: [billing, search]\n",
        )],
    );
    let words = [
        "url-shortener",
        "--answers",
        "answers.yaml",
        "--set",
        "summary=by flag",
        "--set",
        "load.users=3M",
    ];
    let output = interview(&here, &[&words[..], &["--defaults"]].concat(), "");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = sound(&here, FILE);
    for part in [
        "summary: by flag\n",
        "users: 3M\n",
        "peak: 4\n",
        "- billing\n",
        "- search\n",
        "growth: 40 %/year\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // A flag changes what the session has; a default doesn't.
    interview(
        &here,
        &[FILE, "--set", "load.users=7M", "--defaults"],
        ":g load.users\n",
    );
    let text = sound(&here, FILE);
    assert!(
        text.contains("summary: by flag\n") && text.contains("peak: 4\n"),
        "{text}"
    );
    // A recorded session is a file too.
    let output = interview(
        &here,
        &[
            "url-shortener",
            "-o",
            "b.yaml",
            "--answers",
            JOURNAL,
            "--set",
            "summary=again",
        ],
        "",
    );
    assert!(sound(&here, "b.yaml").contains("summary: again\n"), "{}", err(&output));
}

#[test]
fn only_what_is_not_answered_is_asked() {
    let here = folder("interview-skip", &[]);
    interview(&here, &["url-shortener"], "Short links\n:g load.users\n5M\n:q\n");
    fs::remove_file(here.join(JOURNAL)).unwrap();
    let output = interview(&here, &[FILE, "--skip-answered"], &"\n".repeat(60));
    let talk = err(&output);
    assert!(
        !talk.contains("In one sentence") && !talk.contains("How many users a day"),
        "{talk}"
    );
    assert!(talk.contains("How much higher is the peak"), "{talk}");
    let text = sound(&here, FILE);
    assert!(
        text.contains("summary: Short links\n") && text.contains("users: 5M\n"),
        "{text}"
    );
}

#[test]
fn a_full_disk_loses_nothing() {
    let here = folder("interview-full", &[]);
    let program = env!("CARGO_BIN_EXE_napkin");
    // A file may not grow beyond one block: the journal ends in the middle of a line, then the design is too long.
    let script = format!("trap '' XFSZ; ulimit -f 1; '{program}' interview url-shortener 2>&1 | cat");
    let mut child = Command::new("sh")
        .current_dir(&here)
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let wishes: String = (1..=20)
        .map(|n| format!("visitor: do the thing number {n} of many (must)\n"))
        .collect();
    let input = format!("Short links\n:g functional\n{wishes}:q\n");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains("cannot write") && said.contains("the design follows"),
        "{said}"
    );
    let (_, rest) = said.split_once("napkin: 1\n").unwrap();
    assert!(rest.contains("do the thing number 20 of many"), "{said}");
    // What is on the disk is whole, and the session goes on with it.
    let before = sound(&here, FILE);
    assert!(before.contains("summary: Short links\n"), "{before}");
    assert!(!fs::read_to_string(here.join(JOURNAL)).unwrap().ends_with('\n'));
    let output = interview(&here, &[FILE], ":g out_of_scope\nbilling\n:q\n");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let after = sound(&here, FILE);
    assert!(after.contains("- billing\n"), "{after}");
    for line in before.lines() {
        assert!(after.contains(line), "{line}\n{after}");
    }
}

#[test]
fn files_that_cannot_be_used_are_named_at_once() {
    let here = folder("interview-files", &[("folder/x", "")]);
    interview(&here, &["url-shortener"], "Short links\n:q\n");
    let begin = sound(&here, FILE);
    for (words, says) in [
        (
            &["url-shortener", "-o", "nowhere/a.yaml"][..],
            "nowhere/a.session.jsonl",
        ),
        (&["url-shortener", "-o", "folder"], "folder"),
        (
            &["chat", "-o", FILE],
            "belongs to a session of the case `url-shortener`, not of `chat`",
        ),
        (&["nothing.yaml"], "there is no file `nothing.yaml`"),
        (&[FILE, "--answers", "none.yaml"], "none.yaml"),
        (&[FILE, "--set", "users"], "`users` is no answer"),
    ] {
        let output = interview(&here, words, "lost\n");
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", err(&output));
        assert!(err(&output).contains(says), "{words:?}: {}", err(&output));
        assert!(!err(&output).contains("[1/"), "{words:?} asks: {}", err(&output));
        assert_eq!(sound(&here, FILE), begin);
    }
    let mut read_only = fs::metadata(here.join(FILE)).unwrap().permissions();
    read_only.set_readonly(true);
    fs::set_permissions(here.join(FILE), read_only).unwrap();
    let output = interview(&here, &[FILE], ":g summary\nother\n:q\n");
    assert!(err(&output).contains("is read-only"), "{}", err(&output));
    assert_eq!(sound(&here, FILE), begin);
}

#[test]
fn a_design_that_was_edited_by_hand() {
    let here = folder("interview-edited", &[]);
    interview(&here, &["url-shortener"], "Short links\n:q\n");
    let by_hand = sound(&here, FILE).replace("summary: Short links", "# mine\nsummary: by hand # and this");
    fs::write(here.join(FILE), &by_hand).unwrap();
    interview(&here, &[FILE], ":g out_of_scope\nbilling\n:q\n");
    let text = sound(&here, FILE);
    for part in ["# mine\n", "summary: by hand # and this\n", "- billing\n"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    for broken in ["x: [\n", "\t- {\n"] {
        fs::write(here.join(FILE), format!("{text}{broken}")).unwrap();
        let output = interview(&here, &[FILE], "lost\n");
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("mend it, then go on"), "{}", err(&output));
        assert_eq!(fs::read_to_string(here.join(FILE)).unwrap(), format!("{text}{broken}"));
    }
    fs::write(here.join(FILE), &text).unwrap();
    for (journal, code) in [("rubbish\n", 2), ("", 2)] {
        fs::write(here.join(JOURNAL), journal).unwrap();
        let output = interview(&here, &[FILE], ":q\n");
        assert_eq!(output.status.code(), Some(code), "{journal:?}: {}", err(&output));
        assert_eq!(sound(&here, FILE), text);
    }
    // Without the journal the design itself says what is answered.
    fs::remove_file(here.join(JOURNAL)).unwrap();
    let output = interview(&here, &[FILE], ":q\n");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
}
