//! Interruption: the terminal as it was found, nothing lost, the way back said.
//!
//! Every accepted answer is on the disk before the next question, so an interruption has nothing to save. What it
//! must not leave behind is a terminal without echo or cursor.

use std::io::Write;
use std::process;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::super::Exit;
use super::super::terminal::talk;

static CAME: AtomicBool = AtomicBool::new(false);
static SAID: AtomicBool = AtomicBool::new(false);
static DONE: AtomicBool = AtomicBool::new(false);
static RESUME: OnceLock<String> = OnceLock::new();

/// How long the prompt has to notice; a line that is read plainly does not.
const GRACE: Duration = Duration::from_millis(400);

/// Whether a signal has come.
pub fn came() -> bool {
    CAME.load(Ordering::SeqCst)
}

/// Lets a signal that interrupted a prompt be noticed.
pub fn wait() {
    for _ in 0..20 {
        if came() {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
    CAME.store(true, Ordering::SeqCst);
}

/// From now on an interruption ends the session well.
pub fn watch(resume: String) {
    let _ = RESUME.set(resume);
    settings::save();
    let _ = ctrlc::set_handler(|| {
        CAME.store(true, Ordering::SeqCst);
        restore();
        thread::sleep(GRACE);
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
    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
    use std::sync::OnceLock;

    static FOUND: OnceLock<Option<Termios>> = OnceLock::new();

    pub fn save() {
        let _ = FOUND.set(tcgetattr(std::io::stdin()).ok());
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
    pub fn restore() {}
}
