//! Changes by the path of what is changed.

use super::super::draft::{Draft, Edit};
use crate::amend::Value;
use crate::design::table;
use crate::finding::nearest;

/// Changes of the design by path: `components.api.replicas = 8`; nothing behind the `=` takes the key away.
///
/// # Errors
/// Where there is no `=`, no path before it, or one that begins in the middle.
pub fn setting(text: &str, draft: &Draft) -> Result<Edit, String> {
    let wrong = || "write `path = value`, such as `components.api.replicas = 8`".to_string();
    let (path, value) = text.split_once('=').ok_or_else(wrong)?;
    let path: Vec<String> = path.trim().split('.').map(|p| p.trim().to_string()).collect();
    let value = value.trim();
    if path.iter().any(|p| p.is_empty() || p.contains(char::is_whitespace)) {
        return Err(wrong());
    }
    if let Some(whole) = from_the_top(&path, draft) {
        let (path, whole) = (path.join("."), whole.join("."));
        return Err(format!(
            "there is no `{path}` in a design; did you mean `{whole} = {value}`?"
        ));
    }
    if value.is_empty() {
        return Ok(Edit::Remove(path));
    }
    let braces = value.starts_with(['{', '[', '"']);
    let value = if braces {
        Value::Raw(value.to_string())
    } else {
        Value::text(value)
    };
    Ok(Edit::Set(path, value))
}

/// The whole path, where one begins with the name of a thing or of a key of the load.
fn from_the_top(path: &[String], draft: &Draft) -> Option<Vec<String>> {
    const MAPS: [&[&str]; 9] = [
        &["components"],
        &["flows"],
        &["data"],
        &["actors"],
        &["figures"],
        &["regions"],
        &["requirements", "nonfunctional"],
        &["requirements", "functional"],
        &["requirements", "assumptions"],
    ];
    let first = path.first()?;
    if table::DESIGN.row(first).is_some() {
        return None;
    }
    let under = |map: &[&str]| {
        map.iter()
            .map(|p| (*p).to_string())
            .chain(path.iter().cloned())
            .collect()
    };
    if table::LOAD.row(first).is_some() {
        return Some(under(&["load"]));
    }
    let holder = MAPS.iter().find(|map| draft.names(map).contains(first));
    holder.map(|map| under(map)).or_else(|| {
        let near = nearest(first, table::DESIGN.keys.iter().map(|row| row.name))?;
        let rest = path.iter().skip(1).cloned();
        Some(std::iter::once(near.to_string()).chain(rest).collect())
    })
}
