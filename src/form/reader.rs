//! Reads a node by a table: the typed values that are right, findings for all that is not.

use super::table::{Measure, Record, Row, Shape};
use super::yaml::{Key, Node, Value};
use super::{keys, rule};
use crate::finding::{Finding, nearest};
use crate::quantity::expression::{self, Comparison, Expr, Language};
use crate::quantity::{Formula, ParseError, Quantity, Spread};
use crate::source::Spanned;
use std::cell::RefCell;

/// What reading needs and what it finds.
#[derive(Debug, Default)]
pub struct Context {
    pub language: Language,
    findings: RefCell<Vec<Finding>>,
    unread: RefCell<Vec<Unread>>,
}

/// What the file has and nobody could read: that is reported, and a name that leads there is no further fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// A whole map of ids, by its key.
    Map(&'static str),
    /// The thing with this id.
    Id(String),
}

impl Context {
    pub fn new(language: Language) -> Self {
        Context {
            language,
            findings: RefCell::default(),
            unread: RefCell::default(),
        }
    }

    pub fn report(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    /// Notes what could not be read.
    pub fn miss(&self, unread: Unread) {
        self.unread.borrow_mut().push(unread);
    }

    /// All that could not be read, leaving nothing.
    pub fn missed(&self) -> Vec<Unread> {
        self.unread.take()
    }

    /// All that was found, leaving none.
    pub fn take(&self) -> Vec<Finding> {
        self.findings.take()
    }

    fn wrong_type(&self, node: &Node, what: &str, wanted: &str) {
        let found = match &node.value {
            Value::Scalar { text, .. } => format!("`{}`", shorten(text)),
            _ => node.kind().to_string(),
        };
        self.report(
            Finding::error(rule::WRONG_TYPE, format!("`{what}` is {wanted}, not {found}"))
                .at(node.span)
                .label(format!("{wanted} is expected")),
        );
    }

    /// A fault in the text of a scalar.
    pub fn expression_error(&self, node: &Node, error: ParseError) {
        let mut finding = Finding::error(rule::BAD_EXPRESSION, error.message).at(node.part(error.span));
        for (side, what) in error.sides {
            finding = finding.related(node.part(side), what);
        }
        finding.fix = error.help;
        self.report(finding);
    }

    /// Reads a quantity from a node.
    pub fn quantity(&self, node: &Node, what: &str, measure: Measure) -> Option<Quantity> {
        if let Value::Map(_) = node.value {
            return self.three_points(node, what, measure);
        }
        let Some(text) = node.text() else {
            self.wrong_type(node, what, measure.words());
            return None;
        };
        self.quantity_text(node, text, what, measure)
    }

    /// Reads a quantity from a part of a node's text.
    pub fn quantity_text(&self, node: &Node, text: &str, what: &str, measure: Measure) -> Option<Quantity> {
        let language = Language {
            counting: matches!(measure, Measure::Count | Measure::People),
            ..self.language.clone()
        };
        let whole = node.text().unwrap_or("");
        let offset = whole.find(text).unwrap_or(0);
        let shift = |mut error: ParseError| {
            let sides = error.sides.iter_mut().map(|(side, _)| side);
            for span in sides.chain([&mut error.span]) {
                *span = span.start + offset..span.end + offset;
            }
            error
        };
        let read = expression::parse(text, &language).and_then(|e| e.constant());
        match read {
            Ok((spread, dimension)) if measure.fits(&dimension) => Some(Quantity {
                spread,
                dimension,
                text: text.trim().to_string(),
                span: node.part(offset..offset + text.len()),
            }),
            Ok((_, dimension)) => {
                let at = node.part(offset..offset + text.len());
                let text = shorten(text.trim());
                let message = format!("`{what}` is {}, but `{text}` is {}", measure.words(), dimension.words());
                let mut finding = Finding::error(rule::WRONG_DIMENSION, message)
                    .at(at)
                    .label(dimension.words());
                if dimension.is_none() && !measure.units().is_empty() {
                    let units = measure.units().iter().map(|unit| format!("`{text} {unit}`"));
                    finding = finding.fix(format!("say its unit: {}", units.collect::<Vec<_>>().join(", ")));
                }
                self.report(finding);
                None
            }
            Err(error) => {
                self.expression_error(node, shift(error));
                None
            }
        }
    }

    /// `{low: 1, likely: 2, high: 4}`: a PERT distribution.
    fn three_points(&self, node: &Node, what: &str, measure: Measure) -> Option<Quantity> {
        let reader = Reader::new(node, &THREE_POINTS, self)?;
        let point = |name: &str| reader.node(name).and_then(|n| self.quantity(n, what, measure));
        let (low, likely, high) = (point("low")?, point("likely")?, point("high")?);
        let (a, b, c) = (low.point(), likely.point(), high.point());
        if !(a <= b && b <= c) {
            self.report(
                Finding::error(rule::WRONG_TYPE, format!("`{what}` must have low <= likely <= high")).at(node.span),
            );
            return None;
        }
        let spread = if a == c {
            Spread::Exact(a)
        } else {
            Spread::Pert {
                low: a,
                likely: b,
                high: c,
            }
        };
        Some(Quantity {
            spread,
            dimension: low.dimension,
            text: format!("{} / {} / {}", low.text, likely.text, high.text),
            span: node.span,
        })
    }

    /// A single value kept as written.
    pub fn text(&self, node: &Node, what: &str) -> Option<Spanned<String>> {
        match node.text() {
            Some(text) => Some(Spanned::new(text.to_string(), node.span)),
            None => {
                self.wrong_type(node, what, "a text");
                None
            }
        }
    }

    pub fn word(&self, node: &Node, what: &str, allowed: &[&'static str]) -> Option<Spanned<&'static str>> {
        let text = self.text(node, what)?;
        if let Some(word) = allowed.iter().find(|w| **w == text.value) {
            return Some(Spanned::new(word, node.span));
        }
        let list = allowed.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
        let fix = match nearest(&text.value, allowed.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? Allowed: {list}"),
            None => format!("allowed: {list}"),
        };
        self.report(
            Finding::error(
                rule::UNKNOWN_WORD,
                format!("`{}` is no value of `{what}`", shorten(&text.value)),
            )
            .at(node.span)
            .fix(fix)
            .respell(node.span, &text.value, allowed.iter().copied()),
        );
        None
    }

    pub fn whole(&self, node: &Node, what: &str, least: u32) -> Option<Spanned<u32>> {
        let number = node.text().and_then(|t| t.replace('_', "").parse::<u32>().ok());
        match number {
            Some(n) if n >= least => Some(Spanned::new(n, node.span)),
            _ => {
                let range = node.text().is_some_and(|t| t.contains(" to ") || t.contains(".."));
                self.wrong_type(node, what, &format!("a whole number from {least} on"));
                if range {
                    self.add_fix("a range is doubt, not autoscaling: give the units that run, and `scale: {to: …}`");
                }
                None
            }
        }
    }

    fn add_fix(&self, fix: &str) {
        if let Some(last) = self.findings.borrow_mut().last_mut() {
            last.fix = Some(fix.to_string());
        }
    }

    pub fn expression(&self, node: &Node, what: &str) -> Option<Formula> {
        let Some(text) = node.text() else {
            self.wrong_type(node, what, "an expression");
            return None;
        };
        match expression::parse(text, &self.language) {
            Ok(expr) => Some(Formula {
                expr,
                text: text.to_string(),
                span: node.part(0..text.len()),
            }),
            Err(error) => {
                self.expression_error(node, error);
                None
            }
        }
    }

    pub fn comparison(&self, node: &Node, what: &str) -> Option<Spanned<(Expr, Comparison, Expr)>> {
        let Some(text) = node.text() else {
            self.wrong_type(node, what, "a comparison");
            return None;
        };
        match expression::parse_comparison(text, &self.language) {
            Ok(parts) => Some(Spanned::new(parts, node.part(0..text.len()))),
            Err(error) => {
                self.expression_error(node, error);
                None
            }
        }
    }

    /// The items of a list; a single value counts as a list of one.
    pub fn items<'n>(&self, node: &'n Node) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            Value::Null => &[],
            _ => std::slice::from_ref(node),
        }
    }

    /// The entries of a map.
    pub fn entries<'n>(&self, node: &'n Node, what: &str) -> &'n [(Key, Node)] {
        match &node.value {
            Value::Map(entries) => entries,
            Value::Null => &[],
            _ => {
                self.wrong_type(node, what, "a map");
                &[]
            }
        }
    }
}

/// A quantity by its least, most likely and greatest value.
pub static THREE_POINTS: Record = Record {
    what: "a range of three points",
    keys: &[
        super::table::must("low", Shape::Quantity(Measure::Any), "the least value"),
        super::table::must("likely", Shape::Quantity(Measure::Any), "the most likely value"),
        super::table::must("high", Shape::Quantity(Measure::Any), "the greatest value"),
    ],
};

/// A map read by its table.
pub struct Reader<'a> {
    pub context: &'a Context,
    record: &'static Record,
    entries: &'a [(Key, Node)],
}

impl<'a> Reader<'a> {
    /// Checks the keys: unknown and missing ones are reported. `None` where the node is no map.
    pub fn new(node: &'a Node, record: &'static Record, context: &'a Context) -> Option<Self> {
        let entries: &[(Key, Node)] = match &node.value {
            Value::Map(entries) => entries,
            Value::Null => &[],
            _ => {
                context.wrong_type(node, record.what, "a map");
                return None;
            }
        };
        for (key, value) in entries.iter().filter(|(key, _)| record.row(&key.name).is_none()) {
            context.report(keys::unknown(key, value, record, entries));
        }
        let lacks = |row: &&Row| row.required && !entries.iter().any(|(k, _)| k.name == row.name);
        for row in record.keys.iter().filter(lacks) {
            context.report(keys::missing(row, node, record));
        }
        Some(Reader {
            context,
            record,
            entries,
        })
    }

    fn row(&self, name: &str) -> &'static Row {
        let row = self.record.row(name);
        debug_assert!(row.is_some(), "the table of {} lacks `{name}`", self.record.what);
        row.unwrap_or(&self.record.keys[0])
    }

    /// The node under a key, unless it is absent or null.
    pub fn node(&self, name: &str) -> Option<&'a Node> {
        debug_assert!(
            self.record.row(name).is_some(),
            "the table of {} lacks `{name}`",
            self.record.what
        );
        self.entries
            .iter()
            .find(|(k, _)| k.name == name)
            .map(|(_, n)| n)
            .filter(|n| !matches!(n.value, Value::Null))
    }

    pub fn text(&self, name: &str) -> Option<Spanned<String>> {
        self.context.text(self.node(name)?, name)
    }

    pub fn quantity(&self, name: &str) -> Option<Quantity> {
        let Shape::Quantity(measure) = self.row(name).shape else {
            debug_assert!(false, "`{name}` is no quantity in the table of {}", self.record.what);
            return None;
        };
        self.context.quantity(self.node(name)?, name, measure)
    }

    pub fn count(&self, name: &str) -> Option<Spanned<u32>> {
        let least = match self.row(name).shape {
            Shape::Count(least) => least,
            _ => 0,
        };
        self.context.whole(self.node(name)?, name, least)
    }

    pub fn word(&self, name: &str) -> Option<Spanned<&'static str>> {
        let Shape::Word(allowed) = self.row(name).shape else {
            debug_assert!(false, "`{name}` is no word in the table of {}", self.record.what);
            return None;
        };
        self.context.word(self.node(name)?, name, allowed)
    }

    pub fn flag(&self, name: &str) -> Option<Spanned<bool>> {
        let node = self.node(name)?;
        match node.text() {
            Some("true") => Some(Spanned::new(true, node.span)),
            Some("false") => Some(Spanned::new(false, node.span)),
            _ => {
                self.context.wrong_type(node, name, "`true` or `false`");
                None
            }
        }
    }

    /// A date as text, checked to be a day of the calendar.
    pub fn date(&self, name: &str) -> Option<Spanned<String>> {
        let node = self.node(name)?;
        let text = self.context.text(node, name)?;
        if is_date(&text.value) {
            return Some(text);
        }
        self.context.wrong_type(node, name, "a date such as `2027-06-30`");
        None
    }

    pub fn expression(&self, name: &str) -> Option<Formula> {
        self.context.expression(self.node(name)?, name)
    }

    pub fn texts(&self, name: &str) -> Vec<Spanned<String>> {
        let Some(node) = self.node(name) else {
            return Vec::new();
        };
        self.context
            .items(node)
            .iter()
            .filter_map(|item| self.context.text(item, name))
            .collect()
    }

    pub fn entries(&self, name: &str) -> &'a [(Key, Node)] {
        self.node(name).map_or(&[], |node| self.context.entries(node, name))
    }
}

/// Whether a text is a day of the calendar, `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else {
        return false;
    };
    let number = |s: &str, length: usize| {
        (s.len() == length && s.bytes().all(|b| b.is_ascii_digit()))
            .then(|| s.parse::<u32>().ok())
            .flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

pub(super) fn shorten(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_string();
    }
    text.chars().take(57).chain("…".chars()).collect()
}
