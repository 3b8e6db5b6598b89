//! A check as other programs read it: one file a format, one row each in [`FORMATS`].

mod github;
mod issue;
mod json;
mod junit;
mod sarif;

use crate::report::Check;

/// A format of checks.
#[derive(Debug)]
pub struct Format {
    pub id: &'static str,
    /// Whether the text carries the mark of our own files.
    pub marked: bool,
    write: fn(&Check) -> String,
}

/// The formats, in the order in which help lists them.
pub const FORMATS: &[Format] = &[
    Format {
        id: "json",
        marked: true,
        write: json::write,
    },
    Format {
        id: "sarif",
        marked: true,
        write: sarif::write,
    },
    Format {
        id: "junit",
        marked: true,
        write: junit::write,
    },
    Format {
        id: "github",
        marked: false,
        write: github::write,
    },
];

/// The format of that id.
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id)
}

impl Format {
    /// One document for all designs of a check.
    pub fn write(&self, check: &Check) -> String {
        (self.write)(check)
    }
}
