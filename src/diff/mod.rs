//! Two designs side by side: what their author changed, what it does, and which change does it.
//!
//! Both go through the same analyses as everywhere; to find what does what, the old design goes through them once more
//! with single changes made.

mod cause;
mod contract;
mod cost;
mod drill;
mod figure;
mod found;
mod headline;
mod phrase;
mod rename;
mod steps;
mod text;
mod tree;
mod verdict;

use crate::design::{self, Settings};
pub use cause::{MOST_CHANGES, MOST_RUNS};
pub use verdict::parts;

use crate::form::{Node, Value};
use crate::report::{ChangeKind, DesignChange, Diff, DiffSide, Report};
use crate::source::{Source, Sources};
use crate::{Input, Outcome, assemble, run};

/// States that are set beside a design; each takes a run of all analyses.
const MOST_STATES: usize = 4;
/// Version of the form of a [`Diff`].
const SCHEMA: u32 = 1;

/// Two designs that have been compared.
pub struct Compared {
    pub diff: Diff,
    pub old: Report,
    pub new: Report,
}

/// A design whose form is wrong: nothing can be compared.
pub struct Unsound {
    pub sources: Sources,
    pub report: Report,
}

/// Compares a design with a later one. Both are judged as their inputs say.
///
/// # Errors
/// The form of one of them is wrong; the old one is told first.
pub fn diff(old: Input, new: Input) -> Result<Compared, Box<Unsound>> {
    let trees = design::tree(&old.files, &old.settings).zip(design::tree(&new.files, &new.settings));
    let (before, after) = (sound(&old)?, sound(&new)?);
    let old_side = side(&before);
    let Some((old_tree, new_tree)) = trees else {
        // A sound design has a tree; without one there is nothing to tell.
        let diff = judged(&before, &after, Vec::new(), None);
        return Ok(Compared {
            diff,
            old: before,
            new: after,
        });
    };
    let (settled, renamed) = rename::settle(&old_tree, &new_tree);
    let base = Input {
        cures: false,
        settings: Settings {
            state: None,
            set: Vec::new(),
            ..old.settings.clone()
        },
        ..old.clone()
    };
    // Under the new names all is found again, findings and figures alike.
    let again = (!renamed.is_empty()).then(|| with_tree(&base, &settled)).flatten();
    let (settled, before, renamed) = match again {
        Some(report) => (settled, report, renamed),
        None => (old_tree, before, Vec::new()),
    };
    let mut changes: Vec<DesignChange> = renamed.iter().map(renaming).collect();
    let edits = tree::changes(&settled, &new_tree);
    changes.extend(edits.iter().map(phrase::told));
    let search = (!edits.is_empty()).then(|| cause::Search::new(base, &settled, &new_tree, &edits));
    let mut diff = judged(&before, &after, changes, search);
    diff.old = old_side;
    diff.old.set = old.settings.set;
    diff.new.set = new.settings.set;
    Ok(Compared {
        diff,
        old: before,
        new: after,
    })
}

/// A design beside each of its states, as `--state` would apply them; none where one has been applied already. What
/// does what is not looked for, and a state whose form is wrong is left out: both are what [`diff`] is for.
pub fn planned(input: &Input, now: &Report) -> Vec<Compared> {
    if input.settings.state.is_some() {
        return Vec::new();
    }
    let Some(tree) = design::tree(&input.files, &input.settings) else {
        return Vec::new();
    };
    let states = match tree.get("states").map(|states| &states.value) {
        Some(Value::Map(states)) => states.iter().map(|(key, _)| key.name.clone()).collect(),
        _ => Vec::new(),
    };
    let beside = |state: String| {
        let mut then = input.clone();
        then.settings.state = Some(state);
        let then_tree = design::tree(&then.files, &then.settings)?;
        let new = sound(&then).ok()?;
        let edits = tree::changes(&tree, &then_tree);
        let mut diff = begun(now, &new, edits.iter().map(phrase::told).collect());
        found::findings(now, &new, &mut diff);
        moved(&mut diff, now, &new);
        told(&mut diff);
        Some(Compared {
            diff,
            old: now.clone(),
            new,
        })
    };
    states.into_iter().take(MOST_STATES).filter_map(beside).collect()
}

fn sound(input: &Input) -> Result<Report, Box<Unsound>> {
    let Outcome { sources, report } = run(input.clone());
    if report.is_sound() {
        Ok(report)
    } else {
        Err(Box::new(Unsound { sources, report }))
    }
}

/// The report of a tree; none where its form is wrong.
fn with_tree(base: &Input, tree: &Node) -> Option<Report> {
    let mut input = base.clone();
    let name = input.files.first().map(|file| file.name.clone()).unwrap_or_default();
    input.files = vec![Source::new(name, text::yaml(tree))];
    let report = run(input).report;
    report.is_sound().then_some(report)
}

fn renaming(renamed: &rename::Renamed) -> DesignChange {
    let section = renamed.section.join(".");
    DesignChange {
        kind: ChangeKind::Renamed,
        section: renamed.section.first().copied().unwrap_or_default().to_string(),
        path: format!("{section}.{}", renamed.to),
        old: Some(renamed.from.clone()),
        new: Some(renamed.to.clone()),
        says: format!("{} is called {} now", renamed.from, renamed.to),
        sentence: None,
    }
}

/// All that differs, with its causes where a search can tell them.
fn judged(old: &Report, new: &Report, changes: Vec<DesignChange>, search: Option<cause::Search>) -> Diff {
    let mut diff = begun(old, new, changes);
    found::findings(old, new, &mut diff);
    if let Some(mut search) = search {
        // Without a change of the author's nothing can have moved but by the order in which numbers are added.
        moved(&mut diff, old, new);
        search.explain(&mut diff, old);
    }
    told(&mut diff);
    diff
}

/// Both sides and what their author changed.
fn begun(old: &Report, new: &Report, changes: Vec<DesignChange>) -> Diff {
    Diff {
        generated: assemble::GENERATED.to_string(),
        schema: SCHEMA,
        old: side(old),
        new: side(new),
        headline: String::new(),
        summary: String::new(),
        equal: changes.is_empty(),
        breaks: Vec::new(),
        doubts: Vec::new(),
        changes,
        verdicts: Vec::new(),
        contracts: Vec::new(),
        found: Vec::new(),
        mended: Vec::new(),
        waived: Vec::new(),
        still: 0,
        drills: Vec::new(),
        cuts: Vec::new(),
        figures: Vec::new(),
        cost: None,
        search: Default::default(),
    }
}

/// What the changes move.
fn moved(diff: &mut Diff, old: &Report, new: &Report) {
    diff.verdicts = verdict::moves(old, new);
    diff.figures = figure::moves(old, new);
    diff.contracts = contract::changes(old, new);
    diff.drills = drill::moves(old, new);
    diff.cuts = found::cuts(old, new);
    diff.cost = cost::moves(old, new);
}

/// What of it is worse, and the whole in a sentence.
fn told(diff: &mut Diff) {
    verdict::weigh(diff);
    headline::tell(diff);
}

fn side(report: &Report) -> DiffSide {
    DiffSide {
        name: report.name.clone(),
        file: report.file.clone(),
        state: report.state.clone(),
        set: Vec::new(),
    }
}
