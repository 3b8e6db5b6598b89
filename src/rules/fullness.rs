//! How full a component is, in words, and how many units would do.

use crate::analysis::Analysis;
use crate::analysis::capacity::{Row, plan};
use crate::catalog::Role;
use crate::design::Resource;
use crate::model::{Component, Limit};
use crate::quantity::print;

/// The fullest of the resources of a component, with its utilisation. Connections that the pools of callers alone
/// exceed have a rule of their own: more units would not be its fix.
pub fn fullest<'r>(analysis: &'r Analysis, c: usize) -> Option<(&'r Row, f64)> {
    let rows = &analysis.load.components.get(c)?.resources;
    let known = rows
        .iter()
        .filter(|r| pooled(analysis, c, r).is_none())
        .filter_map(|r| Some((r, analysis.load.figures.value(r.utilisation)?)));
    known.max_by(|a, b| a.1.total_cmp(&b.1))
}

/// What the pools of callers hold, and what all units give, where that is less; none where the row is about
/// something else or one of the two is not known.
pub fn pooled(analysis: &Analysis, c: usize, row: &Row) -> Option<(f64, f64)> {
    let pools = analysis.load.pools.get(&c)?;
    let figures = &analysis.load.figures;
    let held = figures.value(pools.fullest)?;
    let given = figures.value(row.per_unit)? * figures.value(row.units)?;
    (row.resource == Resource::Connections && held > given).then_some((held, given))
}

/// `its requests reach 72.5k/s at the peak, 90.6 % of what 40 units give (2k/s each)`
pub fn words(analysis: &Analysis, component: &Component, c: usize, row: &Row) -> String {
    let figures = &analysis.load.figures;
    let resource = row.resource.name();
    let when = match row.resource {
        Resource::Memory | Resource::Storage => "at the horizon",
        _ => "at the peak",
    };
    let busiest = analysis.load.components.get(c).is_some_and(|l| l.busiest.is_some());
    let place = if busiest { " in its busiest region" } else { "" };
    let reach = if resource.ends_with('s') { "reach" } else { "reaches" };
    let by = if from_catalog(component, row) {
        " by the catalog"
    } else {
        ""
    };
    let per_unit = figures.text(row.per_unit);
    let gives = match component.units {
        1 => format!("it gives{by} ({per_unit})"),
        n => format!("{n} units give{by} ({per_unit} each)"),
    };
    format!(
        "its {resource} {reach} {} {when}{place}, {} of what {gives}",
        figures.text(row.demand),
        figures.percent(row.utilisation)
    )
}

/// Whether the limit is the catalog's: a default quota or a benchmark, not what the user knows.
pub fn from_catalog(component: &Component, row: &Row) -> bool {
    matches!(component.limit(row.resource), Some(Limit::Catalog(..)))
}

/// Whether autoscaling may start as many units as keep a resource at its target; what is kept does not spread so.
pub fn scales(analysis: &Analysis, component: &Component, row: &Row) -> bool {
    let to = component.file.scale.as_ref().and_then(|s| s.to.as_ref());
    let kept = matches!(row.resource, Resource::Memory | Resource::Storage);
    let needed = analysis.load.figures.value(row.needed);
    !kept && to.zip(needed).is_some_and(|(to, needed)| needed <= f64::from(to.value))
}

/// What to change so that a resource stays at its target.
pub fn fix(analysis: &Analysis, component: &Component, row: &Row) -> String {
    let figures = &analysis.load.figures;
    match figures.value(row.needed).filter(|n| *n < 1e6) {
        _ if component.is_service() && from_catalog(component, row) => {
            let name = row.resource.name();
            format!("say what your contract or layout gives: `per_replica: {{{name}: …}}`, or take load away")
        }
        Some(needed) if !component.is_service() => {
            let target = figures.value(row.target).map_or(String::new(), print::percent);
            format!("{} keeps it at its target of {target}", replicas(component, needed))
        }
        _ => "take load away, or have its limit raised and write it into `per_replica`".to_string(),
    }
}

/// Units that keep the fullest resource at its target.
pub fn needed(analysis: &Analysis, c: usize) -> Option<f64> {
    let (row, _) = fullest(analysis, c)?;
    analysis.load.figures.value(row.needed)
}

/// The key with this many units or a few more: the same in each zone, and data takes whole groups of copies, for more
/// copies of one group would not take writes off its writer.
pub fn replicas(component: &Component, units: f64) -> String {
    let copies = match component.role {
        Role::Stateless => 1,
        _ => component.copies.unwrap_or(1).max(1),
    };
    let step = plan::multiple(component) as f64;
    let units = (units / step).ceil() * step;
    let groups = units / f64::from(copies);
    let keys = match component.file.copies {
        None if copies > 1 => format!("`replicas: {units}, copies: {copies}`"),
        _ => format!("`replicas: {units}`"),
    };
    match copies {
        1 => keys,
        _ => format!("{keys} ({groups} groups)"),
    }
}
