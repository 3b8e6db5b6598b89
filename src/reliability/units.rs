//! How likely enough units of a component are up.

/// Probability that fewer than `need` of `units` independent units are up, each down with probability `down`.
///
/// Summed from positive terms, so that results far below 1e-12 keep their digits.
pub fn too_few(units: u32, need: u32, down: f64) -> f64 {
    if need == 0 {
        return 0.0;
    }
    if need > units || down >= 1.0 {
        return 1.0;
    }
    if down <= 0.0 {
        return 0.0;
    }
    let n = f64::from(units);
    let (log_up, log_down) = (libm::log1p(-down), libm::log(down));
    let log_factorial = |x: f64| libm::lgamma(x + 1.0);
    let term = |up: u32| {
        let k = f64::from(up);
        let ways = log_factorial(n) - log_factorial(k) - log_factorial(n - k);
        libm::exp(ways + k * log_up + (n - k) * log_down)
    };
    // Whichever tail is shorter; the other one is 1 less it.
    if need <= units / 2 + 1 || down < 0.5 {
        let mut sum = 0.0;
        for up in (0..need).rev() {
            let t = term(up);
            sum += t;
            // Terms only shrink once the count is below the mean.
            if f64::from(up) < n * (1.0 - down) && t < sum * 1e-18 {
                break;
            }
        }
        sum.min(1.0)
    } else {
        1.0 - (need..=units).map(term).sum::<f64>().min(1.0)
    }
}

/// Smallest number of units that carries the demand with a utilisation below 100 %, at least 1.
pub fn units_for(demand: f64, per_unit: f64) -> u32 {
    if per_unit <= 0.0 {
        return u32::MAX;
    }
    let whole = libm::floor(demand / per_unit);
    if whole >= f64::from(u32::MAX - 1) {
        return u32::MAX;
    }
    whole as u32 + 1
}
