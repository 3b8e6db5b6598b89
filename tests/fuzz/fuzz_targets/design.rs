//! A design through every stage: report, pictures, drafts, document.
#![no_main]

use libfuzzer_sys::fuzz_target;
use napkin::design::{Settings, drill::Wanted};
use napkin::document::{Matter, Place};
use napkin::draft::{Choice, FORMS};
use napkin::emit::{self, FORMATS};
use napkin::quantity::Sampling;
use napkin::source::Source;
use napkin::{Input, document, fix, run};

fuzz_target!(|text: &str| {
    let input = Input {
        files: vec![Source::new("design.yaml", text)],
        settings: Settings {
            sampling: Sampling { samples: 8, seed: 1 },
            drills: Wanted::All,
            ..Settings::default()
        },
        ..Input::default()
    };
    let report = run(input.clone()).report;
    if !report.is_sound() {
        fix::fix(&input);
        return;
    }
    for picture in emit::pictures(&report) {
        for format in FORMATS {
            picture.draw(&report, format);
        }
    }
    for form in FORMS {
        form.draft(&report, Choice::default());
    }
    document::render(Matter::of(&report), "prd", &[], Place::Alone).expect("our own templates render");
});
