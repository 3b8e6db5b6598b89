//! From text to checked nodes: the one loader of designs and catalog files.
//!
//! [`yaml`] reads a text into nodes with places, [`table`] is the language in which the keys of a file are
//! described, [`reader`] reads a node by such a table. All faults of a text are found in one run.

mod keys;
pub mod reader;
pub mod table;
pub mod yaml;

pub use reader::{Context, Reader, Unread};
pub use yaml::{Key, Node, Value};

/// Rules about the form that this module reports by itself; each has a page.
pub mod rule {
    pub const SYNTAX: &str = "yaml-syntax";
    pub const DUPLICATE_KEY: &str = "duplicate-key";
    pub const UNKNOWN_KEY: &str = "unknown-key";
    pub const MISSING_KEY: &str = "missing-key";
    pub const WRONG_TYPE: &str = "wrong-type";
    pub const WRONG_DIMENSION: &str = "wrong-dimension";
    pub const BAD_EXPRESSION: &str = "bad-expression";
    pub const UNKNOWN_WORD: &str = "unknown-word";
}
