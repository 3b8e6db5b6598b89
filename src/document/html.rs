//! The HTML document: one file that needs no network, made of the Markdown document.
//!
//! Markdown goes through comrak, which drops all raw HTML. Only what this file puts into the tree is markup of
//! ours: pictures, boxes around wide tables, badges around verdicts, and folds around the working. The page allows
//! one style and one script, by their hashes, so even markup that slipped through could load or run nothing.

use super::picture::Album;
use super::{Capped, explain};
use crate::emit::{self, plain};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use comrak::nodes::{AstNode, NodeValue, TableAlignment};
use comrak::{Anchorizer, Arena, Options, parse_document};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::{Context, Tera};

const PAGE: &str = include_str!("../../templates/page.html");
const STYLE: &str = include_str!("../../templates/page.css");
const SCRIPT: &str = include_str!("../../templates/page.js");

/// Sections that are folded away until a reader asks for them: the heading, and what stands on the fold.
const FOLDED: &[(&str, &str)] = &[
    ("Working", "Every figure with its formula"),
    ("Where the numbers come from", "Every input with its source"),
];

/// Columns whose words become badges.
const JUDGING: &[&str] = &["Verdict", "Severity", "State", "Outcome", "Status", "Was", "Is"];

/// Words of such columns, with the tone of each; a word in no row keeps plain.
const TONES: &[(&str, &[&str])] = &[
    ("good", &["pass", "holds", "shown", "resolved", "met"]),
    ("bad", &["fail", "fails", "error", "open", "unstable"]),
    ("warn", &["warning", "degraded", "above target"]),
    ("calm", &["unknown", "note", "not checked", "waived"]),
];

/// Words that stand in a column of figures without being one.
const NO_FIGURE: &[&str] = &["", "all", "never", "no", "none", "unknown", "unstable"];

/// Words and signs before a figure.
const BEFORE_FIGURE: &[&str] = &[
    "at least ",
    "at most ",
    "about ",
    "up to ",
    "×",
    "≤ ",
    "≥ ",
    "+",
    "-",
    "−",
];

/// Longest figure with its unit and remarks, in characters; what is longer is prose.
const LONGEST_FIGURE: usize = 48;

/// Columns beyond which a table is set small on paper.
const MANY_COLUMNS: usize = 8;

/// What a page is made of.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub title: &'a str,
    /// The mark by which we know our own files.
    pub generated: &'a str,
    pub markdown: &'a str,
    /// A code block of the language `picture` says the name of one; one in Mermaid says the same as one.
    pub pictures: &'a Album<'a>,
}

/// A heading in the table of contents.
#[derive(Debug, Serialize)]
struct Entry {
    id: String,
    title: String,
    inner: Vec<Entry>,
}

/// A colour on a light ground, and in its place on a dark one.
#[derive(Debug, Serialize)]
struct Colour {
    light: &'static str,
    dark: &'static str,
}

/// Sets a Markdown document into a page. Raw HTML in it is dropped.
///
/// # Errors
/// What is wrong in the template of the page, and a page that grows past 64 MiB.
pub(super) fn page(page: &Page) -> Result<String, String> {
    let arena = Arena::new();
    let options = options();
    let root = parse_document(&arena, page.markdown, &options);
    let contents = contents(root);
    leave_out_contents(root);
    for node in root.descendants().collect::<Vec<_>>() {
        leave_out(node);
        show(&arena, node, page.pictures);
    }
    tables(&arena, root);
    fold(&arena, root);
    let mut body = String::new();
    comrak::format_html(root, &options, &mut body).map_err(|e| e.to_string())?;

    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html"]);
    tera.add_raw_templates([("page.html", PAGE), ("page.css", STYLE)])
        .map_err(|e| explain(&e))?;
    let mut context = Context::new();
    context.insert("colours", &colours());
    let style = fill(&tera, "page.css", &context)?;
    // A browser hashes what it read, in which every line break is one character.
    let script = SCRIPT.replace('\r', "");
    context.insert("style_hash", &hash(&style));
    context.insert("script_hash", &hash(&script));
    context.insert("style", &style);
    context.insert("script", &script);
    context.insert("title", &plain::visible(page.title));
    context.insert("generated", page.generated);
    context.insert("contents", &contents);
    context.insert("body", &body);
    fill(&tera, "page.html", &context)
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    // An empty prefix gives headings the ids that code hosts give them.
    options.extension.header_id_prefix = Some(String::new());
    options
}

fn fill(tera: &Tera, template: &str, context: &Context) -> Result<String, String> {
    let mut out = Capped(Vec::new());
    tera.render_to(template, context, &mut out).map_err(|e| explain(&e))?;
    Ok(String::from_utf8_lossy(&out.0).replace('\r', ""))
}

/// The name of a text in a content security policy.
fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

fn colours() -> Vec<Colour> {
    let pairs = emit::DARK.iter();
    pairs.map(|(light, dark)| Colour { light, dark }).collect()
}

/// Headings of the second level with those of the third inside. All headings are counted, in the order in which
/// comrak names them, so that the ids are the same.
fn contents<'a>(root: &'a AstNode<'a>) -> Vec<Entry> {
    let mut names = Anchorizer::new();
    let mut entries: Vec<Entry> = Vec::new();
    for node in root.descendants() {
        let NodeValue::Heading(heading) = node.data().value else {
            continue;
        };
        let title = node.collect_text();
        let entry = Entry {
            id: names.anchorize(&title),
            title,
            inner: Vec::new(),
        };
        match (heading.level, entries.last_mut()) {
            (2, _) => entries.push(entry),
            (3, Some(outer)) => outer.inner.push(entry),
            _ => {}
        }
    }
    entries
}

/// Takes a list of contents out of the text: the page has its own beside it.
fn leave_out_contents<'a>(root: &'a AstNode<'a>) {
    let leads_here = |node: &&'a AstNode<'a>| match &node.data().value {
        NodeValue::Link(link) => link.url.starts_with('#'),
        _ => false,
    };
    let is_contents = |node: &&'a AstNode<'a>| {
        let links = node.descendants().filter(leads_here).count();
        matches!(node.data().value, NodeValue::List(_)) && links > 0 && links == node.children().count()
    };
    let is_text = |node: &&'a AstNode<'a>| !matches!(&node.data().value, NodeValue::Heading(h) if h.level == 2);
    let found = root.children().take_while(is_text).find(is_contents);
    if let Some(list) = found {
        list.detach();
    }
}

/// Leaves nothing of raw HTML, not even the word that it was left out: our own mark is a comment. Images from
/// elsewhere become links, since a page loads nothing.
fn leave_out<'a>(node: &'a AstNode<'a>) {
    let mut data = node.data_mut();
    let instead = match &data.value {
        NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => NodeValue::Raw(String::new()),
        NodeValue::Image(image) if !image.url.starts_with("data:") => NodeValue::Link(image.clone()),
        _ => return,
    };
    data.value = instead;
}

/// Puts a picture in place of the code block that asks for it.
fn show<'a>(arena: &'a Arena<'a>, node: &'a AstNode<'a>, pictures: &Album) {
    let picture = match &node.data().value {
        NodeValue::CodeBlock(block) => match block.info.as_str() {
            "picture" => pictures.svg(block.literal.trim()),
            "mermaid" => pictures.svg_of_mermaid(&block.literal),
            _ => None,
        },
        _ => None,
    };
    if let Some((title, svg)) = picture {
        let title = plain::xml(&plain::visible(title));
        node.insert_before(raw(
            arena,
            format!(
                "<figure class=\"picture\"><div class=\"view\" role=\"group\" tabindex=\"0\" aria-label=\"{title}\">"
            ),
        ));
        node.insert_after(raw(arena, "</div></figure>\n".to_owned()));
        node.data_mut().value = NodeValue::Raw(svg);
    }
}

fn raw<'a>(arena: &'a Arena<'a>, markup: String) -> &'a AstNode<'a> {
    arena.alloc(NodeValue::Raw(markup).into())
}

/// Gives every table a box of its own to scroll in, figures to the right, and badges.
fn tables<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>) {
    let mut heading = String::new();
    let mut under_heading = 0;
    for node in root.descendants().collect::<Vec<_>>() {
        if matches!(node.data().value, NodeValue::Heading(_)) {
            heading = node.collect_text();
            under_heading = 0;
        }
        if !matches!(node.data().value, NodeValue::Table(_)) {
            continue;
        }
        under_heading += 1;
        let label = plain::xml(&match under_heading {
            1 => format!("Table: {heading}"),
            many => format!("Table {many}: {heading}"),
        });
        let columns = node.first_child().map_or(0, |row| row.children().count());
        let class = if columns > MANY_COLUMNS { "table wide" } else { "table" };
        node.insert_before(raw(
            arena,
            format!("<div class=\"{class}\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\">"),
        ));
        node.insert_after(raw(arena, "</div>\n".to_owned()));
        let mut rows = node.children().map(|row| row.children().collect::<Vec<_>>());
        let heads = rows.next().unwrap_or_default();
        let rows: Vec<_> = rows.collect();
        for (at, head) in heads.iter().enumerate() {
            if head.first_child().is_none() {
                head.append(raw(arena, "<span class=\"unseen\">Row</span>".to_owned()));
            }
            let cells: Vec<_> = rows.iter().filter_map(|row| row.get(at).copied()).collect();
            if are_figures(&cells) {
                set_right(node, at);
            }
            if JUDGING.contains(&head.collect_text().as_str()) {
                cells.iter().for_each(|cell| badge(arena, cell));
            }
        }
    }
}

/// Aligns a column to the right, unless the document says where.
fn set_right<'a>(table: &'a AstNode<'a>, column: usize) {
    if let NodeValue::Table(table) = &mut table.data_mut().value
        && let Some(alignment) = table.alignments.get_mut(column)
        && *alignment == TableAlignment::None
    {
        *alignment = TableAlignment::Right;
    }
}

fn are_figures<'a>(cells: &[&'a AstNode<'a>]) -> bool {
    let mut texts = cells.iter().map(|cell| cell.collect_text());
    let mut any = false;
    texts.all(|text| {
        let figure = is_figure(&text);
        any |= figure;
        figure || NO_FIGURE.contains(&text.trim())
    }) && any
}

/// Whether a text is a figure with its unit: no day, no name, no sentence.
fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let bare = BEFORE_FIGURE.iter().find_map(|lead| text.strip_prefix(lead));
    let bare = bare.unwrap_or(text);
    let word = bare.split_whitespace().next().unwrap_or_default();
    let is_day = word.matches('-').count() == 2;
    bare.starts_with(|c: char| c.is_ascii_digit()) && !is_day && bare.chars().count() <= LONGEST_FIGURE
}

fn badge<'a>(arena: &'a Arena<'a>, cell: &'a AstNode<'a>) {
    let text = cell.collect_text();
    let tone = TONES.iter().find(|(_, words)| words.contains(&text.trim()));
    if let Some((tone, _)) = tone {
        cell.prepend(raw(arena, format!("<span class=\"badge {tone}\">")));
        cell.append(raw(arena, "</span>".to_owned()));
    }
}

/// Folds away what stands below some headings, each up to the next heading that is not below its own.
fn fold<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>) {
    let mut open = None;
    for node in root.children().collect::<Vec<_>>() {
        let NodeValue::Heading(heading) = node.data().value else {
            continue;
        };
        if open.is_some_and(|level| heading.level <= level) {
            node.insert_before(raw(arena, "</details>\n".to_owned()));
            open = None;
        }
        let title = node.collect_text();
        let folded = FOLDED.iter().find(|(heading, _)| *heading == title);
        if let (None, Some((_, says))) = (open, folded) {
            let fold = format!("<details class=\"fold\"><summary>{says}</summary>\n");
            node.insert_after(raw(arena, fold));
            open = Some(heading.level);
        }
    }
    if open.is_some() {
        root.append(raw(arena, "</details>\n".to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_apart_from_words() {
        for text in [
            "1.13k/s",
            "99.97 %",
            "at least 3 ms",
            "×10",
            "4 (2 to 6)",
            "+3",
            "120 %, above target",
        ] {
            assert!(is_figure(text), "{text}");
        }
        for text in [
            "",
            "2026-11-22",
            "api",
            "-",
            "3 of its copies have to confirm before a caller is answered",
        ] {
            assert!(!is_figure(text), "{text}");
        }
    }

    #[test]
    fn raw_html_leaves_nothing() {
        let made = page(&Page {
            title: "</title><script>",
            generated: "generated by napkin",
            markdown: "<!-- generated -->\n\n# a <b onclick=x>b</b>\n\n<script>x</script>\n\n[l](javascript:1) &lt;i&gt; ![p](https://x.example/p.png)\n",
            pictures: &Album::none(),
        })
        .unwrap();
        let body = made.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        for sign in ["<b", "<script", "javascript:", "<!--", "<i>", "<img"] {
            assert!(!body.contains(sign), "{sign}: {body}");
        }
        assert!(made.contains("<title>&lt;/title&gt;"));
    }
}
