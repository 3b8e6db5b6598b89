//! Pictures as plain text, for terminals, logs and mail.

mod chart;
mod graph;
mod listing;
mod sequence;

use super::diagram::Diagram;
use super::label::Label;

/// Signs of a call: the caller waits, or it does not.
const WAITS: &str = "→";
const SENDS: &str = "⇢";

/// A picture in lines.
pub fn write(diagram: &Diagram, generated: &str) -> String {
    let (title, about, body) = match diagram {
        Diagram::Graph(graph) => (&graph.title, &graph.about, graph::lines(graph)),
        Diagram::Sequence(sequence) => (&sequence.title, &sequence.about, sequence::lines(sequence)),
        Diagram::Entities(entities) => (&entities.title, &entities.about, listing::tables(entities)),
        Diagram::Matrix(matrix) => (&matrix.title, &matrix.about, listing::matrix(matrix)),
        Diagram::Chart(chart) => (&chart.title, &chart.about, chart::lines(chart)),
    };
    let mut out = format!("{title}\n{about} ({})\n\n", Label::new(generated));
    for line in body {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Labels behind one another.
fn joined(labels: &[Label]) -> String {
    labels.iter().map(Label::as_str).collect::<Vec<_>>().join(" · ")
}

/// How many columns a text takes; ideographs and the like count as one, which may push what follows to the right.
fn width(text: &str) -> usize {
    text.chars().count()
}

/// Rows whose cells stand below one another, two spaces apart; the last one ends where it ends.
fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widest = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| width(cell))
            .max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| widest(column).unwrap_or_default()).collect();
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for (cell, room) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(room - width(cell) + 2));
        }
        line
    };
    rows.iter().map(line).collect()
}
