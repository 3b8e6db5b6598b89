//! Where a result goes: standard output, or one file.

use std::path::{Path, PathBuf};

use napkin::emit::plain;

use super::terminal::{self, Color, Look, Stream};
use super::write::{self, Target};
use super::{Exit, Out, Talk, complain};

impl Out {
    /// The file to write; none for standard output.
    pub fn file(&self) -> Option<&Path> {
        self.path.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// The look of text that goes there.
    pub fn look(&self, color: Color) -> Look {
        if self.file().is_some() {
            Look::of_file(color)
        } else {
            Look::of(Stream::Out, color)
        }
    }

    /// Sends text that carries its own mark.
    pub fn send(&self, text: String, inputs: &[PathBuf], talk: Talk) -> anyhow::Result<Exit> {
        match self.file() {
            None => {
                terminal::print(&text)?;
                Ok(Exit::Done)
            }
            Some(path) => self.send_all(
                vec![Target {
                    path: path.to_path_buf(),
                    text,
                }],
                inputs,
                talk,
            ),
        }
    }

    /// Sends text for people; in a file it begins with a line by which we know it again.
    pub fn send_marked(&self, text: String, generated: &str, inputs: &[PathBuf], talk: Talk) -> anyhow::Result<Exit> {
        let text = if self.file().is_some() {
            format!("{generated}\n\n{text}")
        } else {
            text
        };
        self.send(text, inputs, talk)
    }

    /// Writes files and says which.
    pub fn send_all(&self, targets: Vec<Target>, inputs: &[PathBuf], talk: Talk) -> anyhow::Result<Exit> {
        let (exit, written) = self.write(&targets, inputs, talk)?;
        for path in written {
            talk.note(&format!("wrote {}\n", terminal::visible(&path.to_string_lossy())));
        }
        Ok(exit)
    }

    /// Writes files; tells which could not be written, and returns those that were.
    pub fn write<'a>(
        &self,
        targets: &'a [Target],
        inputs: &[PathBuf],
        talk: Talk,
    ) -> anyhow::Result<(Exit, Vec<&'a Path>)> {
        let errors = write::all(targets, self.force, inputs)?;
        let mut exit = Exit::Done;
        let mut written = Vec::new();
        for (target, error) in targets.iter().zip(errors) {
            match error {
                Some(error) => {
                    complain(talk, &error);
                    exit = Exit::Input;
                }
                None => written.push(target.path.as_path()),
            }
        }
        Ok((exit, written))
    }
}

/// A value as JSON for people and programs.
pub fn json(value: &impl serde::Serialize) -> anyhow::Result<String> {
    Ok(plain::json(&serde_json::to_string_pretty(value)?) + "\n")
}
