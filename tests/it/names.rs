//! A figure means the same wherever its name stands in an expression.

use napkin::report::Report;
use napkin::source::Source;
use napkin::{Input, run};

fn report(figures: &str) -> Report {
    let text = format!("napkin: 1\nname: x\nload: {{users: 5M}}\nfigures: {{{figures}}}\n");
    run(Input {
        files: vec![Source::new("test.yaml", text)],
        ..Input::default()
    })
    .report
}

/// The figure `answer`; none where the design is refused.
#[track_caller]
fn answer(figures: &str) -> Option<f64> {
    let report = report(figures);
    let found = report.figures.iter().map(|f| &f.figure).find(|f| f.name == "answer");
    found?.value
}

#[test]
fn a_factor_may_come_last() {
    // `requests` is also a long form of `req`, which it is only behind a number.
    assert_eq!(answer("requests: 500, answer: requests * 12"), Some(6000.0));
    assert_eq!(answer("requests: 500, answer: 12 * requests"), Some(6000.0));
    assert_eq!(answer("requests: 500, answer: (12 * requests + 1) * 2"), Some(12002.0));
    assert_eq!(answer("answer: users * 2"), Some(1e7));
    assert_eq!(answer("answer: 2 * users"), Some(1e7));
}

#[test]
fn a_figure_divides_by_its_value() {
    assert_eq!(answer("requests: 500, answer: 1000 / (requests)"), Some(2.0));
    assert_eq!(answer("requests: 500, answer: 1000 / requests"), Some(2.0));
}

#[test]
fn a_figure_that_no_expression_can_name_is_refused() {
    for name in ["users", "growth", "horizon"] {
        let report = report(&format!("{name}: 7"));
        assert!(
            report.findings.iter().any(|f| f.form),
            "`{name}` is taken by the load, so a figure `{name}` could never be read"
        );
    }
}
