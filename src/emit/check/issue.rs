//! What there is to tell of a design, each thing once: its findings, and requirements that no finding tells of.

use crate::report::{Checked, Edit, Finding, Guide, Place, Related, Severity, Status, Verdict, Waived};

/// The rule that tells of a requirement without a number, which no calculation can prove.
const WITHOUT_NUMBER: &str = "requirement-without-number";

/// A finding, or a requirement that does not hold as far as one knows.
pub struct Issue<'a> {
    pub rule: &'a str,
    pub severity: Severity,
    pub message: String,
    pub fix: Option<&'a str>,
    pub place: Option<&'a Place>,
    pub related: &'a [Related],
    pub edit: Option<&'a Edit>,
    pub waived: Option<&'a Waived>,
    pub fingerprint: String,
}

/// Requirements are no rules: these two stand for them where a format knows only rules.
pub fn guides() -> [Guide; 2] {
    let guide = |id: &str, title: &str, page: &str| Guide {
        id: id.to_string(),
        set: "requirements".to_string(),
        form: false,
        title: title.to_string(),
        page: format!("# {title}\n\n{page}\n"),
    };
    [
        guide(
            word(Status::Fail),
            "A requirement that fails",
            "The design misses the target of a non-functional requirement, by a calculation that `napkin check` shows \
             with its weakest terms. Change the design, or the target.",
        ),
        guide(
            word(Status::Unknown),
            "A requirement of which nobody knows whether it holds",
            "A fact is missing, so nothing is proved: the requirement may hold or fail. Add the fact that the message \
             names. With `--strict` this is an error.",
        ),
    ]
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Pass => "requirement-passed",
        Status::Fail => "requirement-failed",
        Status::Unknown => "requirement-unknown",
    }
}

/// All issues of a design: the requirements first, then the findings in the order of the file.
pub fn issues(design: &Checked) -> Vec<Issue<'_>> {
    let open = design.verdicts.iter().filter(|v| v.status != Status::Pass);
    let untold = open.filter(|verdict| !is_told(design, verdict));
    let verdicts = untold.map(|verdict| of_verdict(design, verdict));
    // Where unknown is as bad as failed, the verdict tells of it, for it is the verdict that fails the check.
    let findings = design
        .findings
        .iter()
        .filter(|f| !(design.strict && f.is_open() && f.rule == WITHOUT_NUMBER));
    verdicts.chain(findings.map(of_finding)).collect()
}

/// Whether a finding tells of it.
fn is_told(design: &Checked, verdict: &Verdict) -> bool {
    let same = |f: &Finding| f.rule == WITHOUT_NUMBER && f.of.as_ref() == Some(&verdict.requirement);
    verdict.not_computable && !design.strict && design.findings.iter().any(same)
}

fn of_verdict<'a>(design: &Checked, verdict: &'a Verdict) -> Issue<'a> {
    Issue {
        rule: word(verdict.status),
        severity: match verdict.status {
            Status::Pass => Severity::Info,
            Status::Unknown if !design.strict => Severity::Info,
            Status::Unknown | Status::Fail => Severity::Error,
        },
        message: sentence(verdict),
        fix: None,
        place: verdict.place.as_ref(),
        related: &[],
        edit: None,
        waived: None,
        fingerprint: verdict.id.clone(),
    }
}

fn of_finding(finding: &Finding) -> Issue<'_> {
    Issue {
        rule: &finding.rule,
        severity: finding.severity,
        message: finding.message.clone(),
        fix: finding.fix.as_deref(),
        place: finding.place.as_ref(),
        related: &finding.related,
        edit: finding.edit.as_ref(),
        waived: finding.waived.as_ref(),
        fingerprint: finding.fingerprint.clone(),
    }
}

/// What is required of what: `latency of redirect`.
pub fn subject(verdict: &Verdict) -> String {
    match &verdict.of {
        Some(of) => format!("{} of {of}", verdict.metric),
        None => verdict.metric.clone(),
    }
}

/// A verdict in one sentence.
pub fn sentence(verdict: &Verdict) -> String {
    let outcome = match verdict.status {
        Status::Pass => "holds",
        Status::Fail => "fails",
        Status::Unknown => "is unknown",
    };
    let found = match &verdict.value {
        Some(value) => format!(" is {value}"),
        None => String::new(),
    };
    let mut out = format!(
        "{} {outcome}: {}{found}, target {}",
        verdict.id,
        subject(verdict),
        verdict.target
    );
    for (word, texts) in [("because", &verdict.because), ("missing", &verdict.missing)] {
        if !texts.is_empty() {
            out.push_str(&format!("; {word}: {}", texts.join(", ")));
        }
    }
    out
}
