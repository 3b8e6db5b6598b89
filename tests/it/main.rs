//! All tests in one binary: text in, text out.

mod architecture;
mod brute_force;
mod catalog;
mod fixture;
mod reading;
mod tools;
mod worked_example;
