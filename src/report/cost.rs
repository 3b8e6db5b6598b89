//! What a month costs, and what it rests on.

use super::Figure;
use serde::Serialize;

/// The bill of a month.
#[derive(Debug, Clone, Serialize)]
pub struct Cost {
    /// Everything; unknown while a part is.
    pub total: Figure,
    /// What is known of it.
    pub known: Figure,
    /// With every autoscaled group at its floor and at its peak; none where nothing scales.
    pub floor: Option<Figure>,
    pub peak: Option<Figure>,
    /// The dearest first.
    pub components: Vec<ComponentCost>,
    /// Totals by what money is spent for.
    pub kinds: Vec<KindCost>,
    /// The entries of the price book that stand in the bill.
    pub prices: Vec<PriceSource>,
    /// Terms of the user and what they do.
    pub terms: Vec<String>,
    /// What is left out.
    pub unpriced: Vec<String>,
    /// The same units on servers of one's own.
    pub owned: Option<OwnedServers>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ComponentCost {
    pub component: String,
    pub cost: Figure,
    /// What is known of it; none where nothing is.
    pub known: Option<Figure>,
    /// Of all that is known.
    pub share: Figure,
    /// What takes most of it: `compute, 6 units of m6i.large`.
    pub biggest: String,
    pub parts: Vec<CostPart>,
    /// For an autoscaled group, whose average is in the bill.
    pub scaled: Option<ScaledCost>,
}

#[derive(Debug, Clone, Serialize)]
pub struct CostPart {
    /// `compute`, `capacity units`, `storage`, `requests`, `egress`, `cross-zone`, `cross-region`.
    pub kind: String,
    pub what: String,
    pub cost: Figure,
}

/// An autoscaled group with as few units as it has, as many as the average load needs, and as many as the peak needs.
#[derive(Debug, Clone, Serialize)]
pub struct ScaledCost {
    pub floor: Figure,
    pub average: Figure,
    pub peak: Figure,
}

#[derive(Debug, Clone, Serialize)]
pub struct KindCost {
    pub kind: String,
    pub cost: Figure,
    pub share: Figure,
}

/// An entry of the price book.
#[derive(Debug, Clone, Serialize)]
pub struct PriceSource {
    pub id: String,
    /// The user's file that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    pub title: String,
    pub region: Option<String>,
    /// Of its numbers in the bill the oldest and the newest: `2024-07`, `2024-07 to 2026-04`.
    pub dated: String,
    pub components: Vec<String>,
}

/// Owned servers beside the cloud, for the units whose size is known.
#[derive(Debug, Clone, Serialize)]
pub struct OwnedServers {
    /// Components that would move, and those whose units have no known size.
    pub components: Vec<String>,
    pub not_counted: Vec<String>,
    pub vcpus: Figure,
    pub memory: Figure,
    pub servers: Figure,
    /// A month today: the units in the cloud; servers bought, electricity, place, staff; all of these.
    pub cloud: Figure,
    pub bought: Figure,
    pub electricity: Figure,
    pub place: Figure,
    pub staff: Figure,
    pub owned: Figure,
    /// Over the horizon, with growth.
    pub horizon: Figure,
    pub cloud_over_horizon: Figure,
    pub capex: Figure,
    pub opex: Figure,
    /// The numbers that it rests on.
    pub inputs: Vec<Figure>,
    pub left_out: String,
}

impl Cost {
    /// All figures of the bill.
    pub fn figures(&self) -> Vec<&Figure> {
        let mut figures = vec![&self.total, &self.known];
        figures.extend(self.floor.iter().chain(&self.peak));
        for component in &self.components {
            figures.push(&component.cost);
            figures.extend(component.parts.iter().map(|part| &part.cost));
            if let Some(scaled) = &component.scaled {
                figures.extend([&scaled.floor, &scaled.average, &scaled.peak]);
            }
        }
        figures.extend(self.kinds.iter().map(|kind| &kind.cost));
        if let Some(owned) = &self.owned {
            figures.extend([&owned.vcpus, &owned.memory, &owned.servers, &owned.cloud]);
            figures.extend([
                &owned.bought,
                &owned.electricity,
                &owned.place,
                &owned.staff,
                &owned.owned,
            ]);
            figures.extend([&owned.capex, &owned.opex, &owned.cloud_over_horizon]);
        }
        figures
    }
}
