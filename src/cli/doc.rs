//! `napkin doc`: the design document.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use napkin::analysis::Detail;
use napkin::document::{self, html};
use napkin::report::Report;

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
    /// The document of a report, with a mark in its first lines.
    pub fn render(&self, report: &Report) -> anyhow::Result<String> {
        let own = match &self.folder {
            Some(folder) => read::folder(folder, &["md"])?,
            None => Vec::new(),
        };
        let text = document::render(report, &self.name, &own).map_err(anyhow::Error::msg)?;
        // A template of the user may have no mark: without one we would not know our own file again.
        Ok(if write::is_ours(text.as_bytes()) {
            text
        } else {
            format!("<!-- {} -->\n\n{text}", report.generated)
        })
    }
}

/// Writes the document.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let judged = match arguments
        .assumptions
        .sound(&arguments.design, Detail::Everything, talk)?
    {
        Ok(judged) => judged,
        Err(exit) => return Ok(exit),
    };
    let markdown = arguments.template.render(&judged.report)?;
    let text = match arguments.format.unwrap_or_else(|| by_ending(&arguments.out)) {
        Format::Markdown => markdown,
        Format::Html => page(&judged.report, &markdown)?,
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

/// The page of a document.
pub fn page(report: &Report, markdown: &str) -> anyhow::Result<String> {
    html::page(&html::Page {
        title: &report.name,
        generated: &report.generated,
        markdown,
        pictures: &html::pictures(report),
    })
    .map_err(anyhow::Error::msg)
}
