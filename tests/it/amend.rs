//! Changes of a text at a path: what is touched means what was asked, all else keeps its bytes.

use napkin::amend::{self, Value};
use napkin::form::{Node, Value as Read, yaml};
use napkin::source::{FileId, Source};
use std::fs;

fn order(path: &[&str]) -> Vec<&'static str> {
    match path {
        [] => vec!["napkin", "name", "load", "components", "flows", "data"],
        ["flows", _] => vec!["actor", "rate", "steps"],
        _ => Vec::new(),
    }
}

fn tree(text: &str) -> Node {
    let mut findings = Vec::new();
    let node = yaml::read(FileId(0), &Source::new("test", text), &mut findings);
    assert!(findings.is_empty(), "{findings:?}\n{text}");
    node.unwrap_or(Node {
        span: napkin::source::Span {
            file: FileId(0),
            start: 0,
            end: 0,
        },
        value: Read::Null,
    })
}

/// A tree as lines of `path = value`, in order.
fn leaves(node: &Node) -> Vec<(String, String)> {
    fn walk(node: &Node, path: &str, out: &mut Vec<(String, String)>) {
        match &node.value {
            Read::Null => out.push((path.to_string(), "null".into())),
            Read::Scalar { text, .. } => out.push((path.to_string(), text.clone())),
            Read::List(items) => {
                out.push((path.to_string(), "list".into()));
                for (i, item) in items.iter().enumerate() {
                    walk(item, &format!("{path}/{i}"), out);
                }
            }
            Read::Map(entries) => {
                for (key, value) in entries {
                    walk(value, &format!("{path}/{}", key.name), out);
                }
            }
        }
    }
    let mut out = Vec::new();
    walk(node, "", &mut out);
    out
}

fn set(text: &str, path: &str, value: Value) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    amend::set(text, &parts, &value, &order).unwrap()
}

fn push(text: &str, path: &str, value: Value) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    amend::push(text, &parts, &value, &order).unwrap()
}

#[test]
fn what_is_new_is_written_as_its_surroundings_are() {
    let start = "napkin: 1\nname: x\n";
    let text = set(start, "load/users", Value::text("8M to 12M"));
    assert_eq!(text, "napkin: 1\nname: x\n\nload:\n  users: 8M to 12M\n");
    let text = set(&text, "load/peak", Value::text("3"));
    let text = text.replace("peak: 3", "peak: 3   # peak over average");
    let text = set(&text, "flows/open/actor", Value::text("visitor"));
    let text = set(&text, "flows/open/steps", Value::List(Vec::new()));
    let text = set(&text, "components/api", Value::map([("is", Value::text("service"))]));
    let text = set(&text, "components/api/replicas", Value::text("6"));
    let text = set(&text, "load/growth", Value::text("40 %/year"));
    let text = set(&text, "flows/open/rate", Value::text("10 /user/day"));
    let text = push(&text, "flows/open/steps", Value::text("visitor -> api"));
    let text = push(&text, "flows/open/steps", Value::Raw("api -> db: {hit: 90 %}".into()));
    assert_eq!(
        text,
        "napkin: 1\nname: x\n\nload:\n  users: 8M to 12M\n  peak: 3   # peak over average\n  growth: 40 %/year\n\n\
         components:\n  api: {is: service, replicas: 6}\n\nflows:\n  open:\n    actor: visitor\n    rate: 10 /user/day\n    steps:\n      \
         - visitor -> api\n      - api -> db: {hit: 90 %}\n"
    );
}

#[test]
fn entries_and_items_go_without_their_neighbours() {
    let text = "a: {x: 1, y: 2}\nlist: [one, two]\nlines:\n  - one # first\n  - two\nmap:\n  # of this\n  k: 1\n  l: 2 # keep\n";
    let gone = amend::remove(text, &["a", "x"]).unwrap();
    assert!(gone.starts_with("a: {y: 2}\n"), "{gone}");
    let gone = amend::remove(&gone, &["a", "y"]).unwrap();
    assert!(gone.starts_with("list: [one, two]"), "{gone}");
    let gone = amend::remove_item(&gone, &["list"], 1).unwrap();
    let gone = amend::remove_item(&gone, &["lines"], 0).unwrap();
    let gone = amend::remove(&gone, &["map", "k"]).unwrap();
    assert_eq!(gone, "list: [one]\nlines:\n  - two\nmap:\n  # of this\n  l: 2 # keep\n");
    let gone = amend::remove_item(&gone, &["lines"], 0).unwrap();
    assert_eq!(gone, "list: [one]\nlines: []\nmap:\n  # of this\n  l: 2 # keep\n");
    let changed = amend::set_item(&gone, &["list"], 0, &Value::text("new: one")).unwrap();
    assert!(changed.starts_with("list: [\"new: one\"]"), "{changed}");
}

#[test]
fn every_value_of_every_design_can_be_set_and_nothing_else_moves() {
    for file in fs::read_dir("designs")
        .unwrap()
        .chain(fs::read_dir("tests/designs").unwrap())
    {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|e| e != "yaml") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let before = leaves(&tree(&text));
        let comments = text.matches('#').count();
        // Each leaf of a short design, some of a long one: a change parses the whole text.
        let stride = (before.len() / 40).max(1);
        for (at, (leaf, _)) in before.iter().enumerate().step_by(stride) {
            let parts: Vec<&str> = leaf.split('/').skip(1).collect();
            if parts.iter().any(|p| p.parse::<usize>().is_ok()) || before[at].1 == "list" {
                continue;
            }
            let new = amend::set(&text, &parts, &Value::text("it's: \"new\" # no comment"), &order).unwrap();
            let after = leaves(&tree(&new));
            let mut wanted = before.clone();
            wanted[at].1 = "it's: \"new\" # no comment".into();
            assert_eq!(after, wanted, "{}: {leaf}", path.display());
            assert!(new.matches('#').count() >= comments, "{}: {leaf}", path.display());
            let mut sibling = parts.clone();
            sibling.pop();
            sibling.push("new_sibling");
            let new = amend::set(&text, &sibling, &Value::text("5"), &order).unwrap();
            let after = leaves(&tree(&new));
            assert_eq!(after.len(), before.len() + 1, "{}: {leaf}", path.display());
            let rest: Vec<_> = after
                .iter()
                .filter(|(p, _)| !p.ends_with("new_sibling"))
                .cloned()
                .collect();
            assert_eq!(rest, before, "{}: {leaf}", path.display());
            let back = amend::remove(&new, &sibling).unwrap();
            assert_eq!(leaves(&tree(&back)), before, "{}: {leaf}", path.display());
        }
    }
}

#[test]
fn hostile_texts_mean_themselves() {
    for text in [
        "",
        " ",
        "null",
        "~",
        "- x",
        "a: b",
        "a #b",
        "{x",
        "]",
        "\"q\"",
        "'",
        "é\u{2028}\n\t\u{7}",
        "yes",
        "1e5",
        "&a",
        "*a",
        "!t",
        "|",
        "%x",
        "@",
        "`",
        "…",
        "😀",
        "---",
        "...",
    ] {
        for start in [
            "a: {b: 1}\n",
            "a:\n  b: 1\n",
            "a:\n",
            "a: {}\n",
            "",
            "# only a comment\n",
            "a: 1",
        ] {
            let Ok(new) = amend::set(start, &["x", "c"], &Value::text(text), &|_| Vec::new()) else {
                panic!("{start:?} {text:?}");
            };
            let found = leaves(&tree(&new));
            assert!(found.contains(&("/x/c".to_string(), text.to_string())), "{new:?}");
            let pushed = amend::push(&new, &["list"], &Value::text(text), &|_| Vec::new()).unwrap();
            let pushed = amend::push(&pushed, &["list"], &Value::text(text), &|_| Vec::new()).unwrap();
            assert!(
                leaves(&tree(&pushed)).contains(&("/list/1".to_string(), text.to_string())),
                "{pushed:?}"
            );
        }
    }
    assert!(amend::set("a: 1\n", &["a", "b"], &Value::text("1"), &|_| Vec::new()).is_err());
    assert!(amend::set("- 1\n", &["a"], &Value::text("1"), &|_| Vec::new()).is_err());
    assert!(amend::set("a: [\n", &["a"], &Value::text("1"), &|_| Vec::new()).is_err());
}
