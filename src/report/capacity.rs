//! How many units a component should have.

use super::Figure;
use serde::Serialize;

/// Units for a purpose.
#[derive(Debug, Clone, Serialize)]
pub struct Units {
    /// In one region; rounded to the same number in each zone and to whole groups of copies.
    pub units: Figure,
    /// Whether the declared units do; none where that is not known.
    pub enough: Option<bool>,
}

/// Units of one component, for one resource or for all of them. A purpose that no number of units serves is absent.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// The peak stays at or below the target utilisation.
    pub at_target: Units,
    /// N+1: the same, and below 100 % with any one unit lost.
    pub one_lost: Option<Units>,
    /// N+2: the same with any two units lost.
    pub two_lost: Option<Units>,
    /// The same with any one zone lost and nothing started in its place.
    pub zone_lost: Option<Units>,
    /// By which share the demand may grow before the target is reached; negative above it.
    pub head_room: Option<Figure>,
    /// Units that are left when one of the declared is lost; of a single resource only.
    pub left: Option<Figure>,
    /// Resources whose units can't be told, so that more may be needed; empty for a single resource.
    pub unknown: Vec<String>,
}

/// One limit of the partitions of a component: all rows of a key lie in one of them.
#[derive(Debug, Clone, Serialize)]
pub struct Partition {
    /// `reads`, `writes`, `messages`, `bytes in`, `bytes out`, `storage`.
    pub resource: String,
    pub demand: Figure,
    pub per_partition: Figure,
    /// Partitions that the demand takes if it spreads evenly.
    pub needed: Figure,
    /// The largest share of the demand that one key may have.
    pub one_key: Figure,
}

impl Plan {
    /// All figures of a self.
    pub fn figures(&self) -> Vec<&Figure> {
        let purposes = [&self.one_lost, &self.two_lost, &self.zone_lost];
        let units = purposes.into_iter().flatten().map(|units| &units.units);
        std::iter::once(&self.at_target.units)
            .chain(units)
            .chain(&self.head_room)
            .collect()
    }
}
