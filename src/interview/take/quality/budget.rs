//! Budgets of a page: `LCP < 2.5 s`, `60 fps`, `first_screen < 2.5 s` become formulas that hold.

use super::super::super::draft::Draft;
use super::super::super::said::Said;
use super::super::amount::{amount, size_or_time};
use super::Spoken;

/// What people call a measure of a page, with the name of the figure that stands for it.
const MEASURES: [(&[&str], &str); 9] = [
    (&["lcp", "largest contentful paint", "largest paint"], "largest_paint"),
    (&["cls", "cumulative layout shift", "layout shift"], "layout_shift"),
    (&["inp", "interaction to next paint", "interaction"], "interaction"),
    (&["fcp", "first contentful paint", "first paint"], "first_paint"),
    (&["ttfb", "time to first byte"], "first_byte"),
    (&["tti", "time to interactive"], "interactive"),
    (&["tbt", "total blocking time"], "blocked"),
    (
        &["bundle", "bundle size", "javascript", "js", "js bundle", "script"],
        "script",
    ),
    (&["memory", "tab memory", "memory of the tab"], "tab_memory"),
];

/// The figure for the work on one frame of an animation.
const FRAME: &str = "frame_work";

/// A budget in an answer, as a formula that holds.
pub fn said(said: &[String], draft: &Draft) -> Option<Spoken> {
    frames(said, draft).or_else(|| measure(said, draft))
}

/// `60 fps`: the time that one frame has.
fn frames(said: &[String], draft: &Draft) -> Option<Spoken> {
    let said: Vec<String> = said
        .iter()
        .map(|w| w.to_lowercase())
        .filter(|w| !["at", "least", "scrolling", "scroll", "smooth", "always", ">", "="].contains(&w.as_str()))
        .collect();
    let (rate, rest) = amount(&said)?;
    let unit: Vec<&str> = rest.iter().map(String::as_str).collect();
    let per_second = ["fps", "frames per second", "frames / s", "frames a second"].contains(&unit.join(" ").as_str());
    let milliseconds = 1000.0 / rate.low.value;
    // Cut, not rounded: a frame that takes as long is in time.
    let tenths = (milliseconds * 10.0).floor() / 10.0;
    (per_second && tenths > 0.0 && tenths.is_finite()).then(|| formula(FRAME, &format!("{tenths} ms"), draft))
}

fn measure(said: &[String], draft: &Draft) -> Option<Spoken> {
    let at = said.iter().position(|w| amount(std::slice::from_ref(w)).is_some())?;
    let (name, value) = said.split_at(at);
    let name: Vec<String> = name
        .iter()
        .map(|w| w.to_lowercase())
        .filter(|w| {
            ![
                "<", "≤", "=", "under", "below", "less", "than", "at", "most", "within", "the", "of", "is", ":", "max",
            ]
            .contains(&w.as_str())
        })
        .collect();
    let name = name.join(" ");
    let (_, figure) = MEASURES.iter().find(|(words, _)| words.contains(&name.as_str()))?;
    let value = match amount(value)? {
        (number, []) => number.written(),
        _ => size_or_time(value)?,
    };
    Some(formula(figure, &value, draft))
}

/// `holds FIGURE < LIMIT` where the design has the figure; else the words stay, and what to add is told.
fn formula(figure: &str, limit: &str, draft: &Draft) -> Spoken {
    let figures = draft.names(&["figures"]);
    let own = figures.iter().find(|f| *f == figure);
    match own.or_else(|| figures.iter().find(|f| f.starts_with(figure))) {
        Some(own) => Spoken::noted(format!("holds {own} < {limit}")),
        None => Spoken {
            text: None,
            said: vec![Said::Tip(format!(
                "no number proves this yet: name one, `:set figures.{figure} = FORMULA`, then say `holds {figure} < {limit}`"
            ))],
        },
    }
}

/// `first_screen < 2.5 s`: a comparison of numbers that have a name.
pub fn comparison(answer: &str, draft: &Draft) -> Option<String> {
    let at = answer.find(['<', '>', '≤', '≥'])?;
    let left = answer.get(..at)?.trim();
    let words = left.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'));
    let mut names = words.filter(|w| w.starts_with(char::is_alphabetic));
    let figures = draft.names(&["figures"]);
    let named = |name: &str| match name.split_once('.') {
        Some((thing, _)) => ["flows", "data", "components"]
            .iter()
            .any(|map| draft.names(&[map]).iter().any(|n| n == thing)),
        None => figures.iter().any(|f| f == name) || ["users", "growth", "horizon"].contains(&name),
    };
    let first = names.next()?;
    named(first).then(|| format!("holds {answer}"))
}
