//! Edits as changes of the text that is there; none where the text does not allow them.

use super::place;
use crate::finding::Edit;
use crate::report::{self, Change};
use crate::source::{Sources, Span};

pub fn resolve(edit: &Edit, sources: &Sources) -> Option<report::Edit> {
    let (at, text) = match edit {
        Edit::Respell { at, from, to } => (*at, respelt(sources.text(*at), from, to)?),
        Edit::Insert { at, text } => {
            let ending = if sources.get(at.file).text.contains("\r\n") {
                "\r\n"
            } else {
                "\n"
            };
            (Span { end: at.start, ..*at }, text.replace('\n', ending))
        }
        Edit::Remove { at } => (lines(*at, sources)?, String::new()),
    };
    let place = place(at, sources);
    let changes = vec![Change { place, text }];
    Some(report::Edit { changes })
}

/// The new word in the quotes of the old one. Another text than the word may stand there: a part of the file that
/// was written with escapes, or a longer one of which the word is a part.
fn respelt(there: &str, from: &str, to: &str) -> Option<String> {
    let quote = there.chars().next().filter(|c| ['"', '\''].contains(c));
    let quote = quote.map(String::from).unwrap_or_default();
    (there == format!("{quote}{from}{quote}")).then(|| format!("{quote}{to}{quote}"))
}

/// The whole lines of an item or entry that shares them with nothing, not even a comment.
fn lines(at: Span, sources: &Sources) -> Option<Span> {
    let text = &sources.get(at.file).text;
    let (start, end) = (at.start as usize, at.end as usize);
    let before = text.get(..start)?;
    let begin = before.rfind('\n').map_or(0, |at| at + 1);
    let lead = before.get(begin..)?.trim();
    let after = text.get(end..)?;
    let rest = after.find('\n').map_or(after.len(), |at| at + 1);
    let alone = (lead.is_empty() || lead == "-") && after.get(..rest)?.trim().is_empty();
    alone.then_some(Span {
        start: begin as u32,
        end: (end + rest) as u32,
        ..at
    })
}
