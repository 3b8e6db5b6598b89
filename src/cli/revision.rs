//! Files as a git revision has them. Only the binary asks git, and only to read.

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{anyhow, bail};
use napkin::source::Source;

use super::read;

/// What begins the name of a file in a revision.
const MARK: &str = "git:";
const FORM: &str = "write `git:REVISION:path`, such as `git:HEAD:designs/shop.yaml`";

/// A design file in a revision of the repository around a folder.
#[derive(Debug)]
pub struct Revision {
    /// Where git is asked.
    at: PathBuf,
    /// As the user named it: `HEAD~2`, `main`.
    named: String,
    commit: String,
    /// From the root of the repository.
    path: PathBuf,
}

/// Whether a word of the command line names a file in a revision.
pub fn is_one(word: &Path) -> bool {
    word.to_str().is_some_and(|word| word.starts_with(MARK))
}

impl Revision {
    /// What `git:REVISION:path` names; the path is one from the root of the repository, or from here if it begins with `./`.
    pub fn named(word: &Path) -> anyhow::Result<Revision> {
        let spec = word
            .to_str()
            .and_then(|word| word.strip_prefix(MARK))
            .unwrap_or_default();
        let Some((named, path)) = split(spec) else {
            bail!("`{}` names no file of a revision: {FORM}", word.display());
        };
        let here = PathBuf::from(".");
        let prefix = prefix(&here)?;
        let relative = path.starts_with("./") || path.starts_with("../");
        let whole = if relative {
            prefix.join(path)
        } else {
            PathBuf::from(path)
        };
        let found = Revision::of(here, named, &whole)?;
        if let (Err(error), false) = (found.kind(&found.path), relative || prefix.as_os_str().is_empty()) {
            let below = prefix.join(path);
            return match found.kind(&below) {
                Ok(_) => Err(anyhow!("{error}; did you mean `git:{named}:./{path}`?")),
                Err(_) => Err(error),
            };
        }
        Ok(found)
    }

    /// The last commit's version of a file on the disk.
    pub fn before(file: &Path) -> anyhow::Result<Revision> {
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
            _ => PathBuf::from("."),
        };
        let name = file
            .file_name()
            .ok_or_else(|| anyhow!("`{}` names no file", file.display()))?;
        let whole = prefix(&folder)?.join(name);
        Revision::of(folder, "HEAD", &whole)
    }

    fn of(at: PathBuf, named: &str, path: &Path) -> anyhow::Result<Revision> {
        let mut inside = PathBuf::new();
        for part in path.components() {
            match part {
                Component::Normal(part) => inside.push(part),
                Component::CurDir => {}
                Component::ParentDir if inside.pop() => {}
                _ => bail!("`{}` leads out of the repository: {FORM}", path.display()),
            }
        }
        let wanted = format!("{named}^{{commit}}");
        let asked = ["rev-parse", "--quiet", "--verify", "--end-of-options", &wanted];
        let Some(commit) = answer(&at, &asked)? else {
            bail!("the repository has no revision `{named}`");
        };
        Ok(Revision {
            at,
            named: named.to_string(),
            commit,
            path: inside,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder of the design, from the root of the repository.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Whether a path is a file there; else why not.
    fn kind(&self, path: &Path) -> anyhow::Result<()> {
        match answer(&self.at, &["cat-file", "-t", &self.object(path)])?.as_deref() {
            Some("blob") => Ok(()),
            Some(_) => bail!("`{}` is no file in {}", path.display(), self.named),
            None => bail!("{} has no `{}`", self.named, path.display()),
        }
    }

    fn object(&self, path: &Path) -> String {
        format!("{}:{}", self.commit, slashed(path))
    }

    /// A file of the revision.
    pub fn source(&self, path: &Path) -> anyhow::Result<Source> {
        self.kind(path)?;
        let name = format!("{MARK}{}:{}", self.named, slashed(path));
        let mut child = git(&self.at)
            .args(["cat-file", "blob", &self.object(path)])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| unable(&error))?;
        let text = match child.stdout.take() {
            Some(out) => read::decoded(out, &name),
            None => Err(anyhow!("cannot read `{name}`")),
        };
        // A file that is too large leaves it with more to say.
        let _ = child.kill();
        let _ = child.wait();
        Ok(Source::new(name, text?))
    }
}

/// Parts a revision from a path: at the first colon outside braces, as git does.
fn split(spec: &str) -> Option<(&str, &str)> {
    let mut depth = 0usize;
    let at = spec.find(|c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ':' && depth == 0
    })?;
    let (named, path) = (&spec[..at], &spec[at + 1..]);
    (!named.is_empty() && !path.is_empty()).then_some((named, path))
}

/// As git writes paths, on every system.
fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// Where a folder lies in its repository.
fn prefix(folder: &Path) -> anyhow::Result<PathBuf> {
    match answer(folder, &["rev-parse", "--show-prefix"])? {
        Some(prefix) => Ok(PathBuf::from(prefix)),
        None if folder.is_dir() => {
            let folder = if folder == Path::new(".") {
                "this folder".to_string()
            } else {
                format!("`{}`", folder.display())
            };
            bail!("{folder} is in no git repository that can be read: name two designs, OLD and NEW")
        }
        None => bail!("there is no folder `{}`", folder.display()),
    }
}

fn git(at: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(at).stdin(Stdio::null());
    command
}

/// The answer of git in a line; none where it fails.
fn answer(at: &Path, arguments: &[&str]) -> anyhow::Result<Option<String>> {
    let output = git(at).args(arguments).output().map_err(|error| unable(&error))?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(output
        .status
        .success()
        .then(|| text.trim_end_matches(['\n', '\r']).to_string()))
}

fn unable(error: &std::io::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::NotFound => anyhow!("git is not installed, and a revision is read with it: name two files"),
        _ => anyhow!("git can't be run: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_revision_ends_at_its_colon() {
        for (spec, parts) in [
            ("HEAD:a.yaml", Some(("HEAD", "a.yaml"))),
            ("main~2:b/c:d.yaml", Some(("main~2", "b/c:d.yaml"))),
            ("HEAD^{/fix: it}:a.yaml", Some(("HEAD^{/fix: it}", "a.yaml"))),
            ("HEAD", None),
            ("HEAD:", None),
            (":a.yaml", None),
        ] {
            assert_eq!(split(spec), parts, "{spec}");
        }
    }
}
