//! What a month costs more or less.

use super::figure::differs;
use crate::quantity::{Dimension, Profile, print};
use crate::report::{ComponentCost, ComponentCostMove, Cost, CostMove, Figure, Report};

/// The bills side by side; none where nothing of them moved.
pub fn moves(old: &Report, new: &Report) -> Option<CostMove> {
    let money = Money {
        profile: Profile::from_name(&new.profile).unwrap_or_default(),
    };
    let parts = |report: &Report| -> Vec<ComponentCost> {
        report.cost.iter().flat_map(|cost| cost.components.clone()).collect()
    };
    let (before, after) = (parts(old), parts(new));
    let mut rows: Vec<(f64, ComponentCostMove)> = Vec::new();
    for now in &after {
        let was = before.iter().find(|part| part.component == now.component);
        rows.extend(money.moved(&now.component, was, Some(now)));
    }
    for was in &before {
        if !after.iter().any(|part| part.component == was.component) {
            rows.extend(money.moved(&was.component, Some(was), None));
        }
    }
    rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let text = |cost: &Option<Cost>| cost.as_ref().map_or_else(|| "unknown".to_string(), bill);
    let total = |report: &Report| report.cost.as_ref().and_then(|cost| cost.total.value);
    let (from, to) = (text(&old.cost), text(&new.cost));
    (!rows.is_empty() || from != to).then(|| CostMove {
        more: money.more(total(old), total(new)),
        old: from,
        new: to,
        components: rows.into_iter().map(|(_, row)| row).collect(),
    })
}

/// What is known of a bill.
fn bill(cost: &Cost) -> String {
    match cost.total.value {
        Some(_) => cost.total.text.clone(),
        None => format!("at least {}", cost.known.text),
    }
}

struct Money {
    profile: Profile,
}

impl Money {
    /// What a component costs more, with the size of the move.
    fn moved(
        &self,
        id: &str,
        was: Option<&ComponentCost>,
        now: Option<&ComponentCost>,
    ) -> Option<(f64, ComponentCostMove)> {
        let value = |cost: Option<&ComponentCost>| cost.and_then(|c| known(c)?.value);
        let text = |cost: Option<&ComponentCost>| cost.and_then(known).map(|figure| figure.text.clone());
        let (from, to) = (value(was), value(now));
        if text(was) == text(now) || !differs(from, to) {
            return None;
        }
        let size = (to.unwrap_or(0.0) - from.unwrap_or(0.0)).abs();
        let row = ComponentCostMove {
            component: id.to_string(),
            old: text(was),
            new: text(now),
            more: self.more(
                from.or(was.is_none().then_some(0.0)),
                to.or(now.is_none().then_some(0.0)),
            ),
        };
        Some((size, row))
    }

    /// `+70 USD/month`; empty where one is not known.
    fn more(&self, from: Option<f64>, to: Option<f64>) -> String {
        let (Some(from), Some(to)) = (from, to) else {
            return String::new();
        };
        let sign = if to >= from { "+" } else { "−" };
        format!(
            "{sign}{}",
            print::show((to - from).abs(), &Dimension::SPENDING, self.profile)
        )
    }
}

fn known(cost: &ComponentCost) -> Option<&Figure> {
    if cost.cost.value.is_some() {
        Some(&cost.cost)
    } else {
        cost.known.as_ref()
    }
}
