//! A terminal of twenty columns: nothing is lost, and what can be wrapped is.

use crate::command_line::folder;
use crate::pty::{End, Pty};
use std::fs;
use std::path::Path;

const WINDOW: (u16, u16) = (24, 20);
const WIDE: (u16, u16) = (24, 100);

/// What stands on the paper of a terminal of this size at the end; none where this machine gives no pty.
fn said(window: (u16, u16), words: &[&str]) -> Option<String> {
    let end = Pty::napkin(Path::new(env!("CARGO_MANIFEST_DIR")), window, words)?.end();
    assert_eq!(end.code, 0, "{words:?}: {}", end.text);
    end.is_restored();
    Some(plain(&end))
}

/// The lines without colour, and without the sign of progress that is wiped out again.
fn plain(end: &End) -> String {
    let text = end.text.replace("\r\n", "\n");
    let mut out = String::new();
    let mut parts = text.split('\x1b');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let last = part.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(0);
        let (code, rest) = part.split_at(last + 1);
        if code == "[K" || code == "[2K" {
            out.truncate(out.rfind('\n').map_or(0, |at| at + 1));
        }
        out.push_str(rest);
    }
    out
}

/// Lines that a terminal has to break by itself.
fn too_wide(text: &str) -> Vec<&str> {
    let wide = |line: &&str| line.chars().count() > usize::from(WINDOW.1);
    text.lines().filter(wide).collect()
}

#[test]
fn tables_and_sentences_fit() {
    for verb in ["check", "estimate"] {
        let words = [verb, "designs/url-shortener.yaml"];
        let (Some(narrow), Some(wide)) = (said(WINDOW, &words), said(WIDE, &words)) else {
            return;
        };
        // What remains are headings and the closing line, which stand alone.
        for line in too_wide(&narrow) {
            let alone = line.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
            assert!(alone && wide.lines().any(|other| other == line), "{verb}: {line:?}");
        }
        let headings = |line: &&str| line.starts_with(|c: char| c.is_ascii_uppercase()) && !line.contains("  ");
        for line in wide.lines().filter(|line| line.chars().count() < 20).filter(headings) {
            assert!(narrow.contains(line), "{verb}: {line:?} is lost\n{narrow}");
        }
        assert_eq!(narrow.matches("PASS").count(), wide.matches("PASS").count());
    }
}

#[test]
fn help_loses_no_word() {
    for words in [&["help"][..], &["help", "check"], &["help", "interview"]] {
        let (Some(narrow), Some(wide)) = (said(WINDOW, words), said(WIDE, words)) else {
            return;
        };
        let all = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>();
        assert_eq!(all(&narrow), all(&wide), "{words:?}");
        for line in too_wide(&narrow) {
            let line = line.trim_start();
            let flag = line.starts_with(['-', '[']) || line.starts_with("Usage: ") || line.starts_with("napkin ");
            assert!(flag || !line.contains(' '), "{words:?}: {line:?}");
        }
    }
}

#[test]
fn a_question_is_answered() {
    let here = folder("narrow-interview", &[]);
    let Some(mut pty) = Pty::napkin(&here, WINDOW, &["interview", "url-shortener"]) else {
        return;
    };
    pty.wait("> ");
    pty.press("Addresses of few letters for all who write\r");
    pty.wait("[2/");
    pty.press(":q\r");
    let end = pty.end();
    assert_eq!(end.code, 0, "{}", end.text);
    end.is_restored();
    let design = fs::read_to_string(here.join("url-shortener.yaml")).unwrap();
    assert!(
        design.contains("Addresses of few letters for all who write"),
        "{design}"
    );
}
