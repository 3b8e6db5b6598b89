//! Templates and their parts: ours and the user's, ready to be rendered.
//!
//! `prd.md` is a document; `part/capacity.md` is a part that documents set in. A user's file overrides ours of
//! the same name, be it a document or a part.

use super::message::message;
use super::narrow::narrow;
use super::range::Range;
use super::{TEMPLATES, drill, escape};
use tera::{Kwargs, State, StringInput, Tera, TeraResult, Value};

/// The folder of the parts.
const PARTS: &str = "part";

/// A document that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// As `--template` takes it.
    pub name: String,
    /// What it is, in one line; empty where its template does not begin with a comment.
    pub about: String,
}

/// All documents: ours and the user's, each once, sorted by name.
pub fn documents(user: &[(String, String)]) -> Vec<Document> {
    let documents = texts(user).into_iter().filter(|(name, _)| !name.contains('/'));
    let mut documents: Vec<Document> = documents
        .map(|(name, text)| Document {
            about: about(&text).to_string(),
            name,
        })
        .collect();
    documents.sort_by(|a, b| a.name.cmp(&b.name));
    documents
}

/// The first line's comment.
fn about(text: &str) -> &str {
    let first = text.lines().next().unwrap_or_default().trim();
    let comment = first.strip_prefix("{#").and_then(|rest| rest.strip_suffix("#}"));
    comment.unwrap_or_default().trim_matches(['-', ' '])
}

/// All templates by name, a user's in place of ours.
fn texts(user: &[(String, String)]) -> Vec<(String, String)> {
    let ours = TEMPLATES.iter().map(|(path, text)| (*path, *text));
    let theirs = user.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let mut texts: Vec<(String, String)> = Vec::new();
    for (path, text) in ours.chain(theirs) {
        let name = name_of(path);
        match texts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = text.to_string(),
            None => texts.push((name, text.to_string())),
        }
    }
    texts
}

/// `templates/prd.md` is the document `prd`, `templates/part/risks.md` the part `part/risks`.
fn name_of(path: &str) -> String {
    let mut names = path.rsplit(['/', '\\']);
    let file = names.next().unwrap_or(path);
    let name = file.strip_suffix(".md").unwrap_or(file);
    match names.next() {
        Some(PARTS) => format!("{PARTS}/{name}"),
        _ => name.to_string(),
    }
}

/// Templates read and linked.
pub fn engine(user: &[(String, String)]) -> TeraResult<Tera> {
    let mut tera = plain();
    tera.register_filter("deeper", deeper);
    tera.register_filter("text", figure);
    tera.register_filter("drills", drills);
    tera.register_filter("message", message);
    tera.register_filter("narrow", narrow);
    let texts = texts(user).into_iter();
    tera.add_raw_templates(texts.map(|(name, text)| (format!("{name}.md"), text)))?;
    Ok(tera)
}

/// An engine that escapes what it puts in, without any template.
pub(super) fn plain() -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".md"]);
    tera.set_escape_fn(escape);
    tera.register_function("range", Range::new());
    tera
}

/// A figure as printed; nothing where there is none.
fn figure(figure: Value, _: Kwargs, _: &State) -> Value {
    let text = figure.as_map().and_then(|map| map.get(&"text".into()));
    text.cloned().unwrap_or_else(|| "".into())
}

/// The lines of drills, with what they share said once.
fn drills(lines: Vec<String>, _: Kwargs, _: &State) -> String {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    drill::named(&lines)
}

/// Headings one level lower, so that a part can stand under a heading of its document.
fn deeper(text: StringInput, _: Kwargs, _: &State) -> Value {
    let mut out = String::new();
    let mut fenced = false;
    for line in text.as_str().lines() {
        fenced ^= line.starts_with("```");
        if !fenced && line.starts_with("##") {
            out.push('#');
        }
        out.push_str(line);
        out.push('\n');
    }
    text.inherit_safety(out)
}
