//! `napkin report`: a folder with everything.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use clap::Args;
use napkin::document::{self, Matter, Place};
use napkin::emit;

use super::doc::{Template, with_states};
use super::output::json;
use super::terminal::visible;
use super::write::Target;
use super::{Assumptions, Exit, Out, Talk, complain, example, stem};

/// Write a folder: the document as Markdown and as a page, every picture in every format, and all data as JSON
#[derive(Debug, Args)]
#[command(after_help = example::help("report"))]
pub struct Arguments {
    /// The design file; `-` is standard input
    design: PathBuf,
    #[command(flatten)]
    template: Template,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    assumptions: Assumptions,
}

/// Writes the folder; what fails does not stop the rest.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    if arguments.out.path.as_deref() == Some(Path::new("-")) {
        bail!("a report is a folder: it does not go to standard output");
    }
    let (judged, states) = match with_states(&arguments.assumptions, &arguments.design, talk)? {
        Ok(found) => found,
        Err(exit) => return Ok(exit),
    };
    let report = &judged.report;
    let name = stem(&arguments.design);
    let folder = arguments
        .out
        .path
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("{name}-report")));
    let mut targets = Vec::new();
    let mut exit = Exit::Done;
    let matter = Matter {
        report,
        planned: &states,
    };
    let markdown = arguments.template.render(matter, Place::Beside);
    match markdown.and_then(|text| Ok([("md", text), ("html", arguments.template.page(matter)?)])) {
        Ok(texts) => targets.extend(texts.map(|(ending, text)| Target {
            path: folder.join(format!("{name}.{ending}")),
            text,
        })),
        Err(error) => {
            // The rest is worth having without the document.
            complain(talk, &format!("{error:#}"));
            exit = Exit::Input;
        }
    }
    let states = document::pictures_of_states(matter).into_iter();
    targets.extend(states.map(|(name, text)| Target {
        path: folder.join(format!("{name}.svg")),
        text,
    }));
    for picture in emit::pictures(report) {
        for format in picture.formats() {
            match picture.draw(report, format) {
                Some(text) => targets.push(Target {
                    path: folder.join(format!("{}.{}", picture.name, format.extension)),
                    text,
                }),
                None => {
                    complain(talk, &format!("`{}` cannot be drawn as {}", picture.name, format.id));
                    exit = Exit::Fault;
                }
            }
        }
    }
    targets.push(Target {
        path: folder.join("report.json"),
        text: json(report)?,
    });
    fs::create_dir_all(&folder).map_err(|error| anyhow!("cannot make the folder `{}`: {error}", folder.display()))?;
    let (written_all, written) = arguments.out.write(&targets, &judged.paths, talk)?;
    talk.note(&inventory(&folder, &written));
    Ok(exit.max(written_all))
}

/// What was written, one line for each name with all its endings.
fn inventory(folder: &Path, written: &[&Path]) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut last = None;
    for path in written {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        match names.last_mut() {
            Some(line) if last == Some(path.file_stem()) => line.push_str(&format!(" .{ending}")),
            _ => names.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned()),
        }
        last = Some(path.file_stem());
    }
    let mut out = format!(
        "wrote {} files into {}\n",
        written.len(),
        visible(&folder.to_string_lossy())
    );
    for name in names {
        out.push_str(&format!("  {}\n", visible(&name)));
    }
    out
}
