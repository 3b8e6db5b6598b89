//! From the merged tree to the typed design.

use super::api::api;
use super::component::component;
use super::facts::facts;
use super::ids::{Names, by_id};
use super::{
    Actor, Decision, Design, Figure, Flow, Load, Region, Settings, Waiver, Window, entity, requirement, step, table,
};
use crate::finding::Finding;
use crate::form::table::Record;
use crate::form::{Context, Node, Reader, Value, rule};
use crate::quantity::Profile;
use crate::quantity::expression::Language;

/// The version of the format that is read.
const VERSION: u32 = 1;

pub fn design(root: &Node, settings: &Settings, findings: &mut Vec<Finding>) -> Design {
    let profile = settings
        .profile
        .or_else(|| Profile::from_name(root.get("profile")?.text()?))
        .or(settings.usual_profile)
        .unwrap_or_default();
    let mut people = vec!["user".to_string()];
    people.extend(ids_of(root, "actors").into_iter().filter(|n| n != "user"));
    let context = Context::new(Language {
        profile,
        people,
        counting: false,
        free: false,
        names: ids_of(root, "figures"),
    });
    let mut design = match Reader::new(root, &table::DESIGN, &context) {
        Some(reader) => read(&reader, profile, settings),
        None => Design::default(),
    };
    design.unread = context.missed();
    findings.extend(context.take());
    design
}

fn ids_of(root: &Node, section: &str) -> Vec<String> {
    match root.get(section) {
        Some(Node {
            value: Value::Map(entries),
            ..
        }) => entries.iter().map(|(k, _)| k.name.clone()).collect(),
        _ => Vec::new(),
    }
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
    for entry in reader.texts("include") {
        // What else can be wrong with an include shows when its file is read.
        if entry.value.starts_with('/') {
            let finding =
                Finding::error("bad-include", format!("`{}` is an absolute path", entry.value)).at(entry.span);
            context.report(finding.fix("an include is a path relative to its file, inside the folder of the design"));
        }
    }
    let mut design = Design {
        name: reader.text("name").map(|n| n.value).unwrap_or_default(),
        summary: reader.text("summary").map(|s| s.value),
        case: reader.text("case"),
        profile,
        state: settings.state.clone(),
        sampling: settings.sampling,
        judged: settings.judged.clone(),
        today: settings.today.clone().or(reader.date("today").map(|d| d.value)),
        load: record(reader, "load", &table::LOAD)
            .map(|r| load(&r))
            .unwrap_or_default(),
        actors: by_id(reader, "actors", Names::Expression, |c, _, n| actor(c, n)),
        regions: by_id(reader, "regions", Names::Place, |c, _, n| region(c, n)),
        components: by_id(reader, "components", Names::Expression, component),
        flows: by_id(reader, "flows", Names::Expression, |c, _, n| flow(c, n)),
        entities: by_id(reader, "data", Names::Expression, |c, _, n| entity::entity(c, n)),
        apis: by_id(reader, "apis", Names::Plain, |c, _, n| api(c, n)),
        figures: by_id(reader, "figures", Names::Figure, |c, _, n| figure(c, n)),
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

/// A record under a key.
fn record<'a>(reader: &Reader<'a>, name: &str, table: &'static Record) -> Option<Reader<'a>> {
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

fn flow(context: &Context, node: &Node) -> Option<Flow> {
    let reader = Reader::new(node, &table::FLOW, context)?;
    let items = reader.node("steps").map(|n| context.items(n)).unwrap_or_default();
    // A step is large: room for as many as there are, and no more.
    let mut steps = Vec::with_capacity(items.len());
    steps.extend(items.iter().filter_map(|n| step::step(context, n)));
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
        steps,
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
