//! `napkin drill`: what breaks, degrades and overloads when something fails or the load moves.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use napkin::analysis::Detail;
use napkin::design::drill::Wanted;
use napkin::report::{Drill, DrillFlow, DrillOverload, DrillState, DrillStore, DrillTarget, Report};
use serde::Serialize;

use super::output::json;
use super::progress::Work;
use super::run::say_faults;
use super::sheet::section;
use super::table::{Cell, Table, bullet, number, paragraph, prose, text};
use super::terminal::{Look, Tone, visible};
use super::{Assumptions, Exit, Out, Talk, example, matrix};

/// Drill a design: what fails, degrades or overloads when something is lost or the load moves (1 if a requirement breaks)
#[derive(Debug, Args)]
#[command(after_help = example::help("drill"))]
pub struct Arguments {
    /// The design file; `-` is standard input
    design: PathBuf,
    /// What happens, such as 'lose zone a', each in quotes; all that apply where none is named
    #[arg(value_name = "SCENARIO", long_help = scenarios())]
    scenarios: Vec<String>,
    /// The form of the result
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

/// The forms of a drill.
fn scenarios() -> String {
    let mut out = String::from("What happens, each in quotes; all that apply where none is named:");
    for (form, what) in napkin::design::drill::FORMS {
        out.push_str(&format!("\n  {form:<20} {what}"));
    }
    out
}

/// What is written as JSON: the part of the report that is about drills.
#[derive(Serialize)]
struct Drilled<'r> {
    generated: &'r str,
    name: &'r str,
    file: &'r str,
    drills: &'r [Drill],
    drills_left_out: usize,
}

/// Runs the drills and prints what they do.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let detail = match arguments.format {
        Format::Json => Detail::Everything,
        Format::Text => Detail::Verdicts,
    };
    let (mut input, paths) = arguments.assumptions.input(&arguments.design, detail)?;
    let all = arguments.scenarios.is_empty();
    input.settings.drills = match all {
        true => Wanted::All,
        false => Wanted::These(arguments.scenarios.clone()),
    };
    let work = Work::begin("drilling");
    let napkin::Outcome { sources, report } = napkin::run(input);
    drop(work);
    if report.findings.iter().any(|finding| finding.form) {
        return Ok(say_faults(&report.findings, &sources, talk));
    }
    let asked = &report.drills[..report.drills_asked.min(report.drills.len())];
    let out = &arguments.out;
    let sent = match arguments.format {
        Format::Json => {
            let drilled = Drilled {
                generated: &report.generated,
                name: &report.name,
                file: &report.file,
                drills: asked,
                drills_left_out: report.drills_left_out,
            };
            out.send(json(&drilled)?, &paths, talk)?
        }
        Format::Text => {
            let look = out.look(talk.color);
            let text = match all {
                true => matrix::show(&report, asked, look),
                false => stories(asked, look),
            };
            let text = text + &summary(&report, asked, look);
            out.send_marked(text, &report.generated, &paths, talk)?
        }
    };
    let broken = asked.iter().any(|drill| drill.breaks);
    Ok(sent.max(if broken { Exit::Failed } else { Exit::Done }))
}

/// Each drill in full.
fn stories(drills: &[Drill], look: Look) -> String {
    drills.iter().map(|drill| story(drill, look) + "\n").collect()
}

/// A state with its sign and its tone.
pub fn sign(state: DrillState, look: Look) -> (&'static str, Tone) {
    let (sign, plain, tone) = match state {
        DrillState::Holds => ("✓", "+", Tone::Good),
        DrillState::Degraded => ("~", "~", Tone::Doubt),
        DrillState::Unknown => ("?", "?", Tone::Doubt),
        DrillState::Fails => ("✗", "x", Tone::Bad),
    };
    (if look.unicode { sign } else { plain }, tone)
}

fn word(state: DrillState) -> &'static str {
    match state {
        DrillState::Holds => "holds",
        DrillState::Degraded => "degrades",
        DrillState::Unknown => "unknown",
        DrillState::Fails => "FAILS",
    }
}

/// Everything that one drill does.
pub fn story(drill: &Drill, look: Look) -> String {
    let mut out = format!("{}\n", look.paint(Tone::Strong, &visible(&drill.line)));
    out.push_str(&flows(drill, look).render(look, look.indent()));
    section(&mut out, look, "Load", overloads(&drill.overloads));
    section(&mut out, look, "Data", stores(&drill.stores));
    let mut figures = Table::bare(&[prose(""), number("")]);
    for figure in &drill.figures {
        figures.row([Cell::new(&figure.what), Cell::new(&figure.figure.text)]);
    }
    section(&mut out, look, "Numbers", figures);
    section(&mut out, look, "Asked for", targets(&drill.targets));
    for (heading, lines) in [
        ("Would help", &drill.helps),
        ("Taken for granted", &drill.assumes),
        ("Not known", &drill.cannot_know),
    ] {
        if lines.is_empty() {
            continue;
        }
        out.push_str(&format!("\n{}\n", look.paint(Tone::Strong, heading)));
        out.extend(lines.iter().map(|line| bullet(line, look, look.indent())));
    }
    out
}

/// The state of each flow, with the requirements that it realises; flows of one state and reason together.
fn flows(drill: &Drill, look: Look) -> Table {
    let mut groups: Vec<(Vec<String>, &DrillFlow, String)> = Vec::new();
    for flow in &drill.flows {
        let why = reasons(flow, usize::MAX);
        let ids: Vec<&str> = drill
            .functional
            .iter()
            .filter(|f| f.flow == flow.id)
            .map(|f| f.id.as_str())
            .collect();
        let name = match ids.is_empty() {
            true => flow.id.clone(),
            false => format!("{} ({})", flow.id, ids.join(", ")),
        };
        match groups
            .iter_mut()
            .find(|(_, first, known)| first.state == flow.state && *known == why)
        {
            Some((names, _, _)) => names.push(name),
            None => groups.push((vec![name], flow, why)),
        }
    }
    let mut table = Table::bare(&[text(""), prose("").least(20), text(""), prose("").least(24)]);
    for (names, flow, why) in groups {
        let (sign, tone) = sign(flow.state, look);
        table.row([
            Cell::new(sign).tone(tone),
            Cell::new(names.join(", ")).tone(Tone::Strong),
            Cell::new(word(flow.state)).tone(tone),
            Cell::new(why),
        ]);
    }
    table
}

/// Why a flow is in its state, in a line of at most so many reasons.
pub fn reasons(flow: &DrillFlow, most: usize) -> String {
    let mut parts = Vec::new();
    if flow.already {
        parts.push("without any drill too".to_string());
    }
    if let Some(share) = flow
        .failing
        .as_ref()
        .filter(|s| s.value.is_some_and(|v| v < 1.0 - 1e-9))
    {
        parts.push(format!("for {} of runs", share.text));
    }
    parts.extend(flow.reasons.iter().take(most).cloned());
    if flow.reasons.len() > most {
        parts.push("…".to_string());
    }
    if !flow.missing.is_empty() {
        parts.push(format!("missing: {}", flow.missing.join(", ")));
    }
    parts.join("; ")
}

fn overloads(overloads: &[DrillOverload]) -> Table {
    let columns = [
        text("component"),
        number("calls before").rank(2),
        number("calls").rank(1),
        number("used before").rank(1),
        number("used"),
        text("of").rank(1),
        number("not carried"),
    ];
    let mut table = Table::new(&columns);
    for found in overloads {
        let cell = |figure: &Option<napkin::report::Figure>| match figure {
            Some(figure) if figure.value.is_none() => Cell::new("?").tone(Tone::Doubt),
            Some(figure) => Cell::new(&figure.text),
            None => Cell::new(""),
        };
        let used = match &found.utilisation_after {
            None => Cell::new("none left").tone(Tone::Bad),
            Some(figure) if figure.value.is_some_and(|v| v >= 1.0) => Cell::new(&figure.text).tone(Tone::Bad),
            Some(_) => cell(&found.utilisation_after),
        };
        let notes = match &found.utilisation_after {
            Some(figure) if figure.value.is_none() => vec![format!("missing: {}", figure.missing.join(", "))],
            _ => Vec::new(),
        };
        table.row_with_notes(
            [
                Cell::new(&found.component).tone(Tone::Strong),
                Cell::new(&found.calls_before.text),
                Cell::new(&found.calls_after.text),
                cell(&found.utilisation_before),
                used,
                Cell::new(found.resource.unwrap_or_default()),
                cell(&found.deficit).tone(Tone::Bad),
            ],
            notes,
        );
    }
    table
}

fn stores(stores: &[DrillStore]) -> Table {
    let mut table = Table::new(&[
        text("store"),
        number("loses"),
        number("is back after"),
        prose("targets").rank(1),
    ]);
    for store in stores {
        let cell = |figure: &Option<napkin::report::Figure>, endless: &str| match figure {
            None => Cell::new(endless).tone(Tone::Bad),
            Some(figure) if figure.value.is_none() => Cell::new("?").tone(Tone::Doubt),
            Some(figure) => Cell::new(&figure.text),
        };
        let missing: Vec<String> = [&store.data, &store.back]
            .into_iter()
            .flatten()
            .flat_map(|figure| figure.missing.clone())
            .collect();
        let notes = match missing.is_empty() {
            true => Vec::new(),
            false => vec![format!("missing: {}", missing.join(", "))],
        };
        let targets = store
            .targets
            .iter()
            .map(|t| format!("{} {}: {}", t.id, t.text, met(t).0));
        table.row_with_notes(
            [
                Cell::new(&store.component).tone(Tone::Strong),
                cell(&store.data, "everything"),
                cell(&store.back, "nobody says"),
                Cell::lines(targets.collect::<Vec<_>>()),
            ],
            notes,
        );
    }
    table
}

fn met(target: &DrillTarget) -> (&'static str, Tone) {
    match target.met {
        Some(true) => ("met", Tone::Good),
        Some(false) => ("MISSED", Tone::Bad),
        None => ("unknown", Tone::Doubt),
    }
}

fn targets(targets: &[DrillTarget]) -> Table {
    let mut table = Table::bare(&[text(""), prose(""), text("")]);
    for target in targets {
        let (word, tone) = met(target);
        table.row([
            Cell::new(&target.id).tone(Tone::Strong),
            Cell::new(&target.text),
            Cell::new(word).tone(tone),
        ]);
    }
    table
}

/// The last line.
fn summary(report: &Report, drills: &[Drill], look: Look) -> String {
    let worst = |drill: &Drill| drill.flows.iter().map(|f| f.state).max();
    let count = |state: DrillState| {
        drills
            .iter()
            .filter(move |d| worst(d).unwrap_or(DrillState::Holds) == state)
    };
    let fresh = |drill: &&Drill| drill.flows.iter().any(|f| f.state == DrillState::Fails && !f.already);
    let fail = count(DrillState::Fails).filter(fresh).count();
    let as_ever = match count(DrillState::Fails).count() - fail {
        0 => String::new(),
        n => format!(", {n} fail only what fails without any drill too"),
    };
    let broken = drills.iter().filter(|d| d.breaks).count();
    let many = |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    let mut words = format!(
        "{}: {} hold, {} degrade, {} unknown, {fail} fail something{as_ever}; {}\n",
        many(drills.len(), "drill", "drills"),
        count(DrillState::Holds).count(),
        count(DrillState::Degraded).count(),
        count(DrillState::Unknown).count(),
        many(broken, "breaks a requirement", "break a requirement"),
    );
    if report.drills_left_out > 0 {
        words.push_str(&paragraph(
            &format!(
                "{} more would apply and were not run: name them, few at a time",
                report.drills_left_out
            ),
            look,
            0,
        ));
    }
    words
}
