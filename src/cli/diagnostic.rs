//! Findings as text: the place, a caret, what is wrong, the fix; in the look of rustc.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};
use napkin::report::{Finding, Severity};
use napkin::source::Sources;

use super::excerpt::{Excerpt, Mark};
use super::terminal::{Look, Tone, visible};

/// Findings that are printed in full; more would only scroll by.
pub const MOST: usize = 200;
/// Characters of one message.
const LONGEST: usize = 600;
/// Lines between two places up to which they share one excerpt.
const NEAR: usize = 400;

/// All findings as text, the heaviest where there are too many, in the order of the report.
pub fn render(findings: &[&Finding], sources: &Sources, look: Look) -> String {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    if findings.len() > MOST {
        order.sort_by_key(|at| std::cmp::Reverse(findings[*at].severity));
        order.truncate(MOST);
        order.sort_unstable();
    }
    let mut out = String::new();
    for at in order {
        out.push_str(&one(findings[at], sources, look));
        out.push_str("\n\n");
    }
    out.push_str(&rest(findings.len(), look));
    out
}

/// That there are more than [`MOST`]; empty where there are not.
pub fn rest(all: usize, look: Look) -> String {
    match all.checked_sub(MOST) {
        None | Some(0) => String::new(),
        Some(more) => format!("{}\n\n", look.paint(Tone::Quiet, &format!("… and {more} more"))),
    }
}

fn one(finding: &Finding, sources: &Sources, look: Look) -> String {
    let renderer = if look.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    // Excerpts are cut to the width here, where the caret is known; a label may be longer.
    let renderer = renderer.term_width(10_000).decor_style(DecorStyle::Ascii);
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(short(&finding.message)).id(short(&finding.rule)));
    let mut headers = Vec::new();
    for part in parts(finding, sources, look) {
        group = group.elements(part.elements);
        headers.extend(part.header);
    }
    if let Some(fix) = &finding.fix {
        // The text begins behind the gutter and `= help: `.
        let gutter = finding.place.as_ref().map_or(0, |place| place.line.to_string().len()) + 9;
        group =
            group.element(Level::HELP.message(wrapped(&short(fix), usize::from(look.width).saturating_sub(gutter))));
    }
    let mut text = renderer.render(&[group]);
    for (counted, real) in headers {
        text = text.replacen(&counted, &real, 1);
    }
    text
}

/// Elements about one file.
struct Part {
    elements: Vec<Element<'static>>,
    /// `file:line:column` as the renderer counts it in an excerpt that is cut or escaped, and as it is.
    header: Option<(String, String)>,
}

/// The excerpts of a finding: its own place, together with those that lie nearby in the same file, then the others.
fn parts(finding: &Finding, sources: &Sources, look: Look) -> Vec<Part> {
    let Some(main) = &finding.place else {
        return Vec::new();
    };
    let mut together = vec![Mark {
        place: main,
        label: &finding.label,
        main: true,
    }];
    let mut apart = Vec::new();
    for related in &finding.related {
        let near = related.place.file == main.file && related.place.line.abs_diff(main.line) <= NEAR;
        let mark = Mark {
            place: &related.place,
            label: &related.label,
            main: false,
        };
        if near {
            together.push(mark)
        } else {
            apart.push(vec![mark])
        }
    }
    std::iter::once(together)
        .chain(apart)
        .map(|marks| part(&marks, sources, look))
        .collect()
}

fn part(marks: &[Mark], sources: &Sources, look: Look) -> Part {
    let place = marks[0].place;
    let file = short(&place.file);
    let Some(excerpt) = Excerpt::new(marks, sources, look.width.into()) else {
        let origin = Origin::path(file).line(place.line).char_column(place.column);
        return Part {
            elements: vec![Element::Origin(origin)],
            header: None,
        };
    };
    let header = (excerpt.column != place.column).then(|| {
        (
            format!("{file}:{}:{}", place.line, excerpt.column),
            format!("{file}:{}:{}", place.line, place.column),
        )
    });
    let mut snippet = Snippet::source(excerpt.text).line_start(excerpt.first_line).path(file);
    for span in excerpt.spans {
        let kind = if span.main {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let annotation = kind.span(span.range);
        snippet = snippet.annotation(if span.label.is_empty() {
            annotation
        } else {
            annotation.label(short(&span.label))
        });
    }
    let mut elements = vec![Element::Cause(snippet)];
    // A second place on the same line, too far from the caret to be seen with it.
    for (label, line, column) in excerpt.hidden {
        elements.push(Element::Message(
            Level::NOTE.message(format!("{} at {line}:{column}", short(&label))),
        ));
    }
    Part { elements, header }
}

/// Words on lines of at most `width` characters.
fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
    }
    out
}

/// One harmless line of bounded length.
fn short(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}
