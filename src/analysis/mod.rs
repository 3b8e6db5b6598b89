//! The analyses: each a pure function of the model.

pub mod availability;
pub mod capacity;
pub mod load;
