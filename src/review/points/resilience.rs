//! What fails, who notices, and what is done about it.

use super::Condition;
use crate::report::{Evidence, Shape};
use crate::review::look::{Answer, Look};

pub const POINTS: &[Condition] = &[
    ("no-single-point", no_single_point),
    ("time-limits", time_limits),
    ("zones-spread", zones_spread),
    ("loss-bounded", loss_bounded),
    ("others-may-fail", others_may_fail),
    ("retries-bounded", retries_bounded),
    ("bad-messages", bad_messages),
    ("lesser-answers", lesser_answers),
    ("failover-safe", failover_safe),
    ("failures-rehearsed", failures_rehearsed),
    ("region-answered", region_answered),
];

fn no_single_point(look: &Look) -> Answer {
    let mut right = Vec::new();
    for flow in look.must_flows() {
        for component in look.components_of(flow).into_iter().filter(|c| c.units > 1) {
            right.push(look.of_component(component, format!("{} has {}", component.id, component.placed)));
        }
    }
    right.dedup();
    look.watched(
        &["single-point-of-failure"],
        right,
        "no must calls a component that has units",
    )
}

fn time_limits(look: &Look) -> Answer {
    let rules = ["no-timeout", "retries-without-timeout", "timeout-too-short"];
    let timed = |step: &crate::report::Step| step.notes.iter().any(|note| note.starts_with("timeout"));
    let right = look.steps(timed, |step| format!("{} -> {} has a timeout", step.from, step.to));
    if right.is_empty() && look.findings(&rules).is_empty() {
        return Answer::nothing("no step has a timeout");
    }
    look.watched(&rules, right, "")
}

fn zones_spread(look: &Look) -> Answer {
    let zoned = look.report.components.iter().filter(|c| c.placed.contains("zones"));
    let right = zoned.map(|c| look.of_component(c, format!("{} has {}", c.id, c.placed)));
    let rules = [
        "single-zone",
        "zone-loss-overload",
        "uneven-zones",
        "quorum-lost-with-zone",
    ];
    let right: Vec<Evidence> = right.collect();
    if right.is_empty() && look.findings(&rules).is_empty() {
        return Answer::unknown("no component says in which zones it runs");
    }
    look.watched(&rules, right, "")
}

fn loss_bounded(look: &Look) -> Answer {
    let bounds = look
        .report
        .verdicts
        .iter()
        .filter(|v| ["rpo", "rto", "durability"].contains(&v.metric.as_str()));
    let right: Vec<Evidence> = bounds
        .map(|v| Evidence {
            says: format!(
                "{}: {} {} of {}",
                v.id,
                v.metric,
                v.target,
                v.of.as_deref().unwrap_or("all")
            ),
            place: v.place.clone(),
        })
        .collect();
    if look.truths().next().is_none() {
        return Answer::not_applicable("the design keeps no data");
    }
    match right.is_empty() {
        true => Answer::nothing("no `rpo` and `rto` say what may be lost and for how long"),
        false => look.watched(
            &["no-backup", "backup-in-same-region", "restore-exceeds-budget"],
            right,
            "",
        ),
    }
}

fn others_may_fail(look: &Look) -> Answer {
    let external: Vec<&str> = (look.report.components.iter())
        .filter(|c| c.shape == Shape::External)
        .map(|c| c.id.as_str())
        .collect();
    let rules = ["no-circuit-breaker", "no-timeout", "fallback-shares-fate"];
    let calls = |step: &crate::report::Step| step.waits && external.contains(&step.to.as_str());
    let (mut wrong, mut right) = (look.findings(&rules), Vec::new());
    let all = look.steps(calls, |step| format!("{} -> {}", step.from, step.to));
    let guarded = |step: &crate::report::Step| {
        let timed = step.notes.iter().any(|note| note.starts_with("timeout"));
        calls(step) && (step.optional || step.if_down.is_some() || timed)
    };
    right.extend(look.steps(guarded, |step| {
        format!("{} -> {} has an answer for its failure", step.from, step.to)
    }));
    if wrong.is_empty() && right.len() < all.len() {
        let bare = |step: &crate::report::Step| calls(step) && !guarded(step);
        wrong = look.steps(bare, |step| {
            format!("nothing says what becomes of {} without {}", step.from, step.to)
        });
    }
    Answer::of(wrong, right, "nothing that others run is waited for")
}

fn retries_bounded(look: &Look) -> Answer {
    let rules = [
        "retry-amplification",
        "retries-without-backoff",
        "retries-without-idempotency",
    ];
    let retried = |step: &crate::report::Step| step.notes.iter().any(|n| n.contains("retry") || n.contains("retries"));
    let right = look.steps(retried, |step| {
        format!("{} -> {} tries again, and not without end", step.from, step.to)
    });
    look.watched(&rules, right, "nothing is tried again")
}

fn bad_messages(look: &Look) -> Answer {
    let rules = ["no-dead-letter", "unbounded-log", "retention-shorter-than-outage"];
    look.watched(&rules, look.having(&["dead-letter"]), "no message waits for a consumer")
}

fn lesser_answers(look: &Look) -> Answer {
    let right = look.steps(
        |step| step.if_down.is_some() || step.optional,
        |step| match &step.if_down {
            Some(other) => format!("without {} it is {other}", step.to),
            None => format!("without {} the rest goes on", step.to),
        },
    );
    let rules = ["fallback-shares-fate", "cache-that-must-answer"];
    if right.is_empty() && look.findings(&rules).is_empty() {
        return Answer::nothing("no step says `if_down` or `optional`: every failure is a failure of all");
    }
    look.watched(&rules, right, "")
}

fn failover_safe(look: &Look) -> Answer {
    let rules = [
        "failover-without-fencing",
        "failover-eats-budget",
        "dns-slower-than-rto",
        "quorum-exceeds-copies",
    ];
    look.watched(
        &rules,
        look.having(&["fencing", "leader-election"]),
        "nothing fails over",
    )
}

fn failures_rehearsed(look: &Look) -> Answer {
    let expected = look.below("expect");
    let of_file = expected
        .iter()
        .map(|path| look.at(path, "a drill or a target that must come out so"));
    let right: Vec<Evidence> = look
        .having(&["restore-test", "game-day", "chaos-engineering"])
        .into_iter()
        .chain(of_file)
        .collect();
    let rules = ["failover-never-practised", "restore-never-tested", "expectation-failed"];
    if right.is_empty() && look.findings(&rules).is_empty() {
        return Answer::nothing("nothing under `expect`, and nobody says that a failure was rehearsed");
    }
    look.watched(&rules, right, "")
}

fn region_answered(look: &Look) -> Answer {
    let about_region = look.report.drills.iter().filter(|d| d.line.contains("region"));
    let drilled = about_region.map(|d| crate::review::look::said(format!("`{}` is drilled", d.line)));
    let survive = look
        .report
        .verdicts
        .iter()
        .filter(|v| v.metric == "survive" && v.target.contains("region"));
    let survive = survive.map(|v| Evidence {
        says: format!("{}: survive {}", v.id, v.target),
        place: v.place.clone(),
    });
    let right: Vec<Evidence> = survive.chain(drilled).collect();
    let waived = look
        .report
        .findings
        .iter()
        .any(|f| f.rule == "single-region" && f.waived.is_some());
    if right.is_empty() && look.findings(&["single-region"]).is_empty() && !waived {
        return Answer::nothing("nothing says what becomes of the loss of a region");
    }
    look.watched(&["single-region", "regions-without-way-in"], right, "")
}
