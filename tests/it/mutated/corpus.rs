//! What is changed: the files of the project.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

type Texts = OnceLock<Vec<String>>;

fn below(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && path.file_name().is_none_or(|name| name != "node_modules") {
            below(&path, out);
        } else if path.is_file() {
            out.push(path);
        }
    }
}

/// The texts below folders of the project whose names end in one of these.
fn texts(folders: &[&str], endings: &[&str]) -> Vec<String> {
    let mut paths = Vec::new();
    for folder in folders {
        below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut paths);
    }
    let wanted = |path: &&PathBuf| endings.iter().any(|end| path.to_string_lossy().ends_with(end));
    let read = paths
        .iter()
        .filter(wanted)
        .filter_map(|path| fs::read_to_string(path).ok());
    read.filter(|text| !text.is_empty()).collect()
}

/// The designs; the small ones stand for most cases, since they are through in no time.
pub fn designs() -> &'static [String] {
    static TEXTS: Texts = OnceLock::new();
    TEXTS.get_or_init(|| {
        let mut all = texts(&["designs"], &[".yaml"]);
        let small = texts(&["tests/designs", "tests/hostile", "tests/interview"], &[".yaml"]);
        let often = 4 * all.len();
        all.extend(small.into_iter().cycle().take(often));
        all
    })
}

/// What stands behind the colons and between the ticks of all designs and sessions.
pub fn expressions() -> &'static [String] {
    static TEXTS: Texts = OnceLock::new();
    TEXTS.get_or_init(|| {
        let files = texts(&["tests/cli", "tests/oracles", "designs"], &[".md", ".yaml"]);
        let lines = files.iter().flat_map(|text| text.lines());
        let values = lines.filter_map(|line| Some(line.split_once(": ")?.1.trim().to_string()));
        values
            .filter(|value| value.len() < 200 && value.contains(|c: char| c.is_ascii_digit()))
            .collect()
    })
}

pub fn catalog() -> &'static [String] {
    static TEXTS: Texts = OnceLock::new();
    TEXTS.get_or_init(|| texts(&["catalog"], &[".yaml"]))
}

pub fn templates() -> &'static [String] {
    static TEXTS: Texts = OnceLock::new();
    TEXTS.get_or_init(|| texts(&["templates"], &[".md"]))
}

/// Whatever lies under `tests/`, and the catalog beside it.
pub fn everything() -> &'static [String] {
    static TEXTS: Texts = OnceLock::new();
    TEXTS.get_or_init(|| {
        let mut all = texts(&["tests", "catalog"], &[""]);
        all.retain(|text| text.len() < 200_000);
        all
    })
}
