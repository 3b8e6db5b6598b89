//! Who calls whom: the links of the report, and the ways that calls take when a callee is down.

use std::collections::BTreeSet;

use super::container::known;
use super::diagram::EdgeKind;
use super::label::Label;
use crate::report::{Link, Report};

/// Links from which on a label holds the rate alone; more text would hide the picture.
const CROWDED: usize = 24;

/// Calls from one party to another.
#[derive(Debug)]
pub struct Call<'a> {
    pub from: &'a str,
    pub to: &'a str,
    pub kind: EdgeKind,
    /// What is done, and how often at the peak.
    pub lines: Vec<Label>,
    /// The flows in which it happens.
    pub flows: &'a [String],
}

/// All calls, each pair of parties once.
pub fn calls(report: &Report) -> Vec<Call<'_>> {
    let mut calls: Vec<Call> = report.links.iter().map(|link| call(report, link)).collect();
    let mut joined: BTreeSet<(&str, &str)> = calls.iter().map(|call| (call.from, call.to)).collect();
    for step in report.flows.iter().flat_map(|flow| &flow.steps) {
        let Some(other) = &step.if_down else { continue };
        if joined.insert((&step.from, other)) {
            calls.push(Call {
                from: &step.from,
                to: other,
                kind: EdgeKind::Fallback,
                lines: Label::lines([format!("if {} is down", step.to).as_str()]),
                flows: &[],
            });
        }
    }
    calls
}

fn call<'a>(report: &Report, link: &'a Link) -> Call<'a> {
    let crowded = report.links.len() >= CROWDED;
    let action = if crowded { String::new() } else { actions(report, link) };
    Call {
        from: &link.from,
        to: &link.to,
        kind: if link.waits { EdgeKind::Waits } else { EdgeKind::Sends },
        lines: Label::lines([action.as_str(), known(&link.peak).unwrap_or_default()]),
        flows: &link.flows,
    }
}

/// What is done over this link, each action once, in order of the flows.
fn actions(report: &Report, link: &Link) -> String {
    let mut actions: Vec<&str> = Vec::new();
    for step in report.flows.iter().flat_map(|flow| &flow.steps) {
        let same = step.from == link.from && step.to == link.to;
        if same && !step.action.is_empty() && !actions.contains(&step.action.as_str()) {
            actions.push(&step.action);
        }
    }
    match actions.as_slice() {
        [first, second, rest @ ..] if !rest.is_empty() => {
            format!("{first}, {second}, {} more", rest.len())
        }
        few => few.join(", "),
    }
}
