//! How many calls are let in, as a header and in words.

use super::prose;
use crate::draft::tree::Tree;
use crate::report::{Flow, Quota, QuotaSource};

/// Lengths of a window, in seconds: the shortest that holds a whole number of calls is taken.
const WINDOWS: [i64; 4] = [1, 60, 3600, 86_400];

/// Whose calls a quota counts.
fn counted(quota: &Quota) -> &'static str {
    match quota.source {
        QuotaSource::Fact(_) => "caller",
        QuotaSource::Requirement(_) | QuotaSource::Peak => "all",
    }
}

/// Who says so, in words that go on after "it is".
fn source(quota: &Quota) -> String {
    match &quota.source {
        QuotaSource::Fact(id) => format!("the rate limit of {}", prose(id)),
        QuotaSource::Requirement(id) => format!("the throughput that {} asks for", prose(id)),
        QuotaSource::Peak => "the peak that the design is sized for, since it names no limit".to_string(),
    }
}

fn known(flow: &Flow) -> impl Iterator<Item = (&Quota, f64)> {
    let value = |quota: &Quota| quota.allowed.value.filter(|v| v.is_finite() && *v > 0.0);
    flow.quotas.iter().filter_map(move |quota| Some((quota, value(quota)?)))
}

/// The header `RateLimit-Policy` of a flow as draft-ietf-httpapi-ratelimit-headers writes it, and what it rests on;
/// none where no quota is known.
pub fn policy(flow: &Flow) -> Option<(String, String)> {
    let (items, says): (Vec<String>, Vec<String>) = known(flow)
        .map(|(quota, per_second)| {
            let name = counted(quota);
            let whose = match quota.source {
                QuotaSource::Fact(_) => "of each caller",
                QuotaSource::Requirement(_) | QuotaSource::Peak => "of all callers together",
            };
            let (calls, window) = windowed(per_second);
            let item = format!("\"{name}\";q={calls};w={window}");
            (item, format!("The quota `{name}` is that {whose}: {}.", source(quota)))
        })
        .unzip();
    (!items.is_empty()).then(|| (items.join(", "), says.join(" ")))
}

/// A rate as whole calls in a window of seconds.
fn windowed(per_second: f64) -> (i64, i64) {
    let calls = |window: i64| per_second * window as f64;
    let is_whole = |calls: f64| calls >= 1.0 - 1e-9 && (calls - calls.round()).abs() <= 1e-9 * calls;
    let whole = WINDOWS.into_iter().find(|window| is_whole(calls(*window)));
    let enough = WINDOWS.into_iter().find(|window| calls(*window) >= 1.0);
    // A figure like 1134.02 a second is no whole number in any window.
    let window = whole.filter(|w| *w <= 60).or(enough).unwrap_or(86_400);
    let calls = calls(window);
    let rounded = if is_whole(calls) { calls.round() } else { calls.ceil() };
    (rounded.clamp(1.0, 1e15) as i64, window)
}

/// The quotas as a list: whose calls, how many, and who says so.
pub fn list(flow: &Flow) -> Option<Tree> {
    let items: Vec<Tree> = known(flow)
        .map(|(quota, _)| {
            Tree::map([
                ("of", counted(quota).into()),
                ("rate", quota.allowed.text.as_str().into()),
                ("from", source(quota).into()),
            ])
        })
        .collect();
    (!items.is_empty()).then_some(Tree::List(items))
}

#[cfg(test)]
mod tests {
    use super::windowed;

    #[test]
    fn a_window_holds_whole_calls() {
        for (per_second, expected) in [
            (12_000.0, (12_000, 1)),
            (20.0 / 60.0, (20, 60)),
            (1134.02, (1135, 1)),
            (0.5, (30, 60)),
            (0.012, (44, 3600)),
            (1e-9, (1, 86_400)),
            (1e300, (1_000_000_000_000_000, 1)),
        ] {
            assert_eq!(windowed(per_second), expected, "{per_second}");
        }
    }
}
