//! From the merged tree to the typed design.

use super::{
    Actor, Api, Backup, ById, Component, Decision, Design, Facts, Figure, Flow, Latency, Load, Operation, Region,
    Replication, Resource, Returns, Scale, Settings, Waiver, Window, entity, requirement, step, table,
};
use crate::finding::Finding;
use crate::form::table::{Measure, Record};
use crate::form::{Context, Key, Node, Reader, Value, rule};
use crate::quantity::expression::Language;
use crate::quantity::{Dimension, Profile, Quantity, unit};
use crate::source::Spanned;

/// The version of the format that is read.
const VERSION: u32 = 1;

/// Words that YAML 1.1 readers turn into something else.
const YAML_WORDS: [&str; 8] = ["on", "off", "yes", "no", "true", "false", "null", "~"];

pub fn design(root: &Node, settings: &Settings, findings: &mut Vec<Finding>) -> Design {
    let profile = settings
        .profile
        .or_else(|| Profile::from_name(root.get("profile")?.text()?))
        .unwrap_or_default();
    let mut people = vec!["user".to_string()];
    if let Some(Node {
        value: Value::Map(actors),
        ..
    }) = root.get("actors")
    {
        people.extend(actors.iter().map(|(k, _)| k.name.clone()).filter(|n| n != "user"));
    }
    let context = Context::new(Language {
        profile,
        people,
        counting: false,
    });
    let design = match Reader::new(root, &table::DESIGN, &context) {
        Some(reader) => read(&reader, profile, settings),
        None => Design::default(),
    };
    findings.extend(context.take());
    design
}

fn read(reader: &Reader, profile: Profile, settings: &Settings) -> Design {
    let context = reader.context;
    if let Some(version) = reader.count("napkin")
        && version.value != VERSION
    {
        context.report(
            Finding::error(
                rule::UNKNOWN_WORD,
                format!(
                    "this file is of version {}; this program reads version {VERSION}",
                    version.value
                ),
            )
            .at(version.span),
        );
    }
    // The profile was looked up before anything else; reading it here reports a wrong word.
    let _ = reader.word("profile");
    let _ = reader.texts("include");
    let mut design = Design {
        name: reader.text("name").map(|n| n.value).unwrap_or_default(),
        summary: reader.text("summary").map(|s| s.value),
        case: reader.text("case"),
        profile,
        state: settings.state.clone(),
        today: settings.today.clone().or(reader.date("today").map(|d| d.value)),
        load: record(reader, "load", &table::LOAD)
            .map(|r| load(&r))
            .unwrap_or_default(),
        actors: by_id(reader, "actors", Names::Expression, |c, _, n| actor(c, n)),
        regions: by_id(reader, "regions", Names::Place, |c, _, n| region(c, n)),
        components: by_id(reader, "components", Names::Expression, |c, k, n| component(c, k, n)),
        flows: by_id(reader, "flows", Names::Expression, |c, _, n| flow(c, n)),
        entities: by_id(reader, "data", Names::Expression, |c, _, n| entity::entity(c, n)),
        apis: by_id(reader, "apis", Names::Plain, |c, _, n| api(c, n)),
        figures: by_id(reader, "figures", Names::Expression, |c, _, n| figure(c, n)),
        decisions: by_id(reader, "decisions", Names::Plain, |c, _, n| decision(c, n)),
        states: by_id(reader, "states", Names::Plain, |c, k, n| {
            c.entries(n, &k.name);
            Some(())
        }),
        ..Design::default()
    };
    if let Some(requirements) = record(reader, "requirements", &table::REQUIREMENTS) {
        requirement::read(&requirements, &mut design);
    }
    if let Some(node) = reader.node("waivers") {
        design.waivers = context.items(node).iter().filter_map(|n| waiver(context, n)).collect();
    }
    if let Some(node) = reader.node("expect") {
        let items = context.items(node).iter();
        design.expectations = items.filter_map(|n| requirement::expectation(context, n)).collect();
    }
    design
}

/// How strictly ids are checked.
#[derive(Clone, Copy, PartialEq)]
pub enum Names {
    /// An expression can name it: letters, digits, `_`, no reserved word.
    Expression,
    /// Regions and the like: a hyphen may stand in it.
    Place,
    /// Anything that is not empty.
    Plain,
}

/// The entries of a map from user-chosen ids.
pub fn by_id<T>(
    reader: &Reader,
    name: &'static str,
    names: Names,
    read: impl Fn(&Context, &Key, &Node) -> Option<T>,
) -> ById<T> {
    let mut out = Vec::new();
    for (key, node) in reader.entries(name) {
        check_id(reader.context, key, names);
        if let Some(value) = read(reader.context, key, node) {
            out.push((Spanned::new(key.name.clone(), key.span), value));
        }
    }
    out
}

fn check_id(context: &Context, key: &Key, names: Names) {
    use crate::quantity::expression::Function;
    let name = key.name.as_str();
    let plain = |c: char| c.is_alphanumeric() || c == '_';
    let wrong = if name.is_empty() {
        Some("an id can't be empty".to_string())
    } else if YAML_WORDS.contains(&name) {
        Some(format!(
            "`{name}` is no id: some YAML readers turn it into a truth value or nothing"
        ))
    } else if name.chars().count() > 200 {
        Some("an id has at most 200 characters".to_string())
    } else if names == Names::Plain {
        None
    } else if names == Names::Place {
        (!name.chars().all(|c| plain(c) || c == '-'))
            .then(|| format!("`{name}` is no id: use letters, digits, `_` and `-`"))
    } else if !name.chars().all(plain) || name.starts_with(|c: char| c.is_ascii_digit()) {
        let fix = if name.contains('-') {
            " (a hyphen is a minus in expressions)"
        } else {
            ""
        };
        Some(format!(
            "`{name}` is no id: use letters, digits and `_`, a letter first{fix}"
        ))
    } else if ["to", "in", "of"].contains(&name) || Function::from_name(name).is_some() || unit::is_symbol(name) {
        Some(format!(
            "`{name}` means something in expressions (a unit, a function or a keyword): choose another id"
        ))
    } else {
        None
    };
    if let Some(message) = wrong {
        context.report(Finding::error("reserved-id", message).at(key.span));
    }
}

/// A record under a key.
pub fn record<'a>(reader: &Reader<'a>, name: &str, table: &'static Record) -> Option<Reader<'a>> {
    Reader::new(reader.node(name)?, table, reader.context)
}

fn load(reader: &Reader) -> Load {
    Load {
        users: reader.quantity("users"),
        growth: reader.quantity("growth"),
        peak: reader.quantity("peak"),
        horizon: reader.quantity("horizon"),
        windows: by_id(reader, "windows", Names::Expression, |c, _, n| {
            let r = Reader::new(n, &table::WINDOW, c)?;
            Some(Window {
                length: r.quantity("for"),
                peak: r.quantity("peak"),
            })
        }),
    }
}

fn actor(context: &Context, node: &Node) -> Option<Actor> {
    if node.text().is_some() || matches!(node.value, Value::Null) {
        return Some(Actor {
            says: node.text().map(str::to_string),
            count: None,
            network: None,
        });
    }
    let reader = Reader::new(node, &table::ACTOR, context)?;
    Some(Actor {
        says: reader.text("says").map(|t| t.value),
        count: reader.quantity("count"),
        network: reader.text("network"),
    })
}

fn region(context: &Context, node: &Node) -> Option<Region> {
    if let Value::List(items) = &node.value {
        let zones = items.iter().filter_map(|n| context.text(n, "zones")).collect();
        return Some(Region {
            zones,
            users: None,
            failover: None,
        });
    }
    let reader = Reader::new(node, &table::REGION, context)?;
    Some(Region {
        zones: reader.texts("zones"),
        users: reader.quantity("users"),
        failover: reader.quantity("failover"),
    })
}

fn component(context: &Context, key: &Key, node: &Node) -> Option<Component> {
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
        replication: reader.node("replication").and_then(|n| replication(context, n)),
        backup: reader.node("backup").and_then(|n| backup(context, n)),
        key: reader.text("key"),
        eviction: reader.text("eviction"),
        ttl: reader.quantity("ttl"),
        target: reader.quantity("target"),
        scale: record(&reader, "scale", &table::SCALE).map(|r| scale(&r)),
        facts: facts(&reader),
        availability: reader.quantity("availability"),
        latency: reader.node("latency").and_then(|n| latency(context, n)),
        cost: quantities(&reader, "cost", Measure::Money),
    })
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

/// Replication as a design or a technology gives it.
pub fn replication(context: &Context, node: &Node) -> Option<Replication> {
    let reader = Reader::new(node, &table::REPLICATION, context)?;
    Some(Replication {
        span: Some(node.span),
        writer: reader.word("writer").map(|w| w.value),
        acks: reader.count("acks").map(|n| n.value),
        reads: reader.count("reads").map(|n| n.value),
        lag: reader.quantity("lag"),
        failover: reader.quantity("failover"),
        between: reader.word("between").map(|w| w.value),
    })
}

fn backup(context: &Context, node: &Node) -> Option<Backup> {
    if node.text().is_some() {
        return Some(Backup {
            span: node.span,
            every: context.quantity(node, "backup", Measure::Time),
            to: None,
            restore: None,
        });
    }
    let reader = Reader::new(node, &table::BACKUP, context)?;
    Some(Backup {
        span: node.span,
        every: reader.quantity("every"),
        to: reader.text("to").map(|t| t.value),
        restore: reader.quantity("restore"),
    })
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

/// `has` and `lacks`.
pub fn facts(reader: &Reader) -> Facts {
    let context = reader.context;
    let mut facts = Facts::default();
    if let Some(node) = reader.node("has") {
        if let Value::Map(entries) = &node.value {
            for (key, value) in entries {
                let text = value.text().map(str::to_string);
                facts.has.push((Spanned::new(key.name.clone(), key.span), text));
            }
        } else {
            let items = context.items(node).iter();
            facts.has = items.filter_map(|n| Some((context.text(n, "has")?, None))).collect();
        }
    }
    facts.lacks = reader.texts("lacks");
    facts
}

fn flow(context: &Context, node: &Node) -> Option<Flow> {
    let reader = Reader::new(node, &table::FLOW, context)?;
    let steps = reader.node("steps").map(|n| context.items(n)).unwrap_or_default();
    Some(Flow {
        actor: reader.text("actor"),
        rate: reader.expression("rate"),
        rate_is_daily: reader.node("rate").and_then(Node::text).is_some_and(names_long_time),
        concurrent: reader.expression("concurrent"),
        peak: reader.quantity("peak"),
        during: reader.text("during"),
        input: reader.quantity("in"),
        output: reader.quantity("out"),
        facts: facts(&reader),
        steps: steps.iter().filter_map(|n| step::step(context, n)).collect(),
    })
}

/// Whether a rate is written with a day or something longer.
fn names_long_time(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| {
        matches!(
            word.trim_end_matches('s'),
            "d" | "day" | "week" | "month" | "year" | "yr"
        )
    })
}

fn api(context: &Context, node: &Node) -> Option<Api> {
    let reader = Reader::new(node, &table::API, context)?;
    Some(Api {
        style: reader.word("style").map(|s| s.value),
        version: reader.text("version").map(|t| t.value),
        operations: by_id(&reader, "operations", Names::Plain, |c, k, n| operation(c, k, n)),
    })
}

fn operation(context: &Context, key: &Key, node: &Node) -> Option<Operation> {
    const METHODS: [&str; 9] = [
        "get", "post", "put", "patch", "delete", "rpc", "query", "mutation", "event",
    ];
    let reader = Reader::new(node, &table::OPERATION, context)?;
    let mut found = METHODS.iter().filter_map(|m| Some((*m, reader.text(m)?)));
    let first = found.next();
    if let (Some((one, _)), Some((two, target))) = (&first, found.next()) {
        context.report(
            Finding::error(
                rule::WRONG_TYPE,
                format!("an operation is either `{one}` or `{two}`, not both"),
            )
            .at(target.span),
        );
    }
    let Some((method, target)) = first else {
        context.report(
            Finding::error(rule::MISSING_KEY, format!("the operation `{}` has no method", key.name))
                .at(key.span)
                .fix("add `get: /path` (or post, put, patch, delete), or `rpc`, `query`, `mutation`, `event`"),
        );
        return None;
    };
    let returns = reader.node("returns").and_then(|n| match &n.value {
        Value::List(items) => items
            .first()
            .and_then(|i| context.text(i, "returns"))
            .map(Returns::Many),
        _ => {
            let text = context.text(n, "returns")?;
            let status = text.value.len() == 3 && text.value.bytes().all(|b| b.is_ascii_digit());
            Some(if status {
                Returns::Status(text.value)
            } else {
                Returns::One(text)
            })
        }
    });
    Some(Operation {
        method,
        target,
        takes: reader.texts("takes"),
        returns,
        flow: reader.text("flow"),
    })
}

fn figure(context: &Context, node: &Node) -> Option<Figure> {
    if node.text().is_some() {
        return Some(Figure {
            formula: context.expression(node, "figures")?,
            drives: None,
        });
    }
    let reader = Reader::new(node, &table::FIGURE, context)?;
    Some(Figure {
        formula: reader.expression("is")?,
        drives: reader.text("drives"),
    })
}

fn decision(context: &Context, node: &Node) -> Option<Decision> {
    let reader = Reader::new(node, &table::DECISION, context)?;
    Some(Decision {
        title: reader.text("title").map(|t| t.value).unwrap_or_default(),
        chose: reader.text("chose"),
        over: reader.texts("over"),
        because: reader.texts("because"),
        at_the_cost_of: reader.text("at_the_cost_of").map(|t| t.value),
        revisit: reader.text("revisit").map(|t| t.value),
    })
}

fn waiver(context: &Context, node: &Node) -> Option<Waiver> {
    let reader = Reader::new(node, &table::WAIVER, context)?;
    Some(Waiver {
        span: node.span,
        rule: reader.text("rule")?,
        of: reader.text("of"),
        because: reader.text("because").map(|t| t.value).unwrap_or_default(),
        until: reader.date("until"),
    })
}
