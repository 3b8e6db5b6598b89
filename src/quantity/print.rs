//! Numbers for people: three significant digits and a fitting prefix, never `0.00` for what is not zero.

use super::{Dimension, Profile};

/// Prints a value given in base units.
pub fn show(value: f64, dimension: &Dimension, profile: Profile) -> String {
    if !value.is_finite() {
        return "not finite".to_string();
    }
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
        Dimension {
            time: 0,
            bytes: 0,
            money: 0,
            people,
        } if matches!(people[..], [(_, 1)]) => {
            format!("{} {}s", count(value), people[0].0)
        }
        d => format!("{}{}", count(value), rest(d)),
    }
}

/// A value in a unit that the user chose: `14.3 TB/year`.
pub fn in_unit(value: f64, symbol: &str) -> String {
    if symbol == "%" {
        return percent(value / 100.0);
    }
    if symbol.starts_with('/') {
        return format!("{}{symbol}", count(value));
    }
    format!("{} {symbol}", count(value))
}

/// A share as a percentage: `9.3 %`. Close to 100 % it keeps the digits that matter: `99.979 %`.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    // What differs from the whole by less than the last digits of a number is the whole.
    if percent > 99.0 && 100.0 - percent > 1e-13 {
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
        &[("", 1.0), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15)],
        "",
    )
}

/// A number with all the digits that it has, up to twelve, in groups of three: `9_797_959`, `0.0125`.
pub fn full(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return digits(value);
    }
    let size = value.abs();
    if !(1e-9..1e18).contains(&size) {
        return format!("{value:e}");
    }
    let whole_digits = libm::floor(libm::log10(size)) as i32 + 1;
    let places = (12 - whole_digits).clamp(0, 20) as usize;
    let text = format!("{size:.places$}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::from(if value < 0.0 { "-" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && whole.len() > 4 && (whole.len() - i) % 3 == 0 {
            out.push('_');
        }
        out.push(digit);
    }
    let rest = rest.trim_end_matches('0');
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// A quantity as it was understood, in the unit that takes the fewest digits; it reads back as itself.
pub fn reading(value: f64, dimension: &Dimension, profile: Profile) -> String {
    if dimension.is_none() {
        return full(value);
    }
    // Units with how strange they look: nobody speaks of calls a microsecond.
    let strange = if dimension.time == 1 { 0 } else { 6 };
    let times = [
        ("s", 1.0, 0),
        ("min", 60.0, 2),
        ("h", 3600.0, 2),
        ("day", profile.day(), 1),
        ("month", profile.month(), 2),
        ("year", profile.year(), 2),
        ("ms", 1e-3, strange),
        ("us", 1e-6, strange),
        ("ns", 1e-9, strange),
    ];
    let sizes = [
        ("B", 1.0, 0),
        ("KB", 1e3, 0),
        ("MB", 1e6, 0),
        ("GB", 1e9, 0),
        ("TB", 1e12, 0),
        ("PB", 1e15, 0),
        ("KiB", 1024.0, 1),
        ("MiB", 1_048_576.0, 1),
        ("GiB", 1_073_741_824.0, 1),
        ("TiB", 1_099_511_627_776.0, 1),
    ];
    // One size and one time are chosen together; of equally short texts the first.
    let sizes: &[(&str, f64, usize)] = if dimension.bytes == 0 { &sizes[..1] } else { &sizes };
    let times: &[(&str, f64, usize)] = if dimension.time == 0 { &times[..1] } else { &times };
    let people = |exponent: i8| dimension.people.iter().filter(move |(_, e)| e.signum() == exponent);
    let mut best: Option<(usize, String)> = None;
    for (size, bytes, strange_size) in sizes {
        for (time, seconds, strange_time) in times {
            let scale = libm::pow(*bytes, f64::from(dimension.bytes)) * libm::pow(*seconds, f64::from(dimension.time));
            let number = full(value / scale);
            // What is below one or long is hard to read.
            let cost = number.len() + strange_size + strange_time + if value.abs() < scale { 4 } else { 0 };
            if best.as_ref().is_some_and(|(least, _)| *least <= cost) {
                continue;
            }
            let plural = |e: i8| {
                if e.abs() > 1 {
                    format!("^{}", e.abs())
                } else {
                    String::new()
                }
            };
            let (mut above, mut below) = (Vec::new(), Vec::new());
            for (symbol, e) in [
                ("USD", dimension.money),
                (*size, dimension.bytes),
                (*time, dimension.time),
            ] {
                match e.signum() {
                    1 => above.push(format!("{symbol}{}", plural(e))),
                    -1 => below.push(format!("/{symbol}{}", plural(e))),
                    _ => {}
                }
            }
            above.extend(people(1).map(|(name, e)| format!("{name}s{}", plural(*e))));
            let by_people = people(-1).map(|(name, e)| format!("/{name}{}", plural(*e)));
            below.splice(0..0, by_people);
            let unit = format!("{}{}", above.join("·"), below.concat());
            best = Some((cost, format!("{number} {unit}")));
        }
    }
    best.map(|(_, text)| text).unwrap_or_default()
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
    scaled(value, &units, " ")
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
    let yearly = value * profile.year();
    if yearly < 1.0 {
        return format!("{}/year", percent(yearly));
    }
    format!("{}/year", count(yearly))
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
    let number = digits(value / factor);
    let unit = match (number.as_str(), unit) {
        ("1", "years") => "year",
        (_, unit) => unit,
    };
    format!("{number} {unit}")
}

fn scaled(value: f64, units: &[(&str, f64)], space: &str) -> String {
    // What rounds to one of the next unit is printed in it: 999.6 is 1k, not 1000.
    let fits = |factor: f64| value / factor >= 0.9995;
    let (unit, factor) = units
        .iter()
        .rev()
        .find(|(_, factor)| fits(*factor))
        .copied()
        .unwrap_or(units[0]);
    format!("{}{space}{unit}", digits(value / factor))
}

/// Powers of ten that [`digits`] prints without an exponent, from 1e-6 on.
const POWERS: [f64; 21] = [
    1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
];

/// Three significant digits without trailing zeros; an exponent only below 1e-6 and from 1e15 on.
///
/// Plain arithmetic on purpose: it is called for every number of a report, and gives the same bytes everywhere.
pub fn digits(value: f64) -> String {
    if value == 0.0 {
        return "0".to_string();
    }
    if !value.is_finite() {
        return "not finite".to_string();
    }
    let size = value.abs();
    if !(0.999_5e-6..999.5e12).contains(&size) {
        return format!("{value:.2e}");
    }
    let below = POWERS.partition_point(|p| *p <= size);
    let mut power = below.saturating_sub(1);
    let mut significant = (size / POWERS[power] * 100.0).round() as u32;
    if significant >= 1000 {
        significant /= 10;
        power += 1;
    }
    let exponent = power as i32 - 6;
    let text = significant.to_string();
    let text = text.trim_end_matches('0');
    let mut out = String::with_capacity(16);
    if value < 0.0 {
        out.push('-');
    }
    if exponent < 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', (-exponent - 1) as usize));
        out.push_str(text);
        return out;
    }
    let whole = exponent as usize + 1;
    if text.len() <= whole {
        out.push_str(text);
        out.extend(std::iter::repeat_n('0', whole - text.len()));
    } else {
        out.push_str(&text[..whole]);
        out.push('.');
        out.push_str(&text[whole..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn agrees_with_the_standard_library() {
        // Another implementation: exactly rounded scientific notation, laid out by the decimal point.
        let mut x = 1.234_567e-6_f64;
        while x < 1e14 {
            let expected: f64 = format!("{x:.2e}").parse().unwrap();
            let found: f64 = digits(x).parse().unwrap();
            assert!(
                (found - expected).abs() <= expected * 1e-12,
                "{x}: {} for {expected}",
                digits(x)
            );
            x *= 1.037;
        }
    }

    #[test]
    fn keeps_no_needless_zeros() {
        for (value, text) in [
            (999.6, "1000"),
            (1000.0, "1000"),
            (0.05, "0.05"),
            (123.456, "123"),
            (12.0, "12"),
            (-1.5, "-1.5"),
            (0.000_508, "0.000508"),
            (1e-9, "1.00e-9"),
            (0.0, "0"),
        ] {
            assert_eq!(digits(value), text);
        }
    }
}
