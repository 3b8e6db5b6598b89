//! All tests in one binary: text in, text out.

mod architecture;
mod brute_force;
mod catalog;
mod command_line;
mod fixture;
mod reading;
mod rule_pages;
mod tools;
mod worked_example;
