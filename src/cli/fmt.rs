//! `napkin fmt`: the one look of a file, written, shown or asked for.

use std::path::{Path, PathBuf};

use clap::Args;
use napkin::assemble;
use napkin::fix::unified;
use napkin::report::Finding;
use napkin::source::{Source, Sources};
use napkin::tidy::{Refused, tidy};

use super::terminal::{self, visible};
use super::write::Target;
use super::{Exit, Talk, complain, diagnostic, example, fix, read};

/// Lay files out in the one look of a design (`--check`: 1 if one is not); what they say stays the same
///
/// Two spaces a level, one space behind `:`, `-`, `,` and `#`, none inside brackets, at most one empty line in a
/// row, no white space at the end of a line, a line break at the end of the file. Double quotes in place of single
/// ones, and around words that older readers of YAML take for something else, such as `no` or `08`. Comments, anchors,
/// the order of keys and the line breaks inside brackets stay, and so do values or comments that stand in a column.
#[derive(Debug, Args)]
#[command(after_help = example::help("fmt"))]
pub struct Arguments {
    /// YAML files, and folders with such; `-` is standard input, whose result goes to standard output
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// List the files that would change, and write nothing
    #[arg(long)]
    check: bool,
    /// Show as a unified diff what would change, and write nothing
    #[arg(long)]
    diff: bool,
}

/// What is to be done with the files, and what has been.
struct Work {
    /// Where each lies, its text, and its text in the one look.
    changed: Vec<(PathBuf, Source, String)>,
    same: usize,
    worst: Exit,
}

/// Lays out each file, whatever is wrong with the others.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let streams = arguments.files.iter().filter(|path| read::is_standard_input(path));
    if streams.count() > 0 {
        anyhow::ensure!(arguments.files.len() == 1, "standard input is laid out alone");
        return arguments.stream(talk);
    }
    let mut work = Work {
        changed: Vec::new(),
        same: 0,
        worst: Exit::Done,
    };
    for path in &arguments.files {
        for (path, source) in work.texts(path, talk) {
            work.file(path, source, talk);
        }
    }
    if arguments.check || arguments.diff {
        return arguments.show(&work, talk);
    }
    Ok(work.write(talk))
}

impl Arguments {
    /// Lays out standard input, for editors.
    fn stream(&self, talk: Talk) -> anyhow::Result<Exit> {
        let name = read::STANDARD_INPUT;
        let source = Source::new(name, read::decoded(std::io::stdin().lock(), name)?);
        let Some(new) = neat(&source, talk) else {
            return Ok(Exit::Input);
        };
        if !self.check && !self.diff {
            terminal::print(&new)?;
            return Ok(Exit::Done);
        }
        let mut work = Work {
            changed: Vec::new(),
            same: usize::from(new == source.text),
            worst: Exit::Done,
        };
        if new != source.text {
            work.changed.push((PathBuf::from(name), source, new));
        }
        self.show(&work, talk)
    }

    /// Says what would change.
    fn show(&self, work: &Work, talk: Talk) -> anyhow::Result<Exit> {
        for (_, old, new) in &work.changed {
            if self.diff {
                terminal::print(&fix::harmless(&unified(&old.name, &old.text, new)))?;
            } else {
                terminal::print(&format!("{}\n", visible(&old.name)))?;
            }
        }
        let would = work.changed.len();
        talk.note(&format!("{} would change, {} would not\n", files(would), work.same));
        let found = if self.check && would > 0 {
            Exit::Failed
        } else {
            Exit::Done
        };
        Ok(work.worst.max(found))
    }
}

impl Work {
    /// The text of a file, or those of the YAML files in a folder.
    fn texts(&mut self, path: &Path, talk: Talk) -> Vec<(PathBuf, Source)> {
        let texts = if path.is_dir() {
            read::folder(path, &["yaml", "yml"])
        } else {
            read::text(path).map(|text| vec![(path.to_string_lossy().into_owned(), text)])
        };
        match texts {
            Ok(texts) => (texts.into_iter())
                .map(|(name, text)| {
                    let at = if path.is_dir() {
                        PathBuf::from(&name)
                    } else {
                        path.to_path_buf()
                    };
                    (at, Source::new(name, text))
                })
                .collect(),
            Err(error) => {
                complain(talk, &format!("{error:#}"));
                self.worst = Exit::Input;
                Vec::new()
            }
        }
    }

    fn file(&mut self, path: PathBuf, source: Source, talk: Talk) {
        match neat(&source, talk) {
            None => self.worst = Exit::Input,
            Some(new) if new == source.text => self.same += 1,
            // Named twice, it is written once.
            Some(_) if self.changed.iter().any(|(known, ..)| *known == path) => {}
            Some(new) => self.changed.push((path, source, new)),
        }
    }

    /// Writes what has changed, each file whole or not at all.
    fn write(self, talk: Talk) -> Exit {
        let targets: Vec<Target> = (self.changed.into_iter())
            .map(|(path, _, text)| Target { path, text })
            .collect();
        let (written, errors) = fix::replace(targets);
        for error in &errors {
            complain(talk, error);
        }
        talk.note(&format!("{} changed, {} as before\n", files(written), self.same));
        if errors.is_empty() { self.worst } else { Exit::Input }
    }
}

fn files(number: usize) -> String {
    match number {
        1 => "1 file".to_string(),
        _ => format!("{number} files"),
    }
}

/// A text in its one look. `None` where it stays as it is; the reason has been said.
fn neat(source: &Source, talk: Talk) -> Option<String> {
    let mut sources = Sources::default();
    let file = sources.add(source.clone());
    match tidy(file, source) {
        Ok(new) => Some(new),
        Err(Refused::Syntax(findings)) => {
            let report = assemble::broken(None, &sources, &findings);
            let findings: Vec<&Finding> = report.findings.iter().collect();
            terminal::talk(&diagnostic::render(&findings, &sources, talk.err()));
            None
        }
        Err(Refused::Different) => {
            let name = visible(&source.name);
            let message = format!("{name} stays as it is: laid out anew it would not say the same; please report it");
            complain(talk, &message);
            None
        }
    }
}
