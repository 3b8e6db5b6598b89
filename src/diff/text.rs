//! A tree as text again: for a run of the analyses, and for people.

use crate::form::{Key, Node, Value};

/// Characters of a value that are told.
const LONGEST: usize = 160;

/// A tree as one YAML text, every scalar quoted: nothing in it is read as anything else.
pub fn yaml(root: &Node) -> String {
    let mut out = String::new();
    write(root, true, &mut out);
    out
}

/// A value in few words, as one would write it, cut where it is long.
pub fn brief(node: &Node) -> String {
    let mut out = String::new();
    let bare = match &node.value {
        Value::Map(entries) if !entries.is_empty() => entries
            .iter()
            .map(|(key, value)| {
                let mut inner = format!("{}: ", line(&key.name));
                write(value, false, &mut inner);
                inner
            })
            .collect::<Vec<_>>()
            .join(", "),
        _ => {
            write(node, false, &mut out);
            out
        }
    };
    clipped(&bare, LONGEST)
}

/// The first characters of a text.
pub fn clipped(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_string();
    }
    let mut out: String = text.chars().take(longest).collect();
    out.push('…');
    out
}

/// A text as one line.
pub fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn write(node: &Node, quoted: bool, out: &mut String) {
    let scalar = |text: &str, out: &mut String| {
        if quoted {
            quote(text, out);
        } else {
            out.push_str(&line(text));
        }
    };
    match &node.value {
        Value::Null => out.push_str(if quoted { "null" } else { "nothing" }),
        Value::Scalar { text, .. } => scalar(text, out),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                write(item, quoted, out);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (at, (Key { name, .. }, value)) in entries.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                scalar(name, out);
                out.push_str(": ");
                write(value, quoted, out);
            }
            out.push('}');
        }
    }
}

/// Between double quotes, in ASCII where a sign could steer a reader of YAML.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\u{:04X}", c as u32));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
