//! All tests in one binary: text in, text out.

mod access_pages;
mod amend;
mod architecture;
mod bounds;
mod brute_force;
mod calc;
mod capacity_plan;
mod capacity_rows;
mod cases;
mod catalog;
mod ci_docs;
mod ci_output;
mod ci_project;
mod command_line;
mod completions;
mod contradictions;
mod cost;
#[cfg(unix)]
mod databases;
mod dice;
mod diff;
mod diff_command;
mod diff_page;
mod documents;
mod draft_api;
mod draft_doors;
mod draft_hostile;
mod draft_keys;
#[cfg(unix)]
mod draft_sql;
mod draft_tags;
mod drawn;
mod drill_answers;
mod drills;
#[cfg(unix)]
mod file_system;
mod fixture;
mod focus;
mod golden;
mod growth;
mod hostile;
mod hostile_text;
mod interview;
#[cfg(unix)]
mod interview_changes;
mod interview_commands;
mod interview_dropped;
mod interview_facts;
#[cfg(unix)]
mod interview_killed;
mod interview_length;
#[cfg(unix)]
mod interview_lines;
mod interview_plain;
#[cfg(unix)]
mod interview_terminal;
mod kept;
mod latency;
mod latency_verdicts;
mod load_drills;
mod manual;
mod monotone;
mod mutated;
mod names;
mod narrow;
mod openpsa;
mod oracles;
mod overload;
mod page;
mod price_layers;
#[cfg(unix)]
mod pty;
mod published;
mod queueing;
mod quiz;
mod reading;
mod recommend;
mod regions_and_majorities;
mod reliability;
mod reserved_words;
mod review;
mod review_beside;
mod rule_groups;
mod rule_pages;
mod schema;
mod sessions;
#[cfg(unix)]
mod shells;
mod standing_in;
#[cfg(unix)]
mod stored_sizes;
mod survive;
mod svg;
mod terminal;
mod tidy;
mod tools;
mod topics;
mod verdicts;
#[cfg(unix)]
mod watch;
mod whatif;
mod worked_example;
