//! `napkin doc`: the design document.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use napkin::analysis::Detail;
use napkin::diff::{Compared, planned};
use napkin::document::{self, Matter, Place};

use super::run::{Judged, judged, sound};
use super::{Assumptions, Exit, Out, Talk, example, read, write};

/// Write the design document
#[derive(Debug, Args)]
#[command(after_help = example::help("doc"))]
pub struct Arguments {
    /// The design file; `-` is standard input
    design: PathBuf,
    /// The form of the document [default: by the ending of --out, else markdown]
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<Format>,
    #[command(flatten)]
    template: Template,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    assumptions: Assumptions,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Markdown,
    /// One page that needs no network
    Html,
}

/// What the document is made from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct Template {
    #[arg(long = "template", value_name = "NAME", default_value = "prd", help = choices())]
    name: String,
    /// Take documents (NAME.md) and parts of them (part/NAME.md) from a folder, before those of the program
    #[arg(long = "templates", value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// The documents of the program, one a line.
fn choices() -> String {
    let documents = document::documents(&[]).into_iter();
    let lines = documents.map(|document| format!("\n- {}: {}", document.name, document.about));
    format!("The document to write:{}", lines.collect::<String>())
}

impl Template {
    /// The document as Markdown, with a mark in its first lines.
    pub fn render(&self, matter: Matter, place: Place) -> anyhow::Result<String> {
        let text = document::render(matter, &self.name, &self.own()?, place).map_err(anyhow::Error::msg)?;
        // A template of the user may have no mark: without one we would not know our own file again.
        Ok(if write::is_ours(text.as_bytes()) {
            text
        } else {
            format!("<!-- {} -->\n\n{text}", matter.report.generated)
        })
    }

    /// The document as a page.
    pub fn page(&self, matter: Matter) -> anyhow::Result<String> {
        document::page(matter, &self.name, &self.own()?).map_err(anyhow::Error::msg)
    }

    /// The user's templates.
    fn own(&self) -> anyhow::Result<Vec<(String, String)>> {
        self.folder
            .as_deref()
            .map_or_else(|| Ok(Vec::new()), |folder| read::folder(folder, &["md"]))
    }
}

/// A judged design whose form is sound, and its other states beside it; else its faults have been said.
pub fn with_states(
    assumptions: &Assumptions,
    design: &Path,
    talk: Talk,
) -> anyhow::Result<Result<(Judged, Vec<Compared>), Exit>> {
    let (input, paths) = assumptions.input(design, Detail::Everything)?;
    let mut then = input.clone();
    then.detail = Detail::Values;
    Ok(sound(judged(input, paths), talk).map(|judged| {
        let states = planned(&then, &judged.report);
        (judged, states)
    }))
}

/// Writes the document.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let (judged, states) = match with_states(&arguments.assumptions, &arguments.design, talk)? {
        Ok(found) => found,
        Err(exit) => return Ok(exit),
    };
    let matter = Matter {
        report: &judged.report,
        planned: &states,
    };
    let text = match arguments.format.unwrap_or_else(|| by_ending(&arguments.out)) {
        Format::Markdown => arguments.template.render(matter, Place::Alone)?,
        Format::Html => arguments.template.page(matter)?,
    };
    arguments.out.send(text, &judged.paths, talk)
}

/// The form that the name of the file speaks of.
fn by_ending(out: &Out) -> Format {
    let ending = out.file().and_then(Path::extension).and_then(|e| e.to_str());
    match ending {
        Some("html" | "htm") => Format::Html,
        _ => Format::Markdown,
    }
}
