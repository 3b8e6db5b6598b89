//! `napkin calc`: one line of napkin mathematics, or a few.

use std::io::Read;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use napkin::calc::{Calculation, calculate};
use napkin::quantity::{Profile, print};
use napkin::report::{Figure, Finding, Line};

use super::output::json;
use super::table::{Cell, Table, paragraph, prose, text};
use super::terminal::{Look, Tone, talk as say, visible};
use super::{Exit, Out, Samples, Talk, diagnostic, example};

/// The longest text that is read from standard input, in bytes.
const LONGEST: u64 = 1 << 20;

/// Compute napkin mathematics with units and ranges
#[derive(Debug, Args)]
#[command(after_help = example::help("calc"))]
pub struct Arguments {
    /// What to compute; several lines are divided by `;`, and `-` reads them from standard input
    #[arg(required = true, allow_negative_numbers = true, value_name = "EXPR")]
    expression: Vec<String>,
    /// What a day, a month and a year are
    #[arg(long, value_name = "NAME", default_value = Profile::default().name(),
          value_parser = PossibleValuesParser::new(Profile::ALL.map(|(name, _)| name)))]
    profile: String,
    #[command(flatten)]
    sampling: Samples,
    /// The form of the result; csv gives every sample of the last line
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: Format,
    #[command(flatten)]
    out: Out,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
    Csv,
}

/// Prints what the lines give.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let mut text = arguments.expression.join(" ");
    if text.trim() == "-" {
        text.clear();
        std::io::stdin().lock().take(LONGEST + 1).read_to_string(&mut text)?;
        anyhow::ensure!(
            text.len() as u64 <= LONGEST,
            "standard input has more than {LONGEST} bytes: give fewer lines"
        );
    }
    let profile = Profile::from_name(&arguments.profile).unwrap_or_default();
    let found = calculate(&text, profile, arguments.sampling.into());
    if !found.findings.is_empty() {
        let findings: Vec<&Finding> = found.findings.iter().collect();
        say(&diagnostic::render(&findings, &found.sources, talk.err()));
        return Ok(Exit::Input);
    }
    let out = &arguments.out;
    let look = out.look(talk.color);
    let shown = match arguments.format {
        Format::Text => sheet(&found, profile, look),
        Format::Json => json(&Output {
            generated: napkin::assemble::GENERATED,
            profile: profile.name(),
            lines: &found.lines,
        })?,
        Format::Csv => samples(&found),
    };
    out.send_marked(shown, napkin::assemble::GENERATED, &[], talk)
}

#[derive(serde::Serialize)]
struct Output<'a> {
    generated: &'static str,
    profile: &'static str,
    lines: &'a [Line],
}

fn sheet(found: &Calculation, profile: Profile, look: Look) -> String {
    let mut out = String::new();
    for (i, line) in found.lines.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        out.push_str(&paragraph(&line.reading, look, look.indent()));
        out.push_str(&result(line, look));
    }
    if found.lines.iter().any(|line| depends_on_profile(&line.reading)) {
        let (day, year) = (profile.day() / 86_400.0, profile.year() / profile.day());
        let note = format!(
            "profile {}: a day has {} s, a year {} days",
            profile.name(),
            print::full(day * 86_400.0),
            print::full(year)
        );
        out.push_str(&format!("\n{}\n", look.paint(Tone::Quiet, &note)));
    }
    out
}

/// Whether a reading names a length of time that profiles see differently.
fn depends_on_profile(reading: &str) -> bool {
    ["day", "month", "year"].iter().any(|unit| reading.contains(unit))
}

fn result(line: &Line, look: Look) -> String {
    let value = look.paint(Tone::Strong, &visible(&line.figure.text));
    let mut out = match &line.comparison {
        None => format!("= {value}\n"),
        Some(judged) => {
            let (word, tone) = if judged.holds {
                ("holds", Tone::Good)
            } else {
                ("does not hold", Tone::Bad)
            };
            let share = match judged.probability {
                p if p > 0.0 && p < 1.0 => {
                    format!("; it holds in {} of all cases that the ranges allow", print::percent(p))
                }
                _ => String::new(),
            };
            let (a, b) = (visible(&line.figure.text), visible(&judged.limit.text));
            format!("{}: {a} against {b}{share}\n", look.paint(tone, word))
        }
    };
    out.push_str(&doubt(&line.figure, look));
    out
}

/// The range of a figure, its mean, and what plain intervals would say.
fn doubt(figure: &Figure, look: Look) -> String {
    let mut table = Table::bare(&[text(""), prose("")]);
    if let Some(exact) = &figure.exact {
        table.row([Cell::new("exactly").tone(Tone::Quiet), Cell::new(exact)]);
    }
    for fact in &figure.missing {
        table.row([Cell::new("unknown").tone(Tone::Doubt), Cell::new(fact)]);
    }
    let Some(range) = &figure.range else {
        return if table.is_empty() {
            String::new()
        } else {
            table.render(look, look.indent())
        };
    };
    let how = if range.exact {
        "exactly lognormal"
    } else {
        "from samples"
    };
    table.row([
        Cell::new("90 %").tone(Tone::Quiet),
        Cell::new(format!("{} ({how})", range.text)),
    ]);
    table.row([Cell::new("mean").tone(Tone::Quiet), Cell::new(&range.mean_text)]);
    if let Some(interval) = &range.interval_text {
        table.row([
            Cell::new("interval").tone(Tone::Quiet),
            Cell::new(format!("{interval} if every part were at its end at once")),
        ]);
    }
    table.render(look, look.indent())
}

/// Every sample of the last line, in base units.
fn samples(found: &Calculation) -> String {
    let unit = found.lines.last().map_or("", |line| line.figure.unit.as_str());
    let mut out = if unit.is_empty() {
        "value".to_string()
    } else {
        format!("value ({unit})")
    };
    out.push('\n');
    for sample in &found.samples {
        out.push_str(&format!("{sample}\n"));
    }
    out
}
