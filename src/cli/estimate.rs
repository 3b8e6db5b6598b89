//! `napkin estimate`: load, sizes, capacity and latency, each with its working.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use napkin::Input;
use napkin::analysis::Detail;
use napkin::whatif::Refusal;

use super::output::json;
use super::progress::Work;
use super::run::say_faults;
use super::terminal::Look;
use super::{Assumptions, Exit, Out, Talk, check, example, figure, sheet, whatif, working};

/// Compute load, sizes, capacity and latency, each figure with its working
#[derive(Debug, Args)]
#[command(after_help = example::help("estimate"))]
pub struct Arguments {
    /// The design file; `-` is standard input
    design: PathBuf,
    /// Show one figure with its formula, numbers and sources, such as api.peak, or all of api
    #[arg(long, value_name = "FIGURE")]
    explain: Option<String>,
    /// Show only these parts of the sheet, such as cost,growth
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        value_name = "PART",
        conflicts_with = "explain"
    )]
    only: Vec<sheet::Part>,
    #[command(flatten)]
    question: Question,
    /// The form of the result
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: Format,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    assumptions: Assumptions,
}

/// What would be if.
#[derive(Debug, Args)]
#[command(next_help_heading = "What if")]
struct Question {
    /// Run the design with an input at several values, such as load.users=1M..100M
    #[arg(long, value_name = "PATH=A..B", conflicts_with_all = ["explain", "tornado", "flip"])]
    sweep: Option<String>,
    /// A figure to follow in a sweep; may be repeated
    #[arg(long, value_name = "FIGURE", requires = "sweep")]
    figure: Vec<String>,
    /// Show what each input does to one figure
    #[arg(long, value_name = "FIGURE", conflicts_with_all = ["explain", "flip"])]
    tornado: Option<String>,
    /// Show how wrong each input may be before a requirement is judged otherwise
    #[arg(long, value_name = "NFR", conflicts_with = "explain")]
    flip: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

/// Prints the estimate, one figure of it, or what would be if.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let Question {
        sweep,
        figure: followed,
        tornado,
        flip,
    } = &arguments.question;
    if let Some(text) = sweep {
        let range = napkin::whatif::Range::parse(text).map_err(anyhow::Error::msg)?;
        return arguments.answer(
            |input| napkin::whatif::sweep(&input, &range, followed),
            whatif::sweep,
            talk,
        );
    }
    if let Some(name) = tornado {
        return arguments.answer(|input| napkin::whatif::tornado(input, name), whatif::tornado, talk);
    }
    if let Some(requirement) = flip {
        return arguments.answer(|input| napkin::whatif::flips(&input, requirement), whatif::flips, talk);
    }
    let detail = match (&arguments.explain, arguments.format) {
        (None, Format::Text) => Detail::Values,
        _ => Detail::Everything,
    };
    let judged = match arguments.assumptions.sound(&arguments.design, detail, talk)? {
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
                Format::Json => {
                    let found = match found[..] {
                        [figure] => working::below(figure, report),
                        _ => found,
                    };
                    out.send(json(&found)?, &judged.paths, talk)
                }
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
            let exit = out.send_marked(
                sheet::show(report, &arguments.only, look),
                &report.generated,
                &judged.paths,
                talk,
            )?;
            if let Some(counts) = check::failures(report) {
                talk.note(&format!("`napkin check` finds {counts}\n"));
            }
            Ok(exit)
        }
    }
}

impl Arguments {
    /// Asks the library a question about a changed design, and prints the answer.
    fn answer<T: serde::Serialize>(
        &self,
        ask: impl FnOnce(Input) -> Result<T, Refusal>,
        show: impl FnOnce(&T, Look) -> String,
        talk: Talk,
    ) -> anyhow::Result<Exit> {
        let (input, paths) = self.assumptions.input(&self.design, Detail::Everything)?;
        let work = Work::begin("trying");
        let answer = ask(input);
        drop(work);
        let answer = match answer {
            Ok(answer) => answer,
            Err(Refusal::Form(faults)) => return Ok(say_faults(&faults.1, &faults.0, talk)),
            Err(Refusal::Question(words)) => return Err(anyhow::Error::msg(words)),
        };
        match self.format {
            Format::Json => self.out.send(json(&answer)?, &paths, talk),
            Format::Text => {
                let text = show(&answer, self.out.look(talk.color));
                self.out.send_marked(text, napkin::assemble::GENERATED, &paths, talk)
            }
        }
    }
}
