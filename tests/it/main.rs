//! All tests in one binary: text in, text out.

mod architecture;
mod brute_force;
mod calc;
mod capacity_plan;
mod capacity_rows;
mod catalog;
mod command_line;
mod cost;
mod fixture;
mod golden;
mod growth;
mod latency;
mod latency_verdicts;
mod names;
mod oracles;
mod queueing;
mod reading;
mod rule_groups;
mod rule_pages;
mod sessions;
mod terminal;
mod tools;
mod whatif;
mod worked_example;
