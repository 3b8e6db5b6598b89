//! Drafted contracts held against the real tools of their kinds, for every design and for hostile names.

use crate::hostile::TEXTS;
use crate::tools::{designs, run, skip};
use napkin::draft::openapi::Style;
use napkin::draft::{Choice, form};
use napkin::report::{Answer, Report, Type};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const INSTALL: &str = "npm ci --prefix tests/tools";

/// The program of a package of `tests/tools`; `None`, said loudly, where it is not installed.
fn program(name: &str) -> Option<String> {
    let path = tools().join("node_modules").join(name);
    if path.exists() {
        return Some(path.to_string_lossy().into_owned());
    }
    skip(name, INSTALL);
    None
}

fn tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools")
}

/// All designs, each also with every name hostile.
fn reports() -> &'static [(String, Report)] {
    static ALL: OnceLock<Vec<(String, Report)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let sound = designs().iter().cloned();
        let spoilt = designs()
            .iter()
            .map(|(name, report)| (format!("{name}-hostile"), hostile(report)));
        sound.chain(spoilt).collect()
    })
}

/// The same design with a hostile text in each name that a contract shows, each another one.
fn hostile(report: &Report) -> Report {
    let long = "x'\n".repeat(3334);
    let mut number = 0;
    let mut spoil = |text: &mut String| {
        number += 1;
        let bad = TEXTS.get(number % (TEXTS.len() + 1)).copied().unwrap_or(&long);
        *text = format!("{bad}{text}");
    };
    let mut report = report.clone();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for entity in &mut report.entities {
        let old = entity.id.clone();
        spoil(&mut entity.id);
        for field in &mut entity.fields {
            let place = format!("{old}.{}", field.name);
            spoil(&mut field.name);
            names.insert(place, format!("{}.{}", entity.id.replace('.', " "), field.name));
            if let Type::Enum { values } = &mut field.of {
                values.iter_mut().for_each(&mut spoil);
            }
        }
        entity.id = entity.id.replace('.', " ");
        names.insert(old, entity.id.clone());
    }
    let fields = report.entities.iter_mut().flat_map(|entity| &mut entity.fields);
    for target in fields.filter_map(|field| field.references.as_mut()) {
        target.clone_from(&names[target.as_str()]);
    }
    spoil(&mut report.name);
    report.summary.iter_mut().for_each(&mut spoil);
    report
        .requirements
        .functional
        .iter_mut()
        .for_each(|f| spoil(&mut f.want));
    for api in &mut report.apis {
        spoil(&mut api.id);
        api.version.iter_mut().for_each(&mut spoil);
        for operation in &mut api.operations {
            spoil(&mut operation.id);
            spoil(&mut operation.target);
            operation
                .takes
                .iter_mut()
                .for_each(|taken| taken.clone_from(&names[taken.as_str()]));
            if let Some(Answer::One(entity) | Answer::Page(entity)) = &mut operation.answer {
                entity.clone_from(&names[entity.as_str()]);
            }
        }
    }
    report
}

/// The same operations spoken in another way, so that each form is tried with every design.
fn spoken_as(report: &Report, style: &str) -> Report {
    let mut report = report.clone();
    for api in &mut report.apis {
        api.style = style.to_string();
        for operation in &mut api.operations {
            let reads = operation.method == "GET";
            operation.target.clone_from(&operation.id);
            operation.method = match (style, reads) {
                ("grpc", _) => "rpc",
                ("events", _) => "event",
                (_, true) => "query",
                (_, false) => "mutation",
            }
            .to_string();
        }
    }
    report
}

/// Writes a form of all reports below a folder of its own, each design in one of its own there.
fn write(id: &str, folder: &str, choice: Choice, reports: impl Iterator<Item = (String, Report)>) -> Vec<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("draft-{folder}"));
    let _ = fs::remove_dir_all(&folder);
    let mut paths = Vec::new();
    for (name, report) in reports {
        for file in form(id).unwrap().draft(&report, choice) {
            let path = folder.join(&name).join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, file.text).unwrap();
            paths.push(path.to_string_lossy().into_owned());
        }
    }
    assert!(!paths.is_empty());
    paths
}

/// HTTP contracts in a style: with hostile names in the usual one, since names are made in one way for all.
fn in_style(style: Style) -> Vec<String> {
    let choice = Choice {
        style,
        ..Choice::default()
    };
    let wanted = |name: &str| style == Style::default() || !name.ends_with("-hostile");
    let reports = reports().iter().filter(|(name, _)| wanted(name));
    write("openapi", style.name(), choice, reports.cloned())
}

/// Runs a tool that is to have nothing to say.
fn accepts(program: &str, arguments: &[&str], files: &[String]) {
    let all: Vec<&str> = arguments
        .iter()
        .copied()
        .chain(files.iter().map(String::as_str))
        .collect();
    let Some(output) = run(program, &all, INSTALL) else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}");
}

#[test]
fn openapi_is_valid_in_every_style() {
    let files: Vec<String> = Style::ALL.into_iter().flat_map(in_style).collect();
    if let Some(redocly) = program(".bin/redocly") {
        accepts(&redocly, &["lint", "--format=stylish"], &files);
    }
    // The second validator is slow: all of the usual style, and the longest contracts of the others.
    let chosen = |file: &String| file.contains("draft-zalando") || file.contains("/ecommerce/");
    let files: Vec<String> = files.into_iter().filter(chosen).collect();
    accepts("openapi-spec-validator", &[], &files);
}

/// Rules of the two sets that a draft breaks as errors, each with the reason why it stays.
const STAYS: [(&str, &str); 2] = [
    // A design whose path says `{link_token}` means a link that is itself the right to look; the draft keeps its name.
    ("owasp:api2:2023-no-credentials-in-url", "link_token"),
    // Who signs in has nothing to show yet; `draft_doors` lists these calls.
    (
        "owasp:api2:2023-write-restricted",
        "not protected by any security scheme",
    ),
];

#[test]
fn openapi_has_no_fault_for_spectral_and_owasp() {
    let Some(spectral) = program(".bin/spectral") else {
        return;
    };
    let sound = designs().iter().cloned();
    let files = write("openapi", "spectral", Choice::default(), sound);
    let rules = tools().join("contracts.spectral.yaml");
    let rules = rules.to_string_lossy();
    let options = ["lint", "-q", "-f", "json", "-r", rules.as_ref()];
    let all: Vec<&str> = options.into_iter().chain(files.iter().map(String::as_str)).collect();
    let Some(output) = run(&spectral, &all, INSTALL) else {
        return;
    };
    let found: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let stays = |found: &serde_json::Value| {
        let message = found["message"].as_str().unwrap_or("");
        STAYS
            .iter()
            .any(|(rule, what)| found["code"] == *rule && message.contains(what))
    };
    let faults: Vec<String> = found
        .iter()
        .filter(|f| f["severity"] == 0 && !stays(f))
        .map(|f| format!("{} {}: {}", f["source"], f["code"], f["message"]))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn buf_lints_every_package() {
    let Some(buf) = program("@bufbuild/buf-linux-x64/bin/buf") else {
        return;
    };
    let grpc = |(name, report): &(String, Report)| (name.clone(), spoken_as(report, "grpc"));
    let files = write("proto", "proto", Choice::default(), reports().iter().map(grpc));
    // One root for all: its settings are the same, and no two designs have one package.
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("draft-proto/all");
    for file in &files {
        let inside = file.split("/proto/").last().unwrap();
        let path = root.join(inside);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(file, path).unwrap();
    }
    accepts(&buf, &["lint", root.to_str().unwrap()], &[]);
}

#[test]
fn graphql_js_builds_every_schema() {
    let graphql = |(name, report): &(String, Report)| (name.clone(), spoken_as(report, "graphql"));
    contracts("graphql", reports().iter().map(graphql));
}

#[test]
fn every_event_fits_its_schema() {
    let events = |(name, report): &(String, Report)| (name.clone(), spoken_as(report, "events"));
    contracts("events", reports().iter().map(events));
}

fn contracts(id: &str, reports: impl Iterator<Item = (String, Report)>) {
    let needed = if id == "graphql" { "graphql" } else { "ajv" };
    if program(needed).is_none() {
        return;
    }
    let files = write(id, id, Choice::default(), reports);
    let script = tools().join("contracts.mjs");
    accepts("node", &[script.to_str().unwrap(), id], &files);
}

#[test]
fn styles_differ_where_their_guidelines_do() {
    let (_, report) = designs().iter().find(|(name, _)| name == "url-shortener").unwrap();
    let text = |style| {
        let choice = Choice {
            style,
            ..Choice::default()
        };
        form("openapi").unwrap().draft(report, choice).remove(0).text
    };
    let (zalando, google, microsoft) = (text(Style::Zalando), text(Style::Google), text(Style::Microsoft));
    for words in [
        "created_at:",
        "name: cursor",
        "application/problem+json",
        "Idempotency-Key",
        "{host}\"",
    ] {
        assert!(zalando.contains(words), "{words}\n{zalando}");
    }
    for words in [
        "createdAt:",
        "name: pageToken",
        "nextPageToken:",
        "{host}/v1\"",
        "RESOURCE_EXHAUSTED",
    ] {
        assert!(google.contains(words), "{words}\n{google}");
    }
    for words in [
        "nextLink:",
        "name: api-version",
        "Repeatability-Request-ID",
        "x-ms-error-code",
    ] {
        assert!(microsoft.contains(words), "{words}\n{microsoft}");
    }
}

#[test]
fn http_says_what_happened() {
    let (_, report) = designs().iter().find(|(name, _)| name == "url-shortener").unwrap();
    let text = form("openapi").unwrap().draft(report, Choice::default()).remove(0).text;
    let operation = |id: &str| {
        let from = text.find(&format!("operationId: {id}\n")).unwrap();
        let rest = &text[from..];
        let end = rest[1..].find("operationId:").map_or(rest.len(), |end| end + 1);
        rest[..end].to_string()
    };
    let shorten = operation("shorten");
    for words in ["\"201\":", "Location:", "\"409\":", "\"422\":"] {
        assert!(shorten.contains(words), "{words}\n{shorten}");
    }
    let remove = operation("remove");
    for words in ["\"204\":", "If-Match", "\"412\":", "\"404\":"] {
        assert!(remove.contains(words), "{words}\n{remove}");
    }
    let redirect = operation("redirect");
    for words in ["\"302\":", "maxLength: 7", "code of a link.", "security: []"] {
        assert!(redirect.contains(words), "{words}\n{redirect}");
    }
}
