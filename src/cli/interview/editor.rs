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

/// Lines that the arrow keys bring into the line.
struct Recall {
    lines: Vec<String>,
    /// The line that is shown; behind the last one stands what was typed.
    at: usize,
    /// What was typed before the first step.
    typed: String,
    order: Order,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Earlier lines: up to the first, down to what was typed.
    Earlier,
    /// The words of a choice: down from the first, round and round.
    Choice,
}

impl Recall {
    /// The words of a choice where there are any, else earlier lines.
    fn new(words: &[String], earlier: &[String]) -> Recall {
        let (lines, order) = match words {
            [] => (earlier, Order::Earlier),
            words => (words, Order::Choice),
        };
        Recall {
            lines: lines.to_vec(),
            at: lines.len(),
            typed: String::new(),
            order,
        }
    }

    /// The line is left, and what stood in it can be brought back.
    fn clear(&mut self, line: &mut Typing) {
        if self.order == Order::Earlier {
            self.lines.push(line.text());
        }
        self.at = self.lines.len();
        *line = Typing::default();
    }

    fn step(&mut self, key: Key, line: &mut Typing) {
        let last = self.lines.len();
        let to = match (key, self.order) {
            (Key::Up, Order::Choice) => self.at.checked_sub(1).unwrap_or(last),
            (Key::Up, Order::Earlier) => self.at.saturating_sub(1),
            (_, Order::Choice) if self.at == last => 0,
            _ => (self.at + 1).min(last),
        };
        if to == self.at {
            return;
        }
        if self.at == last {
            self.typed = line.text();
        }
        self.at = to;
        *line = Typing::new(self.lines.get(to).unwrap_or(&self.typed));
    }
}

impl Editor {
    /// One line. The arrow keys bring these words into it, or earlier lines where there are none. Escape in an empty
    /// line is `:b`, Ctrl-D is `:q`.
    pub fn line(&mut self, words: &[String]) -> Result<String, Ended> {
        let mut recall = Recall::new(words, &self.history);
        let mut line = Typing::default();
        let mut drawn = Rows::default();
        let (mut edited, mut seen) = (true, (0, 0));
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
                    recall.clear(&mut line);
                }
                Key::Up | Key::Down => recall.step(key, &mut line),
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
