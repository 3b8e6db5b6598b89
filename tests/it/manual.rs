//! The pages of the manual, held against the programs that show them; and the design that one begins with.

use crate::command_line::{SMALL, ends, folder, run};
use crate::tools;
use std::fs;
use std::process::Command;

#[test]
fn every_page_is_one() {
    let here = folder("manual", &[]);
    ends(&here, &["man", "-o", "pages/", "--quiet"], 0);
    let mut pages: Vec<_> = fs::read_dir(here.join("pages"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    pages.sort();
    assert!(pages.len() > 20, "{pages:?}");
    for page in &pages {
        let name = page.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(page).unwrap();
        for section in ["NAME", "SYNOPSIS", "EXIT STATUS", "ENVIRONMENT", "FILES", "SEE ALSO"] {
            assert!(
                text.contains(&format!(".SH {section}\n")) || text.contains(&format!(".SH \"{section}\"\n")),
                "{name}: {section}"
            );
        }
        let path = page.to_string_lossy();
        if let Some(out) = tools::run("mandoc", &["-Tlint", "-Wwarning", &path], "apt-get install mandoc") {
            let said = String::from_utf8_lossy(&out.stdout).into_owned();
            let bad: Vec<&str> = said.lines().filter(|line| !line.contains("missing date")).collect();
            assert!(bad.is_empty(), "{name}: {bad:#?}");
        }
        let groff = ["--warnings", "-E", "UTF-8", "-l", "-Tutf8", &path];
        if let Some(out) = tools::run("man", &groff, "apt-get install man-db") {
            assert!(out.status.success() && out.stderr.is_empty(), "{name}: {out:?}");
        }
    }
    // The one of a verb is the same by itself.
    let said = ends(&here, &["man", "catalog", "show"], 0);
    assert_eq!(
        said.out,
        fs::read_to_string(here.join("pages/napkin-catalog-show.1")).unwrap()
    );
    for words in [&["man", "chek"][..], &["man", "calc", "more"]] {
        ends(&here, words, 2);
    }
}

#[test]
fn a_new_design_checks_clean() {
    let here = folder("new", &[("there.yaml", SMALL)]);
    ends(&here, &["new", "Photo sharing: the \"{actor}\" way # 2"], 0);
    let said = ends(&here, &["check", "--strict", "photo-sharing-the-actor-way-2.yaml"], 0);
    assert!(
        said.out.contains("0 errors, 0 warnings") && said.out.contains("0 unknown"),
        "{}",
        said.out
    );
    // A file that is there stays, whoever wrote it.
    let said = ends(&here, &["new", "there.yaml"], 2);
    assert!(said.err.contains("stays as it is"), "{}", said.err);
    assert_eq!(fs::read_to_string(here.join("there.yaml")).unwrap(), SMALL);
    for words in [
        &["new", "?!"][..],
        &["new", "x", "--case", "nothing"],
        &["new", "x", "-o", "no/where.yaml"],
    ] {
        ends(&here, words, 2);
    }
    let cases = ends(&here, &["catalog", "list", "case", "--format", "json"], 0);
    let cases: serde_json::Value = serde_json::from_str(&cases.out).unwrap();
    let cases = cases.as_array().unwrap();
    assert!(cases.len() > 20);
    for case in cases {
        let case = case["id"].as_str().unwrap();
        let file = format!("{case}.yaml");
        ends(&here, &["new", &file, "--case", case], 0);
        let said = run(&here, &["check", "--strict", &file]);
        assert!(
            said.code == 0 && said.out.contains("0 errors, 0 warnings"),
            "{case}\n{}",
            said.out
        );
    }
}

#[test]
fn the_page_of_the_project_file_has_every_key() {
    let here = folder("project_page", &[("a.yaml", SMALL)]);
    let page = ends(&here, &["explain", "project-file"], 0).out;
    for row in napkin::project::PROJECT.keys {
        assert!(page.contains(&format!("  {} ", row.name)), "{}\n{page}", row.name);
    }
    let data = ends(&here, &["explain", "project-file", "--format", "json"], 0).out;
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    // The example holds, once the folders that it names are there.
    fs::create_dir(here.join("ours")).unwrap();
    fs::create_dir(here.join("agreed")).unwrap();
    fs::write(here.join("napkin.yaml"), data["example"].as_str().unwrap()).unwrap();
    ends(&here, &["check", "a.yaml"], 0);
}

#[test]
fn the_pages_of_a_design_lead_to_every_part() {
    let here = folder("design_pages", &[]);
    let data = ends(&here, &["explain", "design-file", "--format", "json"], 0).out;
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    for row in napkin::design::table::DESIGN.keys {
        let keys = data["keys"].as_array().unwrap();
        assert!(keys.iter().any(|key| key["name"] == row.name), "{}", row.name);
    }
    let parts: Vec<&str> = data["parts"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|p| p.as_str())
        .collect();
    assert!(parts.contains(&"step") && parts.contains(&"latency"), "{parts:?}");
    let page = ends(&here, &["explain", "design-file", "step"], 0).out;
    for row in napkin::design::table::STEP.keys {
        assert!(page.contains(&format!("  {} ", row.name)), "{}\n{page}", row.name);
    }
    assert_eq!(page, ends(&here, &["explain", "design-file", "Step"], 0).out);
    let flow = ends(&here, &["explain", "design-file", "flow"], 0).out;
    assert_eq!(flow, ends(&here, &["explain", "design-file", "flows"], 0).out);
    // Who asks for the bare word is led there.
    assert!(
        ends(&here, &["explain", "flows"], 2)
            .err
            .contains("napkin explain design-file flows")
    );
    ends(&here, &["explain", "design-file", "nothing"], 2);
}

#[test]
fn the_page_of_a_comparison_has_every_section() {
    let here = folder("diff_page_of_words", &[]);
    let page = ends(&here, &["explain", "diff"], 0).out;
    let data = ends(&here, &["explain", "diff", "--format", "json"], 0).out;
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    // The headings of a comparison as its writer has them.
    let writer = include_str!("../../src/cli/delta.rs");
    let written = writer.split("section(&mut out, look, \"").skip(1);
    let written: Vec<&str> = written.filter_map(|rest| rest.split('"').next()).collect();
    let listed: Vec<&str> = (data["sections"].as_array().unwrap().iter())
        .map(|section| section["name"].as_str().unwrap())
        .collect();
    assert!(written.len() > 4);
    for name in written {
        assert!(page.contains(name) && listed.contains(&name), "{name}\n{page}");
    }
}

#[test]
fn a_variable_names_the_project_file() {
    let files = [
        ("a.yaml", SMALL),
        ("napkin.yaml", "profile: interview\n"),
        ("other.yaml", "profile: billing\n"),
    ];
    let here = folder("project_variable", &files);
    let profile = |words: &[&str], named: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_napkin"));
        command.current_dir(&here).env("NAPKIN_CONFIG", named);
        let out = command.args(["estimate", "a.yaml", "--format", "json"]).args(words);
        let out = out.output().unwrap();
        let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        report["profile"].as_str().unwrap().to_string()
    };
    assert_eq!(profile(&[], "other.yaml"), "billing");
    assert_eq!(profile(&[], ""), "interview");
    assert_eq!(profile(&["--config", "napkin.yaml"], "other.yaml"), "interview");
    assert_eq!(profile(&["--no-config"], "other.yaml"), "exact");
}
