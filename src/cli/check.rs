//! `napkin check`: findings, and a verdict for each requirement.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;
use napkin::analysis::Detail;
use napkin::assemble;
use napkin::baseline::Baseline;
use napkin::emit::check::{FORMATS, format};
use napkin::report::{Finding, Report, Severity, Status, Unread};

use super::fix::{self, Diffs};
use super::run::{Judged, judged};
use super::sheet::section;
use super::table::{Cell, Table, prose, text};
use super::terminal::{Look, Tone, visible};
use super::{Assumptions, Exit, Out, Talk, complain, diagnostic, example, project, read, verdict};

/// The format for people; the others are emitters of the library.
const TEXT: &str = "text";

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
    /// Show each note with its place in the file and what to do about it
    #[arg(short, long)]
    verbose: bool,
    /// Show and count only what is new since an earlier `check --format json`
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    fixing: Fixing,
    /// The form of the result; all but text are one document, however many designs there are
    #[arg(long, value_name = "FORMAT", default_value = TEXT, help_heading = "Output",
          value_parser = PossibleValuesParser::new(std::iter::once(TEXT).chain(FORMATS.iter().map(|f| f.id))))]
    format: String,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    assumptions: Assumptions,
}

/// What is done about findings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fixing")]
struct Fixing {
    /// Fix in the files what leaves nothing to choose, such as a misspelt key; then check
    #[arg(long, conflicts_with_all = ["set", "state", "watch"])]
    fix: bool,
    /// Show as a unified diff what --fix would change, and write nothing
    #[arg(long, visible_alias = "dry-run", conflicts_with_all = ["set", "state", "format", "baseline"])]
    diff: bool,
}

/// Checks each design, prints what is found, and ends with the worst.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    arguments.refuse()?;
    let baseline = arguments.baseline.as_deref().map(earlier).transpose()?;
    let mut worst = Exit::Done;
    let mut all = Vec::new();
    let mut unread = Vec::new();
    let mut diffs = Diffs::default();
    for path in &arguments.designs {
        if arguments.designs.len() > 1 && project::is_one(path) {
            // `*.yaml` names it too, and it shows in the checks of the others.
            talk.note(&format!("{} is the project file\n", visible(&path.to_string_lossy())));
            continue;
        }
        match arguments.judge(path, &mut diffs, talk) {
            Ok((mut judged, exit)) => {
                if let Some(baseline) = &baseline {
                    arguments.stranger(baseline, &judged.report.file, talk);
                    baseline.reduce(&mut judged.report);
                }
                judged.strict |= arguments.strict;
                worst = worst.max(exit).max(verdict_of(&judged));
                all.push(judged);
            }
            Err(error) => {
                // The others are checked all the same.
                let message = format!("{error:#}");
                complain(talk, &message);
                worst = worst.max(Exit::Input);
                let file = path.to_string_lossy().into_owned();
                unread.push(Unread { file, message });
            }
        }
    }
    let mut inputs: Vec<PathBuf> = all.iter().flat_map(|judged| judged.paths.clone()).collect();
    inputs.extend(arguments.baseline.iter().flat_map(|path| path.canonicalize()));
    let sent = if arguments.fixing.diff {
        arguments.note(&all, talk);
        arguments
            .out
            .send_marked(diffs.text(), assemble::GENERATED, &inputs, talk)?
    } else {
        arguments.send(all, unread, &inputs, talk)?
    };
    Ok(worst.max(sent))
}

/// Reads an earlier check.
fn earlier(path: &Path) -> anyhow::Result<Baseline> {
    let name = path.to_string_lossy();
    Baseline::read(&name, &read::text(path)?).map_err(anyhow::Error::msg)
}

impl Arguments {
    /// What cannot be done at all.
    fn refuse(&self) -> anyhow::Result<()> {
        let streams = self.designs.iter().filter(|path| read::is_standard_input(path)).count();
        if streams > 1 {
            anyhow::bail!("standard input can be read only once");
        }
        if streams > 0 && (self.fixing.fix || self.fixing.diff) {
            anyhow::bail!("standard input can't be fixed: name a file");
        }
        Ok(())
    }

    /// Says that the earlier check has no such design, so that all of it is new.
    fn stranger(&self, baseline: &Baseline, file: &str, talk: Talk) {
        let (Some(path), false) = (&self.baseline, baseline.knows(file)) else {
            return;
        };
        let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy();
        let old = path.to_string_lossy();
        let message = format!(
            "no design of the name {} in {}: all is new\n",
            visible(&name),
            visible(&old)
        );
        talk.note(&message);
    }

    /// Reads, fixes where that is asked for, and judges a design.
    fn judge(&self, path: &Path, diffs: &mut Diffs, talk: Talk) -> anyhow::Result<(Judged, Exit)> {
        let read = || -> anyhow::Result<_> {
            let (mut input, paths) = self.assumptions.input(path, Detail::Findings)?;
            input.cures = true;
            Ok((input, paths))
        };
        let (input, paths) = read()?;
        if self.fixing.diff {
            diffs.add(&input, &paths, talk);
        } else if self.fixing.fix {
            let exit = fix::write(&input, &paths, talk);
            // What is on the disk now, whatever came of the writing.
            let (input, paths) = read()?;
            return Ok((judged(input, paths), exit));
        }
        Ok((judged(input, paths), Exit::Done))
    }

    /// The last lines, beside what is no text for people.
    fn note(&self, all: &[Judged], talk: Talk) {
        for judged in all {
            talk.note(&summary(&judged.report, self.designs.len() > 1, talk.err()));
        }
    }

    /// Sends what was found, and says it in a few words where that goes to a program.
    fn send(&self, all: Vec<Judged>, unread: Vec<Unread>, inputs: &[PathBuf], talk: Talk) -> anyhow::Result<Exit> {
        let several = self.designs.len() > 1;
        let Some(format) = format(&self.format) else {
            let look = self.out.look(talk.color);
            let notes = if self.verbose { Notes::InFull } else { Notes::InShort };
            let texts: Vec<String> = all.iter().map(|judged| show(judged, several, notes, look)).collect();
            if texts.is_empty() {
                return Ok(Exit::Done);
            }
            return self
                .out
                .send_marked(texts.join("\n"), assemble::GENERATED, inputs, talk);
        };
        self.note(&all, talk);
        let reports = all.into_iter().map(|judged| (judged.report, judged.strict));
        let text = format.write(&assemble::check(reports.collect(), unread));
        if format.marked {
            self.out.send(text, inputs, talk)
        } else {
            self.out.send_marked(text, assemble::GENERATED, inputs, talk)
        }
    }
}

/// What a report means for the one who waits for it.
fn verdict_of(judged: &Judged) -> Exit {
    let report = &judged.report;
    let bad = |status: Status| status == Status::Fail || (judged.strict && status == Status::Unknown);
    if !report.is_sound() {
        Exit::Input
    } else if report.findings.iter().any(Finding::is_fatal) || report.verdicts.iter().any(|v| bad(v.status)) {
        Exit::Failed
    } else {
        Exit::Done
    }
}

/// How much is said of a note: nothing has to be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notes {
    /// A line.
    InShort,
    /// With its place and what to do.
    InFull,
}

/// Everything about one design as text, its name above where there are several.
fn show(judged: &Judged, several: bool, notes: Notes, look: Look) -> String {
    let report = &judged.report;
    let mut out = String::new();
    if several {
        out.push_str(&format!("{}\n\n", look.paint(Tone::Strong, &visible(&report.file))));
    }
    let open = report.findings.iter().filter(|finding| finding.is_open());
    let in_full = |finding: &&Finding| finding.severity > Severity::Info || notes == Notes::InFull;
    let (full, short): (Vec<&Finding>, Vec<&Finding>) = open.partition(in_full);
    out.push_str(&diagnostic::render(&full, &judged.sources, look));
    out.push_str(&waived(report, look));
    out.push_str(&verdict::show(report, look));
    out.push_str(&in_short(&short, &report.file, look));
    out.push_str(&summary(report, several, look));
    out
}

/// Notes, a line each, as many as are printed of other findings.
fn in_short(notes: &[&Finding], file: &str, look: Look) -> String {
    if notes.is_empty() {
        return String::new();
    }
    let mut table = Table::bare(&[text("line"), text("rule"), prose("note")]);
    for note in notes.iter().take(diagnostic::MOST) {
        let line = match &note.place {
            Some(place) if place.file == file => place.line.to_string(),
            // Of an include.
            Some(place) => format!("{}:{}", place.file, place.line),
            None => String::new(),
        };
        table.row([
            Cell::new(line).tone(Tone::Quiet),
            Cell::new(&note.rule),
            Cell::new(&note.message),
        ]);
    }
    let mut out = String::new();
    section(&mut out, look, "Notes (--verbose: with what to do)", table);
    out.remove(0);
    out.push('\n');
    out.push_str(&diagnostic::rest(notes.len(), look));
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
    if let (Some(project), true) = (&report.project, counts.off > 0) {
        findings.push(format!("{} off in {}", many(counts.off, "rule"), visible(project)));
    }
    let name = if several {
        format!("{}: ", visible(&report.file))
    } else {
        String::new()
    };
    if !report.is_sound() {
        return format!(
            "{name}{}; the form is wrong, so nothing was computed\n",
            findings.join(", ")
        );
    }
    let mut verdicts = vec![
        bad(counts.failed, format!("{} fail", counts.failed), Tone::Bad),
        bad(counts.unknown, format!("{} unknown", counts.unknown), Tone::Doubt),
    ];
    if report.baseline.is_none() {
        verdicts.insert(0, format!("{} pass", counts.passed));
    }
    let since = report.baseline.as_ref().map(since).unwrap_or_default();
    format!("{name}{}; NFRs: {}{since}\n", findings.join(", "), verdicts.join(", "))
}

/// What an earlier check makes of the numbers before it.
fn since(baseline: &napkin::report::Baseline) -> String {
    let gone = match baseline.gone {
        Some(gone) if gone > 0 => format!(", {} gone", many(gone, "finding")),
        _ => String::new(),
    };
    format!(
        "; only what is new since {}: {} and {} as before, not shown{gone}",
        visible(&baseline.file),
        many(baseline.hidden, "finding"),
        many(baseline.hidden_verdicts, "NFR"),
    )
}
