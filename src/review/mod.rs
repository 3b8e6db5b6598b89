//! The review: the rubric over a design, each point with the line that earned or missed it.
//!
//! What is looked at lies in `catalog/dimension/`, what judges it in [`points`]. A condition only reads the report,
//! and what no file can tell stays unknown.

mod chain;
mod compare;
mod earlier;
mod look;
mod points;
mod session;
mod words;

use crate::assemble::GENERATED;
use crate::catalog::practice::Point;
use crate::catalog::{Catalog, Detail, Dimension, Entry, Kind, LEVELS};
use crate::interview::journal::Journal;
use crate::report::{NextStep, PointState, Report, Review, ReviewDimension, ReviewFinding, ReviewPoint};
pub use earlier::{Earlier, OldFinding};
use look::{Answer, Look};

/// Next steps that are told: more than these nobody takes at once.
const STEPS: usize = 5;

/// What a review rests on.
pub struct Asked<'a> {
    /// Of a sound design, with everything.
    pub report: &'a Report,
    pub catalog: &'a Catalog,
    /// One of [`LEVELS`].
    pub level: &'a str,
    /// Another answer to the same task, with everything.
    pub other: Option<&'a Report>,
    /// What happened in the session that made the design.
    pub journal: Option<&'a Journal>,
    pub earlier: Option<&'a Earlier>,
}

/// Points with what judges them, by dimension.
pub fn conditions() -> impl Iterator<Item = (&'static str, &'static str)> {
    let dimensions = points::DIMENSIONS.iter();
    dimensions.flat_map(|(dimension, points)| points.iter().map(move |(point, _)| (*dimension, *point)))
}

/// Reviews a design.
pub fn review(asked: &Asked) -> Review {
    let plan = plan(asked);
    let look = Look {
        report: asked.report,
        journal: asked.journal,
        plan: &plan,
    };
    let dimensions: Vec<ReviewDimension> = (points::DIMENSIONS.iter())
        .filter_map(|(id, conditions)| dimension(asked, &look, id, conditions))
        .collect();
    Review {
        generated: GENERATED.to_string(),
        schema: earlier::SCHEMA,
        name: asked.report.name.clone(),
        file: asked.report.file.clone(),
        case: asked.report.case.as_ref().map(|case| case.id.clone()),
        level: asked.level.to_string(),
        since: asked.earlier.map(|earlier| earlier.file.clone()),
        chains: chain::chains(&look),
        findings: findings(asked),
        comparison: asked.other.map(|other| compare::compare(asked.report, other)),
        session: asked.journal.map(|journal| session::told(journal, &plan)),
        next: next(&dimensions),
        dimensions,
    }
}

/// The phases of the session's plan with their minutes.
fn plan(asked: &Asked) -> Vec<(String, u32)> {
    let id = asked.journal.map(|journal| journal.header.plan.as_str());
    let entry = id.and_then(|id| asked.catalog.of_kind(Kind::Plan, id));
    match entry.map(|entry| &entry.detail) {
        Some(Detail::Plan(plan)) => plan.phases.clone(),
        _ => Vec::new(),
    }
}

fn dimension(asked: &Asked, look: &Look, id: &str, conditions: &[points::Condition]) -> Option<ReviewDimension> {
    let (entry, dimension): (&Entry, &Dimension) = asked.catalog.dimensions().find(|(entry, _)| entry.id == id)?;
    let rank = |level: &str| LEVELS.iter().position(|known| *known == level);
    let (mut points, mut beyond) = (Vec::new(), Vec::new());
    for (id, point) in &dimension.points {
        // A point of a user's own catalog has no condition.
        let judge = conditions.iter().find(|(known, _)| known == id).map(|(_, judge)| judge);
        let answer = judge.map_or_else(
            || Answer::unknown("no condition judges it: a person has to"),
            |judge| judge(look),
        );
        let judged = judged(asked, id, point, answer);
        if rank(point.level) <= rank(asked.level) {
            points.push(judged);
        } else if is_shown(judged.state) {
            beyond.push(judged.id);
        }
    }
    let count = |wanted: &dyn Fn(PointState) -> bool| points.iter().filter(|point| wanted(point.state)).count();
    Some(ReviewDimension {
        id: entry.id.clone(),
        title: entry.title.clone(),
        weight: dimension.weight,
        shown: count(&is_shown),
        of: count(&|state| state != PointState::NotApplicable),
        unknown: count(&|state| state == PointState::Unknown),
        points,
        beyond,
    })
}

fn is_shown(state: PointState) -> bool {
    matches!(state, PointState::Shown | PointState::Resolved)
}

/// A point with its answer, weighed against what was and what the design affirms.
fn judged(asked: &Asked, id: &str, point: &Point, answer: Answer) -> ReviewPoint {
    let was = asked.earlier.and_then(|earlier| earlier.points.get(id).copied());
    let affirmed = asked.report.affirmed.iter().find(|affirmed| affirmed.point == id);
    let mut evidence = answer.evidence;
    let (state, because) = match (answer.state, affirmed) {
        (PointState::Open | PointState::Unknown, Some(affirmed)) => {
            evidence.push(crate::report::Evidence {
                says: "affirmed here".to_string(),
                place: Some(affirmed.place.clone()),
            });
            (PointState::Affirmed, Some(affirmed.because.clone()))
        }
        (PointState::Shown, _) if was == Some(PointState::Open) => (PointState::Resolved, None),
        (state, _) => (state, answer.because),
    };
    ReviewPoint {
        id: id.to_string(),
        level: point.level.to_string(),
        state,
        was,
        shows: point.shows.clone(),
        evidence,
        next: (state == PointState::Open).then(|| point.next.clone()),
        because,
    }
}

/// The findings of the rules with their states; those that are gone come last.
fn findings(asked: &Asked) -> Vec<ReviewFinding> {
    let now = asked.report.findings.iter().map(|finding| ReviewFinding {
        rule: finding.rule.clone(),
        of: finding.of.clone(),
        message: finding.message.clone(),
        place: finding.place.clone(),
        fingerprint: finding.fingerprint.clone(),
        state: match &finding.waived {
            Some(_) => PointState::Affirmed,
            None => PointState::Open,
        },
        because: finding.waived.as_ref().map(|waived| waived.because.clone()),
    });
    let mut all: Vec<ReviewFinding> = now.collect();
    let old = asked.earlier.iter().flat_map(|earlier| &earlier.findings);
    let gone = old.filter(|(print, _)| {
        asked
            .report
            .findings
            .iter()
            .all(|finding| finding.fingerprint != **print)
    });
    all.extend(gone.map(|(print, old)| ReviewFinding {
        rule: old.rule.clone(),
        of: old.of.clone(),
        message: old.message.clone(),
        place: None,
        fingerprint: print.clone(),
        state: PointState::Resolved,
        because: None,
    }));
    all
}

/// The next steps: what is expected from the lowest level first, and of that what weighs most.
fn next(dimensions: &[ReviewDimension]) -> Vec<NextStep> {
    let rank = |level: &str| LEVELS.iter().position(|known| *known == level);
    let mut open: Vec<(&ReviewDimension, &ReviewPoint)> = (dimensions.iter())
        .flat_map(|dimension| dimension.points.iter().map(move |point| (dimension, point)))
        .filter(|(_, point)| point.state == PointState::Open)
        .collect();
    open.sort_by_key(|(dimension, point)| (rank(&point.level), std::cmp::Reverse(dimension.weight)));
    let steps = open.into_iter().take(STEPS);
    steps
        .filter_map(|(dimension, point)| {
            Some(NextStep {
                dimension: dimension.id.clone(),
                point: point.id.clone(),
                says: point.next.clone()?,
            })
        })
        .collect()
}
