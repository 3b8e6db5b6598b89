//! The interview at a terminal: whatever happens at a prompt, no accepted answer is lost and the terminal stays usable.

use crate::command_line::folder;
use crate::pty::Pty;
use std::fs;
use std::path::{Path, PathBuf};

const WINDOW: (u16, u16) = (24, 80);
const FILE: &str = "url-shortener.yaml";

/// The kinds of prompts: the key of a question, and what it asks.
const KINDS: [(&str, &str); 4] = [
    ("summary", "In one sentence"),
    ("functional", "Who must be able"),
    ("store.link", "What shape has link"),
    ("checkin.scope", "Say it back"),
];
/// Three answers, and back to the question that stands behind the first.
const ANSWERS: &str = "Short links\r:g functional\rvisitor: open a link (must)\r:g entities\rlink\r:g clarify\r";

fn text(folder: &Path) -> String {
    fs::read_to_string(folder.join(FILE)).unwrap()
}

/// A session with some answers behind it; it stands at the question `clarify`.
fn begun(name: &str, window: (u16, u16)) -> Option<(PathBuf, Pty)> {
    let here = folder(name, &[]);
    let mut pty = Pty::napkin(&here, window, &["interview", "url-shortener"])?;
    pty.wait("> ");
    pty.press(ANSWERS);
    if window == WINDOW {
        // The last of the answers has been taken when what is typed behind it is answered.
        pty.press(":n\r");
        pty.wait("there is no number yet");
    }
    Some((here, pty))
}

/// Goes to a question and waits at its prompt.
#[track_caller]
fn go(pty: &mut Pty, (key, ask): (&str, &str)) {
    pty.press(&format!(":g {key}\r"));
    pty.at(ask);
}

#[test]
fn a_signal_at_each_kind_of_prompt_loses_nothing() {
    let Some((here, mut pty)) = begun("interview-signals", WINDOW) else {
        return;
    };
    let begin = text(&here);
    for answer in ["Short links", "open a link", "link:"] {
        assert!(begin.contains(answer), "{begin}");
    }
    for kind in KINDS {
        for signal in ["INT", "TERM", "HUP", "KILL"] {
            go(&mut pty, kind);
            // Half an answer is none.
            pty.press("half");
            pty.wait("half");
            pty.signal(signal);
            let end = pty.end();
            if signal == "KILL" {
                assert!(end.signal.is_some());
            } else {
                end.is_interrupted(FILE);
            }
            assert_eq!(text(&here), begin, "{kind:?} {signal}");
            // It goes on at the question at which it stood.
            pty = Pty::napkin(&here, WINDOW, &["interview", FILE]).unwrap();
            pty.wait("going on with");
            pty.at(kind.1);
        }
    }
    pty.press(":q\r");
    let end = pty.end();
    assert_eq!(end.code, 0);
    end.is_restored();
}

#[test]
fn keys_that_end_a_prompt() {
    let Some((here, mut pty)) = begun("interview-keys", WINDOW) else {
        return;
    };
    let begin = text(&here);
    for kind in KINDS {
        go(&mut pty, kind);
        pty.press("\x03");
        pty.end().is_interrupted(FILE);
        pty = Pty::napkin(&here, WINDOW, &["interview", FILE]).unwrap();
        pty.at(kind.1);
        // Escape goes back; Ctrl-D rests.
        pty.press("\x1b");
        pty.wait("[");
        pty.at("]");
        pty.press("\x04");
        pty.wait("The session rests");
        let end = pty.end();
        assert_eq!(end.code, 0, "{}", end.text);
        end.is_restored();
        pty = Pty::napkin(&here, WINDOW, &["interview", FILE]).unwrap();
        pty.wait("going on with");
        assert_eq!(text(&here), begin, "{kind:?}");
    }
    pty.press(":q\r");
    pty.end().is_restored();
}

#[test]
fn a_closed_window_loses_nothing() {
    for (kind, key) in KINDS.into_iter().zip(["x", "x", "\x1b[B", "x"]) {
        let Some((here, mut pty)) = begun("interview-closed", WINDOW) else {
            return;
        };
        let begin = text(&here);
        go(&mut pty, kind);
        assert_eq!(pty.close(key), 130, "{kind:?}");
        assert_eq!(text(&here), begin);
        let mut pty = Pty::napkin(&here, WINDOW, &["interview", FILE]).unwrap();
        pty.at(kind.1);
        pty.press("\x03");
        pty.end().is_interrupted(FILE);
    }
}

#[test]
fn a_choice_is_made_by_number_word_or_arrow() {
    let Some((here, mut pty)) = begun("interview-choice", WINDOW) else {
        return;
    };
    // Help and lists come at a choice too, and nothing is chosen by them.
    go(&mut pty, KINDS[2]);
    let begin = text(&here);
    pty.press("?\r");
    pty.wait("The shape and how it is found decide the store");
    pty.at("What shape has link");
    pty.press("zebra\r");
    pty.wait("is none of them");
    pty.at("a number or a word of the list");
    assert_eq!(text(&here), begin);
    for (keys, word, said, function) in [
        ("2", "2", "link is kept in", "key-value-store"),
        ("document", "document", "another one now", "document-store"),
        ("\x1b[B\x1b[B", "key-value", "another one now", "key-value-store"),
        // Up from what was typed is the last of them; what was typed stands behind it.
        (
            "typed\x1b[A\x1b[B\x1b[B",
            "relation",
            "another one now",
            "relational-database",
        ),
    ] {
        go(&mut pty, KINDS[2]);
        pty.press(keys);
        pty.wait(&format!("> {word}"));
        pty.press("\r");
        pty.wait(said);
        pty.wait("[");
        assert!(text(&here).contains(function), "{keys:?}\n{}", text(&here));
    }
    pty.press(":q\r");
    pty.end().is_restored();
}

#[test]
fn a_line_is_edited_as_elsewhere() {
    let Some((here, mut pty)) = begun("interview-editing", WINDOW) else {
        return;
    };
    for (keys, line) in [
        ("bc\x1b[Ha\x1b[Fd\x1b[H\x1b[3~A", "Abcd"),
        ("one two\x1b[1;5Dx\x1b[1;5C.\x1bOHa ", "a one xtwo."),
        ("one two\x17three\x02\x06", "one three"),
        ("left\x1b[D\x1b[D\x7fa", "laft"),
        // A paste in brackets, by a terminal that another program left so.
        ("\x1b[200~pasted\x1b[201~ text\x1b[15~\x1b[5;2~", "pasted text"),
        ("größe 東京 🚲 z\x1b[D\x1b[D\x7f\x7f", "größe 東京 z"),
        ("gone\x15kept", "kept"),
        ("wrong\x1b[<0;10;10Mright", "wrongright"),
    ] {
        pty.press(&format!(":g summary\r{keys}\r"));
        pty.wait("In one sentence");
        pty.wait(&format!("> {line}\r"));
        pty.wait("What do you ask");
        assert!(
            text(&here).contains(&format!("summary: {line}\n")),
            "{line}\n{}",
            text(&here)
        );
    }
    // The line before comes back, is changed, and what was being typed is not lost.
    pty.press("typed\x1b[A\x1b[A\x1b[B\x1b[B!\r");
    pty.wait("> typed!\r");
    // Escape leaves nothing of the line; once more goes back.
    pty.press("rubbish\x1b");
    pty.looks(|screen| !screen.contents().contains("rubbish"));
    pty.press("\x1b");
    pty.at("In one sentence");
    pty.press("\x03");
    pty.end().is_restored();
}

#[test]
fn answers_may_be_pasted_or_typed_ahead() {
    let Some((here, mut pty)) = begun("interview-paste", WINDOW) else {
        return;
    };
    pty.press(":g functional\rreader: read a page (must)\rwriter: write a page (should)\r\r");
    pty.wait("reader: read a page");
    pty.wait("One word for the journey of FR1");
    // A list is shown when one comes back to it.
    pty.press(":g functional\r");
    pty.wait("3. FR3: writer: write a page");
    // Windows writes two characters at the end of a line.
    pty.press(":g out_of_scope\rbilling\r\nsearch\r\n");
    pty.press(":g out_of_scope\r");
    pty.wait("2. search");
    pty.press(":q\r");
    let end = pty.end();
    assert_eq!(end.code, 0);
    let text = text(&here);
    for part in ["read a page", "write a page", "billing", "search"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn a_very_long_line_is_refused_and_not_lost() {
    let Some((here, mut pty)) = begun("interview-long", WINDOW) else {
        return;
    };
    go(&mut pty, KINDS[0]);
    let begin = text(&here);
    pty.press(&"0123456789".repeat(500));
    pty.press("\r");
    pty.wait("longer than 4000 bytes");
    pty.at("In one sentence");
    assert_eq!(text(&here), begin);
    // It comes back to be mended: cut to its end, it is an answer.
    pty.press("\x1b[A");
    pty.looks(|screen| screen.contents().contains("67890123456789"));
    pty.press("\x15short\r");
    pty.wait("What do you ask");
    assert!(text(&here).contains("summary: short\n"));
    pty.press(":q\r");
    pty.end().is_restored();
}

#[test]
fn windows_of_all_sizes() {
    for window in [(24, 80), (10, 40), (5, 20), (1, 1), (2, 200), (100, 8)] {
        let Some((here, mut pty)) = begun("interview-windows", window) else {
            return;
        };
        let long = "Links that are short, of addresses that are long, with 東京 and größe in them";
        pty.press(&format!(":g summary\r{long}\x1b[A\x1b[B\x7fm\r"));
        pty.press(":g store.link\r");
        pty.press("event\r");
        pty.press(":q\r");
        let end = pty.end();
        assert_eq!(end.code, 0, "{window:?}\n{}", end.text);
        end.is_restored();
        assert!(!end.text.contains("fault:"), "{}", end.text);
        let text = text(&here);
        assert!(text.contains("東京"), "{window:?}\n{text}");
        assert!(
            text.contains("in: link_log") || text.contains("is: "),
            "{window:?}\n{text}"
        );
    }
}

#[test]
fn a_window_that_shrinks_under_a_prompt() {
    let Some((here, mut pty)) = begun("interview-shrinks", WINDOW) else {
        return;
    };
    let mut words = String::new();
    for window in [(24, 40), (5, 20), (1, 1), WINDOW] {
        pty.resize(WINDOW);
        go(&mut pty, KINDS[0]);
        pty.press("some words that are longer than a row of a small window ");
        pty.wait("window");
        pty.resize(window);
        pty.press("and more\r");
        pty.wait("and more\r");
        // The question behind it, in a window of any width.
        pty.wait("[2/");
        pty.wait("> ");
        words = text(&here);
        assert!(words.contains("summary: some words that are longer"), "{words}");
        assert!(words.contains("and more"), "{words}");
    }
    assert!(words.contains("open a link"));
    for window in [(24, 40), (5, 20), (2, 2)] {
        go(&mut pty, KINDS[2]);
        pty.resize(window);
        pty.press("\x1b[B");
        pty.resize(WINDOW);
        pty.press("\x1b[B\r");
        pty.press(":g summary\r");
        pty.wait("In one sentence");
    }
    pty.press(":q\r");
    let end = pty.end();
    assert!(!end.text.contains("fault:"), "{}", end.text);
    end.is_restored();
}
