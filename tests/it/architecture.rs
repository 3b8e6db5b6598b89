//! Who may import whom, and what the library never touches. The table is the diagram of the house.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each module with the modules that it may import. No row names one that stands below it, so there is no circle.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("report", &[]),
    ("queueing", &[]),
    ("reliability", &[]),
    ("overload", &[]),
    ("ordering", &[]),
    ("reserved", &[]),
    ("finding", &["source"]),
    ("quantity", &["queueing", "finding", "source"]),
    ("form", &["quantity", "finding", "source"]),
    ("design", &["form", "quantity", "finding", "source"]),
    (
        "catalog",
        &["design", "form", "quantity", "finding", "source", "report"],
    ),
    ("figure", &["quantity", "source"]),
    ("model", &["catalog", "design", "quantity", "finding", "source"]),
    (
        "analysis",
        &[
            "model",
            "figure",
            "catalog",
            "design",
            "quantity",
            "queueing",
            "overload",
            "ordering",
            "reliability",
            "source",
        ],
    ),
    (
        "rules",
        &[
            "analysis", "model", "catalog", "design", "quantity", "finding", "source", "reserved",
        ],
    ),
    (
        "assemble",
        &[
            "rules",
            "analysis",
            "reliability",
            "model",
            "figure",
            "catalog",
            "design",
            "quantity",
            "finding",
            "source",
            "report",
        ],
    ),
    (
        "calc",
        &[
            "assemble", "analysis", "figure", "form", "quantity", "finding", "source", "report",
        ],
    ),
    ("project", &["rules", "form", "quantity", "finding", "source"]),
    ("baseline", &["assemble", "report"]),
    ("fix", &["source", "report"]),
    ("amend", &["form", "source"]),
    ("schema", &["project", "rules", "catalog", "design", "form"]),
    ("tidy", &["form", "finding", "source"]),
    (
        "whatif",
        &[
            "assemble", "analysis", "design", "figure", "finding", "quantity", "source", "report",
        ],
    ),
    (
        "diff",
        &["assemble", "analysis", "design", "form", "quantity", "source", "report"],
    ),
    (
        "recommend",
        &[
            "whatif", "assemble", "analysis", "model", "catalog", "design", "quantity", "report",
        ],
    ),
    (
        "interview",
        &[
            "amend",
            "recommend",
            "analysis",
            "catalog",
            "design",
            "finding",
            "form",
            "quantity",
            "source",
            "report",
        ],
    ),
    ("review", &["interview", "assemble", "catalog", "report"]),
    ("quiz", &["calc", "catalog", "quantity", "report"]),
    ("emit", &["report"]),
    ("draft", &["emit", "report", "ordering", "reserved"]),
    ("document", &["diff", "emit", "report"]),
];

/// What a pure library does not touch.
const NEVER: &[&str] = &[
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "SystemTime",
    "Instant::now",
    "std::env",
    "println!",
    "eprintln!",
    "io::stdin",
    "io::stdout",
    "io::stderr",
    "anyhow",
    "unsafe ",
];

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Library files by module; the binary (`main.rs`, `cli/`) is kept apart by the compiler.
fn library() -> BTreeMap<String, Vec<(PathBuf, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut modules: BTreeMap<String, Vec<(PathBuf, String)>> = BTreeMap::new();
    for path in files {
        let inside = path.strip_prefix(&root).unwrap();
        let first = inside.iter().next().unwrap().to_string_lossy().into_owned();
        let module = first.trim_end_matches(".rs").to_string();
        // Whole files of unit tests may reach further.
        let of_tests = inside.ends_with("tests.rs") || inside.ends_with("fixture.rs");
        if of_tests || ["main", "cli", "lib"].contains(&module.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        // Unit tests may reach further: only what stands before them counts.
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("").to_string();
        modules.entry(module).or_default().push((inside.to_path_buf(), code));
    }
    modules
}

/// Modules of the crate that a text names.
fn imports(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in text.lines().filter(|l| !l.trim_start().starts_with("//")) {
        let mut rest = line;
        while let Some(at) = rest.find("crate::") {
            rest = &rest[at + "crate::".len()..];
            if let Some(group) = rest.strip_prefix('{') {
                let group = group.split('}').next().unwrap_or("");
                for part in group.split(',') {
                    found.insert(part.trim().split("::").next().unwrap_or("").to_string());
                }
            } else {
                found.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            }
        }
    }
    found
}

#[test]
fn imports_run_one_way() {
    let modules = library();
    let listed: BTreeSet<&str> = MAY_IMPORT.iter().map(|(m, _)| *m).collect();
    let found: BTreeSet<&str> = modules.keys().map(String::as_str).collect();
    assert_eq!(listed, found, "the table lists every module of the library");
    let mut wrong = Vec::new();
    for (position, (module, allowed)) in MAY_IMPORT.iter().enumerate() {
        for other in *allowed {
            let known = MAY_IMPORT[..position].iter().any(|(m, _)| m == other);
            assert!(known, "`{module}` may import `{other}`, which has to stand above it");
        }
        for (path, text) in &modules[*module] {
            for import in imports(text) {
                let is_module = listed.contains(import.as_str());
                if is_module && import != *module && !allowed.contains(&import.as_str()) {
                    wrong.push(format!("{} imports {import}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_library_is_pure() {
    let mut wrong = Vec::new();
    for (path, text) in library().values().flatten() {
        for line in text.lines().filter(|l| !l.trim_start().starts_with("//")) {
            for word in NEVER.iter().filter(|w| line.contains(**w)) {
                wrong.push(format!("{}: {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_report_is_serialised() {
    let wrong: Vec<String> = library()
        .iter()
        .filter(|(module, _)| !["report", "document"].contains(&module.as_str()))
        .flat_map(|(_, files)| files)
        // A session keeps a journal of its own: it has happened, and no report says so.
        .filter(|(path, text)| text.contains("Serialize") && !path.ends_with("interview/journal.rs"))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
