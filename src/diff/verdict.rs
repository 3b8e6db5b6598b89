//! Requirements that are judged otherwise.

use crate::report::{Cause, Diff, Report, Severity, Status, Verdict, VerdictMove};

/// What became of a requirement, the worst first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    FailsNow,
    NewAndFails,
    UnknownNow,
    HoldsNow,
    StillFails,
    NewOrGone,
}

/// Requirements with another verdict, new ones, those that are gone, and those that fail with another value.
pub fn moves(old: &Report, new: &Report) -> Vec<VerdictMove> {
    let computed = |report: &'_ Report| -> Vec<Verdict> {
        report.verdicts.iter().filter(|v| !v.not_computable).cloned().collect()
    };
    let (before, after) = (computed(old), computed(new));
    let mut moves: Vec<VerdictMove> = Vec::new();
    for verdict in &after {
        let was = before.iter().find(|v| v.id == verdict.id && v.metric == verdict.metric);
        if was.is_some_and(|was| is_same(was, verdict)) {
            continue;
        }
        moves.push(moved(was, verdict));
    }
    for verdict in &before {
        if !after.iter().any(|v| v.id == verdict.id && v.metric == verdict.metric) {
            moves.push(gone(verdict));
        }
    }
    moves.sort_by_key(weight);
    moves
}

/// Nothing is told of what is judged as before, unless it fails by another value or is about something else.
fn is_same(was: &Verdict, now: &Verdict) -> bool {
    let judged = was.status == now.status && was.target == now.target && was.of == now.of;
    judged && (now.status != Status::Fail || was.value == now.value)
}

fn moved(was: Option<&Verdict>, now: &Verdict) -> VerdictMove {
    let mut moved = VerdictMove {
        id: now.id.clone(),
        metric: now.metric.clone(),
        of: now.of.clone(),
        was: was.map(|v| v.status),
        now: Some(now.status),
        old_value: was.and_then(|v| v.value.clone()),
        new_value: now.value.clone(),
        target: now.target.clone(),
        old_target: was.filter(|v| v.target != now.target).map(|v| v.target.clone()),
        margin: now.margin.clone(),
        missing: now.missing.clone(),
        because: Cause::default(),
        says: String::new(),
    };
    moved.says = says(&moved, now);
    moved
}

fn gone(was: &Verdict) -> VerdictMove {
    VerdictMove {
        id: was.id.clone(),
        metric: was.metric.clone(),
        of: was.of.clone(),
        was: Some(was.status),
        now: None,
        old_value: was.value.clone(),
        new_value: None,
        target: was.target.clone(),
        old_target: None,
        margin: None,
        missing: Vec::new(),
        because: Cause::default(),
        says: format!(
            "{} is no longer asked for: {}",
            was.id,
            subject(parts(&was.metric, &was.target).0, was.of.as_deref())
        ),
    }
}

/// Signs between what must hold and its limit.
const COMPARISONS: [&str; 4] = [" <= ", " >= ", " < ", " > "];

/// What is judged, and its limit. A comparison of one's own names its figure itself.
pub fn parts<'a>(metric: &'a str, target: &'a str) -> (&'a str, &'a str) {
    let at = COMPARISONS.iter().filter_map(|sign| target.find(sign)).min();
    match at.filter(|_| metric == "holds").map(|at| target.split_at(at)) {
        Some((figure, limit)) => (figure, limit.trim_start()),
        None => (metric, target),
    }
}

fn subject(metric: &str, of: Option<&str>) -> String {
    match of {
        Some(of) => format!("{metric} of {of}"),
        None => metric.to_string(),
    }
}

/// `NFR1 now fails: availability of redirect 99.97 % → 99.91 %, 47 min/year too much`.
fn says(moved: &VerdictMove, verdict: &Verdict) -> String {
    let id = &moved.id;
    let now = moved.now.unwrap_or(Status::Unknown);
    let head = match (moved.was, now) {
        (None, Status::Pass) => format!("{id} is new and holds"),
        (None, Status::Unknown) => format!("{id} is new and can't be told"),
        (None, Status::Fail) => format!("{id} is new and fails"),
        (Some(was), now) if was == now => match now {
            Status::Pass => format!("{id} still holds"),
            Status::Unknown => format!("{id} still can't be told"),
            Status::Fail => format!("{id} still fails"),
        },
        (_, Status::Pass) => format!("{id} now holds"),
        (_, Status::Unknown) => format!("{id} can no longer be told"),
        (_, Status::Fail) => format!("{id} now fails"),
    };
    let (metric, target) = parts(&moved.metric, &moved.target);
    let mut said = match &moved.new_value {
        Some(_) => format!("{head}: {}", subject(metric, moved.of.as_deref())),
        // What is asked for is all that there is to name.
        None => format!(
            "{head}: {}",
            subject(&format!("{metric} {target}"), moved.of.as_deref())
        ),
    };
    match (&moved.old_value, &moved.new_value) {
        (Some(old), Some(new)) if old != new => said.push_str(&format!(" {old} → {new}")),
        (_, Some(new)) => said.push_str(&format!(" {new}")),
        _ => {}
    }
    match (&moved.margin, &moved.old_target) {
        (_, Some(old)) => said.push_str(&format!(", target {} → {target}", parts(&moved.metric, old).1)),
        (Some(margin), None) if now != Status::Unknown => said.push_str(&format!(", {margin}")),
        _ if moved.new_value.is_some() => said.push_str(&format!(", target {target}")),
        _ => {}
    }
    let reasons = match now {
        Status::Unknown => &moved.missing,
        Status::Fail if moved.new_value.is_none() => &verdict.because,
        _ => return said,
    };
    if let Some(first) = reasons.first() {
        let word = if now == Status::Unknown { "missing: " } else { "" };
        let more = if reasons.len() > 1 {
            format!("; {} more", reasons.len() - 1)
        } else {
            String::new()
        };
        said.push_str(&format!(" ({word}{first}{more})"));
    }
    said
}

fn weight(moved: &VerdictMove) -> Weight {
    match (moved.was, moved.now) {
        (_, None) => Weight::NewOrGone,
        (None, Some(Status::Fail)) => Weight::NewAndFails,
        (Some(was), Some(Status::Fail)) if was != Status::Fail => Weight::FailsNow,
        (Some(_), Some(Status::Fail)) => Weight::StillFails,
        (Some(Status::Pass), Some(Status::Unknown)) => Weight::UnknownNow,
        (None, Some(_)) => Weight::NewOrGone,
        (Some(was), Some(now)) if was > now => Weight::HoldsNow,
        _ => Weight::NewOrGone,
    }
}

/// What makes the new design worse: the ids of requirements, the findings that are errors.
pub fn weigh(diff: &mut Diff) {
    for moved in &diff.verdicts {
        match weight(moved) {
            Weight::FailsNow | Weight::NewAndFails => diff.breaks.push(moved.id.clone()),
            Weight::UnknownNow => diff.doubts.push(moved.id.clone()),
            Weight::NewOrGone if moved.was.is_none() && moved.now == Some(Status::Unknown) => {
                diff.doubts.push(moved.id.clone());
            }
            _ => {}
        }
    }
    let errors = diff.found.iter().map(|found| &found.finding);
    let errors = errors.filter(|finding| finding.severity == Severity::Error);
    diff.breaks.extend(errors.map(|finding| match &finding.of {
        Some(of) => format!("{} of {of}", finding.rule),
        None => finding.rule.clone(),
    }));
}
