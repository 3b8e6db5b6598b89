//! Templates and their parts: ours and the user's, ready to be rendered.
//!
//! `prd.md` is a document; `part/capacity.md` is a part that documents set in. A user's file overrides ours of
//! the same name, be it a document or a part.

use super::message::message;
use super::narrow::narrow;
use super::range::Range;
use super::{TEMPLATES, drill, escape};
use std::collections::BTreeSet;
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

/// Whether a document has a glossary: its template, or one of a user's that it may set in, names it.
pub fn explains(template: &str, user: &[(String, String)]) -> bool {
    let own = texts(user).into_iter().find(|(name, _)| name == template);
    let names_it = |text: &str| text.contains("glossary");
    own.is_some_and(|(_, text)| names_it(&text)) || user.iter().any(|(_, text)| names_it(text))
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
    tera.register_filter("under", under);
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

/// The body of a chapter: headings one level lower, so that a part can stand under a heading of its document. A part
/// whose heading says what the chapter's ends in has no second one.
fn under(text: StringInput, arguments: Kwargs, _: &State) -> TeraResult<Value> {
    let title: &str = arguments.must_get("title")?;
    Ok(text.inherit_safety(lowered(text.as_str(), title)))
}

fn lowered(text: &str, title: &str) -> String {
    let mut lines = text.trim_start().lines().peekable();
    let repeats = |line: &&str| {
        let heading = line.strip_prefix("## ").map(str::to_lowercase);
        heading.is_some_and(|heading| title.to_lowercase().ends_with(&heading))
    };
    let repeated = lines.next_if(repeats).is_some();
    let parts = headings(lines.clone()).filter(|(_, line)| line.starts_with("## "));
    // Without parts of the same rank, what stood below the one that went moves up to its place.
    let is_whole = repeated && parts.count() == 0;
    let lower: BTreeSet<usize> = match is_whole {
        true => BTreeSet::new(),
        false => headings(lines.clone()).map(|(at, _)| at).collect(),
    };
    let mut out = String::new();
    for (at, line) in lines.enumerate() {
        if lower.contains(&at) {
            out.push('#');
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Lines that are headings of the second level or below, and where they stand; what is fenced is none.
fn headings<'a>(lines: impl Iterator<Item = &'a str>) -> impl Iterator<Item = (usize, &'a str)> {
    let mut fenced = false;
    lines.enumerate().filter(move |(_, line)| {
        fenced ^= line.starts_with("```");
        !fenced && line.starts_with("##")
    })
}

#[cfg(test)]
mod tests {
    use super::lowered;

    #[test]
    fn a_chapter_says_its_title_once() {
        let text = "\n## Decisions\n\n### D1\n\n```\n## code\n```\n";
        assert_eq!(
            lowered(text, "9. Architecture decisions"),
            "\n### D1\n\n```\n## code\n```\n"
        );
        let text = "## Deployment\n\npicture\n\n## Capacity\n\n### Growth\n";
        assert_eq!(
            lowered(text, "7. Deployment"),
            "\npicture\n\n### Capacity\n\n#### Growth\n"
        );
    }

    #[test]
    fn parts_with_titles_of_their_own_stand_lower() {
        let text = "## Capacity\n\n```\n## code\n```\n";
        assert_eq!(lowered(text, "7. Deployment"), "### Capacity\n\n```\n## code\n```\n");
    }
}
