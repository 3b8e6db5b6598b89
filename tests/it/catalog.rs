//! The catalog: every file reads, cites and links.

use napkin::catalog::{Catalog, Detail, Fact, Kind};
use napkin::quantity::{Profile, Sampling};
use napkin::rules;

#[test]
fn every_entry_reads() {
    let faults: Vec<String> = Catalog::embedded()
        .faults()
        .into_iter()
        .map(|(path, finding)| format!("{path}: {}", finding.message))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_link_leads_somewhere() {
    let catalog = Catalog::embedded();
    let mut wrong = Vec::new();
    for entry in catalog.entries() {
        for related in &entry.related {
            if catalog.kind(related).is_none() && rules::get(related).is_none() {
                wrong.push(format!("{}: related {related}", entry.id));
            }
        }
        let unknown = entry.rules.iter().filter(|rule| rules::get(rule).is_none());
        wrong.extend(unknown.map(|rule| format!("{}: rule {rule}", entry.id)));
        if let Detail::Plan(plan) = &entry.detail {
            let unknown = plan
                .phases
                .iter()
                .filter(|(id, _)| catalog.of_kind(Kind::Phase, id).is_none());
            wrong.extend(unknown.map(|(id, _)| format!("{}: phase {id}", entry.id)));
        }
        if let Detail::Case(case) = &entry.detail {
            let functions = case
                .stored
                .iter()
                .map(|s| &s.function)
                .chain(case.choices.iter().map(|c| &c.function));
            let unknown = functions.filter(|id| catalog.function(id).is_none());
            wrong.extend(unknown.map(|id| format!("{}: function {id}", entry.id)));
        }
        if let Detail::Price(price) = &entry.detail {
            let known = |id: &str| id == "network" || id == "machine" || catalog.technology(id).is_some();
            let unknown = price.prices.iter().filter(|id| !known(id));
            wrong.extend(unknown.map(|id| format!("{}: prices {id}", entry.id)));
        }
        if let Detail::Technology(technology) = &entry.detail {
            for function in &technology.fills {
                if catalog.function(function).is_none() {
                    wrong.push(format!("{}: fills {function}", entry.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_figure_has_source_and_date() {
    let catalog = Catalog::embedded();
    let mut wrong = Vec::new();
    for entry in catalog.entries() {
        let mut facts: Vec<&Fact> = entry.figures.iter().map(|(_, f)| f).collect();
        match &entry.detail {
            Detail::Number(fact) => facts.push(fact),
            Detail::Function(function) => facts.extend(&function.target),
            Detail::Technology(t) => {
                facts.extend(
                    t.limits
                        .iter()
                        .chain(t.sizes.iter().flat_map(|(_, l)| l))
                        .map(|(_, f)| f),
                );
                let single = [
                    &t.availability,
                    &t.durability,
                    &t.p50,
                    &t.p99,
                    &t.failures,
                    &t.row_overhead,
                    &t.index_overhead,
                ];
                facts.extend(single.into_iter().flatten());
                facts.extend(t.pages.facts());
                facts.extend(t.partition.limits.iter().map(|(_, f)| f));
                facts.extend([&t.partition.read_size, &t.partition.write_size].into_iter().flatten());
            }
            Detail::Price(price) => facts.extend(price.facts().into_iter().map(|(_, f)| f)),
            _ => {}
        }
        for fact in facts {
            let year = fact.date.get(..4).and_then(|y| y.parse::<u32>().ok());
            if fact.source.trim().is_empty() || !year.is_some_and(|y| (1900..=2100).contains(&y)) {
                wrong.push(format!(
                    "{}: {} ({}, {})",
                    entry.id, fact.quantity.text, fact.source, fact.date
                ));
            }
            if fact.confidence == "derived" && fact.note.is_none() {
                wrong.push(format!(
                    "{}: {} is derived, but no note says how",
                    entry.id, fact.quantity.text
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_read_without_prose_equals_the_whole() {
    let (lean, whole) = (Catalog::embedded(), Catalog::embedded());
    // Asking for a whole entry first makes the second catalog answer from it.
    for entry in whole.entries() {
        match &entry.detail {
            Detail::Function(f) => {
                let found = lean.function(&entry.id).unwrap().1;
                assert_eq!((f.shape, f.role, f.place), (found.shape, found.role, found.place));
                assert_eq!(f.options, found.options);
                let target = |f: &napkin::catalog::Function| f.target.as_ref().map(|t| t.quantity.spread);
                assert_eq!(target(f), target(found));
            }
            Detail::Number(n) => assert_eq!(n.quantity.spread, lean.number(&entry.id).unwrap().1.quantity.spread),
            Detail::Technology(t) => {
                let found = lean.technology(&entry.id).unwrap().1;
                assert_eq!(t.limits.len(), found.limits.len());
                assert_eq!(t.sizes.len(), found.sizes.len());
                assert_eq!(t.managed, found.managed);
                assert_eq!(
                    t.availability.as_ref().map(|f| f.quantity.spread),
                    found.availability.as_ref().map(|f| f.quantity.spread)
                );
            }
            Detail::Pattern { fact, .. } => assert_eq!(*fact, lean.is_fact(&entry.id), "{}", entry.id),
            Detail::Price(p) => {
                let found = lean.price(&entry.id).unwrap().1;
                assert_eq!((p.facts().len(), &p.prices), (found.facts().len(), &found.prices));
            }
            _ => {}
        }
    }
}

#[test]
fn search_finds_what_people_type() {
    let catalog = Catalog::embedded();
    for (query, id) in [
        ("redis", "redis"),
        ("Redis", "redis"),
        ("rediss", "redis"),
        ("dynamo db", "dynamodb"),
        ("load balancer", "load-balancer"),
        ("p99 latency", "latency-percentiles"),
        ("single point of failure", "single-point-of-failure"),
        ("circut breaker", "circuit-breaker"),
        ("RPO", "rpo"),
    ] {
        let hits = catalog.search(query);
        let first = hits.first().map(|h| h.entry.id.as_str());
        assert_eq!(first, Some(id), "`{query}`");
    }
    assert!(catalog.search("").is_empty());
    assert!(catalog.search("qqqqqqqq zzzzzzz").is_empty());
}

#[test]
fn each_kind_has_entries() {
    let catalog = Catalog::embedded();
    for (name, kind) in Kind::ALL {
        assert!(catalog.ids(kind).next().is_some(), "{name}");
    }
}

#[test]
fn the_working_of_every_case_gives_what_it_says() {
    let mut wrong = Vec::new();
    let catalog = Catalog::embedded();
    for id in catalog.ids(Kind::Case) {
        let case = catalog.case(id).unwrap().1;
        if case.inputs.is_empty() && case.estimates.is_empty() {
            continue;
        }
        let worked = napkin::calc::calculate(&case.working(), Profile::Exact, Sampling::default());
        let faults = worked.findings.iter().map(|f| format!("{id}: {}", f.message));
        wrong.extend(faults);
        let lines = worked.lines.iter().skip(case.inputs.len());
        for (estimate, line) in case.estimates.iter().zip(lines) {
            let said = napkin::calc::calculate(&estimate.about, Profile::Exact, Sampling::default());
            let near = said.lines.first().is_some_and(|said| {
                let (said, worked) = (&said.figure, &line.figure);
                let both = said.value.zip(worked.value);
                said.unit == worked.unit && both.is_some_and(|(a, b)| (a - b).abs() <= 0.01 * b.abs())
            });
            if !near {
                wrong.push(format!(
                    "{id}: {} is {}, not about {}",
                    estimate.id, line.figure.text, estimate.about
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_reference_design_is_named_after_its_case() {
    let catalog = Catalog::embedded();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/designs")).unwrap() {
        let path = file.unwrap().path();
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(catalog.case(&id).is_some(), "no case of the name of designs/{id}.yaml");
        let text = Catalog::reference(&id).unwrap();
        assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{id}");
        assert!(text.lines().any(|line| line == format!("case: {id}")), "{id}");
    }
    assert!(Catalog::reference("no-such-case").is_none());
}
