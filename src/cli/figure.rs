//! Every figure of a report, and one of them with its working.

use napkin::finding::nearest;
use napkin::report::{Figure, Report};

use super::table::{Cell, Table, prose, text};
use super::terminal::{Look, Tone};
use super::working;

/// The figure of that name, else all figures of the thing of that name; if there is none, what to say about it.
pub fn find<'a>(report: &'a Report, name: &str) -> Result<Vec<&'a Figure>, String> {
    let mut named: Vec<&Figure> = report
        .all_figures()
        .into_iter()
        .filter(|figure| !figure.name.is_empty())
        .collect();
    named.sort_by(|a, b| a.name.cmp(&b.name));
    named.dedup_by(|a, b| a.name == b.name);
    if let Some(found) = named.iter().find(|figure| figure.name == name) {
        return Ok(vec![found]);
    }
    let of_it: Vec<&Figure> = named
        .iter()
        .filter(|figure| stem(&figure.name) == name)
        .copied()
        .collect();
    if !of_it.is_empty() {
        return Ok(of_it);
    }
    let names = || named.iter().map(|figure| figure.name.as_str());
    let hint = match nearest(name, names().chain(names().map(stem))) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`napkin estimate --format json` has them all".to_string(),
    };
    Err(format!("there is no figure `{name}`; {hint}"))
}

/// `api` of `api.peak`.
fn stem(name: &str) -> &str {
    name.split(['.', ' ']).next().unwrap_or(name)
}

/// Figures, one with everything that is known of it, several as a list.
pub fn explain(figures: &[&Figure], report: &Report, look: Look) -> String {
    if let [figure] = figures {
        return working::show(figure, report, look);
    }
    let mut table = Table::bare(&[text(""), text(""), prose("").rank(1)]);
    figures.iter().for_each(|figure| list(&mut table, figure));
    table.render(look, 0)
}

/// A figure in a line: its name, value, and how it came to be.
fn list(table: &mut Table, figure: &Figure) {
    let why = if figure.formula.is_empty() {
        &figure.source
    } else {
        &figure.formula
    };
    table.row([
        Cell::new(&figure.name),
        Cell::new(&figure.text),
        Cell::new(why).tone(Tone::Quiet),
    ]);
}
