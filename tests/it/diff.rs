//! Two designs side by side: what changed, what it does, and why.

mod changes;

use changes::CHANGES;
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
        "NFR1 now fails: availability of redirect 99.97 % → 99.697 %, 1330 min/year too much, because of two changes together: the component audit is new; redirect has a new step api -> audit."
    );
}

#[test]
fn findings_drills_and_figures_have_causes_too() {
    let old = design("url-shortener.yaml");
    let lost = (
        "size: r6g.large, replicas: 2, zones: [a, b]",
        "size: r6g.large, replicas: 2, zones: [a]",
    );
    let less = (
        "replicas: 3, copies: 3, zones: [a, b, c], eviction: lru",
        "replicas: 2, copies: 2, zones: [a, b], eviction: lru",
    );
    let found = compared(&old, &edited(&old, &[lost, less]));
    let single = found
        .found
        .iter()
        .find(|new| new.finding.rule == "single-zone")
        .unwrap();
    assert_eq!(single.because.says().as_deref(), Some("because members lost zone b"));
    let drill = found.drills.iter().find(|moved| moved.line == "lose zone a").unwrap();
    assert!(drill.starts_to_break());
    assert_eq!(drill.because.changes, ["members lost zone b"]);
    // No change alone makes a smaller cluster enough.
    let units = found
        .figures
        .iter()
        .find(|moved| moved.what == "units that cache needs")
        .unwrap();
    assert_eq!(
        units.because.says().as_deref(),
        Some("because of two changes together: cache went from 3 to 2 copies; cache lost zone c")
    );
}

#[test]
fn a_comment_tells_each_thing_once() {
    let old = design("url-shortener.yaml");
    let new = edited(
        &old,
        &[
            ("holds: codes_used < 5 %", "holds: codes_used < 0.1 %"),
            (
                "    FR6: {as: owner",
                "    FR7: {as: owner, want: see them by country, priority: could}\n    FR6: {as: owner",
            ),
        ],
    );
    let Ok(found) = diff(input(&old), input(&new)) else {
        panic!("form")
    };
    let text = document::diff(&found).unwrap();
    for row in [
        "| NFR11 | pass | **fail** | codes_used 0.132 %, target < 5 % → < 0.1 % | NFR11.holds is",
        "| FR7 | – | new | owner: see them by country (could) | |",
    ] {
        let row = row.replace('<', "&lt;");
        assert!(text.contains(&row), "{row}\n{text}");
    }
    assert_eq!(text.matches("NFR11 now fails").count(), 1, "{text}");
    // What rules quote is code.
    assert!(!text.contains("\\`"), "{text}");
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
    let text = document::diff(&found).unwrap();
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
    let text = document::diff(&found).unwrap();
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
