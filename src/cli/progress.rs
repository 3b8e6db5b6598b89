//! A sign of life while the library works: on a terminal only, and only where it takes a while.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::terminal::{Color, Look, Stream};

/// What ends sooner is not worth a sign.
const PATIENCE: Duration = Duration::from_millis(500);
const STEP: Duration = Duration::from_millis(100);
const FRAMES: [char; 10] = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const PLAIN: [char; 4] = ['-', '\\', '|', '/'];

static SILENT: AtomicBool = AtomicBool::new(false);

/// From now on no work is told of.
pub fn silence() {
    SILENT.store(true, Ordering::Relaxed);
}

/// Work that goes on until this is dropped.
pub struct Work(Option<(Sender<()>, JoinHandle<()>)>);

impl Work {
    /// Begins a stage of work; `stage` is what is done, such as `judging`.
    pub fn begin(stage: &'static str) -> Work {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if SILENT.load(Ordering::Relaxed) || dumb || !io::stderr().is_terminal() {
            return Work(None);
        }
        let (end, ended) = mpsc::channel();
        // Where no thread is to be had, the work goes on all the same.
        let thread = thread::Builder::new().spawn(move || show(stage, &ended, draw));
        Work(thread.ok().map(|thread| (end, thread)))
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.0.take() {
            drop(end);
            // What is said next must not be wiped away.
            let _ = thread.join();
        }
    }
}

/// Draws until the other side has gone, then wipes the line.
fn show(stage: &str, ended: &Receiver<()>, mut draw: impl FnMut(&str)) {
    let begun = Instant::now();
    if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let frames: &[char] = match Look::of(Stream::Err, Color::Never).unicode {
        true => &FRAMES,
        false => &PLAIN,
    };
    for frame in frames.iter().cycle() {
        draw(&format!("\r{frame} {stage}, {} s\x1b[K", begun.elapsed().as_secs()));
        if ended.recv_timeout(STEP) != Err(RecvTimeoutError::Timeout) {
            break;
        }
    }
    draw("\r\x1b[K");
}

/// Past what is held back of the talk: this is no part of it.
fn draw(text: &str) {
    use io::Write;
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_soon_has_no_sign() {
        let (end, ended) = mpsc::channel();
        drop(end);
        show("judging", &ended, |text| panic!("drawn: {text}"));
    }

    #[test]
    fn what_takes_long_has_one_until_it_ends() {
        let (end, ended) = mpsc::channel();
        let mut end = Some(end);
        let mut drawn = Vec::new();
        show("judging", &ended, |text| {
            drawn.push(text.to_owned());
            // The work ends while its sign is on the screen.
            drop(end.take());
        });
        assert_eq!(drawn.len(), 2, "{drawn:?}");
        assert!(drawn[0].starts_with('\r') && drawn[0].contains(" judging, "));
        assert_eq!(drawn[1], "\r\x1b[K");
    }
}
