//! Test results in the XML that JUnit began and that CI servers read.
//!
//! A suite is a design; its cases are the requirements and the rules that were run. Errors of the form are errors,
//! what fails the check is a failure, what is unknown or switched off is skipped; the rest is told beside its case.
//! There is no time of day and no duration: the same design gives the same bytes.

use super::super::plain::{visible, xml};
use super::issue::{sentence, subject};
use crate::report::{Check, Checked, Finding, Guide, Severity, Status, Unread, Verdict};

/// How a case ended.
enum Outcome {
    Passed,
    Skipped(String),
    /// A short message, and all there is to say.
    Failed(String, String),
    Broken(String, String),
}

struct Case {
    name: String,
    outcome: Outcome,
    /// What is worth knowing though it fails nothing.
    out: String,
}

struct Suite {
    name: String,
    cases: Vec<Case>,
}

pub fn write(check: &Check) -> String {
    let designs = check.designs.iter().map(|design| Suite {
        name: design.file.clone(),
        cases: cases(design, &check.rules),
    });
    let suites: Vec<Suite> = designs.chain(check.unread.iter().map(unread)).collect();
    let all = || suites.iter().flat_map(|suite| &suite.cases);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- {} -->\n<testsuites name=\"napkin\" {}>\n",
        xml(&check.generated),
        counts(all(), "")
    );
    for suite in &suites {
        suite.write(&mut out);
    }
    out.push_str("</testsuites>\n");
    out
}

fn unread(unread: &Unread) -> Suite {
    let outcome = Outcome::Broken("the file cannot be read".to_string(), unread.message.clone());
    Suite {
        name: unread.file.clone(),
        cases: vec![Case {
            name: "file".to_string(),
            outcome,
            out: String::new(),
        }],
    }
}

fn cases(design: &Checked, rules: &[Guide]) -> Vec<Case> {
    let mut cases: Vec<Case> = design.verdicts.iter().map(|v| of_verdict(design, v)).collect();
    if !design.sound {
        let reason = "the form is wrong, so nothing was computed";
        cases.push(Case {
            name: "requirements".to_string(),
            outcome: Outcome::Skipped(reason.to_string()),
            out: String::new(),
        });
    }
    // With a broken form no rule but those of the form was run.
    let run = rules.iter().filter(|rule| design.sound || rule.form);
    cases.extend(run.map(|rule| of_rule(design, rule)));
    cases
}

fn of_verdict(design: &Checked, verdict: &Verdict) -> Case {
    let told = sentence(verdict);
    let (outcome, out) = match verdict.status {
        Status::Pass => (Outcome::Passed, told),
        Status::Unknown if !design.strict => (Outcome::Skipped(told), String::new()),
        Status::Unknown | Status::Fail => {
            let place = verdict.place.as_ref();
            let place = place.map_or(String::new(), |p| format!("{}:{}:{}: ", p.file, p.line, p.column));
            (Outcome::Failed(told.clone(), format!("{place}{told}")), String::new())
        }
    };
    Case {
        name: format!("{} {}", verdict.id, subject(verdict)),
        outcome,
        out,
    }
}

fn of_rule(design: &Checked, rule: &Guide) -> Case {
    let found = || design.findings.iter().filter(|finding| finding.rule == rule.id);
    let list = |findings: Vec<&Finding>| findings.into_iter().map(line).collect::<Vec<_>>().join("\n");
    let (fatal, rest): (Vec<_>, Vec<_>) = found().partition(|finding| finding.is_fatal());
    let outcome = match fatal.split_first() {
        _ if design.off.contains(&rule.id) => Outcome::Skipped(format!("switched off in {}", project(design))),
        None => Outcome::Passed,
        Some((first, others)) => {
            let more = match others.len() {
                0 => String::new(),
                more => format!(" (and {more} more)"),
            };
            let message = format!("{}{more}", first.message);
            let text = list(fatal.clone());
            if rule.form {
                Outcome::Broken(message, text)
            } else {
                Outcome::Failed(message, text)
            }
        }
    };
    Case {
        name: format!("{} ({})", rule.id, rule.title),
        outcome,
        out: list(rest),
    }
}

fn project(design: &Checked) -> &str {
    design.project.as_deref().unwrap_or("the project file")
}

/// A finding as one line, or two with its fix.
fn line(finding: &Finding) -> String {
    let place = match &finding.place {
        Some(place) => format!("{}:{}:{}: ", place.file, place.line, place.column),
        None => String::new(),
    };
    let word = match (&finding.waived, finding.severity) {
        (Some(_), _) => "waived",
        (None, Severity::Error) => "error",
        (None, Severity::Warning) => "warning",
        (None, Severity::Info) => "note",
    };
    let more = match (&finding.waived, &finding.fix) {
        (Some(waived), _) => format!("; {}", waived.because),
        (None, Some(fix)) => format!("\n  help: {fix}"),
        (None, None) => String::new(),
    };
    format!("{place}{word}: {}{more}", finding.message)
}

impl Suite {
    fn write(&self, out: &mut String) {
        let name = text(&self.name);
        let counts = counts(self.cases.iter(), &skipped(&self.cases));
        out.push_str(&format!("  <testsuite name=\"{name}\" {counts}>\n"));
        for case in &self.cases {
            case.write(&name, out);
        }
        out.push_str("  </testsuite>\n");
    }
}

impl Case {
    fn write(&self, class: &str, out: &mut String) {
        let name = text(&self.name);
        out.push_str(&format!("    <testcase classname=\"{class}\" name=\"{name}\""));
        let outcome = match &self.outcome {
            Outcome::Passed => String::new(),
            Outcome::Skipped(why) => format!("      <skipped>{}</skipped>\n", text(why)),
            Outcome::Failed(message, all) => bad("failure", message, all),
            Outcome::Broken(message, all) => bad("error", message, all),
        };
        let beside = match self.out.as_str() {
            "" => String::new(),
            told => format!("      <system-out>{}</system-out>\n", text(told)),
        };
        if outcome.is_empty() && beside.is_empty() {
            out.push_str("/>\n");
        } else {
            out.push_str(&format!(">\n{outcome}{beside}    </testcase>\n"));
        }
    }
}

fn bad(tag: &str, message: &str, all: &str) -> String {
    format!("      <{tag} message=\"{}\">{}</{tag}>\n", text(message), text(all))
}

fn counts<'c>(cases: impl Iterator<Item = &'c Case>, more: &str) -> String {
    let (mut tests, mut failures, mut errors) = (0, 0, 0);
    for case in cases {
        tests += 1;
        failures += usize::from(matches!(case.outcome, Outcome::Failed(..)));
        errors += usize::from(matches!(case.outcome, Outcome::Broken(..)));
    }
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"{more}")
}

fn skipped(cases: &[Case]) -> String {
    let skipped = cases.iter().filter(|case| matches!(case.outcome, Outcome::Skipped(_)));
    format!(" skipped=\"{}\"", skipped.count())
}

/// Text for XML: of control characters only line breaks stay, and no character that XML forbids.
fn text(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let allowed = |c: char| c as u32 & 0xfffe != 0xfffe;
        let line: String = visible(line)
            .chars()
            .map(|c| if allowed(c) { c } else { '\u{fffd}' })
            .collect();
        xml(&line)
    });
    lines.collect::<Vec<_>>().join("\n")
}
