//! The HTML document in a browser: all designs, light and dark, wide and narrow, in use and under attack.

use crate::tools::{designs, judge, run, skip};
use napkin::document::{self, Matter, Place};
use napkin::emit::{self, DARK};
use napkin::report::Report;
use std::fs;
use std::path::{Path, PathBuf};

/// Texts that mean something to HTML, to CSS, to Markdown, or to a reader's eye.
const HOSTILE: [&str; 13] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onload='alert(1)",
    "</style><script>alert(1)</script>",
    "</svg></title></textarea><iframe srcdoc=x>",
    "]]>--><!-- <![CDATA[",
    "[click](javascript:alert(1)) ![i](javascript:alert(1))",
    "<javascript:alert(1)> <https://x.example> https://y.example",
    "&lt;img src=x onerror=alert(1)&gt; &#60;b&#62;",
    "\u{202e}drawkcab\u{202c} nul\u{0} esc\u{1b}[31m",
    "```\n</code></pre><b>x</b>\n```",
    "| a | b |\n| - | - |\n# head",
    "{{ 7 * 7 }} {% raw %} ${x}",
];

/// The page that a template makes of a report.
pub fn html(report: &Report, template: &str) -> String {
    document::page(Matter::of(report), template, &[]).expect("our own page renders")
}

/// Writes pages, and does a task of `page.mjs` with all of them in one browser; `kind` names their folder.
pub fn browse(task: &str, kind: &str, pages: &[(String, String)]) {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools");
    if !tools.join("node_modules/axe-core").exists() {
        return skip("axe-core", "npm ci --prefix tests/tools");
    }
    if run("chromium", &["--version"], "apt-get install chromium").is_none() {
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{kind}-{task}"));
    fs::create_dir_all(&folder).unwrap();
    let script = tools.join("page.mjs");
    let mut arguments: Vec<PathBuf> = vec![script, task.into()];
    for (name, text) in pages {
        let path = folder.join(format!("{name}.html"));
        fs::write(&path, text).unwrap();
        arguments.push(path);
    }
    let arguments: Vec<&str> = arguments.iter().filter_map(|path| path.to_str()).collect();
    let Some(output) = run("node", &arguments, "nodejs") else {
        return;
    };
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{said}");
}

#[test]
fn every_page_is_sound_in_a_browser() {
    let all = designs().iter();
    let pages: Vec<_> = all.map(|(name, report)| (name.clone(), html(report, "prd"))).collect();
    browse("look", "page", &pages);
}

#[test]
fn a_page_can_be_used() {
    let page = html(&judge("url-shortener"), "prd");
    browse("use", "page", &[("url-shortener".to_owned(), page)]);
}

#[test]
fn no_text_becomes_an_element() {
    let turns = [0, 5, 9].map(|turn| (format!("turn-{turn}"), html(&hostile(turn), "prd")));
    browse("hostile", "page", &turns);
}

/// A report in which every text of a user is hostile, each another one.
fn hostile(turn: usize) -> Report {
    let mut report = judge("url-shortener");
    let text = |at: usize| HOSTILE[(at + turn) % HOSTILE.len()].to_owned();
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
    report.conventions = HOSTILE.map(str::to_owned).to_vec();
    report
}

#[test]
fn a_page_has_the_same_bytes_each_time() {
    let report = judge("url-shortener");
    let first = html(&report, "prd");
    assert!(first == html(&report, "prd"));
    assert!(first.lines().take(3).any(|line| line.contains("generated by napkin")));
    assert!(!first.contains('\r'));
}

/// The page has its contents beside the text.
#[test]
fn contents_stand_once() {
    let report = judge("url-shortener");
    let text = html(&report, "prd");
    let (_, text) = text.split_once("<main").expect("the text is in its place");
    assert!(!text.contains("<li><a href=\"#"));
    let written = document::render(Matter::of(&report), "prd", &[], Place::Alone).unwrap();
    assert!(written.contains("- [In short](#in-short)"));
}

#[test]
fn every_picture_of_a_document_is_drawn() {
    for (name, report) in designs() {
        let page = html(report, "prd");
        let drawn = page.matches("<figure class=\"picture\">").count();
        let written = document::render(Matter::of(report), "prd", &[], Place::Beside).unwrap();
        let pictures = written.matches("```mermaid").count() + written.matches("\n![").count();
        assert_eq!(drawn, pictures, "{name}");
        assert!(drawn > 2, "{name}");
        assert!(
            !page.contains("language-mermaid") && !page.contains("language-picture"),
            "{name}"
        );
    }
}

#[test]
fn every_colour_of_a_picture_has_a_dark_one() {
    for (name, report) in designs() {
        for picture in emit::pictures(report) {
            let svg = picture.draw(report, emit::format("svg").unwrap()).unwrap();
            for part in svg.split("=\"#").skip(1) {
                let colour = format!("#{}", &part[..6]);
                assert!(DARK.iter().any(|(light, _)| *light == colour), "{name}: {colour}");
            }
        }
    }
}
