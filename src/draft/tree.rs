//! A plain tree of values and how it is written as YAML 1.2 and as JSON.
//!
//! Any text may stand in it: what a reader of YAML 1.1 or 1.2 could take for something else is quoted.

use std::fmt::Write;

/// A value of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    Bool(bool),
    Int(i64),
    /// A number with a fraction, as it is to be written.
    Number(f64),
    Text(String),
    List(Vec<Tree>),
    /// In the order given.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// A map of the entries given.
    pub fn map<const N: usize>(entries: [(&str, Tree); N]) -> Tree {
        Tree::Map(entries.into_iter().map(|(k, v)| (k.to_string(), v)).collect())
    }

    /// A list of texts.
    pub fn texts<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Tree {
        Tree::List(items.into_iter().map(|t| Tree::Text(t.into())).collect())
    }

    /// A pointer to another place of the same document, `#/components/schemas/Link`.
    pub fn reference(place: &str) -> Tree {
        Tree::map([("$ref", Tree::from(place))])
    }

    /// The map with one entry more; any other value stays as it is.
    pub fn with(mut self, key: &str, value: impl Into<Tree>) -> Tree {
        if let Tree::Map(entries) = &mut self {
            entries.push((key.to_string(), value.into()));
        }
        self
    }

    /// The same where there is a value.
    pub fn with_some(self, key: &str, value: Option<impl Into<Tree>>) -> Tree {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// The value of a key, for a map that has it.
    pub fn get(&self, key: &str) -> Option<&Tree> {
        match self {
            Tree::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// As YAML, ending in a newline.
    pub fn yaml(&self) -> String {
        let mut out = String::new();
        match self {
            Tree::Map(entries) if !entries.is_empty() => block_map(&mut out, entries, 0),
            Tree::List(items) if !items.is_empty() => block_list(&mut out, items, 0),
            single => {
                let _ = writeln!(out, "{}", flow(single));
            }
        }
        out
    }

    /// As JSON with two spaces a level, ending in a newline.
    pub fn json(&self) -> String {
        let mut out = String::new();
        json(&mut out, self, 0);
        out.push('\n');
        out
    }
}

impl From<&str> for Tree {
    fn from(text: &str) -> Tree {
        Tree::Text(text.to_string())
    }
}

impl From<String> for Tree {
    fn from(text: String) -> Tree {
        Tree::Text(text)
    }
}

impl From<i64> for Tree {
    fn from(number: i64) -> Tree {
        Tree::Int(number)
    }
}

impl From<bool> for Tree {
    fn from(truth: bool) -> Tree {
        Tree::Bool(truth)
    }
}

fn block_map(out: &mut String, entries: &[(String, Tree)], indent: usize) {
    for (key, value) in entries {
        let key = scalar(key);
        let _ = match key.chars().count() {
            // A key without a mark of its own ends within 1024 characters (YAML 1.2, section 7.4.2).
            ..=1000 => write!(out, "{:indent$}{key}:", ""),
            _ => write!(out, "{:indent$}? {key}\n{:indent$}:", "", ""),
        };
        below(out, value, indent);
    }
}

fn block_list(out: &mut String, items: &[Tree], indent: usize) {
    for item in items {
        let _ = write!(out, "{:indent$}-", "");
        match item {
            // The first key stands beside the dash, the others below it.
            Tree::Map(entries) if !entries.is_empty() => {
                let mut inner = String::new();
                block_map(&mut inner, entries, indent + 2);
                out.push(' ');
                out.push_str(inner.get(indent + 2..).unwrap_or(""));
            }
            other => below(out, other, indent),
        }
    }
}

/// What stands after `key:` or `-`: on the same line if it is short, else below.
fn below(out: &mut String, value: &Tree, indent: usize) {
    match value {
        Tree::Map(entries) if !entries.is_empty() => {
            out.push('\n');
            block_map(out, entries, indent + 2);
        }
        Tree::List(items) if !items.is_empty() && !items.iter().all(is_single) => {
            out.push('\n');
            block_list(out, items, indent + 2);
        }
        single => {
            let _ = writeln!(out, " {}", flow(single));
        }
    }
}

fn is_single(tree: &Tree) -> bool {
    !matches!(tree, Tree::List(_) | Tree::Map(_))
}

/// A value on one line.
fn flow(tree: &Tree) -> String {
    match tree {
        Tree::Text(text) => scalar(text),
        Tree::List(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Tree::Map(_) => "{}".to_string(),
        Tree::Bool(truth) => truth.to_string(),
        Tree::Int(number) => number.to_string(),
        Tree::Number(number) => decimal(*number),
    }
}

/// A finite number with a point; what is not finite has no form in JSON.
fn decimal(number: f64) -> String {
    if number.is_finite() {
        format!("{number:?}")
    } else {
        "0.0".to_string()
    }
}

/// A text, plain where every reader takes it for the same text, inside brackets and outside.
fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_string() } else { quoted(text) }
}

/// Words that readers of YAML 1.1 or 1.2 turn into something else.
const WORDS: [&str; 10] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan"];

fn is_plain(text: &str) -> bool {
    let allowed =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/' | '(' | ')' | ';' | '$');
    // An exponent or a hexadecimal number needs a digit first, and so does a date or a time.
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        && text.chars().all(allowed)
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// In double quotes, with escapes that YAML and JSON share.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Characters that YAML does not print, that break a line, or that turn the direction of a text.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn json(out: &mut String, tree: &Tree, indent: usize) {
    let inner = indent + 2;
    match tree {
        Tree::Text(text) => out.push_str(&quoted(text)),
        Tree::List(items) if !items.is_empty() => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                let _ = write!(out, "{}\n{:inner$}", comma(at), "");
                json(out, item, inner);
            }
            let _ = write!(out, "\n{:indent$}]", "");
        }
        Tree::Map(entries) if !entries.is_empty() => {
            out.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                let _ = write!(out, "{}\n{:inner$}{}: ", comma(at), "", quoted(key));
                json(out, value, inner);
            }
            let _ = write!(out, "\n{:indent$}}}", "");
        }
        single => out.push_str(&flow(single)),
    }
}

fn comma(at: usize) -> &'static str {
    if at == 0 { "" } else { "," }
}
