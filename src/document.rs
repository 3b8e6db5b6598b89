//! Documents: Tera templates over the report, each Markdown file of `templates/` one of them.
//!
//! Every text of the report is escaped as it is put in, so that no text of a design becomes markup. A user's
//! template overrides ours of the same name; it is trusted like code, but its output is capped.

mod diff;

pub use diff::diff;

use crate::emit;
use crate::report::{Report, Review};
use serde::Serialize;
use serde_json::Value;
use std::error::Error;
use std::io::{self, Write};
use tera::{Context, Tera};

include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Largest document that a template may write, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// A picture for the template: its name, title and Mermaid text.
#[derive(Serialize)]
struct Picture {
    name: String,
    title: String,
    view: &'static str,
    flow: Option<String>,
    mermaid: String,
}

/// Names of all templates: ours and the user's, each once, sorted.
pub fn names(user: &[(String, String)]) -> Vec<String> {
    let mut names: Vec<String> = TEMPLATES
        .iter()
        .map(|(path, _)| *path)
        .chain(user.iter().map(|(path, _)| path.as_str()))
        .map(name_of)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The report as one in the folder of the design sees it: a document says nothing of the machine that made it.
fn from_here(report: &Report) -> Value {
    let mut value = serde_json::to_value(report).unwrap_or_default();
    if let (true, Some((folder, _))) = (report.file.starts_with('/'), report.file.rsplit_once('/')) {
        without(&mut value, &format!("{folder}/"));
    }
    value
}

/// Takes a folder out of all texts.
fn without(value: &mut Value, folder: &str) {
    match value {
        Value::String(text) if text.contains(folder) => *text = text.replace(folder, ""),
        Value::Array(items) => items.iter_mut().for_each(|item| without(item, folder)),
        Value::Object(entries) => entries.values_mut().for_each(|entry| without(entry, folder)),
        _ => {}
    }
}

/// `templates/prd.md` is the template `prd`.
fn name_of(path: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    file.strip_suffix(".md").unwrap_or(file).to_string()
}

/// Writes a document.
///
/// # Errors
/// An unknown template, or what is wrong in one, with its place.
pub fn render(report: &Report, template: &str, user: &[(String, String)]) -> Result<String, String> {
    let known = names(user);
    if !known.iter().any(|n| n == template) {
        return Err(format!(
            "there is no template `{template}`; templates: {}",
            known.join(", ")
        ));
    }
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".md"]);
    tera.set_escape_fn(escape);
    let ours = TEMPLATES
        .iter()
        .map(|(path, text)| (name_of(path), (*text).to_string()));
    let theirs = user.iter().map(|(path, text)| (name_of(path), text.clone()));
    let mut texts: Vec<(String, String)> = Vec::new();
    for (name, text) in ours.chain(theirs) {
        let file = format!("{name}.md");
        match texts.iter_mut().find(|(known, _)| *known == file) {
            Some((_, old)) => *old = text,
            None => texts.push((file, text)),
        }
    }
    tera.add_raw_templates(texts).map_err(|e| explain(&e))?;
    let mut context = Context::from_serialize(&from_here(report)).map_err(|e| explain(&e))?;
    context.insert("pictures", &pictures(report));
    let mut out = Capped(Vec::new());
    tera.render_to(&format!("{template}.md"), &context, &mut out)
        .map_err(|e| explain(&e))?;
    let text = String::from_utf8_lossy(&out.0);
    Ok(tidy(&text))
}

/// Writes a review.
///
/// # Errors
/// What is wrong in the template.
pub fn review(review: &Review) -> Result<String, String> {
    let value = serde_json::to_value(review).unwrap_or_default();
    filled(("review.md", include_str!("document/review.md")), &value)
}

/// Fills one of our own templates.
fn filled(template: (&str, &str), value: &Value) -> Result<String, String> {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".md"]);
    tera.set_escape_fn(escape);
    tera.add_raw_templates([template]).map_err(|e| explain(&e))?;
    let context = Context::from_serialize(value).map_err(|e| explain(&e))?;
    let mut out = Capped(Vec::new());
    tera.render_to(template.0, &context, &mut out)
        .map_err(|e| explain(&e))?;
    Ok(tidy(&String::from_utf8_lossy(&out.0)))
}

fn pictures(report: &Report) -> Vec<Picture> {
    let Some(format) = emit::format("mermaid") else {
        return Vec::new();
    };
    let pictures = emit::pictures(report).into_iter();
    pictures
        .filter_map(|picture| {
            Some(Picture {
                mermaid: emit::draw(report, &picture.name, format)?,
                name: picture.name,
                title: picture.title,
                view: picture.view.id,
                flow: picture.flow,
            })
        })
        .collect()
}

/// The message with all its causes.
fn explain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

/// At most one empty line in a row, and one line break at the end: templates may be laid out freely.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let line = line.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty > 1 || line.is_empty() && out.is_empty() {
            continue;
        }
        if line.starts_with('|') {
            // A cell that came out empty leaves one space.
            out.push_str(&line.replace("|  |", "| |").replace("|  |", "| |"));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

/// Escapes text for Markdown, also inside a table cell: nothing of it becomes markup, a line break or a cell border.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        match c {
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' | '#' | '{' | '}' => write!(out, "\\{c}")?,
            // Inside a word an underscore means nothing; beside one it would emphasise.
            '_' if !(before.is_alphanumeric() && after.is_alphanumeric()) => out.write_all(b"\\_")?,
            '<' => out.write_all(b"&lt;")?,
            '>' => out.write_all(b"&gt;")?,
            '&' if after.is_alphanumeric() || after == '#' => out.write_all(b"&amp;")?,
            '!' if after == '[' => out.write_all(b"\\!")?,
            '\n' | '\r' | '\t' => out.write_all(b" ")?,
            c if is_hidden(c) => write!(out, "(U+{:04X})", c as u32)?,
            c => write!(out, "{c}")?,
        }
        before = c;
    }
    Ok(())
}

/// Characters that steer a terminal or turn the direction of text.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A buffer that refuses to grow past [`LARGEST`].
struct Capped(Vec<u8>);

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST {
            return Err(io::Error::other("the document grows past 64 MiB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn hostile_text_stays_text() {
        for (text, expected) in [
            ("a|b", "a\\|b"),
            ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
            ("one\n# two", "one \\# two"),
            ("[l](javascript:1)", "\\[l\\](javascript:1)"),
            ("![i](x)", "\\!\\[i\\](x)"),
            ("snake_case _em_", "snake_case \\_em\\_"),
            ("&lt;b&gt; & c", "&amp;lt;b&amp;gt; & c"),
            ("a\u{1b}[31mb\u{202e}c", "a(U+001B)\\[31mb(U+202E)c"),
            ("`code` *b* ~s~", "\\`code\\` \\*b\\* \\~s\\~"),
        ] {
            let mut out = Vec::new();
            escape(text, &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
