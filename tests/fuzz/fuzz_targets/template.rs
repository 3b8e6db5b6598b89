//! A user's template over a small report.
#![no_main]

use libfuzzer_sys::fuzz_target;
use napkin::document::{Matter, Place};
use napkin::quantity::Sampling;
use napkin::report::Report;
use napkin::source::Source;
use napkin::{Input, document, run};
use std::sync::OnceLock;

fn report() -> &'static Report {
    static REPORT: OnceLock<Report> = OnceLock::new();
    REPORT.get_or_init(|| {
        let mut input = Input {
            files: vec![Source::new("design.yaml", include_str!("../../../designs/url-shortener.yaml"))],
            ..Input::default()
        };
        input.settings.sampling = Sampling { samples: 0, seed: 1 };
        run(input).report
    })
}

fuzz_target!(|text: &str| {
    let own = [("templates/prd.md".to_string(), text.to_string())];
    let _ = document::render(Matter::of(report()), "prd", &own, Place::Alone);
});
