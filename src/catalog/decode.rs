//! From the text of an entry to its typed form.

use super::links::{self, Link};
use super::table::{self, ROLES, SHAPES};
use super::{Asked, Detail, Entry, Fact, Function, Kind, Place, Role, Technology};
use super::{case, practice, working};
use crate::design::{Replication, Resource};
use crate::finding::Finding;
use crate::form::table::{Measure, Record};
use crate::form::{Context, Node, Reader, yaml};
use crate::quantity::expression::Language;
use crate::quantity::{Profile, Quantity};
use crate::source::{FileId, Source};

/// What the text of a user's entry says, for rules to judge.
pub struct Written {
    /// `None` where the text has no map.
    pub entry: Option<Entry>,
    pub links: Vec<Link>,
    pub findings: Vec<Finding>,
}

/// Reads one entry of our own: what rules would judge in it is judged by tests.
pub fn entry(id: &str, kind: Kind, file: FileId, source: &Source) -> Option<Entry> {
    let (node, context) = form(kind, file, source, &mut Vec::new())?;
    Reader::new(&node, table::of(kind), &context).map(|r| read(id, kind, &r))
}

/// Reads one entry with all that can be wrong in it.
pub fn written(id: &str, kind: Kind, file: FileId, source: &Source) -> Written {
    let mut findings = Vec::new();
    let Some((node, context)) = form(kind, file, source, &mut findings) else {
        return Written {
            entry: None,
            links: Vec::new(),
            findings,
        };
    };
    let reader = Reader::new(&node, table::of(kind), &context);
    let entry = reader.as_ref().map(|r| read(id, kind, r));
    if let Some(reader) = reader.filter(|_| kind == Kind::Case) {
        working::check(&reader);
    }
    findings.extend(context.take());
    Written {
        entry,
        links: links::of(id, kind, &node),
        findings,
    }
}

/// The nodes of a text, and what they are read with.
fn form(kind: Kind, file: FileId, source: &Source, findings: &mut Vec<Finding>) -> Option<(Node, Context)> {
    let Some(node) = yaml::read(file, source, findings) else {
        if findings.is_empty() {
            findings.push(Finding::error(
                crate::form::rule::SYNTAX,
                format!("`{}` is empty", source.name),
            ));
        }
        return None;
    };
    // Catalog figures use exact days: a limit or a latency has no month in it. A month of a price is that of a bill.
    let context = Context::new(Language {
        profile: if kind == Kind::Price {
            Profile::Billing
        } else {
            Profile::Exact
        },
        people: vec!["user".to_string()],
        counting: false,
        free: false,
        names: Vec::new(),
    });
    Some((node, context))
}

fn read(id: &str, kind: Kind, reader: &Reader) -> Entry {
    let texts = |name: &str| reader.texts(name).into_iter().map(|t| t.value).collect::<Vec<_>>();
    Entry {
        file: None,
        id: id.to_string(),
        kind,
        title: text(reader, "title"),
        summary: text(reader, "summary").trim().to_string(),
        aliases: texts("aliases"),
        when: texts("when"),
        not_when: texts("not_when"),
        trade_offs: texts("trade_offs"),
        fails: texts("fails"),
        questions: texts("questions"),
        related: texts("related"),
        rules: texts("rules"),
        figures: reader
            .entries("figures")
            .iter()
            .filter_map(|(k, n)| Some((k.name.clone(), fact_node(reader.context, n)?)))
            .collect(),
        detail: match kind {
            Kind::Function => Detail::Function(function(reader)),
            Kind::Technology => Detail::Technology(Box::new(technology(reader))),
            Kind::Pattern => Detail::Pattern {
                fact: reader.flag("fact").is_some_and(|f| f.value),
                on: asked(reader),
            },
            Kind::Term => Detail::Term,
            Kind::Number => fact(reader, "figure").map_or(Detail::Term, Detail::Number),
            Kind::Case => Detail::Case(Box::new(case::case(reader))),
            Kind::Price => Detail::Price(Box::new(super::price::decode::price(reader))),
            Kind::Phase => Detail::Phase(practice::phase(reader)),
            Kind::Plan => Detail::Plan(practice::plan(reader)),
            Kind::Drill => Detail::Drill(practice::drill(reader)),
            Kind::Dimension => Detail::Dimension(practice::dimension(reader)),
        },
    }
}

pub(super) fn text(reader: &Reader, name: &str) -> String {
    reader.text(name).map(|t| t.value).unwrap_or_default()
}

fn fact(reader: &Reader, name: &str) -> Option<Fact> {
    fact_node(reader.context, reader.node(name)?)
}

fn fact_node(context: &Context, node: &Node) -> Option<Fact> {
    let reader = Reader::new(node, &table::FACT, context)?;
    Some(Fact {
        quantity: reader.quantity("value")?,
        source: text(&reader, "source"),
        date: text(&reader, "date"),
        confidence: reader.word("confidence")?.value,
        note: reader.text("note").map(|t| t.value),
    })
}

/// The value of a fact, checked to be of a measure.
pub(super) fn measured(reader: &Reader, name: &str, measure: Measure) -> Option<Fact> {
    let found = fact(reader, name)?;
    if !measure.fits(&found.quantity.dimension) {
        reader.context.report(
            Finding::error(
                crate::form::rule::WRONG_DIMENSION,
                format!(
                    "`{name}` is {}, but `{}` is {}",
                    measure.words(),
                    found.quantity.text,
                    found.quantity.dimension.words()
                ),
            )
            .at(found.quantity.span),
        );
        return None;
    }
    Some(found)
}

fn function(reader: &Reader) -> Function {
    let shape = reader.word("shape").map(|w| w.value);
    let role = reader.word("role").map(|w| w.value);
    let place = reader.word("place").map(|w| w.value);
    Function {
        shape: SHAPES
            .iter()
            .find(|(n, _)| Some(*n) == shape)
            .map_or(crate::report::Shape::Unknown, |(_, s)| *s),
        role: match ROLES.iter().position(|r| Some(*r) == role) {
            Some(1) => Role::Cache,
            Some(2) => Role::Store,
            Some(3) => Role::Log,
            _ => Role::Stateless,
        },
        place: match place {
            Some("region") => Place::Region,
            Some("outside") => Place::Outside,
            Some("device") => Place::Device,
            _ => Place::Zone,
        },
        target: measured(reader, "target", Measure::Number),
        options: reader
            .entries("options")
            .iter()
            .map(|(k, n)| {
                let words = reader.context.entries(n, &k.name).iter();
                let lines = words.filter_map(|(w, l)| Some((w.name.clone(), reader.context.text(l, &w.name)?.value)));
                (k.name.clone(), lines.collect())
            })
            .collect(),
    }
}

/// What can say that it has a fact.
fn asked(reader: &Reader) -> Vec<Asked> {
    let words = Asked::ALL.map(|(word, _)| word);
    let items = reader.node("on").map(|n| reader.context.items(n)).unwrap_or_default();
    let said = items
        .iter()
        .filter_map(|n| reader.context.word(n, "on", &table::ASKED_WORDS));
    let place = said.filter_map(|said| words.iter().position(|w| *w == said.value));
    place.filter_map(|at| Asked::ALL.get(at).map(|(_, a)| *a)).collect()
}

fn technology(reader: &Reader) -> Technology {
    let latency = record(reader, "latency", &table::LATENCY);
    let time = |name: &str| latency.as_ref().and_then(|l| measured(l, name, Measure::Time));
    Technology {
        fills: reader.texts("fills").into_iter().map(|t| t.value).collect(),
        managed: reader.flag("managed").is_some_and(|f| f.value),
        limits: record(reader, "limits", &table::LIMITS)
            .map(|r| limits(&r))
            .unwrap_or_default(),
        sizes: reader
            .entries("sizes")
            .iter()
            .filter_map(|(k, n)| {
                let reader = Reader::new(n, &table::LIMITS, reader.context)?;
                Some((k.name.clone(), limits(&reader)))
            })
            .collect(),
        availability: measured(reader, "availability", Measure::Number),
        durability: measured(reader, "durability", Measure::Number),
        p50: time("p50"),
        p99: time("p99"),
        replication: record(reader, "replication", &table::REPLICATION).map(|r| replication(&r)),
        whole: reader.flag("whole").is_some_and(|f| f.value),
        retention: measured(reader, "retention", Measure::Time),
        failures: measured(reader, "failures", Measure::Rate),
        row_overhead: measured(reader, "row_overhead", Measure::Bytes),
        pages: super::pages::pages(reader),
        partition: super::partition::partition(reader),
        index_overhead: measured(reader, "index_overhead", Measure::Bytes),
    }
}

fn record<'a>(reader: &Reader<'a>, name: &str, table: &'static Record) -> Option<Reader<'a>> {
    Reader::new(reader.node(name)?, table, reader.context)
}

/// The measure of a limit.
fn measure(resource: Resource) -> Measure {
    match resource {
        Resource::Requests | Resource::Reads | Resource::Writes | Resource::Messages => Measure::Frequency,
        Resource::Bandwidth => Measure::Bandwidth,
        Resource::Connections => Measure::Count,
        Resource::Memory | Resource::Storage => Measure::Bytes,
    }
}

fn limits(reader: &Reader) -> Vec<(Resource, Fact)> {
    Resource::ALL
        .iter()
        .filter_map(|(name, resource)| Some((*resource, measured(reader, name, measure(*resource))?)))
        .collect()
}

fn replication(reader: &Reader) -> Replication {
    let time = |name: &str| measured(reader, name, Measure::Time).map(|f: Fact| -> Quantity { f.quantity });
    let _ = reader.text("source");
    Replication {
        span: None,
        writer: reader.word("writer").map(|w| w.value),
        lag: time("lag"),
        failover: time("failover"),
        ..crate::design::quorums(reader)
    }
}
