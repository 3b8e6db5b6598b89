//! Tests that follow from a design: load, capacity, edges of inputs, drills.

use crate::report::{
    Answer, CapacityTest, ChaosTest, Drill, DrillState, EdgeTest, Entity, Field, LoadTest, Operation, Placement,
    Report, Resource, TestPlan, Type,
};

/// Largest number of inputs that are listed; a reader goes through no more.
const MOST_INPUTS: usize = 60;

pub fn test_plan(report: &Report) -> TestPlan {
    TestPlan {
        load: load(report),
        capacity: capacity(report),
        edge: edge(report),
        chaos: chaos(report),
    }
}

fn load(report: &Report) -> Vec<LoadTest> {
    let started = report
        .flows
        .iter()
        .filter(|flow| !flow.fragment && flow.peak.value.is_some());
    started
        .map(|flow| {
            let measured = ["latency", "throughput", "availability"];
            let about = report.verdicts.iter().filter(|v| measured.contains(&v.metric.as_str()));
            let about = about.filter(|v| v.of.as_ref().is_none_or(|of| *of == flow.id));
            LoadTest {
                flow: flow.id.clone(),
                peak: flow.peak.clone(),
                holds: about.map(|v| format!("{} {} ({})", v.metric, v.target, v.id)).collect(),
            }
        })
        .collect()
}

/// Resources that fill up: no load drives them to their limit.
const FILLED: [&str; 2] = ["storage", "memory"];

/// Below this share of what the units give, no load that could come drives them to their limit.
const IDLE: f64 = 0.01;

/// What a unit carries is worth a test where units are ours: a provider's limits are its own to prove.
fn capacity(report: &Report) -> Vec<CapacityTest> {
    let ours = report
        .components
        .iter()
        .filter(|c| matches!(c.placement, Placement::Zones { .. }));
    ours.filter_map(|component| {
        let driven = component
            .resources
            .iter()
            .filter(|r| !FILLED.contains(&r.resource.as_str()));
        let fullness = |r: &Resource| r.utilisation.value.unwrap_or_default();
        let binding = driven.max_by(|a, b| fullness(a).total_cmp(&fullness(b)));
        let binding = binding.filter(|r| r.utilisation.value.is_none_or(|used| used >= IDLE))?;
        Some(CapacityTest {
            component: component.id.clone(),
            resource: binding.resource.clone(),
            per_unit: binding.per_unit.clone(),
            demand: binding.demand.clone(),
            remaining: (binding.plan.as_ref().and_then(|plan| plan.left.clone()))
                .filter(|left| left.value.is_some_and(|units| units > 0.0)),
        })
    })
    .collect()
}

/// Inputs from outside; events are ours on both ends.
fn edge(report: &Report) -> Vec<EdgeTest> {
    let operations = report
        .apis
        .iter()
        .filter(|api| api.style != "events")
        .flat_map(|api| api.operations.iter().map(move |o| (api, o)));
    let tests = operations.flat_map(|(api, operation)| {
        let name = format!("{}.{}", api.id, operation.id);
        inputs(report, operation)
            .into_iter()
            .map(move |(input, tries)| EdgeTest {
                operation: name.clone(),
                input,
                tries,
            })
    });
    tests.take(MOST_INPUTS).collect()
}

/// The inputs of an operation that have ends, and the page that it returns.
fn inputs(report: &Report, operation: &Operation) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for taken in &operation.takes {
        let (entity, field) = match taken.split_once('.') {
            Some((entity, field)) => (report.entity(entity), Some(field)),
            None => (report.entity(taken), None),
        };
        let Some(entity) = entity else { continue };
        let fields = entity.fields.iter().filter(|f| field.is_none_or(|name| f.name == name));
        for field in fields {
            let tries = ends(report, entity, field);
            if !tries.is_empty() {
                found.push((format!("{}.{}", entity.id, field.name), tries));
            }
        }
    }
    if let Some(Answer::Page(of)) = &operation.answer {
        let tries = [
            "no row",
            "exactly one page",
            "one row more",
            "rows added between two pages",
        ];
        found.push((format!("page of {of}"), tries.map(str::to_string).to_vec()));
    }
    found
}

/// Values of a field at the ends of what it may be.
fn ends(report: &Report, entity: &Entity, field: &Field) -> Vec<String> {
    let mut tries: Vec<String> = match report.type_of(field) {
        Type::String { length } => vec![
            "empty".into(),
            format!("{length} characters, not all ASCII"),
            format!("{} characters: refused", length.saturating_add(1)),
        ],
        Type::Text => vec!["empty".into(), "far longer than usual: refused, not cut".into()],
        Type::Url => vec!["no address".into(), "one that leads back to us".into()],
        Type::Int => vec!["0".into(), "−1".into(), "2147483648: refused".into()],
        Type::Long => vec!["0".into(), "−1".into(), "above 2^53, as JSON readers lose it".into()],
        Type::Float => vec!["0".into(), "−1".into(), "not a number".into()],
        Type::Decimal { scale, .. } => vec![
            "0".into(),
            "−1".into(),
            format!("{} digits behind the point", scale.saturating_add(1)),
        ],
        Type::Money => vec!["0".into(), "−1".into(), "a currency without cents".into()],
        Type::Date | Type::Timestamp => vec!["in the past".into(), "far ahead".into(), "29 February".into()],
        Type::Bytes | Type::Blob => vec!["empty".into(), "far larger than usual: refused early".into()],
        Type::Json => vec!["empty".into(), "deeply nested".into()],
        Type::Enum { .. } => vec!["a word that is not in the list".into()],
        Type::Bool | Type::Id | Type::Uuid | Type::Reference => Vec::new(),
    };
    if field.optional {
        tries.push("absent".into());
    }
    if let Some(target) = &field.references {
        tries.push(format!("{target} that does not exist"));
    }
    if field.unique || field.key && entity.key().len() == 1 && field.references.is_none() {
        tries.push("one that is taken".into());
    }
    tries
}

/// Drills in which something breaks, degrades or is not known, those that end alike as one.
fn chaos(report: &Report) -> Vec<ChaosTest> {
    let mut tests: Vec<ChaosTest> = Vec::new();
    for drill in &report.drills {
        let test = tried(drill);
        if !drill.breaks && test.degrades.is_empty() && test.fails.is_empty() {
            continue;
        }
        let alike = |other: &&mut ChaosTest| {
            (&other.holds, &other.degrades, &other.fails) == (&test.holds, &test.degrades, &test.fails)
        };
        match tests.iter_mut().find(alike) {
            Some(other) => other.drills.extend(test.drills),
            None => tests.push(test),
        }
    }
    tests
}

fn tried(drill: &Drill) -> ChaosTest {
    let of_state = |state: DrillState| drill.functional.iter().filter(move |r| r.state == state);
    let ids = |state| of_state(state).map(|r| r.id.clone());
    let of_stores = drill.stores.iter().flat_map(|store| &store.targets);
    let met = drill
        .targets
        .iter()
        .chain(of_stores)
        .filter(|target| target.met == Some(true));
    let targets = met.map(|target| format!("{} {}", target.id, target.text));
    let mut holds: Vec<String> = ids(DrillState::Holds).chain(targets).collect();
    holds.dedup();
    let degrades = of_state(DrillState::Degraded).map(|requirement| {
        let flow = drill.flows.iter().find(|flow| flow.id == requirement.flow);
        let reason = flow.and_then(|flow| flow.reasons.first());
        match reason {
            Some(reason) => format!("{}: {reason}", requirement.id),
            None => requirement.id.clone(),
        }
    });
    ChaosTest {
        drills: vec![drill.line.clone()],
        holds,
        degrades: degrades.collect(),
        fails: ids(DrillState::Fails).collect(),
    }
}
