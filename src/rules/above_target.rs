//! See the page.

use super::{Rule, Run, Set, fullness};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::Model;
use crate::quantity::print;

pub const RULE: Rule = Rule {
    id: "above-target",
    set: Set::Capacity,
    run: Run::Design(find),
    page: include_str!("above-target.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let figures = &analysis.load.figures;
    let above = model.components.iter().enumerate().filter_map(|(c, component)| {
        let (row, used) = fullness::fullest(analysis, c)?;
        let target = figures.value(row.target)?;
        if fullness::scales(analysis, component, row) {
            return None;
        }
        // A share that rounding alone lifts above its target is at it.
        let above = used < 1.0 && used > target * (1.0 + 1e-9);
        above.then(|| {
            let message = format!(
                "`{}` is above its target of {}: {}",
                component.id,
                print::percent(target),
                fullness::words(analysis, component, c, row)
            );
            let finding = Finding::warning(RULE.id, message).at(component.span);
            finding.of(component.id).fix(fullness::fix(analysis, component, row))
        })
    });
    above.collect()
}
