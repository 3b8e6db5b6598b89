//! Components that run code of ours, so that they are released, watched and stopped by us.

use crate::model::{Component, Placement};

/// Functions of the catalog that are filled with code of one's own.
const OURS: [&str; 7] = [
    "bff",
    "connection-gateway",
    "encoder",
    "service",
    "stream-processor",
    "worker",
    "rate-limiter",
];

/// Whether its code is ours and runs on units of ours.
pub fn is_ours(component: &Component) -> bool {
    let inside = !matches!(component.placement, Placement::Outside | Placement::Device);
    inside && !component.managed && OURS.contains(&component.file.function.value.as_str())
}
