//! What accesses to stores give up.

use super::Assembly;
use crate::analysis::verdict::{self, Otherwise, Partition, Stance};
use crate::report::{self, StanceStep};
use std::collections::HashMap;

impl Assembly<'_, '_> {
    /// Steps that make the same choice for the same reason stand together.
    pub(super) fn stances(&self) -> Vec<report::Stance> {
        let mut stances: Vec<report::Stance> = Vec::new();
        let mut known: HashMap<(usize, &str), Vec<usize>> = HashMap::new();
        for found in verdict::stances(self.model) {
            let stance = self.stance(&found);
            let of_store = known.entry((found.store, found.kind.name())).or_default();
            let is_alike = |s: &report::Stance| (&s.because, &s.missing) == (&stance.because, &stance.missing);
            match of_store.iter().find(|i| is_alike(&stances[**i])) {
                Some(i) => {
                    let alike = &mut stances[*i];
                    alike.steps.extend(stance.steps);
                    let new = stance.flows.into_iter().filter(|f| !alike.flows.contains(f));
                    let new: Vec<String> = new.collect();
                    alike.flows.extend(new);
                }
                None => {
                    of_store.push(stances.len());
                    stances.push(stance);
                }
            }
        }
        stances
    }

    fn stance(&self, stance: &Stance) -> report::Stance {
        let choice = stance.choice.as_ref().ok();
        let partition = choice.map(|(partition, _, _)| match partition {
            Partition::Refuses => ("refuses", "PC"),
            Partition::Answers => ("answers", "PA"),
        });
        let otherwise = choice.map(|(_, otherwise, _)| match otherwise {
            Otherwise::Consistency => ("consistency", "EC"),
            Otherwise::Latency => ("latency", "EL"),
        });
        report::Stance {
            store: self.model.components[stance.store].id.to_string(),
            access: stance.kind.name().to_string(),
            partition: partition.map(|(word, _)| word.to_string()),
            otherwise: otherwise.map(|(word, _)| word.to_string()),
            pacelc: partition.zip(otherwise).map(|((_, p), (_, e))| format!("{p}/{e}")),
            because: choice.map(|(_, _, because)| because.clone()).unwrap_or_default(),
            missing: stance.choice.as_ref().err().cloned(),
            steps: vec![self.stance_step(stance)],
            flows: vec![self.model.flows[stance.flow].id.to_string()],
        }
    }

    fn stance_step(&self, stance: &Stance) -> StanceStep {
        let model = self.model;
        let flow = &model.flows[stance.flow];
        let step = &flow.steps[stance.step];
        let arrow = if step.file.waits { "->" } else { "~>" };
        let accesses = step.file.accesses.iter().filter(|a| a.kind == stance.kind);
        let entities: Vec<&str> = accesses.map(|a| a.entity.value.as_str()).collect();
        StanceStep {
            flow: flow.id.to_string(),
            step: format!(
                "{} {arrow} {}",
                model.party_id(step.caller),
                model.party_id(step.callee)
            ),
            entities: entities.join(", "),
        }
    }
}
