//! The functions of napkin mathematics.

use super::Spread;
use crate::quantity::poisson;
use crate::queueing;

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
    /// Probability of at least so many events where a mean number is expected.
    PoissonTail,
}

impl Function {
    /// All functions with their names, as the parser and the list of reserved words read them.
    pub const ALL: [(&'static str, Function); 22] = [
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
        ("poisson_tail", Function::PoissonTail),
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
    pub(super) fn of(self, spread: Spread) -> f64 {
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
    pub(super) fn arity(self) -> (usize, usize) {
        match self {
            Function::Min | Function::Max => (1, usize::MAX),
            Function::Uniform
            | Function::ErlangB
            | Function::ErlangC
            | Function::ErlangServers
            | Function::PoissonTail => (2, 2),
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

    /// About how many steps a value takes: the formulas of queueing count their servers.
    pub fn work(self, arguments: &[f64]) -> f64 {
        let first = arguments
            .first()
            .copied()
            .unwrap_or(0.0)
            .clamp(1.0, f64::from(queueing::MOST_SERVERS));
        match self {
            Function::ErlangB | Function::ErlangC | Function::Wait => first,
            // Halving the range of servers asks for each middle.
            Function::ErlangServers => 17.0 * f64::from(queueing::MOST_SERVERS),
            Function::PoissonTail => poisson::MOST_WORK,
            _ => 1.0,
        }
    }

    /// The value for its arguments; `min` and `max` of none are not a number.
    pub fn apply(self, arguments: &[f64]) -> f64 {
        let first = arguments.first().copied().unwrap_or(f64::NAN);
        match self {
            Function::Min => extreme(arguments, f64::min),
            Function::Max => extreme(arguments, f64::max),
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
            Function::PoissonTail => match arguments {
                [mean, least] => poisson::tail(*mean, *least),
                _ => f64::NAN,
            },
            // The point value of a range that is made of other figures.
            Function::Uniform | Function::Pert => self.spread(arguments).map_or(f64::NAN, Spread::median),
        }
    }
}

/// What is no number stays none: the standard library would drop it.
fn extreme(arguments: &[f64], of: fn(f64, f64) -> f64) -> f64 {
    if arguments.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    arguments.iter().copied().reduce(of).unwrap_or(f64::NAN)
}

/// A formula of queueing over a whole number of servers; not a number where there is no steady state.
fn queue(arguments: &[f64], formula: impl Fn(u32, &[f64]) -> Option<f64>) -> f64 {
    let Some((servers, rest)) = arguments.split_first() else {
        return f64::NAN;
    };
    let servers = libm::round(*servers).clamp(0.0, f64::from(u32::MAX)) as u32;
    formula(servers, rest).unwrap_or(f64::NAN)
}
