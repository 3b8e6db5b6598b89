//! One figure with everything that is known of it, down to its inputs.

use std::collections::HashSet;

use napkin::report::{Figure, Report};

use super::table::{Cell, Table, paragraph, prose, text};
use super::terminal::{Look, Tone, visible};

/// Rows of one tree; more would only scroll by.
const MOST_ROWS: usize = 200;
/// How deep a tree is drawn.
const DEEPEST: usize = 24;

/// A figure with its formula, its range, and the tree of what it is made of.
pub fn show(figure: &Figure, report: &Report, look: Look) -> String {
    let mut out = format!(
        "{} = {}\n",
        look.paint(Tone::Strong, &visible(&figure.name)),
        visible(&figure.text)
    );
    for part in [&figure.formula, &figure.working] {
        if !part.is_empty() {
            out.push_str(&paragraph(&format!("= {part}"), look, look.indent()));
        }
    }
    let facts = facts(figure);
    if !facts.is_empty() {
        out.push('\n');
        out.push_str(&facts.render(look, look.indent()));
    }
    let mut tree = Tree {
        figures: report.all_figures(),
        seen: HashSet::new(),
        table: Table::bare(&[text("").least(30), text(""), prose("").rank(1)]),
        rows: 0,
    };
    tree.below(figure, "", 0);
    if tree.rows > 0 {
        out.push_str("\nmade of\n");
        out.push_str(&tree.table.render(look, look.indent()));
    }
    out
}

/// The figure and all below it, each once, as the tree shows them.
pub fn below<'a>(figure: &'a Figure, report: &'a Report) -> Vec<&'a Figure> {
    let figures = report.all_figures();
    let mut found = vec![figure];
    let mut at = 0;
    while let Some(figure) = found.get(at).copied() {
        at += 1;
        for name in &figure.uses {
            if !found.iter().any(|known| known.name == *name)
                && let Some(part) = figures.iter().find(|f| f.name == *name)
            {
                found.push(part);
            }
        }
    }
    found
}

fn facts(figure: &Figure) -> Table {
    let mut table = Table::bare(&[text(""), prose("")]);
    let mut row = |word: &str, tone: Tone, what: &str| {
        table.row([Cell::new(word).tone(tone), Cell::new(what)]);
    };
    if let Some(range) = &figure.range {
        let how = if range.exact {
            "exactly lognormal"
        } else {
            "from samples"
        };
        row("90 %", Tone::Quiet, &format!("{} ({how})", range.text));
        row("mean", Tone::Quiet, &range.mean_text);
        if let Some(interval) = &range.interval_text {
            let what = format!("{interval} if every part were at its end at once");
            row("interval", Tone::Quiet, &what);
        }
    }
    if !figure.source.is_empty() {
        row("from", Tone::Quiet, &figure.source);
    }
    if let Some(value) = figure.value {
        row("exactly", Tone::Quiet, format!("{value} {}", figure.unit).trim_end());
    }
    if !figure.drives.is_empty() {
        row("drives", Tone::Quiet, &figure.drives.join(", "));
    }
    for fact in &figure.missing {
        row("missing", Tone::Doubt, fact);
    }
    table
}

struct Tree<'a> {
    figures: Vec<&'a Figure>,
    seen: HashSet<&'a str>,
    table: Table,
    rows: usize,
}

impl<'a> Tree<'a> {
    /// The rows below a figure: figures that its formula names, then inputs.
    fn below(&mut self, figure: &'a Figure, indent: &str, depth: usize) {
        let last = (figure.uses.len() + figure.inputs.len()).saturating_sub(1);
        for (at, name) in figure.uses.iter().enumerate() {
            let (branch, deeper) = branches(indent, at == last);
            let known = self.figures.iter().find(|f| f.name == *name).copied();
            let Some(part) = known else {
                self.row(&format!("{branch}{name}"), "", "");
                continue;
            };
            if depth >= DEEPEST || !self.seen.insert(&part.name) {
                let again = if part.uses.is_empty() {
                    part.source.as_str()
                } else {
                    "as above"
                };
                self.row(&format!("{branch}{name}"), &part.text, again);
                continue;
            }
            let how = if part.formula.is_empty() {
                &part.source
            } else {
                &part.formula
            };
            self.row(&format!("{branch}{name}"), &part.text, how);
            self.below(part, &deeper, depth + 1);
        }
        for (at, input) in figure.inputs.iter().enumerate() {
            let (branch, _) = branches(indent, figure.uses.len() + at == last);
            self.row(&format!("{branch}{}", input.text), "", &input.source);
        }
    }

    fn row(&mut self, name: &str, value: &str, how: &str) {
        self.rows += 1;
        if self.rows < MOST_ROWS {
            self.table
                .row([Cell::new(name), Cell::new(value), Cell::new(how).tone(Tone::Quiet)]);
        } else if self.rows == MOST_ROWS {
            self.table.row([Cell::new("…"), Cell::default(), Cell::default()]);
        }
    }
}

/// The stroke before a row, and what stands below it.
fn branches(indent: &str, last: bool) -> (String, String) {
    if last {
        (format!("{indent}└ "), format!("{indent}  "))
    } else {
        (format!("{indent}├ "), format!("{indent}│ "))
    }
}
