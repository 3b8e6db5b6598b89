//! The growth view: users, load, bytes and the bill year by year.

use super::Subject;
use super::diagram::{Bar, Chart, Diagram, Lie, Panel};
use super::label::Label;
use crate::report::{Figure, Report, When, Year};

/// One picture, of a design with a horizon.
pub fn subjects(report: &Report) -> Vec<Subject> {
    if panels(report).is_empty() {
        Vec::new()
    } else {
        vec![Subject::Design]
    }
}

/// A panel for each figure that grows.
pub fn diagram(report: &Report, _: Subject) -> Option<Diagram> {
    Some(Diagram::Chart(Chart {
        title: Label::new(&format!("{}: growth", report.name)),
        about: Label::new(&first_full(report)),
        panels: panels(report),
    }))
}

/// A figure of a year.
type Grown = fn(&Year) -> Option<&Figure>;

fn panels(report: &Report) -> Vec<Panel> {
    // Of an unknown bill the known part is drawn, and says so.
    let whole = report.cost.as_ref().is_some_and(|cost| cost.total.value.is_some());
    let bill = if whole { "Cost" } else { "Cost, as far as known" };
    let all: [(&str, Grown); 4] = [
        ("Users", |year| year.users.as_ref()),
        ("Requests at the peak", |year| year.peak.as_ref()),
        ("Stored, all copies", |year| year.storage.as_ref()),
        (bill, |year| year.cost.as_ref()),
    ];
    let panels = all.into_iter().map(|(title, figure)| Panel {
        title: Label::new(title),
        lie: Lie::Upright,
        parts: Label::lines([title]),
        bars: report
            .growth
            .years
            .iter()
            .filter_map(|year| bar(year, figure(year)?))
            .collect(),
    });
    // Bars of one length tell nothing.
    panels
        .filter(|panel| panel.bars.windows(2).any(|pair| pair[0].parts != pair[1].parts))
        .collect()
}

fn bar(year: &Year, figure: &Figure) -> Option<Bar> {
    Some(Bar {
        title: Label::new(&format!("year {}", year.year)),
        text: Label::new(&figure.text),
        start: 0.0,
        parts: vec![figure.value.filter(|value| *value >= 0.0)?],
    })
}

/// What runs out first.
fn first_full(report: &Report) -> String {
    let first = report.growth.outgrown.first();
    match first.filter(|first| first.full.when < When::Never) {
        Some(first) => format!(
            "{} is the first to be full: {}, {}",
            first.component, first.full.text, first.full.resource
        ),
        None => "year 0 is today".to_owned(),
    }
}
