//! Two designs side by side: what changed, what it does, and why.

use napkin::analysis::Detail;
use napkin::design::Settings;
use napkin::design::drill::Wanted;
use napkin::diff::diff;
use napkin::quantity::Sampling;
use napkin::report::{ChangeKind, Diff, Harm, Status};
use napkin::source::Source;
use napkin::{Input, document, emit};
use std::fs;
use std::path::Path;

/// What stands for a requirement before and after, in one direction or the other.
type Turn = fn(Option<Status>, Option<Status>) -> (Option<Status>, Option<Status>);

fn design(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("designs").join(name);
    fs::read_to_string(path).unwrap()
}

fn input(text: &str) -> Input {
    Input {
        files: vec![Source::new("design.yaml", text)],
        settings: Settings {
            drills: Wanted::All,
            sampling: Sampling {
                samples: 100,
                ..Sampling::default()
            },
            ..Settings::default()
        },
        detail: Detail::Values,
        ..Input::default()
    }
}

#[track_caller]
fn compared(old: &str, new: &str) -> Diff {
    match diff(input(old), input(new)) {
        Ok(compared) => compared.diff,
        Err(unsound) => panic!("{:#?}", unsound.report.findings),
    }
}

/// The first and only occurrence of a text as another one.
#[track_caller]
fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    let mut out = text.to_string();
    for (from, to) in edits {
        assert!(out.contains(from), "{from}");
        out = out.replacen(from, to, 1);
    }
    out
}

/// A store of one's own in place of the managed one.
const OWN_LINKS: (&str, &str) = (
    "{is: key-value-store, with: dynamodb, key: code,",
    "{is: key-value-store, with: scylladb, replicas: 6, copies: 3, zones: [a, b, c], per_replica: {requests: 20k req/s, storage: 4 TB}, \
     cost: 300 USD/month, latency: {p50: 1 ms, p99: 8 ms}, replication: {writer: any, acks: 2, reads: 2, lag: 1 s}, key: code,",
);

#[test]
fn a_zone_less_fails_the_availability_and_is_named() {
    let old = edited(
        &design("url-shortener.yaml"),
        &[
            OWN_LINKS,
            ("NFR1: {availability: 99.95%", "NFR1: {availability: 99.97%"),
        ],
    );
    let new = edited(
        &old,
        &[(
            "copies: 3, zones: [a, b, c], per_replica: {requests",
            "copies: 3, zones: [a, c], per_replica: {requests",
        )],
    );
    let found = compared(&old, &new);
    assert_eq!(
        found.headline,
        "NFR1 now fails: availability of redirect 99.9778 % → 99.9555 %, 76.1 min/year too much, because links lost zone b."
    );
    assert!(found.breaks.iter().any(|id| id == "NFR1"));
}

/// A change of the design, and how the first line has to begin.
const CHANGES: &[(&str, &str, &str)] = &[
    (
        "per_replica: 2500 req/s",
        "per_replica: 300 req/s",
        "NFR1 now fails: availability of redirect 99.97 % → 99.793 %, 823 min/year too much, because api.per_replica is 300 req/s, was 2500 req/s.",
    ),
    (
        "users: 8M to 12M ",
        "users: 80M to 120M ",
        "NFR1 now fails: availability of redirect 99.97 % → 98.3 %, 8600 min/year too much, because load.users is 80M to 120M, was 8M to 12M.",
    ),
    (
        "cost: < 20k",
        "cost: < 5k",
        "NFR4 now fails: cost 6.13k USD/month, target ≤ 20k USD/month → ≤ 5k USD/month, because NFR4.cost is",
    ),
    (
        "NFR1: {availability: 99.95%",
        "NFR1: {availability: 99.99%",
        "NFR1 now fails: availability of redirect 99.97 %, target ≥ 99.95% → ≥ 99.99%, because NFR1.availability is 99.99%, was 99.95%.",
    ),
    (
        "latency: {p50: 2 ms, p99: 12 ms},",
        "latency: {p50: 20 ms, p99: 900 ms},",
        "NFR2 now fails: latency of redirect",
    ),
    (
        "- api -> cache: {hit: 90 %,",
        "- api -> cache: {hit: 50 %,",
        "No verdict moved; cost 6.13k USD/month → 6.19k USD/month (+0.9 %), because redirect, api -> cache: hit is 50 %, was 90 %.",
    ),
    (
        "      - api -> links: {on_miss: cache, read: link, timeout: 50 ms, retries: 1}\n",
        "",
        "A new error, expectation-failed: in `lose cache`",
    ),
    (
        "backup: {every: 5 min, to: eu-central, restore: 4 h}",
        "backup: {every: 1 h, to: eu-central, restore: 4 h}",
        "NFR10.rpo now fails: rpo of link 5 min → 60 min, 1200 % of the limit, because links.backup.every is 1 h, was 5 min.",
    ),
    (
        " backup: {every: 5 min, to: eu-central, restore: 4 h},",
        "",
        "NFR10.rpo now fails: rpo of link 5 min → everything, target ≤ 5 min, when region lost, because links.backup is no longer said",
    ),
    (
        "has: [tls, waf, health-check, cross-zone]",
        "has: [tls, waf, cross-zone]",
        "lb no longer has health-check; no figure, verdict or finding moves.",
    ),
    (
        "title: most redirects from the edge",
        "title: nearly all redirects",
        "D4.title is nearly all redirects, was most redirects from the edge; no figure, verdict or finding moves.",
    ),
    (
        "      take_down: {post: \"/links/{code}/takedown\", returns: 204, flow: take_down}\n",
        "",
        "public.take_down breaks its callers: the operation is gone.",
    ),
    (
        "takes: [link.url, link.code, link.expires_at]",
        "takes: [link.url, link.code, link.created_at, link.expires_at]",
        "public.shorten breaks its callers: it asks for link.created_at now.",
    ),
    (
        "code: string(7) key",
        "code: string(6) key",
        "link breaks what rests on it: the field code is narrower: string(6), was string(7).",
    ),
    (
        "created_at: timestamp, expires_at",
        "expires_at",
        "link breaks what rests on it: the field created_at is gone from public.shorten.",
    ),
    (
        "{id: id key, email",
        "{id: uuid key, email",
        "member breaks what rests on it: the field id is of another type: uuid, was id.",
    ),
    (
        "post: /links,",
        "post: /v2/links,",
        "public.shorten breaks its callers: it is POST /v2/links, was POST /links.",
    ),
    (
        "with: dynamodb, key: code",
        "with: dynamodb, key: owner",
        "links breaks what rests on it: the partition key is owner, was code",
    ),
    (
        "lag: 5 s}",
        "lag: 10 min}",
        "NFR6.staleness now fails: staleness of day_count 5 s → 10 min, target ≤ 5 min, because daily.replication.lag is 10 min, was 5 s.",
    ),
    (
        "ttl: 1 day,",
        "ttl: 1 h,",
        "No verdict moved; utilisation of cache 8.04 % → 1.01 % (×0.125), because cache.ttl is 1 h, was 1 day.",
    ),
    (
        "growth: 40 %/year",
        "growth: 90 %/year",
        "No verdict moved; cost 6.13k USD/month → 7.27k USD/month (+19 %), because load.growth is 90 %/year, was 40 %/year.",
    ),
    (
        "{hit: 60 %, if_down: lb} ",
        "{hit: 60 %} ",
        "NFR1 now fails: availability of redirect 99.97 % → 99.87 %, 420 min/year too much, because redirect, visitor -> edge: if_down is no longer said, was lb.",
    ),
    (
        "    NFR11:",
        "    NFR12: {throughput: 900k req/s, of: shorten}\n    NFR11:",
        "NFR12 is new and fails: throughput ≥ 900k req/s of shorten",
    ),
    (
        "horizon: 5 years\n\n",
        "horizon: 5 years\n\nwaivers: [{rule: single-region, because: first market}]\n",
        "A new warning, waiver-unmatched",
    ),
    (
        "priority: could",
        "priority: should",
        "FR6.priority is should, was could; no figure, verdict or finding moves.",
    ),
    (
        "regions: {eu-west: [a, b, c]}",
        "regions: {eu-west: [a, b, c, d]}",
        "eu-west gained zone d; no figure, verdict or finding moves.",
    ),
    (
        "replicas: 6, zones: [a, b, c], per_replica: 5k",
        "replicas: 12, zones: [a, b, c], per_replica: 5k",
        "No verdict moved; cost 6.13k USD/month → 6.55k USD/month (+6.9 %), because stats went from 6 to 12 replicas.",
    ),
    (
        "per_replica: 2k req/s, latency: {p50: 2 ms, p99: 15 ms},",
        "latency: {p50: 2 ms, p99: 15 ms},",
        "NFR8.availability can no longer be told: availability of shorten 99.9691 % → at most 99.9691 %",
    ),
    (
        "replicas: 6, zones: [a, b, c], per_replica: 2500",
        "replicas: 1, zones: [a], per_replica: 2500",
        "NFR1 now fails: availability of redirect 99.97 % → 99.598 %, 1850 min/year too much, because api went from 6 to 1 replicas (or api lost zones b, c: each does it alone).",
    ),
];

#[test]
fn each_change_has_its_sentence() {
    let old = design("url-shortener.yaml");
    let mut wrong = Vec::new();
    for (from, to, expected) in CHANGES {
        let found = compared(&old, &edited(&old, &[(from, to)]));
        if !found.headline.starts_with(expected) {
            wrong.push(format!("{from}\n  found    {}\n  expected {expected}", found.headline));
        }
        assert!(!found.equal && !found.changes.is_empty(), "{from}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_other_way_round_it_is_mirrored() {
    let old = design("url-shortener.yaml");
    for (from, to, _) in CHANGES.iter().step_by(3) {
        let new = edited(&old, &[(from, to)]);
        let (there, back) = (compared(&old, &new), compared(&new, &old));
        let turn = |kind: ChangeKind| match kind {
            ChangeKind::Added => ChangeKind::Removed,
            ChangeKind::Removed => ChangeKind::Added,
            kind => kind,
        };
        let mut gone: Vec<_> = there
            .changes
            .iter()
            .map(|c| (turn(c.kind), c.path.clone(), c.new.clone(), c.old.clone()))
            .collect();
        let mut come: Vec<_> = back
            .changes
            .iter()
            .map(|c| (c.kind, c.path.clone(), c.old.clone(), c.new.clone()))
            .collect();
        gone.sort();
        come.sort();
        assert_eq!(gone, come, "{from}");
        let statuses = |diff: &Diff, turned: Turn| {
            let mut all: Vec<_> = diff
                .verdicts
                .iter()
                .map(|v| (v.id.clone(), turned(v.was, v.now)))
                .collect();
            all.sort();
            all
        };
        assert_eq!(
            statuses(&there, |was, now| (was, now)),
            statuses(&back, |was, now| (now, was)),
            "{from}"
        );
        assert_eq!(
            (there.found.len(), there.mended.len()),
            (back.mended.len(), back.found.len()),
            "{from}"
        );
        assert_eq!(there.figures.len(), back.figures.len(), "{from}");
    }
}

#[test]
fn a_design_is_equal_to_itself_whatever_its_layout() {
    for path in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("designs")).unwrap() {
        let path = path.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut quick = input(&text);
        quick.settings.drills = Wanted::Nothing;
        quick.settings.sampling.samples = 0;
        quick.detail = Detail::Verdicts;
        let mut other = quick.clone();
        // Comments, empty lines and sections in another order.
        let mut parts: Vec<String> = Vec::new();
        for line in text.lines() {
            if line.starts_with(|c: char| c.is_ascii_alphabetic()) || parts.is_empty() {
                parts.push(String::new());
            }
            let part = parts.last_mut().unwrap();
            part.push_str(line);
            part.push('\n');
        }
        parts.reverse();
        other.files = vec![Source::new(
            "other.yaml",
            format!("# another layout\n\n{}", parts.join("\n# x\n")),
        )];
        for new in [quick.clone(), other] {
            let Ok(found) = diff(quick.clone(), new) else {
                panic!("{}", path.display());
            };
            assert!(found.diff.equal, "{}: {:#?}", path.display(), found.diff.changes);
            assert_eq!(found.diff.headline, "Nothing changed.");
        }
    }
}

#[test]
fn spaces_quotes_and_lists_of_one_are_layout() {
    let old = design("url-shortener.yaml");
    let new = edited(
        &old,
        &[
            ("availability: 99.95%", "availability: \"99.95 %\""),
            (
                "zones: [a, b, c], per_replica: 2500 req/s",
                "zones: [c, a, b], per_replica: 2500   req/s",
            ),
            ("in: links\n", "in: [links]\n"),
            ("- lb -> api: {timeout: 2 s}", "- lb  ->  api: {timeout: 2s}"),
            (
                "  growth: 40 %/year\n  peak: 3   ",
                "  peak: 3\n  growth: 40 %/year\n  # ",
            ),
            ("napkin: 1", "napkin: \"1\""),
        ],
    );
    let found = compared(&old, &new);
    assert!(found.equal, "{:#?}", found.changes);
}

#[test]
fn another_name_is_one_change() {
    let old = design("url-shortener.yaml");
    // Components, but not the addresses of the interface.
    let mut new = String::new();
    for line in old.lines() {
        let line = if line.contains(": /links") || line.contains("\"/links") {
            line.to_string()
        } else {
            line.replace("links", "addresses")
        };
        new.push_str(&line);
        new.push('\n');
    }
    let found = compared(&old, &new);
    let names: Vec<&str> = found
        .changes
        .iter()
        .filter(|c| c.kind == ChangeKind::Renamed)
        .map(|c| c.says.as_str())
        .collect();
    assert_eq!(names, ["links is called addresses now"]);
    assert!(
        found.changes.iter().all(|c| c.kind == ChangeKind::Renamed
            || c.says.contains("reads otherwise")
            || c.path.contains("revisit")
            || c.path.contains("want")
            || c.path.contains("title")
            || c.path.contains("accept")),
        "{:#?}",
        found.changes
    );
    assert!(found.verdicts.is_empty() && found.found.is_empty() && found.figures.is_empty());
}

#[test]
fn what_takes_several_changes_says_so() {
    let old = design("url-shortener.yaml");
    let new = edited(
        &old,
        &[
            (
                "  stats:   {is: worker",
                "  audit:   {is: service, size: m6i.large, replicas: 1, zones: [a], per_replica: 5k req/s, latency: {p50: 2 ms, p99: 9 ms}}\n  stats:   {is: worker",
            ),
            (
                "      - api -> cache: {hit: 90 %",
                "      - api -> audit: {timeout: 1 s}\n      - api -> cache: {hit: 90 %",
            ),
        ],
    );
    let found = compared(&old, &new);
    assert_eq!(
        found.headline,
        "NFR1 now fails: availability of redirect 99.97 % → 99.697 %, 1330 min/year too much, because the component audit is new and redirect has a new step api -> audit, together."
    );
}

#[test]
fn contracts_in_both_ways() {
    let old = design("url-shortener.yaml");
    let new = edited(
        &old,
        &[(
            "takes: [link.url, link.code, link.expires_at]",
            "takes: [link.url, link.code, link.owner, link.expires_at]",
        )],
    );
    let harms =
        |diff: &Diff| -> Vec<(Harm, String)> { diff.contracts.iter().map(|c| (c.harm, c.says.clone())).collect() };
    assert_eq!(
        harms(&compared(&old, &new)),
        [(Harm::Additive, "it takes the optional link.owner now".to_string())]
    );
    assert_eq!(
        harms(&compared(&new, &old)),
        [(
            Harm::Risky,
            "it no longer takes link.owner: what callers send is ignored".to_string()
        )]
    );
}

#[test]
fn hostile_names_stay_text() {
    let old = design("url-shortener.yaml");
    let new = edited(
        &old,
        &[
            (
                "summary: Turn",
                "summary: \"</details><script>alert(1)</script> | # \\e[31m ```\" # Turn",
            ),
            (
                "FR6: {as: owner, want: see the clicks of a link by day",
                "FR6: {as: owner, want: \"<img src=x> [x](javascript:1) | `a`\"",
            ),
        ],
    );
    let Ok(found) = diff(input(&old), input(&new)) else {
        panic!()
    };
    let format = emit::format("mermaid").unwrap();
    let text = document::diff(
        &found.diff,
        &emit::draw_changes(&found.diff, &found.old, &found.new, format),
    )
    .unwrap();
    for raw in ["<script", "<img", "\u{1b}", "[x](javascript", "</details><s"] {
        assert!(!text.contains(raw), "{raw}\n{text}");
    }
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
}

#[test]
fn a_comment_fits() {
    let old = design("ecommerce.yaml");
    let mut new = old.clone();
    // A thousand decisions, each long.
    let more: String = (0..1000)
        .map(|n| {
            format!(
                "  X{n}: {{title: \"{}\", chose: lb, over: [nothing], because: [FR1]}}\n",
                "words and words ".repeat(8)
            )
        })
        .collect();
    new = edited(&new, &[("decisions:\n", &format!("decisions:\n{more}"))]);
    let Ok(found) = diff(input(&old), input(&new)) else {
        panic!("form")
    };
    let text = document::diff(&found.diff, "").unwrap();
    assert!(text.len() < 65_536, "{}", text.len());
    assert!(text.contains("Left out, to fit into a comment: "));
}

#[test]
fn pictures_mark_what_changed_by_sign_and_word() {
    let old = design("url-shortener.yaml");
    let new = edited(
        &old,
        &[
            (
                "  stats:   {is: worker",
                "  audit:   {is: service, size: m6i.large, replicas: 2, zones: [a, b], per_replica: 5k req/s}\n  stats:   {is: worker",
            ),
            (
                "      - api -> cache: {hit: 90 %",
                "      - api ~> audit\n      - api -> cache: {hit: 90 %",
            ),
            ("per_replica: 2500 req/s", "per_replica: 2600 req/s"),
            (
                "      - api -> members: {read: member, timeout: 200 ms, retries: 1}\n",
                "",
            ),
        ],
    );
    let Ok(found) = diff(input(&old), input(&new)) else {
        panic!("form")
    };
    for format in emit::FORMATS {
        let text = emit::draw_changes(&found.diff, &found.old, &found.new, format);
        for sign in ["+ audit", "± api", "+ added", "− removed"] {
            // Some languages have a sign of their own for it.
            let (mark, word) = sign.split_once(' ').unwrap();
            let found = [mark, "#43;", "~+", "&#43;", "<U+002B>"]
                .iter()
                .any(|mark| text.contains(&format!("{mark} {word}")));
            assert!(found, "{}: {sign}\n{text}", format.id);
        }
    }
}
