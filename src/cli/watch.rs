//! `--watch`: a verb runs again whenever a file that it read changes.
//!
//! Nothing tells the program of a change: it looks at the files now and then, which works on every file system and
//! through every editor, also one that writes another file and gives it the name. What a round says is held back
//! until it ends, so that the last good result stays where a new one fails.

use std::io::{self, IsTerminal, Write};
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use clap::ArgMatches;

use super::seen::{self, Seen};
use super::terminal::{self, Held, Stream, Tone};
use super::{Exit, Talk};

/// How often files are looked at.
const POLL: Duration = Duration::from_millis(200);
/// How long files have to rest after a change before they are read, and how often that is waited for.
const REST: Duration = Duration::from_millis(50);
const MOST_RESTS: u32 = 40;
/// The name of the option, in every verb that has it.
const OPTION: &str = "watch";

/// Whether a command line asks for it.
pub fn is_wanted(matches: &ArgMatches) -> bool {
    let asked = matches.try_get_one::<bool>(OPTION).ok().flatten() == Some(&true);
    asked || matches.subcommand().is_some_and(|(_, matches)| is_wanted(matches))
}

/// Runs rounds until it is interrupted, or nobody reads any more.
pub fn run(talk: Talk, mut round: impl FnMut() -> Exit) -> Exit {
    let interrupted = interruption();
    let mut good: Option<Held> = None;
    loop {
        seen::begin();
        terminal::hold();
        // A fault of ours is said like any other, and the next change may pass it by.
        let exit = panic::catch_unwind(AssertUnwindSafe(&mut round)).unwrap_or(Exit::Fault);
        let said = terminal::release();
        let mut files = seen::end();
        let shown = if exit < Exit::Input {
            let shown = show(&said);
            good = Some(said);
            shown
        } else {
            show_fault(good.as_ref(), &said, talk)
        };
        if shown.is_err() {
            return Exit::Done;
        }
        if files.is_empty() {
            return exit;
        }
        talk.note(&waiting(&files, talk));
        if !changes(&mut files, &interrupted) {
            return Exit::Interrupted;
        }
    }
}

/// Tells when a signal has come. A second one ends the process at once, whatever it does.
fn interruption() -> Receiver<()> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let _ = ctrlc::set_handler(move || {
        if sender.try_send(()).is_err() {
            std::process::exit(Exit::Interrupted as i32);
        }
    });
    receiver
}

/// Waits until a file has changed and all of them rest; not so where a signal has come.
fn changes(files: &mut Seen, interrupted: &Receiver<()>) -> bool {
    let rests = |time| interrupted.recv_timeout(time) == Err(RecvTimeoutError::Timeout);
    while !files.changed() {
        if !rests(POLL) {
            return false;
        }
    }
    for _ in 0..MOST_RESTS {
        if !rests(REST) {
            return false;
        }
        if !files.moved() {
            break;
        }
    }
    true
}

fn waiting(files: &Seen, talk: Talk) -> String {
    let files = match files.len() {
        1 => "1 file".to_string(),
        many => format!("{many} files"),
    };
    let look = talk.err();
    format!(
        "{}\n",
        look.paint(Tone::Quiet, &format!("watching {files}; Ctrl-C ends it"))
    )
}

/// Begins anew at the top of a terminal; a pipe or file gets one result after the other.
fn clear(out: &mut impl Write) -> io::Result<()> {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if io::stdout().is_terminal() && !dumb {
        out.write_all(b"\x1b[H\x1b[2J\x1b[3J")?;
    }
    out.flush()
}

/// Shows a result in the order in which it was said.
fn show(said: &Held) -> io::Result<()> {
    clear(&mut io::stdout().lock())?;
    for (stream, text) in said.parts() {
        match stream {
            Stream::Out => {
                let mut out = io::stdout().lock();
                out.write_all(text.as_bytes())?;
                out.flush()?;
            }
            Stream::Err => terminal::talk(text),
        }
    }
    Ok(())
}

/// Shows what is wrong below the last good result. All of it is talk: a pipe holds good results alone.
fn show_fault(good: Option<&Held>, said: &Held, talk: Talk) -> io::Result<()> {
    match good {
        Some(good) if io::stdout().is_terminal() => {
            show(good)?;
            let line = "Above is the last good result; since then:";
            terminal::talk(&format!("\n{}\n\n", talk.err().paint(Tone::Bad, line)));
        }
        _ => clear(&mut io::stdout().lock())?,
    }
    for (_, text) in said.parts() {
        terminal::talk(text);
    }
    Ok(())
}
