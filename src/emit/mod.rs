//! Pictures of a report: a view says what is drawn, a format in which language.
//!
//! To add a view, write a file that makes [`diagram`]s from the report, and add a row to [`VIEWS`].
//! To add a format, write a file that turns a diagram into text, and add a row to [`FORMATS`].
//! Texts of the design go through [`label`] into a diagram, and through the format's own escapes out
//! of it; no other way leads into a picture.

mod calls;
mod changed;
pub mod check;
mod container;
mod context;
mod deployment;
mod diagram;
mod dot;
mod entity;
mod frames;
mod label;
mod mermaid;
mod openpsa;
pub mod plain;
mod plantuml;
mod sequence;
mod svg;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use openpsa::openpsa;

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
    subjects: fn(&Report) -> Vec<Subject>,
    diagram: fn(&Report, Subject) -> Option<Diagram>,
}

/// What one picture of a view is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Design,
    /// A flow, by its place in the report.
    Flow(usize),
}

/// A language that pictures are written in.
#[derive(Debug)]
pub struct Format {
    pub id: &'static str,
    /// Of its files, without the dot.
    pub extension: &'static str,
    /// Writes a diagram, with the given mark in its first lines.
    write: fn(&Diagram, &str) -> String,
}

/// The views, in the order in which a reader wants them.
pub const VIEWS: &[View] = &[
    View {
        id: "context",
        title: "Context",
        about: "who uses the system, and what it rests on outside",
        subjects: context::subjects,
        diagram: context::diagram,
    },
    View {
        id: "container",
        title: "Containers",
        about: "who calls whom, with what and how often",
        subjects: container::subjects,
        diagram: container::diagram,
    },
    View {
        id: "deployment",
        title: "Deployment",
        about: "what runs in which region and zone",
        subjects: deployment::subjects,
        diagram: deployment::diagram,
    },
    View {
        id: "flow",
        title: "Flow",
        about: "the steps of each flow in their order",
        subjects: sequence::subjects,
        diagram: sequence::diagram,
    },
    View {
        id: "entity",
        title: "Entities",
        about: "what is kept, and which row names which",
        subjects: entity::subjects,
        diagram: entity::diagram,
    },
];

/// The formats.
pub const FORMATS: &[Format] = &[
    Format {
        id: "mermaid",
        extension: "mmd",
        write: mermaid::write,
    },
    Format {
        id: "plantuml",
        extension: "puml",
        write: plantuml::write,
    },
    Format {
        id: "dot",
        extension: "dot",
        write: dot::write,
    },
    Format {
        id: "svg",
        extension: "svg",
        write: svg::write,
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
            let flow = match subject {
                Subject::Design => None,
                Subject::Flow(at) => report.flows.get(at).map(|flow| flow.id.clone()),
            };
            pictures.push(Picture {
                name: name(view, flow.as_deref(), &mut taken),
                title: match &flow {
                    Some(flow) => format!("{} {flow}", view.title),
                    None => view.title.to_owned(),
                },
                view,
                flow,
                subject,
            });
        }
    }
    pictures
}

/// The picture of that name as a file of that format; none if the design has no such picture.
pub fn draw(report: &Report, name: &str, format: &Format) -> Option<String> {
    let picture = pictures(report).into_iter().find(|picture| picture.name == name)?;
    let diagram = (picture.view.diagram)(report, picture.subject)?;
    Some((format.write)(&diagram, &report.generated))
}

/// The components of both designs in one picture, with what was added, removed and changed.
pub fn draw_changes(diff: &Diff, old: &Report, new: &Report, format: &Format) -> String {
    (format.write)(&changed::diagram(diff, old, new), &diff.generated)
}

/// A file name without surprises: an id can be anything while the file is being written.
fn name(view: &View, flow: Option<&str>, taken: &mut BTreeSet<String>) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }
    };
    let base = match flow {
        Some(flow) => format!("{}-{}", view.id, flow.chars().take(64).map(plain).collect::<String>()),
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
