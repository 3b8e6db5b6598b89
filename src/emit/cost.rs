//! The cost view: what a month costs, part by part.

use super::Subject;
use super::diagram::{Bar, Chart, Diagram, Lie, Panel};
use super::label::Label;
use crate::report::{ComponentCost, Cost, Report};

/// One picture, of a design with prices.
pub fn subjects(report: &Report) -> Vec<Subject> {
    let priced = report
        .cost
        .as_ref()
        .is_some_and(|cost| !bars(cost, &kinds(cost)).is_empty());
    if priced { vec![Subject::Design] } else { Vec::new() }
}

/// The dearest component first, each by what its money is spent for.
pub fn diagram(report: &Report, _: Subject) -> Option<Diagram> {
    let cost = report.cost.as_ref()?;
    let kinds = kinds(cost);
    let about = if cost.total.missing.is_empty() {
        format!("a month costs {}", cost.total.text)
    } else {
        format!("a month costs at least {}; the rest is unknown", cost.known.text)
    };
    Some(Diagram::Chart(Chart {
        title: Label::new(&format!("{}: cost", report.name)),
        about: Label::new(&about),
        panels: vec![Panel {
            title: Label::new("A month, by component"),
            lie: Lie::Level,
            parts: kinds.iter().map(|kind| Label::name(kind)).collect(),
            bars: bars(cost, &kinds),
        }],
    }))
}

/// What money is spent for, the most first.
fn kinds(cost: &Cost) -> Vec<&str> {
    cost.kinds.iter().map(|kind| kind.kind.as_str()).collect()
}

fn bars(cost: &Cost, kinds: &[&str]) -> Vec<Bar> {
    cost.components
        .iter()
        .filter_map(|component| bar(component, kinds))
        .collect()
}

fn bar(component: &ComponentCost, kinds: &[&str]) -> Option<Bar> {
    let of = |kind: &&str| -> f64 {
        let parts = component.parts.iter().filter(|part| part.kind == **kind);
        parts
            .filter_map(|part| part.cost.value)
            .filter(|value| *value > 0.0)
            .sum()
    };
    let parts: Vec<f64> = kinds.iter().map(of).collect();
    let text = match &component.known {
        _ if component.cost.value.is_some() => component.cost.text.clone(),
        Some(known) => format!("at least {}", known.text),
        None => return None,
    };
    Some(Bar {
        title: Label::name(&component.component),
        text: Label::new(&format!("{text} · {}", component.share.text)),
        start: 0.0,
        parts,
    })
}
