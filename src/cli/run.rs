//! One design through the library.

use std::path::{Path, PathBuf};

use napkin::analysis::Detail;
use napkin::design::Settings;
use napkin::design::drill::Wanted;
use napkin::quantity::Profile;
use napkin::report::{Finding, Report};
use napkin::source::Sources;
use napkin::{Input, Outcome};

use super::progress::Work;
use super::project::Found;
use super::read::Files;
use super::terminal::talk;
use super::{Assumptions, CatalogFolder, Exit, Talk, diagnostic, project, read};

/// A design that has been judged.
pub struct Judged {
    pub sources: Sources,
    pub report: Report,
    /// The files that were read: none of them may be written over.
    pub paths: Vec<PathBuf>,
    /// Whether its project counts an unknown requirement as one that fails.
    pub strict: bool,
}

impl CatalogFolder {
    /// The texts of all folders, in the order in which they are laid over one another.
    pub fn read(&self) -> anyhow::Result<Vec<(String, String)>> {
        let mut texts = Vec::new();
        for folder in &self.folders {
            texts.extend(read::folder(folder, &["yaml", "yml"])?);
        }
        Ok(texts)
    }
}

impl Assumptions {
    fn settings(&self) -> Settings {
        Settings {
            profile: self.profile.as_deref().and_then(Profile::from_name),
            usual_profile: None,
            state: self.state.clone(),
            set: self.set.clone(),
            today: self.today.clone(),
            sampling: self.sampling.into(),
            judged: None,
            drills: Wanted::Nothing,
        }
    }

    /// All texts of a design, and the files that were read.
    pub fn input(&self, path: &Path, detail: Detail) -> anyhow::Result<(Input, Vec<PathBuf>)> {
        if self.watch && read::is_standard_input(path) {
            anyhow::bail!("standard input can't be watched: name a file");
        }
        if project::is_one(path) {
            let name = path.display();
            anyhow::bail!("`{name}` is a project file, not a design: it has no key `napkin`");
        }
        self.gather(path, read::design(path)?, detail)
    }

    /// The same for files that have been read, with the project that holds at a place of the disk.
    pub fn gather(&self, beside: &Path, mut files: Files, detail: Detail) -> anyhow::Result<(Input, Vec<PathBuf>)> {
        let found = self.project.find(beside, &files.paths)?;
        let mut catalog = found.as_ref().map_or(Ok(Vec::new()), Found::catalog)?;
        catalog.extend(self.catalog.read()?);
        files.paths.extend(found.iter().map(|found| found.path.clone()));
        let input = Input {
            files: files.sources,
            catalog,
            project: found.map(|found| found.project),
            settings: self.settings(),
            detail,
            cures: false,
            problems: files.problems,
        };
        Ok((input, files.paths))
    }

    /// Reads a design and judges it, whatever its form.
    pub fn judge(&self, path: &Path, detail: Detail) -> anyhow::Result<Judged> {
        let (input, paths) = self.input(path, detail)?;
        Ok(judged(input, paths))
    }

    /// Reads a design whose form must be sound; else its faults have been said.
    pub fn sound(&self, path: &Path, detail: Detail, how: Talk) -> anyhow::Result<Result<Judged, Exit>> {
        Ok(sound(self.judge(path, detail)?, how))
    }
}

/// A design whose form is sound; else its faults are said.
pub fn sound(judged: Judged, how: Talk) -> Result<Judged, Exit> {
    if judged.report.findings.iter().any(|finding| finding.form) {
        return Err(say_faults(&judged.report.findings, &judged.sources, how));
    }
    Ok(judged)
}

/// Runs the library.
pub fn judged(input: Input, paths: Vec<PathBuf>) -> Judged {
    let strict = input.project.as_ref().is_some_and(|project| project.strict);
    let work = Work::begin("judging");
    let Outcome { sources, report } = napkin::run(input);
    drop(work);
    Judged {
        sources,
        report,
        paths,
        strict,
    }
}

/// Says what is wrong with the form of a design.
pub fn say_faults(findings: &[Finding], sources: &Sources, how: Talk) -> Exit {
    let faults: Vec<&Finding> = findings.iter().filter(|finding| finding.form).collect();
    talk(&diagnostic::render(&faults, sources, how.err()));
    let count = if faults.len() == 1 {
        "1 error".to_string()
    } else {
        format!("{} errors", faults.len())
    };
    how.note(&format!("{count} in the form of the design; nothing was computed\n"));
    Exit::Input
}
