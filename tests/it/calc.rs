//! Napkin mathematics as people type it.

use napkin::calc::{Calculation, calculate};
use napkin::quantity::{Profile, Sampling};

fn calc(text: &str) -> Calculation {
    calculate(text, Profile::Exact, Sampling::default())
}

/// The value of the last line in base units.
#[track_caller]
fn value(text: &str) -> f64 {
    let found = calc(text);
    let faults: Vec<&str> = found.findings.iter().map(|f| f.message.as_str()).collect();
    assert!(faults.is_empty(), "{text}: {faults:?}");
    found.lines.last().unwrap().figure.value.unwrap()
}

#[track_caller]
fn refusal(text: &str) -> String {
    let found = calc(text);
    assert!(!found.findings.is_empty(), "{text} is refused");
    assert!(found.lines.is_empty());
    let first = &found.findings[0];
    let fix = first.fix.as_deref().unwrap_or("");
    format!("{} | {fix}", first.message)
}

/// What people type, with its value in seconds, bytes and dollars.
const FORMS: &[(&str, f64)] = &[
    ("5k", 5e3),
    ("5K", 5e3),
    ("10_000", 1e4),
    ("1.5e6", 1.5e6),
    ("3 million", 3e6),
    ("1 kB", 1e3),
    ("1 KB", 1e3),
    ("1 KiB", 1024.0),
    ("2 GiB", 2_147_483_648.0),
    ("7 B", 7.0),
    ("12k req/s", 12e3),
    ("12k rps", 12e3),
    ("12k qps", 12e3),
    ("86400 /day", 1.0),
    ("10 req per second", 10.0),
    ("600 requests per minute", 10.0),
    ("8 Mbps", 1e6),
    ("8 Mbit/s", 1e6),
    ("1 MB/s", 1e6),
    ("$5", 5.0),
    ("$12k/year * 1 year", 12e3),
    ("20k USD/month * 1 month", 20e3),
    ("60 %", 0.6),
    ("99.95% * 200", 199.9),
    ("50M..200M", 1e8),
    ("50M to 200M", 1e8),
    ("10 ± 20 %", 10.0),
    ("10 +- 20%", 10.0),
    ("10 ± 2", 10.0),
    ("uniform(2, 4)", 3.0),
    ("pert(1, 2, 3)", 2.0),
    // Number and unit bind tighter than `/`.
    ("25M / 30 min", 25e6 / 1800.0),
    ("20 KB / 4 Mbit/s", 0.04),
    ("2 + 3 * 4 ^ 2 / 8", 8.0),
    ("-3 * 2", -6.0),
    ("max(3, 7) - min(2, 9)", 5.0),
    ("ceil(21.9 TB / 144 GB)", 153.0),
    ("500M tweets/day * 300 B * 1 day", 150e9),
    ("dau = 10M users; dau * 2 /user/day * 1 day", 20e6),
    ("mean(8M to 12M)", 9_872_664.0),
    ("p5(8M to 12M)", 8e6),
    ("p95(3 * (8M to 12M))", 36e6),
    ("exp(ln(7))", 7.0),
    ("-20 to 40 %", 0.1),
    ("-3 to 5 ms", 0.001),
    ("-(1 to 100)", -10.0),
    ("erlang_c(3, 2)", 4.0 / 9.0),
    ("erlang_b(1, 1)", 0.5),
    // M/M/1: ρ S ÷ (1 − ρ).
    ("mmc_wait(1, 50 /s, 10 ms)", 0.01),
];

#[test]
fn reads_what_people_type() {
    for (text, expected) in FORMS {
        let found = value(text);
        assert!(
            (found - expected).abs() <= 1e-7 * expected.abs(),
            "{text}: {found} for {expected}"
        );
    }
}

/// The canonical reading is the same expression in other words.
#[test]
fn a_reading_reads_back_as_itself() {
    for (text, _) in FORMS {
        let found = calc(text);
        let readings: Vec<&str> = found.lines.iter().map(|l| l.reading.as_str()).collect();
        let again = readings.join("; ");
        assert!(
            (value(&again) - value(text)).abs() <= 1e-9 * value(text).abs(),
            "{text}: {again}"
        );
    }
}

#[test]
fn refuses_what_makes_no_sense() {
    for (text, part) in [
        // 3,500 queries a second over a day are 302 million queries and not 302 MB: a published fault.
        ("3500 qps * 1 day in MB", "a count is not a size"),
        (
            "3500 qps * 86400 s + 1 MB",
            "cannot add a plain number and a size in bytes: [1] is not [B]",
        ),
        ("3 GB + 4 s", "[B] is not [s]"),
        ("10 Mbps + 3 MB", "[B/s] is not [B]"),
        ("5 users < 3", "cannot compare a number of users and a plain number"),
        ("5 min in MB", "[s] is not [B]"),
        ("1e999", "not a finite number"),
        ("1/0", "not a finite number"),
        ("0 * (1/0)", "not a finite number"),
        ("ln(-1)", "not a finite number"),
        ("5 m", "may be a minute, a month or a metre"),
        ("1,000", "write thousands as"),
        ("100M + 20 %", "write `* 1.2`"),
        ("50M..200M * 20 /day", "put the range into brackets"),
        ("5 Mb", "write `Mbit` for bits or `MB` for bytes"),
        ("1M users * 10 KB in GB", "say that it is for each: `10 KB/user`"),
        ("rat = 5; rate * 3", "did you mean `rat`?"),
        ("erlang_c(10, 12)", "which must be below the servers"),
        ("x * 3", "unknown name `x`"),
        ("min = 4", "`min` is taken"),
        ("a = 4; a.b = 5", "a name has no dots"),
        ("12M to 8M", "the range runs backwards"),
        ("uniform(9, 3)", "the range runs backwards"),
        ("mmc_wait(1, 50 /s, 30 ms)", "not a finite number"),
        ("mmc_wait(1, 10 ms, 50 /s)", "takes servers, a rate and a time"),
        ("erlang_c(3)", "takes 2 arguments"),
        ("sqrt(3 s)", "takes a plain number"),
        ("sqrt(3, 4)", "takes one argument"),
        ("2 ^ 3 s", "an exponent is a plain number"),
        ("5 GBs", "unknown unit `GBs`"),
        ("", "nothing to compute"),
        ("# only a comment", "nothing to compute"),
    ] {
        let message = refusal(text);
        assert!(message.contains(part), "{text}: {message}");
    }
}

#[test]
fn all_faults_are_told_in_one_run() {
    let found = calc("a = 3 GB + 1 s\nb = 4\nsqrt(b, b)");
    let lines: Vec<usize> = found.findings.iter().map(|f| f.place.as_ref().unwrap().line).collect();
    assert_eq!(lines, [1, 3]);
}

#[test]
fn answers_in_the_unit_that_is_asked_for() {
    for (text, expected) in [
        ("10.2 TB/day in MB/s", "118 MB/s"),
        ("100 Mbps in MB/s", "12.5 MB/s"),
        ("0.25 in %", "25 %"),
        ("86.4k/day in /s", "1/s"),
        ("99.9 % * 1 day in min", "1.44k min"),
        ("1 - (1 - 99 %)^2 in %", "99.99 %"),
        ("99.95 % * 99.99 % in %", "99.94 %"),
    ] {
        assert_eq!(calc(text).lines[0].figure.text, expected, "{text}");
    }
}

#[test]
fn three_digits_are_not_all() {
    let exact = |text: &str| calc(text).lines[0].figure.exact.clone();
    assert_eq!(exact("ceil(1234.5)").as_deref(), Some("1235"));
    assert_eq!(exact("1 KiB in B").as_deref(), Some("1024 B"));
    assert_eq!(exact("5k"), None);
    assert_eq!(exact("99.95 % in %"), None);
}

/// `1M to 2M * 3` is the range up to six million: the reading says so.
#[test]
fn a_reading_shows_what_binds_tighter() {
    assert_eq!(calc("1M to 2M * 3").lines[0].reading, "1_000_000 to (2_000_000 × 3)");
}

/// 10.2 TB a day over ten years of 365 days: only the interview profile has such years.
#[test]
fn profiles_decide_what_a_day_and_a_year_are() {
    let of = |profile| {
        calculate("1 year in day", profile, Sampling::default()).lines[0]
            .figure
            .text
            .clone()
    };
    assert_eq!(of(Profile::Exact), "365 day");
    let seconds = |profile| calculate("1 day", profile, Sampling::default()).lines[0].figure.value;
    assert_eq!(seconds(Profile::Interview), Some(100_000.0));
    assert_eq!(seconds(Profile::Billing), Some(86_400.0));
}

#[test]
fn ranges_come_with_percentiles_mean_and_interval() {
    let found = calc("(8M to 12M users) * 40 /user/day * 100 B");
    let range = found.lines[0].figure.range.as_ref().unwrap();
    assert!(range.exact);
    let day = 4000.0 / 86_400.0;
    for (found, expected) in [
        (range.p5, 8e6 * day),
        (range.p95, 12e6 * day),
        (range.mean, 9_872_664.0 * day),
    ] {
        assert!((found / expected - 1.0).abs() < 1e-7, "{found} for {expected}");
    }
    let sampled = calc("(1 to 4) + (1 to 4)");
    let range = sampled.lines[0].figure.range.as_ref().unwrap();
    assert!(!range.exact && range.p5 > 2.0 && range.p95 < 8.0);
    assert_eq!(range.interval, Some([2.0, 8.0]));
    assert_eq!(sampled.samples.len(), 10_000);
}

/// In thousands of lines a name stands for what it was given last.
#[test]
fn many_lines_stay_cheap_and_bounded() {
    let lines = "a = 1\n".to_string() + &"a = a + 1\n".repeat(190) + "a";
    assert_eq!(value(&lines), 191.0);
    assert!(refusal(&"1;".repeat(5_000)).contains("more than 200 lines"));
}

/// Powers turn round at zero, and what is no number in some cases has no range.
#[test]
fn intervals_and_ranges_hold_what_can_happen() {
    let interval = |text: &str| calc(text).lines[0].figure.range.as_ref().and_then(|r| r.interval);
    assert_eq!(interval("(-3 to 4)^2"), Some([0.0, 16.0]));
    assert_eq!(interval("(-3 to 4)^3"), Some([-27.0, 64.0]));
    assert_eq!(interval("max(1 / (-1 to 5), 3)"), None);
    for text in [
        "sqrt(-3 to 4)",
        "max(erlang_c(10, 8 to 12), 0.1)",
        "erlang_servers(80000 to 90000, 0.01)",
    ] {
        let figure = &calc(text).lines[0].figure;
        assert!(
            figure.range.is_none() && figure.missing[0].starts_with("a range"),
            "{text}: {figure:?}"
        );
    }
    let mirrored = calc("-(1 to 100)").lines[0].figure.range.clone().unwrap();
    assert!(
        (mirrored.p5 + 100.0).abs() < 3.0 && (mirrored.p95 + 1.0).abs() < 0.05,
        "{mirrored:?}"
    );
    let many = calculate(
        &"1 to 2;".repeat(100),
        Profile::Exact,
        Sampling {
            samples: 1_000_000,
            seed: 1,
        },
    );
    assert!(many.findings[0].message.contains("more than can be kept"));
}

#[test]
fn no_text_makes_it_panic() {
    let pieces = [
        "5", "k", "GB", "/", "per", "user", "(", ")", "to", "±", "in", "^", "-", "=", "<", ",", "min", ";", "é", "..",
        "$", "%",
    ];
    let mut state = 1u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..8 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            text.push_str(if state & 1 << 40 == 0 { " " } else { "" });
        }
        let _ = calculate(&text, Profile::Exact, Sampling { samples: 3, seed: 1 });
    }
}
