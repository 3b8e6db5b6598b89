//! Contracts and schemas from entities and operations: text that the real tools of each language accept.

mod contract;
mod distinct;
pub mod event;
pub mod graphql;
pub mod name;
pub mod openapi;
pub mod proto;
pub mod route;
mod tree;

/// A drafted file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// Where it belongs, below the folder of all drafts.
    pub path: String,
    pub text: String,
}
