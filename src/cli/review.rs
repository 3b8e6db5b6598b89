//! `napkin review`: a design by the rubric, each point with the line that earned or missed it.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use napkin::analysis::Detail;
use napkin::catalog::{Catalog, Kind, LEVELS};
use napkin::design::drill::Wanted;
use napkin::finding::nearest;
use napkin::interview::Journal;
use napkin::report::{Report, Review};
use napkin::review::{Asked, Earlier, review};
use napkin::source::{Source, Sources};
use napkin::{Input, document, rules};

use super::output::json;
use super::run::{judged, say_faults};
use super::terminal::visible;
use super::write::Target;
use super::{Assumptions, Exit, Out, Talk, example, read, rubric};

/// Review a design by the rubric of an interview: what is shown, what is open, and the next best step
#[derive(Debug, Args)]
#[command(after_help = example::help("review"))]
pub struct Arguments {
    /// The design file; `-` is standard input
    design: PathBuf,
    /// The case that it answers: its reference design is compared, as one answer of many
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    /// The level that is asked for: points of higher levels are not missed
    #[arg(long, value_name = "LEVEL", default_value = "senior", value_parser = PossibleValuesParser::new(LEVELS))]
    level: String,
    /// Compare with another design instead of the reference
    #[arg(long, value_name = "DESIGN")]
    compare: Option<PathBuf>,
    /// Go on from a saved review: what was open then and is shown now is resolved
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// Save the review as JSON, for --since
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// The journal of the session; by default NAME.session.jsonl beside NAME.yaml
    #[arg(long, value_name = "FILE")]
    session: Option<PathBuf>,
    /// Show what earned each point too
    #[arg(short, long)]
    verbose: bool,
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
    Markdown,
}

/// Reviews a design and prints what is found.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let earlier = arguments.since.as_deref().map(earlier).transpose()?;
    let journal = arguments.journal()?;
    let (input, mut paths) = arguments.assumptions.input(&arguments.design, Detail::Everything)?;
    // What is wrong with a user's entries is told by the run below.
    let (catalog, _) = rules::catalog(&input.catalog, &mut Sources::default());
    let other = arguments.other(&catalog, &input)?;
    let found = judged(input, Vec::new());
    if !found.report.is_sound() {
        return Ok(say_faults(&found.report.findings, &found.sources, talk));
    }
    let other = match other {
        None => None,
        Some(other) => {
            let other = judged(other, Vec::new());
            if !other.report.is_sound() {
                return Ok(say_faults(&other.report.findings, &other.sources, talk));
            }
            Some(other.report)
        }
    };
    let reviewed = review(&Asked {
        report: &found.report,
        catalog: &catalog,
        level: &arguments.level,
        other: other.as_ref(),
        journal: journal.as_ref(),
        earlier: earlier.as_ref(),
    });
    paths.extend(arguments.compare.iter().flat_map(|path| path.canonicalize()));
    let saved = arguments.saved(&reviewed, &paths, talk)?;
    let sent = arguments.send(&reviewed, &found.report, &paths, talk)?;
    Ok(saved.max(sent))
}

/// Reads an earlier review.
fn earlier(path: &Path) -> anyhow::Result<Earlier> {
    Earlier::read(&path.to_string_lossy(), &read::text(path)?).map_err(anyhow::Error::msg)
}

impl Arguments {
    /// The journal of the session, where there is one.
    fn journal(&self) -> anyhow::Result<Option<Journal>> {
        let beside = self.design.with_extension("session.jsonl");
        let path = match &self.session {
            Some(path) => path,
            None if !read::is_standard_input(&self.design) && beside.is_file() => &beside,
            None => return Ok(None),
        };
        match Journal::read(&read::text(path)?) {
            Some(journal) => Ok(Some(journal)),
            None => anyhow::bail!("`{}` is no journal of an interview of this program", path.display()),
        }
    }

    /// What to compare with: a design, or the reference of the case.
    fn other(&self, catalog: &Catalog, input: &Input) -> anyhow::Result<Option<Input>> {
        let settings = napkin::design::Settings {
            drills: Wanted::Nothing,
            set: Vec::new(),
            state: None,
            ..input.settings.clone()
        };
        if let Some(path) = &self.compare {
            let (other, _) = self.assumptions.input(path, Detail::Everything)?;
            return Ok(Some(Input { settings, ..other }));
        }
        let Some(case) = &self.case else {
            return Ok(None);
        };
        if catalog.case(case).is_none() {
            let near = nearest(case, catalog.ids(Kind::Case)).map(|near| format!("; did you mean `{near}`?"));
            let advice = near.unwrap_or_else(|| "; `napkin catalog list case` lists them".to_string());
            anyhow::bail!("there is no case `{case}`{advice}");
        }
        let Some(text) = Catalog::reference(case) else {
            anyhow::bail!("the case `{case}` has no reference design; name a design with --compare");
        };
        Ok(Some(Input {
            files: vec![Source::new(format!("reference of {case}"), text)],
            catalog: input.catalog.clone(),
            settings,
            detail: Detail::Everything,
            ..Input::default()
        }))
    }

    /// Writes the review for a later one.
    fn saved(&self, reviewed: &Review, inputs: &[PathBuf], talk: Talk) -> anyhow::Result<Exit> {
        let Some(path) = &self.save else {
            return Ok(Exit::Done);
        };
        let target = Target {
            path: path.clone(),
            text: json(reviewed)?,
        };
        self.out.send_all(vec![target], inputs, talk)
    }

    fn send(&self, reviewed: &Review, report: &Report, inputs: &[PathBuf], talk: Talk) -> anyhow::Result<Exit> {
        match self.format {
            Format::Json => self.out.send(json(reviewed)?, inputs, talk),
            Format::Markdown => {
                let text = document::review(reviewed).map_err(anyhow::Error::msg)?;
                self.out.send(text, inputs, talk)
            }
            Format::Text => {
                let look = self.out.look(talk.color);
                let mut text = rubric::show(reviewed, self.verbose, look);
                if let (None, Some(case)) = (&reviewed.comparison, &report.case) {
                    let id = visible(&case.id);
                    text.push_str(&format!(
                        "`--case {id}` compares with the reference design of the case.\n"
                    ));
                }
                self.out.send_marked(text, &reviewed.generated, inputs, talk)
            }
        }
    }
}
