//! Dimensions, checked before anything is computed, and the value of an expression without names.

use super::{Binary, Dimension, Expr, Function, Kind, ParseError, Spread, in_base_units, is_percent, relative};

impl Expr {
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
                // A mirrored range is no range of these kinds: the sheet takes it from nothing.
                _ => Err(two_ranges()),
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
