//! The conditions of the rubric: one small function a point. What a point means in words lies in
//! `catalog/dimension/`.

mod architecture;
mod communication;
mod data;
mod depth;
mod estimation;
mod requirements;
mod resilience;
mod trade_offs;

use super::look::{Answer, Look};

/// A point with what judges it.
pub type Condition = (&'static str, fn(&Look) -> Answer);

/// The dimensions in the order of a review, each with its points.
pub const DIMENSIONS: [(&str, &[Condition]); 8] = [
    ("requirements", requirements::POINTS),
    ("estimation", estimation::POINTS),
    ("data-and-contract", data::POINTS),
    ("architecture", architecture::POINTS),
    ("depth", depth::POINTS),
    ("trade-offs", trade_offs::POINTS),
    ("resilience", resilience::POINTS),
    ("communication", communication::POINTS),
];
