//! Dimensions: what kind of thing a number measures, checked before anything is computed.

use std::fmt;

/// Exponents of the base dimensions. Requests, messages, operations, connections and rows are labels
/// of dimension 1; `user` and each actor are dimensions of their own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Dimension {
    pub time: i8,
    pub bytes: i8,
    pub money: i8,
    /// Populations with their exponents, sorted by name, none with exponent 0.
    pub people: Vec<(String, i8)>,
}

impl Dimension {
    pub const NONE: Dimension = Dimension::of(0, 0, 0);
    pub const TIME: Dimension = Dimension::of(1, 0, 0);
    pub const RATE: Dimension = Dimension::of(-1, 0, 0);
    pub const BYTES: Dimension = Dimension::of(0, 1, 0);
    pub const BANDWIDTH: Dimension = Dimension::of(-1, 1, 0);
    pub const MONEY: Dimension = Dimension::of(0, 0, 1);
    pub const SPENDING: Dimension = Dimension::of(-1, 0, 1);

    const fn of(time: i8, bytes: i8, money: i8) -> Dimension {
        Dimension {
            time,
            bytes,
            money,
            people: Vec::new(),
        }
    }

    /// The dimension of one member of a population.
    pub fn person(name: &str) -> Dimension {
        Dimension {
            people: vec![(name.to_string(), 1)],
            ..Dimension::NONE
        }
    }

    pub fn is_none(&self) -> bool {
        *self == Dimension::NONE
    }

    pub fn times(&self, other: &Dimension) -> Dimension {
        self.combine(other, 1)
    }

    pub fn per(&self, other: &Dimension) -> Dimension {
        self.combine(other, -1)
    }

    /// This dimension to a whole power.
    pub fn power(&self, exponent: i8) -> Dimension {
        Dimension {
            time: self.time.saturating_mul(exponent),
            bytes: self.bytes.saturating_mul(exponent),
            money: self.money.saturating_mul(exponent),
            people: if exponent == 0 {
                Vec::new()
            } else {
                self.people
                    .iter()
                    .map(|(n, e)| (n.clone(), e.saturating_mul(exponent)))
                    .collect()
            },
        }
    }

    fn combine(&self, other: &Dimension, sign: i8) -> Dimension {
        let mut people = self.people.clone();
        for (name, exponent) in &other.people {
            let exponent = exponent.saturating_mul(sign);
            match people.binary_search_by(|(n, _)| n.cmp(name)) {
                Ok(i) => {
                    people[i].1 = people[i].1.saturating_add(exponent);
                    if people[i].1 == 0 {
                        people.remove(i);
                    }
                }
                Err(i) => people.insert(i, (name.clone(), exponent)),
            }
        }
        Dimension {
            time: self.time.saturating_add(other.time.saturating_mul(sign)),
            bytes: self.bytes.saturating_add(other.bytes.saturating_mul(sign)),
            money: self.money.saturating_add(other.money.saturating_mul(sign)),
            people,
        }
    }

    /// A few words for people: `a size in bytes`, `a rate`, `a time`.
    pub fn words(&self) -> String {
        let known = [
            (Dimension::NONE, "a plain number"),
            (Dimension::TIME, "a time"),
            (Dimension::RATE, "a rate"),
            (Dimension::BYTES, "a size in bytes"),
            (Dimension::BANDWIDTH, "a bandwidth"),
            (Dimension::MONEY, "an amount of money"),
            (Dimension::SPENDING, "money per time"),
        ];
        if let (
            Dimension {
                time: 0,
                bytes: 0,
                money: 0,
                ..
            },
            [(name, 1)],
        ) = (self, &self.people[..])
        {
            return format!("a number of {name}s");
        }
        known
            .iter()
            .find(|(d, _)| d == self)
            .map_or_else(|| format!("something in {self}"), |(_, words)| (*words).to_string())
    }
}

/// The base units: `B/s`, `/user/s`, `USD`, and nothing for a plain number.
impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut factors: Vec<(&str, i8)> = vec![("USD", self.money), ("B", self.bytes)];
        factors.extend(self.people.iter().map(|(n, e)| (n.as_str(), *e)));
        factors.push(("s", self.time));
        let mut first = true;
        for (unit, exponent) in factors.iter().filter(|(_, e)| *e > 0) {
            if !first {
                f.write_str("·")?;
            }
            first = false;
            f.write_str(unit)?;
            if *exponent > 1 {
                write!(f, "^{exponent}")?;
            }
        }
        for (unit, exponent) in factors.iter().filter(|(_, e)| *e < 0) {
            write!(f, "/{unit}")?;
            if *exponent < -1 {
                write!(f, "^{}", -exponent)?;
            }
        }
        Ok(())
    }
}
