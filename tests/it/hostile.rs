//! One table of hostile texts, for every picture, document, draft, comparison and check; each is held against the
//! parser of those who draw and read it.

use crate::ci_output::{json, valid};
use crate::page::browse;
use crate::tools::{drawn, judge, markdownlint};
use napkin::diff::{Compared, diff};
use napkin::document::{self, Matter, Place, names, render};
use napkin::emit::{self, FORMATS, check};
use napkin::report::{Cause, Check, Finding, NewFinding, Report, Unread};
use napkin::source::Source;
use napkin::{Input, assemble};
use std::fs;
use std::path::Path;

/// Texts that mean something to a language, to a terminal or to a reader's eye.
pub const TEXTS: &[&str] = include!("../hostile/texts.rs");

/// Turns of the table, so that each text stands in each place of a kind once in a while.
const TURNS: [usize; 2] = [0, 23];

/// A report in which every text of a user is hostile, each another one.
pub fn report(turn: usize) -> Report {
    let mut report = judge("url-shortener");
    let text = |at: usize| TEXTS[(at + turn) % TEXTS.len()].to_owned();
    report.name = text(0);
    report.summary = Some(text(1));
    for (at, actor) in report.actors.iter_mut().enumerate() {
        actor.says = Some(text(at));
    }
    let ids: Vec<String> = report.components.iter().map(|component| component.id.clone()).collect();
    let renamed = |id: &mut String| {
        if let Some(at) = ids.iter().position(|known| known == id) {
            *id = format!("{} {at}", text(at));
        }
    };
    for (at, component) in report.components.iter_mut().enumerate() {
        renamed(&mut component.id);
        component.function_title = text(at + 1);
        component.technology_title = Some(text(at + 2));
    }
    for link in &mut report.links {
        renamed(&mut link.from);
        renamed(&mut link.to);
        link.flows = vec![text(3)];
    }
    for (at, flow) in report.flows.iter_mut().enumerate() {
        flow.id = format!("{} {at}", text(at));
        for step in &mut flow.steps {
            renamed(&mut step.from);
            renamed(&mut step.to);
            step.action = text(at + 1);
        }
    }
    for (at, requirement) in report.requirements.functional.iter_mut().enumerate() {
        requirement.want = text(at);
        requirement.accept = vec![text(at + 4)];
    }
    for (at, verdict) in report.verdicts.iter_mut().enumerate() {
        verdict.because = vec![text(at)];
        verdict.value = Some(text(at + 1));
    }
    for (at, entity) in report.entities.iter_mut().enumerate() {
        entity.id = text(at);
        for field in &mut entity.fields {
            field.name = text(at + 5);
        }
    }
    for (at, decision) in report.decisions.iter_mut().enumerate() {
        decision.title = text(at + 6);
        decision.at_the_cost_of = Some(text(at));
    }
    report.conventions = TEXTS.iter().map(|text| (*text).to_owned()).collect();
    report
}

#[test]
fn every_picture_is_drawn() {
    for format in FORMATS {
        let mut texts = Vec::new();
        for turn in TURNS {
            let report = report(turn);
            let pictures = emit::pictures(&report);
            // One of each view has all texts of the others.
            let mut seen = Vec::new();
            for picture in pictures {
                if seen.contains(&picture.view.id) {
                    continue;
                }
                seen.push(picture.view.id);
                texts.extend(
                    picture
                        .draw(&report, format)
                        .map(|text| (format!("{turn}-{}", picture.name), text)),
                );
            }
        }
        for (name, text) in &texts {
            assert!(
                !text.contains(['\u{0}', '\u{1b}', '\u{202e}']),
                "{name} as {}",
                format.id
            );
        }
        drawn(format, &texts);
    }
}

#[test]
fn every_document_is_clean() {
    let mut texts = Vec::new();
    for turn in TURNS {
        let report = report(turn);
        for name in names(&[]) {
            let text = render(Matter::of(&report), &name, &[], Place::Alone).unwrap();
            assert!(!text.contains("<script") && !text.contains("<img"), "{name}");
            texts.push((format!("{turn}-{name}"), text));
        }
    }
    markdownlint("hostile", &texts);
}

/// What no output may have: characters that steer a terminal or turn the direction of text.
fn steers(text: &str) -> bool {
    text.contains(|c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

/// A finding for each text, which is all that it says; every third is waived.
fn findings() -> Vec<Finding> {
    let of = judge("payment-system").findings;
    let waived = of
        .iter()
        .find(|finding| finding.waived.is_some())
        .expect("one is waived");
    let hostile = TEXTS.iter().enumerate().map(|(at, text)| {
        let text = || (*text).to_owned();
        let mut finding = waived.clone();
        finding.message = text();
        finding.of = Some(text());
        finding.label = text();
        finding.fix = Some(text());
        finding.fingerprint = format!("{at}");
        if let Some(place) = &mut finding.place {
            place.file = text();
        }
        match &mut finding.waived {
            Some(waived) if at.is_multiple_of(3) => waived.because = text(),
            _ => finding.waived = None,
        }
        finding
    });
    hostile.collect()
}

/// A comparison in which every text is hostile.
fn compared(turn: usize) -> Compared {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("designs/url-shortener.yaml");
    let old = fs::read_to_string(path).unwrap();
    let new = old
        .replace("per_replica: 2500 req/s", "per_replica: 25 req/s")
        .replace("      - lb -> api: {timeout: 2 s}\n", "      - lb -> api\n")
        .replace("takes: [link.url, link.code, link.expires_at]", "takes: [link.url]");
    let input = |text: &str| Input {
        files: vec![Source::new("a.yaml", text)],
        ..Input::default()
    };
    let Ok(mut compared) = diff(input(&old), input(&new)) else {
        panic!("the form is wrong");
    };
    let text = |at: usize| TEXTS[(at + turn) % TEXTS.len()].to_owned();
    let because = |at: usize| Cause {
        changes: vec![text(at), text(at + 1)],
        alone: at.is_multiple_of(2),
    };
    let diff = &mut compared.diff;
    for side in [&mut diff.old, &mut diff.new] {
        (side.name, side.file) = (text(0), text(1));
        (side.state, side.set) = (Some(text(2)), vec![text(3)]);
    }
    (diff.headline, diff.summary) = (format!("{}.", text(4)), text(5));
    let change = diff.changes.first().expect("something changed").clone();
    diff.changes = (0..TEXTS.len()).map(|_| change.clone()).collect();
    for (at, change) in diff.changes.iter_mut().enumerate() {
        change.path = format!("requirements.functional.{}", text(at));
        (change.old, change.new, change.says) = (Some(text(at + 1)), Some(text(at + 2)), text(at + 3));
    }
    for (at, moved) in diff.verdicts.iter_mut().enumerate() {
        (moved.id, moved.metric, moved.says) = (text(at), text(at + 1), text(at + 2));
        moved.because = because(at);
    }
    for (at, contract) in diff.contracts.iter_mut().enumerate() {
        (contract.of, contract.says) = (text(at), text(at + 1));
    }
    for (at, moved) in diff.figures.iter_mut().enumerate() {
        (moved.what, moved.old, moved.new) = (text(at), text(at + 1), text(at + 2));
        moved.because = because(at);
    }
    let found = findings().into_iter().enumerate();
    diff.found = found
        .map(|(at, finding)| NewFinding {
            finding,
            because: because(at),
        })
        .collect();
    diff.mended = findings();
    diff.waived = findings();
    compared.old = report(turn);
    compared.new = report(turn);
    compared.new.links.truncate(3);
    compared
}

#[test]
fn every_comparison_is_clean() {
    let turned = TURNS.map(|turn| (turn, compared(turn)));
    let (mut comments, mut pages) = (Vec::new(), Vec::new());
    for (turn, compared) in &turned {
        let text = document::diff(compared).unwrap();
        for sign in ["<script", "<img", "<iframe", "<!-- <!"] {
            let outside: String = text.split('`').step_by(2).collect();
            assert!(!outside.contains(sign), "{sign}: {text}");
        }
        assert!(!steers(&text), "{text}");
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        comments.push((format!("{turn}-diff"), text));
        pages.push((format!("{turn}-diff"), document::diff_page(compared).unwrap()));
        let written = serde_json::to_string(&compared.diff).unwrap();
        assert_eq!(json(&written)["found"].as_array().unwrap().len(), TEXTS.len());
    }
    markdownlint("hostile-diff", &comments);
    browse("hostile", "diff", &pages);
    for format in FORMATS {
        let draw = |(turn, c): &(usize, Compared)| {
            (
                format!("diff-{turn}"),
                emit::draw_changes(&c.diff, &c.old, &c.new, format),
            )
        };
        let texts: Vec<_> = turned.iter().map(draw).collect();
        assert!(texts.iter().all(|(_, text)| !steers(text)), "{}", format.id);
        drawn(format, &texts);
    }
}

#[test]
fn every_check_is_clean() {
    let mut report = report(0);
    report.file = TEXTS.join(" ");
    report.findings = findings();
    let unread = TEXTS.iter().map(|text| Unread {
        file: (*text).to_owned(),
        message: (*text).to_owned(),
    });
    let check: Check = assemble::check(vec![(report, false)], unread.collect());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile-check");
    fs::create_dir_all(&folder).unwrap();
    for format in check::FORMATS {
        let text = format.write(&check);
        assert!(!steers(&text), "{}", format.id);
        let path = folder.join(format.id);
        fs::write(&path, &text).unwrap();
        match format.id {
            "github" => {
                let is_command = |line: &str| {
                    ["::error ", "::warning ", "::notice "]
                        .iter()
                        .any(|c| line.starts_with(c))
                };
                let strange = text
                    .lines()
                    .find(|line| !is_command(line) || line.contains("%0A::error"));
                assert_eq!(strange, None);
            }
            id => valid(id, &[path.to_string_lossy().into_owned()]),
        }
    }
}
