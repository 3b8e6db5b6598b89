//! How many samples a simulation draws, and from which seed.

/// The same samples and seed give the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampling {
    /// Samples, or requests of one flow.
    pub samples: u32,
    pub seed: u64,
}

impl Default for Sampling {
    fn default() -> Self {
        Sampling {
            samples: 10_000,
            seed: 1,
        }
    }
}
