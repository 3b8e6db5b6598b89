//! SVG: pictures that need no other program.

mod arrow;
mod canvas;
mod card;
mod chart;
mod cost;
mod entity;
mod frame;
mod geometry;
mod graph;
mod icon;
mod lanes;
mod layered;
mod matrix;
mod metrics;
mod palette;
mod places;
mod route;
mod sequence;
mod sheet;
mod shelves;
mod text;

pub use palette::DARK;

use super::diagram::{Diagram, GraphKind};

/// A picture as one file.
pub fn write(diagram: &Diagram, generated: &str) -> String {
    match diagram {
        Diagram::Graph(graph) => match graph.kind {
            GraphKind::Calls => graph::draw(graph, generated),
            GraphKind::Places => places::draw(graph, generated),
        },
        Diagram::Sequence(sequence) => sequence::draw(sequence, generated),
        Diagram::Entities(entities) => entity::draw(entities, generated),
        Diagram::Matrix(matrix) => matrix::draw(matrix, generated),
        Diagram::Chart(chart) => chart::draw(chart, generated),
    }
}
