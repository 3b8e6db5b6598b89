//! Generated files held against the real tools of their kinds.
//!
//! Where a tool is missing the test says so, past the harness that would swallow it, and passes; with
//! `NAPKIN_REQUIRE_TOOLS` set, as in CI, a missing tool is a failure.

use napkin::emit;
use napkin::report::Report;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The designs in `designs/`, with the report of each; all tests share them, since there are many.
pub fn designs() -> &'static [(String, Report)] {
    static ALL: OnceLock<Vec<(String, Report)>> = OnceLock::new();
    ALL.get_or_init(judged)
}

fn judged() -> Vec<(String, Report)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("designs");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "yaml"))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let report = judge(&name);
            (name, report)
        })
        .collect()
}

/// The report of a design in `designs/`, whose form is sound.
pub fn judge(name: &str) -> Report {
    let file = format!("designs/{name}.yaml");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file);
    let source = napkin::source::Source::new(file, fs::read_to_string(path).unwrap());
    let report = napkin::run(napkin::Input {
        files: vec![source],
        ..napkin::Input::default()
    })
    .report;
    assert!(
        report.findings.iter().all(|f| !f.form),
        "{name}: {:#?}",
        report.findings
    );
    report
}

/// Runs a tool; `None`, said loudly, where it is not installed.
pub fn run(program: &str, arguments: &[&str], install: &str) -> Option<Output> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(output),
        Err(_) => {
            skip(program, install);
            None
        }
    }
}

pub fn skip(what: &str, install: &str) {
    assert!(
        std::env::var_os("NAPKIN_REQUIRE_TOOLS").is_none(),
        "{what} is required here but missing; install it with: {install}"
    );
    let _ = writeln!(std::io::stderr(), "\nSKIPPED: {what} is not installed ({install})\n");
}

/// Writes all pictures of one format into a folder of its own.
fn write_pictures(format: &str) -> (PathBuf, Vec<String>) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pictures-{format}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let format = emit::format(format).unwrap();
    let mut files = Vec::new();
    for (name, report) in designs() {
        for picture in emit::pictures(report) {
            let Some(text) = emit::draw(report, &picture.name, format) else {
                continue;
            };
            let path = folder.join(format!("{name}-{}.{}", picture.name, format.extension));
            fs::write(&path, text).unwrap();
            files.push(path.to_string_lossy().into_owned());
        }
    }
    (folder, files)
}

#[test]
fn mermaid_parses_every_picture() {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools");
    let install = "npm ci --prefix tests/tools";
    if !tools.join("node_modules/mermaid").exists() {
        skip("mermaid", install);
        return;
    }
    let (_, files) = write_pictures("mermaid");
    let script = tools.join("mermaid.mjs");
    let script = script.to_string_lossy();
    let mut arguments = vec![script.as_ref()];
    arguments.extend(files.iter().map(String::as_str));
    let Some(output) = run("node", &arguments, "nodejs") else {
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn plantuml_renders_every_picture() {
    let (_, files) = write_pictures("plantuml");
    let mut arguments = vec!["-tsvg"];
    arguments.extend(files.iter().map(String::as_str));
    let Some(output) = run("plantuml", &arguments, "apt-get install plantuml graphviz") else {
        return;
    };
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{said}");
    for file in files {
        let picture = Path::new(&file).with_extension("svg");
        let text = fs::read_to_string(&picture).unwrap_or_default();
        assert!(text.contains("<svg"), "{} was not drawn\n{said}", picture.display());
        assert!(!text.contains("Syntax Error"), "{}", picture.display());
    }
}

#[test]
fn every_svg_is_drawn_by_another_program() {
    let (_, files) = write_pictures("svg");
    for file in files {
        let png = Path::new(&file).with_extension("png");
        let png = png.to_string_lossy();
        let arguments = ["--output", png.as_ref(), file.as_str()];
        let Some(output) = run("rsvg-convert", &arguments, "apt-get install librsvg2-bin") else {
            return;
        };
        assert!(
            output.status.success(),
            "{file}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn markdownlint_accepts_every_document() {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools");
    let linter = tools.join("node_modules/.bin/markdownlint-cli2");
    if !linter.exists() {
        skip("markdownlint-cli2", "npm ci --prefix tests/tools");
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
    fs::create_dir_all(&folder).unwrap();
    let mut files = Vec::new();
    for (name, report) in designs() {
        for template in napkin::document::names(&[]) {
            let path = folder.join(format!("{name}-{template}.md"));
            fs::write(&path, napkin::document::render(report, &template, &[]).unwrap()).unwrap();
            files.push(path.to_string_lossy().into_owned());
        }
    }
    let config = tools
        .join("documents.markdownlint.jsonc")
        .to_string_lossy()
        .into_owned();
    let mut arguments = vec!["--config", config.as_str()];
    arguments.extend(files.iter().map(String::as_str));
    let Some(output) = run(&linter.to_string_lossy(), &arguments, "npm ci --prefix tests/tools") else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}
