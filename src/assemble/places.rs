//! Where things stand in the files, and what the design affirms.

use super::{Assembly, place};
use crate::design::Expectation;
use crate::report::{Affirmed, Place};
use crate::source::Span;
use std::collections::BTreeMap;

impl Assembly<'_, '_> {
    /// Places by path.
    pub(super) fn places(&self) -> BTreeMap<String, Place> {
        let mut spans = Vec::new();
        self.of_requirements(&mut spans);
        self.of_structure(&mut spans);
        self.of_contracts(&mut spans);
        let placed = spans.into_iter().map(|(path, span)| (path, place(span, self.sources)));
        placed.collect()
    }

    fn of_requirements(&self, spans: &mut Vec<(String, Span)>) {
        let design = self.model.design;
        let mut add = |path: String, span: Span| spans.push((path, span));
        for (id, _) in &design.functional {
            add(format!("requirements.functional.{}", id.value), id.span);
        }
        for (id, _) in &design.nonfunctional {
            add(format!("requirements.nonfunctional.{}", id.value), id.span);
        }
        for (index, said) in design.out_of_scope.iter().enumerate() {
            add(format!("requirements.out_of_scope.{index}"), said.span);
        }
        for (id, _) in &design.assumptions {
            add(format!("requirements.assumptions.{}", id.value), id.span);
        }
        for (id, _) in &design.questions {
            add(format!("requirements.questions.{}", id.value), id.span);
        }
        let load = &design.load;
        let values = [
            ("users", &load.users),
            ("growth", &load.growth),
            ("peak", &load.peak),
            ("horizon", &load.horizon),
        ];
        for (name, quantity) in values {
            if let Some(quantity) = quantity {
                add(format!("load.{name}"), quantity.span);
            }
        }
        for (index, expected) in design.expectations.iter().enumerate() {
            let span = match expected {
                Expectation::Holds(holds) => holds.text.span,
                Expectation::Verdict { requirement, .. } => requirement.span,
                Expectation::Drill { drill, .. } => drill.span,
            };
            add(format!("expect.{index}"), span);
        }
    }

    fn of_structure(&self, spans: &mut Vec<(String, Span)>) {
        let mut add = |path: String, span: Span| spans.push((path, span));
        for component in &self.model.components {
            add(format!("components.{}", component.id), component.span);
        }
        for (f, flow) in self.model.flows.iter().enumerate() {
            add(format!("flows.{}", flow.id), flow.span);
            let walked = self.analysis.load.flows[f].walk.steps.iter().enumerate();
            for (index, step) in walked {
                if let Some(step) = flow.steps.get(step.step) {
                    add(format!("flows.{}.{index}", flow.id), step.file.span);
                }
            }
        }
        for (id, _) in &self.model.design.states {
            add(format!("states.{}", id.value), id.span);
        }
    }

    fn of_contracts(&self, spans: &mut Vec<(String, Span)>) {
        let design = self.model.design;
        let mut add = |path: String, span: Span| spans.push((path, span));
        for (id, _) in &design.entities {
            add(format!("data.{}", id.value), id.span);
        }
        for (api, contract) in &design.apis {
            add(format!("apis.{}", api.value), api.span);
            for (id, _) in &contract.operations {
                add(format!("apis.{}.{}", api.value, id.value), id.span);
            }
        }
        for (id, _) in &design.figures {
            add(format!("figures.{}", id.value), id.span);
        }
        for (id, _) in &design.decisions {
            add(format!("decisions.{}", id.value), id.span);
        }
    }

    /// Points of a review that waivers affirm and whose day has not passed.
    pub(super) fn affirmed(&self) -> Vec<Affirmed> {
        let today = self.model.design.today.as_deref();
        let waivers = self.model.design.waivers.iter();
        waivers
            .filter_map(|waiver| {
                let until = waiver.until.as_ref().map(|until| until.value.clone());
                let passed = today.zip(until.as_deref()).is_some_and(|(today, until)| today > until);
                (!passed).then_some(())?;
                Some(Affirmed {
                    point: waiver.point()?.to_string(),
                    because: waiver.because.clone(),
                    until,
                    place: place(waiver.span, self.sources),
                })
            })
            .collect()
    }
}
