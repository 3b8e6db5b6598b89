//! From requirements to what carries and proves them.

use crate::report::{
    Drill, DrillState, Flow, Functional, Hole, Report, Status, Trace, TracedFunctional, TracedQuality, Verdict,
};
use std::collections::BTreeSet;

/// The chains of a report, with their holes.
pub fn trace(report: &Report) -> Trace {
    let functional = &report.requirements.functional;
    Trace {
        holes: holes(report),
        functional: functional.iter().map(|r| carried(report, r)).collect(),
        quality: report.verdicts.iter().map(|v| proved(report, v)).collect(),
    }
}

fn carried(report: &Report, requirement: &Functional) -> TracedFunctional {
    let id = requirement.flow.as_deref();
    let flow = report.flows.iter().find(|flow| Some(flow.id.as_str()) == id);
    let is_of = |flows: &[String]| flows.iter().any(|f| Some(f.as_str()) == id);
    let entities = report.entities.iter();
    let used = entities.filter(|entity| entity.access.iter().any(|access| is_of(&access.flows)));
    let states = report.drills.iter().filter_map(|drill| {
        let met = drill.functional.iter().find(|f| f.id == requirement.id)?;
        Some((drill, met.state))
    });
    let fails = states.clone().filter(|(_, state)| *state == DrillState::Fails);
    TracedFunctional {
        id: requirement.id.clone(),
        operations: id.map(|id| operations(report, id)).unwrap_or_default(),
        flow: requirement.flow.clone(),
        components: flow.map(|flow| components(report, flow)).unwrap_or_default(),
        entities: used.map(|entity| entity.id.clone()).collect(),
        drills: states.clone().count(),
        answers_in: states.filter(|(_, state)| *state <= DrillState::Degraded).count(),
        fails_in: fails.map(|(drill, _)| drill.line.clone()).collect(),
    }
}

/// Operations that start a flow.
fn operations(report: &Report, flow: &str) -> Vec<String> {
    let all = report
        .apis
        .iter()
        .flat_map(|api| api.operations.iter().map(move |o| (api, o)));
    let starting = all.filter(|(_, operation)| operation.flow.as_deref() == Some(flow));
    starting
        .map(|(api, operation)| format!("{}.{}", api.id, operation.id))
        .collect()
}

/// Components of a flow, each once.
fn components(report: &Report, flow: &Flow) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let parties = flow.steps.iter().flat_map(|step| [&step.from, &step.to]);
    let ours = parties.filter(|id| report.components.iter().any(|c| c.id == **id));
    ours.filter(|id| seen.insert(*id)).cloned().collect()
}

fn proved(report: &Report, verdict: &Verdict) -> TracedQuality {
    let decided = report.decisions.iter();
    let because = |because: &[String]| because.contains(&verdict.id) || because.contains(&verdict.requirement);
    TracedQuality {
        id: verdict.id.clone(),
        analysis: analysis(&verdict.metric),
        status: verdict.status,
        value: verdict.value.clone(),
        drills: report
            .drills
            .iter()
            .filter(|d| asks(d, verdict))
            .map(|d| d.line.clone())
            .collect(),
        decisions: decided.filter(|d| because(&d.because)).map(|d| d.id.clone()).collect(),
    }
}

/// Whether a requirement is among what a drill is compared with.
fn asks(drill: &Drill, verdict: &Verdict) -> bool {
    let of_stores = drill.stores.iter().flat_map(|store| &store.targets);
    let mut targets = drill.targets.iter().chain(of_stores);
    targets.any(|target| target.id == verdict.id || target.id == verdict.requirement)
}

fn analysis(metric: &str) -> &'static str {
    match metric {
        "availability" => "structure function of the flow",
        "latency" => "queueing at the peak",
        "throughput" => "load scaled to the target",
        "cost" => "price book",
        "rpo" | "rto" => "replication and backups",
        "durability" => "copies and their repair",
        "survive" => "loss of each in turn",
        "consistency" | "staleness" => "quorums, lag and caches",
        "has" | "lacks" => "facts of the design",
        "holds" => "formula",
        _ => "none: nothing computes it",
    }
}

fn holes(report: &Report) -> Vec<Hole> {
    let mut holes: Vec<Hole> = Vec::new();
    let mut hole = |of: &str, says: String| match holes.iter_mut().find(|hole| hole.says == says) {
        Some(hole) => hole.of.push(of.to_string()),
        None => holes.push(Hole {
            of: vec![of.to_string()],
            says,
        }),
    };
    let requirements = &report.requirements.functional;
    for requirement in requirements {
        let is_must = requirement.priority.as_deref() == Some("must");
        match &requirement.flow {
            None => hole(&requirement.id, "no flow carries it".into()),
            Some(flow) if is_must && !is_judged(report, flow) => {
                hole(
                    &requirement.id,
                    format!("a must, and no target is set for its flow {flow}"),
                );
            }
            Some(_) => {}
        }
        if is_must && requirement.accept.is_empty() {
            hole(&requirement.id, "a must, and nothing says when it is accepted".into());
        }
    }
    for verdict in report.verdicts.iter().filter(|v| v.status == Status::Unknown) {
        let says = match verdict.missing.first() {
            _ if verdict.not_computable => "no calculation can prove it".to_string(),
            Some(fact) => format!("unproven; missing: {fact}"),
            None => "unproven".to_string(),
        };
        hole(&verdict.id, says);
    }
    for flow in report
        .flows
        .iter()
        .filter(|flow| flow.actor.is_some() && !flow.fragment)
    {
        if !requirements.iter().any(|r| r.flow.as_ref() == Some(&flow.id)) {
            hole(&flow.id, "no requirement asks for this flow".into());
        }
        if !report.apis.is_empty() && operations(report, &flow.id).is_empty() {
            hole(&flow.id, "no operation starts this flow".into());
        }
    }
    for api in &report.apis {
        for operation in api.operations.iter().filter(|operation| operation.flow.is_none()) {
            hole(
                &format!("{}.{}", api.id, operation.id),
                "this operation starts no flow".into(),
            );
        }
    }
    for entity in report.entities.iter().filter(|entity| entity.access.is_empty()) {
        hole(&entity.id, "no flow reads or writes this entity".into());
    }
    holes
}

/// Whether a quality requirement is about this flow or about all flows.
fn is_judged(report: &Report, flow: &str) -> bool {
    let of_flows = ["availability", "latency", "throughput", "survive"];
    let mut about = report.verdicts.iter().filter(|v| of_flows.contains(&v.metric.as_str()));
    about.any(|verdict| verdict.of.as_deref().is_none_or(|of| of == flow))
}
