//! Every figure of a report, and one of them with its working.

use napkin::finding::nearest;
use napkin::report::{Figure, Report};

use super::capacity;
use super::growth;
use super::table::{Cell, Table, paragraph, prose, text};
use super::terminal::{Look, Tone, visible};

/// All figures of a report, in its order.
pub fn all(report: &Report) -> Vec<&Figure> {
    let mut figures: Vec<&Figure> = report.load.iter().collect();
    for flow in &report.flows {
        figures.extend([&flow.rate, &flow.peak]);
        figures.extend(flow.steps.iter().map(|step| &step.calls));
    }
    for component in &report.components {
        figures.extend([&component.average, &component.peak]);
        figures.extend(component.loads.iter().chain(&component.storage));
        for resource in &component.resources {
            figures.extend([
                &resource.demand,
                &resource.per_unit,
                &resource.target,
                &resource.units_needed,
                &resource.utilisation,
            ]);
            figures.extend(&resource.zone_lost);
            figures.extend(resource.plan.iter().flat_map(capacity::figures));
        }
        for row in &component.partitions {
            figures.extend([&row.demand, &row.per_partition, &row.needed, &row.one_key]);
        }
        figures.push(&component.utilisation);
        figures.extend(component.plan.iter().flat_map(capacity::figures));
    }
    figures.extend(growth::figures(&report.growth));
    for link in &report.links {
        figures.extend([&link.average, &link.peak, &link.bytes_in, &link.bytes_out]);
    }
    for entity in &report.entities {
        figures.extend([
            &entity.size,
            &entity.rows,
            &entity.writes,
            &entity.reads,
            &entity.storage,
        ]);
    }
    figures.extend(report.figures.iter().map(|own| &own.figure));
    figures
}

/// The figure of that name, else all figures of the thing of that name; if there is none, what to say about it.
pub fn find<'a>(report: &'a Report, name: &str) -> Result<Vec<&'a Figure>, String> {
    let mut named: Vec<&Figure> = all(report)
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
        None => "`napkin estimate` without --explain shows them all".to_string(),
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
        return working(figure, report, look);
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

/// A figure with its formula, its numbers, where they come from, and what is missing.
fn working(figure: &Figure, report: &Report, look: Look) -> String {
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
    let mut table = Table::bare(&[text(""), prose("")]);
    if !figure.source.is_empty() {
        table.row([Cell::new("from").tone(Tone::Quiet), Cell::new(&figure.source)]);
    }
    if let Some(value) = figure.value {
        table.row([
            Cell::new("exactly").tone(Tone::Quiet),
            Cell::new(format!("{value} {}", figure.unit).trim_end()),
        ]);
    }
    for fact in &figure.missing {
        table.row([Cell::new("missing").tone(Tone::Doubt), Cell::new(fact)]);
    }
    if !table.is_empty() {
        out.push('\n');
        out.push_str(&table.render(look, look.indent()));
    }
    let parts = parts(figure, report);
    if !parts.is_empty() {
        let mut table = Table::bare(&[text(""), text(""), prose("").rank(1)]);
        parts.iter().for_each(|part| list(&mut table, part));
        out.push_str("\nwhere\n");
        out.push_str(&table.render(look, look.indent()));
    }
    out
}

/// The figures that a formula names.
fn parts<'a>(figure: &Figure, report: &'a Report) -> Vec<&'a Figure> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let figures = all(report);
    let mut parts: Vec<&Figure> = Vec::new();
    for word in figure
        .formula
        .split(|c| !is_name(c))
        .filter(|word| !word.is_empty() && *word != figure.name)
    {
        if let Some(part) = figures.iter().find(|figure| figure.name == word)
            && !parts.iter().any(|known| known.name == part.name)
        {
            parts.push(part);
        }
    }
    parts
}
