//! An expression as it was understood: every number in full, every unit by one symbol.

use super::{Binary, Expr, Kind, Language, in_base_units};
use crate::quantity::print;

/// How tightly a part binds.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Binding {
    In,
    Range,
    Sum,
    Product,
    Sign,
    Power,
    About,
    Atom,
}

impl Expr {
    /// The canonical reading: `50_000_000 users × 40 /user/day`. It reads back as the same expression.
    pub fn reading(&self, language: &Language) -> String {
        let mut out = String::new();
        self.write(language, Binding::In, &mut out);
        out
    }

    fn write(&self, language: &Language, around: Binding, out: &mut String) {
        let binding = self.binding();
        let bracket = binding < around;
        if bracket {
            out.push('(');
        }
        match &self.kind {
            Kind::Literal {
                number,
                factor,
                dimension,
            } => {
                if *factor == 0.01 && dimension.is_none() {
                    out.push_str(&format!("{} %", print::full(*number)));
                } else {
                    let value = in_base_units(*number, *factor);
                    out.push_str(&print::reading(value, dimension, language.profile));
                }
            }
            Kind::Name(name) => out.push_str(name),
            Kind::Negate(a) => {
                out.push('-');
                a.write(language, Binding::Sign, out);
            }
            Kind::Binary(operator, a, b) => {
                let (sign, left, right) = match operator {
                    Binary::Add => (" + ", Binding::Sum, Binding::Product),
                    Binary::Subtract => (" - ", Binding::Sum, Binding::Product),
                    Binary::Multiply => (" × ", Binding::Product, Binding::Sign),
                    Binary::Divide => (" / ", Binding::Product, Binding::Sign),
                    Binary::Power => ("^", Binding::About, Binding::Sign),
                };
                a.write(language, left, out);
                out.push_str(sign);
                b.write(language, right, out);
            }
            Kind::Range(a, b) => {
                a.write(language, Binding::Sign, out);
                out.push_str(" to ");
                b.write(language, Binding::Sign, out);
            }
            Kind::PlusMinus(a, b) => {
                a.write(language, Binding::Atom, out);
                out.push_str(" ± ");
                b.write(language, Binding::Atom, out);
            }
            Kind::Call(function, arguments) => {
                out.push_str(function.name());
                out.push('(');
                for (i, argument) in arguments.iter().enumerate() {
                    out.push_str(if i > 0 { ", " } else { "" });
                    argument.write(language, Binding::Range, out);
                }
                out.push(')');
            }
            Kind::In(a, _) => a.write(language, Binding::Range, out),
        }
        if bracket {
            out.push(')');
        }
    }

    fn binding(&self) -> Binding {
        match &self.kind {
            Kind::In(..) => Binding::In,
            Kind::Range(..) => Binding::Range,
            Kind::Binary(Binary::Add | Binary::Subtract, ..) => Binding::Sum,
            Kind::Binary(Binary::Multiply | Binary::Divide, ..) => Binding::Product,
            Kind::Negate(_) => Binding::Sign,
            Kind::Binary(Binary::Power, ..) => Binding::Power,
            Kind::PlusMinus(..) => Binding::About,
            Kind::Literal { .. } | Kind::Name(_) | Kind::Call(..) => Binding::Atom,
        }
    }
}
