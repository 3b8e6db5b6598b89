//! Scalars and comments as they are to be written.

use super::line::STEP;
use super::token::{Kind, Token, header, keeps};

/// Words that older readers of YAML take for a truth value, in small letters.
const TRUTHS: [&str; 6] = ["y", "n", "yes", "no", "on", "off"];

/// A scalar that is no block; lines that it goes on over are indented.
pub fn text(token: &Token, indent: usize) -> String {
    if !token.text.contains('\n') {
        return quoted(token);
    }
    let mut out = String::new();
    for (at, line) in token.text.split('\n').enumerate() {
        let bare = line.trim_end_matches([' ', '\t']);
        // Behind a backslash white space counts.
        let line = if token.kind == Kind::Double && bare.ends_with('\\') {
            line
        } else {
            bare
        };
        if at == 0 {
            out.push_str(line);
            continue;
        }
        let line = line.trim_start_matches([' ', '\t']);
        out.push('\n');
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
    }
    out
}

/// A scalar of one line with the quotes that it should have.
fn quoted(token: &Token) -> String {
    let text = token.text;
    match token.kind {
        Kind::Plain if is_ambiguous(text) => format!("\"{text}\""),
        Kind::Single => match text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
            Some(inner) if !inner.contains(['\'', '"', '\\']) => format!("\"{inner}\""),
            _ => text.to_string(),
        },
        _ => text.to_string(),
    }
}

/// Whether readers of YAML 1.1 and of 1.2 differ on what kind of value a bare text is.
fn is_ambiguous(text: &str) -> bool {
    let is_number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let is_octal = text.len() > 1 && text.starts_with('0') && is_number(text);
    let is_clock = text.contains(':') && text.split(':').all(is_number);
    is_octal || is_clock || TRUTHS.contains(&text.to_ascii_lowercase().as_str())
}

/// A block scalar whose lines are indented by a step more than what they belong to, which begins at `outer` as written.
pub fn block(text: &str, indent: usize, outer: usize) -> String {
    let indent = indent.max(STEP);
    let (first, body) = text.split_once('\n').unwrap_or((text, ""));
    let lines = || body.split('\n');
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let digit = header(text).chars().find_map(|c| c.to_digit(10));
    let filled = lines().find(|line| !line.trim_matches(' ').is_empty());
    let old = match (digit, filled) {
        // With a digit the first line may begin with spaces that count.
        (Some(digit), _) => outer + digit as usize,
        (None, Some(line)) => spaces(line),
        (None, None) => lines().map(spaces).max().unwrap_or(0),
    };
    let mut out = comment_behind(first);
    if text.len() == first.len() {
        return out;
    }
    for line in lines() {
        let rest = line.get(old.min(spaces(line))..).unwrap_or("");
        out.push('\n');
        if !rest.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(rest);
        }
    }
    if !keeps(text) {
        out.truncate(out.trim_end_matches('\n').len());
    }
    out
}

/// The first line of a block: its comment, if it has one, is written like others.
fn comment_behind(line: &str) -> String {
    let step = STEP.to_string();
    let bare = header(line).replace(|c: char| c.is_ascii_digit(), &step);
    match line.find('#').and_then(|at| line.get(at..)) {
        Some(text) => format!("{bare} {}", comment(text)),
        None => bare,
    }
}

/// A comment with a space before its first word.
pub fn comment(text: &str) -> String {
    let text = text.trim_end_matches([' ', '\t']);
    match text.strip_prefix('#') {
        Some(rest) if rest.starts_with(char::is_alphanumeric) => format!("# {rest}"),
        _ => text.to_string(),
    }
}
