//! Keys and topics of every design, and of a hostile one, against the real readers of each.

use crate::draft_hostile;
use crate::tools::{designs, run, skip};
use napkin::draft::{Choice, form};
use napkin::report::Report;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes what a form makes of every design and of the hostile one; the files whose names end so.
fn written(id: &str, ending: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("draft-{id}-{}", ending.replace('.', "-")));
    let _ = fs::remove_dir_all(&root);
    let mut files = Vec::new();
    for (name, report) in all() {
        for file in form(id).unwrap().draft(&report, Choice::default()) {
            let path: PathBuf = root.join(&name).join(&file.path);
            assert!(path.starts_with(&root) && !file.path.contains(".."), "{}", file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &file.text).unwrap();
            if file.path.ends_with(ending) {
                files.push(path.to_string_lossy().into_owned());
            }
        }
    }
    assert!(!files.is_empty(), "no design has a file that ends in {ending}");
    files
}

fn all() -> Vec<(String, Report)> {
    let mut all = designs().to_vec();
    all.push(("hostile".to_string(), draft_hostile::report()));
    all
}

#[test]
fn dynamodb_takes_every_table() {
    let install = "pip install botocore";
    let known = run("python3", &["-c", "import botocore"], install);
    if !known.is_some_and(|known| known.status.success()) {
        skip("botocore", install);
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/dynamodb.py");
    let mut arguments = vec![script.to_string_lossy().into_owned()];
    arguments.extend(written("keys", ".dynamodb.json"));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = run("python3", &arguments, install).unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn asyncapi_parser_takes_every_document() {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools");
    let install = "npm ci --prefix tests/tools";
    if !tools.join("node_modules/@asyncapi/parser").exists() {
        skip("@asyncapi/parser", install);
        return;
    }
    let mut arguments = vec![tools.join("asyncapi.mjs").to_string_lossy().into_owned()];
    arguments.extend(written("topics", ".yaml"));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some(output) = run("node", &arguments, "nodejs") else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!said.contains("warning"), "{said}");
}

#[test]
fn markdownlint_accepts_every_key_sheet() {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools");
    let linter = tools.join("node_modules/.bin/markdownlint-cli2");
    if !linter.exists() {
        skip("markdownlint-cli2", "npm ci --prefix tests/tools");
        return;
    }
    let config = tools
        .join("documents.markdownlint.jsonc")
        .to_string_lossy()
        .into_owned();
    let mut arguments = vec!["--config".to_string(), config];
    arguments.extend(written("keys", ".md"));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some(output) = run(&linter.to_string_lossy(), &arguments, "npm ci --prefix tests/tools") else {
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_index_and_every_keyspace_is_whole() {
    for file in written("keys", ".index.json") {
        let text = fs::read_to_string(&file).unwrap();
        let index: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        let fields = index["mappings"]["properties"].as_object().unwrap();
        assert!(
            !fields.is_empty() && fields.values().all(|field| field["type"].is_string()),
            "{file}"
        );
    }
    for file in written("keys", ".cql") {
        let text = fs::read_to_string(&file).unwrap();
        // Outside of texts and comments nothing is left of a hostile name.
        for line in text.lines().filter(|line| !line.trim_start().starts_with("--")) {
            assert_eq!(line.matches('\'').count() % 2, 0, "{file}: {line}");
            let code: String = line.split('\'').step_by(2).collect();
            let plain = |c: char| c.is_ascii_alphanumeric() || " \"_.,;:=(){}<>".contains(c);
            assert!(code.chars().all(plain), "{file}: {line}");
        }
        let statements = text.split(";\n").filter(|part| part.contains("CREATE ")).count();
        assert_eq!(statements, text.matches("CREATE ").count(), "{file}");
    }
}

/// The chat's inbox by hand: rows of a partition are rows ÷ devices, bytes those times a row.
#[test]
fn a_partition_by_hand() {
    let (_, chat) = designs().iter().find(|(name, _)| name == "chat").unwrap();
    let prekey = chat.entity("prekey").unwrap();
    let spread = prekey.stored[0].spread.as_ref().unwrap();
    assert_eq!(
        (spread.partition.as_slice(), spread.sort.as_slice()),
        (&["device".to_string()][..], &["number".to_string()][..])
    );
    // 60,000M keys of 1,500M devices, both growing alike; 8 + 4 + 33 B and 100 B that DynamoDB adds.
    assert!((spread.rows.value.unwrap() - 40.0).abs() < 1e-9);
    assert!((spread.bytes.value.unwrap() - 40.0 * 145.0).abs() < 1e-6);
}
