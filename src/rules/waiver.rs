//! Waivers: findings that are accepted with a reason, until a day.

use super::{waiver_expired, waiver_unmatched};
use crate::design::{Design, Waiver};
use crate::finding::Finding;

/// The waiver that covers a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Waived {
    pub because: String,
    pub until: Option<String>,
}

/// Joins findings with waivers; what is wrong with the waivers comes last.
pub fn apply(design: &Design, findings: Vec<Finding>) -> Vec<(Finding, Option<Waived>)> {
    let mut used = vec![false; design.waivers.len()];
    let mut out: Vec<(Finding, Option<Waived>)> = findings
        .into_iter()
        .map(|finding| {
            // One that still runs goes before one that has run out.
            let covering = design
                .waivers
                .iter()
                .zip(&mut used)
                .filter(|(w, _)| covers(w, &finding));
            let covering = covering.min_by_key(|(w, _)| waiver_expired::expired(design, w));
            let waived = covering.and_then(|(waiver, used)| {
                *used = true;
                (!waiver_expired::expired(design, waiver)).then(|| Waived {
                    because: waiver.because.clone(),
                    until: waiver.until.as_ref().map(|u| u.value.clone()),
                })
            });
            (finding, waived)
        })
        .collect();
    for (waiver, used) in design.waivers.iter().zip(used) {
        // What a review makes of a point is not known here.
        let used = used || waiver.point().is_some();
        let about = match used {
            true => waiver_expired::find(design, waiver),
            false => Some(waiver_unmatched::find(waiver)),
        };
        out.extend(about.map(|finding| (finding, None)));
    }
    out
}

fn covers(waiver: &Waiver, finding: &Finding) -> bool {
    let of = waiver.of.as_ref();
    waiver.rule.value == finding.rule && of.is_none_or(|of| finding.of.as_deref() == Some(of.value.as_str()))
}

/// The waiver in words.
pub fn words(waiver: &Waiver) -> String {
    match &waiver.of {
        Some(of) => format!("the waiver for `{}` of `{}`", waiver.rule.value, of.value),
        None => format!("the waiver for `{}`", waiver.rule.value),
    }
}
