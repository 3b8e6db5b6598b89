//! What an interviewer would ask about this very design.

use crate::catalog::Case;
use crate::report::{Drill, DrillState, Report, Severity, Status, Verdict};

/// A weakness, as a question.
#[derive(Debug, Clone)]
pub struct Probe {
    /// Stable while the design is: the verdict, the rule and its subject, the deep dive.
    pub id: String,
    pub ask: String,
    /// Ids that it is about, in words.
    pub about: String,
    /// Whether something fails or surges in it.
    pub is_drill: bool,
    /// What goes wrong in a weak answer, and what a strong one says; told afterwards.
    pub answer: Option<(String, String)>,
}

/// Probes from the analysis of the design, then from the case; the gravest first.
pub fn of(report: &Report, case: Option<&Case>) -> Vec<Probe> {
    let mut found: Vec<Probe> = report
        .verdicts
        .iter()
        .filter(|v| v.status == Status::Fail)
        .map(failed)
        .collect();
    found.extend(findings(report));
    let unknown = report
        .verdicts
        .iter()
        .filter(|v| v.status == Status::Unknown && !v.not_computable);
    let unknown: Vec<Probe> = unknown.map(unproven).collect();
    let dives: Vec<Probe> = case.map(dives).unwrap_or_default();
    // What the numbers say comes first, yet a case has traps that no number shows.
    let rest = found.split_off(found.len().min(2));
    found.extend(dives);
    found.extend(rest);
    found.extend(unknown);
    found.extend(drills(report));
    found
}

fn failed(verdict: &Verdict) -> Probe {
    let of = verdict.of.as_ref().map(|of| format!(" of {of}")).unwrap_or_default();
    let value = verdict
        .value
        .as_ref()
        .map(|v| format!(" is {v}, and you promised {}", verdict.target));
    let value = value.unwrap_or_else(|| format!(" does not hold ({})", verdict.target));
    let why = verdict
        .because
        .first()
        .map(|b| format!(" {}.", capital(b)))
        .unwrap_or_default();
    Probe {
        id: verdict.id.clone(),
        ask: format!(
            "{}: {}{of}{value}.{why} What do you change?",
            verdict.id, verdict.metric
        ),
        about: format!("{} {}", verdict.requirement, verdict.of.clone().unwrap_or_default()),
        is_drill: false,
        answer: None,
    }
}

fn unproven(verdict: &Verdict) -> Probe {
    let of = verdict.of.as_ref().map(|of| format!(" of {of}")).unwrap_or_default();
    let missing = verdict
        .missing
        .first()
        .map(|m| format!(" It lacks {m}."))
        .unwrap_or_default();
    Probe {
        id: verdict.id.clone(),
        ask: format!(
            "Nobody can tell whether {} ({}{of}) holds.{missing} What do you measure, or assume?",
            verdict.id, verdict.metric
        ),
        about: verdict.requirement.clone(),
        is_drill: false,
        answer: None,
    }
}

/// Open findings that weigh, one of a rule.
fn findings(report: &Report) -> Vec<Probe> {
    let mut probes: Vec<Probe> = Vec::new();
    let mut heavy: Vec<_> = report
        .findings
        .iter()
        .filter(|f| !f.form && f.waived.is_none() && f.severity > Severity::Info)
        .collect();
    heavy.sort_by_key(|f| std::cmp::Reverse(f.severity));
    for finding in heavy {
        if probes
            .iter()
            .any(|p| p.id.split(':').next() == Some(finding.rule.as_str()))
        {
            continue;
        }
        probes.push(Probe {
            id: format!("{}:{}", finding.rule, finding.of.as_deref().unwrap_or("design")),
            ask: format!("{}. What do you do about it?", capital(&finding.message)),
            about: finding.of.clone().unwrap_or_default(),
            is_drill: false,
            answer: None,
        });
    }
    probes
}

fn dives(case: &Case) -> Vec<Probe> {
    let dives = case.deep_dives.iter();
    dives
        .map(|dive| Probe {
            id: dive.id.clone(),
            ask: dive.ask.clone(),
            about: String::new(),
            is_drill: false,
            answer: Some((dive.trap.clone(), dive.strong.clone())),
        })
        .collect()
}

/// Drills in which something fails or is over its limits, the worst first.
fn drills(report: &Report) -> Vec<Probe> {
    let must = |id: &str| {
        let wish = report.requirements.functional.iter().find(|f| f.id == id);
        wish.is_some_and(|f| f.priority.as_deref() != Some("could"))
    };
    let harm = |drill: &Drill| {
        let fails = drill
            .functional
            .iter()
            .filter(|f| f.state == DrillState::Fails && must(&f.id))
            .count();
        let over = drill.overloads.iter().filter(|o| o.deficit.is_some()).count();
        let unknown = drill
            .functional
            .iter()
            .filter(|f| f.state == DrillState::Unknown)
            .count();
        (over, fails, unknown)
    };
    let mut drills: Vec<&Drill> = report.drills.iter().filter(|d| harm(d) > (0, 0, 0)).collect();
    drills.sort_by_key(|drill| std::cmp::Reverse(harm(drill)));
    drills.into_iter().map(drilled).collect()
}

fn drilled(drill: &Drill) -> Probe {
    let overload = drill.overloads.iter().find(|o| o.deficit.is_some());
    let reasons = drill
        .flows
        .iter()
        .filter(|f| f.state == DrillState::Fails)
        .flat_map(|f| f.reasons.first());
    let what = match (overload, reasons.into_iter().next()) {
        (Some(o), _) => {
            let resource = o.resource.map(|r| format!(" of its {r}")).unwrap_or_default();
            let full = o
                .utilisation_after
                .as_ref()
                .map(|u| format!(": {}{resource}", u.text))
                .unwrap_or_default();
            format!(
                "{} goes from {} to {}{full}",
                o.component, o.calls_before.text, o.calls_after.text
            )
        }
        (None, Some(reason)) => reason.clone(),
        (None, None) => "some requirements can't be told to hold".to_string(),
    };
    let failing: Vec<&str> = drill
        .functional
        .iter()
        .filter(|f| f.state == DrillState::Fails)
        .map(|f| f.id.as_str())
        .collect();
    let fails = match failing.as_slice() {
        [] => String::new(),
        ids => format!("; {} fails", ids.join(", ")),
    };
    let flows = drill
        .flows
        .iter()
        .filter(|f| f.state != DrillState::Holds)
        .map(|f| f.id.as_str());
    Probe {
        id: drill.line.replace(' ', "-"),
        ask: format!(
            "At the peak, `{}`: {what}{fails}. Who notices, what do users see, and what now?",
            drill.line
        ),
        about: flows.collect::<Vec<_>>().join(" "),
        is_drill: true,
        answer: None,
    }
}

fn capital(text: &str) -> String {
    let text = text.trim_end_matches('.');
    let mut letters = text.chars();
    match letters.next() {
        // An id in quotes keeps its case.
        Some(first) if first.is_alphabetic() => first.to_uppercase().chain(letters).collect(),
        _ => text.to_string(),
    }
}
