//! One table of hostile texts, for every picture, document, draft and comparison; each is held against the parser of
//! those who draw and read it.

use crate::tools::{drawn, judge, markdownlint};
use napkin::document::{Matter, Place, names, render};
use napkin::emit::{self, FORMATS};
use napkin::report::Report;

/// Texts that mean something to a language, to a terminal or to a reader's eye.
pub const TEXTS: &[&str] = &[
    // HTML, CSS and SVG.
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onload='alert(1)",
    "</style><script>alert(1)</script>",
    "</svg></title></textarea><iframe srcdoc=x>",
    "]]>--><!-- <![CDATA[ $$x^2$$ <U+0041>",
    "&lt;img src=x onerror=alert(1)&gt; &#60;b&#62; &amp;",
    // Markdown and its templates.
    "[click](javascript:alert(1)) ![i](javascript:alert(1))",
    "<javascript:alert(1)> <https://x.example> https://y.example",
    "```\n</code></pre><b>x</b>\n```",
    "| a | b |\n| - | - |\n# head",
    "{{ 7 * 7 }} {% raw %} ${x} <b> & %s",
    "**bold** __under__ //it// ~~x~~ ==h== --s--",
    "1. list",
    "- dash",
    // SQL and what else has comments.
    "'; DROP TABLE x; --",
    "\"; DROP TABLE x; --",
    "`; DROP TABLE x; --",
    "*/ /* -- #",
    "\\' \\\" \\\\",
    "select",
    "order",
    // Languages of pictures.
    "\"quoted\" 'single' `tick`",
    "]) end --> x",
    "a-->b; c ~~> d --o e",
    "%%{init: {\"theme\": \"dark\"}}%% %% comment",
    "@enduml\n@startuml",
    "!include /etc/passwd",
    "%date() $var [[http://x.example y]] {abstract}",
    "|pipe| \\n back\\slash #35;",
    "' comment",
    "/' block '/",
    "end",
    "note over x",
    "a:b wrap: nowrap:",
    "graph subgraph style classDef click",
    "}\nskinparam x\n{",
    // YAML and what is read by lines.
    "two\nlines: here\r\n- x\ty",
    "%0A::error::pwn",
    // Characters that steer, turn round or take up room.
    "\u{202e}drawkcab\u{202c} nul\u{0} esc\u{1b}[31m",
    "🚀 emoji 👩‍👩‍👧 🛰",
    "東京タワー 漢字",
];

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
