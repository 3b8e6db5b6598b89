//! A person at a terminal: keys go in, the screen is looked at.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Far longer than anything takes, on a slow machine too.
const PATIENCE: Duration = Duration::from_secs(60);
/// The screen is not smaller than this where the window is: the parser can't count in one column.
const LEAST: (u16, u16) = (5, 20);
const STEP: Duration = Duration::from_millis(10);

pub struct Pty {
    child: Box<dyn Child + Send + Sync>,
    keys: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    /// Holds the settings of the terminal after the program has gone.
    slave: Option<Box<dyn SlavePty + Send>>,
    seen: Arc<Mutex<Seen>>,
    closing: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
    /// Bytes that were waited for already.
    read: usize,
}

struct Seen {
    bytes: Vec<u8>,
    screen: vt100::Parser,
}

/// How a program left its terminal.
pub struct End {
    pub code: u32,
    pub signal: Option<String>,
    pub text: String,
    pub hidden: bool,
    /// Names of the local modes that are on.
    pub modes: String,
}

impl End {
    /// The terminal is as a shell left it: lines, echo, signals, a cursor.
    #[track_caller]
    pub fn is_restored(&self) {
        for mode in ["ICANON", "ECHO", "ISIG", "IEXTEN"] {
            let on = self.modes.split(|c: char| !c.is_alphanumeric()).any(|m| m == mode);
            assert!(on, "{mode} is off: {}\n{}", self.modes, self.text);
        }
        assert!(!self.hidden, "the cursor is hidden\n{}", self.text);
    }

    #[track_caller]
    pub fn is_interrupted(&self, file: &str) {
        assert_eq!((self.code, self.signal.as_deref()), (130, None), "{}", self.text);
        let words = format!("Go on with: napkin interview {file}");
        assert_eq!(self.text.matches(&words).count(), 1, "{}", self.text);
        self.is_restored();
    }
}

fn size((rows, cols): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Pty {
    /// Runs napkin in a folder; none, and loudly, where this machine gives no pty.
    pub fn napkin(folder: &Path, window: (u16, u16), words: &[&str]) -> Option<Pty> {
        Pty::program(env!("CARGO_BIN_EXE_napkin"), folder, window, words)
    }

    /// Runs a program in a folder, which finds napkin by its name; none, and loudly, where this machine gives no pty.
    pub fn program(program: &str, folder: &Path, window: (u16, u16), words: &[&str]) -> Option<Pty> {
        let pair = match native_pty_system().openpty(size(window)) {
            Ok(pair) => pair,
            Err(error) => {
                eprintln!("SKIPPED: no pty can be opened here: {error:#}");
                return None;
            }
        };
        // The writer would type an Enter and an end of file when it goes; it can't where no key is the end of file.
        let name = pair.master.tty_name().unwrap();
        let set = Command::new("stty").arg("-F").arg(name).args(["eof", "undef"]).status();
        assert!(set.unwrap().success());
        let mut command = CommandBuilder::new(program);
        command.args(words);
        command.cwd(folder);
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LC_ALL", "LC_CTYPE"] {
            command.env_remove(name);
        }
        let own = Path::new(env!("CARGO_BIN_EXE_napkin")).parent().unwrap();
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", own.display()));
        command.env("LANG", "C.UTF-8");
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).unwrap();
        let seen = Arc::new(Mutex::new(Seen {
            bytes: Vec::new(),
            screen: vt100::Parser::new(window.0.max(LEAST.0), window.1.max(LEAST.1), 0),
        }));
        let closing = Arc::new(AtomicBool::new(false));
        let reader = read_along(pair.master.try_clone_reader().unwrap(), &seen, &closing);
        Some(Pty {
            child,
            keys: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            slave: Some(pair.slave),
            seen,
            closing,
            reader: Some(reader),
            read: 0,
        })
    }

    pub fn press(&mut self, keys: &str) {
        self.send(keys.as_bytes());
    }

    pub fn send(&mut self, bytes: &[u8]) {
        // Slowly enough for the terminal's own buffer.
        for part in bytes.chunks(1000) {
            let keys = self.keys.as_mut().unwrap();
            keys.write_all(part).unwrap();
            keys.flush().unwrap();
            if bytes.len() > 1000 {
                thread::sleep(STEP * 20);
            }
        }
    }

    /// Waits for a text in what comes after what was waited for before.
    #[track_caller]
    pub fn wait(&mut self, text: &str) {
        let begin = Instant::now();
        loop {
            {
                let seen = self.seen.lock().unwrap();
                let new = &seen.bytes[self.read..];
                if let Some(at) = new.windows(text.len()).position(|part| part == text.as_bytes()) {
                    self.read += at + text.len();
                    return;
                }
            }
            let ended = self.child.try_wait().unwrap();
            if begin.elapsed() > PATIENCE || (ended.is_some() && begin.elapsed() > Duration::from_secs(2)) {
                panic!("{text:?} did not come ({ended:?}); the screen:\n{}", self.screen());
            }
            thread::sleep(STEP);
        }
    }

    /// Waits until a line can be typed at this question.
    #[track_caller]
    pub fn at(&mut self, question: &str) {
        self.wait(question);
        self.wait("\r\x1b[J> ");
    }

    /// Waits until the screen is as wanted.
    #[track_caller]
    pub fn looks(&self, wanted: impl Fn(&vt100::Screen) -> bool) {
        let begin = Instant::now();
        while !wanted(self.seen.lock().unwrap().screen.screen()) {
            assert!(begin.elapsed() < PATIENCE, "the screen:\n{}", self.screen());
            thread::sleep(STEP);
        }
    }

    pub fn screen(&self) -> String {
        self.seen.lock().unwrap().screen.screen().contents()
    }

    pub fn resize(&self, window: (u16, u16)) {
        self.master.as_ref().unwrap().resize(size(window)).unwrap();
        let mut seen = self.seen.lock().unwrap();
        let (rows, columns) = (window.0.max(LEAST.0), window.1.max(LEAST.1));
        seen.screen.screen_mut().set_size(rows, columns);
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().unwrap();
        assert!(sent.success());
    }

    /// The window is closed: no key and no reader any more. `key` makes the program draw once more.
    #[track_caller]
    pub fn close(mut self, key: &str) -> u32 {
        self.slave = None;
        self.closing.store(true, Ordering::SeqCst);
        self.press(key);
        self.reader.take().unwrap().join().unwrap();
        self.keys = None;
        self.master = None;
        self.exit().exit_code()
    }

    #[track_caller]
    fn exit(&mut self) -> portable_pty::ExitStatus {
        let begin = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            if begin.elapsed() > PATIENCE {
                let _ = self.child.kill();
                panic!("it does not end; the screen:\n{}", self.screen());
            }
            thread::sleep(STEP);
        }
    }

    /// Waits for the end.
    #[track_caller]
    pub fn end(mut self) -> End {
        let status = self.exit();
        let modes = format!("{:?}", self.master.as_ref().unwrap().get_termios().unwrap().local_flags);
        // What was written last has been read when nobody holds the terminal any more.
        self.slave = None;
        self.reader.take().unwrap().join().unwrap();
        let seen = self.seen.lock().unwrap();
        End {
            code: status.exit_code(),
            signal: status.signal().map(str::to_string),
            text: String::from_utf8_lossy(&seen.bytes).into_owned(),
            hidden: seen.screen.screen().hide_cursor(),
            modes,
        }
    }
}

fn read_along(mut from: Box<dyn Read + Send>, seen: &Arc<Mutex<Seen>>, closing: &Arc<AtomicBool>) -> JoinHandle<()> {
    let (seen, closing) = (Arc::clone(seen), Arc::clone(closing));
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while !closing.load(Ordering::SeqCst) {
            match from.read(&mut buffer) {
                Ok(0) | Err(_) => return,
                Ok(length) => {
                    let mut seen = seen.lock().unwrap();
                    seen.bytes.extend_from_slice(&buffer[..length]);
                    seen.screen.process(&buffer[..length]);
                }
            }
        }
    })
}
