//! The units that a file may use.

use super::{Dimension, Profile};

/// A unit: how many base units it is, and of what.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    pub factor: f64,
    pub dimension: Dimension,
}

/// Names that count things without measuring them: dimension 1, factor 1. No id may have one of these.
pub const LABELS: [&str; 5] = ["req", "msg", "op", "conn", "row"];

/// Longer forms, understood behind a number; elsewhere they are free to be ids.
const LONG_LABELS: [&str; 15] = [
    "reqs",
    "request",
    "requests",
    "msgs",
    "message",
    "messages",
    "ops",
    "conns",
    "connection",
    "connections",
    "rows",
    "call",
    "calls",
    "event",
    "events",
];

/// Prefixes of bytes and bits, largest first. `K` and `k` mean 1000; `Ki` means 1024.
const PREFIXES: [(&str, f64); 12] = [
    ("Ki", 1024.0),
    ("Mi", 1024.0 * 1024.0),
    ("Gi", 1024.0 * 1024.0 * 1024.0),
    ("Ti", 1024.0 * 1024.0 * 1024.0 * 1024.0),
    ("Pi", 1024.0 * 1024.0 * 1024.0 * 1024.0 * 1024.0),
    ("k", 1e3),
    ("K", 1e3),
    ("M", 1e6),
    ("G", 1e9),
    ("T", 1e12),
    ("P", 1e15),
    ("E", 1e18),
];

/// Suffixes of a bare number: `5k`, `12M`. `B` as a billion is up to the field.
pub fn multiplier(suffix: &str) -> Option<f64> {
    Some(match suffix {
        "k" | "K" | "thousand" => 1e3,
        "M" | "million" => 1e6,
        "G" | "billion" => 1e9,
        "T" | "trillion" => 1e12,
        "P" => 1e15,
        _ => return None,
    })
}

/// Looks a unit up by its symbol. Populations are not units; the parser knows them by their place.
pub fn lookup(symbol: &str, profile: Profile) -> Option<Unit> {
    let unit = |factor: f64, dimension: Dimension| Some(Unit { factor, dimension });
    let time = |factor: f64| unit(factor, Dimension::TIME);
    match symbol {
        "ns" => return time(1e-9),
        "us" | "µs" | "μs" => return time(1e-6),
        "ms" => return time(1e-3),
        "s" | "sec" | "secs" | "second" | "seconds" => return time(1.0),
        "min" | "mins" | "minute" | "minutes" => return time(60.0),
        "h" | "hour" | "hours" => return time(3600.0),
        "d" | "day" | "days" => return time(profile.day()),
        "week" | "weeks" => return time(7.0 * profile.day()),
        "month" | "months" => return time(profile.month()),
        "year" | "years" | "yr" => return time(profile.year()),
        "USD" | "$" => return unit(1.0, Dimension::MONEY),
        "rps" | "qps" | "tps" | "RPS" | "QPS" | "TPS" => return unit(1.0, Dimension::RATE),
        "B" | "byte" | "bytes" => return unit(1.0, Dimension::BYTES),
        "bit" | "bits" => return unit(0.125, Dimension::BYTES),
        "%" => return unit(0.01, Dimension::NONE),
        "kilobyte" | "kilobytes" => return unit(1e3, Dimension::BYTES),
        "megabyte" | "megabytes" => return unit(1e6, Dimension::BYTES),
        "gigabyte" | "gigabytes" => return unit(1e9, Dimension::BYTES),
        "terabyte" | "terabytes" => return unit(1e12, Dimension::BYTES),
        "petabyte" | "petabytes" => return unit(1e15, Dimension::BYTES),
        _ => {}
    }
    if LABELS.contains(&symbol) || LONG_LABELS.contains(&symbol) {
        return unit(1.0, Dimension::NONE);
    }
    for (prefix, factor) in PREFIXES {
        let Some(rest) = symbol.strip_prefix(prefix) else {
            continue;
        };
        return match rest {
            "B" => unit(factor, Dimension::BYTES),
            "bit" => unit(factor / 8.0, Dimension::BYTES),
            "bps" | "bit/s" => unit(factor / 8.0, Dimension::BANDWIDTH),
            _ => continue,
        };
    }
    None
}

/// What to say of a word that people write for a unit and that is none, or is not clear.
pub fn mistaken(word: &str) -> Option<&'static str> {
    Some(match word {
        "m" => "write `min` or `month`",
        "Kb" | "kb" => "write `kbit` for bits or `KB` for bytes",
        "Mb" => "write `Mbit` for bits or `MB` for bytes",
        "Gb" => "write `Gbit` for bits or `GB` for bytes",
        "Tb" => "write `Tbit` for bits or `TB` for bytes",
        "bn" | "b" => "write `G` for a billion, `B` for bytes",
        "mn" | "mil" => "write `M` for a million",
        "DAU" | "MAU" => "write `users`",
        "EUR" | "GBP" => "amounts are in `USD`",
        "y" | "Y" | "yrs" => "write `year`",
        _ => return None,
    })
}

/// Symbols to suggest where an unknown unit was written.
pub const SUGGESTIONS: [&str; 36] = [
    "ns", "us", "ms", "s", "min", "h", "day", "week", "month", "year", "B", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB",
    "GiB", "TiB", "bit", "kbit", "Mbit", "Gbit", "Tbit", "USD", "%", "req", "reqs", "msg", "msgs", "op", "conn", "row",
    "rps", "user",
];

/// Whether a word means something in an expression, so that no id may have it (format, C18).
pub fn is_symbol(word: &str) -> bool {
    let unit = lookup(word, Profile::Exact).is_some() && !LONG_LABELS.contains(&word);
    unit || multiplier(word).is_some() || word == "m"
}
