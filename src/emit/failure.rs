//! The failure view: what alone fails a flow, and what each drill breaks, degrades and overloads.

use std::collections::BTreeMap;

use super::Subject;
use super::container::Containers;
use super::diagram::{Accent, Diagram};
use super::label::Label;
use crate::report::{CapacityState, Drill, DrillState, Report, Spof, SpofLevel};

/// One picture, of a design in which a component alone fails a flow.
pub fn subjects(report: &Report) -> Vec<Subject> {
    if spofs(report).is_empty() {
        Vec::new()
    } else {
        vec![Subject::Design]
    }
}

/// One picture for each drill that was asked for, or that hurts.
pub fn drills(report: &Report) -> Vec<Subject> {
    let drills = report.drills.iter().enumerate();
    drills
        .filter(|(at, drill)| *at < report.drills_asked || hurts(drill))
        .map(|(at, _)| Subject::Drill(at))
        .collect()
}

/// The containers with what alone fails a flow.
pub fn diagram(report: &Report, _: Subject) -> Option<Diagram> {
    Some(alone(report))
}

/// The containers with what a drill does to them.
pub fn drill(report: &Report, subject: Subject) -> Option<Diagram> {
    match subject {
        Subject::Drill(at) => Some(drilled(report, report.drills.get(at)?)),
        Subject::Design | Subject::Flow(_) => None,
    }
}

/// Whether a flow fails or degrades that holds without the drill, or something overloads.
fn hurts(drill: &Drill) -> bool {
    let flows = drill.flows.iter().filter(|flow| !flow.already);
    let mut worse = flows.filter(|flow| matches!(flow.state, DrillState::Fails | DrillState::Degraded));
    worse.next().is_some() || drill.overloads.iter().any(|overload| overload.deficit.is_some())
}

/// Below the level of a region: that a region or a service can fail is no news.
fn spofs(report: &Report) -> BTreeMap<&str, Vec<(&str, &Spof)>> {
    let mut by_component: BTreeMap<&str, Vec<(&str, &Spof)>> = BTreeMap::new();
    for flow in &report.flows {
        let spofs = flow.availability.iter().flat_map(|availability| &availability.spofs);
        for spof in spofs.filter(|spof| !spof.component.is_empty()) {
            let all = by_component.entry(&spof.component).or_default();
            all.push((&flow.id, spof));
        }
    }
    by_component
}

fn alone(report: &Report) -> Diagram {
    let mut containers = Containers::of(report);
    let spofs = spofs(report);
    let mut points = 0;
    for (component, of) in &spofs {
        let service = of.iter().all(|(_, spof)| spof.level == SpofLevel::Service);
        let flows = flows(of.iter().map(|(flow, _)| *flow));
        let Some(node) = containers.node(component) else {
            continue;
        };
        if service {
            node.mark(&format!("alone fails {flows} (a service)"), Accent::Strain);
        } else {
            points += 1;
            node.mark(&format!("SPOF of {flows}"), Accent::Trouble);
        }
    }
    let mut graph = containers.graph;
    graph.title = Label::new(&format!("{}: single points of failure", report.name));
    graph.about = Label::new(&format!(
        "{points} of {} components alone fail a flow; {} services do by their SLA",
        report.components.len(),
        spofs.len() - points,
    ));
    Diagram::Graph(graph)
}

/// The name of one, how many there are of more.
fn flows<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut all: Vec<&str> = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    match all.as_slice() {
        [one] => (*one).to_owned(),
        all => format!("{} flows", all.len()),
    }
}

fn drilled(report: &Report, drill: &Drill) -> Diagram {
    let mut containers = Containers::of(report);
    for struck in &drill.struck {
        let accent = if struck.gone { Accent::Trouble } else { Accent::Strain };
        if let Some(node) = containers.node(&struck.component) {
            node.mark(&struck.what, accent);
        }
    }
    for overload in &drill.overloads {
        let now = overload.utilisation_after.as_ref().map(|now| now.text.as_str());
        let Some(node) = containers.node(&overload.component) else {
            continue;
        };
        match (&overload.deficit, now) {
            (Some(deficit), _) => node.mark(&format!("overloaded: {} unserved", deficit.text), Accent::Trouble),
            (None, Some(now)) if strained(report, &overload.component, overload.utilisation_after.as_ref()) => {
                node.mark(&format!("now {now} full"), Accent::Strain);
            }
            _ => {}
        }
    }
    let state = |id: &str| drill.flows.iter().find(|flow| flow.id == id).map(|flow| flow.state);
    for (edge, call) in containers.graph.edges.iter_mut().zip(&containers.calls) {
        let states: Vec<DrillState> = call.flows.iter().filter_map(|flow| state(flow)).collect();
        edge.accent = match (states.iter().min(), states.iter().max()) {
            // All that passes here belongs to flows that fail.
            (Some(DrillState::Fails), _) => Some(Accent::Trouble),
            (_, Some(DrillState::Fails | DrillState::Degraded)) => Some(Accent::Strain),
            _ => None,
        };
    }
    let mut graph = containers.graph;
    graph.title = Label::new(&format!("{}: {}", report.name, drill.line));
    graph.about = Label::new(&outcome(drill));
    Diagram::Graph(graph)
}

/// Whether a component is fuller than it should be.
fn strained(report: &Report, id: &str, now: Option<&crate::report::Figure>) -> bool {
    let component = report.components.iter().find(|component| component.id == id);
    let target = component.and_then(|component| component.resources.iter().find(|resource| resource.binding));
    match (
        target.and_then(|resource| resource.target.value),
        now.and_then(|now| now.value),
    ) {
        (Some(target), Some(now)) => now > target,
        _ => component.is_some_and(|component| component.state == CapacityState::AboveTarget),
    }
}

/// What becomes of the flows, in a sentence.
fn outcome(drill: &Drill) -> String {
    let of = |state: DrillState| {
        let names = drill
            .flows
            .iter()
            .filter(|flow| flow.state == state)
            .map(|flow| flow.id.as_str());
        names.collect::<Vec<_>>()
    };
    let parts = [
        ("fail", of(DrillState::Fails)),
        ("degrade", of(DrillState::Degraded)),
        ("unknown", of(DrillState::Unknown)),
        ("hold", of(DrillState::Holds)),
    ];
    let said = parts.iter().filter(|(_, names)| !names.is_empty());
    said.map(|(word, names)| format!("{word}: {}", names.join(", ")))
        .collect::<Vec<_>>()
        .join("; ")
}
