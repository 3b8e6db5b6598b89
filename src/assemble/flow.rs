//! Flows with their steps and their availability.

use super::Assembly;
use super::component::{facts, lacks};
use crate::analysis::Detail;
use crate::analysis::quota::{Quota, Told};
use crate::design::{AccessKind, Times};
use crate::model::walk::Walked;
use crate::report;

impl Assembly<'_, '_> {
    pub(super) fn flow(&self, f: usize, detail: Detail) -> report::Flow {
        let flow = &self.model.flows[f];
        let load = &self.analysis.load.flows[f];
        let steps: &[Walked] = match detail {
            Detail::Verdicts | Detail::Findings => &[],
            Detail::Values | Detail::Everything => &load.walk.steps,
        };
        report::Flow {
            id: flow.id.to_string(),
            actor: flow.file.actor.as_ref().map(|a| a.value.clone()),
            starter: self.model.party_id(flow.starter).to_string(),
            fragment: flow.fragment,
            rate: self.worked_or(load.rate, &format!("{}.rate", flow.id), "a rate"),
            peak: self.figure_or(load.peak, &format!("{}.peak", flow.id), "a peak"),
            steps: (steps.iter().enumerate())
                .map(|(w, walked)| self.step(f, w, walked))
                .collect(),
            has: facts(&flow.file.facts),
            lacks: lacks(&flow.file.facts),
            quotas: self
                .analysis
                .quotas
                .get(f)
                .map_or_else(Vec::new, |all| self.quotas(all)),
            availability: self.analysis.availability[f].as_ref().map(|a| self.availability(f, a)),
        }
    }

    fn quotas(&self, quotas: &[Quota]) -> Vec<report::Quota> {
        let requirement = |index: usize| self.model.design.nonfunctional[index].0.value.clone();
        let quota = |quota: &Quota| report::Quota {
            allowed: self.figure(quota.per_second),
            source: match quota.told {
                Told::Fact(id) => report::QuotaSource::Fact(id.to_string()),
                Told::Requirement(index) => report::QuotaSource::Requirement(requirement(index)),
                Told::Peak => report::QuotaSource::Peak,
            },
        };
        quotas.iter().map(quota).collect()
    }

    fn step(&self, f: usize, w: usize, walked: &Walked) -> report::Step {
        let flow = &self.model.flows[f];
        let step = &flow.steps[walked.step];
        let file = step.file;
        let mut action = Vec::new();
        for (name, kind) in AccessKind::ALL {
            let of_kind: Vec<String> = file
                .accesses
                .iter()
                .filter(|a| a.kind == kind)
                .map(|a| match &a.rows {
                    Some(rows) => format!("{} {}", rows.text, a.entity.value),
                    None => a.entity.value.clone(),
                })
                .collect();
            if !of_kind.is_empty() {
                action.push(format!("{name} {}", of_kind.join(", ")));
            }
        }
        let mut notes = Vec::new();
        let mut note = |text: Option<String>| notes.extend(text);
        note(file.hit.as_ref().map(|h| format!("hit {}", h.text)));
        note(file.on_miss.as_ref().map(|m| format!("on a miss of {}", m.value)));
        note(
            file.if_down
                .as_ref()
                .map(|d| format!("if {} is down: {}", file.callee.value, d.value)),
        );
        note(file.share.as_ref().map(|s| format!("{} of runs", s.text)));
        note(match &file.times {
            Some(Times::Number(n)) => Some(format!(
                "{} times{}",
                n.text,
                if file.serial { ", one after another" } else { "" }
            )),
            Some(Times::All) => Some("every unit or shard".to_string()),
            None => None,
        });
        note(file.batch.as_ref().map(|b| format!("{} in one call", b.text)));
        note(file.hold.as_ref().map(|h| format!("held {}", h.text)));
        note(file.timeout.as_ref().map(|t| format!("timeout {}", t.text)));
        note(file.retries.as_ref().filter(|r| r.value > 0).map(|r| match r.value {
            1 => "1 retry".to_string(),
            n => format!("{n} retries"),
        }));
        note(file.from_replica.then(|| "from a replica".to_string()));
        note(file.other_region.map(|_| "in another region".to_string()));
        note(file.optional.then(|| "optional".to_string()));
        report::Step {
            from: self.model.party_id(walked.caller).to_string(),
            to: self.model.party_id(walked.callee).to_string(),
            waits: file.waits,
            action: action.join("; "),
            notes,
            on_miss: file.on_miss.as_ref().map(|m| m.value.clone()),
            hit: file.hit.as_ref().map(|h| h.text.clone()),
            if_down: file.if_down.as_ref().map(|d| d.value.clone()),
            timeout: file.timeout.as_ref().map(|t| t.text.clone()),
            held: file.hold.as_ref().map(|h| h.text.clone()),
            optional: file.optional,
            parallel: file.parallel,
            fragment: (step.owner != f).then(|| self.model.flows[step.owner].id.to_string()),
            has: facts(&file.facts),
            calls: self.figure(self.analysis.load.flows[f].calls[w]),
        }
    }
}
