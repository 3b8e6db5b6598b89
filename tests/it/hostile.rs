//! Hostile texts in every picture and every document, by the parsers of those who draw and read them.

use crate::page::hostile;
use crate::tools::{drawn, markdownlint};
use napkin::document::{Matter, Place, names, render};
use napkin::emit::{self, FORMATS};

/// Turns of the table, so that each text stands in each place of a kind once in a while.
const TURNS: [usize; 2] = [0, 7];

#[test]
fn every_picture_is_drawn() {
    for format in FORMATS {
        let mut texts = Vec::new();
        for turn in TURNS {
            let report = hostile(turn);
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
        let report = hostile(turn);
        for name in names(&[]) {
            let text = render(Matter::of(&report), &name, &[], Place::Alone).unwrap();
            assert!(!text.contains("<script") && !text.contains("<img"), "{name}");
            texts.push((format!("{turn}-{name}"), text));
        }
    }
    markdownlint("hostile", &texts);
}
