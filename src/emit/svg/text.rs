//! Texts cut and broken to the room that they have.

use super::metrics::Font;

/// The text, or as much of it as fits with an ellipsis.
pub fn elide(text: &str, font: Font, room: f64) -> String {
    if font.width(text) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if font.width(&kept) + font.width("…") > room {
            kept.pop();
            break;
        }
    }
    let kept = kept.trim_end();
    format!("{kept}…")
}

/// The text in at most `most` lines, broken between words, inside a word only where one is too long.
pub fn wrap(text: &str, font: Font, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if lines.len() + 1 >= most || font.width(rest) <= room {
            lines.push(elide(rest, font, room));
            break;
        }
        let end = line_end(rest, font, room);
        let (line, after) = rest.split_at(end);
        lines.push(line.trim_end().to_owned());
        rest = after.trim_start();
    }
    lines
}

/// Where the first line ends, in bytes; never 0 for a text.
fn line_end(text: &str, font: Font, room: f64) -> usize {
    let mut width = 0.0;
    let (mut space, mut weak, mut joint, mut hard) = (0, 0, 0, 0);
    let mut before = ' ';
    let mut buffer = [0; 4];
    for (at, c) in text.char_indices() {
        width += font.width(c.encode_utf8(&mut buffer));
        match c {
            // A number stays with its unit.
            ' ' if before.is_ascii_digit() => weak = at,
            ' ' => space = at,
            _ => {}
        }
        if width > room && at > 0 {
            break;
        }
        hard = at + c.len_utf8();
        // Ids are long words; they may break after a joint, and ideographs anywhere.
        if matches!(c, '-' | '_' | '.' | '/' | ',') || c as u32 >= 0x2e80 {
            joint = hard;
        }
        before = c;
    }
    [space, weak, joint].into_iter().find(|end| *end > 0).unwrap_or(hard)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONT: Font = Font::regular(10.0);

    #[test]
    fn breaks_between_words_and_cuts_the_last_line() {
        for (text, most, lines) in [
            ("one", 3, &["one"][..]),
            ("one two three four", 3, &["one two", "three four"]),
            ("one two three four", 1, &["one two t…"]),
            ("wwwwwwwwwwwwww", 2, &["wwwwwww", "wwwwwww"]),
            ("order-history-index", 3, &["order-", "history-", "index"]),
            ("wait for 100 ms", 3, &["wait for", "100 ms"]),
            ("", 2, &[]),
        ] {
            assert_eq!(wrap(text, FONT, 52.0, most), lines, "{text}");
        }
    }
}
