//! The catalog: every file reads, cites and links.

use napkin::catalog::{Catalog, Detail, Fact, Kind, PRICED, RELATED};
use napkin::quantity::{Profile, Sampling};
use napkin::report::{Finding, Severity};
use napkin::source::{Source, Sources};
use napkin::{Input, rules, run};

/// What a run says of these files as a user's catalog: place, rule and severity, message, fix.
fn said(files: &[(String, String)]) -> Vec<String> {
    let input = Input {
        files: vec![Source::new("design.yaml", "napkin: 1\nname: Example\n")],
        catalog: files.to_vec(),
        ..Input::default()
    };
    let said = |finding: Finding| {
        let place = finding
            .place
            .map_or(String::new(), |p| format!("{}:{}:{} ", p.file, p.line, p.column));
        let fix = finding.fix.map_or(String::new(), |fix| format!("; {fix}"));
        let severity = if finding.severity == Severity::Error {
            ""
        } else {
            "no error "
        };
        format!("{place}{severity}{}: {}{fix}", finding.rule, finding.message)
    };
    run(input)
        .report
        .findings
        .into_iter()
        .filter(|f| f.form)
        .map(said)
        .collect()
}

#[test]
fn our_entries_have_no_fault_as_those_of_a_user() {
    let texts = Catalog::embedded().texts();
    let said = said(&texts);
    assert!(said.is_empty(), "{said:#?}");
    // All sorts of links were followed.
    let (catalog, _) = rules::catalog(&texts, &mut Sources::default());
    for to in ["function", "phase", "rule", RELATED, PRICED] {
        assert!(catalog.links().iter().any(|link| link.to == to), "{to}");
    }
}

/// An entry of a user with its faults: path, text, and what is said, without the path.
const FAULTY: &[(&str, &str, &[&str])] = &[
    (
        "technology/our-store.yaml",
        "title: Ours\nsummary: A store.\nfills: [object-stores, redis, object-store]\n",
        &[
            "3:9 unknown-catalog-id: the catalog has no function `object-stores`; did you mean `object-store`?",
            "3:24 unknown-catalog-id: the catalog has no function `redis`; `redis` is a technology of the catalog; it fills \
             `distributed-cache`, `key-value-store`, `session-registry`, `counter-store`, `sorted-set-store` and 3 more",
        ],
    ),
    (
        "term/our-term.yaml",
        "title: Ours\nsummary: A term.\nrelated:\n  - s4\n  - Postgres\n  - no-backups\n  - our-term\n  - no-backup\n",
        &[
            "4:5 unknown-catalog-id: the catalog has no entry `s4`, and there is no such rule; did you mean `s3`?",
            "5:5 unknown-catalog-id: the catalog has no entry `Postgres`, and there is no such rule; \
             `Postgres` is another name of `postgresql`: write that",
            "6:5 unknown-catalog-id: the catalog has no entry `no-backups`, and there is no such rule; \
             did you mean `no-backup`?",
        ],
    ),
    (
        "pattern/our-pattern.yaml",
        "title: Ours\nsummary: A pattern.\nrelated: qqqqqqqqqq\nrules: [no-backups, backup, qqqqqqqqqq]\n",
        &[
            "3:10 unknown-catalog-id: the catalog has no entry `qqqqqqqqqq`, and there is no such rule; \
             `napkin catalog list` lists the entries, `napkin explain rules` the rules",
            "4:9 unknown-catalog-id: there is no rule `no-backups`; did you mean `no-backup`?",
            "4:21 unknown-catalog-id: there is no rule `backup`; `backup` is a pattern of the catalog: name it in `related`",
            "4:29 unknown-catalog-id: there is no rule `qqqqqqqqqq`; `napkin explain rules` lists them",
        ],
    ),
    (
        "price/our-price.yaml",
        "title: Ours\nsummary: Prices.\nprices: [netwrk, machine, service]\ndiscount: 12 %\n\
         \"on\": [aws-ec3, price-aws-ec2, qqqqqqqqqq]\n",
        &[
            "3:10 unknown-catalog-id: the catalog has no technology `netwrk`; did you mean `network`?",
            "3:27 unknown-catalog-id: the catalog has no technology `service`; `service` is a function of the catalog",
            "5:8 unknown-catalog-id: the catalog has no price and no technology `aws-ec3`; did you mean `aws-ec2`?",
            "5:32 unknown-catalog-id: the catalog has no price and no technology `qqqqqqqqqq`; \
             `napkin catalog list technology` lists them; `network` and `machine` have a price too",
        ],
    ),
    (
        "plan/our-plan.yaml",
        "title: Ours\nsummary: A plan.\nphases: {scope: 5, estimates: 40}\n",
        &["3:20 unknown-catalog-id: the catalog has no phase `estimates`; did you mean `estimate`?"],
    ),
    (
        "case/our-case.yaml",
        "title: Ours\nsummary: A case.\nprompt: Build it.\nrelated: [cach-aside]\n\
         stored:\n  - {what: pictures, shape: blob, function: object-stores}\n\
         choices:\n  - {function: qqqqqqqqqq, with: anything}\n\
         inputs: {posts: 1M /day, size: 2 KBs}\n\
         estimates:\n  writes: {is: postz * 2, about: 23 /s, so: fine}\n  kept: {is: writes * size, about: 1 GB, so: fine}\n  \
         rate: {is: posts, about: 11.6 s, so: fine}\n  last: {is: rate *, about: 1, so: fine}\n",
        &[
            "4:11 unknown-catalog-id: the catalog has no entry `cach-aside`, and there is no such rule; \
             did you mean `cache-aside`?",
            "6:45 unknown-catalog-id: the catalog has no function `object-stores`; did you mean `object-store`?",
            "8:16 unknown-catalog-id: the catalog has no function `qqqqqqqqqq`; \
             `napkin catalog list function` lists them; a file of your own adds one",
            "9:34 bad-expression: unknown unit `KBs`; did you mean `KB`?",
            "11:16 bad-expression: unknown name `postz`; did you mean `posts`?",
            "13:28 wrong-dimension: `about` is a time, but `is` gives a rate",
            "14:14 bad-expression: the expression ends too early",
        ],
    ),
    (
        "number/our-number.yaml",
        "title: Ours\nsummary: A number.\nfigure: {value: 5 wibbles/s, source: us, date: 2026, confidence: measured}\n",
        &["3:19 bad-expression: unknown unit `wibbles`"],
    ),
];

#[test]
fn a_fault_of_a_users_entry_is_told_at_its_place() {
    let file = |path: &str, text: &str| (path.to_string(), text.to_string());
    let told = |path: &str, lines: &[&str]| -> Vec<String> { lines.iter().map(|l| format!("{path}:{l}")).collect() };
    for (path, text, wanted) in FAULTY {
        assert_eq!(said(&[file(path, text)]), told(path, wanted));
    }
    // Those of all files in one run, each once.
    let files: Vec<_> = FAULTY.iter().map(|(path, text, _)| file(path, text)).collect();
    let mut wanted: Vec<_> = FAULTY.iter().flat_map(|(path, _, wanted)| told(path, wanted)).collect();
    let mut all = said(&files);
    wanted.sort();
    all.sort();
    assert_eq!(all, wanted);
}

#[test]
fn entries_of_a_user_lead_to_one_another() {
    let file = |path: &str, text: &str| (path.to_string(), text.to_string());
    let files = [
        file(
            "a/technology/ours.yaml",
            "title: Ours\nsummary: A store.\nfills: [our-store]\nrelated: [our-term]\n",
        ),
        file(
            "b/term/our-term.yaml",
            "title: Term\nsummary: A term.\nrelated: [ours, news-feed]\n",
        ),
        file(
            "b/function/our-store.yaml",
            "title: F\nsummary: F.\nshape: database\nrole: store\nplace: zone\n",
        ),
        file("b/price/our-price.yaml", "title: P\nsummary: P.\nprices: [ours]\n"),
    ];
    assert_eq!(said(&files), Vec::<String>::new());
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
