//! One design through the library.

use std::path::{Path, PathBuf};

use napkin::design::Settings;
use napkin::quantity::Profile;
use napkin::report::{Finding, Report};
use napkin::source::Sources;
use napkin::{Input, Outcome};

use super::terminal::talk;
use super::{Assumptions, CatalogFolder, Exit, Talk, diagnostic, read};

/// A design that has been judged.
pub struct Judged {
    pub sources: Sources,
    pub report: Report,
    /// The files that were read: none of them may be written over.
    pub paths: Vec<PathBuf>,
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
            state: self.state.clone(),
            set: self.set.clone(),
            today: self.today.clone(),
            ..Settings::default()
        }
    }

    /// Reads a design and judges it, whatever its form.
    pub fn judge(&self, path: &Path) -> anyhow::Result<Judged> {
        let files = read::design(path)?;
        let paths = files.paths;
        let input = Input {
            files: files.sources,
            catalog: self.catalog.read()?,
            settings: self.settings(),
            problems: files.problems,
        };
        let Outcome { sources, report } = napkin::run(input);
        Ok(Judged { sources, report, paths })
    }

    /// Reads a design whose form must be sound; else its faults have been said.
    pub fn sound(&self, path: &Path, how: Talk) -> anyhow::Result<Result<Judged, Exit>> {
        let judged = self.judge(path)?;
        let faults: Vec<&Finding> = judged.report.findings.iter().filter(|finding| finding.form).collect();
        if faults.is_empty() {
            return Ok(Ok(judged));
        }
        talk(&diagnostic::render(&faults, &judged.sources, how.err()));
        let count = if faults.len() == 1 {
            "1 error".to_string()
        } else {
            format!("{} errors", faults.len())
        };
        how.note(&format!("{count} in the form of the design; nothing was computed\n"));
        Ok(Err(Exit::Input))
    }
}
