//! Risks that a report shows.

use std::collections::BTreeSet;

use super::Assembly;
use crate::report::{KnownFailure, Report, Risk, RiskKind, Status, When};

/// The gravest first.
pub fn risks(report: &Report) -> Vec<Risk> {
    let mut risks: Vec<Risk> = Vec::new();
    for verdict in &report.verdicts {
        let what = match &verdict.of {
            Some(of) => format!("{} {} of {of}", verdict.metric, verdict.target),
            None => format!("{} {}", verdict.metric, verdict.target),
        };
        let (kind, says) = match (verdict.status, &verdict.value) {
            (Status::Fail, Some(value)) => (RiskKind::TargetMissed, format!("{what} is missed: {value}")),
            (Status::Fail, None) => (RiskKind::TargetMissed, format!("{what} is missed")),
            (Status::Unknown, _) => (RiskKind::TargetUnproven, format!("{what} is unproven")),
            (Status::Pass, _) => continue,
        };
        let cure = verdict
            .cure
            .as_ref()
            .filter(|cure| cure.reaches)
            .map(|cure| cure.edits.join(", "));
        let missing = (!verdict.missing.is_empty()).then(|| format!("find out {}", verdict.missing.join("; ")));
        let answer = cure.or(missing).or_else(|| verdict.because.first().cloned());
        // One fact may prove many.
        match risks.iter_mut().find(|risk| risk.kind == kind && risk.answer == answer) {
            Some(risk) if answer.is_some() => {
                risk.of.push(verdict.id.clone());
                risk.says = format!("{}; {says}", risk.says);
            }
            _ => risks.push(Risk {
                kind,
                of: vec![verdict.id.clone()],
                says,
                answer,
            }),
        }
    }
    risks.extend(report.growth.outgrown.iter().filter_map(|outgrown| {
        let limit = &outgrown.full;
        matches!(limit.when, When::Already | When::WithinHorizon).then(|| Risk {
            kind: RiskKind::Outgrown,
            of: vec![outgrown.component.clone()],
            says: format!("its {} are full: {}", limit.resource, limit.text),
            answer: Some(format!(
                "more of it before its target is passed: {}",
                outgrown.target.text
            )),
        })
    }));
    risks.extend(assumptions(report));
    risks.sort_by_key(|risk| risk.kind);
    risks
}

/// One for each assumption that a check refutes or leaves open, and one for all that nothing checks.
fn assumptions(report: &Report) -> Vec<Risk> {
    let mut risks = Vec::new();
    let mut unchecked = Vec::new();
    for assumption in &report.requirements.assumptions {
        let says = match (assumption.status, &assumption.holds) {
            (Some(Status::Pass), _) => continue,
            (_, None) => {
                unchecked.push(assumption.id.clone());
                continue;
            }
            (Some(Status::Fail), Some(holds)) => format!("{}: does not hold ({holds})", assumption.says),
            (_, Some(holds)) => format!("{}: not known whether {holds}", assumption.says),
        };
        risks.push(Risk {
            kind: RiskKind::Assumption,
            of: vec![assumption.id.clone()],
            says,
            answer: assumption.source.clone(),
        });
    }
    if !unchecked.is_empty() {
        risks.push(Risk {
            kind: RiskKind::Assumption,
            of: unchecked,
            says: "checked by no calculation, though figures may rest on it".into(),
            answer: Some("measure it, or write what must hold as a comparison".into()),
        });
    }
    risks
}

/// The components of the flows that a must or a target is about.
fn rested_on(report: &Report) -> BTreeSet<&str> {
    let musts = report.requirements.functional.iter();
    let musts = musts
        .filter(|r| r.priority.as_deref() == Some("must"))
        .filter_map(|r| r.flow.as_deref());
    let flows: BTreeSet<&str> = musts
        .chain(report.verdicts.iter().filter_map(|v| v.of.as_deref()))
        .collect();
    let steps = report.flows.iter().filter(|flow| flows.contains(flow.id.as_str()));
    steps
        .flat_map(|flow| &flow.steps)
        .map(|step| step.to.as_str())
        .collect()
}

impl Assembly<'_, '_> {
    /// How the functions are known to fail on which a must or a target rests, but for those whose loss was drilled.
    pub(super) fn known_failures(&self, report: &Report) -> Vec<KnownFailure> {
        let mut found: Vec<KnownFailure> = Vec::new();
        let rested_on = rested_on(report);
        for component in report.components.iter().filter(|c| rested_on.contains(c.id.as_str())) {
            let drilled = |line: &str| line.split_whitespace().any(|word| word == component.id);
            if report.drills.iter().any(|drill| drilled(&drill.line)) {
                continue;
            }
            let Some(entry) = self.model.catalog.get(&component.function) else {
                continue;
            };
            match found.iter_mut().find(|known| known.function == entry.title) {
                Some(known) => known.components.push(component.id.clone()),
                None if entry.fails.is_empty() => {}
                None => found.push(KnownFailure {
                    function: entry.title.clone(),
                    components: vec![component.id.clone()],
                    ways: entry.fails.clone(),
                }),
            }
        }
        found
    }
}
