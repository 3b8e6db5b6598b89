//! The schema of a design held against a validator, the rule pages and the language server of editors.

use crate::command_line::{ends, folder};
use crate::tools::{run, skip};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const INSTALL: &str = "npm ci --prefix tests/tools";
const SCHEMA: &str = "napkin.schema.json";

/// A script of `tests/tools` that needs a package, run with node; `None` where one of them is missing.
fn script(name: &str, package: &str, words: &[&str]) -> Option<String> {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools");
    if !tools.join("node_modules").join(package).exists() {
        skip(package, INSTALL);
        return None;
    }
    let path = tools.join(name);
    let path = path.to_string_lossy();
    let output = run("node", &[&[path.as_ref()], words].concat(), "nodejs")?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The names of the files that a schema turns down.
fn turned_down(schema: &Path, files: &[PathBuf]) -> Option<BTreeSet<String>> {
    let words: Vec<String> = std::iter::once(schema)
        .chain(files.iter().map(PathBuf::as_path))
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let said = script("schema.mjs", "ajv", &words)?;
    assert_eq!(said.lines().count(), files.len());
    let failed = said.lines().filter_map(|line| line.strip_prefix("fail "));
    Some(
        failed
            .map(|line| {
                line.split(' ')
                    .next()
                    .unwrap_or("")
                    .rsplit('/')
                    .next()
                    .unwrap_or("")
                    .to_string()
            })
            .collect(),
    )
}

fn yaml(inside: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(inside);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "yaml"));
    paths.sort();
    paths
}

#[test]
fn designs_are_valid() {
    let here = folder("schema_designs", &[]);
    ends(&here, &["schema", "-o", SCHEMA], 0);
    let files = [yaml("designs"), yaml("tests/designs")].concat();
    if let Some(failed) = turned_down(&here.join(SCHEMA), &files) {
        assert!(failed.is_empty(), "{failed:?}");
    }
}

/// What a schema can see of the examples on the pages of rules, it sees, and it sees nothing else.
#[test]
fn examples_of_rules_are_told_apart() {
    let here = folder("schema_pages", &[]);
    ends(&here, &["schema", "-o", SCHEMA], 0);
    let mut files = Vec::new();
    for rule in napkin::rules::ALL {
        for (at, block) in rule.page.split("```yaml ").skip(1).enumerate() {
            let (kind, rest) = block.split_once('\n').unwrap();
            let text = rest.split("```").next().unwrap();
            // A block that names a file is no design; a text that is no YAML has no form.
            if !kind.contains('/') && !["yaml-syntax", "duplicate-key"].contains(&rule.id) {
                let path = here.join(format!("{}-{at}-{kind}.yaml", rule.id));
                fs::write(&path, text).unwrap();
                files.push(path);
            }
        }
    }
    let Some(failed) = turned_down(&here.join(SCHEMA), &files) else {
        return;
    };
    let seen = [
        "bad-expression",
        "missing-key",
        "unknown-key",
        "unknown-word",
        "wrong-type",
    ];
    assert_eq!(failed, seen.map(|rule| format!("{rule}-0-bad.yaml")).into());
}

#[test]
fn parts_and_projects_have_schemas_of_their_own() {
    let files = [
        ("part.yaml", "components:\n  api: {is: service}\n"),
        ("napkin.yaml", "strict: true\nrules: {no-timeout: off}\n"),
        ("wrong.yaml", "strict: maybe\n"),
    ];
    let here = folder("schema_kinds", &files);
    for kind in ["design", "part", "project"] {
        ends(&here, &["schema", "--for", kind, "-o", &format!("{kind}.json")], 0);
    }
    let part = [here.join("part.yaml")];
    let Some(as_design) = turned_down(&here.join("design.json"), &part) else {
        return;
    };
    assert_eq!(as_design.len(), 1);
    assert!(turned_down(&here.join("part.json"), &part).unwrap().is_empty());
    let projects = [here.join("napkin.yaml"), here.join("wrong.yaml")];
    let wrong = turned_down(&here.join("project.json"), &projects).unwrap();
    assert_eq!(wrong, ["wrong.yaml".to_string()].into());
}

/// Each entry of our own catalog is one by the schema of its kind.
#[test]
fn entries_of_the_catalog_have_a_schema() {
    let here = folder("schema_entries", &[]);
    for kind in fs::read_dir("catalog").unwrap() {
        let kind = kind.unwrap().path();
        let name = kind.file_name().unwrap().to_str().unwrap().to_string();
        ends(&here, &["schema", "--for", &name, "-o", &format!("{name}.json")], 0);
        let entries: Vec<PathBuf> = fs::read_dir(&kind)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        let Some(wrong) = turned_down(&here.join(format!("{name}.json")), &entries) else {
            return;
        };
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
}

/// An own entry of a user is offered beside those of the catalog.
#[test]
fn a_catalog_of_ones_own_is_offered() {
    let here = folder("schema_catalog", &[]);
    fs::create_dir_all(here.join("own/function")).unwrap();
    let entry = "title: Fax bridge\nsummary: Sends a page.\nrole: stateless\nplace: zone\nshape: service\n";
    fs::write(here.join("own/function/fax-bridge.yaml"), entry).unwrap();
    let said = ends(&here, &["schema", "--catalog", "own"], 0);
    let schema: Value = serde_json::from_str(&said.out).unwrap();
    let known = schema["$defs"]["catalog-function"]["anyOf"][0]["enum"]
        .as_array()
        .unwrap();
    assert!(known.contains(&"fax-bridge".into()) && known.contains(&"service".into()));
}

const DESIGN: &str = "# yaml-language-server: $schema=napkin.schema.json
napkin: 1
name: Small
actors: {user: somebody}
components:
  api:
    is: service
    replicas: 2
flows:
  ask: {actor: user, rate: 10 /s, steps: [user -> api]}
";

#[test]
fn the_language_server_explains_and_completes() {
    let misspelt = DESIGN.replace("replicas", "replicsa");
    let here = folder("schema_server", &[("a.yaml", DESIGN), ("b.yaml", &misspelt)]);
    ends(&here, &["schema", "-o", SCHEMA], 0);
    let ask = |file: &str, line: &str, column: &str| -> Option<Value> {
        let path = here.join(file);
        let words = [&path.to_string_lossy(), line, column];
        let said = script("language_server.mjs", "yaml-language-server", &words)?;
        Some(serde_json::from_str(&said).unwrap())
    };
    let has = |said: &Value, word: &str| said["completions"].as_array().unwrap().contains(&word.into());
    let Some(key) = ask("a.yaml", "7", "6") else {
        return;
    };
    assert_eq!(key["diagnostics"], serde_json::json!([]));
    assert!(
        key["hover"].as_str().unwrap().contains("units, in each region"),
        "{key}"
    );
    assert!(has(&key, "per_replica"), "{key}");
    let value = ask("a.yaml", "6", "9").unwrap();
    assert!(
        has(&value, "distributed-cache") && has(&value, "load-balancer"),
        "{value}"
    );
    let wrong = ask("b.yaml", "7", "6").unwrap();
    assert!(wrong["diagnostics"].to_string().contains("replicsa"), "{wrong}");
}
