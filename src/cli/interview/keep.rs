//! The two files of a session: the design, written whole after each answer, and the journal, a line longer each time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use napkin::interview::{Event, Header, Journal, Setup};

use super::super::read;
use super::super::write::{self, Target};

pub struct Keeper {
    file: PathBuf,
    journal: PathBuf,
    /// What the file holds, as far as we know; none where it has not been written.
    written: Option<String>,
    log: File,
    /// Bytes of the journal that could not be written yet.
    unlogged: Vec<u8>,
}

/// The journal beside a design.
pub fn journal_of(design: &Path) -> PathBuf {
    let stem = design.file_stem().unwrap_or_default().to_string_lossy();
    design.with_file_name(format!("{stem}.session.jsonl"))
}

/// The design and the journal of an earlier sitting, where they are.
pub fn found(design: &Path) -> anyhow::Result<(Option<String>, Option<Journal>)> {
    if !exists(design)? {
        return Ok((None, None));
    }
    let text = read::text(design)?;
    let path = journal_of(design);
    if !exists(&path)? {
        return Ok((Some(text), None));
    }
    let journal = read::text(&path)?;
    match Journal::read(&journal) {
        Some(journal) => Ok((Some(text), Some(journal))),
        None => bail!(
            "`{}` is no journal of a session; move it away, or name another design with `-o`",
            path.display()
        ),
    }
}

fn exists(path: &Path) -> anyhow::Result<bool> {
    match fs::metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).with_context(|| format!("cannot read `{}`", path.display())),
    }
}

impl Keeper {
    pub fn open(
        file: &Path,
        setup: &Setup,
        there: Option<String>,
        journal: Option<&Journal>,
    ) -> anyhow::Result<Keeper> {
        let path = journal_of(file);
        let failed = || format!("cannot write the journal `{}`", path.display());
        if there.is_some() && fs::metadata(file).is_ok_and(|data| data.permissions().readonly()) {
            bail!("`{}` is read-only; write another file with `-o`", file.display());
        }
        let mut log = OpenOptions::new()
            .create(true)
            .append(true)
            .truncate(false)
            .open(&path)
            .with_context(failed)?;
        if let Err(TryLockError::WouldBlock) = log.try_lock() {
            bail!(
                "another session is at work on `{}`; end that one first, or write another file with `-o`",
                file.display()
            );
        }
        // Nobody else writes here now.
        write::sweep(file);
        if journal.is_none() {
            log.set_len(0).with_context(failed)?;
            let header = Header {
                napkin_session: 1,
                case: setup.case.clone(),
                plan: setup.plan.clone(),
                minutes: setup.minutes,
                mock: setup.mock,
            };
            writeln!(log, "{}", header.line()).with_context(failed)?;
        } else if journal.is_some_and(|j| j.lost > 0) {
            // A sitting that was killed in the middle of a line: the next one begins on its own.
            writeln!(log).with_context(failed)?;
        }
        Ok(Keeper {
            file: file.to_path_buf(),
            journal: path,
            written: there,
            log,
            unlogged: Vec::new(),
        })
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    pub fn journal(&self) -> &Path {
        &self.journal
    }

    /// The command that goes on with the session.
    pub fn resume_line(&self) -> String {
        format!(
            "napkin interview {}",
            super::voice::quoted(&self.file.display().to_string())
        )
    }

    /// Writes the design whole.
    pub fn keep(&mut self, text: &str) -> anyhow::Result<()> {
        if self.written.as_deref() == Some(text) {
            return Ok(());
        }
        let target = Target {
            path: self.file.clone(),
            text: text.to_string(),
        };
        if let Some(Some(failure)) = write::replace(&[target]).into_iter().next() {
            bail!("{failure}");
        }
        self.written = Some(text.to_string());
        Ok(())
    }

    /// Writes what could not be written before.
    pub fn retry(&mut self, text: &str) -> anyhow::Result<()> {
        let kept = self.keep(text);
        kept.and(self.log_rest())
    }

    /// Adds what happened to the journal.
    pub fn log(&mut self, event: &Event) -> anyhow::Result<()> {
        self.unlogged.extend_from_slice(event.line().as_bytes());
        self.unlogged.push(b'\n');
        self.log_rest()
    }

    fn log_rest(&mut self) -> anyhow::Result<()> {
        if self.unlogged.is_empty() {
            return Ok(());
        }
        let done = self.append().and_then(|()| self.log.sync_data());
        done.with_context(|| format!("cannot write the journal `{}`", self.journal.display()))
    }

    /// A disk that fills up takes half a line: the other half is still to be written.
    fn append(&mut self) -> io::Result<()> {
        while !self.unlogged.is_empty() {
            match self.log.write(&self.unlogged) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(length) => drop(self.unlogged.drain(..length)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The text of the file, where somebody else has changed it.
    pub fn changed_outside(&mut self) -> Option<String> {
        let written = self.written.as_ref()?;
        if matches!(exists(&self.file), Ok(false)) {
            // Somebody took it away: it is written again with the next answer.
            self.written = None;
            return None;
        }
        let now = read::text(&self.file).ok()?;
        if now == *written {
            return None;
        }
        self.written = Some(now.clone());
        Some(now)
    }
}
