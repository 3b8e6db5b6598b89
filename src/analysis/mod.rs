//! The analyses: each a pure function of the model.

pub mod capacity;
pub mod load;
