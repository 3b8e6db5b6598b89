//! What becomes of the flows.

use super::{Bench, Drill, FlowState, State};
use crate::analysis::availability::Conditions;
use crate::analysis::availability::lost::{self, Answer, Block, Lost};
use crate::analysis::capacity::left::{self, whole};
use crate::catalog::Role;
use crate::design::AccessKind;
use crate::figure::{Id, Origin};
use crate::model::drill::Scenario;
use crate::model::{Model, Party};
use crate::quantity::{Dimension, Spread, print};

/// What the users of one region find, and what was taken away for them.
struct Seen<'x> {
    region: usize,
    answer: Answer,
    lost: &'x Lost,
}

/// The state of each flow, on a load that is changed already.
pub fn states(bench: &mut Bench, lost: &Lost) -> Vec<FlowState> {
    let regions = 0..bench.model.design.regions.len().max(1);
    let mut left: Vec<usize> = regions.filter(|r| !lost.regions.contains(r)).collect();
    // Without any region there is still what lies outside all of them.
    if left.is_empty() {
        left.push(0);
    }
    let lost: Vec<(usize, Lost)> = left.into_iter().map(|r| (r, lost.clone())).collect();
    states_by_region(bench, &lost)
}

/// The same where the users of each region miss something else.
pub fn states_by_region(bench: &mut Bench, lost: &[(usize, Lost)]) -> Vec<FlowState> {
    let model = bench.model;
    let flows: Vec<usize> = (0..model.flows.len()).filter(|f| !model.flows[*f].fragment).collect();
    let everyday = |flow: usize| {
        bench
            .everyday
            .flow(flow)
            .filter(|_| !is_met(model, flow, lost))
            .cloned()
    };
    let known: Vec<Option<FlowState>> = flows.iter().map(|f| everyday(*f)).collect();
    // All flows share what is carried under the same losses.
    let mut conditions = Conditions::new(model, bench.load);
    let mut seen = Vec::with_capacity(flows.len());
    for (flow, known) in flows.iter().zip(&known) {
        let regions = lost.iter().filter(|_| known.is_none());
        let of = |(region, lost): &'_ (usize, Lost)| (*region, lost::answer(&mut conditions, *flow, *region, lost));
        seen.push(regions.map(of).collect::<Vec<_>>());
    }
    let mut states = Vec::with_capacity(flows.len());
    for ((flow, known), answers) in flows.into_iter().zip(known).zip(seen) {
        let seen = answers
            .into_iter()
            .zip(lost)
            .map(|((region, answer), (_, lost))| Seen { region, answer, lost });
        states.push(match known {
            Some(known) => known,
            None => state(bench, flow, &seen.collect::<Vec<_>>()),
        });
    }
    states
}

/// Whether a flow calls anything that is lost or carries something else than every day.
fn is_met(model: &Model, flow: usize, lost: &[(usize, Lost)]) -> bool {
    let flow = &model.flows[flow];
    let steps = flow
        .steps
        .iter()
        .flat_map(|s| [Some(s.caller), Some(s.callee), s.if_down]);
    let parties = || steps.clone().flatten().chain([flow.starter]);
    lost.iter().any(|(_, lost)| {
        let here =
            |party: Party| matches!(party, Party::Component(c) if lost.touched.contains(&c) || lost.gone.contains(&c));
        !lost.regions.is_empty() || !lost.cut.is_empty() || parties().any(here)
    })
}

/// One state of the answers to the users of all regions.
fn state(bench: &mut Bench, flow: usize, all: &[Seen]) -> FlowState {
    let model = bench.model;
    let mut result = FlowState {
        flow,
        state: State::Holds,
        failing: None,
        already: bench.healthy.get(flow) == Some(&State::Fails),
        reasons: Vec::new(),
        missing: Vec::new(),
        granted: Vec::new(),
    };
    let Some(first) = all.first() else {
        return result;
    };
    let one_place = all
        .iter()
        .all(|seen| seen.answer.blocks == first.answer.blocks && seen.answer.beside == first.answer.beside);
    let mut unknown = Vec::new();
    for seen in all {
        let (here, reasons) = of_region(bench, flow, seen);
        let whose = match one_place {
            true => String::new(),
            false => format!("users of {}: ", region_id(model, seen.region)),
        };
        for reason in reasons {
            say(&mut result.reasons, format!("{whose}{reason}"));
        }
        seen.answer
            .granted
            .iter()
            .for_each(|fact| say(&mut result.granted, fact.clone()));
        if here == State::Unknown {
            seen.answer
                .missing
                .iter()
                .for_each(|fact| say(&mut unknown, fact.clone()));
        }
        result.state = result.state.max(here);
    }
    match result.state {
        State::Unknown => result.missing = unknown,
        State::Fails => result.failing = failing(bench, all),
        State::Holds | State::Degraded => degrade_by_failover(bench, &mut result, first.lost),
    }
    result
}

/// The state for the users of one region, and why.
fn of_region(bench: &Bench, flow: usize, seen: &Seen) -> (State, Vec<String>) {
    let model = bench.model;
    let (answer, lost) = (&seen.answer, seen.lost);
    let mut reasons = Vec::new();
    let mut state = State::Holds;
    if answer.surely > 0.0 || answer.perhaps > 0.0 {
        state = if answer.surely > 0.0 {
            State::Fails
        } else {
            State::Unknown
        };
        reasons.extend(gone_words(model, &answer.blocks, lost));
        let left = answer.blocks.iter().filter(|b| !lost.gone.contains(&b.component));
        reasons.extend(left.map(|b| block_words(bench, b, lost)));
    } else if !answer.spared.is_empty() || by_fallback(model, flow, lost) {
        state = State::Degraded;
        reasons.extend(fallback_words(model, flow, lost, &answer.spared));
    }
    // Of what fails, nobody asks what else is late.
    let beside = answer.beside.iter().filter(|_| state < State::Unknown);
    let mut late = State::Holds;
    for block in beside {
        reasons.push(format!("{} (no answer needs it)", block_words(bench, block, lost)));
        late = State::Degraded;
    }
    state = state.max(late);
    (state, reasons)
}

/// Adds a text that is not there yet.
fn say(to: &mut Vec<String>, text: String) {
    if !to.contains(&text) {
        to.push(text);
    }
}

fn region_id<'m>(model: &'m Model, region: usize) -> &'m str {
    model
        .design
        .regions
        .get(region)
        .map_or("the only region", |(id, _)| &id.value)
}

/// What is gone of what is needed, in one sentence.
fn gone_words(model: &Model, blocks: &[Block], lost: &Lost) -> Option<String> {
    let gone = blocks.iter().filter(|b| lost.gone.contains(&b.component));
    let ids: Vec<&str> = gone.map(|b| model.components[b.component].id).collect();
    match ids[..] {
        [] => None,
        [one] => Some(format!("{one} is lost")),
        [one, other] => Some(format!("{one} and {other} are lost")),
        [one, other, third] => Some(format!("{one}, {other} and {third} are lost")),
        [one, other, ..] => Some(format!("{one}, {other} and {} more are lost", ids.len() - 2)),
    }
}

/// What is not there, in words.
fn block_words(bench: &Bench, block: &Block, lost: &Lost) -> String {
    let component = &bench.model.components[block.component];
    let id = component.id;
    if block.left == 0 {
        return match lost.gone.contains(&block.component) {
            true => format!("{id} is lost"),
            false => format!("nothing of {id} is left there"),
        };
    }
    let copies =
        component.role != Role::Stateless && component.copies.is_some_and(|n| n > 1) && !component.is_service();
    let left = match (copies, block.left) {
        (true, 1) => "1 copy of some data".to_string(),
        (true, n) => format!("{n} copies of some data"),
        (false, 1) => "1 unit".to_string(),
        (false, n) => format!("{n} units"),
    };
    match block.need {
        u32::MAX => format!("{id} can't carry what comes"),
        _ if component.is_service() => match left::usual(bench.load, bench.model, block.component) {
            Some(used) => format!("{id} at {} of its quota", bench.load.figures.percent(used)),
            None => format!("{id} gets more than its quota"),
        },
        need if need > whole(component) => format!("{id} can't carry what comes with all that it has"),
        need => format!("{id} keeps {left} and needs {need}"),
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
        let aside = |s: &crate::model::Step| s.on_miss == Some(step.callee) && s.caller != step.callee;
        let goes_on = model.flows[result.flow].steps.iter().find(|s| aside(s));
        let id = component.id;
        say(
            &mut result.reasons,
            match (goes_on, writes) {
                (Some(other), _) => {
                    format!(
                        "for {time}, what a part of {id} answered goes on to {}",
                        model.party_id(other.callee)
                    )
                }
                (None, true) => format!("writes to a part of {id} may wait {time} for a new writer"),
                (None, false) => format!("reads of a part of {id} may wait {time} for a new writer"),
            },
        );
        result.state = result.state.max(State::Degraded);
    }
}

/// Whether units of it are lost, and not just its load changed.
fn loses_units(model: &Model, c: usize, lost: &Lost) -> bool {
    let zones = crate::analysis::availability::Mode::Best;
    let at = lost.zones.iter().next().map(|z| z.region);
    let site = super::overload::site(model, c, at, lost);
    lost.left(model, &site, zones).fewest() < whole(&model.components[c])
}

/// A step that nobody waits for and whose callee is overloaded: it falls behind.
pub fn degrade_by_load(bench: &Bench, lost: &Lost, drill: &mut Drill) {
    let model = bench.model;
    let used = |c: usize| {
        let found = drill.overloads.iter().find(|o| o.component == c)?;
        bench.load.figures.value(found.after?).filter(|u| *u >= 1.0)
    };
    for state in drill.flows.iter_mut().filter(|f| f.state < State::Unknown) {
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
fn failing(bench: &mut Bench, all: &[Seen]) -> Option<Id> {
    let model = bench.model;
    let mut parts = Vec::new();
    let entered: Vec<usize> = all.iter().map(|seen| seen.region).collect();
    let shares = shares(bench, &entered);
    for Seen { region, answer, .. } in all.iter().filter(|seen| seen.answer.surely > 0.0) {
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

/// Share of the users in each region, of those that some region lets in; none with one region, or where it is not
/// said.
fn shares(bench: &mut Bench, entered: &[usize]) -> Option<Vec<Id>> {
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
        .filter(|r| entered.contains(r))
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
