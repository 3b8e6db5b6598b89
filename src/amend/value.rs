//! What is written: single values, and maps and lists in braces and brackets.

use std::fmt;

/// A value to write.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A single value, quoted where it needs quotes.
    Text(String),
    Map(Vec<(String, Value)>),
    List(Vec<Value>),
    /// A list with a line for each item, where its surroundings have lines.
    Lines(Vec<Value>),
    /// YAML as it stands, checked by whoever hands it in.
    Raw(String),
}

impl Value {
    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    /// A map, in the order given.
    pub fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
        Value::Map(entries.into_iter().map(|(k, v)| (k.to_string(), v)).collect())
    }

    /// The value in maps for what is left of a path, in braces.
    pub(super) fn under(&self, path: &[&str]) -> String {
        let inner = self.to_string();
        path.iter()
            .rev()
            .fold(inner, |inner, name| format!("{{{}: {inner}}}", key(name)))
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Value::Text(text) => f.write_str(&scalar(text)),
            Value::Raw(text) => f.write_str(text),
            Value::Map(entries) => {
                let entries = entries.iter().map(|(k, v)| format!("{}: {v}", key(k)));
                write!(f, "{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
            Value::List(items) | Value::Lines(items) => {
                let items = items.iter().map(Value::to_string);
                write!(f, "[{}]", items.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// A key as it has to be written.
pub(super) fn key(name: &str) -> String {
    scalar(name)
}

/// A single value, plain where every reader takes it for the same text inside braces and outside.
fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_string();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 4] = ["null", "Null", "NULL", "~"];
    let starts = text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '<' | '(' | '.' | '+'));
    let allowed = |c: char| {
        c.is_alphanumeric()
            || matches!(c, ' ' | '_' | '-' | '.' | '/' | '%' | '+' | '(' | ')')
            || matches!(
                c,
                '<' | '>' | '=' | '~' | '^' | '*' | ';' | '\'' | '±' | '$' | '€' | ':' | '?'
            )
    };
    starts
        && !WORDS.contains(&text)
        && text.chars().all(allowed)
        && text.trim() == text
        && !text.contains(": ")
        && !text.ends_with(':')
        && !text.contains(":-")
        && !text.starts_with("... ")
        && !text.starts_with("...")
}
