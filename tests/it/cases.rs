//! Each case of the catalog is answered by its reference design: sound, and of one mind with its pack.

use napkin::catalog::{Case, Catalog, Kind};
use napkin::design::Settings;
use napkin::quantity::{Profile, Sampling};
use napkin::report::{Functional, Report, Severity, Status};
use napkin::source::Source;
use napkin::{Input, run};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Functions among the choices of a pack that its design does without, with the reason.
const DONE_WITHOUT: [(&str, &str, &str); 2] = [
    (
        "url-shortener",
        "id-allocator",
        "codes are drawn at random and written where they are absent, as the choice says",
    ),
    (
        "pastebin",
        "worker",
        "the stores remove what has expired, as the choice says",
    ),
];

/// Before the name of an estimate, so that it is no name of the design.
const PREFIX: &str = "case_";

/// How far a figure of the design may be from that of the pack, which says its inputs in round numbers.
const NEAR: f64 = 0.1;

/// Notes and unknown verdicts that a reference may have: each costs its reader a question.
const FEW: usize = 2;

/// Each case with the report of its reference design, which has the pack's estimates among its figures.
static REPORTS: LazyLock<Vec<(String, Report)>> = LazyLock::new(|| {
    let catalog = Catalog::embedded();
    let cases = catalog.ids(Kind::Case);
    cases
        .map(|id| (id.to_string(), report(id, case(&catalog, id))))
        .collect()
});

fn case<'a>(catalog: &'a Catalog, id: &str) -> &'a Case {
    catalog.case(id).expect("a case").1
}

fn report(id: &str, case: &Case) -> Report {
    let text = Catalog::reference(id).unwrap_or_else(|| panic!("no designs/{id}.yaml"));
    let set = case.estimates.iter().filter_map(|estimate| {
        let formula = estimate.design.as_ref()?;
        Some(format!("figures.{PREFIX}{}={formula}", estimate.id))
    });
    let input = Input {
        files: vec![Source::new(format!("designs/{id}.yaml"), text)],
        settings: Settings {
            set: set.collect(),
            ..Settings::default()
        },
        ..Input::default()
    };
    run(input).report
}

#[test]
fn a_reference_is_without_fault() {
    let mut wrong = Vec::new();
    for (id, report) in &*REPORTS {
        if report.case.as_ref().is_none_or(|case| case.id != *id) {
            wrong.push(format!("{id}: names no case"));
        }
        let told = report.findings.iter().filter(|f| f.waived.is_none());
        // The estimates that the test adds drive nothing.
        let told = told.filter(|f| f.rule != "estimate-without-decision");
        let (notes, faults): (Vec<_>, Vec<_>) = told.partition(|f| f.severity == Severity::Info);
        wrong.extend(faults.iter().map(|f| format!("{id}: {}", f.message)));
        if notes.len() > FEW {
            wrong.extend(notes.iter().map(|f| format!("{id}: one note of many: {}", f.message)));
        }
        let failed = report.verdicts.iter().filter(|v| v.status == Status::Fail);
        wrong.extend(failed.map(|v| format!("{id}: {} fails", v.id)));
        if report.counts.unknown > FEW {
            wrong.push(format!("{id}: {} requirements are unknown", report.counts.unknown));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_reference_agrees_with_the_estimates_of_its_pack() {
    let catalog = Catalog::embedded();
    let mut wrong = Vec::new();
    for (id, report) in &*REPORTS {
        let case = case(&catalog, id);
        let worked = napkin::calc::calculate(&case.working(), Profile::Exact, Sampling::default());
        let lines = worked.lines.iter().skip(case.inputs.len());
        for (estimate, line) in case.estimates.iter().zip(lines) {
            let Some(formula) = &estimate.design else {
                continue;
            };
            let name = format!("{PREFIX}{}", estimate.id);
            let mut figures = report.figures.iter().map(|f| &f.figure);
            let found = figures.find(|figure| figure.name == name);
            let near = found.is_some_and(|found| {
                let both = found.value.zip(line.figure.value);
                found.unit == line.figure.unit && both.is_some_and(|(a, b)| (a - b).abs() <= NEAR * b.abs())
            });
            if !near {
                wrong.push(format!(
                    "{id}: {} is {} in the pack, and `{formula}` is {}",
                    estimate.id,
                    line.figure.text,
                    found.map_or("no figure", |figure| &figure.text)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What carries meaning in a sentence, cut to a stem: `shortens` and `short` are one word.
fn stems(text: &str) -> BTreeSet<String> {
    const EMPTY: [&str; 22] = [
        "and", "are", "was", "were", "that", "the", "then", "them", "this", "what", "who", "how", "from", "for",
        "with", "its", "has", "have", "can", "get", "see", "one",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let telling = words.filter(|word| word.len() > 2 && !EMPTY.contains(&word.as_str()));
    telling.map(|word| word.chars().take(4).collect()).collect()
}

/// Whether a requirement of the design is what the pack asks for: as urgent, drawn as a flow, and said in its words.
fn answers(asked: &BTreeSet<String>, priority: &str, functional: &Functional) -> bool {
    let urgent = match functional.priority.as_deref() {
        Some("must") => true,
        found => found == Some(priority),
    };
    let Some(flow) = &functional.flow else {
        return false;
    };
    let said = stems(&format!("{} {} {flow}", functional.want, functional.accept.join(" ")));
    urgent && 2 * asked.intersection(&said).count() >= asked.len()
}

#[test]
fn a_reference_answers_what_its_pack_asks_for() {
    let catalog = Catalog::embedded();
    let mut wrong = Vec::new();
    for (id, report) in &*REPORTS {
        let wishes = &case(&catalog, id).functional;
        for wish in wishes.iter().filter(|wish| wish.priority != "could") {
            let asked = stems(&wish.want);
            let functional = &report.requirements.functional;
            if !functional.iter().any(|f| answers(&asked, wish.priority, f)) {
                wrong.push(format!(
                    "{id}: {} `{}` has no requirement with a flow",
                    wish.priority, wish.want
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_reference_has_what_its_pack_chooses() {
    let catalog = Catalog::embedded();
    let mut wrong = Vec::new();
    let mut spared = BTreeSet::new();
    for (id, report) in &*REPORTS {
        for choice in &case(&catalog, id).choices {
            if report.components.iter().any(|c| c.function == choice.function) {
                continue;
            }
            match DONE_WITHOUT
                .iter()
                .find(|(case, function, _)| case == id && *function == choice.function)
            {
                Some(row) => {
                    spared.insert(row);
                }
                None => wrong.push(format!("{id}: no component is a {}", choice.function)),
            }
        }
    }
    let idle = DONE_WITHOUT.iter().filter(|row| !spared.contains(row));
    wrong.extend(idle.map(|(case, function, _)| format!("{case}: {function} needs no exception")));
    assert!(wrong.is_empty(), "{wrong:#?}");
}
