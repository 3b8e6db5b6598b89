//! `napkin new`: a small design to start from, which checks clean.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use napkin::amend::Value;
use napkin::catalog::{Case, Catalog, Kind};

use super::terminal::{self, visible};
use super::write::{self, Target};
use super::{CatalogFolder, Exit, Talk, example, explain};

/// The design with gaps in braces.
const TEXT: &str = include_str!("new.yaml");
/// What stands in the gaps where no case says it.
const ACTOR: &str = "user";
const WANT: &str = "look at a thing";
/// Names that stand for something else in the text.
const TAKEN: [&str; 6] = ["lb", "api", "store", "read", "write", "thing"];
/// The longest file name that is made of a name.
const LONGEST: usize = 60;

/// Write a small design to start from, with a comment on each part; a file that is there stays as it is
#[derive(Debug, Args)]
#[command(after_help = example::help("new"))]
pub struct Arguments {
    /// What the system is called, such as 'Photo sharing', or the file to write, such as photos.yaml
    name: String,
    /// Begin with the task and the first wish of a case of the catalog
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    /// The file to write [default: the name in lower case and .yaml]; `-` is standard output
    #[arg(short = 'o', long = "out", value_name = "PATH", help_heading = "Output")]
    path: Option<PathBuf>,
    #[command(flatten)]
    catalog: CatalogFolder,
}

/// Writes the file and says what to do with it.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    let Some(catalog) = explain::open(&arguments.catalog, talk)? else {
        return Ok(Exit::Input);
    };
    let case = arguments.case.as_deref().map(|id| case(&catalog, id)).transpose()?;
    let (name, file) = named(&arguments.name)?;
    let file = arguments.path.unwrap_or(file);
    let text = text(&name, &file, case);
    if file == Path::new("-") {
        terminal::print(&text)?;
        return Ok(Exit::Done);
    }
    let shown = visible(&file.to_string_lossy()).into_owned();
    if file.symlink_metadata().is_ok() {
        bail!("`{shown}` is there already, and stays as it is; `-o` names another file");
    }
    let errors = write::all(&[Target { path: file, text }], false, &[])?;
    if let Some(error) = errors.into_iter().flatten().next() {
        bail!("{error}");
    }
    talk.note(&format!("wrote {shown}; next: napkin check {shown}\n"));
    Ok(Exit::Done)
}

fn case<'c>(catalog: &'c Catalog, id: &'c str) -> anyhow::Result<(&'c str, &'c Case)> {
    match catalog.case(id) {
        Some((_, case)) => Ok((id, case)),
        None => bail!(
            "there is no case `{id}`; cases: {}",
            catalog.ids(Kind::Case).collect::<Vec<_>>().join(", ")
        ),
    }
}

/// What the system and its file are called.
fn named(name: &str) -> anyhow::Result<(String, PathBuf)> {
    let path = Path::new(name);
    if path
        .extension()
        .is_some_and(|ending| ending == "yaml" || ending == "yml")
    {
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .replace(['-', '_'], " ");
        return Ok((capital(&stem), path.to_path_buf()));
    }
    let mut file = String::new();
    for c in name.chars().take(LONGEST) {
        match c {
            c if c.is_alphanumeric() => file.extend(c.to_lowercase()),
            _ if file.is_empty() || file.ends_with('-') => {}
            _ => file.push('-'),
        }
    }
    let file = file.trim_end_matches('-');
    if file.is_empty() {
        bail!("`{}` has no letter or digit for the name of a file", visible(name));
    }
    Ok((capital(name.trim()), PathBuf::from(format!("{file}.yaml"))))
}

fn capital(name: &str) -> String {
    let mut rest = name.chars();
    rest.next()
        .map(|first| first.to_uppercase().chain(rest).collect())
        .unwrap_or_default()
}

/// The text of the file.
fn text(name: &str, file: &Path, case: Option<(&str, &Case)>) -> String {
    let first = case.and_then(|(_, case)| case.functional.first());
    let want = first.map_or(WANT, |wish| wish.want.as_str());
    let actor = first.map(|wish| id(&wish.actor));
    let actor = actor.filter(|id| !id.is_empty() && !TAKEN.contains(&id.as_str()));
    let about = case.map(|(id, case)| {
        let lines = case.prompt.lines().map(|line| format!("# {line}\n"));
        format!("case: {id}\n{}", lines.collect::<String>())
    });
    let shown = match file.to_string_lossy() {
        name if name == "-" => "design.yaml".to_string(),
        name => visible(&name).into_owned(),
    };
    let gaps = [
        ("{title}", visible(name).into_owned()),
        ("{file}", shown),
        ("{case}", about.unwrap_or_default()),
        ("{actor}", actor.unwrap_or_else(|| ACTOR.to_string())),
        ("{want}", Value::text(want).to_string()),
        ("{name}", Value::text(name).to_string()),
    ];
    filled(TEXT, &gaps)
}

/// A text with its gaps filled; what a person wrote is not looked through for gaps.
fn filled(text: &str, gaps: &[(&str, String)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    let next = |rest: &str| {
        let found = gaps.iter().filter_map(|gap| Some((rest.find(gap.0)?, gap)));
        found.min_by_key(|(at, _)| *at)
    };
    while let Some((at, (gap, value))) = next(rest) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        out.push_str(value);
        rest = &after[gap.len()..];
    }
    out + rest
}

/// A word that can stand in a step.
fn id(text: &str) -> String {
    let mut id = String::new();
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => id.push(c.to_ascii_lowercase()),
            _ if id.is_empty() || id.ends_with('_') => {}
            _ => id.push('_'),
        }
    }
    id.trim_end_matches('_').to_string()
}
