//! In which regions a store answers (format, A9 and A10).

use super::{Component, Step};
use crate::catalog::Role;
use crate::design::AccessKind;

/// The fact by which each row has one region where it is written and read.
pub const HOME_REGION: &str = "home-region";

impl Component<'_> {
    /// The regions in which a step finds what it asks of this component, by index.
    ///
    /// With one writer that is the writer's region for every write and for every read that asks the writer. The
    /// writer is taken to be in the first region of the component; with its region lost, in the next.
    pub fn answers_in(&self, step: &Step) -> &[usize] {
        match self.asks_writer(step) {
            true => self.regions.get(..1).unwrap_or(&self.regions),
            false => &self.regions,
        }
    }

    /// Whether each of several regions keeps every row.
    ///
    /// What is kept together over regions lies in all of them, also where a row has a home: the others keep a copy for
    /// the day on which that is lost. Where nothing is said a store is one truth, and a cache or a log keeps what comes
    /// in its own region.
    pub fn copied_to_regions(&self) -> bool {
        if self.regions.len() < 2 {
            return false;
        }
        let joined = self.replication().is_some_and(|r| r.between.is_some());
        match self.file.facts.says(HOME_REGION) {
            _ if joined => true,
            Some(home) => !home,
            None => self.role == Role::Store,
        }
    }

    /// Whether a step has to reach the one writer among several regions.
    pub fn asks_writer(&self, step: &Step) -> bool {
        let Some(replication) = self.replication().filter(|r| r.writer == Some("one")) else {
            return false;
        };
        // A cache or a log that nobody says to be kept together over regions is one in each.
        let one_store = self.role == Role::Store || replication.between.is_some();
        let asks = |kind: AccessKind| kind != AccessKind::Read || !step.file.from_replica;
        self.regions.len() > 1
            && one_store
            && self.file.facts.says(HOME_REGION) != Some(true)
            && step.file.accesses.iter().any(|a| asks(a.kind))
    }
}
