//! A file of a user's catalog; its first line is the path.
#![no_main]

use libfuzzer_sys::fuzz_target;
use napkin::catalog::Catalog;
use napkin::source::Sources;

fuzz_target!(|text: &str| {
    let (path, text) = text.split_once('\n').unwrap_or(("catalog/technology/x.yaml", text));
    let file = (path.to_string(), text.to_string());
    Catalog::embedded().overlay(&[file], &mut Sources::default());
});
