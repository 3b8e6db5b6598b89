//! Quorums that a component asks for and has.

use super::Component;
use crate::catalog::Role;

/// A quorum of more copies than there are: whatever waits for it waits for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreachable {
    /// The key that asks for it: `acks` or `reads`.
    pub key: &'static str,
    /// What waits for it: a `write` or a `read`.
    pub access: &'static str,
    /// Copies that it asks for, and the most that there are.
    pub asked: u32,
    pub copies: u32,
}

impl Component<'_> {
    /// Its quorum of acknowledgements, else of reads, that is larger than its copies; none where both can be reached,
    /// or a provider keeps the copies. Where the file gives no copies, there are at most as many as units.
    pub fn unreachable_quorum(&self) -> Option<Unreachable> {
        if self.role == Role::Stateless || self.is_service() {
            return None;
        }
        let replication = self.replication()?;
        let copies = self.copies.unwrap_or(self.units);
        let quorums = [
            ("acks", "write", replication.acks),
            ("reads", "read", replication.reads),
        ];
        quorums.into_iter().find_map(|(key, access, asked)| {
            let asked = asked.filter(|asked| *asked > copies)?;
            Some(Unreachable {
                key,
                access,
                asked,
                copies,
            })
        })
    }
}

impl Unreachable {
    /// The key of a component as a fact that is missing.
    pub fn fact(self, id: &str) -> String {
        let Unreachable {
            key,
            access,
            asked,
            copies,
        } = self;
        format!("components.{id}.replication.{key} that can be reached (a {access} needs {asked} of {copies} copies)")
    }
}
