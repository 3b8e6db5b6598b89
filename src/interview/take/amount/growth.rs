//! Growth: a share for each year, which is how the format counts it.

use super::unit::{each_time, of_time};
use super::words::{Amount, amount};

/// Words by which nothing grows.
const NONE: [&str; 10] = [
    "none",
    "no",
    "nothing",
    "flat",
    "steady",
    "stable",
    "not at all",
    "no growth",
    "it does not",
    "it doesn't",
];

/// Times in a year, for those that are no year.
const IN_A_YEAR: [(&str, f64); 6] = [
    ("min", 525_960.0),
    ("h", 8766.0),
    ("day", 365.25),
    ("week", 365.25 / 7.0),
    ("month", 12.0),
    ("year", 1.0),
];

/// `20% a year`, `doubles every two years`, `flat`.
///
/// # Errors
/// A growth in another time than a year: whether it adds up or compounds is not said. A number that is no share.
pub fn written(said: &[String]) -> Result<Option<String>, String> {
    let lower: Vec<String> = said.iter().map(|t| t.to_lowercase()).collect();
    if NONE.contains(&lower.join(" ").as_str()) {
        return Ok(Some("0 %/year".into()));
    }
    if let Some(growth) = multiplied(&lower) {
        return Ok(Some(growth));
    }
    let said: Vec<String> = said
        .iter()
        .skip_while(|t| ["it", "grows", "growing", "by", "up", "+"].contains(&t.to_lowercase().as_str()))
        .cloned()
        .collect();
    let Some((amount, rest)) = amount(&said) else {
        return Ok(None);
    };
    let Some(rest) = behind_percent(rest) else {
        return number_alone(&amount, rest);
    };
    let share = amount.written();
    let rest: Vec<String> = match rest {
        [year, on, _] if year.eq_ignore_ascii_case("year") && ["on", "over"].contains(&on.as_str()) => {
            vec!["a".into(), "year".into()]
        }
        [yoy] if yoy.eq_ignore_ascii_case("yoy") => vec!["a".into(), "year".into()],
        rest => rest.to_vec(),
    };
    if rest.is_empty() {
        return Err(format!("{share} % in which time? Type `{share} %/year`"));
    }
    let Some((time, more)) = each_time(&rest) else {
        return Ok(None);
    };
    if !more.is_empty() {
        return Ok(None);
    }
    if time == "year" {
        return Ok(Some(format!("{share} %/year")));
    }
    Err(two_meanings(&amount, time))
}

/// The tokens behind `%`, `percent` or `per cent`.
fn behind_percent(rest: &[String]) -> Option<&[String]> {
    let lower: Vec<String> = rest.iter().take(2).map(|t| t.to_lowercase()).collect();
    match lower.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["%" | "percent" | "pct", ..] => rest.get(1..),
        ["per", "cent"] => rest.get(2..),
        _ => None,
    }
}

/// A number for each time without `%` would be taken for a hundred times as much.
fn number_alone(amount: &Amount, rest: &[String]) -> Result<Option<String>, String> {
    let ends = rest.is_empty() || each_time(rest).is_some_and(|(_, more)| more.is_empty());
    if !ends {
        return Ok(None);
    }
    let number = amount.written();
    Err(format!(
        "growth is a share for each year, and `{number}` has no `%`: type `{number} %/year`"
    ))
}

/// A share for each month or day: added up, or compounded.
fn two_meanings(amount: &Amount, time: &str) -> String {
    let times = IN_A_YEAR
        .iter()
        .find(|(unit, _)| *unit == time)
        .map_or(1.0, |(_, n)| *n);
    let share = amount.low.value / 100.0;
    let added = percent(share * times);
    let compound = percent(libm::pow(1.0 + share, times) - 1.0);
    format!(
        "growth is counted by the year: type `{compound} %/year` where each {time} grows on the one before, `{added} %/year` where it adds up"
    )
}

/// `doubles every two years`, `3x a year`, `tenfold each year`: a factor compounds.
fn multiplied(lower: &[String]) -> Option<String> {
    const FACTORS: [(&str, f64); 9] = [
        ("doubles", 2.0),
        ("double", 2.0),
        ("doubling", 2.0),
        ("triples", 3.0),
        ("triple", 3.0),
        ("tripling", 3.0),
        ("quadruples", 4.0),
        ("twofold", 2.0),
        ("tenfold", 10.0),
    ];
    let lower: Vec<String> = lower
        .iter()
        .filter(|w| !["it", "grows", "the", "load", "traffic"].contains(&w.as_str()))
        .cloned()
        .collect();
    let named = lower
        .first()
        .and_then(|w| FACTORS.iter().find(|(word, _)| word == w))
        .map(|(_, f)| (*f, lower.get(1..).unwrap_or_default()));
    let (factor, rest) = match named {
        Some(found) => found,
        None => {
            let (amount, rest) = amount(&lower)?;
            let (mark, rest) = rest.split_first()?;
            (["x", "×", "fold"].contains(&mark.as_str()) && amount.high.is_none())
                .then_some((amount.low.value, rest))?
        }
    };
    let years = years(rest)?;
    let growth = libm::pow(factor, 1.0 / years) - 1.0;
    (growth.is_finite() && years > 0.0).then(|| format!("{} %/year", percent(growth)))
}

/// `a year`, `every 18 months`, `each two years`, in years.
fn years(rest: &[String]) -> Option<f64> {
    let year = |unit: &str| IN_A_YEAR.iter().find(|(name, _)| *name == unit).map(|(_, n)| *n);
    if let Some((time, more)) = each_time(rest) {
        return more.is_empty().then(|| year(time).map(|n| 1.0 / n)).flatten();
    }
    let (each, rest) = rest.split_first()?;
    let each = ["every", "each", "in", "per", "within"].contains(&each.as_str());
    let (amount, rest) = amount(rest)?;
    match rest {
        [unit] if each => Some(amount.low.value / year(of_time(unit)?.0)?),
        _ => None,
    }
}

/// A share as per cent, to four digits.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent >= 1000.0 {
        return format!("{percent:.0}");
    }
    let text = format!("{percent:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_string)
}
