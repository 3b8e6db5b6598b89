//! Interruption: the terminal as it was found, nothing lost, the way back said.
//!
//! Every accepted answer is on the disk before the next question, so an interruption has nothing to save. What it
//! must not leave behind is a terminal without echo or cursor.

use std::io::Write;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use super::super::Exit;
use super::super::terminal::talk;
#[cfg(not(unix))]
use super::prompter::Ended;

static CAME: AtomicBool = AtomicBool::new(false);
static SAID: AtomicBool = AtomicBool::new(false);
static DONE: AtomicBool = AtomicBool::new(false);
static RESUME: OnceLock<String> = OnceLock::new();
/// Held while an answer is worked on and kept: nobody ends the process in the middle of that.
static WORK: Mutex<()> = Mutex::new(());

/// How long the prompt has to notice; a line that is read plainly does not.
const GRACE: Duration = Duration::from_millis(400);
/// How long an answer may be worked on before the process ends anyway, in steps of `STEP`.
const LONGEST_WORK: u32 = 500;
const STEP: Duration = Duration::from_millis(20);

/// Work that is not to be cut short; it may be left for a while, to wait for a line.
pub struct Work(Option<MutexGuard<'static, ()>>);

impl Work {
    pub fn begin() -> Work {
        Work(Some(held()))
    }

    /// Waits for something outside of the work.
    pub fn pause<T>(&mut self, wait: impl FnOnce() -> T) -> T {
        self.0 = None;
        let result = wait();
        self.0 = Some(held());
        result
    }
}

/// However the work ends, by a fault too, the terminal is as it was found.
impl Drop for Work {
    fn drop(&mut self) {
        restore();
    }
}

fn held() -> MutexGuard<'static, ()> {
    WORK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a signal has come.
pub fn came() -> bool {
    CAME.load(Ordering::SeqCst)
}

/// The terminal is gone, or a signal has ended its prompt.
#[cfg(not(unix))]
pub fn ended() -> Ended {
    CAME.store(true, Ordering::SeqCst);
    Ended::Interrupted
}

/// From now on an interruption ends the session well.
pub fn watch(resume: String) {
    let _ = RESUME.set(resume);
    settings::save();
    let _ = ctrlc::set_handler(|| {
        CAME.store(true, Ordering::SeqCst);
        restore();
        thread::sleep(GRACE);
        let mut work = WORK.try_lock();
        for _ in 0..LONGEST_WORK {
            if !matches!(work, Err(TryLockError::WouldBlock)) {
                break;
            }
            thread::sleep(STEP);
            work = WORK.try_lock();
        }
        if !DONE.load(Ordering::SeqCst) {
            say_goodbye();
            process::exit(Exit::Interrupted as i32);
        }
    });
}

/// The session ends by itself.
pub fn done() {
    DONE.store(true, Ordering::SeqCst);
    restore();
}

/// The terminal gives each key at once and echoes nothing, until `restore`.
pub fn by_keys() {
    settings::by_keys();
}

/// The terminal as it was found, with its cursor.
pub fn restore() {
    settings::restore();
    if std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        let mut err = std::io::stderr();
        let _ = err.write_all(b"\x1b[?25h");
        let _ = err.flush();
    }
}

/// Says once how to go on.
pub fn say_goodbye() {
    restore();
    if !SAID.swap(true, Ordering::SeqCst)
        && let Some(resume) = RESUME.get()
    {
        talk(&format!("\ninterrupted; every answer is kept. Go on with: {resume}\n"));
    }
}

/// Echo and line mode of the terminal.
#[cfg(unix)]
mod settings {
    use rustix::termios::{InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
    use std::sync::OnceLock;

    static FOUND: OnceLock<Option<Termios>> = OnceLock::new();

    pub fn save() {
        let _ = FOUND.set(tcgetattr(std::io::stdin()).ok());
    }

    /// Signals by keys go on, and so does what the terminal makes of the ends of our lines.
    pub fn by_keys() {
        let Some(Some(found)) = FOUND.get() else {
            return;
        };
        let mut keys = found.clone();
        let echo = LocalModes::ECHO | LocalModes::ECHONL;
        keys.local_modes.remove(LocalModes::ICANON | LocalModes::IEXTEN | echo);
        keys.input_modes
            .remove(InputModes::ICRNL | InputModes::INLCR | InputModes::IGNCR);
        keys.special_codes[SpecialCodeIndex::VMIN] = 1;
        keys.special_codes[SpecialCodeIndex::VTIME] = 0;
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &keys);
        // A signal that came in between has restored the terminal for good.
        if super::came() {
            restore();
        }
    }

    pub fn restore() {
        if let Some(Some(found)) = FOUND.get() {
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, found);
        }
    }
}

#[cfg(not(unix))]
mod settings {
    pub fn save() {}
    pub fn by_keys() {}
    pub fn restore() {}
}
