//! The design with a technology in the place of a component, analysed as a whole.

use crate::analysis::Detail;
use crate::report::{Component, Figure, Plan, Report, Verdict};
use crate::{Input, run};

/// A component that is used to less than this is touched hardly.
const HARDLY: f64 = 0.01;

/// What became of it.
pub struct Trial {
    pub component: Option<Component>,
    pub cost: Option<Figure>,
    pub verdicts: Vec<Verdict>,
    /// Why the technology does not fit.
    pub faults: Vec<String>,
}

/// The same run on a changed design; the component is told of from [`Detail::Values`] on.
pub fn of(input: &Input, component: &str, edits: &[String], detail: Detail) -> Trial {
    let mut input = input.clone();
    input.detail = detail;
    input.settings.set.extend(edits.iter().cloned());
    let report: Report = run(input).report;
    let faults = report.findings.iter().filter(|f| f.form);
    let costs = report.cost.iter().flat_map(|cost| &cost.components);
    Trial {
        faults: faults.map(|f| f.message.clone()).collect(),
        cost: costs
            .filter(|c| c.component == component)
            .map(|c| c.cost.clone())
            .find(|cost| cost.value.is_some()),
        component: report.components.into_iter().find(|c| c.id == component),
        verdicts: report.verdicts,
    }
}

impl Trial {
    /// Whether its units are machines of unknown price that the peak hardly touches: the catalog knows only a giant.
    pub fn is_out_of_proportion(&self) -> bool {
        let used = self.component.as_ref().and_then(|c| c.utilisation.value);
        self.cost.is_none() && used.is_some_and(|used| used < HARDLY)
    }

    /// Units that carry the peak and the worst loss that units can make up for.
    pub fn units(&self) -> Option<&Figure> {
        let plan: &Plan = self.component.as_ref()?.plan.as_ref()?;
        let safest = plan.zone_lost.as_ref().or(plan.one_lost.as_ref());
        Some(&safest.unwrap_or(&plan.at_target).units)
    }
}

/// The load of the component, which is the same whatever fills it.
pub fn demand(trials: &[Trial]) -> Vec<Figure> {
    let Some(component) = trials.iter().find_map(|t| t.component.as_ref()) else {
        return Vec::new();
    };
    std::iter::once(&component.peak)
        .chain(&component.loads)
        .filter(|figure| figure.value.is_some())
        .cloned()
        .collect()
}
