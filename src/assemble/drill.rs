//! Drills.

mod struck;

use super::Assembly;
use crate::analysis::drill::{self, Extent, State};
use crate::figure::Id;
use crate::report::{
    Drill, DrillFigure, DrillFlow, DrillOverload, DrillRequirement, DrillState, DrillStore, DrillTarget, Figure,
};

impl Assembly<'_, '_> {
    pub(super) fn drills(&self) -> Vec<Drill> {
        self.analysis.drills.all.iter().map(|d| self.drill(d)).collect()
    }

    fn drill(&self, drill: &drill::Drill) -> Drill {
        let stores: Vec<DrillStore> = drill.stores.iter().map(|s| self.store_loss(s)).collect();
        let targets: Vec<DrillTarget> = drill.targets.iter().map(target).collect();
        let missed = |t: &DrillTarget| t.met == Some(false);
        Drill {
            line: drill.line.clone(),
            struck: self.struck(&drill.scenario),
            functional: self.functional(drill),
            flows: drill.flows.iter().map(|f| self.flow_state(f)).collect(),
            overloads: drill.overloads.iter().map(|o| self.drilled_component(o)).collect(),
            breaks: targets.iter().chain(stores.iter().flat_map(|s| &s.targets)).any(missed),
            stores,
            figures: drill
                .figures
                .iter()
                .map(|(what, id)| DrillFigure {
                    what: what.clone(),
                    figure: self.figure(*id),
                })
                .collect(),
            targets,
            assumes: drill.assumes.clone(),
            cannot_know: drill.cannot_know.clone(),
            helps: drill.helps.clone(),
        }
    }

    fn functional(&self, drill: &drill::Drill) -> Vec<DrillRequirement> {
        let of = |f: &crate::design::Functional| {
            let flow = self.model.flow_index(&f.flow.as_ref()?.value)?;
            Some((self.model.flows[flow].id.to_string(), drill.flow(flow)?.state))
        };
        let requirements = self.model.design.functional.iter();
        requirements
            .filter_map(|(id, f)| {
                let (flow, found) = of(f)?;
                Some(DrillRequirement {
                    id: id.value.clone(),
                    flow,
                    state: state(found),
                })
            })
            .collect()
    }

    fn flow_state(&self, flow: &drill::FlowState) -> DrillFlow {
        DrillFlow {
            id: self.model.flows[flow.flow].id.to_string(),
            state: state(flow.state),
            failing: flow.failing.map(|id| self.share(id)),
            already: flow.already,
            reasons: flow.reasons.clone(),
            missing: flow.missing.clone(),
            taken_for_granted: flow.granted.clone(),
        }
    }

    fn drilled_component(&self, overload: &drill::Overload) -> DrillOverload {
        let share = |id: Option<Id>| id.map(|id| self.share(id));
        DrillOverload {
            component: self.model.components[overload.component].id.to_string(),
            calls_before: self.figure(overload.calls.0),
            calls_after: self.figure(overload.calls.1),
            utilisation_before: share(overload.before),
            utilisation_after: share(overload.after),
            resource: overload.resource.map(crate::design::Resource::name),
            deficit: share(overload.deficit),
        }
    }

    fn store_loss(&self, store: &drill::StoreLoss) -> DrillStore {
        DrillStore {
            component: self.model.components[store.component].id.to_string(),
            data: self.extent(store.data),
            back: self.extent(store.back),
            targets: store.targets.iter().map(target).collect(),
        }
    }

    fn extent(&self, extent: Extent) -> Option<Figure> {
        match extent {
            Extent::Time(id) => Some(self.figure(id)),
            Extent::Endless => None,
        }
    }
}

fn target(target: &drill::Target) -> DrillTarget {
    DrillTarget {
        id: target.id.clone(),
        text: target.text.clone(),
        met: target.met,
    }
}

fn state(state: State) -> DrillState {
    match state {
        State::Holds => DrillState::Holds,
        State::Degraded => DrillState::Degraded,
        State::Unknown => DrillState::Unknown,
        State::Fails => DrillState::Fails,
    }
}
