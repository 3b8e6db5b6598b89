//! `napkin draft`: contracts from the entities and operations of a design.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use clap::Args;
use clap::builder::PossibleValuesParser;
use napkin::analysis::Detail;
use napkin::draft::{Choice, Drafted, FORMS, Form, openapi, sql};

use super::few::few;
use super::read;
use super::write::Target;
use super::{Assumptions, Exit, Out, Talk, example, is_folder, stem};

/// Draft contracts: one form to standard output, or all that fit the design into a folder
#[derive(Debug, Args)]
#[command(after_help = example::help("draft"))]
pub struct Arguments {
    /// The design file; `-` is standard input
    design: PathBuf,
    /// What to draft; several go into a folder [default: all that fit the design]
    #[arg(value_name = "FORM", value_parser = PossibleValuesParser::new(FORMS.iter().map(|form| form.id)))]
    forms: Vec<String>,
    /// The SQL to write [default: what each store's technology speaks]
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(sql::DIALECTS.map(|dialect| dialect.id())))]
    dialect: Option<String>,
    /// Whose guidelines an OpenAPI document follows
    #[arg(long, value_name = "NAME", default_value = openapi::Style::default().name(),
          value_parser = PossibleValuesParser::new(openapi::Style::ALL.map(openapi::Style::name)))]
    style: String,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    assumptions: Assumptions,
}

/// Drafts what was asked for.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let judged = match arguments
        .assumptions
        .sound(&arguments.design, Detail::Everything, talk)?
    {
        Ok(judged) => judged,
        Err(exit) => return Ok(exit),
    };
    let choice = Choice {
        dialect: sql::DIALECTS
            .into_iter()
            .find(|dialect| arguments.dialect.as_deref() == Some(dialect.id())),
        style: openapi::Style::ALL
            .into_iter()
            .find(|style| arguments.style == style.name())
            .unwrap_or_default(),
    };
    let asked = &arguments.forms;
    let wanted = |form: &&Form| asked.is_empty() || asked.iter().any(|id| id == form.id);
    let mut files: Vec<(&Form, Drafted)> = Vec::new();
    for form in FORMS.iter().filter(wanted) {
        let drafted = form.draft(&judged.report, choice);
        if drafted.is_empty() && !asked.is_empty() {
            bail!("the design has nothing for `{}` ({})", form.id, form.about);
        }
        files.extend(drafted.into_iter().map(|file| (form, file)));
    }
    if files.is_empty() {
        bail!("the design has nothing to draft: it keeps no entity and offers no operation");
    }
    let folder = match arguments.out.file() {
        Some(path) if is_folder(path) || files.len() > 1 => path.to_path_buf(),
        None if asked.is_empty() && arguments.out.path.is_none() => {
            PathBuf::from(format!("{}-draft", stem(&arguments.design)))
        }
        _ => return one(&arguments, files, &judged.paths, talk),
    };
    let mut targets = Vec::new();
    for (form, file) in files {
        let path = folder.join(&file.path);
        let file = over(form, file, &path)?;
        let parent = path.parent().unwrap_or(&folder);
        std::fs::create_dir_all(parent)
            .map_err(|error| anyhow!("cannot make the folder `{}`: {error}", parent.display()))?;
        targets.push(Target { path, text: file.text });
    }
    arguments.out.send_all(targets, &judged.paths, talk)
}

/// The file as it stands over what lies at its place.
fn over(form: &Form, file: Drafted, path: &Path) -> anyhow::Result<Drafted> {
    if !form.keeps(&file) || !path.exists() {
        return Ok(file);
    }
    let start_afresh = "mend the file, or move it away to start with new numbers";
    let lost = |fault: String| {
        anyhow!(
            "the numbers of `{}` can't be kept: {fault}; {start_afresh}",
            path.display()
        )
    };
    let earlier = read::text(path).map_err(|error| lost(error.to_string()))?;
    form.over(file, &earlier).map_err(lost)
}

/// Sends the only file.
fn one(arguments: &Arguments, files: Vec<(&Form, Drafted)>, inputs: &[PathBuf], talk: Talk) -> anyhow::Result<Exit> {
    let names: Vec<String> = files.iter().map(|(_, file)| file.path.clone()).collect();
    match <[(&Form, Drafted); 1]>::try_from(files) {
        Ok([(_, file)]) => arguments.out.send(file.text, inputs, talk),
        Err(_) => bail!(
            "these are {} files ({}): name a folder for them as in `-o drafts/`",
            names.len(),
            few(&names)
        ),
    }
}
