//! A line typed on a terminal. The terminal sends each key and echoes nothing; what stands in the line is drawn here.
//!
//! Bytes are taken one by one up to Enter: what was typed ahead stays with the terminal, for the next prompt.

use std::fmt::Write as _;
use std::io::{self, Write};

use dialoguer::console::Term;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::keys::{Decoder, Key};
use super::prompter::Ended;
use super::signals;
use super::typing::{Rows, Typing};

const PROMPT: &str = "> ";
/// Lines that the arrow keys bring back.
const MOST_REMEMBERED: usize = 100;
/// How long the rest of a key's bytes may take; after it Escape was a key of its own.
const SEQUENCE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 60_000_000,
};
/// How often a line without keys looks whether a signal has come or the window has changed.
const LOOK: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 200_000_000,
};
const AT_ONCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };

/// Reads lines, and remembers them.
#[derive(Default)]
pub struct Editor {
    /// The latest last.
    history: Vec<String>,
    /// It knows from line to line whether the last Enter may have a second character.
    decoder: Decoder,
}

/// Where a line stands in the history.
struct Recall {
    at: usize,
    /// What was typed before the first step back.
    typed: String,
}

impl Editor {
    /// One line; `before` stands in it already. Escape in an empty line is `:b`, Ctrl-D is `:q`.
    pub fn line(&mut self, before: &str) -> Result<String, Ended> {
        let mut line = Typing::new(before);
        let mut drawn = Rows::default();
        let (mut edited, mut seen) = (true, (0, 0));
        let mut recall = Recall {
            at: self.history.len(),
            typed: String::new(),
        };
        loop {
            let size = Term::stderr().size();
            // A paste is drawn once; nothing is drawn where nothing has changed.
            if (edited || size != seen) && !is_ready(&AT_ONCE)? {
                draw(&line, &mut drawn, Size::Window);
                (edited, seen) = (false, size);
            }
            let key = match key(&mut self.decoder)? {
                None => continue,
                Some(key) => key,
            };
            edited = true;
            match key {
                Key::Enter => {
                    draw(&line, &mut drawn, Size::Whole);
                    return Ok(self.remember(line.text()));
                }
                Key::Escape if line.is_empty() => return Ok(leave(":b", &mut drawn)),
                Key::EndOfInput if line.is_empty() => return Ok(leave(":q", &mut drawn)),
                Key::Escape => {
                    self.remember(line.text());
                    recall.at = self.history.len();
                    line = Typing::default();
                }
                Key::Up | Key::Down => self.recall(key, &mut recall, &mut line),
                key => line.press(key),
            }
        }
    }

    fn remember(&mut self, line: String) -> String {
        if !line.trim().is_empty() {
            self.history.retain(|old| *old != line);
            self.history.push(line.clone());
            let over = self.history.len().saturating_sub(MOST_REMEMBERED);
            self.history.drain(..over);
        }
        line
    }

    fn recall(&self, key: Key, recall: &mut Recall, line: &mut Typing) {
        let to = match key {
            Key::Up => recall.at.saturating_sub(1),
            _ => (recall.at + 1).min(self.history.len()),
        };
        if to == recall.at {
            return;
        }
        if recall.at == self.history.len() {
            recall.typed = line.text();
        }
        recall.at = to;
        *line = Typing::new(self.history.get(to).unwrap_or(&recall.typed));
    }
}

/// A command that a key stands for.
fn leave(command: &str, drawn: &mut Rows) -> String {
    draw(&Typing::new(command), drawn, Size::Whole);
    command.to_string()
}

/// The next key; none where a byte did not complete one, or where the window is another one now.
fn key(decoder: &mut Decoder) -> Result<Option<Key>, Ended> {
    let unfinished = decoder.is_unfinished();
    match (is_ready(if unfinished { &SEQUENCE } else { &LOOK })?, unfinished) {
        (true, _) => {}
        (false, true) => return Ok(Some(decoder.give_up())),
        (false, false) => {
            // A shell that paused us may have set the terminal as it likes it.
            signals::by_keys();
            return Ok(None);
        }
    }
    let mut byte = [0];
    match rustix::io::read(io::stdin(), &mut byte) {
        Ok(0) => Err(Ended::Interrupted),
        Ok(_) => Ok(decoder.feed(byte[0])),
        Err(Errno::INTR) => Ok(None),
        // The terminal is gone.
        Err(_) => Err(Ended::Interrupted),
    }
}

/// Waits for a byte.
fn is_ready(limit: &Timespec) -> Result<bool, Ended> {
    let input = io::stdin();
    let mut fds = [PollFd::new(&input, PollFlags::IN)];
    let found = poll(&mut fds, Some(limit));
    if signals::came() {
        return Err(Ended::Interrupted);
    }
    match found {
        // A terminal that is gone is ready too: reading says so.
        Ok(found) => Ok(found > 0),
        Err(Errno::INTR) => Ok(false),
        Err(_) => Err(Ended::Interrupted),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    /// As much as fits, with the cursor.
    Window,
    /// All of it, for good.
    Whole,
}

/// Draws the line over what was drawn before.
fn draw(line: &Typing, drawn: &mut Rows, size: Size) {
    let (rows, columns) = Term::stderr().size();
    let (rows, columns) = (usize::from(rows).max(1), usize::from(columns).max(1));
    let mut out = String::new();
    let above = drawn.above(columns).min(rows.saturating_sub(1));
    if above > 0 {
        let _ = write!(out, "\x1b[{above}A");
    }
    out.push_str("\r\x1b[J");
    let all = line.rows(PROMPT, columns);
    if size == Size::Whole {
        // The terminal breaks it by itself, so that a copy of it is one line.
        out.push_str(PROMPT);
        out.push_str(&line.text());
        out.push_str("\r\n");
        *drawn = Rows::default();
    } else {
        let part = all.part(rows.saturating_sub(1));
        out.push_str(&part.rows.join("\r\n"));
        let below = part.rows.len().saturating_sub(part.cursor.0 + 1);
        if below > 0 {
            let _ = write!(out, "\x1b[{below}A");
        }
        out.push('\r');
        if part.cursor.1 > 0 {
            let _ = write!(out, "\x1b[{}C", part.cursor.1);
        }
        *drawn = part;
    }
    let mut err = io::stderr().lock();
    let _ = err.write_all(out.as_bytes()).and_then(|()| err.flush());
}
