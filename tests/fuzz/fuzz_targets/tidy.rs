//! A file of YAML put into the one look, twice: the second time changes nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use napkin::source::{FileId, Source};
use napkin::tidy::tidy;

fuzz_target!(|text: &str| {
    if let Ok(once) = tidy(FileId(0), &Source::new("design.yaml", text)) {
        let twice = tidy(FileId(0), &Source::new("design.yaml", once.as_str()));
        assert_eq!(twice.ok(), Some(once));
    }
});
