//! How wrong an input may be before a verdict is another one.

use super::{Refusal, form, unknown};
use crate::analysis::Detail;
use crate::report::{Flip, Flips, Report, Status};
use crate::{Input, assemble, design, run};

/// Factors that are tried both ways, before the place between two of them is narrowed down.
const LADDER: [f64; 2] = [5.0, 1000.0];
/// How close two factors are where the search ends.
const CLOSE: f64 = 1.005;
/// Samples of each try: the closed forms need none, and a verdict on samples turns over a wide range of factors.
const SAMPLES: usize = 1_000;
/// Most inputs that are tried.
const MOST_INPUTS: usize = 400;

/// Tries every quantity of the design's load, actors, components, flows and data.
///
/// # Errors
/// The form of the design is wrong, or there is no such requirement.
pub fn flips(input: &Input, requirement: &str) -> Result<Flips, Refusal> {
    let mut input = input.clone();
    input.detail = Detail::Verdicts;
    input.settings.sampling.samples = input.settings.sampling.samples.min(SAMPLES);
    let now = run(input.clone());
    if now.report.findings.iter().any(|f| f.form) {
        return Err(form(now.sources, now.report));
    }
    let Some(status) = status(&now.report, requirement) else {
        let known = now.report.requirements.nonfunctional.iter().map(|n| n.id.as_str());
        let known = known.chain(now.report.verdicts.iter().map(|v| v.id.as_str()));
        return Err(unknown("non-functional requirement", requirement, known));
    };
    // What else is asked for need not be judged again and again.
    input.settings.judged = Some(requirement.to_string());
    let mut trial = Trial {
        input,
        requirement,
        status,
    };
    let mut inputs: Vec<Flip> = Vec::new();
    let mut harmless = Vec::new();
    let quantities = design::quantities(&trial.input.files, &trial.input.settings);
    for (path, written) in quantities.into_iter().take(MOST_INPUTS) {
        let found: Vec<(f64, Status)> = [1.0, -1.0].iter().filter_map(|way| trial.turns(&path, *way)).collect();
        if found.is_empty() {
            harmless.push(path);
            continue;
        }
        inputs.extend(found.into_iter().map(|(factor, becomes)| Flip {
            path: path.clone(),
            written: written.clone(),
            factor,
            becomes,
        }));
    }
    let distance = |flip: &Flip| libm::fabs(libm::log(flip.factor));
    inputs.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
    Ok(Flips {
        generated: assemble::GENERATED.to_string(),
        requirement: requirement.to_string(),
        status,
        inputs,
        harmless,
        most: LADDER[LADDER.len() - 1],
    })
}

/// Of a single metric (`NFR3.rpo`), or of all metrics of a requirement.
fn status(report: &Report, id: &str) -> Option<Status> {
    let whole = report.requirements.nonfunctional.iter().find(|n| n.id == id);
    whole
        .map(|n| n.status)
        .or_else(|| report.verdicts.iter().find(|v| v.id == id).map(|v| v.status))
}

struct Trial<'a> {
    input: Input,
    requirement: &'a str,
    status: Status,
}

impl Trial<'_> {
    /// The status with an input times a factor; none where the form is wrong then.
    fn with(&mut self, path: &str, factor: f64) -> Option<Status> {
        self.input.settings.set.push(format!("{path}={factor}x"));
        let report = run(self.input.clone()).report;
        self.input.settings.set.pop();
        if report.findings.iter().any(|f| f.form) {
            return None;
        }
        status(&report, self.requirement)
    }

    /// The nearest factor, upwards or downwards, with which the verdict is another one, and which.
    fn turns(&mut self, path: &str, way: f64) -> Option<(f64, Status)> {
        let mut same = 1.0;
        for step in LADDER {
            match self.with(path, libm::pow(step, way)) {
                Some(status) if status != self.status => return Some(self.narrow(path, way, same, step, status)),
                Some(_) => same = step,
                None => return None,
            }
        }
        None
    }

    /// Halves the way between a factor that changes nothing and one that does.
    fn narrow(&mut self, path: &str, way: f64, mut same: f64, mut turns: f64, mut becomes: Status) -> (f64, Status) {
        while turns / same > CLOSE {
            let middle = libm::sqrt(same * turns);
            match self.with(path, libm::pow(middle, way)) {
                Some(status) if status != self.status => (turns, becomes) = (middle, status),
                _ => same = middle,
            }
        }
        (libm::pow(turns, way), becomes)
    }
}
