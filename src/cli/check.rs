//! `napkin check`: findings, and a verdict for each requirement.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use napkin::analysis::Detail;
use napkin::report::{Finding, Report, Severity, Status};

use super::output::json;
use super::run::Judged;
use super::terminal::{Look, Tone, visible};
use super::{Assumptions, Exit, Out, Talk, complain, diagnostic, example, read, verdict};

/// Check designs: what is wrong, and which requirements hold (1 if one fails, 2 if the form is wrong)
#[derive(Debug, Args)]
#[command(after_help = example::help("check"))]
pub struct Arguments {
    /// The design files; `-` is standard input
    #[arg(required = true, value_name = "DESIGN")]
    designs: Vec<PathBuf>,
    /// Count a requirement that is unknown as one that fails
    #[arg(long)]
    strict: bool,
    /// The form of the result; JSON is an object for one design, a list for several
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: Format,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    assumptions: Assumptions,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

/// Checks each design, prints what is found, and ends with the worst.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let look = arguments.out.look(talk.color);
    let several = arguments.designs.len() > 1;
    let mut worst = Exit::Done;
    let mut texts = Vec::new();
    let mut inputs = Vec::new();
    let mut generated = String::new();
    if arguments
        .designs
        .iter()
        .filter(|path| read::is_standard_input(path))
        .count()
        > 1
    {
        anyhow::bail!("standard input can be read only once");
    }
    let detail = match arguments.format {
        Format::Json => Detail::Everything,
        Format::Text => Detail::Findings,
    };
    for path in &arguments.designs {
        let judged = match arguments.assumptions.judge(path, detail) {
            Ok(judged) => judged,
            Err(error) => {
                // The others are checked all the same.
                complain(talk, &format!("{error:#}"));
                worst = worst.max(Exit::Input);
                continue;
            }
        };
        worst = worst.max(exit(&judged.report, arguments.strict));
        texts.push(match arguments.format {
            Format::Json => json(&judged.report)?,
            Format::Text => show(&judged, several, look),
        });
        generated = judged.report.generated;
        inputs.extend(judged.paths);
    }
    if texts.is_empty() {
        return Ok(worst);
    }
    let sent = match arguments.format {
        Format::Json if several => {
            let list = texts.iter().map(|text| text.trim_end()).collect::<Vec<_>>().join(",\n");
            arguments.out.send(format!("[\n{list}\n]\n"), &inputs, talk)?
        }
        Format::Json => arguments.out.send(texts.concat(), &inputs, talk)?,
        Format::Text => arguments.out.send_marked(texts.join("\n"), &generated, &inputs, talk)?,
    };
    Ok(worst.max(sent))
}

/// What a report means for the one who waits for it.
fn exit(report: &Report, strict: bool) -> Exit {
    let open = |finding: &&Finding| finding.waived.is_none();
    if report.findings.iter().any(|finding| finding.form) {
        Exit::Input
    } else if report
        .findings
        .iter()
        .filter(open)
        .any(|finding| finding.severity == Severity::Error)
        || report
            .verdicts
            .iter()
            .any(|verdict| verdict.status == Status::Fail || (strict && verdict.status == Status::Unknown))
    {
        Exit::Failed
    } else {
        Exit::Done
    }
}

/// Everything about one design as text, its name above where there are several.
fn show(judged: &Judged, several: bool, look: Look) -> String {
    let report = &judged.report;
    let mut out = String::new();
    if several {
        out.push_str(&format!("{}\n\n", look.paint(Tone::Strong, &visible(&report.file))));
    }
    let open: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| finding.waived.is_none())
        .collect();
    out.push_str(&diagnostic::render(&open, &judged.sources, look));
    out.push_str(&waived(report, look));
    out.push_str(&verdict::show(report, look));
    out.push_str(&summary(report, several, look));
    out
}

/// Findings that somebody has answered for.
fn waived(report: &Report, look: Look) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        let Some(waiver) = &finding.waived else { continue };
        let until = waiver
            .until
            .as_ref()
            .map(|day| format!(", until {day}"))
            .unwrap_or_default();
        let line = format!(
            "waived[{}]: {}; {}{until}",
            finding.rule, finding.message, waiver.because
        );
        out.push_str(&look.paint(Tone::Quiet, &visible(&line)));
        out.push('\n');
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// What `check` would say, in a few words; none where nothing is wrong.
pub fn failures(report: &Report) -> Option<String> {
    let counts = &report.counts;
    let found = [
        (counts.errors, "error"),
        (counts.warnings, "warning"),
        (counts.failed, "failed requirement"),
    ];
    let found: Vec<String> = found
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| many(count, word))
        .collect();
    (!found.is_empty()).then(|| found.join(", "))
}

fn many(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// The last line.
fn summary(report: &Report, several: bool, look: Look) -> String {
    let counts = &report.counts;
    let bad = |count: usize, text: String, tone: Tone| if count > 0 { look.paint(tone, &text) } else { text };
    let mut findings = vec![
        bad(counts.errors, many(counts.errors, "error"), Tone::Bad),
        bad(counts.warnings, many(counts.warnings, "warning"), Tone::Doubt),
    ];
    if counts.infos > 0 {
        findings.push(many(counts.infos, "note"));
    }
    if counts.waived > 0 {
        findings.push(format!("{} waived", counts.waived));
    }
    let name = if several {
        format!("{}: ", visible(&report.file))
    } else {
        String::new()
    };
    if report.findings.iter().any(|finding| finding.form) {
        return format!(
            "{name}{}; the form is wrong, so nothing was computed\n",
            findings.join(", ")
        );
    }
    let verdicts = [
        format!("{} pass", counts.passed),
        bad(counts.failed, format!("{} fail", counts.failed), Tone::Bad),
        bad(counts.unknown, format!("{} unknown", counts.unknown), Tone::Doubt),
    ];
    format!("{name}{}; NFRs: {}\n", findings.join(", "), verdicts.join(", "))
}
