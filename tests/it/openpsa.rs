//! The exported fault trees, solved again by SCRAM: probabilities, minimal cut sets and importance are the same.

use crate::dice::Dice;
use crate::fixture::read;
use crate::tools;
use napkin::analysis::availability::{Conditions, of_flow};
use napkin::analysis::load::{Condition, load};
use napkin::design::Settings;
use napkin::emit;
use napkin::model::Model;
use napkin::reliability::{System, cuts, importance, solve};
use napkin::report::Report;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Trees with more basic events, or with more units in one tier, are too much for SCRAM.
const MOST_EVENTS: usize = 40;
const MOST_UNITS: u32 = 6;
/// Cut sets are compared up to this order.
const ORDER: u32 = 3;

/// What SCRAM says of one tree.
#[derive(Debug, Default)]
struct Answer {
    probability: f64,
    /// Products: order and probability.
    products: Vec<(u32, f64)>,
    /// Birnbaum importance of its events.
    birnbaum: Vec<f64>,
}

/// Runs SCRAM over a file; none, said loudly, where it is missing.
fn scram(name: &str, xml: &str, order: u32) -> Option<BTreeMap<String, Answer>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (input, output) = (
        folder.join(format!("{name}.xml")),
        folder.join(format!("{name}-out.xml")),
    );
    fs::write(&input, xml).unwrap();
    let (input, output) = (
        input.to_string_lossy().into_owned(),
        output.to_string_lossy().into_owned(),
    );
    let limit = order.to_string();
    let arguments = [
        "--bdd",
        "--probability",
        "1",
        "--importance",
        "1",
        "--cut-off",
        "0",
        "-l",
        &limit,
        &input,
        "-o",
        &output,
    ];
    let ran = tools::run("scram", &arguments, "apt-get install scram")?;
    assert!(
        ran.status.success(),
        "{name}: {}{}",
        String::from_utf8_lossy(&ran.stdout),
        String::from_utf8_lossy(&ran.stderr)
    );
    Some(read_answers(&fs::read_to_string(output).unwrap()))
}

fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let start = line.find(&format!(" {name}=\""))? + name.len() + 3;
    line[start..].split('"').next()
}

fn read_answers(report: &str) -> BTreeMap<String, Answer> {
    let mut answers: BTreeMap<String, Answer> = BTreeMap::new();
    let mut name = String::new();
    for line in report.lines().map(str::trim) {
        let number = |attr: &str| attribute(line, attr).map_or(0.0, |v| v.parse::<f64>().unwrap());
        if line.starts_with("<sum-of-products") {
            name = attribute(line, "name").unwrap().to_string();
            answers.entry(name.clone()).or_default().probability = number("probability");
        } else if line.starts_with("<product ") {
            let order = number("order") as u32;
            answers
                .get_mut(&name)
                .unwrap()
                .products
                .push((order, number("probability")));
        } else if line.starts_with("<importance ") {
            name = attribute(line, "name").unwrap().to_string();
        } else if line.starts_with("<basic-event") && line.contains(" MIF=") {
            answers.get_mut(&name).unwrap().birnbaum.push(number("MIF"));
        }
    }
    answers
}

/// SCRAM prints six digits.
fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 2e-5 * a.abs().max(b.abs())
}

/// Whether the trees of a system have no *not*, and every group of units in them.
fn is_plain(system: &System) -> bool {
    system.choices.is_empty() && system.tiers.iter().all(|t| t.groups() == 1 || t.every_group)
}

fn is_small(system: &System) -> bool {
    let units = |t: &napkin::reliability::Tier| -> u32 {
        t.layouts
            .iter()
            .map(|l| l.groups * l.units.iter().map(|(_, n)| n).sum::<u32>())
            .sum()
    };
    let events = system.tiers.iter().map(|t| units(t) as usize).sum::<usize>() + system.places.len();
    events <= MOST_EVENTS && system.tiers.iter().all(|t| units(t) <= MOST_UNITS)
}

/// Compares one tree, and says whether its cut sets were compared too.
fn compare(name: &str, system: &System, answer: &Answer, order: u32) -> bool {
    let solution = solve(system);
    assert!(solution.down.is_exact(), "{name}");
    assert!(
        close(solution.down.low, answer.probability),
        "{name}: {:e}, SCRAM {:e}",
        solution.down.low,
        answer.probability
    );
    if !is_plain(system) || solution.down.low >= 1.0 {
        return false;
    }
    let found = cuts(&solution, order);
    assert!(found.complete, "{name}");
    let mut ours: Vec<(u32, f64)> = Vec::new();
    for cut in &found.list {
        ours.extend((0..cut.sets as usize).map(|_| (cut.order(), cut.probability)));
    }
    let sort = |list: &mut Vec<(u32, f64)>| list.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut theirs = answer.products.clone();
    sort(&mut ours);
    sort(&mut theirs);
    assert_eq!(ours.len(), theirs.len(), "{name}: {:#?}", found.list);
    for (a, b) in ours.iter().zip(&theirs) {
        assert!(a.0 == b.0 && close(a.1, b.1), "{name}: {a:?}, SCRAM {b:?}");
    }
    // SCRAM tells the importance of events in products that it kept: with all of them kept, of all that matter.
    if order > 15 {
        let mut ours: Vec<f64> = importance(&solution)
            .iter()
            .flat_map(|i| (0..i.alike).map(move |_| i.birnbaum()))
            // What is left by rounding of an event that matters to no cut set.
            .filter(|b| *b > 1e-13)
            .collect();
        let mut theirs = answer.birnbaum.clone();
        ours.sort_by(f64::total_cmp);
        theirs.sort_by(f64::total_cmp);
        assert_eq!(ours.len(), theirs.len(), "{name}");
        for (a, b) in ours.iter().zip(&theirs) {
            assert!(close(*a, *b), "{name}: importance {a:e}, SCRAM {b:e}");
        }
    }
    true
}

/// Solves the flows of a design by both; how many trees, and of how many the cut sets were compared too.
fn check(name: &str, report: &Report, model: &Model, order: u32) -> Option<(usize, usize)> {
    let mut counts = (0, 0);
    let mut healthy = load(model, &Condition::default());
    let mut conditions = Conditions::new(model, &mut healthy);
    for flow in 0..model.flows.len() {
        let Some(found) = of_flow(&mut conditions, flow, None) else {
            continue;
        };
        let id = model.flows[flow].id;
        if !found.parts.iter().all(|p| is_small(&p.peak.system)) {
            continue;
        }
        let xml = emit::openpsa(report, Some(id));
        let answers = scram(&format!("{name}-{id}"), &xml, order)?;
        assert_eq!(answers.len(), found.parts.len(), "{name} {id}");
        // Trees are named in the order of the regions; SCRAM answers by name.
        for part in &found.parts {
            let tree = match model
                .design
                .regions
                .get(part.region)
                .filter(|_| model.design.regions.len() > 1)
            {
                Some((region, _)) => format!("{id}_{}-fails", region.value.replace('-', "_")),
                None => format!("{id}-fails"),
            };
            let answer = answers
                .get(&tree)
                .unwrap_or_else(|| panic!("{name}: no {tree} in {answers:?}"));
            counts.0 += 1;
            counts.1 += usize::from(compare(&format!("{name} {tree}"), &part.peak.system, answer, order));
        }
    }
    Some(counts)
}

#[test]
fn scram_solves_the_designs_alike() {
    // Designs of many parts are too large for SCRAM in all their flows; two of three are not.
    let (mut compared, mut too_large) = (0, Vec::new());
    for (name, report) in tools::designs() {
        let text =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("designs/{name}.yaml"))).unwrap();
        let (design, catalog) = read(&text, &Settings::default(), &[]);
        let counts = check(name, report, &Model::resolve(&design, &catalog), ORDER);
        let Some((trees, _)) = counts else { return };
        match trees {
            0 => too_large.push(name),
            _ => compared += 1,
        }
    }
    assert!(compared > 2 * too_large.len(), "too large: {too_large:?}");
}

/// A random design of services and stores, with every kind of event that the analysis knows.
pub fn random_design(dice: &mut Dice) -> String {
    let mut text = String::from(
        "napkin: 1\nname: x\nload: {users: 1, peak: 1}\nactors: {u: a user}\nregions: {r: [a, b, c]}\ncomponents:\n",
    );
    let services = 2 + dice.roll(3);
    for s in 0..services {
        let zones = dice.of(&["[a]", "[a, b]", "[b, c]", "[a, b, c]"]);
        let cause = if dice.roll(3) == 0 { ", common_cause: 5 %" } else { "" };
        text.push_str(&format!(
            "  s{s}: {{is: service, replicas: {}, zones: {zones}, per_replica: {} req/s, availability: {} %{cause}}}\n",
            1 + dice.roll(4),
            dice.of(&["3", "6", "11", "1M"]),
            dice.of(&["99", "99.9", "97"]),
        ));
    }
    let replication = dice.of(&[
        "{writer: any, acks: 2, reads: 2}",
        "{writer: any, acks: 1, reads: 1}",
        "{writer: one, acks: 2, failover: 60 s}",
    ]);
    text.push_str(&format!(
        "  db: {{is: relational-database, replicas: 3, copies: 3, zones: {}, per_replica: 1M req/s, replication: {replication}}}\n",
        dice.of(&["[a, b]", "[a, b, c]"])
    ));
    text.push_str("  ext: {is: carrier-api, availability: 99.5 %, per_replica: 1M req/s}\n");
    text.push_str("data: {item: {in: db, fields: {id: id key}}}\nflows:\n  f:\n    actor: u\n    rate: 5 /s\n    in: 1 B\n    out: 1 B\n    steps:\n      - u -> s0\n");
    for s in 1..services {
        let caller = dice.roll(s);
        let option = match dice.roll(4) {
            0 if s + 1 < services => format!("{{if_down: s{}}}", s + 1),
            1 => "{if_down: ext}".to_string(),
            2 => "{optional: true}".to_string(),
            _ => "{}".to_string(),
        };
        text.push_str(&format!("      - s{caller} -> s{s}: {option}\n"));
    }
    let access = dice.of(&["read", "write"]);
    text.push_str(&format!("      - s0 -> db: {{{access}: item}}\n"));
    text
}

#[test]
fn scram_solves_random_designs_alike() {
    let mut dice = Dice(11);
    let (mut trees, mut plain) = (0, 0);
    for number in 0..40 {
        let text = random_design(&mut dice);
        let report = napkin::run(napkin::Input {
            files: vec![napkin::source::Source::new("design.yaml", text.clone())],
            ..napkin::Input::default()
        })
        .report;
        assert!(
            report.findings.iter().all(|f| !f.form),
            "{text}\n{:#?}",
            report.findings
        );
        let (design, catalog) = read(&text, &Settings::default(), &[]);
        let model = Model::resolve(&design, &catalog);
        let counts = check(&format!("random-{number}"), &report, &model, 20);
        let Some(counts) = counts else { return };
        trees += counts.0;
        plain += counts.1;
    }
    assert!(
        trees == 40 && plain > 20,
        "{trees} trees, {plain} of them with cut sets"
    );
}
