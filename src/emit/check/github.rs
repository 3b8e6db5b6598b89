//! Workflow commands of GitHub Actions: each issue is an annotation at its line.
//!
//! The first of a kind are shown (ten errors, ten warnings, ten notices a step), so that errors come first.

use super::super::plain::visible;
use super::issue::{Issue, issues};
use crate::report::{Check, Checked, Severity};

pub fn write(check: &Check) -> String {
    let mut lines: Vec<(Severity, String)> = Vec::new();
    for unread in &check.unread {
        let fields = [("file", unread.file.clone()), ("title", "unreadable file".to_string())];
        lines.push((Severity::Error, command("error", &fields, &unread.message)));
    }
    for design in &check.designs {
        let open = issues(design).into_iter().filter(|issue| issue.waived.is_none());
        lines.extend(open.map(|issue| (issue.severity, annotation(design, &issue))));
    }
    lines.sort_by_key(|(severity, _)| std::cmp::Reverse(*severity));
    lines.into_iter().map(|(_, line)| line).collect()
}

fn annotation(design: &Checked, issue: &Issue) -> String {
    let word = match issue.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let file = issue.place.map_or(&design.file, |place| &place.file);
    let mut fields = vec![("file", file.clone())];
    if let Some(place) = issue.place {
        fields.push(("line", place.line.to_string()));
        fields.push(("endLine", place.end_line.to_string()));
        // Columns mean something within one line only; the last one is counted in.
        if place.line == place.end_line {
            fields.push(("col", place.column.to_string()));
            fields.push((
                "endColumn",
                place.end_column.saturating_sub(1).max(place.column).to_string(),
            ));
        }
    }
    fields.push(("title", issue.rule.to_string()));
    let message = match issue.fix {
        Some(fix) => format!("{}\nhelp: {fix}", issue.message),
        None => issue.message.clone(),
    };
    command(word, &fields, &message)
}

fn command(word: &str, fields: &[(&str, String)], message: &str) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|(key, value)| format!("{key}={}", property(value)))
        .collect();
    let message: Vec<String> = message.lines().map(data).collect();
    format!("::{word} {}::{}\n", fields.join(","), message.join("%0A"))
}

/// The text of a command: `%` begins an escape, and an unescaped line break would end the command.
fn data(text: &str) -> String {
    visible(text).replace('%', "%25")
}

/// The same for the value of a field, which `:` and `,` would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn nothing_ends_a_command() {
        let fields = [("file", "a,b:c\n::error::x".to_string())];
        let line = command("error", &fields, "50 %0A\n::set-output name=x::y\u{202e}");
        assert_eq!(
            line,
            "::error file=a%2Cb%3Ac\\u{a}%3A%3Aerror%3A%3Ax::50 %250A%0A::set-output name=x::y\\u{202e}\n"
        );
    }
}
