//! `napkin catalog recommend`: which technology may fill a function, and what the design's own numbers say.

use std::path::PathBuf;

use clap::Args;
use napkin::analysis::Detail;
use napkin::catalog::{Catalog, Detail as Known, Kind};
use napkin::recommend;
use napkin::report::{Bearing, Candidate, Choice, Criterion, Figure, Recommendation, SizeUnits};
use napkin::whatif::Refusal;

use super::catalog::Format;
use super::output::json;
use super::progress::Work;
use super::run::say_faults;
use super::sheet::section;
use super::table::{Cell, Table, bullet, number, paragraph, prose, text};
use super::terminal::{Look, Tone, visible};
use super::{Assumptions, Exit, Out, Talk, example, explain};

/// Candidates whose reasons are told.
const MOST: usize = 3;
/// Reasons of one criterion that are told.
const MOST_REASONS: usize = 2;

/// Rank the technologies that fill a function by the numbers of a design
#[derive(Debug, Args)]
#[command(after_help = example::help("catalog recommend"))]
pub struct Arguments {
    /// The function to fill, such as key-value-store, or a name that it goes by
    #[arg(required = true, value_name = "FUNCTION")]
    function: Vec<String>,
    /// The design whose load and requirements decide; `-` reads standard input
    #[arg(long, value_name = "DESIGN")]
    design: Option<PathBuf>,
    /// The component to fill; without it each one of that function
    #[arg(long, value_name = "ID", requires = "design")]
    component: Option<String>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: Format,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    assumptions: Assumptions,
}

/// Asks the library and prints the answer.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let words = arguments.function.join(" ");
    let Some(catalog) = explain::open(&arguments.assumptions.catalog, talk)? else {
        return Ok(Exit::Input);
    };
    let function = function(&catalog, &words)?;
    let (answer, paths) = match &arguments.design {
        None => (recommend::technologies(&catalog, &function), Vec::new()),
        Some(design) => {
            let (input, paths) = arguments.assumptions.input(design, Detail::Values)?;
            let component = arguments.component.as_deref();
            let _work = Work::begin("trying each technology");
            (recommend::recommend(&input, &function, component), paths)
        }
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(Refusal::Form(faults)) => return Ok(say_faults(&faults.1, &faults.0, talk)),
        Err(Refusal::Question(words)) => return Err(anyhow::Error::msg(words)),
    };
    match arguments.format {
        Format::Json => arguments.out.send(json(&answer)?, &paths, talk),
        Format::Text => {
            let text = show(&answer, arguments.out.look(talk.color));
            arguments.out.send_marked(text, &answer.generated, &paths, talk)
        }
    }
}

/// The id of the function that words name; a technology is told what it fills. A function of a design's own catalog
/// is found by its id.
fn function(catalog: &Catalog, words: &str) -> anyhow::Result<String> {
    match explain::find(catalog, words) {
        Some(entry) if entry.kind == Kind::Function => Ok(entry.id.clone()),
        Some(entry) => match &entry.detail {
            Known::Technology(technology) => {
                anyhow::bail!("`{words}` is a technology; it fills {}", technology.fills.join(", "))
            }
            _ => anyhow::bail!(
                "`{words}` is a {}, not a function; `napkin catalog list function` shows what there is",
                entry.kind.name()
            ),
        },
        None => Ok(words.to_string()),
    }
}

fn show(answer: &Recommendation, look: Look) -> String {
    let mut out = String::new();
    for (at, choice) in answer.choices.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        out.push_str(&heading(answer, choice, look));
        match answer.design {
            None => out.push_str(&listed(choice, look)),
            Some(_) => judged(&mut out, choice, look),
        }
    }
    if answer.design.is_some() {
        out.push_str(&format!("\n{}\n", look.paint(Tone::Strong, "How they were judged")));
        let notes = answer.notes.iter();
        out.extend(notes.map(|note| bullet(note, look, look.indent())));
    }
    out
}

fn heading(answer: &Recommendation, choice: &Choice, look: Look) -> String {
    let mut words = answer.title.clone();
    if let Some(component) = &choice.component {
        words.push_str(&format!(" for {component}"));
    }
    if let Some(design) = &answer.design {
        words.push_str(&format!(" of {design}"));
    }
    let mut out = format!("{}\n", look.paint(Tone::Strong, &visible(&words)));
    if !choice.demand.is_empty() {
        let component = choice.component.as_deref().unwrap_or_default();
        let loads = choice.demand.iter().map(|figure| demand(figure, component));
        out.push_str(&paragraph(&loads.collect::<Vec<_>>().join(", "), look, 0));
    }
    out
}

/// `reads 136/s` of the figure `links reads`.
fn demand(figure: &Figure, component: &str) -> String {
    let name = figure.name.strip_prefix(component).unwrap_or(&figure.name);
    format!("{} {}", name.trim_start_matches(['.', ' ']), figure.text)
}

/// Without a design: what each is good for.
fn listed(choice: &Choice, look: Look) -> String {
    let mut out = String::new();
    for candidate in &choice.candidates {
        out.push_str(&format!("\n{}\n", name(candidate, look)));
        for (words, lines) in [("when", &candidate.when), ("not when", &candidate.not_when)] {
            for line in lines {
                out.push_str(&bullet(&format!("{words}: {line}"), look, look.indent()));
            }
        }
    }
    out
}

fn judged(out: &mut String, choice: &Choice, look: Look) {
    out.push('\n');
    out.push_str(&table(choice).render(look, look.indent()));
    if choice.candidates.iter().any(|c| c.current) {
        out.push_str(&paragraph("* as the design has it", look, look.indent()));
    }
    let open = || choice.candidates.iter().filter(|c| c.bearing != Bearing::Excluded);
    for candidate in open().take(MOST) {
        reasons(out, candidate, choice, look);
    }
    let excluded = choice.candidates.iter().filter(|c| c.bearing == Bearing::Excluded);
    section(out, look, "Excluded", exclusions(excluded));
    let mut elsewhere = Table::bare(&[text(""), prose(""), prose("")]);
    for item in &choice.elsewhere {
        let word = if item.bearing == Bearing::Against {
            "fails"
        } else {
            "is unknown"
        };
        elsewhere.row([
            Cell::new(&item.id).tone(Tone::Strong),
            Cell::new(format!("{} {word}", item.what)),
            Cell::new(
                item.reasons
                    .iter()
                    .take(MOST_REASONS)
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("; "),
            ),
        ]);
    }
    section(out, look, "Whatever fills it", elsewhere);
}

fn table(choice: &Choice) -> Table {
    let mut table = Table::new(&[
        number("#"),
        text("technology"),
        text("verdict"),
        prose("units").least(12).rank(2),
        number("a month").rank(1),
        prose("what decides"),
    ]);
    for candidate in &choice.candidates {
        let mark = if candidate.current { " *" } else { "" };
        table.row([
            Cell::new(candidate.rank.to_string()),
            Cell::new(format!("{}{mark}", candidate.technology)).tone(Tone::Strong),
            bearing(candidate.bearing),
            Cell::new(units(candidate)),
            Cell::new(cost(candidate)),
            Cell::new(&candidate.decides),
        ]);
    }
    table
}

fn bearing(bearing: Bearing) -> Cell {
    let (word, tone) = match bearing {
        Bearing::For => ("for", Tone::Good),
        Bearing::Unknown => ("unknown", Tone::Doubt),
        Bearing::Against => ("against", Tone::Doubt),
        Bearing::Excluded => ("excluded", Tone::Bad),
    };
    Cell::new(word).tone(tone)
}

fn units(candidate: &Candidate) -> String {
    let size = candidate.size.as_ref().map(|s| format!(" of {s}")).unwrap_or_default();
    match (&candidate.units, candidate.has) {
        (Some(units), Some(has)) if units.value != Some(f64::from(has)) => {
            format!("{has}{size} (takes {})", units.text)
        }
        (Some(units), _) => format!("{}{size}", units.text),
        (None, _) if candidate.managed => "managed".to_string(),
        (None, Some(has)) => format!("{has}{size} (takes ?)"),
        (None, None) => String::new(),
    }
}

fn cost(candidate: &Candidate) -> String {
    match &candidate.cost {
        Some(cost) => cost.text.trim_end_matches("/month").to_string(),
        None if candidate.placed.is_empty() => String::new(),
        None => "not priced".to_string(),
    }
}

fn name(candidate: &Candidate, look: Look) -> String {
    let name = format!("{} ({})", visible(&candidate.title), visible(&candidate.technology));
    look.paint(Tone::Strong, &name)
}

/// What speaks for and against a candidate, one line for each criterion.
fn reasons(out: &mut String, candidate: &Candidate, choice: &Choice, look: Look) {
    out.push_str(&format!("\n{} {}\n", candidate.rank, name(candidate, look)));
    if let Some(reason) = &candidate.ahead_by {
        out.push_str(&paragraph(&format!("before the next: {reason}"), look, look.indent()));
    }
    let mut table = Table::bare(&[text(""), text("").least(9), prose("")]);
    for criterion in candidate.criteria.iter().filter(|c| !c.elsewhere) {
        table.row([
            bearing(criterion.bearing),
            Cell::new(&criterion.id),
            Cell::new(said(criterion)),
        ]);
    }
    out.push_str(&table.render(look, look.indent()));
    // What stays open for all of them is told once, below.
    let all = |id: &str| choice.elsewhere.iter().any(|item| item.id == id);
    let others: Vec<&str> = (candidate.criteria.iter())
        .filter(|c| c.elsewhere && !all(&c.id))
        .map(|c| c.id.as_str())
        .collect();
    if !others.is_empty() {
        let words = format!("not proven, for want of others: {}", others.join(", "));
        out.push_str(&bullet(&words, look, look.indent()));
    }
    let sizes: Vec<String> = candidate.sizes.iter().filter_map(of_size).collect();
    if sizes.len() > 1 {
        out.push_str(&bullet(&format!("by size: {}", sizes.join("; ")), look, look.indent()));
    }
    for line in &candidate.not_when {
        out.push_str(&bullet(&format!("not when: {line}"), look, look.indent()));
    }
}

/// `3 of r6g.large, 451 USD/month`; none where the units are not known.
fn of_size(size: &SizeUnits) -> Option<String> {
    let cost = size.cost.as_ref().map(|cost| format!(", {}", cost.text));
    let units = size.units.as_ref()?;
    Some(format!("{} of {}{}", units.text, size.size, cost.unwrap_or_default()))
}

fn said(criterion: &Criterion) -> String {
    let mut words = criterion.what.clone();
    match (&criterion.value, &criterion.target) {
        (Some(value), Some(target)) => words.push_str(&format!(": {value}, asked {target}")),
        (Some(value), None) => words.push_str(&format!(": {value}")),
        (None, Some(target)) => words.push_str(&format!(", asked {target}")),
        (None, None) => {}
    }
    // What holds needs no long defence.
    let most = if criterion.bearing == Bearing::For {
        1
    } else {
        MOST_REASONS
    };
    for reason in criterion.reasons.iter().take(most) {
        words.push_str(&format!("; {reason}"));
    }
    words
}

fn exclusions<'c>(excluded: impl Iterator<Item = &'c Candidate>) -> Table {
    let mut table = Table::bare(&[text(""), text("").least(9), prose("")]);
    for candidate in excluded {
        let causes = candidate.criteria.iter().filter(|c| c.bearing == Bearing::Excluded);
        for (at, cause) in causes.enumerate() {
            let id = if at == 0 { candidate.technology.as_str() } else { "" };
            table.row([
                Cell::new(id).tone(Tone::Strong),
                Cell::new(&cause.id),
                Cell::new(said(cause)),
            ]);
        }
    }
    table
}
