//! Keys and topics of every design, and of a hostile one, against the real readers of each.

use crate::access_pages;
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
    all.push(("documents".to_string(), access_pages::judge(DOCUMENTS)));
    all
}

/// What a document store can be asked for: a page, a unique field, a key of two fields, shards, lives with and without
/// a time of their own.
const DOCUMENTS: &str = r#"
napkin: 1
name: Documents
load: {users: 1M}
actors: {reader: reads}
components:
  api: {is: service, per_replica: 1k req/s}
  one: {is: document-store, with: mongodb, replicas: 3, copies: 3}
  many: {is: document-store, with: mongodb, replicas: 9, copies: 3, key: reader}
flows:
  see_notes:
    actor: reader
    rate: 5 /user/day
    steps:
      - reader -> api
      - api -> one: {read: {note: 20}}
      - api -> many: {read: {mark: 20}, parallel: true}
  find: {actor: reader, rate: 1 /user/day, steps: [reader -> api, {api -> one: {read: person}}]}
data:
  person: {in: one, rows: 1M, fields: {id: id key, email: string(254) unique pii ~30 B, nick: string(20) unique optional, plan: enum(free|paid)}}
  note: {in: one, keep: 30 days, fields: {id: uuid key, reader: id, tags: json ~50 B, price: money, written_at: timestamp}}
  mark: {in: many, keep: 1 year, fields: {reader: id key, number: int key, code: string(8) unique, body: bytes ~100 B}}
apis:
  public:
    style: rest
    operations:
      see_notes: {get: /notes, returns: [note], flow: see_notes}
      find: {get: /people, takes: [person.email], returns: person, flow: find}
"#;

fn tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools")
}

/// Hands all files of a form that end so to a script of `tests/tools`; what it says of those that are right.
fn held(program: &str, script: &str, files: (&str, &str)) -> String {
    handed(program, script, Vec::new(), files)
}

/// The same with further words before the files.
fn handed(program: &str, script: &str, words: Vec<String>, (form, ending): (&str, &str)) -> String {
    let mut arguments = vec![tools().join(script).to_string_lossy().into_owned()];
    arguments.extend(words);
    arguments.extend(written(form, ending));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some(output) = run(program, &arguments, program) else {
        return String::new();
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{complained}");
    said
}

/// Whether Python has a module; said loudly where it has not.
fn python_has(module: &str, package: &str) -> bool {
    let install = format!("pip install {package}");
    let known = run("python3", &["-c", &format!("import {module}")], &install);
    let has = known.is_some_and(|known| known.status.success());
    if !has {
        skip(package, &install);
    }
    has
}

/// Whether Node has a package; said loudly where it has not.
fn node_has(package: &str) -> bool {
    let has = tools().join("node_modules").join(package).exists();
    if !has {
        skip(package, "npm ci --prefix tests/tools");
    }
    has
}

#[test]
fn dynamodb_takes_every_table() {
    if python_has("botocore", "botocore") {
        held("python3", "dynamodb.py", ("keys", ".json"));
    }
}

/// Every statement is one of the grammar of Apache Cassandra's own shell.
#[test]
fn cqlsh_takes_every_keyspace() {
    if python_has("cqlshlib", "cqlsh") {
        held("python3", "cql.py", ("keys", ".cql"));
    }
}

/// Every index is a body that OpenSearch's description of its API allows; TypeScript's compiler judges.
#[test]
fn the_api_of_opensearch_takes_every_index() {
    if node_has("@opensearch-project/opensearch") && node_has("typescript") {
        held("node", "opensearch.mjs", ("keys", ".index.json"));
    }
}

/// Every script runs; its validators, options and indexes are held against Ajv, the driver's types and mongomock.
#[test]
fn mongodb_takes_every_script() {
    let node = ["ajv-draft-04", "mongodb", "typescript"]
        .iter()
        .all(|package| node_has(package));
    if !node || !python_has("mongomock", "mongomock") {
        return;
    }
    let noted = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mongodb-noted.json");
    let noted = noted.to_string_lossy().into_owned();
    handed("node", "mongodb.mjs", vec![noted.clone()], ("keys", ".mongodb.js"));
    let script = tools().join("mongodb.py");
    let output = run("python3", &[&script.to_string_lossy(), &noted], "python3").unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{complained}");
}

/// The indexes of a document store by hand: what is compared first, then what a page is sorted by, newest first.
#[test]
fn indexes_of_documents_by_hand() {
    let files = form("keys")
        .unwrap()
        .draft(&access_pages::judge(DOCUMENTS), Choice::default());
    let of = |path: &str| {
        files
            .iter()
            .find(|file| file.path == path)
            .unwrap()
            .text
            .replace(['\n', ' '], "")
    };
    let (one, many) = (of("keys/one.mongodb.js"), of("keys/many.mongodb.js"));
    assert!(one.contains(r#"createIndex({"reader":1,"written_at":-1},"#), "{one}");
    assert!(
        one.contains(
            r#"createIndex({"written_at":1},{"name":"note_leaves_by_written_at","expireAfterSeconds":2592000})"#
        ),
        "{one}"
    );
    // The unique index answers who has an address; no second one is made for it.
    assert_eq!(one.matches(r#"{"email":1}"#).count(), 1, "{one}");
    assert!(
        one.contains(r#""partialFilterExpression":{"nick":{"$exists":true}}"#),
        "{one}"
    );
    assert!(
        many.contains(r#"createIndex({"reader":1,"number":1},{"name":"mark_by_reader_number_once","unique":true})"#),
        "{many}"
    );
    assert!(
        many.contains(r#"shardCollection(db.getName()+".mark",{"reader":1,"number":1})"#),
        "{many}"
    );
    assert!(!many.contains(r#"createIndex({"code":1}"#), "{many}");
    assert!(many.contains(r#"createIndex({"created_at":1}"#), "{many}");
}

#[test]
fn asyncapi_parser_takes_every_document() {
    if node_has("@asyncapi/parser") {
        let said = held("node", "asyncapi.mjs", ("topics", ".yaml"));
        assert!(!said.contains("warning"), "{said}");
    }
}

#[test]
fn markdownlint_accepts_every_key_sheet() {
    if !node_has("markdownlint-cli2") {
        return;
    }
    let linter = tools().join("node_modules/.bin/markdownlint-cli2");
    let config = tools()
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
