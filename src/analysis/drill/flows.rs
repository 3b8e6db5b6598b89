//! What becomes of the flows.

use super::{Bench, Drill, FlowState, State};
use crate::analysis::availability::Conditions;
use crate::analysis::availability::lost::{self, Answer, Block, Lost};
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::figure::{Id, Origin};
use crate::model::drill::Scenario;
use crate::model::{Model, Party};
use crate::quantity::{Dimension, Spread, print};

/// The state of each flow, on a load that is changed already.
pub fn states(bench: &mut Bench, lost: &Lost) -> Vec<FlowState> {
    let model = bench.model;
    let mut found = Vec::new();
    for flow in (0..model.flows.len()).filter(|f| !model.flows[*f].fragment) {
        let mut conditions = Conditions::over(model, bench.load);
        let regions = 0..model.design.regions.len().max(1);
        let answers: Vec<(usize, Answer)> = regions
            .filter(|r| !lost.regions.contains(r))
            .map(|r| (r, lost::answer(&mut conditions, flow, r, lost)))
            .collect();
        found.push(state(bench, flow, lost, &answers));
    }
    found
}

/// One state of the answers to the users of all regions.
fn state(bench: &mut Bench, flow: usize, lost: &Lost, answers: &[(usize, Answer)]) -> FlowState {
    let model = bench.model;
    let mut result = FlowState {
        flow,
        state: State::Holds,
        failing: None,
        reasons: Vec::new(),
        missing: Vec::new(),
    };
    if answers.is_empty() {
        result.state = State::Fails;
        result.failing = Some(bench.load.figures.number(1.0));
        result.reasons.push("no region is left".to_string());
        return result;
    }
    let one_place = answers.iter().all(|(_, a)| a.blocks == answers[0].1.blocks);
    for (region, answer) in answers {
        let whose = if one_place {
            String::new()
        } else {
            format!("users of {}: ", region_id(model, *region))
        };
        let mut say = |text: String| {
            let text = format!("{whose}{text}");
            if !result.reasons.contains(&text) {
                result.reasons.push(text);
            }
        };
        let here = if answer.surely > 0.0 {
            answer.blocks.iter().for_each(|b| say(block_words(model, b, lost)));
            State::Fails
        } else if answer.perhaps > 0.0 {
            answer.blocks.iter().for_each(|b| say(block_words(model, b, lost)));
            State::Unknown
        } else if !answer.spared.is_empty() || by_fallback(model, flow, lost) {
            fallback_words(model, flow, lost, &answer.spared)
                .into_iter()
                .for_each(&mut say);
            State::Degraded
        } else {
            State::Holds
        };
        let beside: Vec<&Block> = answer.beside.iter().collect();
        beside
            .iter()
            .for_each(|b| say(format!("without waiting for it: {}", block_words(model, b, lost))));
        let here = if here == State::Holds && !beside.is_empty() {
            State::Degraded
        } else {
            here
        };
        result.state = result.state.max(here);
        if here == State::Unknown {
            for fact in &answer.missing {
                if !result.missing.contains(fact) {
                    result.missing.push(fact.clone());
                }
            }
        }
    }
    if result.state < State::Unknown {
        degrade_by_failover(bench, &mut result, lost);
    }
    if result.state == State::Fails {
        result.failing = failing(bench, answers, lost);
    }
    result
}

fn region_id<'m>(model: &'m Model, region: usize) -> &'m str {
    model
        .design
        .regions
        .get(region)
        .map_or("the only region", |(id, _)| &id.value)
}

/// What is not there, in words.
fn block_words(model: &Model, block: &Block, lost: &Lost) -> String {
    let component = &model.components[block.component];
    let id = component.id;
    if block.left == 0 {
        return match lost.gone.contains(&block.component) {
            true => format!("{id} is lost"),
            false => format!("nothing of {id} is left there"),
        };
    }
    let copies =
        component.role != Role::Stateless && component.copies.is_some_and(|n| n > 1) && !component.is_service();
    let what = if copies { "copies of the same data" } else { "units" };
    match block.need {
        u32::MAX => format!("{id} can't carry what comes"),
        need => format!("{id} keeps {} {what} and needs {need}", block.left),
    }
}

/// Whether something that is gone is called by the flow and something else takes its place.
fn by_fallback(model: &Model, flow: usize, lost: &Lost) -> bool {
    let waited = |s: &&crate::model::Step| s.file.waits && !s.file.optional;
    let mut steps = model.flows[flow].steps.iter().filter(waited);
    steps.any(|s| matches!(s.callee, Party::Component(c) if lost.gone.contains(&c)))
}

fn fallback_words(model: &Model, flow: usize, lost: &Lost, spared: &[usize]) -> Vec<String> {
    let mut words = Vec::new();
    for step in &model.flows[flow].steps {
        let Party::Component(c) = step.callee else { continue };
        if !lost.gone.contains(&c) && !spared.contains(&c) || !step.file.waits || step.file.optional {
            continue;
        }
        let id = model.components[c].id;
        words.push(match step.if_down {
            Some(other) => format!("{} takes the calls of {id}", model.party_id(other)),
            None => format!("nothing is answered from {id}: every call goes on"),
        });
    }
    words.dedup();
    words
}

/// A store that loses a unit may have lost its writer: writes, and reads from it, wait for a new one.
fn degrade_by_failover(bench: &mut Bench, result: &mut FlowState, lost: &Lost) {
    let model = bench.model;
    for step in model.flows[result.flow]
        .steps
        .iter()
        .filter(|s| s.file.waits && !s.file.optional)
    {
        let Party::Component(c) = step.callee else { continue };
        let component = &model.components[c];
        let fewer = lost.touched.contains(&c) && !lost.gone.contains(&c) && lost.regions.is_empty();
        if !fewer || component.is_service() || matches!(component.role, Role::Stateless) || !loses_units(model, c, lost)
        {
            continue;
        }
        let Some(replication) = component.replication() else {
            continue;
        };
        let writes = step.file.accesses.iter().any(|a| a.kind != AccessKind::Read);
        if !matches!(replication.writer, Some("one" | "region")) || !writes && step.file.from_replica {
            continue;
        }
        let time = replication
            .failover
            .as_ref()
            .map_or("an unknown time".to_string(), |t| t.text.clone());
        let what = if writes { "writes to" } else { "reads of" };
        let reason = format!("{what} {} may wait {time} for a new writer", component.id);
        if !result.reasons.contains(&reason) {
            result.reasons.push(reason);
        }
        result.state = result.state.max(State::Degraded);
    }
}

/// Whether units of it are lost, and not just its load changed.
fn loses_units(model: &Model, c: usize, lost: &Lost) -> bool {
    let zones = crate::analysis::availability::Mode::Best;
    let at = lost.zones.iter().next().map(|z| z.region);
    let site = super::overload::site(model, c, at, lost);
    lost.left(model, &site, zones).fewest() < crate::analysis::capacity::left::whole(&model.components[c])
}

/// A step that nobody waits for and whose callee is overloaded: it falls behind.
pub fn degrade_by_load(bench: &Bench, lost: &Lost, drill: &mut Drill) {
    let model = bench.model;
    let used = |c: usize| {
        let found = drill.overloads.iter().find(|o| o.component == c)?;
        bench.load.figures.value(found.after?).filter(|u| *u >= 1.0)
    };
    for state in &mut drill.flows {
        for step in &model.flows[state.flow].steps {
            let Party::Component(c) = step.callee else { continue };
            if step.file.waits && !step.file.optional || !lost.touched.contains(&c) {
                continue;
            }
            if let Some(used) = used(c) {
                let reason = format!(
                    "{} falls behind: it is loaded to {}",
                    model.components[c].id,
                    print::percent(used)
                );
                if !state.reasons.contains(&reason) {
                    state.reasons.push(reason);
                }
                state.state = state.state.max(State::Degraded);
            }
        }
    }
}

/// Share of all runs that fail: of each region's users by their share.
fn failing(bench: &mut Bench, answers: &[(usize, Answer)], lost: &Lost) -> Option<Id> {
    let model = bench.model;
    let mut parts = Vec::new();
    let shares = shares(bench, lost);
    for (region, answer) in answers.iter().filter(|(_, a)| a.surely > 0.0) {
        let runs = Spread::Exact(answer.surely);
        let origin = Origin::Default("share of the runs that need it, by the choices of the flow");
        let runs = bench.load.figures.given(runs, Dimension::NONE, origin);
        let users = match &shares {
            None if model.design.regions.len() > 1 => {
                bench.load.figures.missing("`users` of each region", Dimension::NONE)
            }
            None => bench.load.figures.number(1.0),
            Some(shares) => *shares.get(*region)?,
        };
        parts.push(bench.load.figures.product(&[users, runs]));
    }
    Some(bench.load.figures.sum(&parts, Dimension::NONE))
}

/// Share of the users in each region once those of lost ones have moved; none with one region, or where it is not
/// said.
fn shares(bench: &mut Bench, lost: &Lost) -> Option<Vec<Id>> {
    let regions = &bench.model.design.regions;
    if regions.len() < 2 || regions.iter().any(|(_, r)| r.users.is_none()) {
        return None;
    }
    let figures = &mut bench.load.figures;
    let users: Vec<Id> = regions
        .iter()
        .filter_map(|(_, r)| Some(figures.quantity(r.users.as_ref()?)))
        .collect();
    let staying: Vec<Id> = (0..users.len())
        .filter(|r| !lost.regions.contains(r))
        .map(|r| users[r])
        .collect();
    let total = figures.sum(&staying, Dimension::NONE);
    Some(users.iter().map(|u| figures.quotient(*u, total)).collect())
}

/// The users of a lost region wait until they have moved.
pub fn move_users(bench: &mut Bench, drill: &mut Drill) {
    let Scenario::Region(lost) = drill.scenario else { return };
    let Some((id, region)) = bench.model.design.regions.get(lost) else {
        return;
    };
    if bench.model.design.regions.len() < 2 || region.users.as_ref().is_some_and(|u| u.point() == 0.0) {
        return;
    }
    let users = region
        .users
        .as_ref()
        .map_or("the users".to_string(), |u| format!("the {} of users", u.text));
    for state in &mut drill.flows {
        if !matches!(bench.model.flows[state.flow].starter, Party::Actor(_)) || state.state == State::Fails {
            continue;
        }
        match &region.failover {
            Some(time) => {
                state.state = state.state.max(State::Degraded);
                state.reasons.push(format!(
                    "{users} in {} wait {} until they reach another region",
                    id.value, time.text
                ));
            }
            None => {
                state.state = State::Unknown;
                state.missing.push(format!("regions.{}.failover", id.value));
            }
        }
    }
}
