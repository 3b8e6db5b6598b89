//! The lines around a finding, made fit to print: escaped, and cut around the caret.

use std::collections::BTreeMap;
use std::ops::Range;

use napkin::report::Place;
use napkin::source::{Source, Sources};

use super::terminal::{is_dangerous, push_visible};

/// No excerpt is cut shorter than this.
const SHORTEST: usize = 24;

/// A place with what stands beside its caret.
pub struct Mark<'a> {
    pub place: &'a Place,
    pub label: &'a str,
    /// Whether it is the place itself, or one that explains.
    pub main: bool,
}

/// Lines of one file, with the marked parts.
#[derive(Debug)]
pub struct Excerpt {
    pub text: String,
    pub first_line: usize,
    pub spans: Vec<MarkedSpan>,
    /// The column of the first mark as one would count it in this text.
    pub column: usize,
    /// Label, line and column of marks that the cut has left out.
    pub hidden: Vec<(String, usize, usize)>,
}

/// A marked part of an excerpt, in bytes of its text.
#[derive(Debug)]
pub struct MarkedSpan {
    pub range: Range<usize>,
    pub label: String,
    pub main: bool,
}

impl Excerpt {
    /// The excerpt for marks in one file; none where there is nothing to show.
    pub fn new(marks: &[Mark], sources: &Sources, width: usize) -> Option<Excerpt> {
        let file = &marks.first()?.place.file;
        let source = sources
            .iter()
            .map(|(_, source)| source)
            .find(|source| source.name == *file);
        let mut lines: BTreeMap<usize, Vec<&Mark>> = BTreeMap::new();
        for mark in marks {
            lines.entry(mark.place.line).or_default().push(mark);
        }
        let (first, last) = (*lines.keys().next()?, *lines.keys().next_back()?);
        let gutter = last.to_string().len() + 4;
        let room = width.saturating_sub(gutter).max(SHORTEST);
        let mut excerpt = Excerpt {
            text: String::new(),
            first_line: first,
            spans: Vec::new(),
            column: marks[0].place.column,
            hidden: Vec::new(),
        };
        for number in first..=last {
            match lines.get(&number) {
                Some(marks) => excerpt.marked(line(source, number, marks), marks, room),
                // A lone line between two marked ones is printed, all others fold.
                None if lines.contains_key(&(number - 1)) && lines.contains_key(&(number + 1)) => {
                    excerpt.marked(line(source, number, &[]), &[], room);
                }
                None => {}
            }
            excerpt.text.push('\n');
        }
        (!excerpt.text.trim().is_empty()).then_some(excerpt)
    }

    /// Adds a line with its marks.
    fn marked(&mut self, line: &str, marks: &[&Mark], room: usize) {
        let ranges: Vec<Range<usize>> = marks.iter().map(|mark| columns(mark.place)).collect();
        // The mark that must be seen: the place itself where it is in this line.
        let chosen = marks.iter().position(|mark| mark.main).unwrap_or(0);
        let caret = ranges.get(chosen).cloned().unwrap_or(0..0);
        let from = first_shown(line, &caret, room);
        let begin = self.text.len();
        if from > 0 {
            self.text.push('…');
        }
        let mut offsets: Vec<(Option<usize>, Option<usize>)> = vec![(None, None); marks.len()];
        let (mut at, mut used) = (from, 0);
        let mut cut = false;
        for c in line.chars().skip(from) {
            used += shown_width(c);
            if used > room {
                cut = true;
                break;
            }
            self.note(&ranges, &mut offsets, at);
            if c == '\t' {
                self.text.push(c)
            } else {
                push_visible(&mut self.text, c)
            }
            at += 1;
        }
        self.note(&ranges, &mut offsets, at);
        let end = self.text.len();
        if cut {
            self.text.push('…');
        }
        for (i, ((mark, range), (start, stop))) in marks.iter().zip(&ranges).zip(offsets).enumerate() {
            let (label, main) = (mark.label.to_string(), mark.main);
            let start = match start {
                Some(start) => start,
                // A place beyond the end of its line: after the last character.
                None if !cut && range.start >= at => end,
                None => {
                    self.hidden.push((label, mark.place.line, mark.place.column));
                    continue;
                }
            };
            if i == chosen && (main || self.spans.is_empty()) {
                self.column = self.text[begin..start].chars().count() + 1;
            }
            self.spans.push(MarkedSpan {
                range: start..stop.unwrap_or(end).max(start),
                label,
                main,
            });
        }
    }

    /// Remembers the offset of each mark that begins or ends before the character number `at`.
    fn note(&self, ranges: &[Range<usize>], offsets: &mut [(Option<usize>, Option<usize>)], at: usize) {
        for (range, (start, stop)) in ranges.iter().zip(offsets) {
            if range.start == at {
                *start = Some(self.text.len());
            }
            if range.end == at {
                *stop = Some(self.text.len());
            }
        }
    }
}

/// The text of a line; the place knows it too, should the source be gone.
fn line<'a>(source: Option<&'a Source>, number: usize, marks: &[&'a Mark]) -> &'a str {
    match source {
        Some(source) => source.line(number),
        None => marks.first().map_or("", |mark| &mark.place.excerpt),
    }
}

/// The marked characters of the first line of a place, counted from 0.
fn columns(place: &Place) -> Range<usize> {
    let start = place.column.saturating_sub(1);
    let end = if place.end_line > place.line {
        usize::MAX
    } else {
        place.end_column.saturating_sub(1)
    };
    start..end.max(start)
}

/// The character from which on a line is shown, so that the caret is in sight.
fn first_shown(line: &str, caret: &Range<usize>, room: usize) -> usize {
    let mut used = 0;
    for (at, c) in line.chars().enumerate() {
        used += shown_width(c);
        if used > room {
            // The line is too long. It is shown from its beginning if the caret lies well within.
            return if caret.start < at.saturating_sub(room / 4) || caret.end <= at {
                0
            } else {
                caret.start.saturating_sub(room / 3)
            };
        }
    }
    0
}

/// Columns that a character takes, at most.
fn shown_width(c: char) -> usize {
    match c {
        '\t' => 4,
        _ if is_dangerous(c) => c.escape_unicode().len(),
        '\u{1100}'.. => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(line: usize, column: usize, end_column: usize) -> Place {
        Place {
            utf16: (column, end_column),
            file: "a.yaml".into(),
            line,
            column,
            end_line: line,
            end_column,
            excerpt: String::new(),
            start: 0,
            end: 0,
        }
    }

    /// The excerpt with its marked parts in brackets.
    fn show(text: &str, places: &[Place], width: usize) -> String {
        let mut sources = Sources::default();
        sources.add(Source::new("a.yaml", text));
        let marks: Vec<Mark> = places
            .iter()
            .enumerate()
            .map(|(i, place)| Mark {
                place,
                label: "",
                main: i == 0,
            })
            .collect();
        let excerpt = Excerpt::new(&marks, &sources, width).expect("an excerpt");
        let mut shown = excerpt.text.clone();
        let mut spans: Vec<Range<usize>> = excerpt.spans.into_iter().map(|span| span.range).collect();
        spans.sort_by_key(|span| std::cmp::Reverse(span.start));
        for span in spans {
            shown.insert(span.end, ']');
            shown.insert(span.start, '[');
        }
        shown
    }

    #[test]
    fn escapes_keep_the_caret_where_it_belongs() {
        assert_eq!(
            show("a\u{1b}[31m: bad", &[place(1, 9, 12)], 80),
            "a\\u{1b}[31m: [bad]\n"
        );
        assert_eq!(show("東京: x", &[place(1, 5, 6)], 80), "東京: [x]\n");
    }

    #[test]
    fn long_lines_are_cut_around_the_caret() {
        let text = format!("{}bad{}", "x".repeat(3_000_000), "y".repeat(2_000_000));
        let shown = show(&text, &[place(1, 3_000_001, 3_000_004)], 80);
        assert!(
            shown.contains("[bad]") && shown.starts_with('…') && shown.chars().count() < 90,
            "{shown}"
        );
        let whole = show(&text, &[place(1, 1, 5_000_004)], 80);
        assert!(
            whole.starts_with("[xxx") && whole.ends_with("x]…\n") && whole.chars().count() < 90,
            "{whole}"
        );
    }

    #[test]
    fn two_places_share_an_excerpt() {
        let text = "name: a\nb: 1\nname: c\n";
        assert_eq!(
            show(text, &[place(3, 1, 5), place(1, 1, 5)], 80),
            "[name]: a\nb: 1\n[name]: c\n"
        );
        assert_eq!(
            show("a\n\n\n\nb\n", &[place(5, 1, 2), place(1, 1, 2)], 80),
            "[a]\n\n\n\n[b]\n"
        );
    }

    #[test]
    fn a_place_behind_the_end_is_kept_in_its_line() {
        assert_eq!(show("ab", &[place(1, 9, 9)], 80), "ab[]\n");
    }
}
