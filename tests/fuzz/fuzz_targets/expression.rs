//! Lines of napkin mathematics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use napkin::calc::calculate;
use napkin::quantity::{Profile, Sampling};

fuzz_target!(|text: &str| {
    calculate(text, Profile::default(), Sampling { samples: 8, seed: 1 });
});
