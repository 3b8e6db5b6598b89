//! One step of a flow: `caller -> callee`, with options.

use super::component::latency;
use super::facts::facts;
use super::{Access, AccessKind, Step, Times, table};
use crate::finding::Finding;
use crate::form::table::Measure;
use crate::form::{Context, Node, Reader, Value, rule};
use crate::source::{Span, Spanned};

pub fn step(context: &Context, node: &Node) -> Option<Step> {
    let nothing = Node {
        span: node.span,
        value: Value::Null,
    };
    let (arrow, span, options) = match &node.value {
        Value::Scalar { text, .. } => (text.as_str(), node.span, &nothing),
        Value::Map(entries) if entries.len() == 1 => (entries[0].0.name.as_str(), entries[0].0.span, &entries[0].1),
        _ => {
            context.report(
                Finding::error(
                    rule::WRONG_TYPE,
                    "a step is `caller -> callee`, with its options behind a colon",
                )
                .at(node.span)
                .fix("write `- api -> db: {timeout: 50 ms}`; indent further options below it"),
            );
            return None;
        }
    };
    let (caller, callee, waits) = parties(context, arrow, span)?;
    let reader = Reader::new(options, &table::STEP, context)?;
    Some(Step {
        span,
        caller,
        callee,
        waits,
        hit: reader.quantity("hit"),
        on_miss: reader.text("on_miss"),
        if_down: reader.text("if_down"),
        optional: reader.flag("optional").is_some_and(|f| f.value),
        share: reader.quantity("share"),
        times: times(&reader),
        serial: reader.flag("serial").is_some_and(|f| f.value),
        parallel: reader.flag("parallel").is_some_and(|f| f.value),
        batch: reader.quantity("batch"),
        input: reader.quantity("in"),
        output: reader.quantity("out"),
        accesses: accesses(&reader),
        from_replica: reader.word("from").is_some(),
        other_region: reader.word("region").map(|w| w.span),
        hold: reader.quantity("hold"),
        retries: reader.count("retries"),
        timeout: reader.quantity("timeout"),
        latency: reader.node("latency").and_then(|n| latency(context, n)).map(Box::new),
        then: reader.text("then"),
        facts: facts(&reader),
    })
}

/// Splits `caller -> callee`.
fn parties(context: &Context, text: &str, span: Span) -> Option<(Spanned<String>, Spanned<String>, bool)> {
    let arrows = [("->", true), ("~>", false)];
    let found = arrows.iter().find_map(|(a, waits)| text.find(a).map(|at| (at, *waits)));
    let parts = found.map(|(at, waits)| (&text[..at], &text[at + 2..], waits));
    let single = |s: &str| !s.trim().is_empty() && !s.trim().contains(char::is_whitespace);
    let place = |part: &str| {
        let name = part.trim();
        let at = name.as_ptr() as usize - text.as_ptr() as usize;
        Spanned::new(name.to_string(), span.part(at, name.len()))
    };
    match parts {
        Some((caller, callee, waits)) if single(caller) && single(callee) => {
            Some((place(caller), place(callee), waits))
        }
        _ => {
            // Another arrow tells who calls whom all the same, so that nothing after it seems unreached.
            let other = ["=>", "-->", "\u{2192}"]
                .iter()
                .find_map(|arrow| text.split_once(*arrow));
            let meant = other.filter(|(caller, callee)| single(caller) && single(callee));
            let hint = meant.map_or(String::new(), |(caller, callee)| {
                format!("did you mean `{} -> {}`? ", caller.trim(), callee.trim())
            });
            context.report(
                Finding::error(rule::WRONG_TYPE, format!("`{text}` is no step"))
                    .at(span)
                    .label("a step is `caller -> callee` or `caller ~> callee`")
                    .fix(format!(
                        "{hint}`->` waits for the answer, `~>` does not; options follow behind `: `"
                    )),
            );
            meant.map(|(caller, callee)| (place(caller), place(callee), true))
        }
    }
}

fn times(reader: &Reader) -> Option<Times> {
    let node = reader.node("times")?;
    if node.text() == Some("all") {
        return Some(Times::All);
    }
    reader
        .context
        .quantity(node, "times", Measure::Number)
        .map(Times::Number)
}

fn accesses(reader: &Reader) -> Vec<Access> {
    let context = reader.context;
    let mut out = Vec::new();
    for (name, kind) in AccessKind::ALL {
        let Some(node) = reader.node(name) else {
            continue;
        };
        if let Value::Map(entries) = &node.value {
            for (key, rows) in entries {
                out.push(Access {
                    kind,
                    entity: Spanned::new(key.name.clone(), key.span),
                    rows: context.quantity(rows, name, Measure::Number),
                });
            }
            continue;
        }
        for item in context.items(node) {
            if let Some(entity) = context.text(item, name) {
                out.push(Access {
                    kind,
                    entity,
                    rows: None,
                });
            }
        }
    }
    out
}
