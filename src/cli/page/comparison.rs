//! The page of `diff`: what is compared, how it is found which change does what, and what ends with which code.

use napkin::diff::{MOST_CHANGES, MOST_RUNS};
use serde_json::{Value, json};

use super::super::table::{Cell, Table, paragraph, prose, text};
use super::super::terminal::{Look, Tone};

/// The sections of a comparison, each with what stands in it.
const SECTIONS: [(&str, &str); 8] = [
    (
        "Requirements",
        "those whose verdict is another one, that are new or gone, or that still fail with another value",
    ),
    (
        "Contracts",
        "operations and entities: what breaks who rests on them, what some may stumble over, what only adds",
    ),
    (
        "Findings",
        "what the rules find now and did not, what is mended, and what a waiver covers now",
    ),
    (
        "Drills",
        "those that end otherwise; each runs in both designs, also where a file does not name it",
    ),
    (
        "What takes flows down",
        "single points of failure and weighty combinations that are new or gone",
    ),
    ("Cost", "what a month costs more or less, by component"),
    ("Figures", "key figures that moved, the weightiest first"),
    (
        "Changes",
        "what the author wrote: added (+), removed (−), changed (±), renamed, moved",
    ),
];

/// What it compares and how, in the look of the terminal.
pub fn comparison(look: Look) -> String {
    let mut out = format!("{}\n\n", look.paint(Tone::Strong, "napkin diff"));
    out.push_str(&paragraph(
        "Both designs go through the same analyses as everywhere, and their results are set side by side. Lines, comments, \
         order and layout make no difference.",
        look,
        0,
    ));
    out.push_str(&format!("\n{}\n", look.paint(Tone::Strong, "Sections")));
    let mut table = Table::bare(&[text(""), prose("")]);
    for (name, what) in SECTIONS {
        table.row([Cell::new(name).tone(Tone::Strong), Cell::new(what)]);
    }
    out.push_str(&table.render(look, look.indent()));
    for (title, words) in topics() {
        out.push_str(&format!("\n{}\n", look.paint(Tone::Strong, title)));
        out.push_str(&paragraph(&words, look, look.indent()));
    }
    out
}

/// The same as data.
pub fn comparison_data() -> Value {
    let section = |(name, what): (&str, &str)| json!({ "name": name, "what": what });
    let topic = |(title, words): (&str, String)| json!({ "title": title, "says": words });
    json!({ "id": "diff", "sections": SECTIONS.map(section), "topics": topics().map(topic) })
}

fn topics() -> [(&'static str, String); 4] {
    [
        (
            "Which change does what",
            format!(
                "The old design is judged again with single changes made. A change that turns a verdict alone is its cause; \
                 where none does, changes are left out of the whole one by one as long as the rest still turns it, and what \
                 remains does it together. A figure names the changes that move it by a fifth of its whole move or more. \
                 This is looked for up to {MOST_CHANGES} changes that can move a number and within {MOST_RUNS} runs; the last \
                 line says where it stopped."
            ),
        ),
        (
            "What is the same",
            "Parts are told apart by their ids. A part that is gone and one that is new count as renamed where they say the \
             same; all that is then called otherwise is compared under the new name."
                .to_string(),
        ),
        (
            "How it ends",
            "With 1 where a requirement fails or an error is found that was none in OLD, and under --strict also where a \
             requirement can no longer be told; with 2 where the form of either is wrong; else with 0, however much changed."
                .to_string(),
        ),
        (
            "Forms",
            "Text for the terminal, Markdown for a comment on a change, HTML for a page, JSON for programs, and a picture of \
             the components of both in each language that `draw` writes."
                .to_string(),
        ),
    ]
}
