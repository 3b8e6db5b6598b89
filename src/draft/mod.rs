//! Contracts and schemas from entities and operations: text that the real tools of each language accept.

mod contract;
pub mod openapi;
mod tree;

/// A drafted file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// Where it belongs, below the folder of all drafts.
    pub path: String,
    pub text: String,
}
