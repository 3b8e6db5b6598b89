//! Numbers for people: three significant digits and a fitting prefix, never `0.00` for what is not zero.

use super::{Dimension, Profile};

/// Prints a value given in base units.
pub fn show(value: f64, dimension: &Dimension, profile: Profile) -> String {
    if value < 0.0 {
        return format!("−{}", show(-value, dimension, profile));
    }
    let rest = |d: &Dimension| {
        let text = d.to_string();
        if text.is_empty() || text.starts_with('/') {
            text
        } else {
            format!(" {text}")
        }
    };
    match dimension {
        d if d.is_none() => count(value),
        d if *d == Dimension::TIME => time(value, profile),
        d if *d == Dimension::RATE => rate(value, profile),
        d if *d == Dimension::BYTES => bytes(value),
        d if *d == Dimension::BANDWIDTH => format!("{}/s", bytes(value)),
        d if *d == Dimension::MONEY => format!("{} USD", count(value)),
        d if *d == Dimension::SPENDING => format!("{} USD/month", count(value * profile.month())),
        d => format!("{}{}", count(value), rest(d)),
    }
}

/// A share as a percentage: `9.3 %`. Close to 100 % it keeps the digits that matter: `99.979 %`.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 99.0 && percent < 100.0 {
        return format!("{} %", nines(100.0 - percent));
    }
    format!("{} %", digits(percent))
}

/// 100 % less `lack`, with three significant digits of what lacks.
fn nines(lack: f64) -> String {
    let places = (2 - libm::floor(libm::log10(lack)) as i32).clamp(0, 15) as usize;
    let text = format!("{:.places$}", 100.0 - lack);
    if text.starts_with("100") {
        return format!("{:.15}", 100.0 - lack).trim_end_matches('0').to_string();
    }
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// A plain number: `4.66G`, `12k`, `0.002`.
pub fn count(value: f64) -> String {
    scaled(
        value,
        1000.0,
        &[("", 1.0), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15)],
        "",
    )
}

fn bytes(value: f64) -> String {
    let units = [
        ("B", 1.0),
        ("KB", 1e3),
        ("MB", 1e6),
        ("GB", 1e9),
        ("TB", 1e12),
        ("PB", 1e15),
        ("EB", 1e18),
    ];
    scaled(value, 1000.0, &units, " ")
}

/// A rate by the second, or by the minute, hour, day where that is below one a second but no tiny number.
fn rate(value: f64, profile: Profile) -> String {
    if value >= 1.0 || value == 0.0 {
        return format!("{}/s", count(value));
    }
    for (unit, seconds) in [("min", 60.0), ("h", 3600.0), ("day", profile.day())] {
        if value * seconds >= 1.0 {
            return format!("{}/{unit}", count(value * seconds));
        }
    }
    format!("{}/year", count(value * profile.year()))
}

fn time(value: f64, profile: Profile) -> String {
    let units = [
        ("ns", 1e-9),
        ("µs", 1e-6),
        ("ms", 1e-3),
        ("s", 1.0),
        ("min", 60.0),
        ("h", 3600.0),
        ("days", profile.day()),
        ("years", profile.year()),
    ];
    let (unit, factor) = units
        .iter()
        .rev()
        .find(|(unit, factor)| {
            let least = match *unit {
                "min" | "h" | "days" => 2.0,
                _ => 1.0,
            };
            value / factor >= least * (1.0 - 1e-9)
        })
        .copied()
        .unwrap_or(if value == 0.0 { ("s", 1.0) } else { ("ns", 1e-9) });
    format!("{} {unit}", digits(value / factor))
}

fn scaled(value: f64, step: f64, units: &[(&str, f64)], space: &str) -> String {
    let mut chosen = 0;
    for (i, (_, factor)) in units.iter().enumerate() {
        // 999.6 would print as 1000: take the next prefix.
        if value / factor >= 1.0 - 1e-12 || (i > 0 && round3(value / units[i - 1].1) >= step) {
            chosen = i;
        }
    }
    let (unit, factor) = units[chosen];
    format!("{}{space}{unit}", digits(value / factor))
}

fn round3(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = libm::pow(10.0, 2.0 - libm::floor(libm::log10(value.abs())));
    libm::round(value * scale) / scale
}

/// Three significant digits without trailing zeros; whole numbers below a million keep all theirs.
pub fn digits(value: f64) -> String {
    if value == 0.0 {
        return "0".to_string();
    }
    if !value.is_finite() {
        return "not finite".to_string();
    }
    let magnitude = libm::floor(libm::log10(value.abs())) as i32;
    if !(-6..15).contains(&magnitude) {
        return format!("{value:.2e}");
    }
    let rounded = round3(value);
    let places = (2 - magnitude).max(0) as usize;
    let text = format!("{rounded:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    } else {
        text
    }
}
