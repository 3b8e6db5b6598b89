//! Every topic of `topics.tsv` has an entry, and its words find that one first.

use napkin::catalog::{Catalog, Entry};

const TOPICS: &str = include_str!("topics.tsv");

/// Id and what people type.
fn topics() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = TOPICS
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    rows.map(|row| row.split_once('\t').unwrap_or_else(|| panic!("`{row}` has no tab")))
}

/// As an id is written.
fn id_of(name: &str) -> String {
    let words = name.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
    words.split_whitespace().collect::<Vec<_>>().join("-")
}

fn is_about(entry: &Entry, topic: &str) -> bool {
    entry.id == topic || entry.aliases.iter().any(|alias| id_of(alias) == topic)
}

#[test]
fn every_topic_is_found_first() {
    let catalog = Catalog::embedded();
    let mut misses = Vec::new();
    for (topic, phrase) in topics() {
        for query in [topic, phrase] {
            let hits = catalog.search(query);
            match hits.first() {
                Some(hit) if is_about(hit.entry, topic) => {}
                Some(hit) => misses.push(format!("{topic}: `{query}` finds {} ({})", hit.entry.id, hit.score)),
                None => misses.push(format!("{topic}: `{query}` finds nothing")),
            }
        }
    }
    assert!(misses.is_empty(), "{} misses: {misses:#?}", misses.len());
}

#[test]
fn a_typo_is_forgiven() {
    let catalog = Catalog::embedded();
    let mut wrong = Vec::new();
    for (typed, meant) in [
        ("circut breaker", "circuit-breaker"),
        ("dead leter", "dead-letter"),
        ("relational databse", "relational-database"),
        ("loadbalncer", "load-balancer"),
        ("cacheing aside", "cache-aside"),
        ("postgress", "postgresql"),
        ("single pont of failure", "single-point-of-failure"),
        ("exponentail backof", "backoff"),
        ("retry with exponentail backoff", "backoff"),
    ] {
        let found = catalog.search(typed).first().map(|hit| hit.entry.id.clone());
        if found.as_deref() != Some(meant) {
            wrong.push(format!("`{typed}` finds {found:?}, not {meant}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn plural_hyphen_case_and_spelling_do_not_matter() {
    let catalog = Catalog::embedded();
    for (typed, meant) in [
        ("read replicas", "read-replica"),
        ("readreplica", "read-replica"),
        ("READ-REPLICA", "read-replica"),
        ("load shed", "load-shedding"),
        ("error budgets", "error-budget"),
        ("utilization", "utilisation"),
    ] {
        let found = catalog.search(typed).first().map(|hit| hit.entry.id.clone());
        assert_eq!(found.as_deref(), Some(meant), "`{typed}`");
    }
}

#[test]
fn what_is_about_a_thing_stands_behind_the_thing() {
    let catalog = Catalog::embedded();
    let hits = catalog.search("rate limiter");
    let kinds: Vec<_> = hits.iter().take(2).map(|hit| hit.entry.kind.name()).collect();
    assert_eq!(kinds, ["function", "case"]);
}
