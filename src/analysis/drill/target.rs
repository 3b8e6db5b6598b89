//! Requirements that ask to hold in a drill.

use super::{Bench, Drill, Extent, State, Target};
use crate::analysis::load::Load;
use crate::design::{Expectation, Metric, Nonfunctional};
use crate::figure::Figures;
use crate::model::drill::Scenario;
use crate::model::{Model, Party, Thing};
use crate::source::Spanned;
use std::collections::HashMap;

/// What the lines of a design name, read once for all drills.
#[derive(Debug, Default)]
pub struct Named {
    /// Lines of drills by what a requirement says of them.
    meant: HashMap<String, Vec<String>>,
    /// Expectations by the line of a drill that they are about.
    expected: HashMap<String, Vec<usize>>,
}

impl Named {
    pub fn new(model: &Model) -> Named {
        let lines = |line: &Spanned<String>| -> Vec<String> {
            let found = model.drills(line).unwrap_or_default();
            found.iter().map(|scenario| model.drill_words(scenario)).collect()
        };
        let mut named = Named::default();
        for (at, expectation) in model.design.expectations.iter().enumerate() {
            let Expectation::Drill { drill, .. } = expectation else {
                continue;
            };
            for line in lines(drill) {
                let about = named.expected.entry(line).or_default();
                if about.last() != Some(&at) {
                    about.push(at);
                }
            }
        }
        for (_, requirement) in &model.design.nonfunctional {
            let survive = requirement.metrics.iter().filter_map(|metric| match &metric.value {
                Metric::Survive(what) => Some(Spanned::new(what.clone(), metric.span)),
                _ => None,
            });
            for line in survive.chain(requirement.when.clone()) {
                let found = lines(&line);
                named.meant.insert(line.value, found);
            }
        }
        named
    }

    /// Whether what a requirement says is this drill.
    fn is(&self, said: &str, drill: &Drill) -> bool {
        self.meant.get(said).is_some_and(|lines| lines.contains(&drill.line))
    }
}

/// Compares a drill with the targets that cover it.
pub fn compare(bench: &mut Bench, drill: &mut Drill) {
    let model = bench.model;
    for (id, requirement) in &model.design.nonfunctional {
        let several = requirement.metrics.len() > 1;
        for metric in &requirement.metrics {
            let name = metric.value.name();
            let id = if several {
                format!("{}.{name}", id.value)
            } else {
                id.value.clone()
            };
            match &metric.value {
                Metric::Survive(what) if covers(bench, what, drill) => {
                    drill.targets.push(Target {
                        id,
                        text: format!("survive {what}"),
                        met: held(model, requirement, drill),
                    });
                }
                Metric::Rpo(limit) | Metric::Rto(limit) => {
                    let data = matches!(metric.value, Metric::Rpo(_));
                    if !is_when(&bench.everyday.named, requirement, drill, data) {
                        continue;
                    }
                    for store in &mut drill.stores {
                        if !is_about_store(model, requirement, store.component) {
                            continue;
                        }
                        let extent = if data { store.data } else { store.back };
                        store.targets.push(Target {
                            id: id.clone(),
                            text: format!("{name} ≤ {}", limit.text),
                            met: within(&bench.load.figures, extent, limit.point()),
                        });
                    }
                }
                _ => {}
            }
        }
    }
    expectations(bench, drill);
}

/// Whether a requirement, a flow or a component is in a drill what a word of `expect` says, none where it is not
/// known; and what it is.
pub fn expected(model: &Model, load: &Load, drill: &Drill, id: &str, word: &str) -> (Option<bool>, String) {
    let design = model.design;
    let functional = design.functional.iter().find(|(f, _)| f.value == id);
    let nonfunctional = design.nonfunctional.iter().find(|(n, _)| n.value == id);
    let flow = functional.and_then(|(_, f)| model.flow_index(&f.flow.as_ref()?.value));
    let of_flow = |flow: usize| {
        let found = drill.flow(flow)?;
        let (state, missing) = found.proven();
        Some((state, found.reasons.join("; "), missing.join(", ")))
    };
    let found = match (flow, model.thing(id), nonfunctional) {
        (Some(flow), _, _) | (None, Some(Thing::Flow(flow)), _) => of_flow(flow),
        (None, Some(Thing::Component(c)), _) => return component(model, load, drill, c, word),
        (None, _, Some((_, requirement))) => {
            let about = drill.flows.iter().filter(|f| is_about(model, requirement, f.flow));
            about.max_by_key(|f| f.proven().0).and_then(|f| of_flow(f.flow))
        }
        _ => None,
    };
    let Some((state, reasons, missing)) = found else {
        return (None, format!("a flow of {id}"));
    };
    let is = match state {
        State::Holds => "holds",
        State::Degraded => "degrades",
        State::Unknown => return (None, missing),
        State::Fails => "fails",
    };
    let because = if reasons.is_empty() {
        String::new()
    } else {
        format!(" ({reasons})")
    };
    let met = match word {
        "survives" => state != State::Fails,
        word => is == word,
    };
    (Some(met), format!("{is}{because}"))
}

fn component(model: &Model, load: &Load, drill: &Drill, c: usize, word: &str) -> (Option<bool>, String) {
    let used = drill.used(model, load, c);
    let value = used.and_then(|used| load.figures.value(used));
    match value {
        Some(value) => {
            let text = format!("loaded to {}", crate::quantity::print::percent(value));
            (Some((value >= 1.0) == (word == "overloaded")), text)
        }
        None => (
            None,
            format!("what {} carries in `{}`", model.components[c].id, drill.line),
        ),
    }
}

/// What the design expects of this drill.
fn expectations(bench: &Bench, drill: &mut Drill) {
    let model = bench.model;
    let about = bench.everyday.named.expected.get(&drill.line);
    for expectation in about.into_iter().flatten() {
        let Some(Expectation::Drill { outcomes, .. }) = model.design.expectations.get(*expectation) else {
            continue;
        };
        for (id, word) in outcomes {
            let (met, _) = expected(model, bench.load, drill, &id.value, word.value);
            drill.targets.push(Target {
                id: id.value.clone(),
                text: format!("expected: {}", word.value),
                met,
            });
        }
    }
}

fn within(figures: &Figures, extent: Extent, limit: f64) -> Option<bool> {
    match extent {
        Extent::Endless => Some(false),
        Extent::Time(id) => figures.value(id).map(|found| found <= limit * (1.0 + 1e-9)),
    }
}

/// Whether `survive: what` is about this drill.
fn covers(bench: &Bench, what: &str, drill: &Drill) -> bool {
    match (&drill.scenario, what) {
        (Scenario::Instance(_), "instance") | (Scenario::Zone(..), "zone") | (Scenario::Region(_), "region") => true,
        (Scenario::Component(c), _) if bench.model.components[*c].id == what => true,
        _ => bench.everyday.named.is(what, drill),
    }
}

/// Whether the `when` of a target of data, or of recovery, is about this drill: without one, whatever leaves something
/// running, and for data an empty cache too.
fn is_when(named: &Named, requirement: &Nonfunctional, drill: &Drill, data: bool) -> bool {
    let Some(when) = &requirement.when else {
        return match drill.scenario {
            Scenario::Instance(_) | Scenario::Zone(..) | Scenario::Region(_) => true,
            Scenario::Cold(_) => data,
            _ => false,
        };
    };
    match (when.value.as_str(), &drill.scenario) {
        ("instance lost", Scenario::Instance(_)) | ("zone lost", Scenario::Zone(..)) => true,
        ("region lost", Scenario::Region(_)) => true,
        _ => named.is(&when.value, drill),
    }
}

/// Whether a requirement is about what a store keeps.
pub fn is_about_store(model: &Model, requirement: &Nonfunctional, store: usize) -> bool {
    let Some(of) = &requirement.of else { return true };
    let id = model.components[store].id;
    match model.thing(&of.value) {
        Some(Thing::Component(c)) => c == store,
        Some(Thing::Entity(e)) => model.design.entities[e].1.stores.first().is_some_and(|s| s.value == id),
        Some(Thing::Flow(f)) => {
            let writes = |s: &crate::model::Step| {
                let kinds = s
                    .file
                    .accesses
                    .iter()
                    .any(|a| a.kind != crate::design::AccessKind::Read);
                kinds && s.callee == Party::Component(store)
            };
            model.flows[f].steps.iter().any(writes)
        }
        _ => false,
    }
}

/// Whether the flows that a requirement is about do not fail; none where that is not known.
fn held(model: &Model, requirement: &Nonfunctional, drill: &Drill) -> Option<bool> {
    match worst(model, requirement, drill)? {
        State::Holds | State::Degraded => Some(true),
        State::Unknown => None,
        State::Fails => Some(false),
    }
}

/// The worst state of the flows that a requirement is about.
fn worst(model: &Model, requirement: &Nonfunctional, drill: &Drill) -> Option<State> {
    let about = drill.flows.iter().filter(|f| is_about(model, requirement, f.flow));
    about.map(|f| f.proven().0).max()
}

/// Whether a requirement is about a flow.
fn is_about(model: &Model, requirement: &Nonfunctional, flow: usize) -> bool {
    match requirement.of.as_ref().map(|of| model.thing(&of.value)) {
        None => true,
        Some(Some(Thing::Flow(f))) => f == flow,
        Some(Some(Thing::Component(c))) => {
            let party = Party::Component(c);
            let steps = &model.flows[flow].steps;
            steps.iter().any(|s| s.callee == party || s.caller == party)
        }
        Some(_) => false,
    }
}
