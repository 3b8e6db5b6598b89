//! Answers, judged.

use super::card::Number;
use crate::calc::calculate;
use crate::quantity::{Profile, Sampling, print};

/// Within this factor a number is right.
const GOOD: f64 = 1.25;
/// Within this factor it is near.
const NEAR: f64 = 2.0;
/// Within this factor it has the right order of magnitude.
const MAGNITUDE: f64 = 10.0;
/// The longest answer that is read, in bytes.
const LONGEST: usize = 400;

/// How good an answer was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    Good,
    /// Within a factor of two, or right with a hint.
    Near,
    /// Half of what a strong answer has, by one's own word.
    Partly,
    /// Within a factor of ten.
    Magnitude,
    Missed,
}

impl Grade {
    const ALL: [(&'static str, Grade); 5] = [
        ("good", Grade::Good),
        ("near", Grade::Near),
        ("partly", Grade::Partly),
        ("magnitude", Grade::Magnitude),
        ("missed", Grade::Missed),
    ];

    pub fn from_name(name: &str) -> Option<Grade> {
        Self::ALL.iter().find(|(n, _)| *n == name).map(|(_, grade)| *grade)
    }

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, g)| *g == self).map_or("", |(n, _)| n)
    }
}

/// A number as it was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    pub grade: Grade,
    /// As it was read: `11.6/s`.
    pub text: String,
    /// How far it is off: 1 within the range, else the factor, above 1.
    pub factor: f64,
}

/// Judges a number in the syntax of `calc`; one without a unit is read in the unit that was asked for.
///
/// # Errors
///
/// In a sentence: what cannot be read, or a quantity of another kind.
pub fn number(answer: &str, expected: &Number) -> Result<Judged, String> {
    if answer.len() > LONGEST {
        return Err(format!("an answer has at most {LONGEST} characters"));
    }
    let bare = is_bare(answer) && !expected.unit.is_empty();
    let text = if bare {
        format!("{answer} {}", expected.unit)
    } else {
        answer.to_string()
    };
    let found = calculate(&text, Profile::Exact, Sampling::default());
    if let Some(fault) = found.findings.first() {
        let fix = fault.fix.as_ref().map(|fix| format!("; {fix}")).unwrap_or_default();
        return Err(format!("{}{fix}", fault.message));
    }
    let figure = found.lines.last().map(|line| &line.figure);
    let Some((figure, value)) = figure.and_then(|figure| Some((figure, figure.value?))) else {
        return Err("this is no number".to_string());
    };
    if figure.unit != expected.base {
        let asked = if expected.unit.is_empty() {
            "a plain number"
        } else {
            &expected.unit
        };
        return Err(format!(
            "{} is another kind of quantity: the answer is asked in {asked}",
            figure.text
        ));
    }
    let factor = factor(value, expected);
    let share = expected.unit.starts_with('%');
    Ok(Judged {
        grade: match factor {
            f if f <= GOOD => Grade::Good,
            f if f <= NEAR => Grade::Near,
            f if f <= MAGNITUDE => Grade::Magnitude,
            _ => Grade::Missed,
        },
        text: if share {
            print::percent(value)
        } else {
            figure.text.clone()
        },
        factor,
    })
}

/// How far a value is off: 1 within the range. Of a share near the whole it is the rest that counts: 99 % is ten times
/// as far from all as 99.9 %.
fn factor(value: f64, expected: &Number) -> f64 {
    if (expected.low..=expected.high).contains(&value) {
        return 1.0;
    }
    let end = if value < expected.low {
        expected.low
    } else {
        expected.high
    };
    let share = expected.base.is_empty() && expected.unit.starts_with('%') && (0.5..1.0).contains(&end);
    let ratio = if share {
        (1.0 - value) / (1.0 - end)
    } else {
        value / end
    };
    match ratio {
        ratio if ratio.is_finite() && ratio > 0.0 => ratio.max(1.0 / ratio),
        _ => f64::INFINITY,
    }
}

/// Whether an answer is a number and nothing else: `0.3`, `12k`.
fn is_bare(answer: &str) -> bool {
    let digits = answer.trim().trim_end_matches(['k', 'K', 'M', 'G', 'T']);
    !digits.is_empty()
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | '_' | ','))
}
