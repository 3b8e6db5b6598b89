//! What is kept, and what callers are promised.

use super::Condition;
use crate::report::{Evidence, Operation};
use crate::review::look::{Answer, Look};

pub const POINTS: &[Condition] = &[
    ("rows-have-keys", rows_have_keys),
    ("operation-for-each-must", operation_for_each_must),
    ("written-and-read", written_and_read),
    ("life-of-data", life_of_data),
    ("lists-in-pages", lists_in_pages),
    ("writes-once", writes_once),
    ("truth-behind-caches", truth_behind_caches),
    ("shard-keys", shard_keys),
    ("writes-in-order", writes_in_order),
    ("versioned-contract", versioned_contract),
    ("personal-data", personal_data),
];

fn entities(look: &Look) -> Vec<Evidence> {
    let all = look.truths();
    all.map(|e| {
        look.at(
            &format!("data.{}", e.id),
            format!("{} lies in {}", e.id, e.kept_in.join(", ")),
        )
    })
    .collect()
}

const NO_DATA: &str = "the design keeps no data";

fn rows_have_keys(look: &Look) -> Answer {
    let keyed = look.truths().filter_map(|entity| {
        let key = entity.fields.iter().find(|field| field.key)?;
        Some(look.at(
            &format!("data.{}", entity.id),
            format!("the key of {} is {}", entity.id, key.name),
        ))
    });
    let keyed: Vec<Evidence> = keyed.collect();
    if keyed.is_empty() && look.truths().next().is_some() {
        return Answer::open(entities(look).into_iter().map(without_key).collect());
    }
    look.watched(&["row-without-key"], keyed, NO_DATA)
}

fn without_key(entity: Evidence) -> Evidence {
    Evidence {
        says: format!("{}, and no field of it is a key", entity.says),
        ..entity
    }
}

/// All operations, each with its contract.
fn operations<'a>(look: &'a Look) -> impl Iterator<Item = (&'a str, &'a Operation)> {
    let apis = look.report.apis.iter();
    apis.flat_map(|api| api.operations.iter().map(|operation| (api.id.as_str(), operation)))
}

fn of_operation(look: &Look, api: &str, operation: &Operation, says: &str) -> Evidence {
    let path = format!("apis.{api}.{}", operation.id);
    look.at(&path, format!("{} {} {says}", operation.method, operation.target))
}

fn operation_for_each_must(look: &Look) -> Answer {
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    for must in look.musts() {
        let served = operations(look).find(|(_, o)| o.flow.is_some() && o.flow == must.flow);
        match served {
            Some((api, operation)) => right.push(of_operation(look, api, operation, &format!("serves {}", must.id))),
            None => wrong.push(look.at(
                &format!("requirements.functional.{}", must.id),
                format!("no operation of an API serves {}", must.id),
            )),
        }
    }
    Answer::of(wrong, right, "there are no musts")
}

fn written_and_read(look: &Look) -> Answer {
    let rules = ["entity-never-written", "entity-never-read", "unused-entity"];
    look.watched(&rules, entities(look), NO_DATA)
}

fn life_of_data(look: &Look) -> Answer {
    let kept = look.truths().filter_map(|entity| {
        let keep = entity.keep.as_deref()?;
        Some(look.at(&format!("data.{}", entity.id), format!("{} is kept {keep}", entity.id)))
    });
    let right: Vec<Evidence> = kept.collect();
    let rules = ["kept-without-end", "pii-without-retention"];
    if right.is_empty() && look.truths().next().is_some() && look.findings(&rules).is_empty() {
        return Answer::nothing("no entity says how long it is kept (`keep`)");
    }
    look.watched(&rules, right, NO_DATA)
}

/// Whether a flow reads several rows at once is told by its steps.
fn lists_in_pages(look: &Look) -> Answer {
    let (mut wrong, mut right) = (Vec::new(), Vec::new());
    for (api, operation) in operations(look) {
        let returns = operation.returns.as_deref().unwrap_or_default();
        let flow = operation.flow.as_deref().and_then(|id| look.flow(id));
        let reads_many = flow.is_some_and(|f| f.steps.iter().any(|s| s.waits && reads_rows(&s.action)));
        if returns.starts_with("a page of") {
            right.push(of_operation(look, api, operation, &format!("returns {returns}")));
        } else if reads_many && is_collection(operation) {
            wrong.push(of_operation(
                look,
                api,
                operation,
                "reads several rows and returns no page of them",
            ));
        }
    }
    Answer::of(wrong, right, "no operation returns a list")
}

/// Whether an operation reads a collection: a `GET` whose path does not end with the id of one thing.
fn is_collection(operation: &Operation) -> bool {
    operation.method == "GET" && !operation.target.ends_with('}')
}

/// Whether an action reads a number of rows: `read 20 message`.
fn reads_rows(action: &str) -> bool {
    let reads = action.split("; ").filter_map(|part| part.strip_prefix("read "));
    let mut rows = reads
        .flat_map(|list| list.split(", "))
        .filter_map(|item| item.split_once(' '));
    rows.any(|(count, _)| count != "1" && count.starts_with(|c: char| c.is_ascii_digit()))
}

fn writes_once(look: &Look) -> Answer {
    let rules = [
        "create-without-idempotency",
        "redelivery-without-idempotency",
        "retries-without-idempotency",
    ];
    let creating = operations(look).filter(|(_, o)| ["POST", "mutation"].contains(&o.method.as_str()));
    let creating = creating.map(|(api, o)| of_operation(look, api, o, "may be asked twice and does it once"));
    let right = look.having(&["idempotency"]).into_iter().chain(creating);
    look.watched(
        &rules,
        right.collect(),
        "nothing is created, and nothing is delivered twice",
    )
}

fn truth_behind_caches(look: &Look) -> Answer {
    let rules = [
        "cache-as-truth",
        "copy-never-filled",
        "cache-never-invalidated",
        "eviction-unsaid",
        "hit-without-miss",
    ];
    let right = look.steps(
        |step| step.on_miss.is_some(),
        |step| {
            format!(
                "a miss of {} goes to {}",
                step.on_miss.as_deref().unwrap_or_default(),
                step.to
            )
        },
    );
    look.watched(&rules, right, "the design has no cache")
}

fn shard_keys(look: &Look) -> Answer {
    let keyed = look.report.components.iter().filter_map(|component| {
        let key = component.key.as_deref()?;
        Some(look.of_component(component, format!("{} is split by {key}", component.id)))
    });
    look.watched(
        &["no-partition-key", "hot-key"],
        keyed.collect(),
        "no store names a key by which it is split",
    )
}

fn writes_in_order(look: &Look) -> Answer {
    let rules = [
        "lost-updates",
        "concurrent-writers",
        "double-write",
        "stale-read-after-write",
    ];
    let right = look.steps(
        |step| {
            ["write", "update", "delete"]
                .iter()
                .any(|word| step.action.contains(word))
        },
        |step| format!("{} -> {}: {}", step.from, step.to, step.action),
    );
    look.watched(&rules, right, "nothing is written")
}

fn versioned_contract(look: &Look) -> Answer {
    let right = look.report.apis.iter().filter_map(|api| {
        let version = api.version.as_deref()?;
        Some(look.at(&format!("apis.{}", api.id), format!("{} is at {version}", api.id)))
    });
    look.watched(
        &["api-without-version", "get-that-changes"],
        right.collect(),
        "the design has no contract",
    )
}

fn personal_data(look: &Look) -> Answer {
    let personal = look.report.entities.iter().filter(|e| e.fields.iter().any(|f| f.pii));
    let right: Vec<Evidence> = personal
        .map(|e| look.at(&format!("data.{}", e.id), format!("{} holds personal data", e.id)))
        .collect();
    if right.is_empty() {
        return Answer::not_applicable("no field is marked `pii`");
    }
    look.watched(
        &["pii-unprotected", "pii-without-retention", "plain-text-personal-data"],
        right,
        "",
    )
}
