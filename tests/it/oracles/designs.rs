//! Whole systems as small designs: the load, storage, memory and bandwidth analyses meet the published figures.

use super::case::{Case, cases};
use super::{text, tree};
use napkin::design::Settings;
use napkin::form::{Node, Value};
use napkin::quantity::Profile;
use napkin::report::Report;
use napkin::source::Source;
use napkin::{Input, run};
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};

const TABLE: &str = include_str!("../../oracles/designs.yaml");

/// How far a design may be from what the inputs of a case give, where its tolerance is wider: a month is a twelfth of
/// a year here and 30 days in some sources.
const CONVENTIONS: f64 = 0.015;

/// One row of the table.
struct Expected {
    design: String,
    state: Option<String>,
    figure: Wanted,
    oracle: String,
}

enum Wanted {
    Named(String),
    /// Units that a component needs for a resource.
    Units(String, String),
}

fn table() -> Vec<Expected> {
    let tree = tree("designs.yaml", TABLE);
    let Value::Map(designs) = &tree.value else {
        panic!("designs.yaml is a map");
    };
    let mut out = Vec::new();
    for (design, rows) in designs {
        let Value::List(rows) = &rows.value else {
            panic!("{}: a list is needed", design.name);
        };
        out.extend(rows.iter().map(|row| Expected {
            design: design.name.clone(),
            state: text(row, "state").map(str::to_string),
            figure: wanted(&design.name, row),
            oracle: text(row, "oracle").unwrap_or_default().to_string(),
        }));
    }
    out
}

fn wanted(design: &str, row: &Node) -> Wanted {
    if let Some(name) = text(row, "figure") {
        return Wanted::Named(name.to_string());
    }
    let pair: Vec<&str> = match row.get("need").map(|n| &n.value) {
        Some(Value::List(pair)) => pair.iter().filter_map(Node::text).collect(),
        _ => Vec::new(),
    };
    let [component, resource] = pair[..] else {
        panic!("{design}: a row has a `figure`, or a component and a resource under `need`");
    };
    Wanted::Units(component.to_string(), resource.to_string())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/designs")
}

fn designs() -> Vec<(String, String)> {
    let mut out = Vec::new();
    for file in fs::read_dir(folder()).expect("the designs") {
        let path = file.expect("a file").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        out.push((name, fs::read_to_string(path).expect("a design")));
    }
    out
}

/// The report of a design whose form is sound.
fn report(design: &str, state: Option<&str>) -> Report {
    let name = format!("{design}.yaml");
    let text = fs::read_to_string(folder().join(&name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let report = run(Input {
        files: vec![Source::new(name, text)],
        settings: Settings {
            state: state.map(str::to_string),
            ..Settings::default()
        },
        ..Input::default()
    })
    .report;
    let form: Vec<&str> = report
        .findings
        .iter()
        .filter(|f| f.form)
        .map(|f| f.message.as_str())
        .collect();
    assert!(form.is_empty(), "{design}: {form:?}");
    report
}

/// A number of the report with its unit.
#[derive(Debug, PartialEq)]
struct Number {
    value: f64,
    unit: String,
}

fn number(figure: &Json) -> Option<Number> {
    Some(Number {
        value: figure.get("value")?.as_f64()?,
        unit: figure.get("unit")?.as_str()?.to_string(),
    })
}

/// Every figure of a name, wherever it stands.
fn named(json: &Json, name: &str, out: &mut Vec<Number>) {
    match json {
        Json::Object(map) => {
            if map.get("name").and_then(Json::as_str) == Some(name) {
                out.extend(number(json));
            }
            map.values().for_each(|v| named(v, name, out));
        }
        Json::Array(items) => items.iter().for_each(|v| named(v, name, out)),
        _ => {}
    }
}

/// The item of a list that has this text under a key.
fn item<'a>(list: &'a Json, key: &str, text: &str) -> Option<&'a Json> {
    list.as_array()?.iter().find(|item| item[key] == text)
}

fn found(report: &Report, wanted: &Wanted) -> Option<Number> {
    let json = serde_json::to_value(report).expect("a report");
    match wanted {
        Wanted::Named(name) => {
            let mut all = Vec::new();
            named(&json, name, &mut all);
            all.dedup();
            assert!(all.len() <= 1, "{name} has several values: {all:?}");
            all.pop()
        }
        Wanted::Units(component, resource) => {
            let component = item(&json["components"], "id", component)?;
            let resource = item(&component["resources"], "resource", resource)?;
            number(&resource["units_needed"])
        }
    }
}

/// Whether a design gives what its row says.
fn judge(row: &Expected, case: &Case) -> Result<(), String> {
    let place = format!("{}, {}", row.design, case.id);
    let report = report(&row.design, row.state.as_deref());
    let profile = Profile::from_name(&report.profile).expect("a profile");
    let mut number = found(&report, &row.figure).ok_or_else(|| format!("{place}: no such figure, or it is unknown"))?;
    // What a day adds is a size in the report, and a size a day in the sources.
    if matches!(&row.figure, Wanted::Named(name) if name.ends_with("growth per day")) {
        number.value /= profile.day();
        number.unit.push_str("/s");
    }
    let (recomputed, dimension) = case.in_base_units(case.recomputed, profile);
    if number.unit != dimension.to_string() {
        return Err(format!(
            "{place}: found in `{}`, published in `{dimension}`",
            number.unit
        ));
    }
    if (number.value - recomputed).abs() > CONVENTIONS * recomputed.abs() {
        let found = number.value / case.in_base_units(1.0, profile).0;
        return Err(format!(
            "{place}: found {found} {}, the inputs give {}",
            case.unit, case.recomputed
        ));
    }
    case.judge(number.value, profile)
        .map_err(|e| format!("{}: {e}", row.design))
}

#[test]
fn analyses_meet_what_was_published() {
    let (cases, rows) = (cases(), table());
    let mut failed = Vec::new();
    for row in &rows {
        let case = cases.iter().find(|c| c.id == row.oracle);
        let case = case.unwrap_or_else(|| panic!("{}: no case {}", row.design, row.oracle));
        failed.extend(judge(row, case).err());
    }
    println!(
        "{} of {} figures of {} designs met",
        rows.len() - failed.len(),
        rows.len(),
        designs().len()
    );
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_design_says_whose_it_is_and_is_in_the_table() {
    let rows = table();
    for (design, text) in designs() {
        assert!(text.starts_with("# "), "{design}: say whose example it is");
        assert!(rows.iter().any(|r| r.design == design), "{design} is not in the table");
    }
}
