//! Every design × every emitter, held against the files in `tests/golden/`, which are thus also the gallery.
//!
//! `NAPKIN_BLESS=1 cargo test golden` writes them anew; look at the pictures before you commit them.

use crate::page;
use crate::tools::{designs, judge};
use napkin::report::Report;
use napkin::{document, emit};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Designs of which every picture is kept in every format, and the whole report; of the others what one looks at.
const IN_FULL: [&str; 3] = ["chat", "ecommerce", "url-shortener"];

/// The design of which the page is kept too: of one, since pages are large.
const AS_PAGE: &str = "url-shortener";

/// All files that should be there, by path below `tests/golden`.
fn files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for (name, report) in designs() {
        let in_full = IN_FULL.contains(&name.as_str());
        for picture in emit::pictures(report) {
            for format in picture.formats().filter(|f| in_full || f.extension == "svg") {
                let text = emit::draw(report, &picture.name, format).expect("every picture in every format");
                files.push((format!("{name}/{}.{}", picture.name, format.extension), text));
            }
        }
        for template in document::names(&[]) {
            let text = document::render(report, &template, &[]).expect("our own templates render");
            files.push((format!("{name}/{template}.md"), text));
        }
        if name == AS_PAGE {
            files.push((format!("{name}/prd.html"), page::html(report, "prd")));
        }
        if !in_full {
            continue;
        }
        let json = serde_json::to_string_pretty(report).expect("a report is plain data");
        files.push((format!("{name}/report.json"), json + "\n"));
    }
    files
}

#[test]
fn golden() {
    let bless = std::env::var_os("NAPKIN_BLESS").is_some();
    let mut wrong = Vec::new();
    let mut known = BTreeSet::new();
    for (path, text) in files() {
        let file = folder().join(&path);
        known.insert(file.clone());
        if fs::read_to_string(&file).is_ok_and(|old| old == text) {
            continue;
        }
        if bless {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, text).unwrap();
        } else {
            wrong.push(path);
        }
    }
    let folders = fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path());
    for design in folders.filter(|p| p.is_dir()) {
        for entry in fs::read_dir(design).unwrap() {
            let file = entry.unwrap().path();
            if known.contains(&file) {
                continue;
            }
            if bless {
                fs::remove_file(&file).unwrap();
            } else {
                wrong.push(format!("{} belongs to nothing", file.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "differs from tests/golden (NAPKIN_BLESS=1 writes anew): {wrong:#?}"
    );
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    let json = |report: &Report| serde_json::to_string(report).unwrap();
    for (name, report) in designs().iter().filter(|(name, _)| IN_FULL.contains(&name.as_str())) {
        assert!(json(report) == json(&judge(name)), "{name}");
    }
}
