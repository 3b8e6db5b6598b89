//! `napkin export`: the models behind the numbers, for other tools.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use napkin::analysis::Detail;
use napkin::emit;

use super::{Assumptions, Exit, Out, Talk, example};
use napkin::finding::nearest;

/// Export the availability model for an independent tool
#[derive(Debug, Args)]
#[command(after_help = example::help("export"))]
pub struct Arguments {
    /// Which model, and in which format
    #[arg(value_enum)]
    what: What,
    /// The design file; `-` is standard input
    design: PathBuf,
    /// Only this flow
    #[arg(long, value_name = "ID")]
    flow: Option<String>,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    assumptions: Assumptions,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    /// Fault trees in the Open-PSA Model Exchange Format, as SCRAM reads it
    Openpsa,
}

/// Writes the model.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let judged = match arguments
        .assumptions
        .sound(&arguments.design, Detail::Everything, talk)?
    {
        Ok(judged) => judged,
        Err(exit) => return Ok(exit),
    };
    let flows = &judged.report.flows;
    if let Some(flow) = &arguments.flow
        && !flows.iter().any(|f| f.id == *flow)
    {
        let hint = nearest(flow, flows.iter().map(|f| f.id.as_str()));
        let hint = hint.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        bail!("there is no flow `{flow}`{hint}");
    }
    let text = match arguments.what {
        What::Openpsa => emit::openpsa(&judged.report, arguments.flow.as_deref()),
    };
    arguments.out.send(text, &judged.paths, talk)
}
