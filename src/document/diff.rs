//! What differs between two designs, as a comment on a pull request.

use super::filled;
use crate::report::Diff;
use serde_json::{Value, json};

/// Characters that GitHub takes in one comment.
const LARGEST: usize = 65_536;
/// Rows of a list at first; half of that, and so on, until it fits.
const MOST: usize = 200;
/// Lists that may be cut, with what they are called.
const LISTS: [(&str, &str); 9] = [
    ("changes", "changes"),
    ("figures", "figures"),
    ("cuts", "cut sets"),
    ("drills", "drills"),
    ("mended", "mended findings"),
    ("waived", "waived findings"),
    ("found", "new findings"),
    ("contracts", "changes of contracts"),
    ("verdicts", "requirements"),
];

/// Writes the comment, with the picture as Mermaid text where it fits.
///
/// # Errors
/// What is wrong in the template.
pub fn diff(diff: &Diff, picture: &str) -> Result<String, String> {
    let template = ("diff.md", include_str!("diff.md"));
    let mut most = MOST;
    let mut picture = if diff.equal { "" } else { picture };
    loop {
        let text = filled(template, &context(diff, picture, most))?;
        // The comment is counted in characters; bytes are never fewer.
        if text.len() < LARGEST || most == 0 {
            return Ok(text);
        }
        if picture.is_empty() {
            most /= 2;
        } else {
            picture = "";
        }
    }
}

fn context(diff: &Diff, picture: &str, most: usize) -> Value {
    let mut value = serde_json::to_value(diff).unwrap_or_default();
    let mut left = Vec::new();
    value["counts"] = json!({"changes": diff.changes.len(), "figures": diff.figures.len()});
    for (key, name) in LISTS {
        left.extend(cut(&mut value[key], most).map(|count| format!("{count} {name}")));
    }
    left.extend(cut(&mut value["cost"]["components"], most).map(|count| format!("{count} components of the bill")));
    for (at, moved) in diff.verdicts.iter().take(most).enumerate() {
        value["verdicts"][at]["why"] = json!(moved.because.says());
    }
    if diff.cost.is_none() {
        value["cost"] = Value::Null;
    }
    value["picture"] = json!(picture.trim_end());
    value["left_out"] = json!(left.join(", "));
    value
}

/// Leaves so many items of a list; how many went.
fn cut(list: &mut Value, most: usize) -> Option<usize> {
    let items = list.as_array_mut()?;
    let over = items.len().saturating_sub(most);
    items.truncate(most);
    (over > 0).then_some(over)
}
