//! `napkin estimate`: load, sizes, capacity and latency, each with its working.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::json;
use super::{Assumptions, Exit, Out, Talk, check, example, figure, sheet};

/// Compute load, sizes, capacity and latency, each figure with its working
#[derive(Debug, Args)]
#[command(after_help = example::help("estimate"))]
pub struct Arguments {
    /// The design file; `-` is standard input
    design: PathBuf,
    /// Show one figure with its formula, numbers and sources, such as api.peak, or all of api
    #[arg(long, value_name = "FIGURE")]
    explain: Option<String>,
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

/// Prints the estimate, or one figure of it.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let judged = match arguments.assumptions.sound(&arguments.design, talk)? {
        Ok(judged) => judged,
        Err(exit) => return Ok(exit),
    };
    let report = &judged.report;
    let out = &arguments.out;
    let look = out.look(talk.color);
    match (&arguments.explain, arguments.format) {
        (Some(name), format) => {
            let found = figure::find(report, name).map_err(anyhow::Error::msg)?;
            match format {
                Format::Json => out.send(json(&found)?, &judged.paths, talk),
                Format::Text => out.send_marked(
                    figure::explain(&found, report, look),
                    &report.generated,
                    &judged.paths,
                    talk,
                ),
            }
        }
        (None, Format::Json) => out.send(json(report)?, &judged.paths, talk),
        (None, Format::Text) => {
            let exit = out.send_marked(sheet::show(report, look), &report.generated, &judged.paths, talk)?;
            if let Some(counts) = check::failures(report) {
                talk.note(&format!("`napkin check` finds {counts}\n"));
            }
            Ok(exit)
        }
    }
}
