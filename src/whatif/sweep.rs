//! A design with one input at several values.

use super::{Refusal, figure, form, unknown};
use crate::analysis::Detail;
use crate::report::{Figure, Judged, Point, Report, Sweep};
use crate::{Input, Outcome, assemble, run};

/// Most points of one sweep.
const MOST_POINTS: usize = 30;
/// Points of a sweep that is too short for round numbers.
const STEPS: usize = 8;

/// The values of a sweep: `load.users=1M..100M`.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    pub path: String,
    /// As they would be written.
    pub values: Vec<String>,
}

impl Range {
    /// Reads `path=low..high` or `path=a,b,c`. Over more than a decade the values are the round ones between
    /// (1, 2, 5, 10 …), over less they are equally far apart.
    ///
    /// # Errors
    /// What is wrong with the text, in a sentence.
    pub fn parse(text: &str) -> Result<Range, String> {
        let wrong = || format!("`{text}` is no sweep: write `load.users=1M..100M`, or the values as `a,b,c`");
        let (path, values) = text.split_once('=').ok_or_else(wrong)?;
        let values = match values.split_once("..").or_else(|| values.split_once(" to ")) {
            Some((low, high)) => between(low.trim(), high.trim())?,
            None => values.split(',').map(|v| v.trim().to_string()).collect(),
        };
        if path.trim().is_empty() || values.iter().any(String::is_empty) {
            return Err(wrong());
        }
        if values.len() > MOST_POINTS {
            return Err(format!(
                "a sweep has at most {MOST_POINTS} values, this one {}",
                values.len()
            ));
        }
        Ok(Range {
            path: path.trim().to_string(),
            values,
        })
    }
}

/// The number of a quantity, and its unit with its multiplier: `10`, `M req/s`.
fn split(text: &str) -> Result<(f64, &str), String> {
    let mut end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '_')))
        .unwrap_or(text.len());
    // An exponent, if digits follow it.
    let rest = &text[end..];
    if let Some(power) = rest.strip_prefix(['e', 'E']) {
        let digits = power.trim_start_matches(['+', '-']);
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        if length > 0 {
            end += rest.len() - digits.len() + length;
        }
    }
    let (number, unit) = text.split_at(end);
    match number.replace('_', "").parse::<f64>() {
        Ok(number) if number.is_finite() => Ok((number, unit.trim())),
        _ => Err(format!("`{text}` does not begin with a number")),
    }
}

/// A multiplier at the head of a unit, taken off it.
fn multiplied(number: f64, unit: &str) -> (f64, &str) {
    for (prefix, factor) in [("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12)] {
        if let Some(rest) = unit.strip_prefix(prefix)
            && (rest.is_empty() || rest.starts_with([' ', '/']))
        {
            return (number * factor, rest.trim());
        }
    }
    (number, unit)
}

fn between(low: &str, high: &str) -> Result<Vec<String>, String> {
    let (high_number, high_unit) = split(high)?;
    let (high_number, unit) = multiplied(high_number, high_unit);
    let (low_number, low_unit) = split(low)?;
    // In `1..100 req/s` the unit belongs to both ends, a multiplier only to its own.
    let (low_number, own) = multiplied(low_number, low_unit);
    if !own.is_empty() && own != unit {
        return Err(format!("`{low}` and `{high}` must be in the same unit"));
    }
    if low_number >= high_number {
        return Err(format!("the sweep runs backwards: `{low}` is not below `{high}`"));
    }
    let write = |x: f64| {
        // Ten digits, so that steps of a tenth don't show where they come from.
        let rounded: f64 = format!("{x:.9e}").parse().unwrap_or(x);
        let short = [("G", 1e9), ("M", 1e6), ("k", 1e3)].into_iter().find(|(_, factor)| {
            let number = rounded / factor;
            !unit.starts_with(['k', 'K', 'M', 'G', 'T', 'P']) && number >= 1.0 && (number * 1e3).fract() == 0.0
        });
        match short {
            Some((prefix, factor)) => format!("{}{prefix} {unit}", rounded / factor),
            None => format!("{rounded} {unit}"),
        }
        .trim()
        .to_string()
    };
    let mut values = vec![write(low_number)];
    if low_number > 0.0 && high_number / low_number >= 8.0 {
        let mut decade = libm::pow(10.0, libm::floor(libm::log10(low_number)));
        while decade < high_number && values.len() <= MOST_POINTS {
            for step in [1.0, 2.0, 5.0] {
                let x = decade * step;
                if x > low_number * 1.000_001 && x < high_number * 0.999_999 {
                    values.push(write(x));
                }
            }
            decade *= 10.0;
        }
    } else {
        let step = (high_number - low_number) / STEPS as f64;
        values.extend((1..STEPS).map(|i| write(low_number + step * i as f64)));
    }
    values.push(write(high_number));
    Ok(values)
}

/// Runs the design with each value. Figures that are not named are chosen: what moves most.
///
/// # Errors
/// The form of the design is wrong as it stands, or there is no figure of a name at any value.
pub fn sweep(input: &Input, range: &Range, names: &[String]) -> Result<Sweep, Refusal> {
    let outcomes: Vec<Outcome> = range
        .values
        .iter()
        .map(|value| {
            let mut changed = input.clone();
            changed.detail = Detail::Values;
            changed.settings.set.push(format!("{}={value}", range.path));
            run(changed)
        })
        .collect();
    // A path that leads nowhere, or a design that is wrong as it stands, is wrong at every value.
    let wrong = |outcome: &Outcome| outcome.report.findings.iter().any(|f| f.form);
    if outcomes.iter().all(wrong) {
        return Err(match outcomes.into_iter().next() {
            Some(first) => form(first.sources, first.report),
            None => Refusal::Question("the sweep has no values".to_string()),
        });
    }
    let reports: Vec<Report> = outcomes.into_iter().map(|o| o.report).collect();
    let names = if names.is_empty() {
        moved(&reports)
    } else {
        names.to_vec()
    };
    for name in &names {
        if reports.iter().all(|r| figure(r, name).is_none()) {
            let known = reports.iter().flat_map(Report::all_figures).map(|f| f.name.as_str());
            return Err(unknown("figure", name, known));
        }
    }
    let points = range
        .values
        .iter()
        .zip(&reports)
        .map(|(value, report)| point(value, report, &names));
    Ok(Sweep {
        generated: assemble::GENERATED.to_string(),
        path: range.path.clone(),
        points: points.collect(),
        figures: names,
    })
}

/// Headline figures that differ between the ends, at most four: cost, response times, utilisations.
fn moved(reports: &[Report]) -> Vec<String> {
    let (Some(first), Some(last)) = (reports.first(), reports.last()) else {
        return Vec::new();
    };
    let headline = |f: &&Figure| {
        let name = f.name.as_str();
        name == "cost" || name.ends_with(".p99") || name.ends_with(".utilisation")
    };
    let mut found: Vec<(&Figure, f64)> = last
        .all_figures()
        .into_iter()
        .filter(headline)
        .filter_map(|f| {
            let (a, b) = (figure(first, &f.name)?.value?, f.value?);
            (a != b).then_some((f, if f.unit.is_empty() { b } else { f64::INFINITY }))
        })
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut names: Vec<String> = Vec::new();
    for (figure, _) in found {
        if !names.contains(&figure.name) && names.len() < 4 {
            names.push(figure.name.clone());
        }
    }
    names
}

fn point(value: &str, report: &Report, names: &[String]) -> Point {
    let used = |f: &&Figure| f.value.is_some();
    let fullest = report.components.iter().map(|c| &c.utilisation).filter(used);
    Point {
        set: value.to_string(),
        values: names.iter().map(|name| figure(report, name).cloned()).collect(),
        fullest: fullest
            .max_by(|a, b| a.value.unwrap_or(0.0).total_cmp(&b.value.unwrap_or(0.0)))
            .cloned(),
        unstable: report
            .components
            .iter()
            .filter(|c| c.utilisation.value.is_some_and(|u| u >= 1.0))
            .map(|c| c.id.clone())
            .collect(),
        verdicts: report
            .verdicts
            .iter()
            .map(|v| Judged {
                id: v.id.clone(),
                status: v.status,
            })
            .collect(),
        faults: report
            .findings
            .iter()
            .filter(|f| f.form)
            .map(|f| f.message.clone())
            .collect(),
    }
}
