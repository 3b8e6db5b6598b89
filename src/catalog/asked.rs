//! Who is asked for a fact word.

use super::{Catalog, Detail, Role};

/// What can say of itself that it has a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A component of this role.
    Role(Role),
    /// A component that somebody outside the system calls.
    Entry,
    /// A call, by itself, by its flow or by its callee.
    Step,
}

impl Asked {
    /// All with their words.
    pub const ALL: [(&'static str, Asked); 6] = [
        ("stateless", Asked::Role(Role::Stateless)),
        ("cache", Asked::Role(Role::Cache)),
        ("store", Asked::Role(Role::Store)),
        ("log", Asked::Role(Role::Log)),
        ("entry", Asked::Entry),
        ("step", Asked::Step),
    ];

    /// Who that is, for people.
    pub fn words(self) -> &'static str {
        match self {
            Asked::Role(Role::Stateless) => "what keeps nothing",
            Asked::Role(Role::Cache) => "caches",
            Asked::Role(Role::Store) => "stores",
            Asked::Role(Role::Log) => "logs and queues",
            Asked::Entry => "what users call",
            Asked::Step => "calls",
        }
    }
}

impl Catalog {
    /// What a requirement asks for a fact word.
    pub fn asked(&self, word: &str) -> Vec<Asked> {
        match self.get(word).map(|e| &e.detail) {
            Some(Detail::Pattern { on, .. }) if !on.is_empty() => on.clone(),
            _ => {
                let kinds = Asked::ALL.iter().map(|(_, asked)| *asked);
                kinds.filter(|asked| matches!(asked, Asked::Role(_))).collect()
            }
        }
    }
}
