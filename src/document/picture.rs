//! The pictures that a document may show.

use crate::emit;
use crate::report::Report;
use serde::Serialize;

/// What GitHub draws at most, in characters and in arrows; a larger picture shows an error in its place.
const MOST_CHARACTERS: usize = 50_000;
const MOST_ARROWS: usize = 500;

/// A picture for the template.
#[derive(Serialize)]
pub struct Picture {
    pub name: String,
    pub title: String,
    pub view: &'static str,
    pub flow: Option<String>,
    /// Its Mermaid text; none where it is too large to be drawn from that.
    pub mermaid: Option<String>,
}

/// All pictures of a design.
pub fn all(report: &Report) -> Vec<Picture> {
    let Some(format) = emit::format("mermaid") else {
        return Vec::new();
    };
    let pictures = emit::pictures(report).into_iter();
    pictures
        .filter_map(|picture| {
            let mermaid = picture.draw(report, format)?;
            Some(Picture {
                mermaid: fits(&mermaid).then(|| mermaid.trim_end().to_string()),
                name: picture.name,
                title: picture.title,
                view: picture.view.id,
                flow: picture.flow,
            })
        })
        .collect()
}

/// Whether GitHub draws it.
fn fits(mermaid: &str) -> bool {
    let arrows = mermaid.lines().filter(|line| line.contains("->"));
    mermaid.chars().count() < MOST_CHARACTERS && arrows.count() < MOST_ARROWS
}
