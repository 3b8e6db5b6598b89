//! The shape of a flow as its requests run through it: which calls are made inside which, and when.
//!
//! A call into a component starts an *activation* of it: the steps whose caller is that component run inside, in the
//! order of the list. Steps behind a cache run only for its misses.

use crate::design::Times;
use crate::model::walk::{Source, Walk, Walked};
use crate::model::{Model, Party};
use crate::quantity::Quantity;
use std::collections::HashMap;

/// Deepest nesting of calls that is followed.
const DEEPEST: usize = 200;
/// Most tries of one call.
const MOST_TRIES: u32 = 100;

/// A flow, ready to be run.
#[derive(Debug)]
pub struct Plan {
    /// By walked step.
    pub calls: Vec<Call>,
    /// By set: the calls that run inside each of its activations, in order.
    pub inside: Vec<Vec<usize>>,
    /// By set: those of them that run for misses of a cache beside the caller.
    pub aside: Vec<Vec<usize>>,
    /// By set: the exclusive choices that each of its activations makes.
    pub choices: Vec<Vec<usize>>,
    /// Whether any step needs to know how many misses there were.
    pub counts_misses: bool,
}

/// One step.
#[derive(Debug)]
pub struct Call {
    /// Set of the activation that it starts; none where it leads back to the actor who waits.
    pub into: Option<usize>,
    /// Whether the caller waits for it.
    pub waits: bool,
    /// Whether anybody waits for it, or it lies on the way to the participant that matters.
    pub runs: bool,
    pub when: When,
    pub share: Share,
    /// Share of calls that the callee answers itself.
    pub hit: Option<f64>,
    /// A call that takes too long counts as a miss: another step of the caller goes on.
    pub miss_if_late: bool,
    /// Calls: the whole ones, and the probability of one more.
    pub times: (u32, f64),
    pub serial: bool,
    pub parallel: bool,
    pub optional: bool,
    /// Seconds; without end where none is given.
    pub timeout: f64,
    pub tries: u32,
    /// Whether it is always made once, and waited for after the step before it.
    pub plain: bool,
    /// Whether anything runs inside.
    pub goes_on: bool,
}

/// On which calls of its source a step runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Always,
    /// The activation's own call was a miss.
    Missed,
    /// Once for each miss of this set, counted inside the caller's activation or, where the cache was called from
    /// elsewhere, since the step ran last.
    EachMiss {
        set: usize,
        within: bool,
    },
}

/// In which runs a step is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Share {
    All,
    /// With this probability.
    Some(f64),
    /// One of several that exclude one another: where the number of this choice falls between.
    OneOf {
        choice: usize,
        from: f64,
        to: f64,
    },
}

/// What can't be planned: the missing fact, or why it is too much.
pub type Trouble = String;

impl Plan {
    /// Plans a flow. With `to`, calls that nobody waits for run too where they lead there.
    ///
    /// # Errors
    /// What is not known, or why the flow is too deep.
    pub fn new(model: &Model, flow: usize, walk: &Walk, to: Option<Party>) -> Result<Plan, Trouble> {
        let callers = callers(walk);
        let mut inside = vec![Vec::new(); walk.sets.len()];
        for (w, set) in callers.iter().enumerate() {
            inside[*set].push(w);
        }
        let starter_is_actor = matches!(walk.sets[0].party, Party::Actor(_));
        let leads = leads(walk, &callers, to);
        let runs = reached(model, flow, walk, &callers, &leads);
        let shares = shares(model, flow, walk);
        let mut choices = vec![Vec::new(); walk.sets.len()];
        let beside = beside(walk);
        let mut calls = Vec::with_capacity(walk.steps.len());
        for (w, step) in walk.steps.iter().enumerate() {
            let file = model.flows[flow].steps[step.step].file;
            let own_actor = starter_is_actor && step.callee == walk.sets[0].party;
            let times = if runs[w] { times(model, flow, walk, w)? } else { 1.0 };
            if let Share::OneOf { choice, .. } = shares[w]
                && !choices[callers[w]].contains(&choice)
            {
                choices[callers[w]].push(choice);
            }
            let point = |q: &Option<Quantity>| q.as_ref().map(Quantity::point);
            let when = when(walk, &callers, w);
            let once = when == When::Always && shares[w] == Share::All && times == 1.0;
            calls.push(Call {
                into: (!own_actor).then_some(step.into),
                waits: file.waits,
                runs: runs[w],
                when,
                share: shares[w],
                hit: step.hit.map(|h| h.point().clamp(0.0, 1.0)),
                miss_if_late: step.hit.is_some() && beside[step.into],
                times: (times as u32, times.fract()),
                serial: file.serial,
                parallel: file.parallel,
                optional: file.optional,
                timeout: point(&file.timeout).unwrap_or(f64::INFINITY),
                tries: file
                    .retries
                    .as_ref()
                    .map_or(1, |r| r.value.saturating_add(1))
                    .min(MOST_TRIES),
                plain: once && file.waits && !file.parallel,
                goes_on: inside[step.into].iter().any(|i| runs[*i]),
            });
        }
        // Only what runs is looked at later.
        for steps in &mut inside {
            steps.retain(|w| runs[*w]);
        }
        let aside: Vec<Vec<usize>> = inside
            .iter()
            .map(|steps| {
                let each_miss = |w: &usize| matches!(calls[*w].when, When::EachMiss { .. });
                steps.iter().copied().filter(each_miss).collect()
            })
            .collect();
        let plan = Plan {
            calls,
            inside,
            counts_misses: aside.iter().any(|steps| !steps.is_empty()),
            aside,
            choices,
        };
        if plan.depth(&callers) > DEEPEST {
            return Err(format!("{}: calls nested deeper than {DEEPEST}", model.flows[flow].id));
        }
        Ok(plan)
    }

    /// By set: whether an endless wait inside it reaches whoever waits for the flow. What is optional or a cache,
    /// and has a timeout, stops it.
    pub fn exposed(&self, call: usize, of_set: &[bool], callers: &[usize]) -> bool {
        let own = &self.calls[call];
        let stopped = own.timeout.is_finite() && (own.optional || own.miss_if_late);
        own.runs && of_set[callers[call]] && !stopped
    }

    fn depth(&self, callers: &[usize]) -> usize {
        let mut depth = vec![0usize; self.inside.len()];
        for (w, call) in self.calls.iter().enumerate() {
            if let Some(into) = call.into {
                depth[into] = depth[into].max(depth[callers[w]] + 1);
            }
        }
        depth.into_iter().max().unwrap_or(0)
    }
}

/// Of each walked step the set inside whose activations it runs. A miss beside the caller runs in the caller's.
pub fn callers(walk: &Walk) -> Vec<usize> {
    let mut latest: HashMap<Party, usize> = HashMap::from([(walk.sets[0].party, 0)]);
    let starter_is_actor = matches!(walk.sets[0].party, Party::Actor(_));
    let mut callers = Vec::with_capacity(walk.steps.len());
    for step in &walk.steps {
        callers.push(match step.source {
            Source::Calls(set) => set,
            Source::Misses(set) if walk.sets[set].party == step.caller => set,
            Source::Misses(set) => latest.get(&step.caller).copied().unwrap_or(set),
        });
        if !(starter_is_actor && step.callee == walk.sets[0].party) {
            latest.insert(step.callee, step.into);
        }
    }
    callers
}

fn when(walk: &Walk, callers: &[usize], w: usize) -> When {
    let Source::Misses(set) = walk.steps[w].source else {
        return When::Always;
    };
    if callers[w] == set {
        return When::Missed;
    }
    // Up from the cache: is it called inside an activation of this caller?
    let mut open = vec![set];
    let mut seen = vec![false; walk.sets.len()];
    while let Some(at) = open.pop() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        if at == callers[w] {
            return When::EachMiss { set, within: true };
        }
        open.extend(walk.sets[at].from.iter().map(|from| callers[*from]));
    }
    When::EachMiss { set, within: false }
}

/// By set: whether a step beside the cache goes on with its misses.
fn beside(walk: &Walk) -> Vec<bool> {
    let mut beside = vec![false; walk.sets.len()];
    for step in &walk.steps {
        if let Source::Misses(set) = step.source {
            beside[set] |= step.caller != walk.sets[set].party;
        }
    }
    beside
}

/// Steps that reach a participant, themselves or inside. A step stands behind what it draws from, so from the end on.
fn leads(walk: &Walk, callers: &[usize], to: Option<Party>) -> Vec<bool> {
    let back_to_actor = |step: &Walked| matches!(step.callee, Party::Actor(_)) && step.callee == walk.sets[0].party;
    let mut leads = vec![false; walk.steps.len()];
    let mut of_set = vec![false; walk.sets.len()];
    for w in (0..walk.steps.len()).rev() {
        let step = &walk.steps[w];
        leads[w] = Some(step.callee) == to || of_set[step.into] && !back_to_actor(step);
        of_set[callers[w]] |= leads[w];
    }
    leads
}

/// Steps that run: waited for, or leading to the participant, inside activations that run.
fn reached(model: &Model, flow: usize, walk: &Walk, callers: &[usize], leads: &[bool]) -> Vec<bool> {
    let mut of_set = vec![false; walk.sets.len()];
    of_set[0] = true;
    let mut runs = vec![false; walk.steps.len()];
    for (w, step) in walk.steps.iter().enumerate() {
        let waits = model.flows[flow].steps[step.step].file.waits;
        runs[w] = of_set[callers[w]] && (waits || leads[w]);
        of_set[step.into] |= runs[w];
    }
    runs
}

/// Siblings of one source whose shares add up to 100 % are one exclusive choice; all others choose for themselves.
fn shares(model: &Model, flow: usize, walk: &Walk) -> Vec<Share> {
    let share = |w: usize| {
        let file = model.flows[flow].steps[walk.steps[w].step].file;
        file.share.as_ref().map(Quantity::point)
    };
    let mut by_source: HashMap<(bool, usize), Vec<(usize, f64)>> = HashMap::new();
    let mut order = Vec::new();
    for (w, step) in walk.steps.iter().enumerate() {
        let Some(own) = share(w) else { continue };
        let key = match step.source {
            Source::Calls(set) => (false, set),
            Source::Misses(set) => (true, set),
        };
        let alike = by_source.entry(key).or_default();
        if alike.is_empty() {
            order.push(key);
        }
        alike.push((w, own));
    }
    let mut shares = vec![Share::All; walk.steps.len()];
    let mut choices = 0;
    for alike in order.iter().filter_map(|key| by_source.get(key)) {
        let whole: f64 = alike.iter().map(|(_, share)| share).sum();
        let exclusive = alike.len() > 1 && (whole - 1.0).abs() < 1e-9;
        let mut from = 0.0;
        for (w, own) in alike {
            shares[*w] = match exclusive {
                // Shares above 100 % are several calls, as `times` says it.
                false if *own >= 1.0 => Share::All,
                false => Share::Some(own.max(0.0)),
                true => Share::OneOf {
                    choice: choices,
                    from,
                    to: from + own,
                },
            };
            from += own;
        }
        choices += usize::from(exclusive);
    }
    shares
}

/// Calls that a step makes for each of its source: `times`, fewer where one carries several.
fn times(model: &Model, flow: usize, walk: &Walk, w: usize) -> Result<f64, Trouble> {
    let file = model.flows[flow].steps[walk.steps[w].step].file;
    let share = file.share.as_ref().map_or(1.0, Quantity::point).max(1.0);
    let times = match (&file.times, walk.steps[w].callee) {
        (Some(Times::Number(n)), _) => n.point().max(0.0),
        (Some(Times::All), Party::Component(c)) => {
            let component = &model.components[c];
            let groups = component.groups();
            f64::from(groups.ok_or_else(|| format!("components.{}.copies", component.id))?)
        }
        (Some(Times::All), _) | (None, _) => 1.0,
    };
    Ok(match &file.batch {
        // What is sent together with others still takes one call.
        Some(batch) => (times * share / batch.point().max(1.0)).max(1.0),
        None => times * share,
    })
}
