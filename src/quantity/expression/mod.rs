//! napkin mathematics: the syntax tree, its dimension check and its value where no name occurs.

mod parse;
mod show;
mod token;

pub use parse::{Statement, parse, parse_comparison, parse_statement};

use super::{Dimension, Profile, Spread};
use crate::queueing;
use std::ops::Range;

/// What the parser must know besides the text.
#[derive(Debug, Clone, Default)]
pub struct Language {
    pub profile: Profile,
    /// Populations: `user` and the ids of the actors.
    pub people: Vec<String>,
    /// Whether `1B` is a billion (a field that counts) and not one byte.
    pub counting: bool,
    /// Whether any plural behind a number may name what is counted: `500M tweets`.
    pub free: bool,
    /// Names that mean something, which such a plural may not hide.
    pub names: Vec<String>,
}

/// An expression with its place in the text, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub kind: Kind,
    pub span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `30 min`: 30, 60, time.
    Literal {
        number: f64,
        factor: f64,
        dimension: Dimension,
    },
    Name(String),
    Negate(Box<Expr>),
    Binary(Binary, Box<Expr>, Box<Expr>),
    /// `8M to 12M`.
    Range(Box<Expr>, Box<Expr>),
    /// `10 ± 2`, or `10 ± 20 %` where the share is of the first.
    PlusMinus(Box<Expr>, Box<Expr>),
    Call(Function, Vec<Expr>),
    /// `… in TB/year`: the unit to print in.
    In(Box<Expr>, Box<Expr>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    Min,
    Max,
    Ceil,
    Floor,
    Round,
    Sqrt,
    Log2,
    Log10,
    Ln,
    Exp,
    Abs,
    /// Percentiles and the mean of something uncertain.
    P5,
    P50,
    P95,
    Mean,
    /// Anything between two ends, each value as likely as any other.
    Uniform,
    /// From a lowest over a likeliest to a highest value.
    Pert,
    /// Share of calls that `servers` turn away, and that wait, for an offered load in erlang.
    ErlangB,
    ErlangC,
    /// Fewest servers for an offered load so that at most a share of calls waits.
    ErlangServers,
    /// Mean wait for `servers` at a rate of calls with a mean service time.
    Wait,
}

impl Function {
    /// All functions with their names, as the parser and the list of reserved words read them.
    pub const ALL: [(&'static str, Function); 21] = [
        ("min", Function::Min),
        ("max", Function::Max),
        ("ceil", Function::Ceil),
        ("floor", Function::Floor),
        ("round", Function::Round),
        ("sqrt", Function::Sqrt),
        ("log2", Function::Log2),
        ("log10", Function::Log10),
        ("ln", Function::Ln),
        ("exp", Function::Exp),
        ("abs", Function::Abs),
        ("p5", Function::P5),
        ("p50", Function::P50),
        ("p95", Function::P95),
        ("mean", Function::Mean),
        ("uniform", Function::Uniform),
        ("pert", Function::Pert),
        ("erlang_b", Function::ErlangB),
        ("erlang_c", Function::ErlangC),
        ("erlang_servers", Function::ErlangServers),
        ("mmc_wait", Function::Wait),
    ];

    pub fn from_name(name: &str) -> Option<Function> {
        Self::ALL.iter().find(|(n, _)| *n == name).map(|(_, f)| *f)
    }

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, f)| *f == self).map_or("", |(n, _)| n)
    }

    /// Whether it asks for one number of a distribution.
    pub fn is_statistic(self) -> bool {
        matches!(self, Function::P5 | Function::P50 | Function::P95 | Function::Mean)
    }

    /// Whether its result is of the dimension of its arguments.
    pub fn keeps_dimension(self) -> bool {
        self.is_statistic()
            || matches!(
                self,
                Function::Min | Function::Max | Function::Abs | Function::Uniform | Function::Pert
            )
    }

    /// What it says of a single input.
    fn of(self, spread: Spread) -> f64 {
        let share = match self {
            Function::P5 => 0.05,
            Function::P95 => 0.95,
            Function::Mean => return spread.mean(),
            _ => 0.5,
        };
        let mut column = [share];
        spread.quantiles(&mut column);
        column[0]
    }

    /// How many arguments it takes, at least and at most.
    fn arity(self) -> (usize, usize) {
        match self {
            Function::Min | Function::Max => (1, usize::MAX),
            Function::Uniform | Function::ErlangB | Function::ErlangC | Function::ErlangServers => (2, 2),
            Function::Pert | Function::Wait => (3, 3),
            _ => (1, 1),
        }
    }

    /// The spread that it describes; none for a function that describes none, or where the ends run backwards.
    pub fn spread(self, ends: &[f64]) -> Option<Spread> {
        match (self, ends) {
            (Function::Uniform, [low, high]) if low < high => Some(Spread::Uniform { low: *low, high: *high }),
            (Function::Pert, [low, likely, high]) if low <= likely && likely <= high && low < high => {
                Some(Spread::Pert {
                    low: *low,
                    likely: *likely,
                    high: *high,
                })
            }
            _ => None,
        }
    }

    /// The value for its arguments; `min` and `max` of none are not a number.
    pub fn apply(self, arguments: &[f64]) -> f64 {
        let first = arguments.first().copied().unwrap_or(f64::NAN);
        match self {
            Function::Min => arguments.iter().copied().fold(f64::NAN, f64::min),
            Function::Max => arguments.iter().copied().fold(f64::NAN, f64::max),
            Function::Ceil => libm::ceil(first),
            Function::Floor => libm::floor(first),
            Function::Round => libm::round(first),
            Function::Sqrt => libm::sqrt(first),
            Function::Log2 => libm::log2(first),
            Function::Log10 => libm::log10(first),
            Function::Ln => libm::log(first),
            Function::Exp => libm::exp(first),
            Function::Abs => libm::fabs(first),
            Function::P5 | Function::P50 | Function::P95 | Function::Mean => first,
            Function::ErlangB => queue(arguments, |servers, rest| queueing::erlang_b(servers, *rest.first()?)),
            Function::ErlangC => queue(arguments, |servers, rest| queueing::erlang_c(servers, *rest.first()?)),
            Function::ErlangServers => match arguments {
                [offered, share] => queueing::erlang_servers(*offered, *share).map_or(f64::NAN, f64::from),
                _ => f64::NAN,
            },
            Function::Wait => queue(arguments, |servers, rest| {
                Some(queueing::mmc(servers, *rest.first()?, *rest.get(1)?)?.mean())
            }),
            // The point value of a range that is made of other figures.
            Function::Uniform | Function::Pert => self.spread(arguments).map_or(f64::NAN, Spread::median),
        }
    }
}

/// A formula of queueing over a whole number of servers; not a number where there is no steady state.
fn queue(arguments: &[f64], formula: impl Fn(u32, &[f64]) -> Option<f64>) -> f64 {
    let Some((servers, rest)) = arguments.split_first() else {
        return f64::NAN;
    };
    let servers = libm::round(*servers).clamp(0.0, f64::from(u32::MAX)) as u32;
    formula(servers, rest).unwrap_or(f64::NAN)
}

/// How two values are compared in `holds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Less,
    AtMost,
    Greater,
    AtLeast,
    Equal,
}

impl Comparison {
    /// Relative tolerance within which two values count as equal (format, A18).
    pub const TOLERANCE: f64 = 1e-9;

    pub fn symbol(self) -> &'static str {
        match self {
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Greater => ">",
            Comparison::AtLeast => ">=",
            Comparison::Equal => "=",
        }
    }

    /// Whether `a ? b` holds: `<=` and `>=` do inside the tolerance, `<` and `>` don't.
    pub fn holds(self, a: f64, b: f64) -> bool {
        let near = (a - b).abs() <= Self::TOLERANCE * a.abs().max(b.abs());
        match self {
            Comparison::Less => a < b && !near,
            Comparison::AtMost => a < b || near,
            Comparison::Greater => a > b && !near,
            Comparison::AtLeast => a > b || near,
            Comparison::Equal => near,
        }
    }
}

/// What is wrong with an expression, and where in its text.
#[derive(Debug, Clone, PartialEq)]
pub struct ParseError {
    pub message: String,
    pub span: Range<usize>,
    /// Parts of the text that don't go together, each with what it is.
    pub sides: Vec<(Range<usize>, String)>,
    pub help: Option<String>,
}

impl ParseError {
    pub(crate) fn new(message: impl Into<String>, span: Range<usize>) -> Self {
        ParseError {
            message: message.into(),
            span,
            sides: Vec::new(),
            help: None,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Expr {
    /// How the formula of queueing in it is called, if there is one: it has no value where the queue has no end.
    pub fn queue(&self) -> Option<&'static str> {
        match &self.kind {
            Kind::Call(Function::ErlangC, _) => {
                Some("erlang_c(servers, offered load), which must be below the servers")
            }
            Kind::Call(Function::Wait, _) => {
                Some("mmc_wait(servers, rate, time of one), with rate × time below the servers")
            }
            Kind::Call(Function::ErlangB, _) => Some("erlang_b(servers, offered load)"),
            Kind::Call(Function::ErlangServers, _) => Some("erlang_servers(offered load, share that may wait)"),
            Kind::Call(_, arguments) => arguments.iter().find_map(Expr::queue),
            Kind::Binary(_, a, b) | Kind::Range(a, b) | Kind::PlusMinus(a, b) => a.queue().or_else(|| b.queue()),
            Kind::Negate(a) | Kind::In(a, _) => a.queue(),
            Kind::Literal { .. } | Kind::Name(_) => None,
        }
    }

    /// Calls `visit` for each name with its place.
    pub fn names<'a>(&'a self, visit: &mut dyn FnMut(&'a str, Range<usize>)) {
        match &self.kind {
            Kind::Literal { .. } => {}
            Kind::Name(name) => visit(name, self.span.clone()),
            Kind::Negate(a) => a.names(visit),
            Kind::Binary(_, a, b) | Kind::Range(a, b) | Kind::PlusMinus(a, b) => {
                a.names(visit);
                b.names(visit);
            }
            Kind::Call(_, arguments) => arguments.iter().for_each(|a| a.names(visit)),
            Kind::In(a, _) => a.names(visit),
        }
    }

    /// The dimension, where `of` tells that of a name.
    ///
    /// # Errors
    /// The first place where two dimensions don't go together, with both sides named.
    pub fn dimension(&self, of: &dyn Fn(&str) -> Option<Dimension>) -> Result<Dimension, ParseError> {
        match &self.kind {
            Kind::Literal { dimension, .. } => Ok(dimension.clone()),
            Kind::Name(name) => {
                of(name).ok_or_else(|| ParseError::new(format!("unknown name `{name}`"), self.span.clone()))
            }
            Kind::Negate(a) => a.dimension(of),
            Kind::Binary(operator, a, b) => {
                let (left, right) = (a.dimension(of)?, b.dimension(of)?);
                match operator {
                    Binary::Multiply => Ok(left.times(&right)),
                    Binary::Divide => Ok(left.per(&right)),
                    Binary::Add | Binary::Subtract => {
                        self.no_share_of(*operator, a, b)?;
                        let verb = if *operator == Binary::Add { "add" } else { "subtract" };
                        same(verb, (a, left), (b, &right), self)
                    }
                    Binary::Power => power(&left, b, &right),
                }
            }
            Kind::Range(a, b) => {
                let dimension = same("make a range of", (a, a.dimension(of)?), (b, &b.dimension(of)?), self)
                    .map_err(|error| error.help("put the range into brackets, as in `(50M to 200M) * 20 /day`"))?;
                match (a.spread(), b.spread()) {
                    (Ok(Spread::Exact(low)), Ok(Spread::Exact(high))) if low > high => Err(self.backwards()),
                    _ => Ok(dimension),
                }
            }
            Kind::PlusMinus(a, b) => {
                let left = a.dimension(of)?;
                let right = b.dimension(of)?;
                if right.is_none() {
                    Ok(left)
                } else {
                    same("combine", (a, left), (b, &right), self)
                }
            }
            Kind::Call(function, arguments) => self.call(*function, arguments, of),
            Kind::In(a, unit) => {
                let (left, right) = (a.dimension(of)?, unit.dimension(of)?);
                let counted = left.time == right.time && left.bytes == 0 && right.bytes != 0;
                let people = Dimension {
                    people: right.people.clone(),
                    ..left.clone()
                } == right;
                let person = left.people.first().map(|(name, _)| name.clone()).unwrap_or_default();
                same("express", (a, left), (unit, &right), self).map_err(|error| match (people, counted) {
                    (true, _) => error.help(format!("say that it is for each: `10 KB/{person}`, `5 /{person}/day`")),
                    (_, true) => error.help("a count is not a size: multiply by the bytes of one, as in `* 300 B`"),
                    _ => error,
                })
            }
        }
    }

    fn call(
        &self,
        function: Function,
        arguments: &[Expr],
        of: &dyn Fn(&str) -> Option<Dimension>,
    ) -> Result<Dimension, ParseError> {
        let (least, most) = function.arity();
        if arguments.len() < least || arguments.len() > most {
            let count = match least {
                1 if most > 1 => "at least one argument".to_string(),
                1 => "one argument".to_string(),
                n => format!("{n} arguments"),
            };
            return Err(ParseError::new(
                format!("`{}` takes {count}", function.name()),
                self.span.clone(),
            ));
        }
        if function == Function::Wait {
            return wait_dimension(arguments, of);
        }
        let mut first = Dimension::NONE;
        for (i, argument) in arguments.iter().enumerate() {
            let next = argument.dimension(of)?;
            match i {
                0 => first = next,
                _ => first = same("compare", (&arguments[0], first), (argument, &next), self)?,
            }
        }
        if matches!(function, Function::Uniform | Function::Pert) {
            let ends: Vec<f64> = arguments
                .iter()
                .filter_map(|a| a.spread().ok().filter(|s| s.is_exact()).map(Spread::median))
                .collect();
            if ends.len() == arguments.len() && function.spread(&ends).is_none() {
                return Err(self.backwards());
            }
        }
        if function.keeps_dimension() || first.is_none() {
            return Ok(first);
        }
        Err(ParseError::new(
            format!("`{}` takes a plain number, this is {}", function.name(), first.words()),
            self.span.clone(),
        )
        .help("divide by the unit first"))
    }

    /// The value and dimension of an expression without names and with at most one range.
    ///
    /// # Errors
    /// A name, a dimension error, a number that is not finite, or arithmetic over two ranges.
    pub fn constant(&self) -> Result<(Spread, Dimension), ParseError> {
        let dimension =
            self.dimension(&|_| None)
                .map_err(|error| match error.message.strip_prefix("unknown name") {
                    Some(name) => ParseError::new(
                        format!("a plain quantity is needed here, not the name{name}"),
                        error.span,
                    ),
                    None => error,
                })?;
        let spread = self.spread()?;
        let (low, high) = spread.bounds();
        if low.is_finite() && high.is_finite() {
            Ok((spread, dimension))
        } else {
            Err(ParseError::new("this is not a finite number", self.span.clone()))
        }
    }

    /// `100M + 20 %` adds 0.2, which nobody means.
    fn no_share_of(&self, operator: Binary, a: &Expr, b: &Expr) -> Result<(), ParseError> {
        let Kind::Literal { number, .. } = b.kind else {
            return Ok(());
        };
        let large =
            matches!(&a.kind, Kind::Literal { number, factor, .. } if (number * factor).abs() > 1.0 && *factor != 0.01);
        if !is_percent(b) || !large {
            return Ok(());
        }
        let (word, factor) = match operator {
            Binary::Subtract => ("-", 1.0 - number / 100.0),
            _ => ("+", 1.0 + number / 100.0),
        };
        let error = ParseError::new(
            format!("`{word} {number} %` is a share, but of what it is taken is not said"),
            self.span.clone(),
        );
        Err(error.help(format!("write `* {}`", crate::quantity::print::full(factor))))
    }

    fn backwards(&self) -> ParseError {
        ParseError::new(
            "the range runs backwards: its low end is above its high end",
            self.span.clone(),
        )
    }

    fn spread(&self) -> Result<Spread, ParseError> {
        let two_ranges = || {
            ParseError::new("only one range can stand in a quantity", self.span.clone())
                .help("use a figure for a formula over ranges")
        };
        match &self.kind {
            Kind::Literal { number, factor, .. } => Ok(Spread::Exact(in_base_units(*number, *factor))),
            Kind::Name(_) => Err(ParseError::new("a plain quantity is needed here", self.span.clone())),
            Kind::Negate(a) => match a.spread()? {
                Spread::Exact(x) => Ok(Spread::Exact(-x)),
                other => {
                    let (low, high) = other.bounds();
                    Ok(Spread::Normal { low: -high, high: -low })
                }
            },
            Kind::Binary(operator, a, b) => match (operator, a.spread()?, b.spread()?) {
                (_, Spread::Exact(x), Spread::Exact(y)) => Ok(Spread::Exact(operator.apply(x, y))),
                (Binary::Multiply, s, Spread::Exact(x)) | (Binary::Multiply, Spread::Exact(x), s) if x > 0.0 => {
                    Ok(s.scaled(x))
                }
                (Binary::Divide, s, Spread::Exact(x)) if x > 0.0 => Ok(s.scaled(1.0 / x)),
                _ => Err(two_ranges()),
            },
            Kind::Range(a, b) => match (a.spread()?, b.spread()?) {
                (Spread::Exact(low), Spread::Exact(high)) if low <= high => Ok(Spread::range(low, high)),
                (Spread::Exact(_), Spread::Exact(_)) => Err(self.backwards()),
                _ => Err(two_ranges()),
            },
            Kind::PlusMinus(a, b) => {
                let (Spread::Exact(middle), Spread::Exact(by)) = (a.spread()?, b.spread()?) else {
                    return Err(two_ranges());
                };
                let by = if relative(a, b) { (middle * by).abs() } else { by.abs() };
                Ok(if by == 0.0 {
                    Spread::Exact(middle)
                } else {
                    Spread::Normal {
                        low: middle - by,
                        high: middle + by,
                    }
                })
            }
            Kind::Call(function, arguments) => {
                let mut values = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    match argument.spread()? {
                        Spread::Exact(x) => values.push(x),
                        spread if function.is_statistic() => values.push(function.of(spread)),
                        _ => return Err(two_ranges()),
                    }
                }
                if !matches!(function, Function::Uniform | Function::Pert) {
                    return Ok(Spread::Exact(function.apply(&values)));
                }
                function.spread(&values).ok_or_else(|| self.backwards())
            }
            Kind::In(a, _) => a.spread(),
        }
    }
}

/// The dimension of two sides that must have the same; `whole` holds both.
fn same(
    verb: &str,
    (left_side, left): (&Expr, Dimension),
    (right_side, right): (&Expr, &Dimension),
    whole: &Expr,
) -> Result<Dimension, ParseError> {
    if left == *right {
        return Ok(left);
    }
    let mut error = differ(verb, (left_side, left), (right_side, right.clone()));
    error.span = whole.span.clone();
    Err(error)
}

/// Two sides whose dimensions don't go together, each shown with its own.
pub fn differ(
    verb: &str,
    (left_side, left): (&Expr, Dimension),
    (right_side, right): (&Expr, Dimension),
) -> ParseError {
    let shown = |d: &Dimension| match d.to_string() {
        s if s.is_empty() => "1".to_string(),
        s => s,
    };
    let (a, b) = (shown(&left), shown(&right));
    let mut error = ParseError::new(
        format!(
            "cannot {verb} {} and {}: [{a}] is not [{b}]",
            left.words(),
            right.words()
        ),
        left_side.span.start..right_side.span.end,
    );
    error.sides = vec![
        (left_side.span.clone(), format!("[{a}], {}", left.words())),
        (right_side.span.clone(), format!("[{b}], {}", right.words())),
    ];
    error
}

/// Servers, a rate and a time give a time.
fn wait_dimension(arguments: &[Expr], of: &dyn Fn(&str) -> Option<Dimension>) -> Result<Dimension, ParseError> {
    for (argument, wanted) in arguments
        .iter()
        .zip([Dimension::NONE, Dimension::RATE, Dimension::TIME])
    {
        let found = argument.dimension(of)?;
        if found != wanted {
            return Err(ParseError::new(
                format!("`mmc_wait` takes servers, a rate and a time; this is {}", found.words()),
                argument.span.clone(),
            ));
        }
    }
    Ok(Dimension::TIME)
}

/// A number in base units. Small units are whole fractions: dividing by their inverse keeps 70 % at exactly 0.7.
pub fn in_base_units(number: f64, factor: f64) -> f64 {
    let inverse = libm::round(1.0 / factor);
    if factor < 1.0 && (inverse * factor - 1.0).abs() < 1e-12 {
        number / inverse
    } else {
        number * factor
    }
}

/// Whether `a ± b` means a share of `a`: `b` is written with `%` and `a` is not.
pub fn relative(a: &Expr, b: &Expr) -> bool {
    is_percent(b) && !is_percent(a)
}

fn is_percent(e: &Expr) -> bool {
    matches!(&e.kind, Kind::Literal { factor, dimension, .. } if *factor == 0.01 && dimension.is_none())
}

impl Binary {
    pub fn apply(self, a: f64, b: f64) -> f64 {
        match self {
            Binary::Add => a + b,
            Binary::Subtract => a - b,
            Binary::Multiply => a * b,
            Binary::Divide => a / b,
            Binary::Power => libm::pow(a, b),
        }
    }
}

/// The dimension of a power: the exponent is a plain number, and whole where the base has a dimension.
fn power(base: &Dimension, exponent: &Expr, dimension: &Dimension) -> Result<Dimension, ParseError> {
    if !dimension.is_none() {
        return Err(ParseError::new(
            format!("an exponent is a plain number, this is {}", dimension.words()),
            exponent.span.clone(),
        ));
    }
    if base.is_none() {
        return Ok(Dimension::NONE);
    }
    match &exponent.kind {
        Kind::Literal {
            number, factor: 1.0, ..
        } if number.fract() == 0.0 && number.abs() <= 8.0 => Ok(base.power(*number as i8)),
        _ => Err(ParseError::new(
            format!("the exponent of {} must be a whole number up to 8", base.words()),
            exponent.span.clone(),
        )),
    }
}
