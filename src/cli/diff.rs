//! `napkin diff`: what changed between two designs, and what it does.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use clap::builder::PossibleValuesParser;
use napkin::analysis::Detail;
use napkin::design::drill::Wanted;
use napkin::diff::{Compared, diff};
use napkin::emit::{self, FORMATS, Format};
use napkin::{Input, document};

use super::output::json;
use super::progress::Work;
use super::revision::{self, Revision};
use super::run::say_faults;
use super::{Assumptions, Exit, Out, Talk, delta, example, read};

/// Forms of the result beside pictures.
const TEXT: &str = "text";
const MARKDOWN: &str = "markdown";
const HTML: &str = "html";
const JSON: &str = "json";
/// The endings of files that are written in such a form.
const ENDINGS: [(&str, &str); 5] = [
    ("txt", TEXT),
    ("md", MARKDOWN),
    ("html", HTML),
    ("htm", HTML),
    ("json", JSON),
];

/// Compare two designs: what changed, what it does, and which change does it (1 if something breaks)
///
/// Ends with 1 if a requirement fails or an error is found that was none in OLD; 2 if the form of either is wrong.
#[derive(Debug, Args)]
#[command(after_help = example::help("diff"))]
pub struct Arguments {
    /// The earlier design: a file, `-` for standard input, or git:REVISION:path; alone, it is the design itself
    old: PathBuf,
    /// The later design, to which --set and --state apply. Without it, FILE is compared with what it is with these; without
    /// these too, the last commit of FILE with FILE
    new: Option<PathBuf>,
    /// End with 1 also if a requirement can no longer be told
    #[arg(long)]
    strict: bool,
    /// The form of the result; a picture shows the components of both, with what was added, removed and changed [default: by
    /// the ending of --out, else text]
    #[arg(long, value_name = "FORMAT", help_heading = "Output",
          value_parser = PossibleValuesParser::new([TEXT, MARKDOWN, HTML, JSON].into_iter().chain(pictured().map(|f| f.id))))]
    format: Option<String>,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    assumptions: Assumptions,
}

/// The languages of the picture; as text the result itself is written.
fn pictured() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| format.id != TEXT)
}

/// Compares, prints, and ends with 1 where something breaks.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let (old, new, paths) = arguments.inputs()?;
    let strict = arguments.strict || new.project.as_ref().is_some_and(|project| project.strict);
    let work = Work::begin("comparing");
    let compared = diff(old, new);
    drop(work);
    let compared = match compared {
        Ok(compared) => compared,
        Err(unsound) => return Ok(say_faults(&unsound.report.findings, &unsound.sources, talk)),
    };
    let sent = arguments.send(&compared, &paths, talk)?;
    let worse = !compared.diff.breaks.is_empty() || strict && !compared.diff.doubts.is_empty();
    Ok(sent.max(if worse { Exit::Failed } else { Exit::Done }))
}

impl Arguments {
    /// Both designs, and the files that were read.
    fn inputs(&self) -> anyhow::Result<(Input, Input, Vec<PathBuf>)> {
        let changed = !self.assumptions.set.is_empty() || self.assumptions.state.is_some();
        let ((old, mut paths), (mut new, more)) = match &self.new {
            Some(new) if read::is_standard_input(&self.old) && read::is_standard_input(new) => {
                bail!("standard input can be read only once");
            }
            Some(new) => (self.read(&self.old)?, self.read(new)?),
            // What is asked for by name wins over what git has.
            None if changed => {
                let both = self.read(&self.old)?;
                (both.clone(), both)
            }
            None if read::is_standard_input(&self.old) || revision::is_one(&self.old) => {
                bail!("name two designs, OLD and NEW, or change this one with --set or --state");
            }
            None => {
                let file = &self.old;
                let before = read::revision(Revision::before(file)?)?;
                (self.assumptions.gather(file, before, Detail::Values)?, self.read(file)?)
            }
        };
        paths.extend(more);
        let mut old = old;
        old.settings.set = Vec::new();
        old.settings.state = None;
        for input in [&mut old, &mut new] {
            input.settings.drills = Wanted::All;
        }
        Ok((old, new, paths))
    }

    fn read(&self, design: &Path) -> anyhow::Result<(Input, Vec<PathBuf>)> {
        if revision::is_one(design) {
            let files = read::revision(Revision::named(design)?)?;
            // The project is that of the folder in which one stands, for both.
            return self.assumptions.gather(Path::new("-"), files, Detail::Values);
        }
        self.assumptions.input(design, Detail::Values)
    }

    fn send(&self, compared: &Compared, inputs: &[PathBuf], talk: Talk) -> anyhow::Result<Exit> {
        let Compared { diff, old, new } = compared;
        match self.form() {
            JSON => self.out.send(json(diff)?, inputs, talk),
            MARKDOWN => {
                let text = document::diff(compared).map_err(anyhow::Error::msg)?;
                self.out.send(text, inputs, talk)
            }
            HTML => {
                let text = document::diff_page(compared).map_err(anyhow::Error::msg)?;
                self.out.send(text, inputs, talk)
            }
            format => match pictured().find(|one| one.id == format) {
                Some(format) => self.out.send(emit::draw_changes(diff, old, new, format), inputs, talk),
                None => {
                    let text = delta::show(diff, self.out.look(talk.color));
                    self.out.send_marked(text, &diff.generated, inputs, talk)
                }
            },
        }
    }

    /// The form that was asked for, else the one that the name of the file speaks of.
    fn form(&self) -> &str {
        let by_ending = || {
            let ending = self.out.file().and_then(Path::extension)?.to_str()?;
            let pictures = pictured().map(|format| (format.extension, format.id));
            let mut forms = ENDINGS.into_iter().chain(pictures);
            forms.find(|(known, _)| *known == ending).map(|(_, form)| form)
        };
        self.format.as_deref().or_else(by_ending).unwrap_or(TEXT)
    }
}
