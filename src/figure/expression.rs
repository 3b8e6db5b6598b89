//! Expressions of the user as formulas in a sheet.

use super::cell::Formula;
use super::{Figures, Id, NUMBER, Origin};
use crate::quantity::expression::{Binary, Expr, Kind, in_base_units, relative};
use crate::quantity::{Dimension, Spread};
use crate::source::Span;

impl Figures {
    /// Writes an expression into the sheet. Its dimensions have been checked before; `text` is what
    /// its places are bytes of, `span` the place of that text; `name` finds the figure of a name.
    pub fn expression(
        &mut self,
        expr: &Expr,
        text: &str,
        span: Span,
        name: &mut dyn FnMut(&mut Figures, &str) -> Id,
    ) -> Id {
        if !matches!(expr.kind, Kind::In(..))
            && let Ok((spread, dimension)) = expr.constant()
        {
            let id = self.given(
                spread,
                dimension,
                Origin::File(span.part(expr.span.start, expr.span.len())),
            );
            self.write_as(id, text.get(expr.span.clone()).unwrap_or(""));
            return id;
        }
        match &expr.kind {
            Kind::Literal {
                number,
                factor,
                dimension,
            } => self.given(
                Spread::Exact(in_base_units(*number, *factor)),
                dimension.clone(),
                Origin::File(span),
            ),
            Kind::Name(n) => name(self, n),
            Kind::Negate(a) => {
                let a = self.expression(a, text, span, name);
                let zero = self.given(Spread::Exact(0.0), self.dimension(a), NUMBER);
                self.difference(zero, a)
            }
            Kind::Binary(operator, a, b) => {
                let (a, b) = (
                    self.expression(a, text, span, name),
                    self.expression(b, text, span, name),
                );
                match operator {
                    Binary::Add => {
                        let dimension = self.dimension(a);
                        self.sum(&[a, b], dimension)
                    }
                    Binary::Subtract => self.difference(a, b),
                    Binary::Multiply => self.product(&[a, b]),
                    Binary::Divide => self.quotient(a, b),
                    Binary::Power => {
                        let dimension = self.power_dimension(a, b);
                        self.push(Formula::Power(a, b), dimension)
                    }
                }
            }
            Kind::Range(a, b) => self.spread_of(expr, [a, b], text, span, name),
            Kind::PlusMinus(a, b) => self.spread_of(expr, [a, b], text, span, name),
            Kind::Call(function, arguments) => {
                let ids: Vec<Id> = arguments.iter().map(|a| self.expression(a, text, span, name)).collect();
                let ends: Vec<f64> = ids.iter().filter_map(|id| self.value(*id)).collect();
                match function.spread(&ends).filter(|_| ends.len() == ids.len()) {
                    Some(spread) => {
                        let dimension = self.dimension(ids[0]);
                        self.range_at(spread, dimension, expr, text, span)
                    }
                    None => self.apply(*function, &ids),
                }
            }
            Kind::In(a, unit) => {
                let id = self.expression(a, text, span, name);
                // Printed in another unit it is another figure: the first may stand elsewhere too.
                let id = self.renamed(id);
                if let Kind::Literal { number, factor, .. } = unit.kind {
                    self.print_in(
                        id,
                        in_base_units(number, factor),
                        text.get(unit.span.clone()).unwrap_or(""),
                    );
                }
                id
            }
        }
    }

    fn power_dimension(&self, base: Id, exponent: Id) -> Dimension {
        let base = self.dimension(base);
        match self.value(exponent) {
            Some(e) if !base.is_none() && e.fract() == 0.0 && e.abs() <= 8.0 => base.power(e as i8),
            _ => Dimension::NONE,
        }
    }

    /// A range whose ends are named: its point value decides its ends.
    fn spread_of(
        &mut self,
        whole: &Expr,
        [a, b]: [&Expr; 2],
        text: &str,
        span: Span,
        name: &mut dyn FnMut(&mut Figures, &str) -> Id,
    ) -> Id {
        let around = matches!(whole.kind, Kind::PlusMinus(..));
        let share = relative(a, b);
        let (a, b) = (
            self.expression(a, text, span, name),
            self.expression(b, text, span, name),
        );
        let dimension = self.dimension(a);
        let (Some(x), Some(y)) = (self.value(a), self.value(b)) else {
            return self.sum(&[a, b], dimension);
        };
        let (low, high) = match (around, share) {
            (false, _) => (x.min(y), x.max(y)),
            (true, true) => (x - (x * y).abs(), x + (x * y).abs()),
            (true, false) => (x - y.abs(), x + y.abs()),
        };
        let spread = if around && low != high {
            Spread::Normal { low, high }
        } else {
            Spread::range(low, high)
        };
        self.range_at(spread, dimension, whole, text, span)
    }

    /// A range at the place of its expression: the same place is the same doubt.
    fn range_at(&mut self, spread: Spread, dimension: Dimension, whole: &Expr, text: &str, span: Span) -> Id {
        let place = span.part(whole.span.start, whole.span.len());
        let id = self.given(spread, dimension, Origin::File(place));
        self.write_as(id, text.get(whole.span.clone()).unwrap_or(""));
        id
    }
}
