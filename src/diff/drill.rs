//! Drills that end otherwise.

use crate::report::{Cause, Drill, DrillMove, DrillRequirementMove, DrillState, Report};

/// Drills of the new design that end otherwise than in the old one, those that break something first.
pub fn moves(old: &Report, new: &Report) -> Vec<DrillMove> {
    let mut moves: Vec<DrillMove> = new
        .drills
        .iter()
        .filter_map(|drill| moved(old.drills.iter().find(|was| was.line == drill.line), drill))
        .collect();
    let worsens = |m: &DrillMove| m.requirements.iter().any(|r| r.was.is_some_and(|was| r.now > was));
    moves.sort_by_key(|m| (!m.starts_to_break(), !worsens(m)));
    moves
}

fn moved(was: Option<&Drill>, now: &Drill) -> Option<DrillMove> {
    let before = |id: &str| {
        let of = was?.functional.iter().find(|r| r.id == id)?;
        Some(of.state)
    };
    // What fails on any day is no work of the drill.
    let already = |flow: &str| now.flows.iter().any(|f| f.id == flow && f.already);
    let requirements: Vec<DrillRequirementMove> = now
        .functional
        .iter()
        .filter(|r| !already(&r.flow))
        .map(|r| DrillRequirementMove {
            id: r.id.clone(),
            was: before(&r.id),
            now: r.state,
        })
        .filter(|r| match r.was {
            Some(was) => was != r.now,
            // A drill that is new tells what it harms; a requirement that is new is told elsewhere.
            None => was.is_none() && r.now != DrillState::Holds,
        })
        .collect();
    let broke = was.map(|was| was.breaks);
    let targets = |drill: &Drill| drill.targets.iter().filter(|t| t.met == Some(false)).count();
    let own = requirements.iter().any(|r| r.now == DrillState::Fails) || targets(now) > was.map_or(0, targets);
    let daily = now.flows.iter().any(|flow| flow.already);
    let starts = now.breaks && broke != Some(true) && (own || !daily);
    let stops = !now.breaks && broke == Some(true);
    (starts || stops || !requirements.is_empty()).then(|| DrillMove {
        line: now.line.clone(),
        broke,
        breaks: starts || now.breaks && broke == Some(true),
        because: Cause::default(),
        says: says(&now.line, (starts, stops), &requirements),
        requirements,
    })
}

/// `lose zone a: FR1: holds → fails`.
fn says(line: &str, (starts, stops): (bool, bool), requirements: &[DrillRequirementMove]) -> String {
    let mut groups: Vec<(Option<DrillState>, DrillState, Vec<&str>)> = Vec::new();
    for r in requirements {
        match groups.iter_mut().find(|(was, now, _)| *was == r.was && *now == r.now) {
            Some((_, _, ids)) => ids.push(&r.id),
            None => groups.push((r.was, r.now, vec![&r.id])),
        }
    }
    let fails = requirements.iter().any(|r| r.now == DrillState::Fails);
    let mut parts: Vec<String> = groups
        .into_iter()
        .map(|(was, now, ids)| match was {
            Some(was) => format!("{}: {} → {}", ids.join(", "), word(was), word(now)),
            None => format!("{}: {}", ids.join(", "), word(now)),
        })
        .collect();
    if starts && !fails {
        parts.push("a requirement or an expectation breaks in it now".to_string());
    } else if stops && parts.is_empty() {
        parts.push("nothing that is asked for breaks in it any more".to_string());
    }
    format!("{line}: {}", parts.join("; "))
}

fn word(state: DrillState) -> &'static str {
    match state {
        DrillState::Holds => "holds",
        DrillState::Degraded => "degraded",
        DrillState::Unknown => "unknown",
        DrillState::Fails => "fails",
    }
}
