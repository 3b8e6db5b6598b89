//! Pictures of a report: a view says what is drawn, a format in which language.
//!
//! To add a view, write a file that makes [`diagram`]s from the report, and add a row to [`VIEWS`].
//! To add a format, write a file that turns a diagram into text, and add a row to [`FORMATS`].
//! Texts of the design go through [`label`] into a diagram, and through the format's own escapes out
//! of it; no other way leads into a picture.

mod c4;
mod calls;
mod changed;
pub mod check;
mod container;
mod context;
mod cost;
mod d2;
mod data_flow;
mod deployment;
mod diagram;
mod dot;
mod entity;
mod failure;
mod focus;
mod fold;
mod frames;
mod growth;
mod label;
mod mermaid;
mod openpsa;
pub mod plain;
mod plantuml;
mod sequence;
mod split;
mod svg;
mod text;
mod trace;
mod waterfall;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use focus::{Extent, Focus, FocusKind};
pub use openpsa::openpsa;
pub use svg::DARK;

use std::collections::BTreeSet;

use crate::report::{Diff, Report};
use diagram::Diagram;

/// A way to look at a design.
#[derive(Debug)]
pub struct View {
    pub id: &'static str,
    pub title: &'static str,
    /// What it shows, in one line.
    pub about: &'static str,
    pub kind: Kind,
    subjects: fn(&Report) -> Vec<Subject>,
    diagram: fn(&Report, Subject) -> Option<Diagram>,
}

/// What one picture of a view is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Design,
    /// A flow, by its place in the report.
    Flow(usize),
    /// A drill, by its place in the report.
    Drill(usize),
}

/// What sort of drawing a picture is; not every language has a form for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Boxes and arrows.
    Graph,
    /// Messages between parties, one after another.
    Sequence,
    /// Tables and their references.
    Entities,
    /// Rows against columns.
    Matrix,
    /// Bars to scale.
    Chart,
}

/// A language that pictures are written in.
#[derive(Debug)]
pub struct Format {
    pub id: &'static str,
    /// Of its files, without the dot.
    pub extension: &'static str,
    /// What it has a form for.
    pub kinds: &'static [Kind],
    /// Whether its viewers draw all of a diagram; else it is written with less in it.
    holds: fn(&Diagram) -> bool,
    /// Writes a diagram of one of these kinds, with the given mark in its first lines.
    write: fn(&Diagram, &str) -> String,
}

/// What a language for diagrams can say.
const DIAGRAMS: &[Kind] = &[Kind::Graph, Kind::Sequence, Kind::Entities];
/// What our own renderers draw.
const ALL: &[Kind] = &[Kind::Graph, Kind::Sequence, Kind::Entities, Kind::Matrix, Kind::Chart];

/// The views, in the order in which a reader wants them.
pub const VIEWS: &[View] = &[
    View {
        id: "context",
        title: "Context",
        about: "who uses the system, and what it rests on outside",
        kind: Kind::Graph,
        subjects: context::subjects,
        diagram: context::diagram,
    },
    View {
        id: "container",
        title: "Containers",
        about: "who calls whom, with what and how often",
        kind: Kind::Graph,
        subjects: container::subjects,
        diagram: container::diagram,
    },
    View {
        id: "deployment",
        title: "Deployment",
        about: "what runs in which region and zone",
        kind: Kind::Graph,
        subjects: deployment::subjects,
        diagram: deployment::diagram,
    },
    View {
        id: "flow",
        title: "Flow",
        about: "the steps of each flow in their order",
        kind: Kind::Sequence,
        subjects: sequence::subjects,
        diagram: sequence::diagram,
    },
    View {
        id: "entity",
        title: "Entities",
        about: "what is kept, and which row names which",
        kind: Kind::Entities,
        subjects: entity::subjects,
        diagram: entity::diagram,
    },
    View {
        id: "data-flow",
        title: "Data flow",
        about: "what passes between the parts, how often and how many bytes",
        kind: Kind::Graph,
        subjects: data_flow::subjects,
        diagram: data_flow::diagram,
    },
    View {
        id: "latency",
        title: "Latency",
        about: "where the time of each flow goes, step by step",
        kind: Kind::Chart,
        subjects: waterfall::subjects,
        diagram: waterfall::diagram,
    },
    View {
        id: "failure",
        title: "Points of failure",
        about: "what alone fails a flow: the single points of failure",
        kind: Kind::Graph,
        subjects: failure::subjects,
        diagram: failure::diagram,
    },
    View {
        id: "drill",
        title: "Drill",
        about: "what each drill breaks, degrades and overloads",
        kind: Kind::Graph,
        subjects: failure::drills,
        diagram: failure::drill,
    },
    View {
        id: "trace",
        title: "Traceability",
        about: "which operation, components and data realise a requirement",
        kind: Kind::Matrix,
        subjects: trace::subjects,
        diagram: trace::diagram,
    },
    View {
        id: "growth",
        title: "Growth",
        about: "users, load, bytes and the bill year by year",
        kind: Kind::Chart,
        subjects: growth::subjects,
        diagram: growth::diagram,
    },
    View {
        id: "cost",
        title: "Cost",
        about: "what a month costs, part by part",
        kind: Kind::Chart,
        subjects: cost::subjects,
        diagram: cost::diagram,
    },
];

/// The formats.
pub const FORMATS: &[Format] = &[
    Format {
        id: "mermaid",
        extension: "mmd",
        kinds: DIAGRAMS,
        holds: mermaid::holds,
        write: mermaid::write,
    },
    Format {
        id: "plantuml",
        extension: "puml",
        kinds: DIAGRAMS,
        holds: always,
        write: plantuml::write,
    },
    Format {
        id: "c4",
        extension: "c4.puml",
        kinds: &[Kind::Graph],
        holds: always,
        write: c4::write,
    },
    Format {
        id: "d2",
        extension: "d2",
        kinds: DIAGRAMS,
        holds: always,
        write: d2::write,
    },
    Format {
        id: "dot",
        extension: "dot",
        kinds: DIAGRAMS,
        holds: always,
        write: dot::write,
    },
    Format {
        id: "svg",
        extension: "svg",
        kinds: ALL,
        holds: always,
        write: svg::write,
    },
    Format {
        id: "text",
        extension: "txt",
        kinds: ALL,
        holds: always,
        write: text::write,
    },
];

/// A picture that a design has.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Unique in its design and fit for a file name: `container`, `flow-redirect`.
    pub name: String,
    pub title: String,
    pub view: &'static View,
    /// Id of the flow that it is about.
    pub flow: Option<String>,
    /// The drill that it is about, as a line.
    pub drill: Option<String>,
    subject: Subject,
}

/// The view of that id.
pub fn view(id: &str) -> Option<&'static View> {
    VIEWS.iter().find(|view| view.id == id)
}

/// The format of that id.
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id)
}

/// The pictures that a design has, in the order of [`VIEWS`].
pub fn pictures(report: &Report) -> Vec<Picture> {
    let mut taken = BTreeSet::new();
    let mut pictures = Vec::new();
    for view in VIEWS {
        for subject in (view.subjects)(report) {
            let (mut flow, mut drill) = (None, None);
            match subject {
                Subject::Design => {}
                Subject::Flow(at) => flow = report.flows.get(at).map(|flow| flow.id.clone()),
                Subject::Drill(at) => drill = report.drills.get(at).map(|drill| drill.line.clone()),
            }
            let about = flow.as_deref().or(drill.as_deref());
            pictures.push(Picture {
                name: name(view, about, &mut taken),
                title: match about {
                    Some(about) => format!("{} {about}", view.title),
                    None => view.title.to_owned(),
                },
                view,
                flow,
                drill,
                subject,
            });
        }
    }
    pictures
}

impl Picture {
    /// The picture of the report that listed it; none if the format has no form for it.
    pub fn draw(&self, report: &Report, format: &Format) -> Option<String> {
        self.draw_of(report, format, &Extent::default())
    }

    /// As much of it as is wanted; none also where it has no parts to choose from.
    pub fn draw_of(&self, report: &Report, format: &Format, extent: &Extent) -> Option<String> {
        let diagram = self.diagram(report, format, extent)?;
        Some((format.write)(&diagram, &report.generated))
    }

    /// The same for a format whose viewers refuse what is large: in parts where it has to be.
    pub fn parts(&self, report: &Report, format: &Format) -> Option<Vec<Part>> {
        let diagram = self.diagram(report, format, &Extent::default())?;
        Some(parts(&diagram, &self.title, &report.generated, format))
    }

    fn diagram(&self, report: &Report, format: &Format, extent: &Extent) -> Option<Diagram> {
        if !format.kinds.contains(&self.view.kind) {
            return None;
        }
        let mut diagram = (self.view.diagram)(report, self.subject)?;
        if !self.has_parts() {
            return extent.focus.is_none().then_some(diagram);
        }
        if let Diagram::Graph(graph) = &mut diagram {
            let asked = extent.focus.as_ref().map(|focus| focus.narrow(report, graph));
            if !extent.whole {
                fold::fold(graph, &asked.unwrap_or_default());
            }
        }
        Some(diagram)
    }

    /// Whether it shows component by component who calls whom, so that a part of it makes sense.
    pub fn has_parts(&self) -> bool {
        self.view.kind == Kind::Graph && self.view.id != "context"
    }

    /// The formats that it can be written in.
    pub fn formats(&self) -> impl Iterator<Item = &'static Format> {
        let kind = self.view.kind;
        FORMATS.iter().filter(move |format| format.kinds.contains(&kind))
    }
}

/// The picture of that name as a file of that format; none if the design has no such picture, or the format no form
/// for it.
pub fn draw(report: &Report, name: &str, format: &Format) -> Option<String> {
    pictures(report)
        .iter()
        .find(|picture| picture.name == name)?
        .draw(report, format)
}

/// The components of both designs in one picture, with what was added, removed and changed.
pub fn draw_changes(diff: &Diff, old: &Report, new: &Report, format: &Format) -> String {
    (format.write)(&changes(diff, old, new), &diff.generated)
}

/// The title of the picture of changes.
pub const CHANGES: &str = "The components of both: + added, − removed, ± changed";

/// The same in parts, for a format whose viewers refuse what is large.
pub fn draw_changes_in_parts(diff: &Diff, old: &Report, new: &Report, format: &Format) -> Vec<Part> {
    parts(&changes(diff, old, new), CHANGES, &diff.generated, format)
}

fn changes(diff: &Diff, old: &Report, new: &Report) -> Diagram {
    let mut graph = changed::graph(diff, old, new);
    fold::fold(&mut graph, &BTreeSet::new());
    Diagram::Graph(graph)
}

/// Whether anything in the picture of changes would be marked.
pub fn marks_changes(diff: &Diff) -> bool {
    let drawn = |section: &str| ["actors", "components", "flows"].contains(&section);
    diff.changes.iter().any(|change| drawn(&change.section))
}

/// A piece of a picture as text, or the whole.
#[derive(Debug, Clone)]
pub struct Part {
    pub title: String,
    pub text: String,
}

fn parts(diagram: &Diagram, title: &str, generated: &str, format: &Format) -> Vec<Part> {
    let whole = || {
        vec![Part {
            title: title.to_owned(),
            text: (format.write)(diagram, generated),
        }]
    };
    if (format.holds)(diagram) {
        return whole();
    }
    let Some(pieces) = split::pieces(diagram, &format.holds) else {
        return whole();
    };
    let of = pieces.len();
    let titled = |(at, piece): (usize, split::Piece)| Part {
        title: match piece.shows.as_str() {
            "" => format!("{title}, part {} of {of}", at + 1),
            shows => format!("{title}, part {} of {of}: {shows}", at + 1),
        },
        text: (format.write)(&piece.diagram, generated),
    };
    pieces.into_iter().enumerate().map(titled).collect()
}

/// Of a language without limits.
fn always(_: &Diagram) -> bool {
    true
}

/// A file name without surprises: an id can be anything while the file is being written.
fn name(view: &View, about: Option<&str>, taken: &mut BTreeSet<String>) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }
    };
    let base = match about {
        Some(about) => format!("{}-{}", view.id, about.chars().take(64).map(plain).collect::<String>()),
        None => view.id.to_owned(),
    };
    let mut name = base.clone();
    let mut turn = 1;
    // Two names that differ only in case are one file on some systems.
    while !taken.insert(name.to_ascii_lowercase()) {
        turn += 1;
        name = format!("{base}-{turn}");
    }
    name
}
