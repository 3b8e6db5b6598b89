//! Which of the author's changes does it: the old design with single changes made, and judged again.

use super::tree::{self, Change};
use super::{figure, phrase, with_tree};
use crate::Input;
use crate::analysis::Detail;
use crate::design::drill::Wanted;
use crate::form::Node;
use crate::report::{Cause, Diff, DrillMove, FigureMove, Finding, Report, Status, VerdictMove};
use std::collections::BTreeMap;

/// Changes up to which a cause is looked for.
pub const MOST_CHANGES: usize = 40;
/// Runs of the analyses in all.
pub const MOST_RUNS: usize = 160;
/// A change that moves a figure by less of its whole move is no cause of it.
const TELLS: f64 = 0.2;
/// A change that moves a figure by so much of its whole move does it alone.
const ALONE: f64 = 0.9;
/// Causes that are told of one figure.
const MOST_CAUSES: usize = 3;
/// Drills whose breaking is looked into.
const MOST_DRILLS: usize = 4;

/// What is kept of a run.
#[derive(Debug, Clone)]
struct Found {
    verdicts: Vec<(String, Status)>,
    figures: Vec<(String, Option<f64>)>,
    /// Rule and what it is of, of all that is open.
    findings: Vec<(String, Option<String>)>,
    /// The lines of drills that break.
    breaks: Vec<String>,
}

/// A search for causes.
pub struct Search<'a> {
    base: Input,
    old: &'a Node,
    new: &'a Node,
    edits: &'a [Change],
    /// The changes that can move a number.
    telling: Vec<usize>,
    known: BTreeMap<Vec<usize>, Option<Found>>,
    runs: usize,
}

/// Whether a change can move a figure or a verdict: words can't.
fn tells(change: &Change) -> bool {
    let parts: Vec<&str> = change.path.iter().map(String::as_str).collect();
    match &parts[..] {
        ["requirements", list, ..] => ["nonfunctional", "assumptions"].contains(list),
        [section, .., last] if ["components", "flows", "data"].contains(section) => *last != "says",
        [section, ..] => [
            "load",
            "actors",
            "regions",
            "components",
            "flows",
            "data",
            "figures",
            "profile",
            "today",
        ]
        .contains(section),
        [] => false,
    }
}

impl<'a> Search<'a> {
    pub fn new(mut base: Input, old: &'a Node, new: &'a Node, edits: &'a [Change]) -> Self {
        base.detail = Detail::Values;
        base.settings.drills = Wanted::Nothing;
        let numbered = edits.iter().enumerate();
        Search {
            base,
            old,
            new,
            edits,
            telling: numbered.filter(|(_, edit)| tells(edit)).map(|(at, _)| at).collect(),
            known: BTreeMap::new(),
            runs: 0,
        }
    }

    /// Adds to verdicts and figures that moved what does it.
    pub fn explain(&mut self, diff: &mut Diff, old: &Report) {
        let turned = diff.verdicts.iter().any(is_turned);
        let broken: Vec<String> = diff.drills.iter().filter(|m| is_looked_into(m)).map(line).collect();
        let nothing = !turned && diff.figures.is_empty() && diff.found.is_empty() && broken.is_empty();
        if nothing || self.telling.is_empty() {
            return;
        }
        if let [only] = self.telling[..] {
            // Nothing else can have done it, but for what words bring.
            let cause = self.cause(&[only], true);
            let turned = diff.verdicts.iter_mut().filter(|m| is_turned(m));
            turned.for_each(|m| m.because = cause.clone());
            diff.figures.iter_mut().for_each(|m| m.because = cause.clone());
            let broken = diff.drills.iter_mut().filter(|m| m.starts_to_break());
            broken.for_each(|m| m.because = cause.clone());
            if self.edits.len() == 1 {
                diff.found.iter_mut().for_each(|found| found.because = cause.clone());
            }
            return;
        }
        if self.telling.len() > MOST_CHANGES {
            let count = self.telling.len();
            diff.search.gave_up = Some(format!(
                "{count} changes can move a number; which of them does what is looked for up to {MOST_CHANGES}"
            ));
            return;
        }
        let broken: Vec<String> = broken.into_iter().take(MOST_DRILLS).collect();
        if !broken.is_empty() {
            self.base.settings.drills = Wanted::These(broken.clone());
        }
        let before = figure::values(old);
        for moved in diff.verdicts.iter_mut().filter(|m| is_turned(m)) {
            moved.because = self.of(|found| turns(found, moved));
        }
        for moved in diff.drills.iter_mut().filter(|m| broken.contains(&m.line)) {
            moved.because = self.of(|found| found.breaks.contains(&moved.line));
        }
        for new in &mut diff.found {
            let key = finding_key(&new.finding);
            new.because = self.of(|found| found.findings.contains(&key));
        }
        for moved in &mut diff.figures {
            moved.because = self.of_figure(moved, &before);
        }
        diff.search.runs = self.runs;
        if self.runs >= MOST_RUNS {
            diff.search.gave_up = Some(format!("not every cause was found within {MOST_RUNS} runs"));
        }
    }

    fn cause(&self, chosen: &[usize], alone: bool) -> Cause {
        let changes = chosen.iter().filter_map(|at| self.edits.get(*at));
        Cause {
            changes: changes.map(|edit| phrase::told(edit).says).collect(),
            alone,
        }
    }

    /// The old design with some changes made; none where its form is wrong then, or there were too many runs.
    fn with(&mut self, chosen: &[usize]) -> Option<&Found> {
        if !self.known.contains_key(chosen) {
            if self.runs >= MOST_RUNS {
                return None;
            }
            self.runs += 1;
            let report = with_tree(&self.base, &tree::with(self.old, self.new, chosen));
            self.known.insert(chosen.to_vec(), report.as_ref().map(kept));
        }
        self.known.get(chosen)?.as_ref()
    }

    /// Each change that brings it about alone, else the fewest that do it together.
    fn of(&mut self, happens: impl Fn(&Found) -> bool) -> Cause {
        let telling = self.telling.clone();
        let alone = telling.iter().copied();
        let alone: Vec<usize> = alone.filter(|at| self.with(&[*at]).is_some_and(&happens)).collect();
        if !alone.is_empty() {
            return self.cause(&alone, true);
        }
        if !self.with(&telling).is_some_and(&happens) {
            return Cause::default();
        }
        // One after the other is left out, as long as the rest still does it.
        let mut needed = telling.clone();
        for at in telling {
            let without: Vec<usize> = needed.iter().copied().filter(|other| *other != at).collect();
            if self.with(&without).is_some_and(&happens) {
                needed = without;
            }
        }
        self.cause(&needed, false)
    }

    /// The changes that move a figure furthest towards its new value; where none does alone, those without which it
    /// does not get there.
    fn of_figure(&mut self, moved: &FigureMove, before: &[(String, Option<f64>)]) -> Cause {
        let all = self.telling.clone();
        let (old, new) = (value(before, &moved.name), self.figure(&all, &moved.name));
        let share = |now: Option<f64>| match (old, new, now) {
            (Some(old), Some(new), Some(now)) if new != old => (now - old) / (new - old),
            (Some(_), None, None) | (None, Some(_), Some(_)) => 1.0,
            _ => 0.0,
        };
        let mut shares: Vec<(f64, usize)> = Vec::new();
        for at in &all {
            if self.with(&[*at]).is_none() {
                continue;
            }
            let share = share(self.figure(&[*at], &moved.name));
            if share >= TELLS {
                shares.push((share, *at));
            }
        }
        if shares.is_empty() && old != new {
            let needed = all.iter().copied().filter(|at| {
                let without: Vec<usize> = all.iter().copied().filter(|other| other != at).collect();
                self.with(&without).is_none() || share(self.figure(&without, &moved.name)) <= 1.0 - TELLS
            });
            let needed: Vec<usize> = needed.collect();
            return self.cause(&needed, false);
        }
        shares.sort_by(|(a, i), (b, j)| b.total_cmp(a).then(i.cmp(j)));
        shares.truncate(MOST_CAUSES);
        let alone = shares.first().is_some_and(|(share, _)| *share >= ALONE);
        if alone {
            shares.retain(|(share, _)| *share >= ALONE);
        }
        let chosen: Vec<usize> = shares.into_iter().map(|(_, at)| at).collect();
        self.cause(&chosen, alone)
    }

    fn figure(&mut self, chosen: &[usize], name: &str) -> Option<f64> {
        value(&self.with(chosen)?.figures, name)
    }
}

fn value(figures: &[(String, Option<f64>)], name: &str) -> Option<f64> {
    figures.iter().find(|(other, _)| other == name)?.1
}

fn verdict_key(id: &str, metric: &str) -> String {
    format!("{id} {metric}")
}

fn kept(report: &Report) -> Found {
    let verdicts = report.verdicts.iter();
    let breaks = report.drills.iter().filter(|drill| drill.breaks);
    Found {
        verdicts: verdicts.map(|v| (verdict_key(&v.id, &v.metric), v.status)).collect(),
        figures: figure::values(report),
        findings: report
            .findings
            .iter()
            .filter(|f| f.is_open())
            .map(finding_key)
            .collect(),
        breaks: breaks.map(|drill| drill.line.clone()).collect(),
    }
}

fn finding_key(finding: &Finding) -> (String, Option<String>) {
    (finding.rule.clone(), finding.of.clone())
}

/// Whether a requirement that both designs have is judged otherwise.
fn is_turned(moved: &VerdictMove) -> bool {
    moved.was.is_some() && moved.now.is_some()
}

/// Whether a verdict is what it became.
fn turns(found: &Found, moved: &VerdictMove) -> bool {
    let key = verdict_key(&moved.id, &moved.metric);
    let status = found.verdicts.iter().find(|(id, _)| *id == key);
    moved.was != moved.now && status.is_some_and(|(_, status)| Some(*status) == moved.now)
}

/// Whether a drill breaks only now; one that the old design had not can't be run with each change.
fn is_looked_into(moved: &DrillMove) -> bool {
    moved.breaks && moved.broke == Some(false)
}

fn line(moved: &DrillMove) -> String {
    moved.line.clone()
}
