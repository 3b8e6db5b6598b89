//! napkin turns the files of a design into a [`report::Report`] with a few pure functions.
//!
//! What it knows about the world lies in `catalog/`, what it says about a design lies in [`rules`], what it
//! writes lies in [`emit`], [`draft`] and `templates/`.
//!
//! | word | meaning |
//! |---|---|
//! | *design* | the files of one system as a user wrote them |
//! | *component* | a box of the design; it fills a *function* of the catalog with a *technology* |
//! | *flow*, *step* | what happens on one request, call by call |
//! | *figure* | a number that keeps its formula and its sources |
//! | *finding*, *rule* | what is wrong or unknown at a place, and who says so |
//! | *verdict* | a requirement judged by an analysis: pass, fail or unknown |
//! | *report* | all of it, ready to be shown |
//!
//! The library does no input or output and has no clock: the binary reads the files and hands their texts in.

pub mod amend;
pub mod analysis;
pub mod assemble;
pub mod baseline;
pub mod calc;
pub mod catalog;
pub mod design;
pub mod diff;
pub mod document;
pub mod draft;
pub mod emit;
pub mod figure;
pub mod finding;
pub mod fix;
pub mod form;
pub mod interview;
pub mod model;
pub mod ordering;
pub mod overload;
pub mod project;
pub mod quantity;
pub mod queueing;
pub mod quiz;
pub mod recommend;
pub mod reliability;
pub mod report;
pub mod reserved;
pub mod review;
pub mod rules;
pub mod schema;
pub mod source;
pub mod tidy;
pub mod whatif;

use analysis::Detail;
use design::Settings;
use finding::Finding;
use model::Model;
use project::Project;
use report::Report;
use source::{Source, Sources};

/// The texts of one run.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// The design file first, then its includes.
    pub files: Vec<Source>,
    /// A user's catalog: paths and texts.
    pub catalog: Vec<(String, String)>,
    /// What holds for all designs of a project.
    pub project: Option<Project>,
    pub settings: Settings,
    /// How much of the report is wanted.
    pub detail: Detail,
    /// Whether an edit is looked for that mends a requirement that fails.
    pub cures: bool,
    /// What went wrong while the files were gathered; with any, a part is missing and only the texts are judged.
    pub problems: Vec<Finding>,
}

/// What a run gives.
pub struct Outcome {
    /// All texts, for drawing carets.
    pub sources: Sources,
    /// With findings about the form, only these are filled in.
    pub report: Report,
}

/// The whole way: parse → resolve → analyse → check → assemble.
pub fn run(input: Input) -> Outcome {
    let detail = input.detail;
    let again = input.cures.then(|| input.clone());
    let project = input.project.clone();
    let choices = project.as_ref().map(|p| p.choices.clone()).unwrap_or_default();
    let mut parts = 0;
    let (sources, report) = study(input, |model, sources, form| match form {
        Form::Sound => {
            parts = model.parts();
            let warm = analysis::warm::model(model);
            let model = warm.as_ref().unwrap_or(model);
            let analysis = analysis::analyse(model, detail);
            let findings = choices.apply(rules::check(model, &analysis));
            assemble::report(model, &analysis, sources, findings, detail)
        }
        Form::Broken(findings) => assemble::broken(Some(model.design), sources, &findings),
    });
    let mut report = report.unwrap_or_else(|findings| assemble::broken(None, &sources, &findings));
    if let Some(project) = project {
        assemble::project(&mut report, project.name(), choices.off());
    }
    if let Some(input) = again {
        whatif::cure(&input, parts, &mut report);
    }
    Outcome { sources, report }
}

/// What is known of the form of a design once its names are looked up.
enum Form {
    /// What rests on it can be computed.
    Sound,
    /// All computing would be guesswork.
    Broken(Vec<Finding>),
}

/// Parses and resolves, and hands the model on; the findings where there is nothing to resolve.
fn study<T>(input: Input, then: impl FnOnce(&Model, &Sources, Form) -> T) -> (Sources, Result<T, Vec<Finding>>) {
    let mut sources = Sources::default();
    for file in input.files {
        sources.add(file);
    }
    let incomplete = !input.problems.is_empty();
    let mut findings = input.problems;
    let settings = Settings {
        usual_profile: input.project.as_ref().and_then(|project| project.profile),
        ..input.settings
    };
    let design = design::parse(&mut sources, &settings, &mut findings);
    let (catalog, faults) = rules::catalog(&input.catalog, &mut sources);
    findings.extend(faults);
    findings.extend(input.project.iter().flat_map(|project| project.findings(&mut sources)));
    let Some(design) = design.filter(|_| !incomplete) else {
        return (sources, Err(findings));
    };
    let model = Model::resolve(&design, &catalog);
    findings.extend(rules::form(&model));
    let form = if findings.is_empty() {
        Form::Sound
    } else {
        Form::Broken(findings)
    };
    let result = then(&model, &sources, form);
    (sources, Ok(result))
}
