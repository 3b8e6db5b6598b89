//! `napkin check --fix`: edits that leave nothing to choose, written or shown.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use napkin::Input;
use napkin::fix::{Fixed, fix, unified};

use super::terminal::{is_dangerous, visible};
use super::write::{self, Target};
use super::{Exit, Talk, complain};

/// What fixes would change, by file: what one design has shown of a shared file need not be shown again.
#[derive(Default)]
pub struct Diffs {
    texts: BTreeMap<PathBuf, String>,
}

impl Diffs {
    /// Adds what would change in the files of a design.
    pub fn add(&mut self, input: &Input, paths: &[PathBuf], talk: Talk) {
        let fixed = fix(input);
        say_kept(&fixed, talk);
        for (at, new) in fixed.files {
            if let (Some(old), Some(path)) = (input.files.get(at), paths.get(at)) {
                let diff = || harmless(&unified(&old.name, &old.text, &new));
                self.texts.entry(path.clone()).or_insert_with(diff);
            }
        }
    }

    pub fn text(self) -> String {
        self.texts.into_values().collect()
    }
}

/// Fixes the files of a design, each whole or not at all.
pub fn write(input: &Input, paths: &[PathBuf], talk: Talk) -> Exit {
    let fixed = fix(input);
    say_kept(&fixed, talk);
    let of = |at: usize| paths.get(at).map(PathBuf::as_path).unwrap_or(Path::new(""));
    let targets: Vec<Target> = (fixed.files.into_iter())
        .map(|(at, text)| Target {
            path: of(at).to_path_buf(),
            text,
        })
        .collect();
    let (written, errors) = replace(targets);
    for error in &errors {
        complain(talk, error);
    }
    if written > 0 && errors.is_empty() {
        let name = input.files.first().map_or("", |file| file.name.as_str());
        let fixes = if fixed.edits == 1 {
            "1 fix".to_string()
        } else {
            format!("{} fixes", fixed.edits)
        };
        talk.note(&format!("{fixes} in {}\n", visible(name)));
    }
    if errors.is_empty() { Exit::Done } else { Exit::Input }
}

/// Writes a user's own files anew, but for those that are read-only: how many, and what went wrong.
pub fn replace(targets: Vec<Target>) -> (usize, Vec<String>) {
    let (locked, targets): (Vec<Target>, Vec<Target>) = targets.into_iter().partition(is_read_only);
    let failed: Vec<String> = write::replace(&targets).into_iter().flatten().collect();
    let written = targets.len() - failed.len();
    let locked = locked.iter().map(|t| format!("`{}` is read-only", t.path.display()));
    (written, locked.chain(failed).collect())
}

/// A new file could take its place all the same, but somebody has said that it is not to change.
fn is_read_only(target: &Target) -> bool {
    std::fs::metadata(&target.path).is_ok_and(|data| data.permissions().readonly())
}

fn say_kept(fixed: &Fixed, talk: Talk) {
    for file in &fixed.kept {
        talk.note(&format!(
            "{} stays as it is: its fixes together would break it\n",
            visible(file)
        ));
    }
}

/// A diff that no terminal stumbles over. Tabs and the ends of lines stay, or it could not be applied.
pub fn harmless(diff: &str) -> String {
    let mut out = String::with_capacity(diff.len());
    for line in diff.split_inclusive('\n') {
        let end = line.trim_end_matches(['\r', '\n']).len();
        let (text, end) = line.split_at(end);
        for c in text.chars() {
            if is_dangerous(c) && c != '\t' {
                out.extend(c.escape_unicode());
            } else {
                out.push(c);
            }
        }
        // A lone carriage return moves the cursor; before a line break it is part of it.
        out.push_str(if end.ends_with("\r\n") {
            "\r\n"
        } else {
            end.trim_matches('\r')
        });
    }
    out
}
