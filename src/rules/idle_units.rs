//! See the page.

use super::{Rule, Run, Set, code, fact, words};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::{Model, Party};
use crate::quantity::print;
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "idle-units",
    set: Set::Cost,
    run: Run::Design(find),
    page: include_str!("idle-units.md"),
};

/// So many times what the peak takes is no reserve any more.
const TIMES: f64 = 2.0;

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let mut idle = Vec::new();
    // What takes the calls of another while that is down has its units for that day.
    let spares: HashSet<Party> = fact::steps(model).filter_map(|step| step.if_down).collect();
    for (c, (component, plans)) in model.components.iter().zip(&analysis.plans).enumerate() {
        let spare = spares.contains(&Party::Component(c));
        let Some(plan) = plans
            .whole
            .as_ref()
            .filter(|_| code::is_ours(component) && component.file.scale.is_none() && !spare)
        else {
            continue;
        };
        // With a unit and with a zone lost, whichever takes more.
        let wanted = [Some(plan.at_target), plan.one_lost, plan.zone_lost];
        let wanted: Vec<f64> = wanted
            .into_iter()
            .flatten()
            .filter_map(|id| figures.value(id))
            .collect();
        let most = wanted.into_iter().fold(0.0, f64::max).max(2.0);
        let zones = component.file.zones.len().max(1) as f64;
        let enough = (most / zones).ceil() * zones;
        if f64::from(component.units) > TIMES * enough {
            idle.push((component, enough));
        }
    }
    let Some((first, enough)) = idle.first() else {
        return Vec::new();
    };
    let listed = idle
        .iter()
        .map(|(c, enough)| format!("`{}` ({} of {})", c.id, print::count(*enough), c.units));
    let message = format!(
        "fewer units carry today's peak, with any one zone lost as well: {}",
        words::list(listed.collect())
    );
    let finding = Finding::info(RULE.id, message).at(first.span).of(first.id);
    vec![finding.fix(format!(
        "`replicas: {}` for `{}` until growth takes more, or autoscaling (`scale`)",
        print::count(*enough),
        first.id
    ))]
}
