//! `--watch`: files change under a program that looks at them.

use crate::command_line::{BROKEN, SMALL, ends, folder};
use crate::pty::Pty;
use std::fs;
use std::path::Path;

const WINDOW: (u16, u16) = (40, 120);

fn watched(folder: &Path, words: &[&str]) -> Option<Pty> {
    Pty::napkin(folder, WINDOW, words)
}

#[test]
fn a_change_is_shown_and_a_fault_keeps_the_last_good_result() {
    let here = folder("watch_check", &[("a.yaml", SMALL)]);
    let Some(mut pty) = watched(&here, &["check", "a.yaml", "--watch"]) else {
        return;
    };
    pty.wait("1 pass, 0 fail");
    pty.wait("Ctrl-C ends it");
    // As editors do: another file gets the name.
    fs::write(here.join("new"), SMALL.replace("20 req/s", "1M req/s")).unwrap();
    fs::rename(here.join("new"), here.join("a.yaml")).unwrap();
    pty.wait("1 fail");
    pty.wait("Ctrl-C ends it");
    assert!(!pty.screen().contains("1 pass"), "{}", pty.screen());
    // What cannot be read leaves what could.
    fs::write(here.join("a.yaml"), BROKEN).unwrap();
    pty.wait("last good result");
    pty.wait("componets");
    pty.wait("Ctrl-C ends it");
    assert!(pty.screen().contains("0 pass, 1 fail"), "{}", pty.screen());
    fs::remove_file(here.join("a.yaml")).unwrap();
    pty.wait("there is no `a.yaml`");
    pty.wait("Ctrl-C ends it");
    fs::write(here.join("a.yaml"), SMALL).unwrap();
    pty.wait("1 pass, 0 fail");
    pty.wait("Ctrl-C ends it");
    assert!(!pty.screen().contains("last good"), "{}", pty.screen());
    pty.press("\x03");
    let end = pty.end();
    assert_eq!((end.code, end.signal.as_deref()), (130, None), "{}", end.text);
    end.is_restored();
}

#[test]
fn all_that_was_read_or_looked_for_is_watched() {
    let design = SMALL.replace("napkin: 1", "napkin: 1\ninclude: [more.yaml]");
    let files = [
        ("sub/a.yaml", design.as_str()),
        ("sub/more.yaml", "figures: {one: 1}\n"),
    ];
    let here = folder("watch_all", &files);
    fs::create_dir(here.join(".git")).unwrap();
    let Some(mut pty) = watched(&here, &["check", "sub/a.yaml", "--watch"]) else {
        return;
    };
    pty.wait("watching 2 files");
    // An include.
    fs::write(here.join("sub/more.yaml"), "figurs: {one: 1}\n").unwrap();
    pty.wait("figurs");
    pty.wait("Ctrl-C ends it");
    fs::write(here.join("sub/more.yaml"), "figures: {one: 2}\n").unwrap();
    pty.wait("1 pass");
    pty.wait("watching 2 files");
    // A project file that was not there.
    fs::write(here.join("napkin.yaml"), "catalog: ours\n").unwrap();
    pty.wait("names a catalog that is not there");
    pty.wait("Ctrl-C ends it");
    // Its folder.
    fs::create_dir(here.join("ours")).unwrap();
    pty.wait("1 pass");
    pty.wait("Ctrl-C ends it");
    // A file in it.
    fs::create_dir(here.join("ours/function")).unwrap();
    fs::write(here.join("ours/function/teapot.yaml"), "titel: Teapot\n").unwrap();
    pty.wait("titel");
    pty.wait("Ctrl-C ends it");
    pty.signal("TERM");
    assert_eq!(pty.end().code, 130);
}

#[test]
fn a_file_is_written_anew() {
    let here = folder("watch_file", &[("a.yaml", SMALL)]);
    let Some(mut pty) = watched(&here, &["doc", "a.yaml", "-o", "a.md", "--watch"]) else {
        return;
    };
    pty.wait("wrote a.md");
    pty.wait("Ctrl-C ends it");
    fs::write(here.join("a.yaml"), SMALL.replace("name: Small", "name: Renamed")).unwrap();
    pty.wait("wrote a.md");
    assert!(fs::read_to_string(here.join("a.md")).unwrap().contains("Renamed"));
    pty.wait("Ctrl-C ends it");
    pty.press("\x03");
    assert_eq!(pty.end().code, 130);
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let here = folder("watch_not", &[("a.yaml", SMALL)]);
    let said = ends(&here, &["estimate", "-", "--watch"], 2);
    assert!(said.err.contains("can't be watched"), "{}", said.err);
    let said = ends(&here, &["check", "a.yaml", "--fix", "--watch"], 2);
    assert!(said.err.contains("cannot be used with"), "{}", said.err);
}
