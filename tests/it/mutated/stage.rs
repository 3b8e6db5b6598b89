//! What a text is sent through.

use crate::dice::Dice;
use crate::tidy::{read, said};
use napkin::analysis::Detail;
use napkin::baseline::Baseline;
use napkin::catalog::Catalog;
use napkin::design::{self, Settings, drill};
use napkin::document::{Matter, Place};
use napkin::draft::{Choice, FORMS, openapi, sql};
use napkin::emit::FORMATS;
use napkin::interview::Journal;
use napkin::project::Project;
use napkin::quantity::{Profile, Sampling};
use napkin::report::Report;
use napkin::review::{Asked, Earlier, review};
use napkin::source::{FileId, Source, Sources};
use napkin::tidy::tidy;
use napkin::{Input, amend, calc, document, emit, fix, recommend, run, whatif};
use std::sync::OnceLock;

/// A design that is compared with all others.
const KNOWN: &str = include_str!("../../designs/url-shortener.yaml");
/// Enough to reach every path of the sampling, and no more.
const FEW: Sampling = Sampling { samples: 40, seed: 1 };

fn input(text: &str) -> Input {
    Input {
        files: vec![Source::new("design.yaml", text)],
        settings: Settings {
            sampling: FEW,
            ..Settings::default()
        },
        ..Input::default()
    }
}

fn known() -> &'static Report {
    static KNOWN_REPORT: OnceLock<Report> = OnceLock::new();
    KNOWN_REPORT.get_or_init(|| run(input(KNOWN)).report)
}

/// The report of a design, and one of the things that are made of it in turn.
pub fn design(text: &str, dice: &mut Dice) {
    let mut input = input(text);
    if dice.roll(2) == 0 {
        input.settings.drills = drill::Wanted::All;
    }
    input.cures = dice.roll(4) == 0;
    let report = run(input.clone()).report;
    serde_json::to_string(&report).expect("a report is plain data");
    if !report.is_sound() {
        fix::fix(&input);
        return;
    }
    match dice.roll(8) {
        0 => drafts(&report),
        1 => documents(&report, dice),
        2 => compared(&input, dice),
        3 => asked(&input, dice),
        4 => changed(text, dice),
        5 => reviewed(&report),
        _ => pictures(&report, dice),
    }
}

/// Every view in one format.
fn pictures(report: &Report, dice: &mut Dice) {
    let format = &FORMATS[dice.roll(FORMATS.len() as u64) as usize];
    for picture in emit::pictures(report) {
        picture.draw(report, format);
    }
    emit::openpsa(report, None);
}

fn drafts(report: &Report) {
    for form in FORMS {
        for file in form.draft(report, Choice::default()) {
            let text = file.text.clone();
            let again = form.over(file, &text);
            assert!(again.is_ok(), "{} does not stand over itself: {again:?}", form.id);
        }
        form.draft(
            report,
            Choice {
                dialect: Some(sql::Dialect::Sqlite),
                style: openapi::Style::default(),
            },
        );
    }
}

fn documents(report: &Report, dice: &mut Dice) {
    let names = document::names(&[]);
    let name = &names[dice.roll(names.len() as u64) as usize];
    let matter = Matter::of(report);
    document::render(matter, name, &[], Place::Alone).expect("our own templates render");
    document::page(matter, name, &[]).expect("our own page renders");
}

fn compared(new: &Input, dice: &mut Dice) {
    let old = input(KNOWN);
    let (old, new) = if dice.roll(2) == 0 {
        (old, new.clone())
    } else {
        (new.clone(), old)
    };
    if let Ok(compared) = napkin::diff::diff(old, new) {
        emit::draw_changes(&compared.diff, &compared.old, &compared.new, &FORMATS[0]);
        document::diff(&compared).expect("our own template renders");
        document::diff_page(&compared).expect("our own page renders");
    }
}

/// What other values would do, and what else could fill a component.
fn asked(input: &Input, dice: &mut Dice) {
    let input = Input {
        detail: Detail::Values,
        ..input.clone()
    };
    let functions = ["relational-database", "distributed-cache", "queue", "service", ""];
    let _ = recommend::recommend(&input, dice.of(&functions), None);
    let _ = whatif::tornado(input, dice.of(&["api.peak", "users", ""]));
}

/// Values set and taken away at paths of the text.
fn changed(text: &str, dice: &mut Dice) {
    let files = [Source::new("design.yaml", text)];
    let paths = design::paths(&files, &Settings::default());
    for _ in 0..8 {
        let Some((_, path)) = paths.get(dice.roll(paths.len().max(1) as u64) as usize) else {
            return;
        };
        let path: Vec<&str> = path.split('.').collect();
        let value = amend::Value::text(dice.of(&["1", "a: b", "{x: 1}", "two\nlines", "\u{0}", "- x", "# x"]));
        let _ = amend::set(text, &path, &value, &|_| Vec::new());
        let _ = amend::push(text, &path, &value, &|_| Vec::new());
        let _ = amend::set_item(text, &path, 0, &value);
        let _ = amend::remove_item(text, &path, 1);
        let _ = amend::remove(text, &path);
    }
}

fn reviewed(report: &Report) {
    let asked = Asked {
        report,
        catalog: &Catalog::embedded(),
        level: "senior",
        other: Some(known()),
        journal: None,
        earlier: None,
    };
    document::review(&review(&asked)).expect("our own template renders");
}

pub fn expression(text: &str, _: &mut Dice) {
    let found = calc::calculate(text, Profile::default(), FEW);
    assert!(found.findings.is_empty() || found.lines.is_empty(), "{text}");
}

/// A file of the catalog under a path of each kind, and a design that rests on it.
pub fn catalog(text: &str, dice: &mut Dice) {
    let kinds = [
        "function",
        "technology",
        "case",
        "number",
        "price",
        "pattern",
        "phase",
        "plan",
        "drill",
        "term",
        "dimension",
    ];
    let path = format!(
        "catalog/{}/{}.yaml",
        dice.of(&kinds),
        dice.of(&["service", "redis", "postgresql", "new"])
    );
    let mut input = input(KNOWN);
    input.catalog = vec![(path.clone(), text.to_string())];
    let mut sources = Sources::default();
    let faults = Catalog::embedded().overlay(&input.catalog, &mut sources);
    if faults.is_empty() {
        run(input);
    }
}

pub fn template(text: &str, _: &mut Dice) {
    for path in ["templates/prd.md", "templates/part/requirements.md"] {
        // It may be refused, with words.
        if let Err(why) = document::render(
            Matter::of(known()),
            "prd",
            &[(path.to_string(), text.to_string())],
            Place::Alone,
        ) {
            assert!(!why.is_empty());
        }
    }
}

/// The one look: it says what the text said, or the text is refused; laid out again it stays.
pub fn layout(text: &str, _: &mut Dice) {
    let neat = |text: &str| tidy(FileId(0), &Source::new("design.yaml", text)).ok();
    let Some(once) = neat(text) else { return };
    let meaning = |text: &str| read(text).as_ref().map(said);
    assert_eq!(meaning(text), meaning(&once));
    assert_eq!(neat(&once).as_ref(), Some(&once));
}

/// All that reads a text of a user besides.
pub fn any_file(text: &str, _: &mut Dice) {
    let source = Source::new("napkin.yaml", text);
    napkin::project::is_design(&source);
    Project::read(source).findings(&mut Sources::default());
    let _ = Baseline::read("old.json", text);
    let _ = Earlier::read("old.json", text);
    if let Some(journal) = Journal::read(text) {
        assert!(!journal.header.line().is_empty());
    }
    design::includes(FileId(0), &Source::new("design.yaml", text));
    for form in FORMS {
        for file in form.draft(known(), Choice::default()) {
            let _ = form.over(file, text);
        }
    }
}
