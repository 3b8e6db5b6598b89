//! SARIF 2.1.0 (OASIS): results of static analysis as GitHub, GitLab, Azure and editors read them.

use super::super::plain;
use super::issue::{Issue, guides, issues};
use crate::report::{Check, Checked, Guide, Place, Severity, Unread};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// Where the standard publishes its schema.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The name of our fingerprints; another way to compute them gets another name.
const FINGERPRINT: &str = "napkin/v1";

pub fn write(check: &Check) -> String {
    let own = guides();
    // A page is long, and a reader of the results needs those of their rules only.
    let found: HashSet<&str> = check.designs.iter().flat_map(issues).map(|issue| issue.rule).collect();
    let rules = check.rules.iter().chain(&own);
    let rules: Vec<&Guide> = rules.filter(|rule| found.contains(rule.id.as_str())).collect();
    let index: HashMap<&str, usize> = rules
        .iter()
        .enumerate()
        .map(|(at, rule)| (rule.id.as_str(), at))
        .collect();
    let results: Vec<Value> = check
        .designs
        .iter()
        .flat_map(|design| issues(design).into_iter().map(|issue| result(design, &issue, &index)))
        .collect();
    let read = check.designs.iter().map(invocation);
    let invocations: Vec<Value> = read.chain(check.unread.iter().map(not_read)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "properties": {"generated": check.generated},
        "runs": [{
            "columnKind": "utf16CodeUnits",
            "tool": {"driver": {
                "name": "napkin",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
            }},
            "invocations": invocations,
            "results": results,
        }],
    });
    plain::json(&format!("{log:#}\n"))
}

fn rule(guide: &Guide) -> Value {
    let why = guide.page.lines().skip(2).take_while(|line| !line.is_empty());
    let why = why.collect::<Vec<_>>().join(" ");
    json!({
        "id": guide.id,
        "shortDescription": {"text": guide.title},
        "fullDescription": {"text": if why.is_empty() { guide.title.clone() } else { why }},
        "help": {"text": guide.page, "markdown": guide.page},
        "properties": {"tags": [guide.set]},
    })
}

/// The run over one design: whether it came to its end, and which rules were silent.
fn invocation(design: &Checked) -> Value {
    let off = design
        .off
        .iter()
        .map(|id| json!({"descriptor": {"id": id}, "configuration": {"enabled": false}}));
    let mut properties = json!({"file": design.file});
    if let Some(baseline) = &design.baseline {
        properties["baseline"] = json!({
            "file": baseline.file,
            "hidden": baseline.hidden,
            "hidden_verdicts": baseline.hidden_verdicts,
            "gone": baseline.gone,
        });
    }
    json!({
        "executionSuccessful": design.sound,
        "ruleConfigurationOverrides": off.collect::<Vec<_>>(),
        "properties": properties,
    })
}

fn not_read(unread: &Unread) -> Value {
    json!({
        "executionSuccessful": false,
        "properties": {"file": unread.file},
        "toolExecutionNotifications": [{
            "level": "error",
            "message": {"text": message(&unread.message)},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(&unread.file)}}}],
        }],
    })
}

fn result(design: &Checked, issue: &Issue, index: &HashMap<&str, usize>) -> Value {
    let text = match issue.fix {
        Some(fix) => format!("{}\nhelp: {fix}", issue.message),
        None => issue.message.clone(),
    };
    let here = match issue.place {
        Some(place) => at(place),
        None => json!({"artifactLocation": {"uri": uri(&design.file)}}),
    };
    let mut result = json!({
        "ruleId": issue.rule,
        "level": level(issue.severity),
        "message": {"text": message(&text)},
        "locations": [{"physicalLocation": here}],
        "partialFingerprints": {FINGERPRINT: issue.fingerprint},
        // The standard wants it in all results or in none.
        "suppressions": [],
    });
    if let Some(at) = index.get(issue.rule) {
        result["ruleIndex"] = json!(at);
    }
    if !issue.related.is_empty() {
        let related = issue.related.iter().enumerate().map(|(id, related)| {
            json!({
                "id": id,
                "physicalLocation": at(&related.place),
                "message": {"text": message(&related.label)},
            })
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(edit) = issue.edit {
        let changes = edit.changes.iter().map(|change| {
            json!({
                "artifactLocation": {"uri": uri(&change.place.file)},
                "replacements": [{
                    "deletedRegion": region(&change.place),
                    "insertedContent": {"text": change.text},
                }],
            })
        });
        result["fixes"] = json!([{
            "description": {"text": message(issue.fix.unwrap_or(&issue.message))},
            "artifactChanges": changes.collect::<Vec<_>>(),
        }]);
    }
    if let Some(waived) = issue.waived {
        let until = waived
            .until
            .as_ref()
            .map(|day| format!(", until {day}"))
            .unwrap_or_default();
        result["suppressions"] = json!([{
            "kind": "inSource",
            "status": "accepted",
            "justification": format!("{}{until}", waived.because),
        }]);
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn at(place: &Place) -> Value {
    let mut region = region(place);
    if !place.excerpt.is_empty() {
        region["snippet"] = json!({"text": place.excerpt});
    }
    json!({"artifactLocation": {"uri": uri(&place.file)}, "region": region})
}

fn region(place: &Place) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.utf16.0,
        "endLine": place.end_line,
        "endColumn": place.utf16.1,
    })
}

/// A message in which nothing is taken for a placeholder or a link: SARIF doubles the braces of the one and puts a
/// backslash before the brackets of the other. Others stay as they are, for most readers show them raw.
fn message(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let linked = text.contains("](");
    let mut chars = text.chars().peekable();
    let mut open = false;
    while let Some(c) = chars.next() {
        match c {
            '{' if chars.peek().is_some_and(char::is_ascii_digit) => {
                open = true;
                out.push_str("{{");
            }
            '}' if open => {
                open = false;
                out.push_str("}}");
            }
            '[' | ']' if linked => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// A path as a URI: what is not plain is written in percent, each byte of it.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 8);
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{message, uri};

    #[test]
    fn texts_are_only_texts() {
        assert_eq!(uri("designs/größe 1%.yaml"), "designs/gr%C3%B6%C3%9Fe%201%25.yaml");
        assert_eq!(uri("/a:b.yaml"), "file:///a%3Ab.yaml");
        assert_eq!(
            message("`scale: {to: 3}` of [a, b], {0}"),
            "`scale: {to: 3}` of [a, b], {{0}}"
        );
        assert_eq!(message("[x](http://e)"), "\\[x\\](http://e)");
    }
}
