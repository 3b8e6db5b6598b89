//! Figures as text: value, formula in names, formula in numbers.

use super::cell::{Formula, List};
use super::{Figures, Id, Origin};
use crate::quantity::expression::Function;
use crate::quantity::{Spread, print};

/// Longest formula that is written out, in bytes; a longer one ends in `…`.
const LONGEST: usize = 600;

/// What a formula is made of, down to what has a name or is an input.
#[derive(Debug, Default)]
pub struct Parts {
    pub named: Vec<Id>,
    pub inputs: Vec<Id>,
}

/// Most cells that are looked at for the parts of one formula.
const MOST_PARTS: usize = 2_000;

/// What to write for a part of a formula that has a name.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Name,
    Value,
}

/// How tightly a part binds, so that brackets stand only where they must.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Binding {
    Sum,
    Product,
    Atom,
}

impl Figures {
    /// The value as printed, or `unknown`.
    pub fn text(&self, id: Id) -> String {
        match self.value(id) {
            Some(value) => self.show(id, value),
            None => "unknown".to_string(),
        }
    }

    /// A value with all its digits, in the unit in which this figure is printed, where that is plain; none where
    /// three digits say it all.
    pub fn exact(&self, id: Id, value: f64) -> Option<String> {
        let (number, symbol) = match self.unit(id) {
            Some((factor, symbol)) => (value / factor, symbol),
            None if self.dimension(id).is_none() => (value, ""),
            None => return None,
        };
        let full = print::full(number);
        let significant: String = full.chars().filter(char::is_ascii_digit).collect();
        let short = significant.trim_matches('0').len() <= 3;
        let text = format!("{full} {symbol}").trim().to_string();
        (!short && text != self.show(id, value)).then_some(text)
    }

    /// The unit that the user wants it in: how many base units, and its symbol.
    fn unit(&self, id: Id) -> Option<(f64, &str)> {
        self.labels.unit(self.cell(id).label)
    }

    /// The value as a percentage, or `unknown`.
    pub fn percent(&self, id: Id) -> String {
        self.value(id).map_or("unknown".to_string(), print::percent)
    }

    /// A value as this figure is printed.
    pub fn show(&self, id: Id, value: f64) -> String {
        if let Some((factor, symbol)) = self.unit(id) {
            return print::in_unit(value / factor, symbol);
        }
        print::show(value, &self.dimension(id), self.profile)
    }

    /// An input in a few words: its name with what was written, or only that.
    pub fn input_text(&self, id: Id) -> String {
        let (name, written) = (self.name(id), self.written_text(id));
        if name.is_empty() {
            written
        } else {
            format!("{name} ({written})")
        }
    }

    /// An input as it was written.
    pub fn written_text(&self, id: Id) -> String {
        match self.spread(id) {
            Some(spread) => self.given_text(id, spread),
            None => self.text(id),
        }
    }

    /// The formula in names; empty for an input.
    pub fn formula(&self, id: Id) -> String {
        self.written(id, Part::Name)
    }

    /// The formula with numbers in place of names; empty for an input.
    pub fn working(&self, id: Id) -> String {
        self.written(id, Part::Value)
    }

    fn written(&self, id: Id, part: Part) -> String {
        let mut out = String::new();
        self.write(id, part, true, Binding::Sum, 0, &mut out);
        if out.len() > LONGEST {
            let mut end = LONGEST;
            while !out.is_char_boundary(end) {
                end -= 1;
            }
            out.truncate(end);
            out.push('…');
        }
        out
    }

    /// The named figures and the inputs in the formula of a cell, in its order; an input is its own.
    pub fn parts(&self, id: Id) -> Parts {
        let mut parts = Parts::default();
        let mut open: Vec<Id> = self.operands(id).collect();
        open.reverse();
        for _ in 0..MOST_PARTS {
            let Some(part) = open.pop() else { break };
            let cell = self.cell(part);
            if !self.name(part).is_empty() {
                parts.named.push(part);
            } else if cell.formula.is_input() {
                parts.inputs.push(part);
            } else {
                let before = open.len();
                open.extend(self.operands(part));
                open[before..].reverse();
            }
        }
        parts
    }

    /// Where an input comes from; none for a computed figure.
    pub fn origin(&self, id: Id) -> &Origin {
        match &self.cell(id).formula {
            // A figure that only renames another has its origin.
            Formula::Sum(ids) if ids.length == 1 => self.origin(self.list(*ids)[0]),
            _ => self.store.origin_of(self.cell(id)),
        }
    }

    fn write(&self, id: Id, part: Part, top: bool, around: Binding, depth: usize, out: &mut String) {
        let cell = self.cell(id);
        if out.len() > LONGEST {
            return;
        }
        if !top && !self.name(id).is_empty() {
            match part {
                Part::Name => out.push_str(self.name(id)),
                Part::Value => out.push_str(&self.text(id)),
            }
            return;
        }
        if depth > 40 {
            out.push('…');
            return;
        }
        let list = |ids: &List, sign: &str, binding: Binding, out: &mut String| {
            let bracket = around > binding;
            if bracket {
                out.push('(');
            }
            for (i, part_id) in self.list(*ids).iter().enumerate() {
                if i > 0 {
                    out.push_str(sign);
                }
                self.write(*part_id, part, false, binding, depth + 1, out);
            }
            if bracket {
                out.push(')');
            }
        };
        match &cell.formula {
            Formula::Number | Formula::Range(_) => {
                if !top {
                    out.push_str(&self.written_text(id));
                }
            }
            Formula::Missing(_) if top => {}
            Formula::Missing(fact) => {
                out.push_str("unknown (");
                out.push_str(&self.store.texts[*fact as usize]);
                out.push(')');
            }
            Formula::Sum(ids) => list(ids, " + ", Binding::Sum, out),
            Formula::Product(ids) => list(ids, " × ", Binding::Product, out),
            Formula::Difference(a, b) => {
                let bracket = around > Binding::Sum;
                out.push_str(if bracket { "(" } else { "" });
                self.write(*a, part, false, Binding::Sum, depth + 1, out);
                out.push_str(" − ");
                self.write(*b, part, false, Binding::Product, depth + 1, out);
                out.push_str(if bracket { ")" } else { "" });
            }
            Formula::Quotient(a, b) => {
                let bracket = around == Binding::Atom;
                out.push_str(if bracket { "(" } else { "" });
                self.write(*a, part, false, Binding::Product, depth + 1, out);
                out.push_str(" ÷ ");
                self.write(*b, part, false, Binding::Atom, depth + 1, out);
                out.push_str(if bracket { ")" } else { "" });
            }
            Formula::Power(a, b) => {
                self.write(*a, part, false, Binding::Atom, depth + 1, out);
                out.push('^');
                self.write(*b, part, false, Binding::Atom, depth + 1, out);
            }
            Formula::Apply(function, ids) => self.call(*function, self.list(*ids), part, depth, out),
            Formula::Statistic(function, id) => self.call(*function, &[*id], part, depth, out),
        }
    }

    fn call(&self, function: Function, ids: &[Id], part: Part, depth: usize, out: &mut String) {
        out.push_str(function.name());
        out.push('(');
        for (i, id) in ids.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            self.write(*id, part, false, Binding::Sum, depth + 1, out);
        }
        out.push(')');
    }

    /// A plain share below one reads best as a percentage.
    fn given_text(&self, id: Id, spread: Spread) -> String {
        let written = self.labels.text(self.cell(id).label);
        if !written.is_empty() {
            return written.to_string();
        }
        let value = spread.median();
        if self.dimension(id).is_none() && value > 0.0 && value < 1.0 {
            return print::percent(value);
        }
        self.show(id, value)
    }
}
