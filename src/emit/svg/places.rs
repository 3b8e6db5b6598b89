//! The deployment view.

use super::super::diagram::Graph;
use super::graph;

pub fn draw(graph: &Graph, generated: &str) -> String {
    graph::draw(graph, generated)
}
