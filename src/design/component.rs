//! Components and what they are made of.

use super::facts::facts;
use super::{Backup, Component, Contract, Latency, Majority, Replication, Resource, Scale, ids, table};
use crate::finding::Finding;
use crate::form::table::Measure;
use crate::form::{Context, Key, Node, Reader, Value, rule};
use crate::quantity::{Dimension, Quantity};
use crate::source::Spanned;
use ids::{Names, by_id};

/// One component.
pub fn component(context: &Context, key: &Key, node: &Node) -> Option<Component> {
    let reader = Reader::new(node, &table::COMPONENT, context)?;
    Some(Component {
        function: reader
            .text("is")
            .unwrap_or_else(|| Spanned::new(String::new(), key.span)),
        technology: reader.text("with"),
        size: reader.text("size"),
        replicas: reader.count("replicas"),
        zones: reader.node("zones").map(|n| zones(context, n)).unwrap_or_default(),
        regions: reader.texts("regions"),
        limits: reader
            .node("per_replica")
            .map(|n| limits(context, n))
            .unwrap_or_default(),
        copies: reader.count("copies"),
        replication: reader
            .node("replication")
            .and_then(|n| replication(context, n))
            .map(Box::new),
        backup: reader.node("backup").and_then(|n| backup(context, n)).map(Box::new),
        key: reader.text("key"),
        eviction: reader.text("eviction"),
        ttl: reader.quantity("ttl"),
        target: reader.quantity("target"),
        scale: reader
            .node("scale")
            .and_then(|n| Reader::new(n, &table::SCALE, context))
            .map(|r| Box::new(scale(&r))),
        facts: facts(&reader),
        availability: reader.quantity("availability"),
        common_cause: reader.quantity("common_cause"),
        durability: reader.quantity("durability"),
        latency: reader.node("latency").and_then(|n| latency(context, n)).map(Box::new),
        contract: reader
            .node("contract")
            .and_then(|n| Reader::new(n, &table::CONTRACT, context))
            .map(|r| Box::new(contract(&r))),
        cost: quantities(&reader, "cost", Measure::Money),
    })
}

fn contract(reader: &Reader) -> Contract {
    let text = |name| reader.text(name).map(|t| t.value);
    Contract {
        receives: text("receives"),
        returns: text("returns"),
        owns: text("owns"),
        fails_by: text("fails_by"),
    }
}

fn quantities(reader: &Reader, name: &str, measure: Measure) -> Vec<Quantity> {
    let Some(node) = reader.node(name) else {
        return Vec::new();
    };
    let items = reader.context.items(node).iter();
    items
        .filter_map(|n| reader.context.quantity(n, name, measure))
        .collect()
}

fn zones(context: &Context, node: &Node) -> Vec<(Spanned<String>, Option<u32>)> {
    if let Value::Map(entries) = &node.value {
        return entries
            .iter()
            .map(|(k, n)| {
                let units = context.whole(n, "zones", 0).map(|u| u.value);
                (Spanned::new(k.name.clone(), k.span), units)
            })
            .collect();
    }
    let items = context.items(node).iter();
    items.filter_map(|n| Some((context.text(n, "zones")?, None))).collect()
}

fn limits(context: &Context, node: &Node) -> Vec<(Resource, Quantity)> {
    if let Value::Map(_) = node.value {
        let Some(reader) = Reader::new(node, &table::LIMITS, context) else {
            return Vec::new();
        };
        return Resource::ALL
            .iter()
            .filter_map(|(name, resource)| Some((*resource, reader.quantity(name)?)))
            .collect();
    }
    let Some(quantity) = context.quantity(node, "per_replica", Measure::Any) else {
        return Vec::new();
    };
    let labelled = |label: &str| quantity.text.contains(label);
    let resource = if quantity.dimension == Dimension::RATE {
        if labelled("msg") || labelled("message") {
            Resource::Messages
        } else {
            Resource::Requests
        }
    } else if quantity.dimension == Dimension::BANDWIDTH {
        Resource::Bandwidth
    } else if quantity.dimension.is_none() && labelled("conn") {
        Resource::Connections
    } else {
        let hint = if quantity.dimension == Dimension::BYTES {
            format!("say which: `{{memory: {0}}}` or `{{storage: {0}}}`", quantity.text)
        } else {
            "write a rate such as `2500 req/s`, or a map such as `{connections: 10k}`".to_string()
        };
        context.report(
            Finding::error(
                rule::WRONG_DIMENSION,
                format!("`per_replica: {}` does not tell what it limits", quantity.text),
            )
            .at(node.span)
            .fix(hint),
        );
        return Vec::new();
    };
    vec![(resource, quantity)]
}

fn replication(context: &Context, node: &Node) -> Option<Replication> {
    let reader = Reader::new(node, &table::REPLICATION, context)?;
    let quorums = quorums(&reader);
    Some(Replication {
        span: Some(node.span),
        writer: reader.word("writer").map(|w| w.value),
        lag: reader.quantity("lag"),
        failover: reader.quantity("failover"),
        between: reader.word("between").map(|w| w.value),
        rebuild: time_or_bandwidth(&reader, "rebuild"),
        ..quorums
    })
}

/// `acks` and `reads`: so many copies, or `majority`.
pub(crate) fn quorums(reader: &Reader) -> Replication {
    let said = |name: &str| reader.node(name).is_some_and(|node| node.text() == Some("majority"));
    let majority = Majority {
        acks: said("acks"),
        reads: said("reads"),
    };
    let number = |name: &str, majority: bool, least: u32| match majority {
        true => None,
        false => Some(reader.context.whole(reader.node(name)?, name, least)?.value),
    };
    Replication {
        acks: number("acks", majority.acks, 0),
        reads: number("reads", majority.reads, 1),
        majority,
        ..Replication::default()
    }
}

fn backup(context: &Context, node: &Node) -> Option<Backup> {
    if node.text().is_some() {
        return Some(Backup {
            span: node.span,
            every: context.quantity(node, "backup", Measure::Time),
            to: None,
            takes: None,
            copy: None,
            restore: None,
        });
    }
    let reader = Reader::new(node, &table::BACKUP, context)?;
    Some(Backup {
        span: node.span,
        every: reader.quantity("every"),
        to: reader.text("to").map(|t| t.value),
        takes: reader.quantity("takes"),
        copy: reader.quantity("copy"),
        restore: time_or_bandwidth(&reader, "restore"),
    })
}

/// How long a copy takes, or how fast it goes.
fn time_or_bandwidth(reader: &Reader, name: &str) -> Option<Quantity> {
    let quantity = reader.quantity(name)?;
    if quantity.dimension == Dimension::TIME || quantity.dimension == Dimension::BANDWIDTH {
        return Some(quantity);
    }
    reader.context.report(
        Finding::error(
            rule::WRONG_DIMENSION,
            format!(
                "`{name}` is a time or a bandwidth, but `{}` is {}",
                quantity.text,
                quantity.dimension.words()
            ),
        )
        .at(quantity.span)
        .fix("write `2 h` or `200 MB/s`"),
    );
    None
}

fn scale(reader: &Reader) -> Scale {
    Scale {
        to: reader.count("to"),
        at: reader.quantity("at"),
        time: reader.quantity("in"),
        warm: by_id(reader, "warm", Names::Expression, |c, k, n| {
            Some(c.whole(n, &k.name, 1)?.value)
        }),
    }
}

/// A constant, or a median with a 99th percentile.
pub fn latency(context: &Context, node: &Node) -> Option<Latency> {
    if node.text().is_some() {
        let constant = context.quantity(node, "latency", Measure::Time)?;
        return Some(Latency {
            p50: constant.clone(),
            p99: constant,
        });
    }
    let reader = Reader::new(node, &table::LATENCY, context)?;
    let (p50, p99) = (reader.quantity("p50")?, reader.quantity("p99")?);
    if p50.point() > p99.point() {
        context.report(
            Finding::error(rule::WRONG_TYPE, "`p50` can't be above `p99`")
                .at(p50.span)
                .related(p99.span, "p99"),
        );
        return None;
    }
    Some(Latency { p50, p99 })
}
