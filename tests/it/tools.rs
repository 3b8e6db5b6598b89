//! Generated files held against the real tools of their kinds.
//!
//! Where a tool is missing the test says so, past the harness that would swallow it, and passes; with
//! `NAPKIN_REQUIRE_TOOLS` set, as in CI, a missing tool is a failure.

use napkin::document::{Matter, Place, render};
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

/// Every document of every design, by `design-template`; all tests share them too.
pub fn written() -> &'static [(String, String)] {
    static ALL: OnceLock<Vec<(String, String)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut written = Vec::new();
        for (name, report) in designs() {
            for template in napkin::document::names(&[]) {
                let text = render(Matter::of(report), &template, &[], Place::Alone).expect("our own templates render");
                written.push((format!("{name}-{template}"), text));
            }
        }
        written
    })
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
    rendered_by_node("mermaid", "mermaid", "mermaid.mjs", &[]);
}

#[test]
fn plantuml_renders_every_picture() {
    let (_, files) = write_pictures("plantuml");
    rendered_by_plantuml(&files);
}

fn rendered_by_plantuml(files: &[String]) {
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

/// By today's PlantUML, since that of Debian is older than the macros.
#[test]
fn plantuml_renders_every_c4_picture() {
    let library = tools_folder().join("c4.iuml").to_string_lossy().into_owned();
    rendered_by_node("c4", "@plantuml/core", "plantuml.mjs", &[&library]);
}

#[test]
fn d2_renders_every_picture() {
    rendered_by_node("d2", "@terrastruct/d2", "d2.mjs", &[]);
}

/// Has a script of `tests/tools` draw all pictures of a format.
fn rendered_by_node(format: &str, package: &str, script: &str, first: &[&str]) {
    let (_, files) = write_pictures(format);
    drawn_by_node(package, script, first, &files);
}

fn drawn_by_node(package: &str, script: &str, first: &[&str], files: &[String]) {
    let tools = tools_folder();
    if !tools.join("node_modules").join(package).exists() {
        skip(package, "npm ci --prefix tests/tools");
        return;
    }
    let script = tools.join(script);
    let script = script.to_string_lossy();
    let mut arguments = vec![script.as_ref()];
    arguments.extend(first);
    arguments.extend(files.iter().map(String::as_str));
    let Some(output) = run("node", &arguments, "nodejs") else {
        return;
    };
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

fn tools_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools")
}

#[test]
fn graphviz_lays_out_every_picture() {
    laid_out_by_graphviz(write_pictures("dot").1);
}

/// One by one: Graphviz 2.43 breaks off after some dozen files.
fn laid_out_by_graphviz(files: Vec<String>) {
    for file in files {
        let Some(output) = run("dot", &["-Tsvg", &file], "apt-get install graphviz") else {
            return;
        };
        let drawn = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && drawn.contains("</svg>"),
            "{file}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn every_svg_is_drawn_by_another_program() {
    drawn_by_librsvg(write_pictures("svg").1);
}

fn drawn_by_librsvg(files: Vec<String>) {
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
    markdownlint("documents", written());
}

/// Holds Markdown texts against the rules of the linter, in a folder of that name.
pub fn markdownlint(folder: &str, texts: &[(String, String)]) {
    let linter = tools_folder().join("node_modules/.bin/markdownlint-cli2");
    if !linter.exists() {
        skip("markdownlint-cli2", "npm ci --prefix tests/tools");
        return;
    }
    let files = write_texts(folder, "md", texts);
    let config = tools_folder()
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

/// Has Mermaid draw texts, in a folder of that name.
pub fn mermaid_renders(folder: &str, texts: &[(String, String)]) {
    let files = write_texts(folder, "mmd", texts);
    drawn_by_node("mermaid", "mermaid.mjs", &[], &files);
}

/// Has the program of a format draw texts; our own text has none.
pub fn drawn(format: &emit::Format, texts: &[(String, String)]) {
    let files = write_texts(&format!("hostile-{}", format.id), format.extension, texts);
    let library = tools_folder().join("c4.iuml").to_string_lossy().into_owned();
    match format.id {
        "mermaid" => drawn_by_node("mermaid", "mermaid.mjs", &[], &files),
        "d2" => drawn_by_node("@terrastruct/d2", "d2.mjs", &[], &files),
        "c4" => drawn_by_node("@plantuml/core", "plantuml.mjs", &[&library], &files),
        "plantuml" => rendered_by_plantuml(&files),
        "dot" => laid_out_by_graphviz(files),
        "svg" => drawn_by_librsvg(files),
        _ => {}
    }
}

fn write_texts(folder: &str, ending: &str, texts: &[(String, String)]) -> Vec<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    fs::create_dir_all(&folder).unwrap();
    let write = |(name, text): &(String, String)| {
        let path = folder.join(format!("{name}.{ending}"));
        fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    };
    texts.iter().map(write).collect()
}
