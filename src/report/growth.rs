//! What growth and planned events do to a design.

use super::{Figure, Units};
use serde::Serialize;

#[derive(Debug, Clone, Default, Serialize)]
pub struct Growth {
    /// When each component runs out of what, the earliest first; empty where nothing grows.
    pub outgrown: Vec<Outgrown>,
    /// From today to the horizon; empty without a horizon.
    pub years: Vec<Year>,
    pub ladder: Option<Ladder>,
    pub prewarm: Vec<Prewarm>,
}

/// When a component passes its target and reaches 100 %.
#[derive(Debug, Clone, Serialize)]
pub struct Outgrown {
    pub component: String,
    pub target: Limit,
    pub full: Limit,
}

#[derive(Debug, Clone, Serialize)]
pub struct Limit {
    /// The resource that gets there first.
    pub resource: String,
    pub when: When,
    /// `already`, `month 31`, `month 72, after the horizon`, `not within the horizon`, `not known`.
    pub text: String,
    /// Months from today.
    pub month: Option<Figure>,
}

#[derive(Debug, Clone, Copy, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    Already,
    WithinHorizon,
    AfterHorizon,
    Never,
    /// What is known lasts, but it is not known how much load a unit carries.
    Unknown,
}

/// What one year takes.
#[derive(Debug, Clone, Serialize)]
pub struct Year {
    /// Years after today, as printed.
    pub year: String,
    pub users: Option<Figure>,
    /// What actors start, a second at the peak.
    pub peak: Option<Figure>,
    /// Bytes in all stores, with all copies.
    pub storage: Option<Figure>,
    /// What is known of the bill of a month, at today's prices.
    pub cost: Option<Figure>,
    pub units: Vec<ComponentUnits>,
    /// Those that are others than the year before, in the first year than declared: `api 6`.
    pub changes: Vec<String>,
}

/// Units of one component, in one region.
#[derive(Debug, Clone, Serialize)]
pub struct ComponentUnits {
    pub component: String,
    pub units: Figure,
}

/// Units for more and more load.
#[derive(Debug, Clone, Serialize)]
pub struct Ladder {
    pub rungs: Vec<Rung>,
    /// Units by component, one for each rung.
    pub components: Vec<Scaled>,
    /// What more units do not help, the first to break first.
    pub fixed: Vec<Fixed>,
    /// Components of which it is not known how much load a unit carries.
    pub unknown: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Rung {
    /// The multiple of today's load.
    pub times: u32,
    /// Users, or requests a second at the peak where the design has no users.
    pub load: Option<Figure>,
    /// Components of `fixed` that are full there, the fullest first.
    pub breaks: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Scaled {
    pub component: String,
    pub units: Vec<Figure>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Fixed {
    pub component: String,
    pub resource: String,
    /// `a quota`, `one writer`.
    pub why: String,
    /// The multiple of today's load at which it is full, and the users or requests then.
    pub breaks_at: Figure,
    pub load: Option<Figure>,
}

/// What one component needs for one window.
#[derive(Debug, Clone, Serialize)]
pub struct Prewarm {
    pub window: String,
    pub component: String,
    /// Units for the peak of the window.
    pub needed: Units,
    /// Units that run when it begins.
    pub running: Figure,
    /// Units that it may scale to.
    pub most: Option<Figure>,
    /// From the decision until a new unit serves.
    pub reaction: Figure,
    /// What the load gains a second.
    pub rise: Figure,
    /// What it gains during the reaction, and the units for that.
    pub buffer: Figure,
    pub buffer_units: Figure,
    pub steps: Vec<WarmStep>,
}

/// Units to have asked for by a moment.
#[derive(Debug, Clone, Serialize)]
pub struct WarmStep {
    /// Time after the window begins, negative before it.
    pub at: Figure,
    pub units: Figure,
}

impl Growth {
    /// All figures of the growth of a design.
    pub fn figures(&self) -> Vec<&Figure> {
        let mut figures: Vec<&Figure> = Vec::new();
        for found in &self.outgrown {
            figures.extend(
                [&found.target, &found.full]
                    .into_iter()
                    .filter_map(|limit| limit.month.as_ref()),
            );
        }
        for year in &self.years {
            figures.extend(
                [&year.users, &year.peak, &year.storage, &year.cost]
                    .into_iter()
                    .flatten(),
            );
            figures.extend(year.units.iter().map(|units| &units.units));
        }
        if let Some(ladder) = &self.ladder {
            figures.extend(ladder.rungs.iter().filter_map(|rung| rung.load.as_ref()));
            figures.extend(ladder.components.iter().flat_map(|scaled| &scaled.units));
            for fixed in &ladder.fixed {
                figures.push(&fixed.breaks_at);
                figures.extend(&fixed.load);
            }
        }
        for found in &self.prewarm {
            figures.extend([
                &found.needed.units,
                &found.running,
                &found.reaction,
                &found.rise,
                &found.buffer,
                &found.buffer_units,
            ]);
            figures.extend(&found.most);
        }
        figures
    }
}
