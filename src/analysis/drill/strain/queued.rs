//! Who takes messages from a log or a queue.

use crate::analysis::drill::Bench;
use crate::catalog::Role;
use crate::design::Facts;
use crate::model::{Party, Step};

/// A walked step from a log or a queue to a consumer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    pub flow: usize,
    pub w: usize,
    pub log: usize,
    pub consumer: usize,
}

/// All of them, or those of one log or one consumer.
pub(super) fn all(bench: &Bench, at: Option<usize>) -> Vec<Taken> {
    let mut all = Vec::new();
    for flow in (0..bench.model.flows.len()).filter(|f| !bench.model.flows[*f].fragment) {
        for (w, walked) in bench.load.flows[flow].walk.steps.iter().enumerate() {
            let (Party::Component(log), Party::Component(consumer)) = (walked.caller, walked.callee) else {
                continue;
            };
            let role = |c: usize| bench.model.components[c].role;
            let taken = role(log) == Role::Log && role(consumer) == Role::Stateless;
            if taken && at.is_none_or(|at| at == log || at == consumer) {
                all.push(Taken { flow, w, log, consumer });
            }
        }
    }
    all
}

impl Taken {
    pub fn step<'m, 'a>(&self, bench: &Bench<'_, 'm, 'a>) -> &'m Step<'a> {
        let walked = &bench.load.flows[self.flow].walk.steps[self.w];
        &bench.model.flows[self.flow].steps[walked.step]
    }

    /// The places where a fact about it may stand, the closest first.
    pub fn facts<'m>(&self, bench: &Bench<'_, 'm, '_>) -> [&'m Facts; 4] {
        let (model, step) = (bench.model, self.step(bench));
        [
            &step.file.facts,
            &model.flows[step.owner].file.facts,
            &model.components[self.consumer].file.facts,
            &model.components[self.log].file.facts,
        ]
    }
}
