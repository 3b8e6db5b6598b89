//! What one rule says of several things alike is one finding, and a waiver for one of them leaves the others.

use napkin::report::{Finding, Report};
use napkin::source::Source;
use napkin::{Input, run};

fn report(waivers: &str) -> Report {
    let text = format!(
        "napkin: 1\nname: x\nrequirements: {{functional: {{FR1: {{want: read, priority: must, flow: read}}}}}}\n\
         actors: {{visitor: reads}}\ncomponents:\n  api: {{is: service, replicas: 2}}\n  pages: {{is: service, replicas: 2}}\n  \
         texts: {{is: service, replicas: 2}}\nflows:\n  read: {{actor: visitor, rate: 1 /s, steps: [visitor -> api, api -> pages, \
         pages -> texts]}}\n{waivers}"
    );
    run(Input {
        files: vec![Source::new("test.yaml", text)],
        ..Input::default()
    })
    .report
}

fn of<'r>(report: &'r Report, rule: &str) -> Vec<&'r Finding> {
    report.findings.iter().filter(|f| f.rule == rule).collect()
}

#[test]
fn three_components_are_asked_about_once() {
    let report = report("");
    let found = of(&report, "big-bang-release");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].message.starts_with("`api`, `pages` and `texts` are"),
        "{}",
        found[0].message
    );
    assert_eq!(found[0].related.len(), 2, "the other places");
    assert_eq!(found[0].of.as_deref(), Some("api"), "it stands at the first");
}

#[test]
fn a_waiver_for_one_leaves_the_others() {
    let report = report("waivers: [{rule: big-bang-release, of: pages, because: it never changes}]\n");
    let found = of(&report, "big-bang-release");
    let standing: Vec<_> = found.iter().filter(|f| f.waived.is_none()).collect();
    assert_eq!((found.len(), standing.len()), (2, 1), "{found:#?}");
    assert!(
        standing[0].message.starts_with("`api` and `texts` are"),
        "{}",
        standing[0].message
    );
    assert!(
        of(&report, "waiver-unmatched").is_empty(),
        "the waiver covers something"
    );
}

#[test]
fn one_alone_is_told_in_the_singular() {
    let waivers = "waivers:\n  - {rule: big-bang-release, of: pages, because: x}\n  - {rule: big-bang-release, of: texts, because: x}\n";
    let report = report(waivers);
    let found = of(&report, "big-bang-release");
    let standing: Vec<_> = found.iter().filter(|f| f.waived.is_none()).collect();
    assert_eq!(standing.len(), 1);
    assert!(standing[0].message.starts_with("`api` is"), "{}", standing[0].message);
}
