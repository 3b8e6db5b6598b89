//! Waivers: findings that are accepted with a reason, until a day.

use crate::design::{Design, Waiver};
use crate::finding::Finding;

/// The waiver that covers a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Waived {
    pub because: String,
    pub until: Option<String>,
}

/// Rules whose findings no waiver can cover: they are about the waivers.
const ABOUT_WAIVERS: [&str; 2] = ["waiver-expired", "waiver-unmatched"];

/// Joins findings with waivers; what is wrong with the waivers comes last.
pub fn apply(design: &Design, findings: Vec<Finding>) -> Vec<(Finding, Option<Waived>)> {
    let mut used = vec![false; design.waivers.len()];
    let mut out: Vec<(Finding, Option<Waived>)> = findings
        .into_iter()
        .map(|finding| {
            let index = design.waivers.iter().position(|w| covers(w, &finding));
            if let Some(index) = index {
                used[index] = true;
            }
            let waived = index
                .map(|i| &design.waivers[i])
                .filter(|w| !expired(design, w))
                .map(|w| Waived {
                    because: w.because.clone(),
                    until: w.until.as_ref().map(|u| u.value.clone()),
                });
            (finding, waived)
        })
        .collect();
    for (waiver, used) in design.waivers.iter().zip(used) {
        let of = waiver
            .of
            .as_ref()
            .map_or(String::new(), |of| format!(" of `{}`", of.value));
        if !used {
            out.push((
                Finding::warning(
                    ABOUT_WAIVERS[1],
                    format!("the waiver for `{}`{of} covers no finding", waiver.rule.value),
                )
                .at(waiver.span)
                .fix("remove it: what it waived has been mended, or never was"),
                None,
            ));
        } else if expired(design, waiver)
            && let Some(until) = &waiver.until
        {
            out.push((
                Finding::warning(
                    ABOUT_WAIVERS[0],
                    format!("the waiver for `{}`{of} ran out on {}", waiver.rule.value, until.value),
                )
                .at(until.span)
                .fix("mend what it waives, or decide again and set a new day"),
                None,
            ));
        }
    }
    out
}

fn covers(waiver: &Waiver, finding: &Finding) -> bool {
    waiver.rule.value == finding.rule
        && waiver
            .of
            .as_ref()
            .is_none_or(|of| finding.of.as_deref() == Some(of.value.as_str()))
}

/// Dates compare as text, year first. Without a `today` nothing is judged.
fn expired(design: &Design, waiver: &Waiver) -> bool {
    match (&design.today, &waiver.until) {
        (Some(today), Some(until)) => *today > until.value,
        _ => false,
    }
}
