//! The tail of the Poisson distribution: how likely at least so many events are where so many are expected.

/// Terms after which the rest is below rounding: each is at most half of the one before it.
const MOST_TERMS: u32 = 1200;

/// About how many steps a value takes at most.
pub const MOST_WORK: f64 = 1200.0;

/// Probability of at least `least` events where `mean` are expected: P(N ≥ k) = Σ_{j ≥ k} e^−λ λ^j ÷ j!.
///
/// Small tails keep all their digits, since nothing is subtracted from one. `least` is rounded to a whole number.
/// Not a number for a mean below zero or above 500, for which nobody asks.
/// Source: any textbook of probability; Backblaze computes the durability of its vaults with it.
pub fn tail(mean: f64, least: f64) -> f64 {
    if !(0.0..=500.0).contains(&mean) || !least.is_finite() {
        return f64::NAN;
    }
    let least = libm::round(least).clamp(0.0, 1e6);
    if least == 0.0 {
        return 1.0;
    }
    if mean == 0.0 {
        return 0.0;
    }
    // Up to the mean the terms grow, so the other side of the distribution is the one to add up.
    if least <= mean {
        let mut below = 0.0;
        let mut k = 0.0;
        while k < least {
            below += term(mean, k);
            k += 1.0;
        }
        return (1.0 - below).clamp(0.0, 1.0);
    }
    let (mut sum, mut next, mut k) = (0.0, term(mean, least), least);
    for _ in 0..MOST_TERMS {
        sum += next;
        k += 1.0;
        next *= mean / k;
        if next < sum * 1e-17 {
            break;
        }
    }
    sum.min(1.0)
}

/// e^−λ λ^k ÷ k!.
fn term(mean: f64, k: f64) -> f64 {
    libm::exp(k * libm::log(mean) - mean - libm::lgamma(k + 1.0))
}

#[cfg(test)]
mod tests {
    use super::tail;

    #[test]
    fn published_and_elementary_values() {
        // Backblaze's vault of 17 + 3 drives: λ of one rebuild window, four or more lost.
        let found = tail(1.442_466e-3, 4.0);
        assert!((found / 1.8019e-13 - 1.0).abs() < 1e-4, "{found:e}");
        // P(N ≥ 1) = 1 − e^−λ, P(N ≥ 2) = 1 − e^−λ (1 + λ).
        assert!((tail(0.3, 1.0) + libm::expm1(-0.3)).abs() < 1e-15);
        assert!((tail(7.0, 2.0) - (1.0 - libm::exp(-7.0) * 8.0)).abs() < 1e-12);
        assert_eq!(tail(0.0, 1.0), 0.0);
        assert_eq!(tail(3.0, 0.0), 1.0);
        assert!(tail(-1.0, 1.0).is_nan());
    }
}
