//! Amounts as people say them, turned into what the format writes: `five years`, `8-12 million`, `20 times a day per
//! user`. What is not understood stays as it is, and the format judges it; what may mean two things is refused with
//! the text for each.

mod growth;
mod rate;
mod unit;
mod words;

use super::super::draft::Draft;

pub use unit::{each_time, money};
pub use words::{amount, tokens};

/// What a value is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// How many people come in a day.
    People,
    Count,
    /// How many times as much.
    Factor,
    Growth,
    Time,
    Size,
    /// How often a flow happens; its actor decides who `each` is.
    Rate,
    /// What one unit carries.
    Capacity,
}

/// Words for data without an end.
const FOR_EVER: [&str; 15] = [
    "forever",
    "for ever",
    "always",
    "never",
    "never deleted",
    "is never deleted",
    "never expires",
    "not deleted",
    "indefinitely",
    "infinitely",
    "permanently",
    "unlimited",
    "no limit",
    "until deleted",
    "until the user deletes it",
];

/// Words by which a question is left without an answer.
const NOTHING: [&str; 9] = [
    "none",
    "nothing",
    "no",
    "nope",
    "n/a",
    "-",
    "nothing else",
    "no more",
    "skip",
];

/// The value at a path as the format writes it; none where the answer is left as it stands.
///
/// # Errors
/// An answer that may mean two things, with the text for each.
pub fn written(path: &[String], answer: &str, draft: &Draft) -> Result<Option<String>, String> {
    let Some(wanted) = wanted(path) else {
        return Ok(None);
    };
    let said = tokens(answer);
    let text = match wanted {
        Wanted::People => people(&said, draft)?,
        Wanted::Count => count(&said),
        Wanted::Factor => factor(&said),
        Wanted::Growth => growth::written(&said)?,
        Wanted::Time => unit::time(&said),
        Wanted::Size => unit::size(&said),
        Wanted::Rate => rate::written(&said, &rate::Starter::of(path, draft), draft)?,
        Wanted::Capacity => rate::carried(&said),
    };
    Ok(text.filter(|text| !same(text, answer)))
}

/// Whether an answer says that something is kept without an end.
pub fn is_for_ever(path: &[String], answer: &str) -> bool {
    let asked = matches!(path, [data, _, keep] if data == "data" && keep == "keep");
    asked && FOR_EVER.contains(&plain(answer).as_str())
}

/// Whether an answer says that there is none; where nothing is an amount too, it is no such answer.
pub fn is_nothing(path: Option<&[String]>, answer: &str) -> bool {
    let amount = path.and_then(wanted);
    !matches!(amount, Some(Wanted::Growth | Wanted::Size)) && NOTHING.contains(&plain(answer).as_str())
}

/// The text with the number at its beginning in digits: `three servers`.
pub fn in_digits(text: &str) -> String {
    let said = tokens(text);
    match (said.first(), amount(&said)) {
        (Some(first), Some((number, rest))) if first.chars().all(char::is_alphabetic) => {
            format!("{} {}", number.written(), rest.join(" "))
        }
        _ => text.to_string(),
    }
}

/// A time in the units of the format, where it is one.
pub fn time(answer: &str) -> Option<String> {
    unit::time(&tokens(answer))
}

/// A time or a size, in the units of the format.
pub fn size_or_time(said: &[String]) -> Option<String> {
    unit::time(said).or_else(|| unit::size(said))
}

/// A rate of all together, as the format writes it.
pub fn throughput(said: &[String]) -> Option<String> {
    rate::carried(said)
}

fn plain(answer: &str) -> String {
    answer.trim().trim_end_matches(['.', '!']).to_lowercase()
}

fn wanted(path: &[String]) -> Option<Wanted> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    Some(match path.as_slice() {
        ["load", "users"] => Wanted::People,
        ["load", "peak"] => Wanted::Factor,
        ["load", "growth"] => Wanted::Growth,
        ["load", "horizon"] | ["data", _, "keep"] | ["components", _, "ttl"] => Wanted::Time,
        ["flows", _, "rate"] => Wanted::Rate,
        ["flows", _, "in" | "out"] => Wanted::Size,
        ["data", _, "rows"] | ["components", _, "copies" | "replicas"] => Wanted::Count,
        ["components", _, "per_replica"] => Wanted::Capacity,
        _ => return None,
    })
}

/// Whether two texts differ in nothing but blanks.
fn same(one: &str, other: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    bare(one) == bare(other)
}

/// `8-12 million families a day`.
fn people(said: &[String], draft: &Draft) -> Result<Option<String>, String> {
    let Some((amount, rest)) = amount(&million(said)).map(|(a, r)| (a, r.to_vec())) else {
        return Ok(None);
    };
    let lower: Vec<String> = rest.iter().map(|t| t.to_lowercase()).collect();
    let longer = ["month", "monthly", "months", "mau", "week", "weekly", "year", "yearly"];
    if lower.iter().any(|w| longer.contains(&w.as_str())) {
        return Err(format!(
            "how many of them come on one day? Of {} perhaps a third: type the number alone, such as `{}`",
            amount.written(),
            amount.written()
        ));
    }
    let of_a_day = [
        "a", "per", "each", "every", "day", "daily", "dau", "active", "/", "in", "total",
    ];
    let nouns = lower.iter().filter(|w| !of_a_day.contains(&w.as_str()));
    let things = draft.names(&["data"]);
    let actors = draft.names(&["actors"]);
    let is_thing = |w: &&String| {
        let one = super::noun::singular(w);
        things.contains(&one) && !actors.contains(&one)
    };
    if let Some(thing) = nouns.clone().find(is_thing) {
        return Err(format!(
            "that counts {thing}, and users are asked for; how often {thing} come is asked for each journey"
        ));
    }
    Ok(all_nouns(nouns).then(|| amount.written()))
}

fn count(said: &[String]) -> Option<String> {
    let said = million(said);
    let (amount, rest) = amount(&said)?;
    let lower: Vec<String> = rest.iter().map(|t| t.to_lowercase()).collect();
    all_nouns(lower.iter()).then(|| amount.written())
}

/// Where things are counted, `10m` are ten million and `1B` is a billion.
fn million(said: &[String]) -> Vec<String> {
    let mut out = said.to_vec();
    for at in 1..out.len() {
        let number = out
            .get(at - 1)
            .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
        if let (true, Some(word)) = (number, out.get_mut(at)) {
            match word.as_str() {
                "m" => *word = "M".into(),
                "b" | "B" => *word = "G".into(),
                _ => {}
            }
        }
    }
    out
}

/// `3x`, `three times the average`, `double`.
fn factor(said: &[String]) -> Option<String> {
    const AROUND: [&str; 16] = [
        "x", "×", "times", "fold", "higher", "more", "the", "average", "as", "much", "above", "of", "over", "than",
        "normal", "usual",
    ];
    let first = said.first()?.to_lowercase();
    let word = ["the same", "double", "triple"].iter().position(|w| *w == first);
    let twice = ["same", "twice", "thrice"].iter().position(|w| *w == first);
    let (number, rest) = match word.or(twice) {
        Some(at) => (format!("{}", at + 1), said.get(1..)?),
        None => {
            let (amount, rest) = amount(said)?;
            (amount.written(), rest)
        }
    };
    let understood = rest.iter().all(|w| AROUND.contains(&w.to_lowercase().as_str()));
    understood.then_some(number)
}

/// Whether words only name what is counted, and none of them is a unit. Few words: more is a sentence.
fn all_nouns<'w>(words: impl Iterator<Item = &'w String>) -> bool {
    let words: Vec<&String> = words.collect();
    words.len() <= 2 && words.iter().all(|w| is_noun(w))
}

/// Whether a word may name what is counted: it means nothing else in an expression.
fn is_noun(word: &str) -> bool {
    let plain = word.chars().count() > 2 && word.chars().all(char::is_alphabetic);
    plain && !crate::quantity::unit::is_symbol(word) && crate::quantity::unit::mistaken(word).is_none()
}
