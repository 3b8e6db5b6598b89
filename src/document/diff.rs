//! What differs between two designs: as a comment on a pull request, as a page, and for documents.

use super::picture::{Album, Picture, Place};
use super::{filled, html};
use crate::diff::{Compared, parts};
use crate::emit;
use crate::report::{ChangeKind, Diff, FigureMove, Report, Status};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Characters that GitHub takes in one comment.
const LARGEST: usize = 65_536;
/// Rows of a list at first; half of that, and so on, until it fits.
const MOST: usize = 200;
/// Figures that stand in the section of a planned state, by their first words.
const FELT: [&str; 2] = ["availability", "p99"];
/// Rows of a list there.
const MOST_PLANNED: usize = 12;
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
pub fn diff(compared: &Compared) -> Result<String, String> {
    let mut most = MOST;
    let mut pictures = Album::of_changes(compared).shown(Place::Alone);
    loop {
        let text = written(&compared.diff, &pictures, most, Layout::Comment)?;
        // The comment is counted in characters; bytes are never fewer.
        if text.len() < LARGEST || most == 0 {
            return Ok(text);
        }
        if pictures.is_empty() {
            most /= 2;
        } else {
            pictures.clear();
        }
    }
}

/// Writes the same as a page of HTML, with nothing left out.
///
/// # Errors
/// What is wrong in the template, and a page that grows past 64 MiB.
pub fn diff_page(compared: &Compared) -> Result<String, String> {
    let diff = &compared.diff;
    let pictures = Album::of_changes(compared);
    html::page(&html::Page {
        title: &format!("What changes in {}", diff.new.name),
        generated: &diff.generated,
        markdown: &written(diff, &pictures.shown(Place::Page), usize::MAX, Layout::Chapters)?,
        pictures: &pictures,
    })
}

/// What long lists stand under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Layout {
    /// Folds, which a comment has.
    Comment,
    /// Headings, which a page lists among its contents.
    Chapters,
}

fn written(diff: &Diff, pictures: &[Picture], most: usize, layout: Layout) -> Result<String, String> {
    let mut context = context(diff, most);
    context["pictures"] = json!(pictures);
    context["layout"] = json!(layout);
    filled(("diff.md", include_str!("diff.md")), &context)
}

/// Other states of a design beside it, for the templates of documents.
pub fn planned(planned: &[Compared]) -> Value {
    let told = planned.iter().map(|compared| {
        let mut diff = compared.diff.clone();
        // What users and reviewers feel, where somebody asked for it; the bill has a row of its own.
        let asked = asked_for(&compared.new);
        let felt = |moved: &FigureMove| {
            let about = moved.what.split_once(" of ");
            about.is_some_and(|(metric, flow)| FELT.contains(&metric) && asked.contains(flow))
        };
        diff.figures.retain(felt);
        let mut value = context(&diff, MOST_PLANNED);
        let met = |report: &Report| {
            let passes = report.verdicts.iter().filter(|one| one.status == Status::Pass);
            format!("{} of {}", passes.count(), report.verdicts.len())
        };
        // Of the lists that this section has no place for nothing is missing in it.
        let shown = [
            (diff.changes.len(), "changes"),
            (diff.verdicts.len(), "requirements"),
            (diff.figures.len(), "figures"),
        ];
        let over = shown.iter().filter(|(count, _)| *count > MOST_PLANNED);
        let left: Vec<String> = over
            .map(|(count, name)| format!("{} {name}", count - MOST_PLANNED))
            .collect();
        value["left_out"] = json!(left.join(", "));
        value["met"] = json!({"now": met(&compared.old), "then": met(&compared.new)});
        value
    });
    told.collect()
}

/// The flows that a must or a target is about.
fn asked_for(report: &Report) -> BTreeSet<&str> {
    let functional = report.requirements.functional.iter();
    let musts = functional.filter(|one| one.priority.as_deref() == Some("must"));
    let musts = musts.filter_map(|one| one.flow.as_deref());
    musts
        .chain(report.verdicts.iter().filter_map(|v| v.of.as_deref()))
        .collect()
}

fn context(diff: &Diff, most: usize) -> Value {
    let mut value = serde_json::to_value(diff).unwrap_or_default();
    let mut left = Vec::new();
    value["counts"] = json!({"changes": diff.changes.len(), "figures": diff.figures.len()});
    for (key, name) in LISTS {
        left.extend(cut(&mut value[key], most).map(|count| format!("{count} {name}")));
    }
    left.extend(cut(&mut value["cost"]["components"], most).map(|count| format!("{count} components of the bill")));
    for (at, moved) in diff.verdicts.iter().take(most).enumerate() {
        // Its id and what became of it have columns of their own.
        let what = moved
            .says
            .split_once(": ")
            .map_or(moved.says.as_str(), |(_, what)| what);
        value["verdicts"][at]["what"] = json!(what);
        value["verdicts"][at]["judged"] = json!(parts(&moved.metric, &moved.target).0);
        value["verdicts"][at]["why"] = json!(moved.because.says().as_deref().map(reason));
    }
    let mut above = None;
    for (at, moved) in diff.figures.iter().take(most).enumerate() {
        let why = moved.because.says();
        // What has the same cause as the row above need not say it again.
        value["figures"][at]["why"] = match why.is_some() && why == above {
            true => json!("same"),
            false => json!(why.as_deref().map(reason)),
        };
        above = why;
    }
    for (at, found) in diff.found.iter().take(most).enumerate() {
        value["found"][at]["why"] = json!(found.because.says());
    }
    for (at, moved) in diff.drills.iter().take(most).enumerate() {
        value["drills"][at]["why"] = json!(moved.because.says());
        value["drills"][at]["is_new"] = json!(moved.broke.is_none());
    }
    value["asked"] = asked(diff);
    // They are among the changes too, which tell how many went.
    cut(&mut value["asked"], most);
    if diff.cost.is_none() {
        value["cost"] = Value::Null;
    }
    value["titles"] = titles(diff);
    value["left_out"] = json!(left.join(", "));
    value
}

/// A cause under a head that says `Because`.
fn reason(because: &str) -> &str {
    let bare = because.strip_prefix("because of ").or(because.strip_prefix("because "));
    bare.unwrap_or(because)
}

/// Functional requirements that are new or gone: no verdict tells of them.
fn asked(diff: &Diff) -> Value {
    let whole = diff.changes.iter().filter_map(|change| {
        let id = change.path.strip_prefix("requirements.functional.")?;
        let written = change.new.as_ref().or(change.old.as_ref());
        let told = change.sentence.as_ref().or(written)?;
        let is_one = matches!(change.kind, ChangeKind::Added | ChangeKind::Removed) && !id.contains('.');
        is_one.then(|| json!({"id": id, "kind": change.kind, "what": told}))
    });
    whole.collect()
}

/// What stands on the folds.
fn titles(diff: &Diff) -> Value {
    let cost = diff.cost.as_ref().map(|cost| match cost.more.as_str() {
        "" => format!("Cost {} → {}", cost.old, cost.new),
        more => format!("Cost {} → {} ({more})", cost.old, cost.new),
    });
    json!({
        "cost": cost,
        "figures": format!("Figures that moved: {}", diff.figures.len()),
        "changes": format!("What was written: {}", diff.changes.len()),
        "picture": emit::CHANGES,
    })
}

/// Leaves so many items of a list; how many went.
fn cut(list: &mut Value, most: usize) -> Option<usize> {
    let items = list.as_array_mut()?;
    let over = items.len().saturating_sub(most);
    items.truncate(most);
    (over > 0).then_some(over)
}
