//! The ids of the design on a command line that is still being typed, for a shell that completes words.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap_complete::engine::{CompletionCandidate, ValueCompleter};
use napkin::analysis::Detail;
use napkin::design::drill::Wanted;
use napkin::report::Report;
use napkin::{Input, design};

use super::Assumptions;

/// The design whose ids are wanted; it is read only where they are.
pub struct Ids(Option<PathBuf>);

impl Ids {
    /// Of the first word that is a file which may be a design.
    pub fn among(words: &[OsString]) -> Ids {
        let is_design = |path: &&Path| {
            let is_yaml = path.extension().is_some_and(|e| e == "yaml" || e == "yml");
            is_yaml && path.is_file()
        };
        Ids(words.iter().map(Path::new).find(is_design).map(Path::to_path_buf))
    }

    /// The texts of the design with its project. Whatever cannot be read is silent: a shell has no place for a message.
    fn input(&self) -> Option<Input> {
        let assumptions = Assumptions::default();
        let (input, _) = assumptions.input(self.0.as_deref()?, Detail::Values).ok()?;
        Some(input)
    }

    fn report(&self) -> Report {
        self.input().map(|input| napkin::run(input).report).unwrap_or_default()
    }

    pub fn flows(&self) -> Vec<CompletionCandidate> {
        let report = self.report();
        report.flows.iter().map(|flow| candidate(&flow.id, "flow")).collect()
    }

    pub fn components(&self) -> Vec<CompletionCandidate> {
        let report = self.report();
        let components = report.components.iter();
        components
            .map(|component| candidate(&component.id, &component.function))
            .collect()
    }

    /// Figures by their names, each with its value.
    pub fn figures(&self) -> Vec<CompletionCandidate> {
        let report = self.report();
        let figures = report.all_figures().into_iter();
        let named = figures.filter(|figure| !figure.name.is_empty());
        named.map(|figure| candidate(&figure.name, &figure.text)).collect()
    }

    /// Requirements that are judged, and their single metrics.
    pub fn requirements(&self) -> Vec<CompletionCandidate> {
        let report = self.report();
        let wholes = report
            .requirements
            .nonfunctional
            .iter()
            .map(|whole| candidate(&whole.id, "requirement"));
        let parts = report.verdicts.iter();
        let parts = parts.filter(|verdict| verdict.id.contains('.'));
        wholes
            .chain(parts.map(|verdict| candidate(&verdict.id, "requirement")))
            .collect()
    }

    /// Inputs with the sign behind which their values stand.
    pub fn inputs(&self) -> Vec<CompletionCandidate> {
        let Some(input) = self.input() else {
            return Vec::new();
        };
        let quantities = design::quantities(&input.files, &input.settings).into_iter();
        quantities
            .map(|(path, written)| candidate(&format!("{path}="), &written))
            .collect()
    }

    /// States that the design names.
    pub fn states(&self) -> Vec<CompletionCandidate> {
        let Some(input) = self.input() else {
            return Vec::new();
        };
        let names = design::states(&input.files, &input.settings).into_iter();
        names.map(|name| candidate(&name, "state")).collect()
    }

    /// The lines of the drills that apply.
    fn drills(&self) -> Vec<String> {
        let Some(mut input) = self.input() else {
            return Vec::new();
        };
        input.settings.drills = Wanted::All;
        input.detail = Detail::Verdicts;
        let report = napkin::run(input).report;
        report.drills.into_iter().map(|drill| drill.line).collect()
    }
}

/// The drills that apply. They have spaces, which shells hand over as they were typed.
pub struct Drills {
    ids: Arc<Ids>,
    shell: OsString,
}

impl Drills {
    pub fn new(ids: &Arc<Ids>, shell: &OsStr) -> Drills {
        Drills {
            ids: Arc::clone(ids),
            shell: shell.to_os_string(),
        }
    }
}

impl ValueCompleter for Drills {
    fn complete(&self, current: &OsStr) -> Vec<CompletionCandidate> {
        let typed = current.to_string_lossy().replace(['\\', '\'', '"'], "");
        let lines = self.ids.drills().into_iter().filter(|line| line.starts_with(&typed));
        // The others put the strokes before spaces themselves.
        let written = |line: String| match self.shell.to_str() {
            Some("bash") => line.replace(' ', "\\ ").replace('*', "\\*"),
            _ => line,
        };
        lines.map(|line| candidate(&written(line), "drill")).collect()
    }
}

fn candidate(id: &str, help: &str) -> CompletionCandidate {
    CompletionCandidate::new(id).help(Some(help.to_string().into()))
}
