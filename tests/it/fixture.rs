//! Designs for tests, resolved and analysed.

use napkin::analysis::availability::{Conditions, FlowAvailability, of_flow};
use napkin::analysis::load::{Condition, Load, load};
use napkin::catalog::Catalog;
use napkin::design::{self, Design, Settings};
use napkin::model::Model;
use napkin::source::{Source, Sources};

/// Reads a design that must be sound, with catalog files laid over the embedded ones.
pub fn read(text: &str, settings: &Settings, overlay: &[(&str, &str)]) -> (Design, Catalog) {
    let mut sources = Sources::default();
    sources.add(Source::new("test.yaml", text));
    let mut findings = Vec::new();
    let design = design::parse(&mut sources, settings, &mut findings).expect("a design");
    let mut catalog = Catalog::embedded();
    let overlay: Vec<(String, String)> = overlay
        .iter()
        .map(|(path, text)| ((*path).to_string(), (*text).to_string()))
        .collect();
    findings.extend(catalog.overlay(&overlay, &mut sources));
    assert!(findings.is_empty(), "{findings:#?}");
    (design, catalog)
}

/// The load with these components down.
pub fn load_without<'a>(model: &Model<'a>, down: &[&str]) -> Load<'a> {
    let down = down
        .iter()
        .map(|id| model.component_index(id).expect("a component"))
        .collect();
    load(
        model,
        &Condition {
            down,
            ..Condition::default()
        },
    )
}

/// Availability of a flow.
pub fn availability(model: &Model, flow: &str) -> FlowAvailability {
    let mut healthy = load(model, &Condition::default());
    let mut conditions = Conditions::new(model, &mut healthy);
    of_flow(&mut conditions, model.flow_index(flow).expect("a flow"), None).expect("an availability")
}

/// Asserts that a number rounds to the expected one, which is given to this many significant digits.
#[track_caller]
pub fn close(found: f64, expected: f64, digits: i32) {
    let last = expected.abs().log10().floor() as i32 - digits + 1;
    let allowed = 0.500_001 * 10f64.powi(last);
    assert!(
        (found - expected).abs() <= allowed,
        "found {found}, expected {expected}"
    );
}
