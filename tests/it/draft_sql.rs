//! The SQL of every design against real servers: it runs, and each question is answered by the index that it names.

use crate::access_pages;
use crate::databases::{Said, Server, sqlite};
use crate::tools::designs;
use napkin::draft::sql::{Dialect, Probe, probes};
use napkin::draft::{Choice, form};
use napkin::report::Report;

/// The SQL of a design in a dialect, whatever its stores speak; empty where it has no relational store.
pub fn schema(report: &Report, dialect: Dialect) -> String {
    let choice = Choice {
        dialect: Some(dialect),
        ..Choice::default()
    };
    let files = form("sql").unwrap().draft(report, choice);
    files.into_iter().map(|file| file.text).collect()
}

/// All designs, and one whose feed is made on reading.
fn all() -> Vec<(String, Report)> {
    let mut all = designs().to_vec();
    all.push(("feed".to_string(), access_pages::feed()));
    all
}

/// Runs a schema and explains its questions; what is said of each.
fn explained(said: &Said, name: &str, probes: &[Probe]) -> Vec<String> {
    assert!(said.fine && said.err.is_empty(), "{name}: {}", said.err);
    let plans: Vec<String> = said.out.split("PROBE").skip(1).map(str::to_string).collect();
    assert_eq!(plans.len(), probes.len(), "{name}: {}", said.out);
    plans
}

#[test]
fn postgres_runs_every_schema_and_uses_every_index() {
    let Some(server) = Server::postgres() else { return };
    for (at, (name, report)) in all().iter().enumerate() {
        let probes = probes(report, Dialect::Postgres);
        // Tables are empty here, and reading an empty table is the cheapest plan of all.
        let mut script = format!("CREATE SCHEMA d{at}; SET search_path TO d{at};\n");
        script += &schema(report, Dialect::Postgres);
        script += "SET enable_seqscan = off; SET enable_sort = off;\n";
        for probe in &probes {
            script += &format!("\\echo PROBE\nEXPLAIN (COSTS OFF) {};\n", probe.query);
        }
        let said = server.ask(&script);
        for (plan, probe) in explained(&said, name, &probes).iter().zip(&probes) {
            let names = |index: &str| plan.contains(&format!(" {index} ")) || plan.contains(&format!(" {index}\n"));
            // Each partition has an index of its own name.
            let partitioned = plan.contains(&format!("on {}_rest", probe.table));
            // Another index may do as well: then it does the whole of it.
            let whole = plan.contains("Index Cond") && !plan.contains("Filter:") && !plan.contains("Sort")
                || plan.contains(" using uq_");
            let found = names(&probe.index) || whole && !partitioned || partitioned && plan.contains("Index");
            assert!(
                found,
                "{name}: {}\n{}\nwanted {}\n{plan}",
                probe.about, probe.query, probe.index
            );
        }
    }
}

#[test]
fn sqlite_runs_every_schema_and_searches() {
    for (name, report) in &all() {
        let probes = probes(report, Dialect::Sqlite);
        let mut script = String::from("PRAGMA foreign_keys = ON;\n") + &schema(report, Dialect::Sqlite);
        for probe in &probes {
            script += &format!("SELECT 'PROBE';\nEXPLAIN QUERY PLAN {};\n", probe.query);
        }
        script += "PRAGMA foreign_key_check;\n";
        let Some(said) = sqlite(&script) else { return };
        for (plan, probe) in explained(&said, name, &probes).iter().zip(&probes) {
            let searched = plan.contains("SEARCH") && !plan.contains("SCAN");
            assert!(searched, "{name}: {}\n{}\n{plan}", probe.about, probe.query);
        }
    }
}

#[test]
fn mysql_runs_every_schema_and_has_every_index() {
    let Some(server) = Server::mariadb() else { return };
    for (at, (name, report)) in all().iter().enumerate() {
        let probes = probes(report, Dialect::Mysql);
        let mut script = format!("CREATE DATABASE d{at}; USE d{at};\n") + &schema(report, Dialect::Mysql);
        for probe in &probes {
            // Of an empty table the planner says nothing: the query runs, and the index is forced on it.
            let hint = format!(" FORCE INDEX (`{}`) WHERE ", probe.index);
            script += &format!("SELECT 'PROBE';\n{};\n", probe.query.replacen(" WHERE ", &hint, 1));
        }
        explained(&server.ask(&script), name, &probes);
    }
}
