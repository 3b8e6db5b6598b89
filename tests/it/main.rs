//! All tests in one binary: text in, text out.

mod architecture;
mod brute_force;
mod capacity_plan;
mod capacity_rows;
mod catalog;
mod command_line;
mod fixture;
mod golden;
mod growth;
mod reading;
mod rule_pages;
mod sessions;
mod tools;
mod worked_example;
