//! Napkin mathematics without a design: a few lines, each an expression, a comparison, or `name = expression`.
//!
//! It is the same parser, the same sheet of figures and the same samples as those of a design, so a line gives the
//! same number in both.

use crate::analysis::Detail;
use crate::assemble::{self, Ledger};
use crate::figure::{Figures, Id};
use crate::finding::{Finding, nearest};
use crate::form::rule;
use crate::quantity::expression::{self, Comparison, Expr, Language, Statement};
use crate::quantity::{Dimension, ParseError, Profile, Sampling};
use crate::report::{self, Compared, Line};
use crate::source::{Source, Sources, Span};

/// Most lines of one run.
const MOST_LINES: usize = 200;
/// Most samples of all lines together: each line keeps its own while it is computed.
const MOST_SAMPLES: usize = 20_000_000;

/// All lines, or the faults of the first that has any.
pub struct Calculation {
    pub sources: Sources,
    pub lines: Vec<Line>,
    pub findings: Vec<report::Finding>,
    /// All samples of the last line, in base units; none where it is certain.
    pub samples: Vec<f64>,
}

/// A line whose formula stands in the sheet.
struct Written {
    reading: String,
    value: Id,
    compared: Option<(Comparison, Id)>,
}

struct Calculator {
    figures: Figures,
    language: Language,
    names: Vec<(String, Id)>,
}

/// Computes lines that are separated by `;` or stand below one another; `#` begins a comment.
pub fn calculate(text: &str, profile: Profile, sampling: Sampling) -> Calculation {
    let mut sources = Sources::default();
    let file = sources.add(Source::new("calc", text));
    let mut calculator = Calculator {
        figures: Figures::new(profile, sampling),
        language: Language {
            profile,
            people: vec!["user".to_string()],
            free: true,
            ..Language::default()
        },
        names: Vec::new(),
    };
    let mut written = Vec::new();
    let mut findings = Vec::new();
    let count = lines(text).count().min(MOST_LINES);
    if sampling.samples.saturating_mul(count) > MOST_SAMPLES {
        let message = format!(
            "{count} lines of {} samples are more than can be kept",
            sampling.samples
        );
        let fix = format!("ask for {} samples at most", MOST_SAMPLES / count);
        findings.push(Finding::error(rule::BAD_EXPRESSION, message).fix(fix));
        return refused(sources, &findings);
    }
    for (at, line) in lines(text) {
        if written.len() == MOST_LINES {
            findings.push(Finding::error(
                rule::BAD_EXPRESSION,
                format!("more than {MOST_LINES} lines"),
            ));
            break;
        }
        let span = Span {
            file,
            start: at as u32,
            end: (at + line.len()) as u32,
        };
        match calculator.line(line, span) {
            Ok(line) => written.push(line),
            Err(error) => findings.push(fault(error, span)),
        }
    }
    if written.is_empty() && findings.is_empty() {
        let whole = Span { file, start: 0, end: 0 };
        let nothing = Finding::error(rule::BAD_EXPRESSION, "there is nothing to compute").at(whole);
        findings.push(nothing.fix("write an expression, such as `5k req/s * 1 KB in GB/day`"));
    }
    if !findings.is_empty() {
        return refused(sources, &findings);
    }
    let figures = calculator.figures;
    let samples = written.last().map(|l| figures.samples(l.value)).unwrap_or_default();
    let ledger = Ledger::new(&figures, &sources, Detail::Everything);
    let lines = written.into_iter().map(|line| shown(line, &ledger)).collect();
    Calculation {
        sources,
        lines,
        findings: Vec::new(),
        samples,
    }
}

fn refused(sources: Sources, findings: &[Finding]) -> Calculation {
    let findings = findings.iter().map(|f| assemble::finding(f, None, &sources)).collect();
    Calculation {
        sources,
        lines: Vec::new(),
        findings,
        samples: Vec::new(),
    }
}

/// The lines of a text with their places, without comments and blanks.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    let bare = |line: &str| line.split('#').next().unwrap_or("").len();
    text.split('\n')
        .flat_map(move |line| line[..bare(line)].split(';'))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(move |line| (line.as_ptr() as usize - start, line))
}

fn fault(error: ParseError, line: Span) -> Finding {
    let place = |range: std::ops::Range<usize>| line.part(range.start, range.len());
    let mut finding = Finding::error(rule::BAD_EXPRESSION, error.message).at(place(error.span));
    for (side, what) in error.sides {
        finding = finding.related(place(side), what);
    }
    finding.fix = error.help;
    finding
}

fn shown(line: Written, ledger: &Ledger) -> Line {
    let figure = |id: Id| {
        let mut figure = ledger.figure(id);
        // A figure without a name has no range in the ledger yet.
        if figure.range.is_none() {
            figure.range = ledger.range(id);
        }
        if figure.range.is_none() && ledger.figures.is_uncertain(id) {
            figure
                .missing
                .push("a range: in some cases this is no finite number, or takes too long".to_string());
        }
        figure
    };
    Line {
        reading: line.reading,
        figure: figure(line.value),
        comparison: line.compared.map(|(comparison, limit)| {
            let sides = ledger.figures.value(line.value).zip(ledger.figures.value(limit));
            Compared {
                holds: sides.is_some_and(|(a, b)| comparison.holds(a, b)),
                probability: ledger
                    .figures
                    .probability(line.value, comparison, limit)
                    .unwrap_or_default(),
                limit: figure(limit),
            }
        }),
    }
}

impl Calculator {
    fn line(&mut self, text: &str, span: Span) -> Result<Written, ParseError> {
        match expression::parse_statement(text, &self.language)? {
            Statement::Value(expr) => {
                let reading = expr.reading(&self.language);
                let value = self.value(&expr, text, span)?;
                Ok(Written {
                    reading,
                    value,
                    compared: None,
                })
            }
            Statement::Named(name, _, expr) => {
                let reading = format!("{name} = {}", expr.reading(&self.language));
                let value = self.value(&expr, text, span)?;
                let value = self.figures.named(value, || name.as_str());
                self.names.retain(|(n, _)| *n != name);
                self.language.names.push(name.clone());
                self.names.push((name, value));
                Ok(Written {
                    reading,
                    value,
                    compared: None,
                })
            }
            Statement::Comparison(left, comparison, right) => {
                let reading = format!(
                    "{} {} {}",
                    left.reading(&self.language),
                    comparison.symbol(),
                    right.reading(&self.language)
                );
                let dimension = self.dimension(&left)?;
                let other = self.dimension(&right)?;
                if dimension != other {
                    return Err(expression::differ("compare", (&left, dimension), (&right, other)));
                }
                let value = self.value(&left, text, span)?;
                let limit = self.value(&right, text, span)?;
                Ok(Written {
                    reading,
                    value,
                    compared: Some((comparison, limit)),
                })
            }
        }
    }

    fn dimension(&self, expr: &Expr) -> Result<Dimension, ParseError> {
        let found = expr.dimension(&|name| {
            let (_, id) = self.names.iter().find(|(n, _)| n == name)?;
            Some(self.figures.dimension(*id))
        });
        found.map_err(|error| {
            let wrong = error
                .message
                .strip_prefix("unknown name `")
                .and_then(|m| m.strip_suffix('`'));
            let near = wrong.and_then(|wrong| nearest(wrong, self.names.iter().map(|(n, _)| n.as_str())));
            match near {
                Some(near) => error.clone().help(format!("did you mean `{near}`?")),
                None => error,
            }
        })
    }

    fn value(&mut self, expr: &Expr, text: &str, span: Span) -> Result<Id, ParseError> {
        self.dimension(expr)?;
        let names = &self.names;
        let id =
            self.figures.expression(
                expr,
                text,
                span,
                &mut |figures, name| match names.iter().find(|(n, _)| n == name) {
                    Some((_, id)) => *id,
                    None => figures.missing(name, Dimension::NONE),
                },
            );
        if self.figures.value(id).is_none() {
            let error = ParseError::new("this is not a finite number", expr.span.clone());
            return Err(match expr.queue() {
                Some(help) => error.help(help),
                None => error,
            });
        }
        Ok(id)
    }
}
