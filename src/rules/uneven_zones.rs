//! See the page.

use super::{Rule, Run, Set, fullness};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::{Model, Placement};
use crate::quantity::print;

pub const RULE: Rule = Rule {
    id: "uneven-zones",
    set: Set::Redundancy,
    run: Run::Design(find),
    page: include_str!("uneven-zones.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let uneven = model.components.iter().enumerate().filter_map(|(c, component)| {
        let Placement::Zones(zones) = &component.placement else {
            return None;
        };
        let held = zones.iter().filter(|(_, n)| *n > 0);
        let (least, (name, most)) = (held.clone().map(|(_, n)| n).min()?, held.rev().max_by_key(|(_, n)| n)?);
        let (row, used) = fullness::fullest(analysis, c)?;
        let (lost, target) = (figures.value(row.zone_lost?)?, figures.value(row.target)?);
        // One more than in another zone is as even as it gets; and it only matters where the load notices.
        let matters = most - least > 1 && used <= target && lost > target && lost < 1.0;
        matters.then(|| {
            let message = format!(
                "zone `{name}` holds {most} of the {} units of `{}`, another only {least}: without it the rest is {} full",
                component.units,
                component.id,
                print::percent(lost)
            );
            let finding = Finding::info(RULE.id, message).at(component.span).of(component.id);
            finding.fix("deal the units evenly over the zones")
        })
    });
    uneven.collect()
}
