//! See the page.

use super::{Rule, Run, Set, fatal, fullness};
use crate::analysis::Analysis;
use crate::analysis::availability::Event;
use crate::catalog::Role;
use crate::finding::{Finding, Severity};
use crate::model::{Component, Model};
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "single-point-of-failure",
    set: Set::Redundancy,
    run: Run::Design(find),
    page: include_str!("single-point-of-failure.md"),
};

/// Flows that fail with a unit of one component, each with the share of its runs, and the most units or copies
/// that one of them needs.
#[derive(Default)]
struct Fatal {
    flows: Vec<(usize, Option<f64>)>,
    need: u32,
}

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut units: BTreeMap<usize, Fatal> = BTreeMap::new();
    for (f, found) in fatal::flows(model, analysis) {
        let needs: BTreeMap<usize, u32> = found.needs.iter().map(|(c, level)| (*c, level.need)).collect();
        for spof in &found.spofs {
            if let Event::Unit(c) = spof.event {
                let fatal = units.entry(c).or_default();
                fatal.flows.push((f, spof.share));
                fatal.need = fatal.need.max(needs.get(&c).copied().unwrap_or(1));
            }
        }
    }
    let musts = fatal::musts(model);
    let findings = units.into_iter().map(|(c, fatal)| {
        let component = &model.components[c];
        let (victims, severity) = fatal::victims(model, &musts, &fatal.flows);
        let (what, fix) = cause(analysis, c, component, fatal.need);
        // What is not said is taken for one unit, but that proves no error.
        let said = component.file.replicas.is_some() || !component.file.zones.is_empty();
        let severity = if said {
            severity
        } else {
            severity.min(Severity::Warning)
        };
        let finding = Finding::new(RULE.id, severity, format!("{victims} {what}"));
        finding.at(component.span).of(component.id).fix(fix)
    });
    findings.collect()
}

/// Why one unit is fatal, and the smallest change that mends it.
fn cause(analysis: &Analysis, c: usize, component: &Component, need: u32) -> (String, String) {
    let (id, n) = (component.id, component.units);
    let copies = component.copies.unwrap_or(n);
    let acks = component.replication().and_then(|r| r.acks).unwrap_or(1);
    let data = component.role != Role::Stateless;
    if n == 1 {
        return (format!("the only unit of `{id}`"), second(component));
    }
    if data && copies == 1 {
        let what = format!("any of the {n} units of `{id}`, for each datum lies on one");
        return (what, second(component));
    }
    if data && acks >= copies {
        let what = format!("any copy of `{id}`, for a write needs {acks} of {copies}");
        return (what, format!("one more copy, or `acks: {}`", copies.saturating_sub(1)));
    }
    let (all, kind) = if data { (copies, "copies") } else { (n, "units") };
    let needed = fullness::needed(analysis, c).unwrap_or(0.0).max(f64::from(n) + 1.0);
    (
        format!("any of the {all} {kind} of `{id}`, for the peak takes {need}"),
        format!("{} leaves one to spare", fullness::replicas(component, needed)),
    )
}

/// How a second one can help: with data, only one that knows how to take over does.
fn second(component: &Component) -> String {
    let any = component.replication().is_some_and(|r| r.writer == Some("any"));
    let fix = match component.role {
        Role::Stateless if component.file.function.value == "scheduler" => {
            "`replicas: 2` under a lease, so that one acts and the other takes over (`has: [fencing]`)"
        }
        Role::Stateless => "`replicas: 2`, in two zones",
        Role::Cache => "`replicas: 2, copies: 2`, or let its callers go on without it (`if_down`, `optional`)",
        Role::Log => "three copies: `replicas: 3, copies: 3, replication: {writer: one, acks: 2, failover: …}`",
        Role::Store if any => "a quorum of two in three: `replicas: 3, copies: 3`, in three zones",
        Role::Store => {
            "a follower that takes over: `replicas: 2, copies: 2, replication: {writer: one, acks: 1, failover: …}`"
        }
    };
    fix.to_string()
}
