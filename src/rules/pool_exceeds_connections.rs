//! See the page.

use super::{Rule, Run, Set, fullness};
use crate::analysis::Analysis;
use crate::analysis::load::Pools;
use crate::finding::{Finding, Severity};
use crate::model::Model;
use crate::quantity::print;

pub const RULE: Rule = Rule {
    id: "pool-exceeds-connections",
    set: Set::Capacity,
    run: Run::Design(find),
    page: include_str!("pool-exceeds-connections.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let over = analysis.load.pools.iter().filter_map(|(c, pools)| {
        let component = &model.components[*c];
        let rows = &analysis.load.components.get(*c)?.resources;
        let (row, (held, given)) = rows
            .iter()
            .find_map(|r| Some((r, fullness::pooled(analysis, *c, r)?)))?;
        let severity = match fullness::from_catalog(component, row) {
            true => Severity::Warning,
            false => Severity::Error,
        };
        let names: Vec<&str> = pools
            .callers
            .iter()
            .map(|(caller, _)| model.components[*caller].id)
            .collect();
        let counted = match (pools.at_writer, component.copies) {
            (true, Some(copies)) if copies > 1 => {
                format!(" (each counted on {copies} copies, for the writer serves all)")
            }
            _ => String::new(),
        };
        let message = format!(
            "`{}` cannot hold the pools of {}: they open {} connections{counted}, and its units take {}",
            component.id,
            names.join(", "),
            print::count(held),
            print::count(given)
        );
        let mut finding = Finding::new(RULE.id, severity, message)
            .at(component.span)
            .of(component.id);
        for (caller, _) in &pools.callers {
            let caller = &model.components[*caller];
            finding = finding.related(caller.span, format!("`{}` holds a pool", caller.id));
        }
        Some(finding.fix(fix(analysis, pools, given / held)))
    });
    over.collect()
}

/// The largest pool that fits, where one caller has it alone; else a pooler, which shares what there is.
fn fix(analysis: &Analysis, pools: &Pools, share: f64) -> String {
    let own = match pools.callers[..] {
        [(_, pool)] => analysis.load.figures.value(pool),
        _ => None,
    };
    match own.map(|pool| (pool * share).floor()).filter(|pool| *pool >= 1.0) {
        Some(pool) => format!("`has: {{connection-pool: {pool}}}` fits; or put a pooler between them"),
        None => "put a pooler between them, or make the pools smaller".to_string(),
    }
}
