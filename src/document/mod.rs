//! Documents: Tera templates over the report, each Markdown file of `templates/` one of them.
//!
//! Every text of the report is escaped as it is put in, so that no text of a design becomes markup. A user's
//! template overrides ours of the same name; it is trusted like code, but it reads no file, and its output and the
//! turns of its ranges are capped. The same Markdown document makes the [`html`] page.

mod contents;
mod diff;
mod drill;
mod glossary;
mod html;
mod message;
mod narrow;
mod picture;
mod range;
mod reason;
mod template;

pub use diff::{diff, diff_page};
pub use picture::Place;
pub use template::{Document, documents};

use crate::diff::Compared;
use crate::report::{Report, Review, Word};
use picture::Album;
use serde_json::Value;
use std::error::Error;
use std::io::{self, Write};
use tera::Context;

include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Largest document that a template may write, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// Names of all documents: ours and the user's, each once, sorted.
pub fn names(user: &[(String, String)]) -> Vec<String> {
    documents(user).into_iter().map(|document| document.name).collect()
}

/// What is told of a report, as one in the folder of the design sees it: a document says nothing of the machine that made it.
fn from_here(report: &Report, mut value: Value) -> Value {
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

/// What a document is of.
#[derive(Clone, Copy)]
pub struct Matter<'a> {
    pub report: &'a Report,
    /// The design beside each of its other states.
    pub planned: &'a [Compared],
}

impl<'a> Matter<'a> {
    /// A design alone.
    pub fn of(report: &'a Report) -> Self {
        Self { report, planned: &[] }
    }
}

/// Writes a document as Markdown.
///
/// # Errors
/// An unknown template, or what is wrong in one, with its place.
pub fn render(matter: Matter, template: &str, user: &[(String, String)], place: Place) -> Result<String, String> {
    written(
        matter,
        template,
        user,
        place,
        &Album::new(matter.report, matter.planned),
    )
}

/// Writes a document as a page of HTML.
///
/// # Errors
/// Those of [`render`], and a page that grows past 64 MiB.
pub fn page(matter: Matter, template: &str, user: &[(String, String)]) -> Result<String, String> {
    let pictures = Album::new(matter.report, matter.planned);
    html::page(&html::Page {
        title: &matter.report.name,
        generated: &matter.report.generated,
        markdown: &written(matter, template, user, Place::Page, &pictures)?,
        pictures: &pictures,
    })
}

/// The pictures of what other states change, as SVG with the names by which documents link them.
pub fn pictures_of_states(matter: Matter) -> Vec<(String, String)> {
    Album::new(matter.report, matter.planned).of_states()
}

fn written(
    matter: Matter,
    template: &str,
    user: &[(String, String)],
    place: Place,
    pictures: &Album,
) -> Result<String, String> {
    let known = names(user);
    if !known.iter().any(|n| n == template) {
        return Err(format!(
            "there is no template `{template}`; templates: {}",
            known.join(", ")
        ));
    }
    let tera = template::engine(user).map_err(|e| explain(&e))?;
    let report = serde_json::to_value(matter.report).unwrap_or_default();
    let mut context = Context::from_serialize(&from_here(matter.report, report)).map_err(|e| explain(&e))?;
    context.insert("pictures", &pictures.shown(place));
    context.insert("drill_rows", &drill::rows(&matter.report.drills));
    context.insert("reasons", &reason::rows(&matter.report.verdicts));
    let planned = diff::planned(matter.planned);
    context.insert("planned", &from_here(matter.report, planned));
    let fill = |context: &Context| {
        let mut out = Capped(Vec::new());
        tera.render_to(&format!("{template}.md"), context, &mut out)
            .map_err(|e| explain(&e))?;
        Ok::<String, String>(tidy(&String::from_utf8_lossy(&out.0)))
    };
    // Which words have to be explained only the text without their explanations tells.
    context.insert("glossary", &Vec::<Word>::new());
    let mut text = fill(&context)?;
    let words = glossary::used(&matter.report.glossary, &text);
    if !words.is_empty() && template::explains(template, user) {
        context.insert("glossary", &words);
        text = fill(&context)?;
    }
    Ok(contents::set(&text))
}

/// Writes a review.
///
/// # Errors
/// What is wrong in the template.
pub fn review(review: &Review) -> Result<String, String> {
    let value = serde_json::to_value(review).unwrap_or_default();
    filled(("review.md", include_str!("review.md")), &value)
}

/// Fills one of our own templates.
fn filled(template: (&str, &str), value: &Value) -> Result<String, String> {
    let mut tera = template::engine(&[]).map_err(|e| explain(&e))?;
    tera.add_raw_templates([template]).map_err(|e| explain(&e))?;
    let context = Context::from_serialize(value).map_err(|e| explain(&e))?;
    let mut out = Capped(Vec::new());
    tera.render_to(template.0, &context, &mut out)
        .map_err(|e| explain(&e))?;
    Ok(tidy(&String::from_utf8_lossy(&out.0)))
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

/// What a line is, as far as empty lines around it go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Empty,
    Heading,
    Table,
    Other,
}

/// One empty line around headings and tables, at most one anywhere, and one line break at the end: templates may
/// be laid out freely.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = Line::Empty;
    let mut fenced = false;
    for line in text.lines() {
        let line = line.trim_end();
        fenced ^= line.starts_with("```");
        let kind = match line {
            "" => Line::Empty,
            _ if fenced => Line::Other,
            _ if line.starts_with('#') => Line::Heading,
            _ if line.starts_with('|') => Line::Table,
            _ => Line::Other,
        };
        if kind == Line::Empty {
            before = kind;
            continue;
        }
        let apart = before == Line::Empty || kind == Line::Heading || before == Line::Heading;
        if !out.is_empty() && (apart || (kind == Line::Table) != (before == Line::Table)) {
            out.push('\n');
        }
        if kind == Line::Table {
            // A cell that came out empty leaves one space.
            out.push_str(&line.replace("|  |", "| |").replace("|  |", "| |"));
        } else {
            out.push_str(line);
        }
        out.push('\n');
        before = kind;
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
