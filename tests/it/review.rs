//! The review: what earns a point, what misses it, and what becomes of it between revisions.

use napkin::analysis::Detail;
use napkin::catalog::{Catalog, Kind};
use napkin::design::Settings;
use napkin::interview::Journal;
use napkin::report::{PointState, Report, Review};
use napkin::review::{Asked, Earlier, conditions, review};
use napkin::rules;
use napkin::source::Source;
use napkin::{Input, run};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

pub const SHORTENER: &str = include_str!("../designs/url-shortener.yaml");

#[track_caller]
fn report_of(text: &str, settings: Settings) -> Report {
    let report = run(Input {
        files: vec![Source::new("test.yaml", text)],
        settings,
        detail: Detail::Everything,
        ..Input::default()
    })
    .report;
    let faults: Vec<_> = report.findings.iter().filter(|f| f.form).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    report
}

#[track_caller]
pub fn report(text: &str) -> Report {
    report_of(text, Settings::default())
}

pub fn reviewed(report: &Report, level: &str, journal: Option<&Journal>, earlier: Option<&Earlier>) -> Review {
    review(&Asked {
        report,
        catalog: &Catalog::embedded(),
        level,
        other: None,
        journal,
        earlier,
    })
}

#[track_caller]
fn staff(text: &str) -> Review {
    reviewed(&report(text), "staff", None, None)
}

#[track_caller]
pub fn point<'r>(review: &'r Review, id: &str) -> &'r napkin::report::ReviewPoint {
    let mut points = review.dimensions.iter().flat_map(|d| &d.points);
    points.find(|p| p.id == id).unwrap_or_else(|| panic!("no point {id}"))
}

/// The shortener with one text in place of another.
#[track_caller]
pub fn with(old: &str, new: &str) -> String {
    assert!(SHORTENER.contains(old), "{old}");
    SHORTENER.replace(old, new)
}

#[test]
fn the_catalog_and_the_conditions_name_the_same_points() {
    let catalog = Catalog::embedded();
    let of_catalog: BTreeSet<(String, String)> = (catalog.dimensions())
        .flat_map(|(entry, d)| d.points.iter().map(|(id, _)| (entry.id.clone(), id.clone())))
        .collect();
    let judged: Vec<(String, String)> = conditions().map(|(d, p)| (d.to_string(), p.to_string())).collect();
    assert_eq!(of_catalog, judged.iter().cloned().collect());
    let ids: BTreeSet<&String> = judged.iter().map(|(_, point)| point).collect();
    assert_eq!(ids.len(), judged.len(), "a waiver names a point without its dimension");
    let weights: u32 = catalog.dimensions().map(|(_, d)| d.weight).sum();
    assert_eq!(weights, 100);
}

#[test]
fn conditions_name_rules_and_facts_that_exist() {
    let catalog = Catalog::embedded();
    let points: BTreeSet<&str> = conditions().map(|(_, point)| point).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/review/points");
    let mut unknown = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for word in text.split('"').skip(1).step_by(2) {
            let is_id = word.contains('-') && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            let known = rules::get(word).is_some()
                || catalog.kind(word).is_some()
                || catalog.of_kind(Kind::Dimension, word).is_some()
                || points.contains(word);
            if is_id && !known {
                unknown.push(format!("{}: {word}", path.display()));
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[test]
fn a_design_that_says_nothing_shows_nothing() {
    let review = staff("napkin: 1\nname: x\n");
    for point in review.dimensions.iter().flat_map(|d| &d.points) {
        assert_ne!(point.state, PointState::Shown, "{}: {:?}", point.id, point.evidence);
        assert!(!point.evidence.is_empty(), "{} gives no reason", point.id);
        assert_eq!(point.next.is_some(), point.state == PointState::Open, "{}", point.id);
    }
    assert!(review.dimensions.iter().all(|d| d.shown == 0));
    assert!(review.chains.is_empty());
}

#[test]
fn each_point_stands_with_its_line() {
    let review = staff(SHORTENER);
    for (id, line) in [
        ("few-musts", "FR1: {as: visitor"),
        ("out-of-scope", "out_of_scope: [custom domains"),
        ("numbers-used", "codes_used: shorten.rate"),
        ("writes-once", "shorten: {post: /links"),
        ("price-named", "D1: {title: key-value store"),
        ("time-limits", "- api -> cache: {hit: 90 %"),
        ("targets-met", "NFR7: {throughput: 12k req/s"),
    ] {
        let point = point(&review, id);
        let places: Vec<_> = point.evidence.iter().filter_map(|e| e.place.as_ref()).collect();
        assert!(
            places.iter().any(|place| place.excerpt.contains(line)),
            "{id}: {:#?}",
            point.evidence
        );
        let lines: Vec<&str> = SHORTENER.lines().collect();
        assert!(
            places.iter().all(|place| lines[place.line - 1] == place.excerpt),
            "{id}"
        );
    }
}

#[test]
fn an_edit_moves_its_point() {
    use PointState::{NotApplicable, Open, Shown, Unknown};
    let before = staff(SHORTENER);
    for (id, was, old, new, is) in [
        (
            "out-of-scope",
            Shown,
            "  out_of_scope: [custom domains, billing]\n",
            "",
            Open,
        ),
        (
            "actors-named",
            Shown,
            "{as: member, want: shorten",
            "{want: shorten",
            Open,
        ),
        (
            "acceptance",
            Open,
            "must, flow: redirect}",
            "must, flow: redirect, accept: [it lands]}",
            Shown,
        ),
        (
            "targets-for-musts",
            Open,
            "{cost: < 20k USD/month}",
            "{latency: p99 < 1 s, of: shorten}",
            Shown,
        ),
        ("cost-bounded", Shown, "    NFR4: {cost: < 20k USD/month}\n", "", Open),
        (
            "assumptions-sourced",
            Shown,
            ", source: published worked example",
            "",
            Open,
        ),
        ("open-questions", Shown, ", owner: product", "", Open),
        ("peak-apart", Shown, "  peak: 3 ", "  peak: 1 ", Open),
        (
            "growth-stated",
            Open,
            "  horizon: 5 years\n",
            "  horizon: 1 year\n",
            Shown,
        ),
        ("ranges-for-guesses", Shown, "users: 8M to 12M", "users: 10M", Open),
        (
            "numbers-used",
            Open,
            "  codes_used: shorten.rate * horizon / 62^7\n",
            "",
            Shown,
        ),
        (
            "writes-once",
            Open,
            "      - api -> links: {write: link}",
            "      - api -> links: {write: link, has: [idempotency]}",
            Shown,
        ),
        ("life-of-data", Open, "rows: 10M,", "rows: 10M, keep: 2 years,", Shown),
        ("versioned-contract", Shown, "    version: v1\n", "", Open),
        ("personal-data", Open, " pii", "", NotApplicable),
        ("rows-have-keys", Shown, "string(7) key", "string(7)", Open),
        ("truth-behind-caches", Shown, "eviction: lru, ", "", Open),
        (
            "now-and-later",
            Shown,
            "states:\n  target: {load.users: 100M, components.api.replicas: 40}\n",
            "",
            Open,
        ),
        ("rejected-named", Shown, "over: [relational-database], ", "", Open),
        ("price-named", Shown, "at_the_cost_of: ad-hoc queries, ", "", Open),
        ("reasons-given", Shown, "because: [NFR1, redirect], ", "", Open),
        ("revisit-trigger", Shown, ", revisit: when links need joins", "", Open),
        ("lesser-answers", Shown, "hit: 60 %, if_down: lb", "hit: 60 %", Open),
        (
            "bad-messages",
            Open,
            "{batch: 500}",
            "{batch: 500, has: {dead-letter: 5}}",
            Shown,
        ),
        (
            "target-state-works",
            Unknown,
            "states:\n  target: {load.users: 100M, components.api.replicas: 40}\n",
            "",
            Open,
        ),
        (
            "summary-said",
            Shown,
            "summary: Turn a long address into a short one and send visitors on.\n",
            "",
            Open,
        ),
    ] {
        assert_eq!(
            point(&before, id).state,
            was,
            "{id} before: {:?}",
            point(&before, id).evidence
        );
        let after = staff(&with(old, new));
        assert_eq!(point(&after, id).state, is, "{id}: {:?}", point(&after, id).evidence);
    }
}

#[test]
fn levels_ask_for_more_and_more() {
    let report = report(SHORTENER);
    let mut last = 0;
    for level in ["junior", "mid", "senior", "staff"] {
        let review = reviewed(&report, level, None, None);
        let points: usize = review.dimensions.iter().map(|d| d.points.len()).sum();
        assert!(points > last, "{level}");
        last = points;
        for dimension in &review.dimensions {
            let count = |wanted: &[PointState]| dimension.points.iter().filter(|p| wanted.contains(&p.state)).count();
            assert_eq!(dimension.shown, count(&[PointState::Shown, PointState::Resolved]));
            assert_eq!(
                dimension.of + count(&[PointState::NotApplicable]),
                dimension.points.len()
            );
            assert_eq!(dimension.unknown, count(&[PointState::Unknown]));
        }
    }
    let mid = reviewed(&report, "mid", None, None);
    let trade_offs = mid.dimensions.iter().find(|d| d.id == "trade-offs").unwrap();
    assert_eq!(
        trade_offs.beyond,
        ["price-named", "stance-on-partition", "revisit-trigger"]
    );
}

#[test]
fn a_rule_that_is_off_leaves_its_point_unknown() {
    let mut report = report(&with(
        "must, flow: redirect}",
        "must, flow: redirect, accept: [it lands]}",
    ));
    report.findings.retain(|f| f.rule != "no-dead-letter");
    report.off.push("no-dead-letter".to_string());
    let review = reviewed(&report, "staff", None, None);
    assert_eq!(point(&review, "bad-messages").state, PointState::Unknown);
}

#[test]
fn a_waiver_of_a_rule_affirms_its_point() {
    let text = with(
        "waivers:\n",
        "waivers:\n  - {rule: no-dead-letter, because: a lost click is worth nothing}\n",
    );
    let review = staff(&text);
    let point = point(&review, "bad-messages");
    assert_eq!(point.state, PointState::Affirmed);
    assert_eq!(point.because.as_deref(), Some("a lost click is worth nothing"));
}

#[test]
fn a_point_is_affirmed_with_a_reason_until_its_day() {
    let text = with(
        "waivers:\n",
        "waivers:\n  - {rule: review-acceptance, because: the visitor sees it, until: 2026-12-31}\n",
    );
    let on = |today: &str| {
        let report = report_of(
            &text,
            Settings {
                today: Some(today.to_string()),
                ..Settings::default()
            },
        );
        let expired = report.findings.iter().any(|f| f.rule == "waiver-expired");
        let unmatched = report.findings.iter().any(|f| f.rule == "waiver-unmatched");
        assert!(!unmatched);
        (
            point(&reviewed(&report, "senior", None, None), "acceptance").state,
            expired,
        )
    };
    assert_eq!(on("2026-11-21"), (PointState::Affirmed, false));
    assert_eq!(on("2027-01-01"), (PointState::Open, true));
}

#[test]
fn a_waiver_for_no_point_is_refused() {
    let text = "napkin: 1\nname: x\nwaivers:\n  - {rule: review-out-of-scop, because: of that}\n";
    let report = run(Input {
        files: vec![Source::new("test.yaml", text)],
        ..Input::default()
    })
    .report;
    let finding = report.findings.iter().find(|f| f.rule == "unknown-name").unwrap();
    assert_eq!(finding.fix.as_deref(), Some("did you mean `review-out-of-scope`?"));
}

#[test]
fn a_chain_breaks_at_its_first_missing_link() {
    let broken = |text: &str, id: &str| {
        let review = staff(text);
        let chain = review.chains.iter().find(|c| c.requirement == id).unwrap().clone();
        let names: Vec<&str> = chain.links.iter().map(|l| l.link.as_str()).collect();
        let all = [
            "requirement",
            "flow",
            "estimate",
            "choice",
            "trade-off",
            "failure",
            "mitigation",
        ];
        assert_eq!(names, all[..names.len()], "{id}");
        chain.broken
    };
    assert_eq!(broken(SHORTENER, "FR2"), None);
    assert_eq!(broken(SHORTENER, "FR1").as_deref(), Some("mitigation"));
    let no_flow = with("priority: must, flow: shorten", "priority: must");
    assert_eq!(broken(&no_flow, "FR2").as_deref(), Some("flow"));
    let unused = with(", drives: D1", "");
    assert_eq!(broken(&unused, "FR2").as_deref(), Some("estimate"));
    let free = with("at_the_cost_of: ad-hoc queries, ", "");
    assert_eq!(broken(&free, "FR2").as_deref(), Some("trade-off"));
    let calm = with("    NFR3: {rpo: 0 s, rto: 5 min, of: link, when: zone lost}\n", "");
    assert_eq!(broken(&calm, "FR2").as_deref(), Some("failure"));
    let undecided = with(
        "decisions:\n  D1: {",
        "decisions:\n  D1: {title: a cdn, chose: edge}\n  D2: {",
    );
    let undecided = undecided.replace(
        "chose: links, over: [relational-database], because: [NFR1, redirect]",
        "chose: stats",
    );
    let undecided = undecided.replace("drives: D1", "drives: D2");
    assert_eq!(broken(&undecided, "FR2").as_deref(), Some("estimate"));
    assert_eq!(broken(&undecided, "FR1").as_deref(), Some("trade-off"));
}
