//! Edits that leave nothing to choose, made: a text in, a text out.

mod unified;

pub use unified::unified;

use crate::report::{Change, Edit, Finding};
use crate::source::Source;
use crate::{Input, run};
use std::collections::{BTreeMap, BTreeSet};

/// A fix may uncover another; more rounds than this are never needed by a person's mistakes.
const MOST_ROUNDS: usize = 10;

/// Rules by whose findings a text is known to be worse than before.
const BREAKS: [&str; 2] = ["yaml-syntax", "duplicate-key"];

/// What has become of the texts of a design.
#[derive(Debug, Clone, Default)]
pub struct Fixed {
    /// The files that change: their place in the input, and the new text.
    pub files: Vec<(usize, String)>,
    /// Edits that were made.
    pub edits: usize,
    /// Files that the edits would have broken, so that they stay as they were.
    pub kept: Vec<String>,
}

/// Makes all certain edits of findings that nobody has waived, again and again until there are none.
///
/// Of two that overlap the first is made, and the other judged anew in the next round.
pub fn fix(input: &Input) -> Fixed {
    let mut now = input.clone();
    let mut made: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: BTreeSet<String> = BTreeSet::new();
    let mut findings = run(now.clone()).report.findings;
    for _ in 0..MOST_ROUNDS {
        let known = |file: &str| !kept.contains(file) && now.files.iter().any(|f| f.name == file);
        let chosen = choose(&findings, known);
        if chosen.is_empty() {
            break;
        }
        for file in &mut now.files {
            let changes: Vec<&Change> = of_file(&chosen, &file.name).collect();
            if !changes.is_empty() {
                *file = Source::new(file.name.clone(), changed(&file.text, changes));
            }
        }
        for edit in &chosen {
            let file = edit.changes.first().map_or("", |c| c.place.file.as_str());
            *made.entry(file.to_string()).or_default() += 1;
        }
        let next = run(now.clone()).report.findings;
        let worse: Vec<String> = (made.keys().filter(|file| breaks(&next, file) > breaks(&findings, file)))
            .cloned()
            .collect();
        findings = next;
        if !worse.is_empty() {
            restore(&mut now, input, &worse);
            made.retain(|file, _| !worse.contains(file));
            kept.extend(worse);
            findings = run(now.clone()).report.findings;
        }
    }
    let files = now.files.into_iter().enumerate().zip(&input.files);
    Fixed {
        files: (files.filter(|((_, new), old)| new.text != old.text))
            .map(|((at, new), _)| (at, new.text))
            .collect(),
        edits: made.values().sum(),
        kept: kept.into_iter().collect(),
    }
}

/// Places that are taken in a file: their ends by their starts, none over another.
type Taken = BTreeMap<usize, usize>;

/// Edits that can be made at once: each in one file that may be changed, none over another.
fn choose(findings: &[Finding], may_change: impl Fn(&str) -> bool) -> Vec<&Edit> {
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut taken: BTreeMap<&str, Taken> = BTreeMap::new();
    let edits = findings.iter().filter(|f| f.is_open()).filter_map(|f| f.edit.as_ref());
    for edit in edits {
        let Some(file) = edit.changes.first().map(|c| c.place.file.as_str()) else {
            continue;
        };
        let taken = taken.entry(file).or_default();
        let fits = |change: &Change| change.place.file == file && is_free(taken, change);
        if may_change(file) && edit.changes.iter().all(fits) {
            taken.extend(edit.changes.iter().map(|c| (c.place.start, c.place.end)));
            chosen.push(edit);
        }
    }
    chosen
}

/// Whether a change touches none that is taken; two that put something in at one place touch.
fn is_free(taken: &Taken, change: &Change) -> bool {
    let before = taken.range(..=change.place.start).next_back();
    let behind = taken.range(change.place.start..).next();
    before.is_none_or(|(_, end)| *end < change.place.start) && behind.is_none_or(|(start, _)| change.place.end < *start)
}

fn of_file<'a>(edits: &'a [&'a Edit], file: &'a str) -> impl Iterator<Item = &'a Change> {
    let changes = edits.iter().flat_map(|edit| &edit.changes);
    changes.filter(move |change| change.place.file == file)
}

/// A text with its changes made.
fn changed(text: &str, mut changes: Vec<&Change>) -> String {
    changes.sort_by_key(|change| change.place.start);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for change in changes {
        let (Some(before), true) = (
            text.get(from..change.place.start),
            text.is_char_boundary(change.place.end),
        ) else {
            continue;
        };
        out.push_str(before);
        out.push_str(&change.text);
        from = change.place.end;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}

fn breaks(findings: &[Finding], file: &str) -> usize {
    let here = findings.iter().filter(|f| BREAKS.contains(&f.rule.as_str()));
    here.filter(|f| f.place.as_ref().is_none_or(|p| p.file == file)).count()
}

fn restore(now: &mut Input, to: &Input, files: &[String]) {
    for (file, old) in now.files.iter_mut().zip(&to.files) {
        if files.contains(&file.name) {
            *file = old.clone();
        }
    }
}
