//! All tests in one binary: text in, text out.

mod fixture;
mod worked_example;
