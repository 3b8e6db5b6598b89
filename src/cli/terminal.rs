//! The terminal: colour, width, and text that cannot play tricks on it.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::io::{self, IsTerminal, Write};

use anyhow::Context;
use clap::ValueEnum;
pub use napkin::emit::plain::{is_dangerous, push_visible, visible};

/// Columns where neither a terminal nor `COLUMNS` tells.
const PIPED: u16 = 100;
/// No table is laid out for less than this.
const NARROWEST: u16 = 20;
/// Wider lines are hard to follow with the eye.
const WIDEST: u16 = 160;

/// When to use colour: `Auto` is on a terminal, as `NO_COLOR` and `CLICOLOR_FORCE` wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// One of the two places that text goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Data.
    Out,
    /// Talk.
    Err,
}

impl Color {
    /// Whether text that goes to `stream` may carry colour.
    pub fn on(self, stream: Stream) -> bool {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if set("NO_COLOR") => false,
            Color::Auto
                if set("CLICOLOR_FORCE") && std::env::var_os("CLICOLOR_FORCE").as_deref() != Some(OsStr::new("0")) =>
            {
                true
            }
            Color::Auto => std::env::var_os("TERM").as_deref() != Some(OsStr::new("dumb")) && is_terminal(stream),
        }
    }
}

fn is_terminal(stream: Stream) -> bool {
    match stream {
        Stream::Out => io::stdout().is_terminal(),
        Stream::Err => io::stderr().is_terminal(),
    }
}

/// How text is shown: everything that a table or a message must know about where it goes.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub color: bool,
    /// Columns that a line may have.
    pub width: u16,
    /// Whether lines may be drawn with characters beyond ASCII.
    pub unicode: bool,
}

impl Look {
    /// The look of text that goes to `stream`.
    pub fn of(stream: Stream, color: Color) -> Look {
        let told = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok());
        let mut table = comfy_table::Table::new();
        if stream == Stream::Err {
            table.use_stderr();
        }
        // A table knows the width of the terminal, and none where there is no terminal.
        let width: u16 = told.filter(|w| *w > 0).or_else(|| table.width()).unwrap_or(PIPED);
        Look {
            color: color.on(stream),
            width: width.clamp(NARROWEST, WIDEST),
            unicode: is_unicode(),
        }
    }

    /// The look of text that goes into a file.
    pub fn of_file(color: Color) -> Look {
        Look {
            color: color == Color::Always,
            width: PIPED,
            unicode: true,
        }
    }

    /// How far tables are set in under their headings: not at all where every column counts.
    pub fn indent(self) -> u16 {
        if self.width < 60 { 0 } else { 2 }
    }

    /// `text` in a tone, where there is colour.
    pub fn paint(self, tone: Tone, text: &str) -> String {
        match tone.code() {
            Some(code) if self.color && !text.is_empty() => format!("\x1b[{code}m{text}\x1b[0m"),
            _ => text.to_string(),
        }
    }
}

/// Whether the locale can show more than ASCII; one that is not set says nothing against it.
fn is_unicode() -> bool {
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .is_none_or(|value| {
            let value = value.to_lowercase();
            value.contains("utf-8") || value.contains("utf8")
        })
}

/// What a piece of text means to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Plain,
    /// Names and headings.
    Strong,
    /// What may be overlooked.
    Quiet,
    Good,
    Bad,
    /// Not known, or close to a limit.
    Doubt,
}

impl Tone {
    fn code(self) -> Option<&'static str> {
        match self {
            Tone::Plain => None,
            Tone::Strong => Some("1"),
            Tone::Quiet => Some("2"),
            Tone::Good => Some("32"),
            Tone::Bad => Some("1;31"),
            Tone::Doubt => Some("33"),
        }
    }
}

/// Harmless text that keeps its lines; tabs become spaces.
pub fn visible_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        for c in line.chars() {
            if c == '\t' {
                out.push_str("    ");
            } else {
                push_visible(&mut out, c);
            }
        }
        out.push('\n');
    }
    out
}

thread_local! {
    static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
}

/// What was said while it was held back.
#[derive(Debug, Default)]
pub struct Held(Vec<(Stream, String)>);

impl Held {
    /// Its parts in the order in which they were said.
    pub fn parts(&self) -> impl Iterator<Item = (Stream, &str)> {
        self.0.iter().map(|(stream, text)| (*stream, text.as_str()))
    }
}

/// From now on what this thread says is held back.
pub fn hold() {
    HELD.set(Some(Held::default()));
}

/// What was held back; what is said from now on is written at once.
pub fn release() -> Held {
    HELD.take().unwrap_or_default()
}

/// Whether a text was held back.
fn kept(stream: Stream, text: &str) -> bool {
    HELD.with_borrow_mut(|held| match held {
        Some(Held(parts)) => {
            parts.push((stream, text.to_string()));
            true
        }
        None => false,
    })
}

/// Writes data to standard output. A reader that has gone away (`| head`) is no error.
pub fn print(text: &str) -> anyhow::Result<()> {
    if kept(Stream::Out, text) {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot write to standard output"),
    }
}

/// Writes talk to standard error; if nobody listens, so be it.
pub fn talk(text: &str) {
    if kept(Stream::Err, text) {
        return;
    }
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_moves_the_cursor_is_left() {
        for (text, shown) in [
            ("plain, größer, 東京", "plain, größer, 東京"),
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            (
                "nul\0 bell\u{7} del\u{7f} csi\u{9b}",
                "nul\\u{0} bell\\u{7} del\\u{7f} csi\\u{9b}",
            ),
            ("\u{202e}txet\u{2066}", "\\u{202e}txet\\u{2066}"),
            ("two\nlines", "two\\u{a}lines"),
        ] {
            assert_eq!(visible(text), shown);
        }
        assert_eq!(visible_lines("a\tb\n\u{1b}c"), "a    b\n\\u{1b}c\n");
    }
}
