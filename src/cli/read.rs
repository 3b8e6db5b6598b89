//! Reading: a design with its includes, a user's folders, standard input.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};
use napkin::design::includes;
use napkin::finding::{Finding, nearest};
use napkin::source::{FileId, Source};

use super::revision::Revision;
use super::seen;

/// The largest file that is read.
const LARGEST: u64 = 8 * 1024 * 1024;
/// The most files that one design or one folder may have.
const MOST: usize = 1000;
/// The largest that they may be together, in bytes.
const ALL_FILES: usize = 4 * LARGEST as usize;
/// How deep folders may lie in one another.
const DEEPEST: usize = 16;
/// The name of standard input in messages.
pub const STANDARD_INPUT: &str = "<stdin>";
/// Said where they are larger.
const TOO_MUCH: &str = "the files of a design have at most 32 MiB together";
/// What to do about an include that leads elsewhere.
const STAY: &str = "an include is a path relative to its file, inside the folder of the design";
/// The rule that tells of an include that cannot be followed.
const BAD_INCLUDE: &str = "bad-include";

/// The files of one design.
#[derive(Debug, Default)]
pub struct Files {
    /// The design first, then its includes.
    pub sources: Vec<Source>,
    /// Includes that cannot be followed.
    pub problems: Vec<Finding>,
    /// Where the files lie.
    pub paths: Vec<PathBuf>,
}

/// Whether a path stands for standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// Where the files of a design lie.
enum Shelf {
    Disk(Home),
    Revision(Revision),
}

impl Shelf {
    /// Where an include lies, as a person would write it and without links; else what is wrong and what to do.
    fn locate(&self, folder: &Path, entry: &str) -> Result<(PathBuf, PathBuf), (String, String)> {
        match self {
            Shelf::Disk(home) => home.locate(folder, entry),
            Shelf::Revision(revision) => inside(revision.folder(), folder, entry).map(|name| (name.clone(), name)),
        }
    }

    fn source(&self, name: &Path) -> anyhow::Result<Source> {
        match self {
            Shelf::Disk(_) => Ok(Source::new(name.to_string_lossy(), regular(name)?)),
            Shelf::Revision(revision) => revision.source(name),
        }
    }
}

/// Reads a design file and what it includes; `-` is standard input.
pub fn design(path: &Path) -> anyhow::Result<Files> {
    let mut files = Files::default();
    // Folder in which the file of each source lies, as the user would write it.
    let folder = if is_standard_input(path) {
        files.sources.push(Source::new(
            STANDARD_INPUT,
            decoded(io::stdin().lock(), STANDARD_INPUT)?,
        ));
        PathBuf::new()
    } else {
        files.sources.push(Source::new(path.to_string_lossy(), text(path)?));
        files.paths.extend(path.canonicalize());
        path.parent().unwrap_or(Path::new("")).to_path_buf()
    };
    let seen = files.paths.clone();
    let more = follow(&mut files, &Shelf::Disk(Home::of(&folder)), folder, seen);
    files.paths.extend(more);
    Ok(files)
}

/// Reads a design file of a revision and what it includes there.
pub fn revision(revision: Revision) -> anyhow::Result<Files> {
    let mut files = Files::default();
    let path = revision.path().to_path_buf();
    files.sources.push(revision.source(&path)?);
    let folder = revision.folder().to_path_buf();
    follow(&mut files, &Shelf::Revision(revision), folder, vec![path]);
    Ok(files)
}

/// Reads what a design includes, and returns where that lies. `seen` are the files that have been read.
fn follow(files: &mut Files, shelf: &Shelf, folder: PathBuf, mut seen: Vec<PathBuf>) -> Vec<PathBuf> {
    let own = seen.len();
    let mut total: usize = files.sources.iter().map(|source| source.text.len()).sum();
    let mut folders = vec![folder];
    let mut at = 0;
    while at < files.sources.len() {
        let source = &files.sources[at];
        // Most designs are one file: they need no second parse.
        let entries = if source.text.contains("include") {
            includes(FileId(at as u16), source)
        } else {
            Vec::new()
        };
        for entry in entries {
            if files.sources.len() >= MOST {
                files
                    .problems
                    .push(Finding::error(BAD_INCLUDE, format!("a design has at most {MOST} files")).at(entry.span));
                return seen.split_off(own);
            }
            match shelf.locate(&folders[at], &entry.value) {
                Ok((_, whole)) if seen.contains(&whole) => {}
                Ok((name, whole)) => match shelf.source(&name) {
                    Ok(source) => {
                        total += source.text.len();
                        if total > ALL_FILES {
                            files
                                .problems
                                .push(Finding::error(BAD_INCLUDE, TOO_MUCH.to_string()).at(entry.span));
                            return seen.split_off(own);
                        }
                        folders.push(name.parent().unwrap_or(Path::new("")).to_path_buf());
                        files.sources.push(source);
                        seen.push(whole);
                    }
                    Err(error) => files
                        .problems
                        .push(Finding::error(BAD_INCLUDE, error.to_string()).at(entry.span)),
                },
                Err((message, fix)) => {
                    files.problems.push(
                        Finding::error(BAD_INCLUDE, message)
                            .at(entry.span)
                            .label("included here")
                            .fix(fix),
                    );
                }
            }
        }
        at += 1;
    }
    seen.split_off(own)
}

/// Where an include lies by what is written alone: what lies outside is not even looked for.
fn inside(home: &Path, folder: &Path, entry: &str) -> Result<PathBuf, (String, String)> {
    if Path::new(entry).is_absolute() {
        return Err((format!("`{entry}` is an absolute path"), STAY.to_string()));
    }
    let below = folder.strip_prefix(home).unwrap_or(Path::new(""));
    let mut parts = PathBuf::new();
    for part in below.join(entry).components() {
        match part {
            Component::Normal(part) => parts.push(part),
            Component::CurDir => {}
            Component::ParentDir if parts.pop() => {}
            _ => {
                return Err((
                    format!("`{entry}` leads out of the folder of the design"),
                    STAY.to_string(),
                ));
            }
        }
    }
    Ok(home.join(parts))
}

/// The folder of a design, which no include may leave.
struct Home {
    /// As the user wrote it.
    written: PathBuf,
    /// Without links; none if it cannot be found.
    real: Option<PathBuf>,
}

impl Home {
    fn of(folder: &Path) -> Home {
        let here = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        Home {
            written: folder.to_path_buf(),
            real: here.canonicalize().ok(),
        }
    }

    /// Where an include lies, as a person would write it and without links; else what is wrong and what to do.
    fn locate(&self, folder: &Path, entry: &str) -> Result<(PathBuf, PathBuf), (String, String)> {
        let name = inside(&self.written, folder, entry)?;
        let whole = name.canonicalize().map_err(|error| {
            seen::note(&name);
            (
                unreadable(&name, &error),
                "correct the path, or remove the entry".to_string(),
            )
        })?;
        match &self.real {
            Some(real) if whole.starts_with(real) => Ok((name, whole)),
            _ => Err((
                format!("`{entry}` is a link that leads out of the folder of the design"),
                STAY.to_string(),
            )),
        }
    }
}

/// Reads the files with these endings in a user's folder and the folders in it, sorted by path.
pub fn folder(folder: &Path, endings: &[&str]) -> anyhow::Result<Vec<(String, String)>> {
    let mut paths = Vec::new();
    let mut seen = HashSet::new();
    let real = folder
        .canonicalize()
        .map_err(|error| anyhow::anyhow!(unreadable(folder, &error)))?;
    collect(folder, endings, 0, &mut seen, &mut paths)?;
    paths.sort();
    let mut texts = Vec::new();
    let mut total = 0;
    let mut errors = Vec::new();
    for path in paths {
        if path.canonicalize().is_ok_and(|whole| !whole.starts_with(&real)) {
            let (name, home) = (path.display(), folder.display());
            errors.push(format!("`{name}` is a link that leads out of the folder `{home}`"));
            continue;
        }
        match regular(&path) {
            Ok(text) => {
                total += text.len();
                if total > ALL_FILES {
                    bail!("the files in `{}` have more than 32 MiB together", folder.display());
                }
                texts.push((path.to_string_lossy().replace('\\', "/"), text));
            }
            Err(error) => errors.push(error.to_string()),
        }
    }
    if !errors.is_empty() {
        bail!("{}", errors.join("\nerror: "));
    }
    Ok(texts)
}

fn collect(
    folder: &Path,
    endings: &[&str],
    depth: usize,
    seen: &mut HashSet<PathBuf>,
    paths: &mut Vec<PathBuf>,
) -> anyhow::Result<()> {
    seen::note(folder);
    let entries = fs::read_dir(folder).map_err(|error| anyhow::anyhow!(unreadable(folder, &error)))?;
    // A link may lead back to where we are.
    if depth > DEEPEST || !folder.canonicalize().is_ok_and(|real| seen.insert(real)) {
        return Ok(());
    }
    for entry in entries {
        let path = entry
            .with_context(|| format!("cannot read the folder `{}`", folder.display()))?
            .path();
        if path
            .file_name()
            .is_none_or(|name| name.to_string_lossy().starts_with('.'))
        {
            continue;
        }
        if path.is_dir() {
            collect(&path, endings, depth + 1, seen, paths)?;
        } else if path
            .extension()
            .is_some_and(|ending| endings.iter().any(|e| ending == *e))
        {
            if paths.len() >= MOST {
                bail!("`{}` has more than {MOST} files", folder.display());
            }
            paths.push(path);
        }
    }
    Ok(())
}

/// Reads a file that was found and not named: a pipe or a device there could keep us waiting for ever.
fn regular(path: &Path) -> anyhow::Result<String> {
    match fs::metadata(path) {
        Ok(data) if !data.is_file() && !data.is_dir() => {
            bail!("`{}` is a pipe or a device, not a file", path.display())
        }
        _ => text(path),
    }
}

/// Reads a file as text.
pub fn text(path: &Path) -> anyhow::Result<String> {
    seen::note(path);
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| anyhow::anyhow!(unreadable(path, &error)))?;
    if file.metadata().is_ok_and(|data| data.is_dir()) {
        let inside = sibling(path, "").map(|file| format!(", such as `{}`", path.join(file).display()));
        bail!("`{name}` is a folder: name a file in it{}", inside.unwrap_or_default());
    }
    decoded(file, &name)
}

pub fn decoded(from: impl Read, name: &str) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot read `{name}`"))?;
    if bytes.len() as u64 > LARGEST {
        bail!("`{name}` is larger than 8 MiB: split it with `include`");
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        bail!("`{name}` is UTF-16: save it as UTF-8");
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        anyhow::anyhow!(
            "`{name}` is not UTF-8: byte 0x{:02x} at offset {at}, in line {line}",
            bytes[at]
        )
    })
}

/// Why a path cannot be read, with the nearest name that could be meant.
fn unreadable(path: &Path, error: &io::Error) -> String {
    let name = path.display();
    match error.kind() {
        ErrorKind::NotFound => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let near = path
                .file_name()
                .and_then(|file| sibling(folder.unwrap_or(Path::new(".")), &file.to_string_lossy()));
            let near = near.map(|near| format!("; did you mean `{}`?", path.with_file_name(near).display()));
            format!("there is no `{name}`{}", near.unwrap_or_default())
        }
        ErrorKind::PermissionDenied => format!("`{name}` may not be read: permission denied"),
        ErrorKind::NotADirectory => format!("`{name}` is no folder, or lies in none"),
        _ => format!("cannot read `{name}`: {error}"),
    }
}

/// The file in a folder whose name is nearest to `name`; the first YAML file where that is empty.
fn sibling(folder: &Path, name: &str) -> Option<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .take(MOST)
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    if name.is_empty() {
        return names
            .into_iter()
            .find(|name| name.ends_with(".yaml") || name.ends_with(".yml"));
    }
    // Endings are alike and would make everything near.
    let bare = |name: &str| {
        Path::new(name)
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let stems: Vec<String> = names.iter().map(|name| bare(name)).collect();
    let near = nearest(&bare(name), stems.iter().map(String::as_str))?;
    names
        .iter()
        .zip(&stems)
        .find(|(_, stem)| *stem == near)
        .map(|(name, _)| name.clone())
}
