//! Requirements, verdicts and decisions.

use super::Assembly;
use crate::analysis::verdict::{self, Status as Judged};
use crate::report::{self, Status};

impl Assembly<'_, '_> {
    pub(super) fn requirements(&self) -> report::Requirements {
        let design = self.model.design;
        let functional = design.functional.iter().map(|(id, r)| report::Functional {
            id: id.value.clone(),
            actor: r.actor.as_ref().map(|a| a.value.clone()),
            want: r.want.clone(),
            priority: r.priority.as_ref().map(|p| p.value.to_string()),
            flow: r.flow.as_ref().map(|f| f.value.clone()),
            accept: r.accept.clone(),
        });
        let nonfunctional = design.nonfunctional.iter().enumerate().map(|(index, (id, r))| {
            let metrics: Vec<String> = r
                .metrics
                .iter()
                .map(|m| format!("{} {}", m.value.name(), verdict::target(&m.value, r)))
                .collect();
            let of = r.of.as_ref().map(|o| o.value.clone());
            let text = match &of {
                Some(of) => format!("{} of {of}", metrics.join(", ")),
                None => metrics.join(", "),
            };
            let judged = self.analysis.verdicts.iter().filter(|v| v.requirement == index);
            report::Nonfunctional {
                id: id.value.clone(),
                text,
                of,
                status: judged.map(|v| v.outcome.status).max().map_or(Status::Unknown, status),
            }
        });
        let assumptions = design.assumptions.iter().zip(&self.analysis.assumptions);
        let assumptions = assumptions.map(|((id, a), outcome)| report::Assumption {
            id: id.value.clone(),
            says: a.says.clone(),
            holds: a.holds.as_ref().map(|h| h.text.value.clone()),
            status: outcome.as_ref().map(|o| status(o.status)),
            source: a.source.clone(),
        });
        let questions = design.questions.iter().map(|(id, q)| report::Question {
            id: id.value.clone(),
            ask: q.ask.clone(),
            owner: q.owner.clone(),
        });
        report::Requirements {
            functional: functional.collect(),
            nonfunctional: nonfunctional.collect(),
            out_of_scope: design.out_of_scope.iter().map(|t| t.value.clone()).collect(),
            assumptions: assumptions.collect(),
            questions: questions.collect(),
        }
    }

    pub(super) fn verdicts(&self) -> Vec<report::Verdict> {
        let verdicts = self.analysis.verdicts.iter();
        verdicts
            .map(|v| report::Verdict {
                id: v.id.clone(),
                requirement: self.model.design.nonfunctional[v.requirement].0.value.clone(),
                metric: v.metric.to_string(),
                of: v.of.clone(),
                status: status(v.outcome.status),
                target: v.target.clone(),
                value: v.outcome.value.clone(),
                margin: v.outcome.margin.clone(),
                probability: v.outcome.probability,
                because: v.outcome.because.clone(),
                missing: v.outcome.missing.clone(),
                cure: None,
                not_computable: v.not_computable,
                place: Some(super::place(v.span, self.sources)),
            })
            .collect()
    }

    pub(super) fn decisions(&self) -> Vec<report::Decision> {
        let decisions = self.model.design.decisions.iter();
        let texts = |list: &[crate::source::Spanned<String>]| list.iter().map(|t| t.value.clone()).collect();
        let filled = |chosen: &str| {
            let component = self.model.components.get(self.model.component_index(chosen)?)?;
            component.technology.map(|(entry, _)| entry.id.clone())
        };
        decisions
            .map(|(id, d)| report::Decision {
                id: id.value.clone(),
                title: d.title.clone(),
                chose: d.chose.as_ref().map(|c| c.value.clone()),
                technology: d.chose.as_ref().and_then(|c| filled(&c.value)),
                over: texts(&d.over),
                because: texts(&d.because),
                at_the_cost_of: d.at_the_cost_of.clone(),
                revisit: d.revisit.clone(),
            })
            .collect()
    }
}

fn status(judged: Judged) -> Status {
    match judged {
        Judged::Pass => Status::Pass,
        Judged::Unknown => Status::Unknown,
        Judged::Fail => Status::Fail,
    }
}
