//! Findings that are new, mended or waived, and what fails flows now.

use crate::report::{Availability, Cause, CutMove, Diff, Finding, NewFinding, Report, SpofLevel};
use std::collections::{BTreeMap, HashMap, VecDeque};

/// A cut set counts from this share of the outage of its flow on.
const OUTWEIGHS: f64 = 0.05;
const YEAR: f64 = 525_600.0;

/// Pairs the findings of both, by their fingerprints first, then by what they say of what.
pub fn findings(old: &Report, new: &Report, diff: &mut Diff) {
    let mut before: Vec<&Finding> = old.findings.iter().filter(|f| f.is_open()).collect();
    let mut after: Vec<&Finding> = new.findings.iter().collect();
    let mut pairs: Vec<(&Finding, &Finding)> = Vec::new();
    let alike: [fn(&Finding) -> Alike; 3] = [
        |f| Some((&f.fingerprint, None, "")),
        |f| Some((&f.rule, f.of.as_deref(), &f.message)),
        // The guilty text may have changed, and the numbers of the message with it.
        |f| f.of.as_deref().map(|of| (f.rule.as_str(), Some(of), "")),
    ];
    for alike in alike {
        pair(&mut before, &mut after, &mut pairs, alike);
    }
    let mut found: Vec<Finding> = Vec::new();
    for (was, now) in pairs {
        if !now.is_open() {
            diff.waived.push(now.clone());
        } else if now.severity > was.severity {
            found.push(now.clone());
        } else {
            diff.still += 1;
        }
    }
    found.extend(after.into_iter().filter(|f| f.is_open()).cloned());
    diff.mended.extend(before.into_iter().cloned());
    for list in [&mut found, &mut diff.mended, &mut diff.waived] {
        list.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.rule.cmp(&b.rule)));
    }
    let new = found.into_iter().map(|finding| NewFinding {
        finding,
        because: Cause::default(),
    });
    diff.found = new.collect();
    if diff.equal {
        // An order that means nothing may name another line.
        diff.found.clear();
        diff.mended.clear();
        diff.waived.clear();
    }
}

/// What findings share that are the same: equal ones are paired, without one none is.
type Alike<'r> = Option<(&'r str, Option<&'r str>, &'r str)>;

/// Takes those that are alike from both lists: each finding of before with the first one of after.
fn pair<'r>(
    before: &mut Vec<&'r Finding>,
    after: &mut Vec<&'r Finding>,
    pairs: &mut Vec<(&'r Finding, &'r Finding)>,
    alike: fn(&'r Finding) -> Alike<'r>,
) {
    let mut waiting: HashMap<Alike, VecDeque<usize>> = HashMap::new();
    for (at, finding) in after.iter().enumerate() {
        let key = alike(finding);
        if key.is_some() {
            waiting.entry(key).or_default().push_back(at);
        }
    }
    let mut taken = vec![false; after.len()];
    before.retain(|finding| {
        let at = waiting.get_mut(&alike(finding)).and_then(VecDeque::pop_front);
        let Some((at, other)) = at.and_then(|at| Some((at, *after.get(at)?))) else {
            return true;
        };
        pairs.push((finding, other));
        taken[at] = true;
        false
    });
    let mut taken = taken.into_iter();
    after.retain(|_| taken.next() != Some(true));
}

/// Events that alone or together fail flows in only one of both, new ones first.
pub fn cuts(old: &Report, new: &Report) -> Vec<CutMove> {
    let (before, after) = (sets(old), sets(new));
    let known = |report: &Report, flow: &String| report.flows.iter().any(|f| f.id == *flow);
    let mut moves = Vec::new();
    for (is_new, these, others, other) in [(true, &after, &before, old), (false, &before, &after, new)] {
        for (events, flows) in these {
            // What only one of both has cannot have lost or won anything.
            let flows: Vec<String> = flows
                .iter()
                .filter(|flow| known(other, flow) && !others.get(events).is_some_and(|there| there.contains(flow)))
                .cloned()
                .collect();
            if !flows.is_empty() {
                moves.push(CutMove {
                    new: is_new,
                    events: events.clone(),
                    flows,
                });
            }
        }
    }
    moves.sort_by_key(|moved| (!moved.new, moved.events.len()));
    moves
}

/// The flows that fail with the same events.
fn sets(report: &Report) -> BTreeMap<Vec<String>, Vec<String>> {
    let mut sets: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for flow in &report.flows {
        for events in flow.availability.iter().flat_map(of_flow) {
            let flows = sets.entry(events).or_default();
            if !flows.contains(&flow.id) {
                flows.push(flow.id.clone());
            }
        }
    }
    sets
}

fn of_flow(found: &Availability) -> Vec<Vec<String>> {
    let single = found.spofs.iter().filter(|spof| spof.level != SpofLevel::Service);
    let mut sets: Vec<Vec<String>> = single.map(|spof| vec![spof.event.clone()]).collect();
    let weighty = |minutes: f64| minutes >= 1.0 && minutes >= found.down_low * YEAR * OUTWEIGHS;
    let several = found.cuts.iter().filter(|cut| cut.order > 1 && weighty(cut.minutes));
    sets.extend(several.map(|cut| cut.events.clone()));
    sets
}
