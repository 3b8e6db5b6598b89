//! The one look of a YAML file: indentation, spaces, empty lines, quotes.
//!
//! A text is taken apart into scalars, indicators and comments, and put together again with other white space
//! between them. Order, comments, anchors, line breaks inside brackets and columns that are in line all stay.
//! No text takes the place of another that does not say the same by the parser's own account.

mod line;
mod same;
mod scalar;
mod token;
mod write;

use crate::finding::Finding;
use crate::form::{rule, yaml};
use crate::source::{FileId, Source};
use line::{Line, lines};
use token::{Kind, Token, keeps};
use write::{Writer, Written, width_of_key};

/// Why a text stays as it is.
#[derive(Debug)]
pub enum Refused {
    /// Its syntax is broken.
    Syntax(Vec<Finding>),
    /// Laid out anew it would say something else: a fault of this module.
    Different,
}

/// The text in its one look.
///
/// # Errors
/// Where the text is no YAML as designs are written in, or cannot be laid out without saying something else.
pub fn tidy(file: FileId, source: &Source) -> Result<String, Refused> {
    let mut findings = Vec::new();
    yaml::read(file, source, &mut findings);
    findings.retain(|finding| finding.rule == rule::SYNTAX);
    if !findings.is_empty() {
        return Err(Refused::Syntax(findings));
    }
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let new = laid_out(&text).ok_or(Refused::Different)?;
    if same::same(&text, &new) {
        Ok(new)
    } else {
        Err(Refused::Different)
    }
}

fn laid_out(text: &str) -> Option<String> {
    let tokens = token::tokens(text)?;
    let whole = tokens.last().is_none_or(|last| ends_its_line(last, text));
    let lines = lines(tokens);
    let values = columns_of_values(&lines);
    let mut writer = Writer::default();
    let written: Vec<Written> = (lines.iter().zip(&values))
        .map(|(line, value)| writer.line(line, *value))
        .collect();
    let comments = columns_of_comments(&lines, &written);
    let mut out = String::new();
    for ((line, written), column) in lines.iter().zip(written).zip(comments) {
        out.extend(std::iter::repeat_n('\n', line.blank));
        out.push_str(&written.text);
        if let Some(comment) = written.comment {
            out.extend(std::iter::repeat_n(' ', column.saturating_sub(written.width)));
            out.push_str(&comment);
        }
        out.push('\n');
    }
    if !whole {
        out.pop();
    }
    Some(out)
}

/// Whether a line break may stand at the end of the text: a block that ends without one would get it as its own.
fn ends_its_line(last: &Token, text: &str) -> bool {
    let open = last.kind == Kind::Block && last.text.contains('\n') && !token::header(last.text).contains('-');
    !open || (text.ends_with('\n') || !text.ends_with(last.text)) || keeps(last.text) && text.ends_with('\n')
}

/// Where the value of each line begins. Values of entries below each other that are in line stay so.
fn columns_of_values(lines: &[Line]) -> Vec<Option<usize>> {
    let mut columns = vec![None; lines.len()];
    let mut run: Vec<usize> = Vec::new();
    let mut of_run = None;
    for (at, line) in lines.iter().enumerate() {
        let alone = line.tokens.first().is_some_and(|t| t.kind == Kind::Comment);
        if line.inside || alone {
            continue;
        }
        let place = place_of_value(line);
        if place.is_none() || place != of_run {
            settle(&mut columns, &run, lines);
            run.clear();
        }
        of_run = place;
        if place.is_some() {
            run.push(at);
        }
    }
    settle(&mut columns, &run, lines);
    columns
}

fn settle(columns: &mut [Option<usize>], run: &[usize], lines: &[Line]) {
    let widths = run.iter().filter_map(|at| lines.get(*at)).map(width_of_key);
    let column = widths.max().unwrap_or(0) + 1;
    for at in run {
        if let Some(place) = columns.get_mut(*at) {
            *place = Some(column);
        }
    }
}

/// The columns of a line's key and value as written.
fn place_of_value(line: &Line) -> Option<(usize, usize)> {
    let colon = line.colon?;
    let key = line.tokens.get(colon.checked_sub(1)?)?;
    let value = line.tokens.get(colon + 1).filter(|t| t.kind != Kind::Comment)?;
    Some((key.column, value.column))
}

/// Where the comment at the end of each line begins. Comments that are in line, with no empty line between, stay so.
fn columns_of_comments(lines: &[Line], written: &[Written]) -> Vec<usize> {
    let mut columns = vec![0; lines.len()];
    let mut run: Vec<usize> = Vec::new();
    let mut of_run = None;
    let mut settle = |run: &mut Vec<usize>| {
        let of = |at: &usize| Some((written.get(*at)?.width, lines.get(*at).and_then(gap_of_comment)?.1));
        let widest = run.iter().filter_map(of).map(|(width, _)| width).max();
        let gap = run.iter().filter_map(of).map(|(_, gap)| gap).min();
        for at in run.drain(..) {
            if let (Some(place), Some(widest), Some(gap)) = (columns.get_mut(at), widest, gap) {
                *place = widest + gap.max(1);
            }
        }
    };
    for (at, line) in lines.iter().enumerate() {
        if line.blank > 0 {
            settle(&mut run);
        }
        let Some((column, _)) = gap_of_comment(line) else {
            continue;
        };
        if of_run != Some(column) {
            settle(&mut run);
        }
        of_run = Some(column);
        run.push(at);
    }
    settle(&mut run);
    columns
}

/// The column of the comment at the end of a line as written, and the spaces before it.
fn gap_of_comment(line: &Line) -> Option<(usize, usize)> {
    let (last, before) = line.tokens.split_last()?;
    let before = before.last().filter(|_| last.kind == Kind::Comment)?;
    Some((last.column, last.column.saturating_sub(before.end)))
}
