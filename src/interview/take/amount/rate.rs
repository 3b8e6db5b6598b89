//! How often something happens: of all together, or of each user.

use super::super::super::draft::Draft;
use super::unit::{each_time, of_time};
use super::words::{Amount, amount};
use super::{is_noun, tokens};

/// Who starts a flow, as far as its rate is concerned.
pub struct Starter {
    /// The population that a rate of each one is multiplied by; none where no actor starts the flow.
    people: Option<String>,
}

/// What was understood of a rate so far.
#[derive(Default)]
struct Heard {
    /// Whether it was said of each one.
    of_each: bool,
    /// Whether it was said of all together.
    of_all: bool,
    time: Option<String>,
    label: Option<&'static str>,
    nouns: usize,
}

/// Labels of the format with the words for them.
const LABELS: [(&[&str], &str); 4] = [
    (&["req", "reqs", "request", "requests", "call", "calls"], "req"),
    (&["msg", "msgs", "message", "messages", "event", "events"], "msg"),
    (&["op", "ops", "operation", "operations"], "op"),
    (&["row", "rows"], "row"),
];

impl Starter {
    /// Of the flow at a path of its rate.
    pub fn of(path: &[String], draft: &Draft) -> Starter {
        let flow = path.get(1).map_or("", String::as_str);
        let actor = draft.value(&["flows", flow, "actor"]);
        let counted = |actor: &String| draft.node(&["actors", actor, "count"]).is_some();
        Starter {
            people: actor.map(|actor| if counted(&actor) { actor } else { "user".into() }),
        }
    }
}

/// `20 times a day per user`, `once a day`, `every 5 minutes`, `1 million a day`, `1000 per second`, `10 % of view`.
///
/// # Errors
/// A small number of which nobody can tell whether each does it or all together do; the rate of a peak.
pub fn written(said: &[String], starter: &Starter, draft: &Draft) -> Result<Option<String>, String> {
    if said.iter().any(|t| matches!(t.as_str(), "/" | "*" | "+" | "(" | "±")) {
        return Ok(None);
    }
    if let Some(share) = share_of_flow(said, draft) {
        return Ok(Some(share));
    }
    let lower: Vec<String> = said.iter().map(|t| t.to_lowercase()).collect();
    if lower.iter().any(|w| w == "peak") && amount(said).is_some() {
        return Err(
            "a rate is the average, and `load.peak` makes the peak of it: type the average, such as `300 /s`".into(),
        );
    }
    let people: Vec<String> = draft.names(&["actors"]);
    let Some((count, often, rest)) = counted(said) else {
        return Ok(None);
    };
    let Some(heard) = heard(&rest, &people) else {
        return Ok(None);
    };
    let Some(time) = &heard.time else {
        return match (heard.of_each, &starter.people) {
            (true, Some(who)) => Err(format!("in which time? Type `{} /{who}/day`", count.written())),
            _ => Ok(None),
        };
    };
    let all = joined(&count, heard.label, time, "");
    let Some(who) = &starter.people else {
        return Ok(Some(all));
    };
    let each = joined(&count, heard.label, time, &format!("/{who}"));
    if heard.of_each || (often && !heard.of_all) {
        return Ok(Some(each));
    }
    if heard.of_all || count.is_large() || ["s", "ms"].contains(&time.as_str()) {
        return Ok(Some(all));
    }
    Err(format!("of each {who}, or of all together? Type `{each}` or `{all}`"))
}

/// What one unit carries, or a flow has to: `1000 requests per second`.
pub fn carried(said: &[String]) -> Option<String> {
    if said.iter().any(|t| matches!(t.as_str(), "/" | "*" | "+" | "(" | "±")) {
        return None;
    }
    let (count, rest) = amount(said)?;
    let heard = heard(rest, &[])?;
    let understood = heard.nouns == 0 && !heard.of_each;
    let time = heard.time.filter(|_| understood)?;
    Some(joined(&count, heard.label, &time, ""))
}

fn joined(count: &Amount, label: Option<&str>, time: &str, who: &str) -> String {
    let number = count.written();
    let label = label.unwrap_or_default();
    match time.contains(' ') {
        true => format!("{number} {label}{who} / {time}").replace("  ", " "),
        false => format!("{number} {label}{who}/{time}"),
    }
}

/// How many: whether it was said as so many times, which a person does for one of them.
fn counted(said: &[String]) -> Option<(Amount, bool, Vec<String>)> {
    let first = said.first()?.to_lowercase();
    let one = |n: &str| amount(&tokens(n)).map(|(a, _)| a);
    let words = |from: usize| said.get(from..).unwrap_or_default().to_vec();
    let adverb = ["hourly", "daily", "weekly", "monthly", "nightly"].contains(&first.as_str());
    match first.as_str() {
        "once" => return Some((one("1")?, true, words(1))),
        "twice" => return Some((one("2")?, true, words(1))),
        "thrice" => return Some((one("3")?, true, words(1))),
        "nightly" => return Some((one("1")?, true, tokens("a day"))),
        "every" | "each" if said.get(1).is_some_and(|w| of_time(w).is_some()) || amount(said.get(1..)?).is_some() => {
            return Some((one("1")?, true, words(0)));
        }
        _ if adverb => return Some((one("1")?, true, words(0))),
        _ => {}
    }
    let (count, rest) = amount(said)?;
    let times = rest
        .first()
        .is_some_and(|w| ["times", "x", "×"].contains(&w.to_lowercase().as_str()));
    let rest = rest.get(usize::from(times)..).unwrap_or_default();
    Some((count, times, rest.to_vec()))
}

/// Reads what stands behind the number, in any order; none where a word is not understood.
fn heard(mut rest: &[String], people: &[String]) -> Option<Heard> {
    let mut heard = Heard::default();
    while let Some((first, after)) = rest.split_first() {
        if heard.time.is_none()
            && let Some((time, after)) = time(rest)
        {
            heard.time = Some(time);
            rest = after;
            continue;
        }
        if let Some(after) = person(rest, people) {
            heard.of_each = true;
            rest = after;
            continue;
        }
        let word = first.to_lowercase();
        rest = after;
        match word.as_str() {
            "in" if after.first().is_some_and(|w| ["total", "all"].contains(&w.as_str())) => {
                heard.of_all = true;
                rest = after.get(1..).unwrap_or_default();
            }
            "together" | "altogether" | "overall" | "total" => heard.of_all = true,
            _ => match LABELS.iter().find(|(words, _)| words.contains(&word.as_str())) {
                Some((_, label)) => heard.label = Some(label),
                None if is_noun(&word) && word.ends_with('s') && heard.nouns < 1 => heard.nouns += 1,
                None => return None,
            },
        }
    }
    Some(heard)
}

/// `a day`, `every 5 minutes`.
fn time(rest: &[String]) -> Option<(String, &[String])> {
    if let Some((unit, after)) = each_time(rest) {
        return Some((unit.to_string(), after));
    }
    let (each, after) = rest.split_first()?;
    if !["every", "each", "per"].contains(&each.to_lowercase().as_str()) {
        return None;
    }
    let (amount, after) = amount(after)?;
    let (unit, after) = after.split_first()?;
    let (one, many) = of_time(unit)?;
    match amount.is_one() {
        true => Some((one.to_string(), after)),
        false => Some((format!("{} {many}", amount.written()), after)),
    }
}

/// `per user`, `for each member`, `each`: what follows it.
fn person<'t>(rest: &'t [String], people: &[String]) -> Option<&'t [String]> {
    const ANYONE: [&str; 6] = ["user", "users", "person", "head", "one", "visitor"];
    let rest = match rest.first()?.to_lowercase().as_str() {
        "for" | "by" | "from" => rest.get(1..)?,
        _ => rest,
    };
    let (each, after) = rest.split_first()?;
    if !["per", "a", "an", "each", "every"].contains(&each.to_lowercase().as_str()) {
        return None;
    }
    let who = after.first()?.to_lowercase();
    let known = |w: &str| ANYONE.contains(&w) || people.iter().any(|p| p == w);
    known(&who).then(|| after.get(1..).unwrap_or_default())
}

/// `10 % of view`: a share of another flow.
fn share_of_flow(said: &[String], draft: &Draft) -> Option<String> {
    let (share, rest) = amount(said)?;
    let flow = match rest {
        [percent, of, flow] if ["%", "percent"].contains(&percent.as_str()) && of == "of" => flow,
        _ => return None,
    };
    draft
        .names(&["flows"])
        .contains(flow)
        .then(|| format!("{flow}.rate * {} %", share.written()))
}
