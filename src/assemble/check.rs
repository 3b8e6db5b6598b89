//! Reports of several designs as one check.

use super::GENERATED;
use crate::report::{Check, Checked, Guide, Report, Unread};
use crate::rules;

/// Version of the form of a check.
const SCHEMA: u32 = 1;

/// One check of many reports, each with whether an unknown requirement counts as one that fails.
pub fn check(reports: Vec<(Report, bool)>, unread: Vec<Unread>) -> Check {
    Check {
        generated: GENERATED.to_string(),
        schema: SCHEMA,
        designs: reports
            .into_iter()
            .map(|(report, strict)| checked(report, strict))
            .collect(),
        unread,
        rules: rules::ALL.iter().map(guide).collect(),
    }
}

fn checked(report: Report, strict: bool) -> Checked {
    Checked {
        sound: report.is_sound(),
        file: report.file,
        name: report.name,
        profile: report.profile,
        state: report.state,
        today: report.today,
        project: report.project,
        strict,
        findings: report.findings,
        verdicts: report.verdicts,
        off: report.off,
        baseline: report.baseline,
        counts: report.counts,
    }
}

fn guide(rule: &rules::Rule) -> Guide {
    Guide {
        id: rule.id.to_string(),
        set: rule.set.name().to_string(),
        form: rule.is_form(),
        title: rule.title().to_string(),
        page: rule.page.to_string(),
    }
}

/// Notes in a report which project file holds, and which rules it silences.
pub fn project(report: &mut Report, file: &str, off: Vec<&str>) {
    report.project = Some(file.to_string());
    report.off = off.into_iter().map(str::to_string).collect();
    report.counts = super::counts(report);
}
