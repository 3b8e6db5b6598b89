//! The pictures that a document may show, drawn when one is.

use crate::diff::Compared;
use crate::emit::{self, Format, Part};
use crate::report::Report;
use serde::Serialize;

/// Where a document is read, which says how it shows its pictures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// By itself: what Mermaid has a form for stands in the text, the rest is left out.
    #[default]
    Alone,
    /// Beside the files of all pictures: what Mermaid has no form for is a link to its file.
    Beside,
    /// In a page, which draws all of them.
    Page,
}

/// A picture for the template.
#[derive(Debug, Serialize)]
pub struct Picture {
    /// Also that of its files, without their ending.
    pub name: String,
    pub title: String,
    /// The view, or `changes` for what another state changes.
    pub view: &'static str,
    pub flow: Option<String>,
    pub drill: Option<String>,
    pub state: Option<String>,
    pub place: Place,
    /// Its Mermaid text where GitHub draws it in one.
    pub mermaid: Option<String>,
    /// The same in parts; empty where there is no form for it, or it would take too many.
    pub parts: Vec<MermaidPart>,
    /// Whether it has a form in Mermaid at all.
    pub has_mermaid: bool,
}

/// A part of a picture with its title, in Mermaid.
#[derive(Debug, Serialize)]
pub struct MermaidPart {
    pub title: String,
    pub mermaid: String,
}

/// Pictures by name, of a report and of what its other states change.
pub struct Album<'a> {
    held: Vec<Held<'a>>,
}

struct Held<'a> {
    name: String,
    title: String,
    of: Of<'a>,
}

enum Of<'a> {
    Report(&'a Report, emit::Picture),
    Changes(&'a Compared),
}

/// The name of the picture of changes, and what the names of those of states begin with.
pub const CHANGES: &str = "changes";

/// What GitHub draws at most, in characters and in arrows; a larger picture shows an error in its place.
const MOST_CHARACTERS: usize = 50_000;
const MOST_ARROWS: usize = 500;

impl<'a> Album<'a> {
    /// All pictures of a design, with those of its planned states.
    pub fn new(report: &'a Report, planned: &'a [Compared]) -> Self {
        let own = emit::pictures(report).into_iter().map(|picture| Held {
            name: picture.name.clone(),
            title: picture.title.clone(),
            of: Of::Report(report, picture),
        });
        let marked = planned.iter().enumerate();
        let marked = marked.filter(|(_, compared)| emit::marks_changes(&compared.diff));
        let states = marked.map(|(at, compared)| Held {
            name: format!("{CHANGES}-{}", at + 1),
            title: emit::CHANGES.to_owned(),
            of: Of::Changes(compared),
        });
        Self {
            held: own.chain(states).collect(),
        }
    }

    /// The pictures of its planned states as SVG, with their names.
    pub fn of_states(&self) -> Vec<(String, String)> {
        let states = self.held.iter().filter(|held| matches!(held.of, Of::Changes(_)));
        states
            .filter_map(|held| Some((held.name.clone(), held.svg()?)))
            .collect()
    }

    /// The one picture of a comparison; none where nothing in it would be marked.
    pub fn of_changes(compared: &'a Compared) -> Self {
        let held = emit::marks_changes(&compared.diff).then(|| Held {
            name: CHANGES.to_owned(),
            title: emit::CHANGES.to_owned(),
            of: Of::Changes(compared),
        });
        Self {
            held: held.into_iter().collect(),
        }
    }

    #[cfg(test)]
    pub fn none() -> Self {
        Self { held: Vec::new() }
    }

    /// The pictures as a template gets them.
    pub fn shown(&self, place: Place) -> Vec<Picture> {
        self.held.iter().map(|held| held.shown(place)).collect()
    }

    /// The picture of that name as SVG, with its title.
    pub fn svg(&self, name: &str) -> Option<(&str, String)> {
        let held = self.held.iter().find(|held| held.name == name)?;
        Some((&held.title, held.svg()?))
    }

    /// The picture whose Mermaid text is this one, as SVG with its title.
    pub fn svg_of_mermaid(&self, text: &str) -> Option<(&str, String)> {
        let held = self.held.iter().find(|held| {
            let parts = held.mermaid();
            matches!(&parts[..], [whole] if same(&whole.text, text))
        })?;
        Some((&held.title, held.svg()?))
    }
}

impl Held<'_> {
    fn shown(&self, place: Place) -> Picture {
        let has_mermaid = match &self.of {
            Of::Report(_, picture) => picture.formats().any(|format| format.id == "mermaid"),
            Of::Changes(_) => true,
        };
        // A page draws its own.
        let parts = if place == Place::Page {
            Vec::new()
        } else {
            self.mermaid()
        };
        let parts: Vec<MermaidPart> = parts
            .into_iter()
            .filter(|part| fits(&part.text))
            .map(|part| MermaidPart {
                mermaid: part.text.trim_end().to_owned(),
                title: part.title,
            })
            .collect();
        let (view, flow, drill, state) = match &self.of {
            Of::Report(_, picture) => (picture.view.id, picture.flow.clone(), picture.drill.clone(), None),
            Of::Changes(compared) => (CHANGES, None, None, compared.diff.new.state.clone()),
        };
        Picture {
            name: self.name.clone(),
            title: self.title.clone(),
            view,
            flow,
            drill,
            state,
            place,
            mermaid: match &parts[..] {
                [only] => Some(only.mermaid.clone()),
                _ => None,
            },
            parts,
            has_mermaid,
        }
    }

    fn mermaid(&self) -> Vec<Part> {
        let parts = emit::format("mermaid").and_then(|format| match &self.of {
            Of::Report(report, picture) => picture.parts(report, format),
            Of::Changes(Compared { diff, old, new }) => Some(emit::draw_changes_in_parts(diff, old, new, format)),
        });
        parts.unwrap_or_default()
    }

    fn svg(&self) -> Option<String> {
        let format: &Format = emit::format("svg")?;
        match &self.of {
            Of::Report(report, picture) => picture.draw(report, format),
            Of::Changes(Compared { diff, old, new }) => Some(emit::draw_changes(diff, old, new, format)),
        }
    }
}

/// Whether GitHub draws it.
fn fits(mermaid: &str) -> bool {
    let arrows = mermaid.lines().filter(|line| line.contains("->"));
    mermaid.chars().count() < MOST_CHARACTERS && arrows.count() < MOST_ARROWS
}

/// Whether two texts differ in nothing but empty lines and blanks at the ends of lines, which no document keeps.
fn same(a: &str, b: &str) -> bool {
    let lines = |text| str::lines(text).map(str::trim_end).filter(|line| !line.is_empty());
    lines(a).eq(lines(b))
}
