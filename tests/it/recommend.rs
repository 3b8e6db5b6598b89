//! Which technology fills a function: what excludes one, what ranks it, and that nothing unknown speaks for it.

use napkin::catalog::Catalog;
use napkin::recommend::{recommend, technologies};
use napkin::report::{Bearing, Candidate, Choice, Criterion, Recommendation};
use napkin::source::Source;
use napkin::whatif::Refusal;
use napkin::{Input, run};

const DESIGN: &str = "\
napkin: 1
name: Notes
requirements:
  nonfunctional:
    NFR1: {rpo: 0 s, of: note, when: zone lost}
    NFR2: {consistency: strong, of: note}
    NFR3: {latency: p99 < 200 ms, of: read}
load: {users: 1M, peak: 3}
actors: {member: has an account}
regions: {eu: [a, b, c]}
components:
  api: {is: service, replicas: 6, zones: [a, b, c], per_replica: 500 req/s, latency: {p50: 2 ms, p99: 10 ms}}
  notes: {is: key-value-store, with: dynamodb}
flows:
  read:
    actor: member
    rate: 10 /user/day
    out: 1 KB
    steps:
      - member -> api
      - api -> notes: {read: note}
  write:
    actor: member
    rate: 1 /user/day
    in: 1 KB
    steps:
      - member -> api
      - api -> notes: {write: note}
data:
  note: {in: notes, rows: 10M, fields: {id: id key, text: text ~1 KB}}
";

/// Two made-up stores: one unit of `large` carries a thousand times what one of `small` does.
const STORES: [(&str, &str); 3] = [
    ("catalog/technology/large.yaml", "100k req/s"),
    ("catalog/technology/small.yaml", "100 req/s"),
    ("catalog/technology/silent.yaml", ""),
];

fn store(title: &str, limit: &str) -> String {
    let fact = |value: &str| format!("{{value: {value}, source: test, date: 2026, confidence: measured}}");
    let limits = match limit {
        "" => String::new(),
        limit => format!(
            "limits: {{reads: {}, writes: {}, storage: {}}}\n",
            fact(limit),
            fact(limit),
            fact("1 TB")
        ),
    };
    format!(
        "title: {title}\nsummary: A store.\nfills: [key-value-store]\n{limits}latency: {{p50: {}, p99: {}}}\n\
         replication: {{writer: any, acks: 2, reads: 2, source: test}}\n",
        fact("1 ms"),
        fact("5 ms")
    )
}

fn input(design: &str) -> Input {
    Input {
        files: vec![Source::new("notes.yaml", design)],
        catalog: STORES
            .iter()
            .map(|(path, limit)| ((*path).to_string(), store(path, limit)))
            .collect(),
        ..Input::default()
    }
}

fn asked(input: &Input, function: &str, component: Option<&str>) -> Recommendation {
    match recommend(input, function, component) {
        Ok(found) => found,
        Err(Refusal::Question(words)) => panic!("{words}"),
        Err(Refusal::Form(faults)) => panic!("{:#?}", faults.1),
    }
}

fn choice(design: &str) -> Choice {
    let mut found = asked(&input(design), "key-value-store", None).choices;
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn candidate<'c>(choice: &'c Choice, id: &str) -> &'c Candidate {
    let found = choice.candidates.iter().find(|c| c.technology == id);
    found.unwrap_or_else(|| panic!("no {id}"))
}

fn criterion<'c>(candidate: &'c Candidate, id: &str) -> &'c Criterion {
    let found = candidate.criteria.iter().find(|c| c.id == id);
    found.unwrap_or_else(|| panic!("{} has no {id}", candidate.technology))
}

#[test]
fn a_requirement_excludes_and_is_named() {
    let choice = choice(DESIGN);
    let redis = candidate(&choice, "redis");
    // Asynchronous by default: what one copy confirmed is lost with it.
    assert_eq!(redis.bearing, Bearing::Excluded);
    assert_eq!(criterion(redis, "NFR1").bearing, Bearing::Excluded);
    assert!(redis.decides.starts_with("NFR1, rpo of note"), "{}", redis.decides);
    // One copy confirms, and one is asked: a read may miss a write.
    let cassandra = candidate(&choice, "cassandra");
    assert_eq!(criterion(cassandra, "NFR2").bearing, Bearing::Excluded);
    let last: Vec<Bearing> = choice.candidates.iter().map(|c| c.bearing).collect();
    let first_excluded = last.iter().position(|b| *b == Bearing::Excluded);
    assert!(
        last.iter()
            .skip(first_excluded.unwrap_or(0))
            .all(|b| *b == Bearing::Excluded),
        "excluded come last: {last:?}"
    );
}

#[test]
fn what_needs_fewer_units_ranks_first() {
    let choice = choice(DESIGN);
    let (large, small) = (candidate(&choice, "large"), candidate(&choice, "small"));
    let units = |c: &Candidate| c.units.as_ref().and_then(|u| u.value);
    assert_eq!((large.bearing, small.bearing), (Bearing::For, Bearing::For));
    assert_eq!((&large.cost, &small.cost), (&None, &None), "neither has a price");
    assert!(units(large) < units(small), "{:?} {:?}", units(large), units(small));
    assert!(large.rank < small.rank);
    assert_eq!(large.ahead_by.as_deref(), Some("it needs fewer units"));
}

#[test]
fn nothing_unknown_speaks_for_a_candidate() {
    let choice = choice(DESIGN);
    let silent = candidate(&choice, "silent");
    assert_eq!(criterion(silent, "load").bearing, Bearing::Unknown);
    assert_eq!(silent.bearing, Bearing::Unknown);
    assert_eq!(silent.units.as_ref().and_then(|u| u.value), None);
    assert!(candidate(&choice, "small").rank < silent.rank);
    for c in &choice.candidates {
        for criterion in &c.criteria {
            let missing = criterion.reasons.iter().any(|r| r.starts_with("not known"));
            assert!(
                !missing || criterion.bearing != Bearing::For,
                "{}: {criterion:#?}",
                c.technology
            );
        }
    }
}

#[test]
fn what_nobody_calls_proves_nothing() {
    let uncalled = DESIGN.replace("  notes: {is", "  spare: {is: key-value-store}\n  notes: {is");
    let found = asked(&input(&uncalled), "key-value-store", Some("spare"));
    for c in found.choices.iter().flat_map(|choice| &choice.candidates) {
        assert_eq!(criterion(c, "load").bearing, Bearing::Unknown, "{}", c.technology);
    }
}

#[test]
fn a_technology_is_not_refused_for_the_units_that_the_design_happens_to_have() {
    let few = DESIGN.replace(
        "with: dynamodb}",
        "with: small, replicas: 3, zones: [a, b, c], copies: 3}",
    );
    let choice = choice(&few);
    let small = candidate(&choice, "small");
    assert!(small.current && small.bearing == Bearing::For, "{small:#?}");
    assert_eq!(small.units.as_ref().and_then(|u| u.value), small.has.map(f64::from));
    assert!(small.has > Some(3) && small.edits.len() == 1, "{:?}", small.edits);
    // More than it takes stays as it is written.
    let many = DESIGN.replace(
        "with: dynamodb}",
        "with: large, replicas: 30, zones: [a, b, c], copies: 3}",
    );
    let choice = self::choice(&many);
    assert_eq!(candidate(&choice, "large").has, Some(30));
}

#[test]
fn the_numbers_are_those_of_the_design_with_its_edits() {
    let input = input(DESIGN);
    let choice = choice(DESIGN);
    for c in &choice.candidates {
        let mut changed = input.clone();
        changed.settings.set.extend(c.edits.iter().cloned());
        let report = run(changed).report;
        assert!(report.is_sound(), "{}: {:?}", c.technology, c.edits);
        for criterion in c.criteria.iter().filter(|c| c.id != "load") {
            let verdict = report.verdicts.iter().find(|v| v.id == criterion.id);
            assert_eq!(
                verdict.map(|v| &v.value),
                Some(&criterion.value),
                "{} {}",
                c.technology,
                criterion.id
            );
        }
        let notes = report.components.iter().find(|c| c.id == "notes").expect("notes");
        let carried = notes
            .plan
            .as_ref()
            .map(|p| p.zone_lost.as_ref().unwrap_or(&p.at_target));
        if let (Some(units), Some(plan)) = (&c.units, carried) {
            assert_eq!(units.value, plan.units.value, "{}", c.technology);
            assert!(units.value <= Some(f64::from(notes.units)), "{}", c.technology);
        }
    }
    let current = candidate(&choice, "dynamodb");
    assert!(
        current.current && current.edits.is_empty(),
        "the design itself is one of them"
    );
}

#[test]
fn a_requirement_that_another_component_fails_excludes_nobody() {
    let slow = DESIGN.replace("p50: 2 ms, p99: 10 ms", "p50: 200 ms, p99: 900 ms");
    let choice = choice(&slow);
    for id in ["large", "small"] {
        let found = criterion(candidate(&choice, id), "NFR3");
        assert!(found.elsewhere && found.bearing == Bearing::Against, "{found:#?}");
        assert_eq!(candidate(&choice, id).bearing, Bearing::For);
    }
}

#[test]
fn what_does_not_fit_into_memory_takes_more_units() {
    let choice = choice(&DESIGN.replace("rows: 10M", "rows: 1G"));
    let redis = candidate(&choice, "redis");
    // 1 G rows of about 1.1 kB in three copies are 3.3 TB; the largest size has 79.4 GiB.
    assert!(
        redis.units.as_ref().and_then(|u| u.value) > Some(3.3e12 / 86e9),
        "{redis:#?}"
    );
}

#[test]
fn without_such_a_component_the_catalog_alone_judges() {
    let found = asked(&input(DESIGN), "queue", None);
    let [choice] = &found.choices[..] else {
        panic!("{found:#?}")
    };
    assert_eq!(choice.component, None);
    let sqs = candidate(choice, "sqs");
    assert_eq!(
        criterion(sqs, "NFR3").bearing,
        Bearing::Unknown,
        "no latency in the catalog"
    );
    assert!(found.notes.iter().any(|n| n.contains("no component of this function")));
}

#[test]
fn without_a_design_the_technologies_are_listed() {
    let catalog = Catalog::embedded();
    let Ok(found) = technologies(&catalog, "queue") else {
        panic!("queue is a function")
    };
    assert_eq!(found.design, None);
    let [choice] = &found.choices[..] else {
        panic!("{found:#?}")
    };
    for id in ["kafka", "rabbitmq", "sqs"] {
        let one = candidate(choice, id);
        assert!(!one.when.is_empty() && !one.not_when.is_empty() && one.criteria.is_empty());
    }
}

#[test]
fn every_component_of_the_function_is_asked_about() {
    let two = DESIGN.replace("  notes: {is", "  old: {is: key-value-store}\n  notes: {is");
    let found = asked(&input(&two), "key-value-store", None);
    let ids: Vec<Option<&str>> = found.choices.iter().map(|c| c.component.as_deref()).collect();
    assert_eq!(ids, [Some("old"), Some("notes")]);
    let one = asked(&input(&two), "key-value-store", Some("notes"));
    assert_eq!(one.choices.len(), 1);
}

#[test]
fn a_question_that_makes_no_sense_is_refused() {
    let words = |function: &str, component: Option<&str>| match recommend(&input(DESIGN), function, component) {
        Err(Refusal::Question(words)) => words,
        _ => panic!("{function} {component:?}"),
    };
    assert_eq!(
        words("quue", None),
        "there is no function `quue`; did you mean `queue`?"
    );
    assert_eq!(
        words("queue", Some("notes")),
        "`notes` is a `key-value-store`, not a `queue`"
    );
    assert_eq!(
        words("queue", Some("note")),
        "there is no component `note`; did you mean `notes`?"
    );
    let broken = DESIGN.replace("is: service", "is: servis");
    assert!(matches!(
        recommend(&input(&broken), "queue", None),
        Err(Refusal::Form(_))
    ));
}

#[test]
fn the_shape_of_the_json() {
    let found = asked(&input(DESIGN), "key-value-store", Some("notes"));
    let json = serde_json::to_value(&found).expect("plain data");
    let first = &json["choices"][0]["candidates"][0];
    assert_eq!(json["function"], "key-value-store");
    assert_eq!(json["choices"][0]["current"], "dynamodb");
    assert_eq!(first["rank"], 1);
    for key in [
        "technology",
        "bearing",
        "decides",
        "edits",
        "units",
        "cost",
        "sizes",
        "criteria",
        "not_when",
    ] {
        assert!(first.get(key).is_some(), "{key}");
    }
    let bearings = ["for", "against", "unknown", "excluded"];
    assert!(bearings.contains(&first["bearing"].as_str().unwrap_or("")));
}

/// One machine of sixty-four cores is what HAProxy was measured on; for twenty requests a second that says nothing.
#[test]
fn a_giant_is_no_size_for_a_small_load() {
    let design = "\
napkin: 1
name: Small
load: {users: 100k, peak: 3}
actors: {member: has an account}
regions: {eu: [a, b, c]}
components:
  lb: {is: load-balancer}
  api: {is: service, replicas: 3, zones: [a, b, c], per_replica: 500 req/s}
flows:
  read: {actor: member, rate: 10 /user/day, in: 500 B, out: 2 KB, steps: [member -> lb, lb -> api]}
";
    let balancers = |rate: &str| {
        let text = design.replace("10 /user/day", rate);
        let input = Input {
            files: vec![Source::new("d.yaml", text)],
            ..Input::default()
        };
        recommend(&input, "load-balancer", Some("lb"))
            .ok()
            .unwrap()
            .choices
            .remove(0)
    };
    let small = balancers("10 /user/day");
    let haproxy = candidate(&small, "haproxy");
    assert_eq!((haproxy.size.as_deref(), haproxy.bearing), (None, Bearing::Unknown));
    assert_ne!(haproxy.rank, 1, "what is managed and priced goes before");
    let large = balancers("100k /user/day");
    assert_eq!(candidate(&large, "haproxy").size.as_deref(), Some("c6gn.16xlarge"));
}
