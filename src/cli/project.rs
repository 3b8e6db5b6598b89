//! The project file: where it is looked for, and what of it the library cannot read by itself.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use napkin::project::{FILE, Project, is_design};
use napkin::source::Source;

use super::{read, seen};

/// Names the project file where `--config` does not.
pub const VARIABLE: &str = "NAPKIN_CONFIG";

/// Which project file holds.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Design")]
pub struct Choice {
    /// Take this project file, not the napkin.yaml beside the design or above it [env: NAPKIN_CONFIG]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Take no project file
    #[arg(long)]
    no_config: bool,
}

/// A project file and where it lies.
pub struct Found {
    pub project: Project,
    /// Without links.
    pub path: PathBuf,
}

impl Choice {
    /// The file that holds for a design, of which these files have been read.
    pub fn find(&self, design: &Path, read: &[PathBuf]) -> anyhow::Result<Option<Found>> {
        if self.no_config {
            return Ok(None);
        }
        // An empty variable is none.
        let named = || std::env::var_os(VARIABLE).filter(|name| !name.is_empty());
        if let Some(path) = &self.config.clone().or_else(|| named().map(PathBuf::from)) {
            let source = Source::new(path.to_string_lossy(), read::text(path)?);
            if is_design(&source) {
                bail!(
                    "`{}` is a design, not a project file: it has the key `napkin`",
                    path.display()
                );
            }
            return Ok(Some(found(source, path)?));
        }
        above(design, read)
    }
}

/// Whether a file is a project file by its name and what it holds.
pub fn is_one(path: &Path) -> bool {
    let named = path.file_name().is_some_and(|name| name == FILE);
    named && read::text(path).is_ok_and(|text| !is_design(&Source::new(FILE, text)))
}

fn found(source: Source, path: &Path) -> anyhow::Result<Found> {
    let path = path
        .canonicalize()
        .with_context(|| format!("cannot find `{}`", path.display()))?;
    let project = Project::read(source);
    Ok(Found { project, path })
}

/// The nearest project file from the folder of a design up to the root of its repository, else of the disk.
fn above(design: &Path, read: &[PathBuf]) -> anyhow::Result<Option<Found>> {
    let folder = match design.parent() {
        Some(folder) if !read::is_standard_input(design) && !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let Ok(folder) = folder.canonicalize() else {
        return Ok(None);
    };
    for folder in folder.ancestors() {
        let path = folder.join(FILE);
        seen::note(&path);
        // A part of the design may have that name, or another design.
        if path.is_file() && !path.canonicalize().is_ok_and(|real| read.contains(&real)) {
            let source = Source::new(shown(&path), read::text(&path)?);
            if !is_design(&source) {
                return Ok(Some(found(source, &path)?));
            }
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    Ok(None)
}

/// A path as one would write it from here.
fn shown(path: &Path) -> String {
    let Ok(here) = std::env::current_dir().and_then(|here| here.canonicalize()) else {
        return path.to_string_lossy().into_owned();
    };
    let up = here
        .ancestors()
        .enumerate()
        .find_map(|(up, folder)| Some((up, path.strip_prefix(folder).ok()?)));
    match up {
        Some((up, rest)) if up == 0 || rest == Path::new(FILE) => format!("{}{}", "../".repeat(up), rest.display()),
        _ => path.to_string_lossy().into_owned(),
    }
}

impl Found {
    /// The catalog files of the project.
    pub fn catalog(&self) -> anyhow::Result<Vec<(String, String)>> {
        let home = self.path.parent().unwrap_or(Path::new(""));
        let named = Path::new(self.project.name()).parent().unwrap_or(Path::new(""));
        let mut texts = Vec::new();
        for folder in &self.project.catalog {
            let inside = home.join(folder);
            seen::note(&inside);
            if !inside.canonicalize().is_ok_and(|real| real.starts_with(home)) {
                let wanted = named.join(folder);
                bail!(
                    "`{}` names a catalog that is not there: `{}`",
                    self.project.name(),
                    wanted.display()
                );
            }
            texts.extend(read::folder(&named.join(folder), &["yaml", "yml"])?);
        }
        Ok(texts)
    }
}
