//! See the page. Plain quantities are checked while they are read; here the expressions over names are.

use super::{Rule, Run, Set};
use crate::design::{Holds, Metric};
use crate::finding::Finding;
use crate::model::Model;
use crate::model::names::{Name, plain_dimension};
use crate::quantity::expression::{Comparison, Expr};
use crate::quantity::{Dimension, Formula};
use crate::source::Span;

pub const RULE: Rule = Rule {
    id: "wrong-dimension",
    set: Set::Form,
    run: Run::Form(find),
    page: include_str!("wrong-dimension.md"),
};

fn find(model: &Model) -> Vec<Finding> {
    let check = Check {
        model,
        figures: model.figure_dimensions(),
    };
    let design = model.design;
    let mut findings = Vec::new();
    for (id, flow) in &design.flows {
        if let Some(rate) = &flow.rate {
            findings.extend(check.rate(
                rate,
                &format!("the rate of `{}`", id.value),
                &Dimension::RATE,
                "`10 /user/day`",
            ));
        }
        if let Some(running) = &flow.concurrent {
            let what = format!("`concurrent` of `{}`", id.value);
            findings.extend(check.rate(running, &what, &Dimension::NONE, "`0.2 /user`"));
            if let Some(rate) = &flow.rate {
                findings.push(
                    Finding::error("wrong-type", format!("`{}` has both a rate and `concurrent`", id.value))
                        .at(running.span)
                        .related(rate.span, "the rate")
                        .fix("keep one: `concurrent` gives a rate through the `hold` of the first step"),
                );
            }
        }
    }
    for (_, figure) in &design.figures {
        findings.extend(
            check
                .expression(&figure.formula.expr, figure.formula.span)
                .err()
                .map(|f| *f),
        );
    }
    let holds = design.assumptions.iter().filter_map(|(_, a)| a.holds.as_ref());
    let expected = design.expectations.iter().filter_map(|e| match e {
        crate::design::Expectation::Holds(holds) => Some(holds),
        _ => None,
    });
    for Holds {
        left,
        right,
        comparison,
        text,
    } in holds.chain(expected)
    {
        findings.extend(check.comparison(left, *comparison, right, text.span));
    }
    for metric in design.nonfunctional.iter().flat_map(|(_, n)| &n.metrics) {
        if let Metric::Holds(parts, _) = &metric.value {
            findings.extend(check.comparison(&parts.0, parts.1, &parts.2, metric.span));
        }
    }
    findings
}

struct Check<'m, 'a> {
    model: &'m Model<'a>,
    figures: Vec<Option<Dimension>>,
}

impl Check<'_, '_> {
    /// The dimension, or the finding. Unknown names and broken figures are reported elsewhere: no dimension then.
    fn expression(&self, expr: &Expr, span: Span) -> Result<Option<Dimension>, Box<Finding>> {
        let mut known = true;
        expr.names(&mut |name, _| {
            known &= match self.model.name(name) {
                Ok(Name::Figure(i)) => self.figures[i].is_some(),
                Ok(_) => true,
                Err(_) => false,
            };
        });
        if !known {
            return Ok(None);
        }
        let of = |name: &str| match self.model.name(name).ok()? {
            Name::Figure(i) => self.figures[i].clone(),
            name => Some(plain_dimension(name)),
        };
        expr.dimension(&of).map(Some).map_err(|error| {
            let mut finding = Finding::error(RULE.id, error.message).at(span.part(error.span.start, error.span.len()));
            finding.fix = error.help;
            Box::new(finding)
        })
    }

    /// A rate per person counts as a rate: the people are multiplied in.
    fn rate(&self, formula: &Formula, what: &str, wanted: &Dimension, example: &str) -> Option<Finding> {
        match self.expression(&formula.expr, formula.span) {
            Err(finding) => Some(*finding),
            Ok(None) => None,
            Ok(Some(found)) => {
                let per_person = found.people.iter().all(|(_, exponent)| *exponent == -1) && found.people.len() <= 1;
                let rest = Dimension {
                    people: Vec::new(),
                    ..found.clone()
                };
                if per_person && rest == *wanted {
                    return None;
                }
                Some(
                    Finding::error(
                        RULE.id,
                        format!(
                            "{what} is {}, but `{}` is {}",
                            wanted.words(),
                            formula.text,
                            found.words()
                        ),
                    )
                    .at(formula.span)
                    .label(found.words())
                    .fix(format!("write it like {example}")),
                )
            }
        }
    }

    fn comparison(&self, left: &Expr, comparison: Comparison, right: &Expr, span: Span) -> Option<Finding> {
        let (left, right) = match (self.expression(left, span), self.expression(right, span)) {
            (Err(finding), _) | (_, Err(finding)) => return Some(*finding),
            (Ok(Some(left)), Ok(Some(right))) => (left, right),
            _ => return None,
        };
        (left != right).then(|| {
            Finding::error(
                RULE.id,
                format!(
                    "`{}` compares {} with {}",
                    comparison.symbol(),
                    left.words(),
                    right.words()
                ),
            )
            .at(span)
        })
    }
}
