//! Risks that a report shows.

use super::Assembly;
use crate::report::{KnownFailure, Report, Risk, RiskKind, Status, When};

/// The gravest first.
pub fn risks(report: &Report) -> Vec<Risk> {
    let mut risks = Vec::new();
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
        risks.push(Risk {
            kind,
            of: verdict.id.clone(),
            says,
            answer: cure.or(missing).or_else(|| verdict.because.first().cloned()),
        });
    }
    risks.extend(report.growth.outgrown.iter().filter_map(|outgrown| {
        let limit = &outgrown.full;
        matches!(limit.when, When::Already | When::WithinHorizon).then(|| Risk {
            kind: RiskKind::Outgrown,
            of: outgrown.component.clone(),
            says: format!("its {} are full: {}", limit.resource, limit.text),
            answer: Some(format!(
                "more of it before its target is passed: {}",
                outgrown.target.text
            )),
        })
    }));
    risks.extend(report.requirements.assumptions.iter().filter_map(|assumption| {
        let says = match (assumption.status, &assumption.holds) {
            (Some(Status::Pass), _) => return None,
            (Some(Status::Fail), Some(holds)) => format!("{}: does not hold ({holds})", assumption.says),
            (_, Some(holds)) => format!("{}: not known whether {holds}", assumption.says),
            (_, None) => format!("{}: nothing checks it", assumption.says),
        };
        Some(Risk {
            kind: RiskKind::Assumption,
            of: assumption.id.clone(),
            says,
            answer: assumption.source.clone(),
        })
    }));
    risks.extend(report.decisions.iter().filter_map(|decision| {
        let revisit = decision.revisit.as_ref()?;
        Some(Risk {
            kind: RiskKind::Decision,
            of: decision.id.clone(),
            says: match &decision.at_the_cost_of {
                Some(cost) => format!("{}: {cost}", decision.title),
                None => decision.title.clone(),
            },
            answer: Some(format!("think again {revisit}")),
        })
    }));
    risks.sort_by_key(|risk| risk.kind);
    risks
}

impl Assembly<'_, '_> {
    /// How the functions of this design are known to fail, but for those whose loss was drilled.
    pub(super) fn known_failures(&self, report: &Report) -> Vec<KnownFailure> {
        let mut found: Vec<KnownFailure> = Vec::new();
        for component in &report.components {
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
