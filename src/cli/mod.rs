//! The commands: what can be typed, and what each word of it means.

mod availability;
mod calc;
mod capacity;
mod catalog;
mod chart;
mod check;
mod completions;
mod cost;
mod delta;
mod diagnostic;
mod diff;
mod doc;
mod draft;
mod draw;
mod drill;
mod estimate;
mod example;
mod excerpt;
mod explain;
mod export;
mod few;
mod figure;
mod fix;
mod fmt;
mod growth;
mod headline;
mod ids;
mod interview;
mod latency;
mod layout;
mod man;
mod matrix;
mod new;
mod output;
mod page;
mod progress;
mod project;
mod quiz;
mod read;
mod recommend;
mod report;
mod review;
mod revision;
mod rubric;
mod run;
mod schema;
mod seen;
mod sheet;
mod table;
pub mod terminal;
mod verdict;
mod watch;
mod whatif;
mod working;
mod write;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};
use napkin::quantity::{Profile, Sampling};

use terminal::{Color, Look, Stream};

/// How the program ends. The worse is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Done, and nothing failed.
    Done = 0,
    /// An error or a requirement that fails was found, or in `diff` became so.
    Failed = 1,
    /// The command line or the form of the input is wrong.
    Input = 2,
    /// The program is wrong.
    Fault = 3,
    /// By a signal, at a prompt.
    Interrupted = 130,
}

/// Turn a system design, written as one YAML file, into numbers, verdicts, diagrams and a document
#[derive(Debug, Parser)]
#[command(name = "napkin", version, max_term_width = 100, after_help = example::help(""))]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    talk: Talk,
}

#[derive(Debug, Subcommand)]
enum Command {
    Estimate(estimate::Arguments),
    Calc(calc::Arguments),
    Check(check::Arguments),
    Drill(drill::Arguments),
    Draft(draft::Arguments),
    Draw(draw::Arguments),
    Doc(doc::Arguments),
    Report(report::Arguments),
    Diff(diff::Arguments),
    Fmt(fmt::Arguments),
    Review(review::Arguments),
    Quiz(quiz::Arguments),
    Export(export::Arguments),
    Explain(explain::Arguments),
    Catalog(catalog::Arguments),
    Interview(interview::Arguments),
    New(new::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// How the program talks.
#[derive(Debug, Clone, Copy, Default, Args)]
#[command(next_help_heading = "Output")]
struct Talk {
    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true)]
    color: Color,
    /// Say nothing on standard error but errors
    #[arg(short, long, global = true)]
    quiet: bool,
}

impl Talk {
    /// The look of what goes to standard error.
    fn err(self) -> Look {
        Look::of(Stream::Err, self.color)
    }

    /// Says something beside the data, unless silence was asked for.
    fn note(self, text: &str) {
        if !self.quiet {
            terminal::talk(text);
        }
    }
}

/// What is assumed about a design for this run.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Design")]
struct Assumptions {
    /// Change a value for this run, such as load.users=20M; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Apply a state that the design names
    #[arg(long, value_name = "NAME")]
    state: Option<String>,
    /// What a day, a month and a year are
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(Profile::ALL.map(|(name, _)| name)))]
    profile: Option<String>,
    /// The day by which waivers and prices are judged
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<String>,
    /// Run again whenever a file that was read changes; a fault leaves the last good result on the screen
    #[arg(long)]
    watch: bool,
    #[command(flatten)]
    sampling: Samples,
    #[command(flatten)]
    catalog: CatalogFolder,
    #[command(flatten)]
    project: project::Choice,
}

/// How ranges are sampled.
#[derive(Debug, Clone, Copy, Default, Args)]
#[command(next_help_heading = "Design")]
struct Samples {
    /// How often ranges are sampled, and requests run; 0 gives point estimates and closed forms, and no latency
    #[arg(long, value_name = "N", default_value_t = Sampling::default().samples as u32,
          value_parser = clap::value_parser!(u32).range(0..=Sampling::MOST as i64))]
    samples: u32,
    /// Where the samples start: the same seed gives the same bytes on every machine
    #[arg(long, value_name = "N", default_value_t = Sampling::default().seed)]
    seed: u64,
}

impl From<Samples> for Sampling {
    fn from(from: Samples) -> Self {
        Sampling {
            samples: from.samples as usize,
            seed: from.seed,
        }
    }
}

/// Where the catalog comes from, besides the program itself.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Catalog")]
struct CatalogFolder {
    /// Lay the entries of a folder over the catalog; may be repeated
    #[arg(long = "catalog", value_name = "DIR")]
    folders: Vec<PathBuf>,
}

/// Where the result goes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
struct Out {
    /// Write to a file instead of standard output; `report` and several pictures take a folder
    #[arg(short = 'o', long = "out", value_name = "PATH")]
    path: Option<PathBuf>,
    /// Overwrite files that napkin did not write
    #[arg(long)]
    force: bool,
}

/// Runs one command line.
pub fn run(words: impl Iterator<Item = OsString>) -> Exit {
    let words: Vec<OsString> = words.collect();
    if let Some(exit) = completions::answer(&words, Talk::default()) {
        return exit;
    }
    let (cli, matches) = match parsed(&words) {
        Ok(parsed) => parsed,
        Err(answer) => {
            // It repeats the words at fault: they are read again as they may be shown.
            let shown: Vec<OsString> = words.iter().map(|word| shown(word)).collect();
            let answer = parsed(&shown).err().unwrap_or(answer);
            // Help and version come this way too.
            let _ = answer.print();
            return if answer.use_stderr() { Exit::Input } else { Exit::Done };
        }
    };
    let talk = cli.talk;
    if talk.quiet {
        progress::silence();
    }
    if watch::is_wanted(&matches) {
        // What a command line holds is used up by a round, and read anew for the next.
        let again = || Cli::from_arg_matches(&matches).map_or(Exit::Fault, perform);
        return watch::run(talk, again);
    }
    perform(cli)
}

/// Does what a command line asks for, once.
fn perform(cli: Cli) -> Exit {
    let talk = cli.talk;
    let result = match cli.command {
        Command::Estimate(arguments) => estimate::run(arguments, talk),
        Command::Calc(arguments) => calc::run(arguments, talk),
        Command::Check(arguments) => check::run(arguments, talk),
        Command::Drill(arguments) => drill::run(arguments, talk),
        Command::Draft(arguments) => draft::run(arguments, talk),
        Command::Draw(arguments) => draw::run(arguments, talk),
        Command::Doc(arguments) => doc::run(arguments, talk),
        Command::Quiz(arguments) => quiz::run(arguments, talk),
        Command::Diff(arguments) => diff::run(arguments, talk),
        Command::Fmt(arguments) => fmt::run(arguments, talk),
        Command::Review(arguments) => review::run(arguments, talk),
        Command::Report(arguments) => report::run(arguments, talk),
        Command::Export(arguments) => export::run(arguments, talk),
        Command::Explain(arguments) => explain::run(arguments, talk),
        Command::Catalog(arguments) => catalog::run(arguments, talk),
        Command::Interview(arguments) => interview::run(arguments, talk),
        Command::New(arguments) => new::run(arguments, talk),
        Command::Schema(arguments) => schema::run(arguments, talk),
        Command::Completions(arguments) => completions::run(arguments, talk),
        Command::Man(arguments) => man::run(arguments, talk),
    };
    result.unwrap_or_else(|error| {
        complain(talk, &format!("{error:#}"));
        Exit::Input
    })
}

fn parsed(words: &[OsString]) -> Result<(Cli, ArgMatches), clap::Error> {
    let color = color_of_help(words);
    // Behind the flags there is no room for sentences on a narrow terminal.
    let narrow = Look::of(Stream::Out, Color::Auto).width < 60;
    let command = Cli::command().color(color).next_line_help(narrow);
    let matches = command.try_get_matches_from(words)?;
    Ok((Cli::from_arg_matches(&matches)?, matches))
}

/// A word of the command line as a terminal may show it.
fn shown(word: &OsStr) -> OsString {
    terminal::visible(&word.to_string_lossy()).into_owned().into()
}

/// Says what went wrong: one or more errors, each beginning a line with `error: ` but the first, which need not.
fn complain(talk: Talk, message: &str) {
    let look = talk.err();
    for (at, line) in message.lines().enumerate() {
        let line = terminal::visible(line);
        match line.strip_prefix("error: ") {
            None if at > 0 => terminal::talk(&format!("  {line}\n")),
            begun => {
                let text = begun.unwrap_or(&line);
                terminal::talk(&format!("{} {text}\n", look.paint(terminal::Tone::Bad, "error:")));
            }
        }
    }
}

/// Help and faults of the command line are printed before `--color` is parsed.
fn color_of_help(words: &[OsString]) -> ColorChoice {
    let mut choice = ColorChoice::Auto;
    for (at, word) in words.iter().enumerate() {
        let value = match word.to_str() {
            Some("--color") => words.get(at + 1).and_then(|next| next.to_str()),
            Some(word) => word.strip_prefix("--color="),
            None => None,
        };
        choice = match value {
            Some("always") => ColorChoice::Always,
            Some("never") => ColorChoice::Never,
            _ => choice,
        };
    }
    choice
}

/// A day of the calendar.
fn day(text: &str) -> Result<String, String> {
    let parts: Vec<u32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
    let &[year, month, day] = parts.as_slice() else {
        return Err("write a day as 2027-06-30".into());
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return Err(format!("there is no month {month}")),
    };
    if format!("{year:04}-{month:02}-{day:02}") != text {
        return Err("write a day as 2027-06-30".into());
    }
    if day == 0 || day > days {
        return Err(format!("{year:04}-{month:02} has no day {day}"));
    }
    Ok(text.to_string())
}

/// Whether a path names a folder: it is one, or is written as one.
fn is_folder(path: &std::path::Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// The file name of a design without its ending, for naming what is made from it.
fn stem(design: &std::path::Path) -> String {
    if read::is_standard_input(design) {
        return "design".into();
    }
    design
        .file_stem()
        .unwrap_or(OsStr::new("design"))
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn days_of_the_calendar() {
        for good in ["2026-11-01", "2024-02-29", "2000-02-29"] {
            assert_eq!(day(good).as_deref(), Ok(good));
        }
        for bad in [
            "2026-11-31",
            "2025-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-1-1",
            "tomorrow",
            "",
            "2026-11-00",
            "+2026-11-01",
        ] {
            assert!(day(bad).is_err(), "{bad}");
        }
    }
}
