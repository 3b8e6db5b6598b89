//! Times, sizes and money with the units that people say.

use super::words::{Amount, amount};

/// Times as they are said, with the symbol of the format for one and for many.
const TIMES: [(&[&str], &str, &str); 10] = [
    (&["ns", "nanosecond", "nanoseconds"], "ns", "ns"),
    (&["us", "µs", "microsecond", "microseconds"], "us", "us"),
    (
        &["ms", "msec", "msecs", "millis", "millisecond", "milliseconds"],
        "ms",
        "ms",
    ),
    (&["s", "sec", "secs", "second", "seconds"], "s", "s"),
    (&["min", "mins", "minute", "minutes"], "min", "min"),
    (&["h", "hr", "hrs", "hour", "hours"], "h", "h"),
    (&["d", "day", "days", "night", "nights"], "day", "days"),
    (&["w", "wk", "wks", "week", "weeks"], "week", "weeks"),
    (&["mo", "mos", "month", "months"], "month", "months"),
    (&["y", "yr", "yrs", "year", "years"], "year", "years"),
];

/// Sizes as they are said, with the symbol of the format. `Mb` is left alone: it may be bits.
const SIZES: [(&[&str], &str); 6] = [
    (&["B", "byte", "bytes"], "B"),
    (&["KB", "kB", "kb", "kilobyte", "kilobytes", "kbyte", "kbytes"], "KB"),
    (
        &["MB", "mb", "megabyte", "megabytes", "mbyte", "mbytes", "meg", "megs"],
        "MB",
    ),
    (
        &["GB", "gb", "gigabyte", "gigabytes", "gbyte", "gbytes", "gig", "gigs"],
        "GB",
    ),
    (&["TB", "tb", "terabyte", "terabytes"], "TB"),
    (&["PB", "pb", "petabyte", "petabytes"], "PB"),
];

/// Words beside a value that say nothing more.
const BESIDE: [&str; 10] = ["or", "so", "each", "on", "average", "long", "old", "at", "most", "more"];

/// The symbol of a time: for one, and for many.
pub fn of_time(word: &str) -> Option<(&'static str, &'static str)> {
    let word = word.to_lowercase();
    let found = TIMES.iter().find(|(said, ..)| said.contains(&word.as_str()));
    found.map(|(_, one, many)| (*one, *many))
}

/// `five years`, `for about 30 days`, `a year`, `half a year`.
pub fn time(said: &[String]) -> Option<String> {
    let said = behind(said, &["for", "after", "within", "in", "up", "to", "at", "most"]);
    let lower: Vec<String> = said.iter().take(3).map(|t| t.to_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    let (text, rest) = match lower.as_slice() {
        ["half", "a", "year"] => ("6 months".to_string(), said.get(3..)?),
        ["half", "an", "hour"] => ("30 min".to_string(), said.get(3..)?),
        ["a" | "an" | "one", "decade", ..] => ("10 years".to_string(), said.get(2..)?),
        ["a" | "an", unit, ..] if of_time(unit).is_some() => (format!("1 {}", of_time(unit)?.0), said.get(2..)?),
        _ => {
            let (amount, rest) = amount(said)?;
            let (unit, rest) = rest.split_first()?;
            (with_time(&amount, unit)?, rest)
        }
    };
    only_beside(rest).then_some(text)
}

fn with_time(amount: &Amount, unit: &str) -> Option<String> {
    let (one, many) = of_time(unit)?;
    Some(format!(
        "{} {}",
        amount.written(),
        if amount.is_one() { one } else { many }
    ))
}

/// `2 megabytes`, `about 2kb each`, `nothing`.
pub fn size(said: &[String]) -> Option<String> {
    let said = behind(said, &["up", "to", "at", "most"]);
    let lower: Vec<String> = said.iter().map(|t| t.to_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    if let ["nothing" | "none" | "no" | "empty" | "0" | "zero"] | ["no", "body" | "answer"] = lower.as_slice() {
        return Some("0 B".into());
    }
    let (amount, rest) = amount(said)?;
    let (unit, rest) = rest.split_first()?;
    let symbol = symbol_of_size(unit)?;
    let rest = match rest {
        [per, _, rest @ ..] if ["per", "a"].contains(&per.as_str()) => rest,
        rest => rest,
    };
    only_beside(rest).then(|| format!("{} {symbol}", amount.written()))
}

pub fn symbol_of_size(word: &str) -> Option<&'static str> {
    // A capital letter in between may be meant for bits, so only what is written alike is the same.
    let lower = word.to_lowercase();
    let long = lower.len() > 3;
    let found = SIZES
        .iter()
        .find(|(said, _)| said.contains(&word) || (long && said.contains(&lower.as_str())));
    found.map(|(_, symbol)| *symbol)
}

/// `$5k/month`, `5000 dollars a month`. Without a currency it is none, and without a time neither.
pub fn money(said: &[String]) -> Option<String> {
    const CURRENCY: [&str; 6] = ["$", "usd", "dollar", "dollars", "bucks", "us"];
    let is_currency = |t: &String| CURRENCY.contains(&t.to_lowercase().as_str());
    let before = said.iter().take_while(|t| is_currency(t)).count();
    let (amount, rest) = amount(said.get(before..)?)?;
    let behind = rest.iter().take_while(|t| is_currency(t)).count();
    if before + behind == 0 {
        return None;
    }
    let (time, rest) = each_time(rest.get(behind..)?)?;
    only_beside(rest).then(|| format!("{} USD/{time}", amount.written()))
}

/// `a month`, `per month`, `/month`, `monthly`: the symbol of the time, and what follows.
pub fn each_time(said: &[String]) -> Option<(&'static str, &[String])> {
    const EACH: [&str; 7] = ["a", "an", "per", "each", "every", "/", "p"];
    const ADVERBS: [(&str, &str); 7] = [
        ("hourly", "h"),
        ("daily", "day"),
        ("weekly", "week"),
        ("monthly", "month"),
        ("yearly", "year"),
        ("annually", "year"),
        ("annual", "year"),
    ];
    let (first, rest) = said.split_first()?;
    let first = first.to_lowercase();
    if let Some((_, unit)) = ADVERBS.iter().find(|(word, _)| *word == first) {
        return Some((unit, rest));
    }
    if !EACH.contains(&first.as_str()) {
        return None;
    }
    let (unit, rest) = rest.split_first()?;
    Some((of_time(unit)?.0, rest))
}

fn behind<'t>(mut said: &'t [String], words: &[&str]) -> &'t [String] {
    while let Some((first, rest)) = said.split_first()
        && words.contains(&first.to_lowercase().as_str())
    {
        said = rest;
    }
    said
}

fn only_beside(rest: &[String]) -> bool {
    rest.iter().all(|w| BESIDE.contains(&w.to_lowercase().as_str()))
}
