//! How doubt is sampled: how often, from which seed, and the columns of uniform shares that all of it rests on.
//!
//! A sample is a pure function of the seed, of the input's own name and of the sample's number: the same on every
//! machine, in whatever order and however many figures are asked for, so an input that two figures share moves both.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// How many samples are drawn, and from which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampling {
    /// None are drawn at 0: only point estimates and closed forms are given.
    pub samples: usize,
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

/// Samples that are drawn together; each input meets every one of as many equal strata once (Latin hypercube).
pub const BLOCK: usize = 256;

impl Sampling {
    /// Most samples that may be asked for: a column of them takes 8 MB.
    pub const MOST: usize = 1_000_000;

    /// Blocks that hold all samples; the last may be shorter.
    pub fn blocks(self) -> impl Iterator<Item = (u64, usize)> {
        let whole = self.samples / BLOCK;
        let rest = self.samples % BLOCK;
        (0..whole)
            .map(|b| (b as u64, BLOCK))
            .chain((rest > 0).then_some((whole as u64, rest)))
    }

    /// Fills a column with the shares of one input in one block: one in each stratum, in random order.
    pub fn shares(self, input: u64, block: u64, column: &mut [f64]) {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(mixed(self.seed, input, block));
        let height = 1.0 / column.len() as f64;
        for i in 0..column.len() {
            // The strata are shuffled while they are dealt (the inside-out form of Fisher and Yates).
            let bits = random.next_u64();
            let inside = ((bits >> 11) as f64 + 0.5) * (1.0 / (1u64 << 53) as f64);
            let share = (i as f64 + inside) * height;
            let other = ((u128::from(random.next_u64()) * (i as u128 + 1)) >> 64) as usize;
            column[i] = column[other];
            column[other] = share;
        }
    }
}

/// One seed out of three numbers, by the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
fn mixed(seed: u64, input: u64, block: u64) -> u64 {
    [input, block].into_iter().fold(seed, |state, part| {
        let mut z = state.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ part;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}

/// A number for a text, by FNV-1a: the name of an input in [`Sampling::shares`].
pub fn name_of(text: &[u8]) -> u64 {
    text.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_meets_every_stratum_once() {
        let mut column = [0.0; BLOCK];
        Sampling::default().shares(7, 3, &mut column);
        let unsorted = column;
        column.sort_by(f64::total_cmp);
        assert_ne!(column, unsorted);
        for (i, share) in column.iter().enumerate() {
            assert!((share * BLOCK as f64) as usize == i, "{i}: {share}");
        }
    }

    #[test]
    fn inputs_do_not_move_together() {
        let sampling = Sampling::default();
        let column = |input| {
            let mut all = Vec::new();
            for (block, length) in sampling.blocks() {
                let mut part = vec![0.0; length];
                sampling.shares(input, block, &mut part);
                all.extend(part);
            }
            all
        };
        let (a, b) = (column(1), column(2));
        assert_eq!(a.len(), 10_000);
        let covariance: f64 = a.iter().zip(&b).map(|(x, y)| (x - 0.5) * (y - 0.5)).sum::<f64>() / 10_000.0;
        assert!((covariance * 12.0).abs() < 0.03, "{covariance}");
        assert_eq!(column(1), a);
    }
}
