//! Whether every requirement has its way, and every box its reason.

use super::Condition;
use crate::report::{Evidence, Shape};
use crate::review::look::{Answer, Look};

pub const POINTS: &[Condition] = &[
    ("path-for-each-must", path_for_each_must),
    ("no-idle-boxes", no_idle_boxes),
    ("flows-wanted", flows_wanted),
    ("entry-guarded", entry_guarded),
    ("waiting-kept-short", waiting_kept_short),
    ("black-boxes", black_boxes),
    ("now-and-later", now_and_later),
    ("guarded-data", guarded_data),
    ("watched-and-released", watched_and_released),
    ("regions-considered", regions_considered),
    ("dearest-part-decided", dearest_part_decided),
];

fn path_for_each_must(look: &Look) -> Answer {
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    for must in look.musts() {
        let flow = must
            .flow
            .as_deref()
            .and_then(|id| look.flow(id))
            .filter(|f| !f.steps.is_empty());
        match flow {
            Some(flow) => {
                let says = format!("{} takes {} in {} steps", must.id, flow.id, flow.steps.len());
                right.push(look.at(&format!("flows.{}", flow.id), says));
            }
            None => wrong.push(look.at(
                &format!("requirements.functional.{}", must.id),
                format!("{} has no flow with steps", must.id),
            )),
        }
    }
    match wrong.is_empty() && right.is_empty() {
        true => Answer::nothing("no must has a flow"),
        false => Answer::of(wrong, right, ""),
    }
}

fn no_idle_boxes(look: &Look) -> Answer {
    let all = look.report.components.iter();
    let called = all
        .map(|c| look.of_component(c, format!("{} is called", c.id)))
        .collect();
    look.watched(
        &["unused-component", "log-never-consumed"],
        called,
        "there are no components",
    )
}

fn flows_wanted(look: &Look) -> Answer {
    let started = look.report.flows.iter().filter(|f| !f.fragment);
    let right = started.map(|f| look.at(&format!("flows.{}", f.id), format!("{} serves a requirement", f.id)));
    look.watched(
        &["flow-without-requirement", "operation-without-flow"],
        right.collect(),
        "there are no flows",
    )
}

fn entry_guarded(look: &Look) -> Answer {
    let mut right = look.having(&["authentication", "rate-limit", "load-shedding"]);
    let limiters = look.report.components.iter().filter(|c| c.function == "rate-limiter");
    right.extend(limiters.map(|c| look.of_component(c, format!("{} limits each caller", c.id))));
    let rules = ["no-authentication", "no-rate-limit", "callback-unauthenticated"];
    if right.is_empty() && look.findings(&rules).is_empty() && !look.report.actors.is_empty() {
        return Answer::nothing("nothing says who may call and how often");
    }
    look.watched(&rules, right, "nobody calls the design from outside")
}

fn waiting_kept_short(look: &Look) -> Answer {
    let rules = [
        "sync-chain-too-deep",
        "one-call-after-another",
        "answer-behind-queue",
        "unwaited-write",
    ];
    let apart = look.steps(
        |step| !step.waits,
        |step| format!("nobody waits for {} ~> {}", step.from, step.to),
    );
    look.watched(
        &rules,
        apart,
        "every call is waited for, and no chain of calls is too long",
    )
}

/// Components of one's own code, which have something to say beyond their product.
fn black_boxes(look: &Look) -> Answer {
    let ours = |shape: Shape| matches!(shape, Shape::Service | Shape::Worker);
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    for component in look.report.components.iter().filter(|c| ours(c.shape)) {
        let contract = component.contract.as_ref();
        let parts = contract.map(|c| [&c.receives, &c.returns, &c.owns, &c.fails_by]);
        let missing: Vec<&str> = ["receives", "returns", "owns", "fails_by"]
            .into_iter()
            .enumerate()
            .filter(|(index, _)| parts.is_none_or(|parts| parts[*index].is_none()))
            .map(|(_, name)| name)
            .collect();
        match missing.is_empty() {
            true => right.push(look.of_component(component, format!("{} as a black box", component.id))),
            false => wrong.push(look.of_component(
                component,
                format!("the contract of {} lacks {}", component.id, missing.join(", ")),
            )),
        }
    }
    Answer::of(wrong, right, "the design has no code of its own")
}

fn now_and_later(look: &Look) -> Answer {
    let states = look.below("states");
    let right: Vec<Evidence> = states
        .iter()
        .map(|path| look.at(path, format!("the state {}", path.rsplit('.').next().unwrap_or(path))))
        .collect();
    match right.is_empty() {
        true => Answer::nothing("nothing under `states` says what changes at ten times the load"),
        false => Answer::shown(right),
    }
}

fn guarded_data(look: &Look) -> Answer {
    let right = look.having(&["encryption-at-rest", "tls", "mtls", "public-access", "audit-log"]);
    let rules = ["public-store", "pii-unprotected", "plain-text-personal-data"];
    if right.is_empty() && look.findings(&rules).is_empty() && look.truths().next().is_some() {
        return Answer::nothing("no component says how data are encrypted at rest or on their way");
    }
    look.watched(&rules, right, "the design keeps no data")
}

fn watched_and_released(look: &Look) -> Answer {
    let words = [
        "metrics",
        "slo-alerts",
        "distributed-tracing",
        "structured-logs",
        "canary",
        "blue-green",
    ];
    let right = look.having(&words);
    let rules = ["no-alert", "no-trace", "no-health-check", "big-bang-release"];
    if right.is_empty() && look.findings(&rules).is_empty() {
        return Answer::nothing("nothing says how the system is watched and released");
    }
    look.watched(&rules, right, "")
}

fn regions_considered(look: &Look) -> Answer {
    let regions = look.report.regions.iter();
    let several = look.report.regions.len() > 1;
    let right = regions
        .filter(|_| several)
        .map(|region| crate::review::look::said(format!("it runs in {}", region.id)))
        .collect::<Vec<_>>();
    let rules = [
        "single-region",
        "regions-without-way-in",
        "chatty-between-regions",
        "concurrent-writers",
    ];
    if right.is_empty() && look.findings(&rules).is_empty() && !waived(look, "single-region") {
        return Answer::unknown("the design names no regions");
    }
    look.watched(&rules, right, "")
}

fn waived(look: &Look, rule: &str) -> bool {
    look.report
        .findings
        .iter()
        .any(|f| f.rule == rule && f.waived.is_some())
}

fn dearest_part_decided(look: &Look) -> Answer {
    let Some(dearest) = look.report.cost.as_ref().and_then(|cost| cost.components.first()) else {
        return Answer::unknown("nothing in the design has a price");
    };
    let says = format!("{} takes most of the bill: {}", dearest.component, dearest.biggest);
    let right = vec![look.at(&format!("components.{}", dearest.component), says)];
    look.watched(&["dearest-part-undecided", "stale-price"], right, "")
}
