//! What differs between two designs as a page and as Markdown, by the tools of those who read them.

use crate::page::browse;
use crate::tools::{designs, markdownlint, mermaid_renders};
use napkin::analysis::Detail;
use napkin::diff::{Compared, diff, planned};
use napkin::document::{self, Matter, Place};
use napkin::source::Source;
use napkin::{Input, run};
use std::path::Path;
use std::sync::OnceLock;

fn input(name: &str, text: String) -> Input {
    Input {
        files: vec![Source::new(name, text)],
        detail: Detail::Values,
        ..Input::default()
    }
}

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("designs/{name}.yaml"));
    std::fs::read_to_string(path).unwrap()
}

/// Comparisons of several sorts, by name: a state, a broken design, other words, hostile words, two that share nothing.
fn compared() -> &'static [(String, Compared)] {
    static ALL: OnceLock<Vec<(String, Compared)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let text = read("url-shortener");
        let broken = text.replace("per_replica: 2500 req/s", "per_replica: 25 req/s");
        let bad = "\"</details><script>alert(1)</script> | # *a* `b` {{ x }} [x](javascript:1)\" # Turn";
        let hostile = text
            .replace("summary: Turn", &format!("summary: {bad}"))
            .replace("stats", "end");
        let other = read("rate-limiter");
        let cases = [
            ("broken", text.clone(), broken),
            ("hostile", text.clone(), hostile),
            ("other", text, other),
        ];
        cases
            .map(|(name, old, new)| {
                let Ok(found) = diff(input("a.yaml", old), input("b.yaml", new)) else {
                    panic!("{name}: the form is wrong");
                };
                (name.to_owned(), found)
            })
            .into()
    })
}

#[test]
fn the_page_is_sound_in_a_browser() {
    let pages: Vec<_> = compared()
        .iter()
        .map(|(name, found)| (name.clone(), document::diff_page(found).unwrap()))
        .collect();
    for (name, page) in &pages {
        assert_eq!(page.matches("<figure class=\"picture\">").count(), 1, "{name}");
        assert!(page.contains("<h2 id=\"what-was-written"), "{name}");
    }
    browse("look", "diff", &pages);
    browse("hostile", "diff", &pages);
}

#[test]
fn the_comment_is_clean_markdown_and_its_picture_is_drawn() {
    let texts: Vec<_> = compared()
        .iter()
        .map(|(name, found)| (format!("diff-{name}"), document::diff(found).unwrap()))
        .collect();
    markdownlint("diffs", &texts);
    let pictures = texts.iter().flat_map(|(name, text)| {
        let blocks = text.split("```mermaid\n").skip(1).enumerate();
        blocks.map(move |(at, block)| {
            (
                format!("{name}-{at}"),
                block.split("\n```").next().unwrap_or_default().to_owned(),
            )
        })
    });
    let pictures: Vec<_> = pictures.collect();
    assert!(pictures.len() > 1);
    mermaid_renders("diffs", &pictures);
}

/// Other states stand in the document with what they change, in figures and in a picture.
#[test]
fn other_states_stand_beside_the_design() {
    let mut marked = 0;
    for name in ["url-shortener", "ecommerce"] {
        let given = input(&format!("/home/me/designs/{name}.yaml"), read(name));
        let report = run(given.clone()).report;
        let states = planned(&given, &report);
        let matter = Matter {
            report: &report,
            planned: &states,
        };
        assert!(!states.is_empty(), "{name}");
        let text = document::render(matter, "prd", &[], Place::Alone).unwrap();
        assert!(
            text.contains("\n### From now to target") || text.contains("\n## From now to target"),
            "{text}"
        );
        assert!(text.contains("| targets met |") && text.contains("| cost |"), "{text}");
        assert!(
            !text.contains("/home/me"),
            "a document says nothing of the machine that made it"
        );
        marked += document::pictures_of_states(matter).len();
        let short = document::render(matter, "one-pager", &[], Place::Alone).unwrap();
        assert!(!short.contains("From now to"), "one page stays one page");
        let mut then = given;
        then.settings.state = Some("target".to_owned());
        assert!(planned(&then, &report).is_empty());
    }
    assert!(marked > 0);
    assert!(designs().iter().all(|(_, report)| report.state.is_none()));
}
