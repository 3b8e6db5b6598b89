//! Plain lines: from a pipe, or from a terminal that is too small to draw in.

use std::io::{self, BufRead, ErrorKind, IsTerminal, Read};

use napkin::interview::Question;

use super::super::terminal::talk;
use super::prompter::{Ended, Prompter};
use super::signals;

/// Longest line that is read; the rest of a longer one is thrown away, and the line refused.
const LONGEST: u64 = 64 * 1024;
/// Of one line, more than this is no input that anybody meant: it ends there.
const MOST_SKIPPED: u64 = 256 * 1024 * 1024;

pub struct Lines;

impl Lines {
    pub fn new() -> Lines {
        Lines
    }
}

impl Prompter for Lines {
    fn ask(&mut self, _: &Question) -> Result<String, Ended> {
        talk("> ");
        let line = line()?;
        if !io::stdin().is_terminal() {
            // Who reads the talk later sees what was answered.
            let shown: String = line.chars().take(200).collect();
            talk(&format!("{}\n", super::super::terminal::visible(&shown)));
        }
        Ok(line)
    }

    fn is_terminal(&self) -> bool {
        io::stdin().is_terminal()
    }
}

/// One line of standard input, whatever its bytes are.
fn line() -> Result<String, Ended> {
    let mut bytes = Vec::new();
    let mut input = io::stdin().lock();
    loop {
        match input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes) {
            Ok(0) if bytes.is_empty() => return Err(Ended::NoMoreInput),
            Ok(_) => break,
            Err(error) if error.kind() == ErrorKind::Interrupted && signals::came() => return Err(Ended::Interrupted),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Err(Ended::NoMoreInput),
        }
    }
    if signals::came() {
        return Err(Ended::Interrupted);
    }
    if bytes.len() as u64 >= LONGEST && !bytes.ends_with(b"\n") {
        match input.by_ref().take(MOST_SKIPPED).skip_until(b'\n') {
            Ok(skipped) if (skipped as u64) < MOST_SKIPPED => {}
            _ => return Err(Ended::NoMoreInput),
        }
    }
    Ok(String::from_utf8_lossy(&bytes)
        .trim_end_matches(['\n', '\r'])
        .to_string())
}
