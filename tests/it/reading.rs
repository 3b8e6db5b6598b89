//! Reading: any text gives findings with places or a design, never a panic.

use napkin::report::{Finding, Severity};
use napkin::source::Source;
use napkin::{Input, Outcome, run};

fn outcome(text: &str) -> Outcome {
    run(Input {
        files: vec![Source::new("d.yaml", text)],
        ..Input::default()
    })
}

fn findings(text: &str) -> Vec<Finding> {
    outcome(text).report.findings
}

/// `line:column rule` of each finding.
fn places(text: &str) -> Vec<String> {
    findings(text)
        .iter()
        .map(|f| match &f.place {
            Some(p) => format!("{}:{} {}", p.line, p.column, f.rule),
            None => f.rule.clone(),
        })
        .collect()
}

const HEAD: &str = "napkin: 1\nname: x\n";

#[test]
fn all_faults_in_one_run() {
    let text = "napkin: 1
name: shop
componets: {}
actors: {u: someone}
load: {users: 5 min, peak: 3}
components:
  api: {is: servce, replicas: three, per_replica: 13 GiB}
  api: {is: service}
  db: {is: relational-database, with: postgress, ttl: 5 KB}
flows:
  f:
    actor: u
    rate: 10 /user/dya
    steps:
      - u -> api
      - cache -> db
      - api -> dbb: {timout: 5 ms}
";
    let found = places(text);
    for expected in [
        "3:1 unknown-key",
        "5:15 wrong-dimension",
        "7:31 wrong-type",
        "7:51 wrong-dimension",
        "8:3 duplicate-key",
        "9:55 wrong-dimension",
        "13:20 unknown-name",
        "17:22 unknown-key",
    ] {
        assert!(
            found.iter().any(|f| f == expected),
            "{expected} is missing in {found:#?}"
        );
    }
    // What was read is checked on, in the same run.
    for expected in [
        "7:13 unknown-catalog-id",
        "9:39 unknown-catalog-id",
        "17:16 unknown-name",
        "16:9 unknown-name",
    ] {
        assert!(
            found.iter().any(|f| f == expected),
            "{expected} is missing in {found:#?}"
        );
    }
    let all = findings(text);
    assert!(all.iter().all(|f| f.form && f.severity == Severity::Error));
    let fix = |rule: &str| {
        all.iter()
            .find(|f| f.rule == rule)
            .and_then(|f| f.fix.clone())
            .unwrap_or_default()
    };
    assert!(fix("unknown-key").contains("`components`"));
    assert!(fix("unknown-catalog-id").contains("`service`"));
    let fixes: Vec<&str> = all.iter().filter_map(|f| f.fix.as_deref()).collect();
    assert!(fixes.contains(&"did you mean `day`?"), "{fixes:?}");
    assert!(fixes.contains(&"did you mean `db`?"), "{fixes:?}");
    let twice = all.iter().find(|f| f.rule == "duplicate-key").unwrap();
    assert_eq!(twice.related[0].label, "first defined here");
    assert_eq!(twice.related[0].place.line, 7);
}

#[test]
fn odd_files_get_a_clear_message() {
    for (text, rule) in [
        ("", "yaml-syntax"),
        ("# only\n# comments\n", "yaml-syntax"),
        ("\n\n", "yaml-syntax"),
        ("- a\n- b\n", "wrong-type"),
        ("just text", "wrong-type"),
        ("a: [", "yaml-syntax"),
        ("a: 'unclosed", "yaml-syntax"),
        ("a: 1\n---\nb: 2\n", "yaml-syntax"),
        ("napkin: 1\nname: x\n<<: {a: 1}\n", "yaml-syntax"),
        ("napkin: 1\nname: !!str x\n", "yaml-syntax"),
        ("napkin: 1\nname: x\n? [a, b]\n: c\n", "yaml-syntax"),
        ("napkin: 2\nname: x\n", "unknown-word"),
        ("name: x\n", "missing-key"),
        ("napkin: 1\nname: x\nload: {users: }\nlod: 1\n", "unknown-key"),
    ] {
        let found = findings(text);
        assert!(
            found.iter().any(|f| f.rule == rule && f.form),
            "{text:?}: {:?}",
            places(text)
        );
        assert!(found.iter().all(|f| !f.message.is_empty()), "{text:?}");
    }
}

#[test]
fn hostile_texts_end_quickly_with_a_finding() {
    let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (this, last) in ('b'..='i').zip('a'..='h') {
        bomb.push_str(&format!(
            "{this}: &{this} [{}]\n",
            vec![format!("*{last}"); 9].join(",")
        ));
    }
    let mib = 1024 * 1024;
    for text in [
        "[".repeat(8 * mib),
        "{".repeat(8 * mib),
        "- ".repeat(4 * mib),
        "? ".repeat(mib),
        "a: ".repeat(mib),
        "x".repeat(9 * mib),
        format!("{HEAD}summary: \"{}", "x".repeat(mib)),
        format!("{HEAD}figures: {{f: {}1{}}}", "(".repeat(2000), ")".repeat(2000)),
        format!("{HEAD}figures: {{f: {}1}}", "-".repeat(2000)),
        format!("{HEAD}figures: {{f: 1e999}}"),
        format!("{HEAD}figures: {{f: 2^{}}}", "9".repeat(400)),
        bomb,
        "\u{0}\u{1}\u{2}".to_string(),
        format!("{HEAD}a: &a [*a]"),
    ] {
        let found = findings(&text);
        assert!(!found.is_empty(), "{:?}", text.chars().take(40).collect::<String>());
    }
}

#[test]
fn fragments_that_multiply_are_stopped() {
    let mut text = String::from("napkin: 1\nname: x\ncomponents: {c: {is: service}}\nflows:\n");
    for i in 0..40 {
        let next = i + 1;
        text.push_str(&format!(
            "  f{i}: {{steps: [c -> c: {{then: f{next}}}, c -> c: {{then: f{next}}}]}}\n"
        ));
    }
    text.push_str("  f40: {steps: [c -> c]}\n");
    assert!(findings(&text).iter().any(|f| f.rule == "circle"));
}

#[test]
fn every_truncation_and_every_dropped_line_is_survived() {
    let text = include_str!("../designs/url-shortener.yaml");
    for (end, _) in text.char_indices().step_by(7) {
        let _ = outcome(&text[..end]);
    }
    let lines: Vec<&str> = text.lines().collect();
    for skip in 0..lines.len() {
        let rest: Vec<&str> = lines
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != skip)
            .map(|(_, l)| *l)
            .collect();
        let _ = outcome(&rest.join("\n"));
    }
}

#[test]
fn a_design_with_nothing_in_it_is_sound() {
    let report = outcome(HEAD).report;
    assert!(report.findings.iter().all(|f| !f.form), "{:?}", report.findings);
    assert_eq!(report.name, "x");
}

#[test]
fn includes_merge_and_conflicts_are_reported() {
    let files = |second: &str| {
        run(Input {
            files: vec![
                Source::new(
                    "main.yaml",
                    "napkin: 1\nname: x\ninclude: [b.yaml]\ncomponents:\n  a: {is: service}\n",
                ),
                Source::new("b.yaml", second),
            ],
            ..Input::default()
        })
        .report
    };
    let report = files("components:\n  b: {is: service}\nactors: {u: someone}\n");
    assert!(report.findings.iter().all(|f| !f.form), "{:?}", report.findings);
    assert_eq!(
        report.components.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(),
        ["a", "b"]
    );
    let report = files("components:\n  a: {is: worker}\nname: other\n");
    let rules: Vec<&str> = report.findings.iter().map(|f| f.rule.as_str()).collect();
    assert_eq!(rules, ["duplicate-key", "duplicate-key"]);
    let conflict = &report.findings[0];
    assert_eq!(conflict.place.as_ref().unwrap().file, "b.yaml");
    assert_eq!(conflict.related[0].place.file, "main.yaml");
}

#[test]
fn every_design_reads_without_a_finding_about_its_form() {
    for (name, text) in [
        ("chat", include_str!("../designs/chat.yaml")),
        ("checkout", include_str!("../designs/checkout.yaml")),
        ("gallery", include_str!("../designs/gallery.yaml")),
        ("limiter", include_str!("../designs/limiter.yaml")),
        ("live", include_str!("../designs/live.yaml")),
        ("url-shortener", include_str!("../designs/url-shortener.yaml")),
        ("chat", include_str!("../../designs/chat.yaml")),
        ("ecommerce", include_str!("../../designs/ecommerce.yaml")),
    ] {
        let form: Vec<String> = findings(text)
            .into_iter()
            .filter(|f| f.form)
            .map(|f| f.message)
            .collect();
        assert!(form.is_empty(), "{name}: {form:#?}");
    }
}

#[test]
fn flags_of_a_field_stand_in_any_order() {
    let field = |field: &str| {
        let text = format!("{HEAD}data:\n  a: {{fields: {{b: id key}}}}\n  c: {{fields: {{d: {field}}}}}\n");
        let report = outcome(&text).report;
        let form = report.findings.iter().filter(|f| f.form);
        assert_eq!(
            form.map(|f| &f.message).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "{field}"
        );
        let fields = report.entities.iter().find(|e| e.id == "c").map(|e| &e.fields);
        let own = fields.and_then(|f| f.first()).unwrap();
        (own.pii, own.optional, own.references.clone(), own.size.clone())
    };
    let one = field("text pii optional -> a ~30 B");
    assert!(
        one.0 && one.1 && one.2.as_deref() == Some("a") && one.3.is_some(),
        "{one:?}"
    );
    for other in [
        "text ~30 B pii optional -> a",
        "text pii ~30 B -> a optional",
        "pii text -> a ~30 B optional",
    ] {
        assert_eq!(field(other), one, "{other}");
    }
    let wrong = format!("{HEAD}data:\n  c: {{fields: {{d: text ~30 B piii}}}}\n");
    assert!(findings(&wrong).iter().any(|f| f.form));
}

/// What could not be read is one fault: a name that leads there is none.
#[test]
fn a_name_of_what_could_not_be_read_is_no_fault() {
    let sound = "napkin: 1\nname: x\nactors: {member: reads}\ncomponents: {api: {is: service}, db: {is: relational-database}}\n\
                 flows:\n  show: {actor: member, rate: 1 /s, steps: [member -> api, api -> db: {read: link}]}\n\
                 data:\n  link: {in: db, rows: 5, fields: {code: string(7) key}}\n\
                 figures: {all: link.rows * 2}\n\
                 apis: {public: {version: v1, operations: {show: {get: \"/{code}\", takes: [link.code], returns: link, flow: show}}}}\n";
    for (from, to) in [
        ("fields: {code: string(7) key}", "fields: [code]"),
        ("fields: {code: string(7) key}", "fields: {code: }"),
        (
            "components: {api: {is: service}, db: {is: relational-database}}",
            "components: [api, db]",
        ),
        ("db: {is: relational-database}", "db: [relational-database]"),
        ("link: {in: db, rows: 5, fields: {code: string(7) key}}", "link: 5"),
        ("actors: {member: reads}", "actors: [member]"),
        ("figures: {all: link.rows * 2}", "figures: 5"),
    ] {
        assert!(sound.contains(from), "{from}");
        let found: Vec<String> = findings(&sound.replace(from, to))
            .into_iter()
            .map(|f| f.message)
            .collect();
        assert_eq!(found.len(), 1, "{to}: {found:#?}");
    }
}

#[test]
fn another_arrow_and_a_number_of_rows_are_told_once_with_what_was_meant() {
    let text = format!(
        "{HEAD}actors: {{u: someone}}\ncomponents:\n  api: {{is: service}}\n  db: {{is: database, with: postgresql}}\n\
         data: {{row: {{in: db, fields: {{id: id key}}}}}}\n\
         flows:\n  f: {{actor: u, rate: 1 /s, steps: [u => api, api -> db: {{read: 20 row}}]}}\n"
    );
    let found = findings(&text);
    let errors = found.iter().filter(|f| f.severity == Severity::Error);
    let fixes: Vec<&str> = errors.filter_map(|f| f.fix.as_deref()).collect();
    assert_eq!(fixes.len(), 3, "{fixes:?}");
    for part in ["`u -> api`", "`{row: 20}`", "`postgresql` fills `relational-database`"] {
        assert!(fixes.iter().any(|fix| fix.contains(part)), "{part} in {fixes:?}");
    }
}

#[test]
fn a_misspelt_callee_is_told_once() {
    let flow = |callee: &str| {
        let text = format!(
            "{HEAD}actors: {{u: someone}}\ncomponents:\n  api: {{is: service}}\n  pages: {{is: service}}\n  \
             db: {{is: relational-database}}\nflows:\n  f: {{actor: u, rate: 1 /s, steps: [u -> api, api -> {callee}, pages -> db]}}\n"
        );
        let found = findings(&text);
        let errors: Vec<_> = found.iter().filter(|f| f.severity == Severity::Error).collect();
        errors.iter().map(|f| f.rule.clone()).collect::<Vec<_>>()
    };
    assert_eq!(flow("page"), ["unknown-name"], "`page` is meant for `pages`");
    assert_eq!(
        flow("db"),
        ["unreached-caller"],
        "nothing here may have been meant for it"
    );
}
