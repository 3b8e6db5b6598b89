//! A session beside another one, and one that is killed at any moment.

use crate::command_line::folder;
use crate::interview_lines::{FILE, JOURNAL, err, interview, sound};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

#[test]
fn a_design_is_worked_on_by_one_session() {
    let here = folder("interview-two", &[]);
    let mut first = Sitting::begin(&here, "url-shortener");
    first.answer("Short links", "What do you ask");
    let output = interview(&here, &[FILE], ":g summary\nother\n:q\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("another session is at work"), "{}", err(&output));
    drop(first);
    let output = interview(&here, &[FILE], ":q\n");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(sound(&here, FILE).contains("summary: Short links\n"));
}

/// Far longer than any answer takes, on a slow machine too: a test that waits for what never comes fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A session whose answers are given one after the other; it is killed where it goes out of sight.
struct Sitting {
    child: std::process::Child,
    talk: Receiver<String>,
}

impl Sitting {
    fn begin(here: &Path, what: &str) -> Sitting {
        let mut child = Command::new(env!("CARGO_BIN_EXE_napkin"))
            .current_dir(here)
            .args(["interview", what])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (said, talk) = channel();
        thread::spawn(move || {
            stderr
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| said.send(line))
        });
        Sitting { child, talk }
    }

    fn say(&mut self, line: &str) {
        // A session that was killed takes nothing.
        let _ = self
            .child
            .stdin
            .as_mut()
            .unwrap()
            .write_all(format!("{line}\n").as_bytes());
    }

    /// Whether the talk comes to this text before it ends.
    fn hear(&mut self, text: &str) -> bool {
        loop {
            match self.talk.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(text) => return true,
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => panic!("{text:?} does not come"),
            }
        }
    }

    #[track_caller]
    fn answer(&mut self, line: &str, then: &str) {
        self.say(line);
        assert!(self.hear(then), "{line:?}: {then:?} did not come");
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn killed_at_any_moment_it_holds_every_answer_that_was_seen_to_be_taken() {
    let here = folder("interview-killed", &[]);
    let mut sitting = Sitting::begin(&here, "url-shortener");
    sitting.answer("Thing 0", "What do you ask");
    let (mut said, mut taken) = (0, 0);
    for round in 0..20_u64 {
        let id = sitting.child.id().to_string();
        let killer = thread::spawn(move || {
            thread::sleep(Duration::from_millis(5 + round * 37 % 250));
            let _ = Command::new("kill").args(["-s", "KILL", &id]).status();
        });
        // An answer is taken when the next question is asked.
        loop {
            said += 1;
            sitting.say(&format!(":g summary\nThing {said}"));
            if !sitting.hear("In one sentence") || !sitting.hear("What do you ask") {
                break;
            }
            taken = said;
        }
        killer.join().unwrap();
        drop(sitting);
        let text = sound(&here, FILE);
        let kept = text.lines().find_map(|line| line.strip_prefix("summary: Thing "));
        let kept: u64 = kept.unwrap().parse().unwrap();
        assert!(
            (taken..=said).contains(&kept),
            "{taken} was taken, {said} was said\n{text}"
        );
        sitting = Sitting::begin(&here, FILE);
        assert!(sitting.hear("going on with"), "it does not go on in round {round}");
        sitting.answer(":g clarify", "What do you ask");
    }
    assert!(taken > 0);
    // Nothing half-written is left beside the two files of the session.
    drop(sitting);
    interview(&here, &[FILE], ":q\n");
    let mut files: Vec<_> = fs::read_dir(&here).unwrap().map(|e| e.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, [JOURNAL, FILE]);
}
