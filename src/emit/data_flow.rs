//! The data flow view: what passes between the parts, how often and how many bytes.

use super::Subject;
use super::calls::Call;
use super::container::{self, Containers, known};
use super::diagram::{Diagram, EdgeKind};
use super::label::Label;
use crate::report::{AccessKind, Entity, Link, Report};

/// Names of data on one arrow.
const NAMED: usize = 2;

/// One picture, of a design with components.
pub fn subjects(report: &Report) -> Vec<Subject> {
    container::subjects(report)
}

/// The containers, their arrows labelled with data, rates and bytes at the peak.
pub fn diagram(report: &Report, _: Subject) -> Option<Diagram> {
    let Containers { mut graph, calls, .. } = Containers::of(report);
    for (edge, call) in graph.edges.iter_mut().zip(&calls) {
        let link = report
            .links
            .iter()
            .find(|link| link.from == call.from && link.to == call.to);
        if let (Some(link), EdgeKind::Waits | EdgeKind::Sends) = (link, call.kind) {
            edge.lines = lines(report, call, link);
        }
    }
    graph.title = Label::new(&format!("{}: data flow", report.name));
    graph.about = Label::new("what passes at the peak: calls a second, bytes a second there and back");
    Some(Diagram::Graph(graph))
}

fn lines(report: &Report, call: &Call, link: &Link) -> Vec<Label> {
    let there = known(&link.bytes_in).map(|bytes| format!("{bytes} there"));
    let back = known(&link.bytes_out)
        .filter(|_| link.bytes_out.value.is_some_and(|bytes| bytes > 0.0))
        .map(|bytes| format!("{bytes} back"));
    let calls = known(&link.peak).map(str::to_owned);
    let texts: Vec<String> = [data(report, call), calls, there, back].into_iter().flatten().collect();
    Label::lines(texts.iter().map(String::as_str))
}

/// What is read and what is written over a link: `reads link; writes click, 2 more`.
fn data(report: &Report, call: &Call) -> Option<String> {
    let ways: [(&str, fn(AccessKind) -> bool); 2] = [("reads", is_read), ("writes", |kind| !is_read(kind))];
    let said = ways.into_iter().filter_map(|(word, is)| {
        let uses = |entity: &&Entity| {
            let mut here = entity
                .access
                .iter()
                .filter(|access| access.store == call.to && is(access.kind));
            here.any(|access| access.flows.iter().any(|flow| call.flows.contains(flow)))
        };
        let names: Vec<&str> = report
            .entities
            .iter()
            .filter(uses)
            .map(|entity| entity.id.as_str())
            .collect();
        let (shown, more) = names.split_at(names.len().min(NAMED));
        match (shown, more.len()) {
            ([], _) => None,
            (shown, 0) => Some(format!("{word} {}", shown.join(", "))),
            (shown, more) => Some(format!("{word} {}, {more} more", shown.join(", "))),
        }
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn is_read(kind: AccessKind) -> bool {
    matches!(kind, AccessKind::ReadOne | AccessKind::ReadMany)
}
