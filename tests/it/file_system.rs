//! Files that are no files, folders that take nothing, places that fill up, and an end at any moment.

use crate::command_line::*;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// Runs a line of the shell in which `napkin` is the program.
fn shell(here: &Path, line: &str) -> Said {
    let program = env!("CARGO_BIN_EXE_napkin");
    let output = Command::new("sh")
        .current_dir(here)
        .args(["-c", &format!("napkin() {{ '{program}' \"$@\"; }}; {line}")])
        .stdin(Stdio::null())
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[track_caller]
fn tells(here: &Path, line: &str, code: i32, words: &str) {
    let said = shell(here, line);
    let told = format!("{}{}", said.out, said.err);
    assert_eq!(said.code, code, "{line}\n{told}");
    assert!(told.contains(words), "{line}: no {words:?}\n{told}");
}

#[test]
fn devices_and_pipes_are_read_within_bounds() {
    let here = folder("devices", &[("a.yaml", SMALL), ("catalog/term/x.md", "")]);
    tells(&here, "napkin check /dev/zero", 2, "larger than 8 MiB");
    tells(&here, "napkin check - < /dev/zero", 2, "larger than 8 MiB");
    tells(&here, "napkin check /dev/null", 2, "is empty");
    tells(&here, "napkin check - <&-", 2, "is empty");
    tells(&here, "cat a.yaml | napkin check /dev/stdin", 0, "0 errors");
    // A pipe that nobody was asked for is not waited for.
    tells(
        &here,
        "mkfifo catalog/term/p.yaml && napkin check a.yaml --catalog catalog",
        2,
        "`catalog/term/p.yaml` is a pipe",
    );
    tells(
        &here,
        "mkfifo p.yaml && (echo 'include: [p.yaml]'; cat a.yaml) > b.yaml && napkin check b.yaml",
        2,
        "is a pipe",
    );
    tells(
        &here,
        "mkdir t && mkfifo t/prd.md && napkin doc a.yaml --templates t",
        2,
        "is a pipe",
    );
}

#[test]
fn many_files_are_bounded_together() {
    let here = folder("many", &[("a.yaml", SMALL), ("parts/x", "")]);
    let large = "#".repeat(7 << 20);
    let names: Vec<String> = (0..5).map(|at| format!("parts/{at}.yaml")).collect();
    for name in &names {
        fs::write(here.join(name), &large).unwrap();
    }
    fs::write(here.join("b.yaml"), format!("{SMALL}include: [{}]\n", names.join(", "))).unwrap();
    tells(&here, "napkin check b.yaml", 2, "at most 32 MiB together");
    tells(
        &here,
        "napkin check a.yaml --catalog parts",
        2,
        "more than 32 MiB together",
    );
}

#[test]
fn links_lead_nowhere_else() {
    let here = folder(
        "links",
        &[
            ("a.yaml", SMALL),
            ("secret.yaml", "title: secret\n"),
            ("other.txt", "mine\n"),
        ],
    );
    for (line, code, words) in [
        (
            "mkdir c && ln -s ../secret.yaml c/x.yaml && napkin check a.yaml --catalog c",
            2,
            "`c/x.yaml` is a link that leads out of the folder `c`",
        ),
        (
            "mkdir t && ln -s ../other.txt t/prd.md && napkin doc a.yaml --templates t",
            2,
            "is a link that leads out",
        ),
        // What a link names is what is written, and it is not ours.
        (
            "ln -s other.txt out.md && napkin doc a.yaml -o out.md",
            2,
            "was not written by napkin",
        ),
        (
            "napkin draw a.yaml -o ../links/a.yaml --force",
            2,
            "is the design itself",
        ),
        (
            "ln -s a.yaml self.md && napkin doc a.yaml -o self.md --force",
            2,
            "is the design itself",
        ),
        ("ln -s round round && napkin check round", 2, "symbolic links"),
        ("napkin doc a.yaml -o round", 2, "symbolic links"),
        ("mkdir folder && napkin doc a.yaml -o folder", 2, "is a folder"),
        ("napkin doc a.yaml -o a.yaml/x.md", 2, "cannot write"),
        ("napkin doc a.yaml -o none/x.md", 2, "there is no folder `none`"),
    ] {
        tells(&here, line, code, words);
    }
    assert_eq!(fs::read_to_string(here.join("other.txt")).unwrap(), "mine\n");
    assert_eq!(fs::read_to_string(here.join("a.yaml")).unwrap(), SMALL);
    // A link to what is ours stays one.
    tells(
        &here,
        "napkin doc a.yaml -o real.md -q && ln -s real.md link.md && napkin doc a.yaml -o link.md",
        0,
        "wrote",
    );
    assert!(fs::symlink_metadata(here.join("link.md")).unwrap().is_symlink());
    symlink("nowhere.md", here.join("dangling.md")).unwrap();
    tells(&here, "napkin doc a.yaml -o dangling.md", 0, "wrote");
}

#[test]
fn a_place_that_is_full_is_told() {
    let here = folder("full", &[("a.yaml", SMALL)]);
    tells(&here, "napkin doc a.yaml > /dev/full", 2, "No space left");
    tells(&here, "napkin doc a.yaml -o /dev/full", 2, "No space left");
    // The old document stays, and nothing half-written lies beside it.
    tells(&here, "napkin doc a.yaml -o old.md", 0, "wrote");
    let old = fs::read(here.join("old.md")).unwrap();
    tells(
        &here,
        "trap '' XFSZ; ulimit -f 1; napkin doc a.yaml -o old.md --set load.peak=3",
        2,
        "File too large",
    );
    assert_eq!(fs::read(here.join("old.md")).unwrap(), old);
    assert_eq!(fs::read_dir(&here).unwrap().count(), 2);
    // With nobody to tell, there is still an exit code.
    tells(&here, "napkin check a.yaml >&- 2>&-", 0, "");
    tells(&here, "napkin check nothing.yaml >&- 2>&-", 2, "");
    tells(&here, "napkin estimate a.yaml | head -n 1", 0, "Small");
}

#[test]
fn a_folder_that_takes_nothing_is_told() {
    let here = folder("read-only", &[("a.yaml", SMALL), ("shut/x", "")]);
    fs::set_permissions(here.join("shut"), fs::Permissions::from_mode(0o555)).unwrap();
    let probe = fs::write(here.join("shut/probe"), "");
    // Whoever may do everything is not kept out: the system's own folder keeps him out, too.
    let (folder, words) = if probe.is_ok() {
        ("/proc", "cannot write")
    } else {
        ("shut", "ermission denied")
    };
    tells(&here, &format!("napkin doc a.yaml -o {folder}/x.md"), 2, words);
    fs::set_permissions(here.join("shut"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_mode_of_a_file_stays() {
    let here = folder("mode", &[("a.yaml", SMALL)]);
    tells(&here, "napkin doc a.yaml -o a.md", 0, "wrote");
    fs::set_permissions(here.join("a.md"), fs::Permissions::from_mode(0o640)).unwrap();
    tells(&here, "napkin doc a.yaml -o a.md --set load.peak=3", 0, "wrote");
    assert_eq!(
        fs::metadata(here.join("a.md")).unwrap().permissions().mode() & 0o777,
        0o640
    );
}

#[test]
fn odd_surroundings_change_nothing() {
    let here = folder("surroundings", &[("a.yaml", SMALL)]);
    let plain = shell(&here, "napkin check a.yaml").out;
    for around in [
        "env -i",
        "env -u HOME -u TERM -u PATH",
        "env TERM=dumb",
        "env TERM= COLUMNS= LANG= HOME=",
        "env LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8",
        "env LC_ALL=xx_YY.utf8 TZ=nowhere",
        "env COLUMNS=100000000000000000000",
        "env COLUMNS=-1",
        "env \"TERM=$(printf '\\377')\" \"COLUMNS=$(printf '\\377')\" \"LC_ALL=$(printf '\\377utf8')\"",
    ] {
        let said = shell(
            &here,
            &format!("{around} '{}' check a.yaml", env!("CARGO_BIN_EXE_napkin")),
        );
        assert_eq!(said.code, 0, "{around}: {}", said.err);
        assert_eq!(said.out, plain, "{around}");
    }
    // Neither loses anything: only lines are broken elsewhere, and what has no ASCII is written out.
    for around in ["env COLUMNS=20", "env COLUMNS=1", "env LC_ALL=C"] {
        for words in [
            "check a.yaml",
            "estimate a.yaml",
            "catalog show redis",
            "--help",
            "check --help",
        ] {
            let said = shell(&here, &format!("{around} '{}' {words}", env!("CARGO_BIN_EXE_napkin")));
            assert_eq!(said.code, 0, "{around} {words}: {}", said.err);
            assert!(!said.out.is_empty());
        }
    }
}

#[test]
fn names_need_not_be_utf_8() {
    let here = folder("names", &[]);
    let name = |bytes: &[u8]| here.join(OsStr::from_bytes(bytes));
    fs::write(name(b"d\xff.yaml"), SMALL).unwrap();
    for (line, code) in [
        ("napkin check \"$(printf 'd\\377.yaml')\"", 0),
        (
            "napkin report \"$(printf 'd\\377.yaml')\" -o \"$(printf 'out\\377')\"",
            0,
        ),
        (
            "napkin draw \"$(printf 'd\\377.yaml')\" -o \"$(printf 'p\\377.svg')\"",
            0,
        ),
        ("napkin check \"$(printf 'none\\377.yaml')\"", 2),
        ("napkin explain \"$(printf '\\377')\"", 2),
        ("napkin check \"$(printf 'git:\\377:x')\"", 2),
        ("napkin \"$(printf '\\377')\"", 2),
    ] {
        tells(&here, line, code, "");
    }
    assert!(name(b"out\xff").is_dir() && name(b"p\xff.svg").is_file());
}

#[test]
fn killed_while_it_writes_it_leaves_the_old_file_or_the_new() {
    let here = folder("killed", &[("a.yaml", SMALL)]);
    let written = |peak: &str| {
        tells(
            &here,
            &format!("napkin doc a.yaml -o a.md --set load.peak={peak}"),
            0,
            "wrote",
        );
        fs::read(here.join("a.md")).unwrap()
    };
    let whole = [written("3"), written("2")];
    assert!(whole[0] != whole[1]);
    let mut seen = [false; 2];
    let mut wait = Duration::ZERO;
    for round in 0..50 {
        let peak = if round % 2 == 0 { "load.peak=3" } else { "load.peak=2" };
        let mut child = Command::new(env!("CARGO_BIN_EXE_napkin"))
            .current_dir(&here)
            .args(["doc", "a.yaml", "-q", "-o", "a.md", "--set", peak])
            .spawn()
            .unwrap();
        // Nearer and nearer to its end, and at each tenth later than that.
        thread::sleep(wait);
        let ended = child.try_wait().unwrap().is_some();
        wait = if ended {
            wait.mul_f64(0.9)
        } else {
            wait + Duration::from_millis(20)
        };
        let _ = child.kill();
        child.wait().unwrap();
        let found = fs::read(here.join("a.md")).unwrap();
        let which = whole.iter().position(|text| *text == found);
        seen[which.expect("the file is whole")] = true;
    }
    assert!(seen[0] || seen[1]);
}
