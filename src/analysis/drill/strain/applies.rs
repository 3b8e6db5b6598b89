//! Which of these drills make sense for a design that names none.

use crate::catalog::Role;
use crate::design::Metric;
use crate::model::drill::Scenario;
use crate::model::{Model, Party, Placement, Step};
use crate::source::{Span, Spanned};

/// The drills, each as somebody would write it. A hot key asks for a share that only the design's people know.
pub(in crate::analysis::drill) fn applicable(model: &Model) -> Vec<Scenario> {
    let mut lines = surges(model);
    if lines.is_empty() {
        lines.push("surge 2x in 2 min".to_string());
    }
    if model.caches().iter().any(|c| !on_device(model, *c)) {
        lines.push("cold cache".to_string());
    }
    let steps = || model.flows.iter().flat_map(|f| &f.steps);
    if steps().any(|s| s.file.retries.is_some()) {
        lines.push("retry storm".to_string());
    }
    lines.extend(called_outside(model).map(|c| format!("slow {} 10x", model.components[c].id)));
    if steps().any(|s| takes_messages(model, s)) {
        lines.push("poison message".to_string());
        lines.push("backlog 1 h".to_string());
    }
    let span = Span {
        file: crate::source::FileId(0),
        start: 0,
        end: 0,
    };
    let of = |line: String| model.drills(&Spanned::new(line, span)).unwrap_or_default();
    lines.into_iter().flat_map(of).collect()
}

/// The surges that the requirements of a design name.
fn surges(model: &Model) -> Vec<String> {
    let metrics = model.design.nonfunctional.iter().flat_map(|(_, r)| &r.metrics);
    let lines = metrics.filter_map(|m| match &m.value {
        Metric::Survive(what) if what.trim_start().starts_with("surge") => Some(what.clone()),
        _ => None,
    });
    lines.collect()
}

fn on_device(model: &Model, c: usize) -> bool {
    model.components[c].placement == Placement::Device
}

/// Services of others that somebody waits for.
fn called_outside<'m>(model: &'m Model) -> impl Iterator<Item = usize> + 'm {
    (0..model.components.len()).filter(|c| {
        let component = &model.components[*c];
        let outside = component.placement == Placement::Outside && component.role == Role::Stateless;
        let waited =
            |s: &Step| s.callee == Party::Component(*c) && s.file.waits && matches!(s.caller, Party::Component(_));
        outside && model.flows.iter().any(|f| f.steps.iter().any(waited))
    })
}

fn takes_messages(model: &Model, step: &Step) -> bool {
    let role = |party: Party| match party {
        Party::Component(c) => Some(model.components[c].role),
        Party::Actor(_) | Party::Unknown => None,
    };
    role(step.caller) == Some(Role::Log) && role(step.callee) == Some(Role::Stateless)
}
