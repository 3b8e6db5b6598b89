//! What requirements, contracts, decisions and expressions name, so that a rule can tell what nobody asks for.

use crate::design::{Expectation, Metric, Returns};
use crate::model::Model;
use crate::quantity::expression::Expr;
use std::collections::HashSet;

/// Every id that is named anywhere but in steps and in `in`.
pub fn all<'a>(model: &Model<'a>) -> HashSet<&'a str> {
    let design = model.design;
    let mut named: HashSet<&str> = expressions(model);
    for (_, r) in &design.functional {
        named.extend(r.flow.iter().map(|id| id.value.as_str()));
    }
    for (_, r) in &design.nonfunctional {
        named.extend(
            [&r.of, &r.to, &r.when]
                .into_iter()
                .flatten()
                .map(|id| id.value.as_str()),
        );
    }
    for (_, operation) in design.apis.iter().flat_map(|(_, api)| &api.operations) {
        named.extend(operation.flow.iter().map(|id| id.value.as_str()));
        named.extend(operation.takes.iter().map(|t| base(&t.value)));
        if let Some(Returns::One(id) | Returns::Many(id)) = &operation.returns {
            named.insert(&id.value);
        }
    }
    for (_, decision) in &design.decisions {
        named.extend(
            decision
                .chose
                .iter()
                .chain(&decision.because)
                .map(|id| id.value.as_str()),
        );
    }
    for (id, field) in design
        .entities
        .iter()
        .flat_map(|(id, e)| e.fields.iter().map(move |(_, f)| (id, f)))
    {
        named.extend(
            field
                .references
                .iter()
                .filter(|to| to.value != id.value)
                .map(|to| to.value.as_str()),
        );
    }
    named
}

/// Ids that expressions name.
pub fn expressions<'a>(model: &Model<'a>) -> HashSet<&'a str> {
    let design = model.design;
    let mut expressions: Vec<&'a Expr> = Vec::new();
    for (_, flow) in &design.flows {
        expressions.extend([&flow.rate, &flow.concurrent].into_iter().flatten().map(|f| &f.expr));
    }
    expressions.extend(design.figures.iter().map(|(_, f)| &f.formula.expr));
    let assumed = design.assumptions.iter().filter_map(|(_, a)| a.holds.as_ref());
    let expected = design.expectations.iter().filter_map(|e| match e {
        Expectation::Holds(holds) => Some(holds),
        Expectation::Verdict { .. } | Expectation::Drill { .. } => None,
    });
    expressions.extend(assumed.chain(expected).flat_map(|h| [&h.left, &h.right]));
    for metric in design.nonfunctional.iter().flat_map(|(_, n)| &n.metrics) {
        if let Metric::Holds(parts, _) = &metric.value {
            expressions.extend([&parts.0, &parts.2]);
        }
    }
    let mut named = HashSet::new();
    for expression in expressions {
        expression.names(&mut |name, _| {
            named.insert(base(name));
        });
    }
    named
}

/// `link` of `link.rows`.
fn base(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}
