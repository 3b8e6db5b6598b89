//! Messages of rules in Markdown: what they quote between backticks becomes code, all else stays text.

use super::{escape, is_hidden};
use tera::{Kwargs, State, StringInput, Value};

/// A message as Markdown.
pub fn message(text: StringInput, _: Kwargs, _: &State) -> Value {
    let mut out = Vec::new();
    match marked(text.as_str(), &mut out) {
        Ok(()) => Value::safe_string(&String::from_utf8_lossy(&out)),
        // A buffer takes all; the engine escapes what comes back as plain text.
        Err(_) => text.as_str().into(),
    }
}

fn marked(text: &str, out: &mut Vec<u8>) -> std::io::Result<()> {
    let mut parts = text.split('`').peekable();
    let mut is_quoted = false;
    while let Some(part) = parts.next() {
        // The last part has no backtick after it that would end a quotation.
        if is_quoted && parts.peek().is_some() && is_plain(part) {
            out.extend_from_slice(format!("`{part}`").as_bytes());
            is_quoted = false;
            continue;
        }
        if is_quoted {
            out.extend_from_slice(b"\\`");
        }
        escape(part, out)?;
        is_quoted = true;
    }
    Ok(())
}

/// Whether nothing in it could end a code span, a cell or a line, or be taken for markup by anyone.
fn is_plain(quoted: &str) -> bool {
    let strange = |c: char| c == '|' || c == '<' || c == '\\' || is_hidden(c);
    !quoted.is_empty() && quoted.trim() == quoted && !quoted.contains(strange)
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn quotations_are_code_and_nothing_else_is() {
        for (text, expected) in [
            ("`lb` gives up on `api`", "`lb` gives up on `api`"),
            ("a * b `c", "a \\* b \\`c"),
            ("`` ` `x|y` `<b>`", "\\`\\` \\` \\`x\\|y\\` \\`&lt;b&gt;\\`"),
            ("`a` and `*b*`", "`a` and `*b*`"),
            ("`a\nb` `c`", "\\`a b\\` `c`"),
        ] {
            let mut out = Vec::new();
            marked(text, &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{text}");
        }
    }
}
