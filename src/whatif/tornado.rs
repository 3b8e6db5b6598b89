//! What each input does to one figure.

use super::{Refusal, unknown};
use crate::analysis::Detail;
use crate::assemble::{self, Ledger};
use crate::figure::{Figures, Id, Origin, Swing};
use crate::report::{self, Tornado};
use crate::source::Span;
use crate::{Form, Input, analysis, design, study};

/// Most inputs that are listed.
const MOST: usize = 25;
/// An input that moves the figure by less than this share of it is left out.
const LEAST: f64 = 0.002;

/// The swings of the figure of this name over all inputs that it rests on, from the file and from the catalog.
///
/// # Errors
/// The form of the design is wrong, there is no such figure, or it is unknown.
pub fn tornado(input: Input, name: &str) -> Result<Tornado, Refusal> {
    let paths = design::paths(&input.files, &input.settings);
    let (sources, result) = study(input, |model, sources, form| match form {
        Form::Broken(findings) => Err(findings),
        Form::Sound => {
            let analysis = analysis::analyse(model, Detail::Values);
            let ledger = Ledger::new(&analysis.load.figures, sources, Detail::Everything);
            Ok(of_figure(&ledger, &paths, name))
        }
    });
    match result {
        Ok(Ok(tornado)) => tornado,
        Ok(Err(findings)) | Err(findings) => {
            let report = assemble::broken(None, &sources, &findings);
            Err(super::form(sources, report))
        }
    }
}

fn of_figure(ledger: &Ledger, paths: &[(Span, String)], name: &str) -> Result<Tornado, Refusal> {
    let figures = ledger.figures;
    // What was written last under a name is what counts.
    let Some(id) = figures.all_named().filter(|id| figures.name(*id) == name).last() else {
        return Err(unknown("figure", name, figures.all_named().map(|id| figures.name(id))));
    };
    if figures.value(id).is_none() {
        let missing = figures.missing_facts(id, 3).join(", ");
        return Err(Refusal::Question(format!("`{name}` is unknown; missing: {missing}")));
    }
    let value = figures.value(id).unwrap_or_default();
    let matters = |swing: &Swing| (swing.figure.1 - swing.figure.0).abs() >= LEAST * value.abs();
    let inputs = figures.swings(id).into_iter().filter(matters).take(MOST).map(|swing| {
        let show = |id: Id, x: f64| figures.show(id, x);
        report::Swing {
            input: words(figures, paths, swing.input),
            source: ledger.source(figures.origin(swing.input)),
            uncertain: swing.uncertain,
            low_input: show(swing.input, swing.moved.0),
            high_input: show(swing.input, swing.moved.1),
            low: swing.figure.0,
            high: swing.figure.1,
            low_text: show(id, swing.figure.0),
            high_text: show(id, swing.figure.1),
            elasticity: swing.elasticity,
        }
    });
    Ok(Tornado {
        generated: assemble::GENERATED.to_string(),
        inputs: inputs.collect(),
        figure: ledger.figure(id),
    })
}

/// An input by its path, or the entry of the catalog, and what is written there; any other by its name.
fn words(figures: &Figures, paths: &[(Span, String)], input: Id) -> String {
    let place = match figures.origin(input) {
        Origin::File(place) => place,
        // `catalog price-aws-ec2: …`: the entry says what the number is of.
        Origin::Catalog(text) => {
            let entry = text.strip_prefix("catalog ").and_then(|rest| rest.split(':').next());
            return format!("{} ({})", entry.unwrap_or("catalog"), figures.written_text(input));
        }
        _ => return figures.input_text(input),
    };
    let holds = |span: &Span| span.file == place.file && span.start <= place.start && place.end <= span.end;
    match paths.iter().find(|(span, _)| holds(span)) {
        Some((_, path)) => format!("{path} ({})", figures.written_text(input)),
        None => figures.input_text(input),
    }
}
