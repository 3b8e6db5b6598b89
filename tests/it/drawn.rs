//! What a reader relies on in every picture of boxes and arrows, measured on the written SVG of every design, so that
//! the engine is not its own judge: nothing stands on anything else, no arrow runs through a box, all text has room.

use crate::svg::{Picture, Rect, Text};
use crate::tools::designs;
use napkin::emit::{self, Kind, Picture as View};
use napkin::report::Report;
use napkin::source::Source;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A faulty spot is allowed to be this far off, in pixels: coordinates are written with one decimal.
const ROUNDING: f64 = 1.0;

/// The width from which a page shows small letters; few pictures may need more.
const BROAD: f64 = 1_600.0;

/// The designs that test single things, of which some have a shape of their own, and those that test size.
fn test_designs() -> Vec<(String, Report)> {
    let folders = [("small", "tests/designs"), ("large", "tests/large")];
    folders
        .into_iter()
        .flat_map(|(kind, folder)| judged(kind, folder))
        .collect()
}

fn judged(kind: &str, folder: &str) -> Vec<(String, Report)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let judged = paths.into_iter().map(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let source = Source::new(format!("{name}.yaml"), fs::read_to_string(&path).unwrap());
        let input = napkin::Input {
            files: vec![source],
            ..napkin::Input::default()
        };
        (format!("{kind}/{name}"), napkin::run(input).report)
    });
    judged.collect()
}

/// Every picture of boxes and arrows, by design and name.
fn drawn() -> Vec<(String, Picture)> {
    let others = test_designs();
    let svg = emit::format("svg").unwrap();
    let mut drawn = Vec::new();
    for (name, report) in designs().iter().chain(&others) {
        let graphs = |picture: &View| picture.view.kind == Kind::Graph;
        for picture in emit::pictures(report).into_iter().filter(graphs) {
            let text = picture.draw(report, svg).expect("every picture has an SVG");
            drawn.push((format!("{name}/{}", picture.name), Picture::read(&text)));
        }
    }
    drawn
}

/// What is wrong with one picture, in words.
fn faults(picture: &Picture) -> Vec<String> {
    let mut faults = Vec::new();
    boxes(picture, &mut faults);
    labels(picture, &mut faults);
    arrows(picture, &mut faults);
    texts(picture, &mut faults);
    faults
}

fn boxes(picture: &Picture, faults: &mut Vec<String>) {
    for (at, card) in picture.cards.iter().enumerate() {
        for other in &picture.cards[..at] {
            if card.rect.overlaps(&other.rect) {
                faults.push(format!("{} stands on {}", card.name, other.name));
            }
        }
        if !picture.sheet.holds(&card.rect) {
            faults.push(format!("{} leaves the sheet", card.name));
        }
        for frame in &picture.frames {
            if card.rect.overlaps(frame) && !frame.holds(&card.rect) {
                faults.push(format!("{} stands on a border", card.name));
            }
        }
    }
    for (at, frame) in picture.frames.iter().enumerate() {
        for other in &picture.frames[..at] {
            if frame.overlaps(other) && !frame.holds(other) && !other.holds(frame) {
                faults.push(format!("two frames cross: {frame:?} {other:?}"));
            }
        }
    }
}

fn labels(picture: &Picture, faults: &mut Vec<String>) {
    for (at, label) in picture.labels.iter().enumerate() {
        let rect = label.rect.grown(-ROUNDING);
        for card in picture.cards.iter().filter(|card| rect.overlaps(&card.rect)) {
            faults.push(format!("the label {:?} lies on {}", label.words, card.name));
        }
        for frame in &picture.frames {
            if rect.overlaps(frame) && !frame.holds(&rect) {
                faults.push(format!("the label {:?} lies on a border", label.words));
            }
        }
        for other in &picture.labels[..at] {
            if rect.overlaps(&other.rect) {
                faults.push(format!("the label {:?} lies on {:?}", label.words, other.words));
            }
        }
        let through = picture.lines.iter().filter(|line| line.passes(&rect)).count();
        if through > 1 {
            faults.push(format!("{through} arrows pass the label {:?}", label.words));
        }
    }
}

fn arrows(picture: &Picture, faults: &mut Vec<String>) {
    for line in &picture.lines {
        for card in &picture.cards {
            if line.passes(&card.rect.grown(-ROUNDING)) {
                faults.push(format!("an arrow runs through {}", card.name));
            }
        }
        if line.corners.iter().any(|(x, y)| !picture.sheet.contains(*x, *y)) {
            faults.push("an arrow leaves the sheet".to_owned());
        }
    }
    for title in &picture.titles {
        if picture
            .lines
            .iter()
            .any(|line| line.passes(&title.rect.grown(-ROUNDING)))
        {
            faults.push(format!("an arrow runs through the title {:?}", title.words));
        }
    }
}

fn texts(picture: &Picture, faults: &mut Vec<String>) {
    let mut fits = |text: &Text, rect: &Rect| {
        if !rect.grown(ROUNDING).holds(&text.rect()) {
            faults.push(format!("the text {:?} leaves its place", text.words));
        }
    };
    for text in &picture.texts {
        fits(text, &picture.sheet);
    }
    for card in &picture.cards {
        for text in &card.texts {
            fits(text, &card.rect);
        }
    }
    for plate in picture.labels.iter().chain(&picture.titles) {
        for text in &plate.texts {
            fits(text, &plate.rect);
        }
    }
}

#[test]
fn nothing_in_a_picture_stands_in_the_way_of_anything_else() {
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let pictures = drawn();
    for (name, picture) in &pictures {
        assert!(!picture.cards.is_empty(), "{name}: no box was found");
        let faults = faults(picture);
        if !faults.is_empty() {
            wrong.insert(name.clone(), faults);
        }
    }
    let broad = pictures
        .iter()
        .filter(|(_, picture)| picture.sheet.width > BROAD)
        .count();
    assert!(
        broad <= pictures.len() * 3 / 8,
        "{broad} pictures are too broad for a page"
    );
    assert!(pictures.len() > 100, "only {} pictures", pictures.len());
    let count: usize = wrong.values().map(Vec::len).sum();
    assert!(
        wrong.is_empty(),
        "{count} faults in {} pictures: {wrong:#?}",
        wrong.len()
    );
}

#[test]
fn the_measure_finds_what_is_wrong() {
    let card = |name: &str, x: i32| {
        format!(
            "<g data-component=\"{name}\"><title>{name}</title>\n<rect x=\"{x}\" y=\"40\" width=\"60\" height=\"40\" rx=\"8\" fill=\"#fff\" stroke=\"#000\" stroke-width=\"1\"/>\n</g>\n"
        )
    };
    let sheet = |body: &str| {
        format!(
            "<svg width=\"400\" height=\"200\">\n<rect width=\"400\" height=\"200\" fill=\"#fff\"/>\n{body}</svg>\n"
        )
    };
    let line = "<path d=\"M10 60L200 60\" fill=\"none\" stroke=\"#000\"/>\n";
    let label = "<rect x=\"95\" y=\"50\" width=\"40\" height=\"20\" rx=\"3\" fill=\"#fff\"/>\n<text x=\"115\" y=\"64\" font-size=\"11\" text-anchor=\"middle\" fill=\"#000\">a far too long label</text>\n";
    for (body, fault) in [
        (card("one", 40) + &card("two", 90), "two stands on one"),
        (card("one", 40) + line, "an arrow runs through one"),
        (
            card("one", 40) + label,
            "the label \"a far too long label\" lies on one",
        ),
        (
            card("one", 200) + label,
            "the text \"a far too long label\" leaves its place",
        ),
        (card("one", 380), "one leaves the sheet"),
    ] {
        let found = faults(&Picture::read(&sheet(&body)));
        assert!(found.iter().any(|known| known == fault), "{fault}: {found:?}");
    }
}
