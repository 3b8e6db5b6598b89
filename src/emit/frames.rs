//! The conditions around the steps of a flow: what runs only after a miss, what may fail, what runs
//! at once.
//!
//! A step stands in the frames of its caller. Each party remembers the frames in which it was
//! reached; a party that was reached in several ways keeps what these have in common.

use std::collections::BTreeMap;

use super::diagram::BlockKind;
use crate::report::Step;

/// Frames inside one another. Deeper ones say nothing more to a reader.
const DEEPEST: usize = 5;

/// Steps between two that run together; what lies farther apart is not drawn as one block.
const NEAR: usize = 32;

/// A frame around some steps; equal for the steps that share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub kind: BlockKind,
    /// The step that gave rise to it.
    opened: usize,
    /// Which of its branches, from 0.
    branch: usize,
    pub title: String,
}

impl Frame {
    /// Whether both are branches of one block. What may not happen has one branch: a step that is optional and the
    /// miss of that step are two conditions.
    pub fn same_block(&self, other: &Self) -> bool {
        self.kind == BlockKind::Par && other.kind == BlockKind::Par && self.opened == other.opened
    }
}

/// How a party was last reached.
#[derive(Default)]
struct Reached {
    at: usize,
    frames: Vec<Frame>,
    hit: Option<String>,
    /// Whether a step has used it since, so that the next step into it starts anew.
    used: bool,
    calls: usize,
}

/// The frames around each step, from the outside in.
pub fn frames(steps: &[Step]) -> Vec<Vec<Frame>> {
    let mut reached: BTreeMap<&str, Reached> = BTreeMap::new();
    let mut all = Vec::new();
    for (at, (step, branch)) in steps.iter().zip(branches(steps)).enumerate() {
        let cause = reached
            .entry(step.on_miss.as_deref().unwrap_or(&step.from))
            .or_default();
        cause.used = true;
        let mut frames = cause.frames.clone();
        if let Some(missed) = &step.on_miss {
            let title = miss(missed, cause.hit.as_deref());
            frames.push(Frame {
                kind: BlockKind::Opt,
                opened: cause.at,
                branch: 0,
                title,
            });
        }
        frames.extend(branch);
        if step.optional {
            let title = "optional: if it fails, the flow goes on".to_owned();
            frames.push(Frame {
                kind: BlockKind::Opt,
                opened: at,
                branch: 0,
                title,
            });
        }
        frames.truncate(DEEPEST);

        let callee = reached.entry(&step.to).or_default();
        if callee.used || callee.calls == 0 {
            callee.frames.clone_from(&frames);
        } else {
            let shared = callee.frames.iter().zip(&frames).take_while(|(a, b)| a == b).count();
            callee.frames.truncate(shared);
        }
        callee.used = false;
        callee.calls += 1;
        callee.at = at;
        callee.hit.clone_from(&step.hit);
        all.push(frames);
    }
    all
}

/// For each step the branch that it begins, if it runs together with another step of its caller.
fn branches(steps: &[Step]) -> Vec<Option<Frame>> {
    let mut last = BTreeMap::new();
    let siblings: Vec<Option<usize>> = steps
        .iter()
        .enumerate()
        .map(|(at, step)| last.insert(step.from.as_str(), at))
        .collect();
    let joined = |at| {
        let next = steps.iter().zip(&siblings).skip(at + 1);
        next.take(NEAR)
            .any(|(step, sibling)| step.parallel && *sibling == Some(at))
    };
    let mut branches: Vec<Option<Frame>> = Vec::new();
    for (at, (step, sibling)) in steps.iter().zip(&siblings).enumerate() {
        let before = sibling
            .and_then(|sibling| branches.get(sibling))
            .and_then(Option::as_ref);
        let frame = |opened, branch| Frame {
            kind: BlockKind::Par,
            opened,
            branch,
            title: if branch == 0 {
                "together".to_owned()
            } else {
                String::new()
            },
        };
        let branch = match before {
            Some(before) if step.parallel => Some(frame(before.opened, before.branch + 1)),
            _ if joined(at) => Some(frame(at, 0)),
            _ => None,
        };
        branches.push(branch);
    }
    branches
}

/// `miss of cache: 10 % of its calls`, from the share that it answers itself.
fn miss(of: &str, hit: Option<&str>) -> String {
    let share = hit.and_then(|hit| {
        let number = hit.strip_suffix('%')?.trim_end();
        let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let rest = 100.0 - number.parse::<f64>().ok()?;
        (decimals <= 6).then(|| format!("{rest:.decimals$} % of its calls"))
    });
    match (share, hit) {
        (Some(share), _) => format!("miss of {of}: {share}"),
        (None, Some(hit)) => format!("miss of {of}, which answers {hit}"),
        (None, None) => format!("miss of {of}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{frames, miss};
    use crate::emit::fixture::step;
    use crate::report::Step;

    #[test]
    fn a_miss_states_its_share() {
        for (hit, title) in [
            (Some("90 %"), "miss of cache: 10 % of its calls"),
            (Some("99.9 %"), "miss of cache: 0.1 % of its calls"),
            (Some("90 % to 95 %"), "miss of cache, which answers 90 % to 95 %"),
            (None, "miss of cache"),
        ] {
            assert_eq!(miss("cache", hit), title);
        }
    }

    #[test]
    fn an_optional_step_and_its_miss_are_no_alternatives() {
        let steps = [
            step("api", "cache", "read", 1.0),
            Step {
                optional: true,
                ..step("api", "cache", "read", 1.0)
            },
            Step {
                on_miss: Some("cache".to_owned()),
                ..step("api", "db", "read", 1.0)
            },
        ];
        let found = frames(&steps);
        let [first, second, third] = found.as_slice() else {
            panic!("one list for each step");
        };
        assert!(first.is_empty());
        let (optional, missed) = (&second[0], &third[0]);
        assert!(optional.opened == missed.opened && !optional.same_block(missed));
    }
}
