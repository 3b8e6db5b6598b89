//! What people type finds what they mean.

use napkin::catalog::Catalog;

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
