//! `napkin draw`: pictures of a design.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use clap::Args;
use clap::builder::PossibleValuesParser;
use napkin::analysis::Detail;
use napkin::design::drill::Wanted;
use napkin::emit::{self, Extent, FORMATS, Focus, FocusKind, Picture, VIEWS};
use napkin::finding::nearest;
use napkin::report::Report;

use super::few::few;
use super::run::{judged, sound};
use super::write::Target;
use super::{Assumptions, Exit, Out, Talk, example, is_folder};

/// What is drawn where nothing says what: who calls whom.
const USUAL: &str = "container";
/// What is drawn of a flow where nothing says what.
const STEPS: &str = "flow";

/// Draw a design: one picture to standard output or into a file, or several into a folder
#[derive(Debug, Args)]
#[command(after_help = example::help("draw"))]
pub struct Arguments {
    /// The design file; `-` is standard input
    design: PathBuf,
    /// What to draw; may be repeated [default: container, or all into a folder]
    #[arg(long = "view", value_name = "VIEW", value_parser = PossibleValuesParser::new(VIEWS.iter().map(|view| view.id)))]
    views: Vec<String>,
    /// Draw only this flow; may be repeated
    #[arg(long = "flow", value_name = "ID")]
    flows: Vec<String>,
    /// Draw what this drill breaks, such as 'lose zone a'; may be repeated
    #[arg(long = "drill", value_name = "SCENARIO")]
    drills: Vec<String>,
    /// Draw only what is near this component, actor, flow, region or entity; several with a comma between
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    focus: Vec<String>,
    /// How many links away from --focus
    #[arg(long, value_name = "LINKS", default_value_t = 1, requires = "focus")]
    depth: usize,
    /// Draw every component of a large design, instead of folding those that belong together
    #[arg(long)]
    whole: bool,
    /// The language of the picture [default: by the ending of --out, else mermaid, or svg where that has no form]
    #[arg(long, value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.id)), help_heading = "Output")]
    format: Option<String>,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    assumptions: Assumptions,
}

/// Draws the pictures that were asked for.
pub fn run(arguments: Arguments, talk: Talk) -> anyhow::Result<Exit> {
    if let Some(ending) = pixels(&arguments) {
        bail!(
            "no format has the ending .{ending}: write .svg, of which a browser or `rsvg-convert` makes what has pixels \
             or pages; --format writes another language into a file of this name"
        );
    }
    let (mut input, paths) = arguments.assumptions.input(&arguments.design, Detail::Values)?;
    if !arguments.drills.is_empty() {
        input.settings.drills = Wanted::These(arguments.drills.clone());
    }
    let judged = match sound(judged(input, paths), talk) {
        Ok(judged) => judged,
        Err(exit) => return Ok(exit),
    };
    let report = &judged.report;
    let folder = arguments.out.file().filter(|path| is_folder(path));
    let mut pictures = chosen(&arguments, report, folder.is_some())?;
    let wanted = format(&arguments);
    if arguments.views.is_empty() {
        // Of everything, what the language has a form for.
        pictures.retain(|picture| wanted.is_none_or(|format| has(picture, format)));
    }
    let extent = extent(&arguments, report)?;
    if extent.focus.is_some() {
        if arguments.views.is_empty() {
            pictures.retain(Picture::has_parts);
        }
        if let Some(whole) = pictures.iter().find(|picture| !picture.has_parts()) {
            bail!(
                "`{}` is drawn as a whole; --focus is for pictures of who calls whom, such as --view container",
                whole.name
            );
        }
    }
    let of = |picture: &Picture| {
        let format = wanted.or_else(|| picture.formats().next()).unwrap_or(&FORMATS[0]);
        let text = picture.draw_of(report, format, &extent).ok_or_else(|| {
            let others: Vec<&str> = picture.formats().map(|format| format.id).collect();
            anyhow!(
                "`{}` has no form in {}; write {}",
                picture.name,
                format.id,
                others.join(" or ")
            )
        })?;
        anyhow::Ok((format, text))
    };
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder)
            .map_err(|error| anyhow!("cannot make the folder `{}`: {error}", folder.display()))?;
        let mut targets = Vec::new();
        for picture in &pictures {
            let (format, text) = of(picture)?;
            targets.push(Target {
                path: folder.join(format!("{}.{}", picture.name, format.extension)),
                text,
            });
        }
        return arguments.out.send_all(targets, &judged.paths, talk);
    }
    match pictures.as_slice() {
        [picture] => arguments.out.send(of(picture)?.1, &judged.paths, talk),
        several => {
            let names: Vec<&str> = several.iter().map(|picture| picture.name.as_str()).collect();
            bail!(
                "these are {} pictures ({}): choose one with --view and --flow or --drill, or name a folder as in `-o pictures/`",
                names.len(),
                few(&names)
            )
        }
    }
}

/// The pictures that the flags ask for.
fn chosen(arguments: &Arguments, report: &Report, all: bool) -> anyhow::Result<Vec<Picture>> {
    for id in &arguments.flows {
        if !report.flows.iter().any(|flow| flow.id == *id) {
            let near = nearest(id, report.flows.iter().map(|flow| flow.id.as_str()));
            let flows = || few(&report.flows.iter().map(|flow| flow.id.as_str()).collect::<Vec<_>>());
            let hint = near.map_or_else(
                || format!("flows: {}", flows()),
                |near| format!("did you mean `{near}`?"),
            );
            bail!("the design has no flow `{id}`; {hint}");
        }
    }
    let of_flow = |picture: &Picture| picture.flow.as_ref().is_some_and(|flow| arguments.flows.contains(flow));
    let asked = report.drills.get(..report.drills_asked).unwrap_or_default();
    let of_drill = |picture: &Picture| asked.iter().any(|drill| picture.drill.as_ref() == Some(&drill.line));
    let narrowed = !arguments.flows.is_empty() || !arguments.drills.is_empty();
    let wanted = |picture: &Picture| match (arguments.views.is_empty(), narrowed) {
        (true, false) => all || picture.view.id == USUAL,
        // Of a flow its steps, unless all that there is of it is wanted.
        (true, true) => of_flow(picture) && (all || picture.view.id == STEPS) || of_drill(picture),
        (false, _) => {
            let one_of = |about: &Option<String>, names: &[String]| about.is_none() || names.is_empty();
            arguments.views.iter().any(|view| view == picture.view.id)
                && (one_of(&picture.flow, &arguments.flows) || of_flow(picture))
                && (one_of(&picture.drill, &arguments.drills) || of_drill(picture))
        }
    };
    let pictures: Vec<Picture> = emit::pictures(report).into_iter().filter(wanted).collect();
    if pictures.is_empty() {
        bail!(
            "the design has nothing to draw there: it lacks what {} shows",
            arguments.views.join(" and ")
        );
    }
    Ok(pictures)
}

/// How much is drawn; an error where --focus names what the design does not have.
fn extent(arguments: &Arguments, report: &Report) -> anyhow::Result<Extent> {
    let focus = match arguments.focus.as_slice() {
        [] => None,
        names => {
            let focus = Focus::new(report, names.to_vec(), arguments.depth);
            Some(focus.map_err(|id| unfocused(&id, report))?)
        }
    };
    Ok(Extent {
        focus,
        whole: arguments.whole,
    })
}

/// That there is nothing of that name to focus on, and what comes near.
fn unfocused(id: &str, report: &Report) -> anyhow::Error {
    let known = Focus::known(report);
    let parties = [FocusKind::Component, FocusKind::Actor];
    let parties = known.iter().filter(|(kind, _)| parties.contains(kind));
    let hint = nearest(id, known.iter().map(|(_, name)| *name)).map_or_else(
        || {
            let names: Vec<&str> = parties.map(|(_, name)| *name).collect();
            format!("there are: {}", few(&names))
        },
        |near| format!("did you mean `{near}`?"),
    );
    anyhow!("--focus: the design has no component, actor, flow, region or entity `{id}`; {hint}")
}

/// Whether a picture can be written in a format.
fn has(picture: &Picture, format: &emit::Format) -> bool {
    picture.formats().any(|one| one.id == format.id)
}

/// An ending of the file that promises what is none of our formats.
fn pixels(arguments: &Arguments) -> Option<&str> {
    let ending = arguments
        .out
        .file()
        .filter(|_| arguments.format.is_none())?
        .extension()?
        .to_str()?;
    let known = ["png", "jpg", "jpeg", "gif", "webp", "pdf"];
    known.contains(&ending.to_ascii_lowercase().as_str()).then_some(ending)
}

/// The format that was asked for, else the one of the file's ending.
fn format(arguments: &Arguments) -> Option<&'static emit::Format> {
    let by_ending = || {
        let ending = arguments.out.file().and_then(Path::extension)?.to_str()?;
        FORMATS.iter().find(|format| format.extension == ending)
    };
    arguments.format.as_deref().and_then(emit::format).or_else(by_ending)
}
