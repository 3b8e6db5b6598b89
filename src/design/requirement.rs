//! Requirements, assumptions, questions and expectations.

use super::ids::{Names, by_id};
use super::{Assumption, Design, Expectation, Functional, Holds, Metric, Nonfunctional, Question, table};
use crate::finding::Finding;
use crate::form::table::Measure;
use crate::form::{Context, Key, Node, Reader, Value, rule};
use crate::quantity::{Dimension, Quantity, Spread};
use crate::source::Spanned;

pub fn read(reader: &Reader, design: &mut Design) {
    design.functional = by_id(reader, "functional", Names::Plain, |c, _, n| functional(c, n));
    design.nonfunctional = by_id(reader, "nonfunctional", Names::Plain, nonfunctional);
    design.out_of_scope = reader.texts("out_of_scope");
    design.assumptions = by_id(reader, "assumptions", Names::Plain, |c, _, n| assumption(c, n));
    design.questions = by_id(reader, "questions", Names::Plain, |c, _, n| {
        let r = Reader::new(n, &table::QUESTION, c)?;
        Some(Question {
            ask: r.text("ask")?.value,
            owner: r.text("owner").map(|t| t.value),
        })
    });
}

fn functional(context: &Context, node: &Node) -> Option<Functional> {
    let reader = Reader::new(node, &table::FUNCTIONAL, context)?;
    Some(Functional {
        actor: reader.text("as"),
        want: reader.text("want").map(|t| t.value).unwrap_or_default(),
        priority: reader.word("priority"),
        flow: reader.text("flow"),
        accept: reader.texts("accept").into_iter().map(|t| t.value).collect(),
    })
}

fn assumption(context: &Context, node: &Node) -> Option<Assumption> {
    let reader = Reader::new(node, &table::ASSUMPTION, context)?;
    Some(Assumption {
        says: reader.text("says").map(|t| t.value).unwrap_or_default(),
        holds: reader.node("holds").and_then(|n| holds(context, n)),
        source: reader.text("source").map(|t| t.value),
    })
}

fn holds(context: &Context, node: &Node) -> Option<Holds> {
    let Spanned {
        value: (left, comparison, right),
        span,
    } = context.comparison(node, "holds")?;
    Some(Holds {
        left,
        comparison,
        right,
        text: Spanned::new(node.text().unwrap_or("").to_string(), span),
    })
}

/// A metric that is compared with one quantity: its key, what it measures, and how it is kept.
type Compared = (&'static str, Measure, fn(Quantity) -> Metric);

fn nonfunctional(context: &Context, key: &Key, node: &Node) -> Option<Nonfunctional> {
    let reader = Reader::new(node, &table::NONFUNCTIONAL, context)?;
    let mut metrics = Vec::new();
    let at_least: [Compared; 3] = [
        ("availability", Measure::Number, Metric::Availability),
        ("throughput", Measure::Frequency, Metric::Throughput),
        ("durability", Measure::Number, Metric::Durability),
    ];
    let at_most: [Compared; 4] = [
        ("rpo", Measure::Time, Metric::Rpo),
        ("rto", Measure::Time, Metric::Rto),
        ("cost", Measure::Money, Metric::Cost),
        ("staleness", Measure::Time, Metric::Staleness),
    ];
    for (signs, list) in [([">=", ">"], &at_least[..]), (["<=", "<"], &at_most[..])] {
        for (name, measure, metric) in list {
            let Some(node) = reader.node(name) else {
                continue;
            };
            let target = target(context, node, name, *measure, signs);
            metrics.extend(target.map(|q| Spanned::new(metric(q), node.span)));
        }
    }
    if let Some(node) = reader.node("latency") {
        metrics.extend(latency(context, node).map(|m| Spanned::new(m, node.span)));
    }
    if let Some(text) = reader.text("survive") {
        metrics.push(text.map(Metric::Survive));
    }
    if let Some(word) = reader.word("consistency") {
        metrics.push(word.map(Metric::Consistency));
    }
    for (name, metric) in [("has", Metric::Has as fn(Vec<_>) -> Metric), ("lacks", Metric::Lacks)] {
        let Some(node) = reader.node(name) else { continue };
        let words = reader.texts(name);
        if words.is_empty() {
            let missing = Finding::error(rule::MISSING_KEY, format!("`{name}` names no fact")).at(node.span);
            context.report(missing.fix(format!("write `{name}: [encryption-at-rest]`")));
        } else {
            metrics.push(Spanned::new(metric(words), node.span));
        }
    }
    if let Some(node) = reader.node("holds")
        && let Some(holds) = holds(context, node)
    {
        let parts = Box::new((holds.left, holds.comparison, holds.right));
        metrics.push(Spanned::new(Metric::Holds(parts, holds.text.value), holds.text.span));
    }
    if let Some(text) = reader.text("says") {
        metrics.push(text.map(Metric::Says));
    }
    // In the order of the file, so that reports follow it.
    metrics.sort_by_key(|m| m.span.start);
    if metrics.is_empty() && matches!(&node.value, Value::Map(_)) {
        let asked = [
            "availability",
            "latency",
            "rpo",
            "rto",
            "cost",
            "throughput",
            "durability",
            "staleness",
            "survive",
            "consistency",
            "has",
            "lacks",
            "holds",
            "says",
        ];
        if !asked.iter().any(|m| node.get(m).is_some()) {
            context.report(
                Finding::error(rule::MISSING_KEY, format!("`{}` names no metric", key.name))
                    .at(key.span)
                    .fix(format!("one or more of: {}", asked.join(", "))),
            );
        }
    }
    Some(Nonfunctional {
        metrics,
        of: reader.text("of"),
        to: reader.text("to"),
        when: reader.text("when"),
        shown_by: reader.texts("shown_by"),
    })
}

/// A target with its comparison sign, which may be left out.
fn target(context: &Context, node: &Node, name: &str, measure: Measure, signs: [&str; 2]) -> Option<Quantity> {
    let Some(text) = node.text() else {
        return context.quantity(node, name, measure);
    };
    let text = text.trim();
    let bare = signs.iter().find_map(|s| text.strip_prefix(s)).unwrap_or(text).trim();
    if bare.starts_with(['<', '>', '=']) {
        let sense = if signs[1] == ">" { "at least" } else { "at most" };
        context.report(
            Finding::error(
                rule::BAD_EXPRESSION,
                format!("`{name}` is always {sense} its value: leave the sign out"),
            )
            .at(node.span),
        );
        return None;
    }
    let mut quantity = context.quantity_text(node, bare, name, measure)?;
    // A share of 100 % is 1, not a bare 99.9.
    if measure == Measure::Number && quantity.dimension == Dimension::NONE && quantity.point() > 1.0 {
        context.report(
            Finding::error(
                rule::WRONG_DIMENSION,
                format!(
                    "`{name}` is a share of at most 100 %, but `{bare}` is {} times one",
                    quantity.point()
                ),
            )
            .at(node.span)
            .fix(format!("write `{bare} %`")),
        );
        quantity.spread = Spread::Exact(1.0);
        return None;
    }
    Some(quantity)
}

/// `p99 < 100 ms`; the sign may be left out.
fn latency(context: &Context, node: &Node) -> Option<Metric> {
    let bad = |context: &Context| {
        context.report(
            Finding::error(rule::BAD_EXPRESSION, "a latency target names a percentile and a time")
                .at(node.span)
                .fix("write `p99 < 100 ms`"),
        );
    };
    let text = node.text().unwrap_or("").trim();
    let Some(rest) = text.strip_prefix('p') else {
        bad(context);
        return None;
    };
    let digits = rest
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(rest.len());
    let Some(percentile) = rest[..digits].parse::<f64>().ok().filter(|p| *p > 0.0 && *p < 100.0) else {
        bad(context);
        return None;
    };
    let rest = rest[digits..].trim_start();
    let bare = rest
        .strip_prefix("<=")
        .or(rest.strip_prefix('<'))
        .unwrap_or(rest)
        .trim();
    if bare.is_empty() {
        bad(context);
        return None;
    }
    let at_most = context.quantity_text(node, bare, "latency", Measure::Time)?;
    Some(Metric::Latency {
        percentile: percentile / 100.0,
        at_most,
    })
}

/// What may be expected of a flow, a requirement or a component in a drill; what survives holds or degrades.
const OUTCOMES: [&str; 5] = ["holds", "degrades", "survives", "fails", "overloaded"];

/// One entry of `expect`.
pub fn expectation(context: &Context, node: &Node) -> Option<Expectation> {
    if let Value::Map(entries) = &node.value {
        let mut drill = None;
        let mut outcomes = Vec::new();
        for (key, value) in entries {
            if key.name == "drill" {
                drill = context.text(value, "drill");
            } else if let Some(word) = context.word(value, &key.name, &OUTCOMES) {
                outcomes.push((Spanned::new(key.name.clone(), key.span), word));
            }
        }
        let Some(drill) = drill else {
            context.report(
                Finding::error(rule::MISSING_KEY, "an expectation with outcomes needs its `drill`")
                    .at(node.span)
                    .fix("write `{drill: lose zone a, FR1: holds}`"),
            );
            return None;
        };
        // A word that is none is reported where it stands.
        if entries.len() == 1 {
            let missing = Finding::error(rule::MISSING_KEY, "a drill in `expect` needs an outcome").at(node.span);
            context.report(missing.fix(format!(
                "write `{{drill: {}, FR1: holds}}`; an outcome is {}",
                drill.value,
                OUTCOMES.join(", ")
            )));
            return None;
        }
        return Some(Expectation::Drill { drill, outcomes });
    }
    let text = context.text(node, "expect")?;
    if let Some((requirement, status)) = text.value.split_once('=') {
        let status = status.trim();
        if let Some(word) = ["pass", "fail", "unknown"].into_iter().find(|w| *w == status) {
            return Some(Expectation::Verdict {
                requirement: Spanned::new(requirement.trim().to_string(), text.span),
                status: Spanned::new(word, text.span),
            });
        }
    }
    holds(context, node).map(Expectation::Holds)
}
