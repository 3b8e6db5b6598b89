//! Each rule's page is its manual and its test: every example yields exactly what it promises.

use napkin::report::{Report, Severity};
use napkin::rules::{ALL, Rule, Set};
use napkin::source::Source;
use napkin::{Input, run};
use std::collections::BTreeSet;
use std::path::Path;

/// What a fence says behind its `yaml`.
const KINDS: [&str; 3] = ["bad", "good", "unknown"];

/// A fenced example: `yaml bad`, or `yaml bad function/x.yaml` for a file of the user's catalog.
struct Example {
    kind: String,
    catalog_path: Option<String>,
    text: String,
    /// Line of the page on which its text begins.
    line: usize,
}

impl Example {
    /// What its comments promise: line, severity, rule. `# error: x` is about its own line, `# error-below: x`
    /// about the next, for faults that a comment behind them would repair.
    fn promises(&self) -> BTreeSet<(usize, String, String)> {
        let words = ["error", "warning", "info"];
        self.text
            .lines()
            .enumerate()
            .filter_map(|(i, line)| {
                let (_, comment) = line.rsplit_once("# ")?;
                let (word, rule) = comment.split_once(": ")?;
                let (word, line) = match word.strip_suffix("-below") {
                    Some(word) => (word, i + 2),
                    None => (word, i + 1),
                };
                words
                    .contains(&word)
                    .then(|| (line, word.to_string(), rule.trim().to_string()))
            })
            .collect()
    }

    fn run(&self) -> Report {
        let design = match &self.catalog_path {
            None => self.text.clone(),
            Some(_) => "napkin: 1\nname: Example\n".to_string(),
        };
        let catalog = self.catalog_path.iter().map(|p| (p.clone(), self.text.clone()));
        let input = Input {
            files: vec![Source::new("design.yaml", design)],
            catalog: catalog.collect(),
            ..Input::default()
        };
        run(input).report
    }

    /// What the rule says about it: line, severity, rule. A finding about a whole file is one of its first line.
    /// No other rule may complain about its form, and nothing that is good may have an error at all.
    fn findings(&self, rule: &Rule) -> BTreeSet<(usize, String, String)> {
        let report = self.run();
        let standing = report.findings.iter().filter(|f| f.waived.is_none());
        standing
            .filter(|f| f.rule == rule.id || f.form || self.kind == "good" && f.severity == Severity::Error)
            .map(|f| {
                let severity = match f.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "info",
                };
                let line = f.place.as_ref().map_or(1, |p| p.line);
                (line, severity.to_string(), f.rule.clone())
            })
            .collect()
    }
}

/// The fenced examples of a page.
fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut open = false;
    for (i, line) in page.lines().enumerate() {
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(words) => {
                let words: Vec<&str> = words.split_whitespace().collect();
                assert_eq!(words.first(), Some(&"yaml"), "line {}: {line}", i + 1);
                assert!(
                    words.get(1).is_some_and(|k| KINDS.contains(k)),
                    "line {}: {line}",
                    i + 1
                );
                open = true;
                examples.push(Example {
                    kind: words[1].to_string(),
                    catalog_path: words.get(2).map(|p| (*p).to_string()),
                    text: String::new(),
                    line: i + 2,
                });
            }
            None if open => {
                let example = examples.last_mut().expect("an open example");
                example.text.push_str(line);
                example.text.push('\n');
            }
            None => {}
        }
    }
    assert!(!open, "the last fence is not closed");
    examples
}

/// Rules that have two answers, with the reason.
const TWO_VALUED: &[(&str, &[&str])] = &[
    (
        "it is about what the steps draw: a step is there or not",
        &[
            "answer-behind-queue",
            "batch-written-once",
            "cache-never-invalidated",
            "cache-that-must-answer",
            "chatty-between-regions",
            "copy-never-filled",
            "double-write",
            "entity-never-read",
            "entity-never-written",
            "get-that-changes",
            "hit-without-miss",
            "list-without-pagination",
            "log-never-consumed",
            "miss-without-hit",
            "n-plus-one",
            "one-call-after-another",
            "runs-for-hits-too",
            "stale-read-after-write",
            "sync-chain-too-deep",
            "unused-component",
            "unused-entity",
            "unwaited-write",
        ],
    ),
    (
        "it is about what the text says: a word is there or not",
        &[
            "address-twice",
            "api-without-version",
            "assumption-without-source",
            "dangling-reference",
            "decision-without-alternative",
            "decision-without-reason",
            "estimate-without-decision",
            "everything-is-a-must",
            "flow-without-operation",
            "flow-without-requirement",
            "must-without-target",
            "no-limits-of-scope",
            "operation-without-flow",
            "question-without-owner",
            "requirement-not-realised",
            "requirement-repeated",
            "requirement-without-number",
            "reserved-word",
            "row-without-key",
            "target-for-everything",
            "vague-requirement",
        ],
    ),
    (
        "it is itself the question about what is not known",
        &[
            "assumption-unknown",
            "capacity-unknown",
            "eviction-unsaid",
            "expectation-unknown",
            "growth-unsaid",
            "kept-without-end",
            "no-backup",
            "no-partition-key",
            "no-timeout",
            "peak-unknown",
            "unknown-size",
        ],
    ),
];

#[test]
fn pages_have_their_parts() {
    for rule in ALL {
        let (id, page) = (rule.id, rule.page);
        let mut lines = page.lines();
        assert!(lines.next().is_some_and(|l| l.starts_with("# ")), "{id} has no title");
        assert!(!rule.title().is_empty() && !rule.title().ends_with('.'), "{id}: title");
        assert_eq!(lines.next(), Some(""), "{id}: an empty line follows the title");
        let why = lines.next().unwrap_or("");
        assert!(
            !why.is_empty() && !why.starts_with('#') && !why.starts_with("```"),
            "{id}: why does it matter?"
        );
        let last = page.trim_end().rsplit("\n\n").next().unwrap_or("");
        assert!(last.starts_with("References: "), "{id}: references come last");
        let examples = examples(page);
        for kind in ["bad", "good"] {
            assert!(
                examples.iter().any(|e| e.kind == kind),
                "{id} has no example that is {kind}"
            );
        }
        for example in &examples {
            let promises = example.promises();
            let marked = !promises.is_empty();
            assert!(
                example.kind != "bad" || marked,
                "{id}, line {}: no line is marked",
                example.line
            );
            assert!(
                example.kind != "good" || !marked,
                "{id}, line {}: a line is marked",
                example.line
            );
            for (_, _, rule) in promises {
                assert_eq!(rule, id, "{id}, line {}", example.line);
            }
        }
    }
}

#[test]
fn examples_yield_what_they_promise() {
    let mut wrong = Vec::new();
    for rule in ALL {
        for example in examples(rule.page) {
            let (found, promised) = (example.findings(rule), example.promises());
            if found != promised {
                let Example { line, text, .. } = &example;
                wrong.push(format!(
                    "{}.md, line {line}: found {found:?}, promised {promised:?}\n{text}",
                    rule.id
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_the_list() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the rules")
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .collect();
    for rule in ALL {
        for name in [format!("{}.rs", rule.id.replace('-', "_")), format!("{}.md", rule.id)] {
            assert!(files.remove(&name), "{name} is missing");
        }
        let text = std::fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/rules/{}.rs", rule.id.replace('-', "_"))),
        );
        let text = text.expect("a rule's file");
        assert!(
            text.contains(&format!("id: \"{}\"", rule.id)),
            "the file of {} holds another rule",
            rule.id
        );
        assert!(
            text.contains(&format!("include_str!(\"{}.md\")", rule.id)),
            "{} shows another page",
            rule.id
        );
    }
    // What several rules share.
    let shared = [
        "mod.rs",
        "ask.rs",
        "bill.rs",
        "choice.rs",
        "code.rs",
        "fact.rs",
        "fatal.rs",
        "front.rs",
        "fullness.rs",
        "group.rs",
        "links.rs",
        "named.rs",
        "set.rs",
        "target.rs",
        "truth.rs",
        "waiver.rs",
        "walks.rs",
        "words.rs",
    ]
    .map(str::to_string);
    assert_eq!(files, BTreeSet::from(shared), "files without a row");
    let ids: Vec<&str> = ALL.iter().map(|r| r.id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "sorted and unique: {ids:?}");
}

#[test]
fn every_set_has_rules() {
    for (name, set) in Set::ALL {
        assert_eq!(Set::from_name(name), Some(set));
        assert!(ALL.iter().any(|r| r.set == set), "no rule is about {name}");
    }
    for rule in ALL.iter().filter(|r| r.is_form()) {
        assert_eq!(rule.set, Set::Form, "{}", rule.id);
    }
}

#[test]
fn sixty_rules_are_about_more_than_the_form() {
    let others = ALL.iter().filter(|r| r.set != Set::Form).count();
    assert!(others >= 60, "{others} rules");
}

#[test]
fn what_is_not_known_has_an_example_or_a_reason() {
    let two_valued: BTreeSet<&str> = TWO_VALUED.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
    let mut wrong = Vec::new();
    for rule in ALL.iter().filter(|r| r.set != Set::Form) {
        let shown = examples(rule.page).iter().any(|e| e.kind == "unknown");
        if shown == two_valued.contains(rule.id) {
            wrong.push(rule.id);
        }
    }
    assert!(
        wrong.is_empty(),
        "an example of what is unknown, or a row among the two-valued: {wrong:?}"
    );
    let known: BTreeSet<&str> = ALL.iter().map(|r| r.id).collect();
    assert!(two_valued.is_subset(&known), "rows without a rule");
}
