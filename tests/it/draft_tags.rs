//! A draft over an earlier one keeps the numbers that others rest on, and so says `buf breaking`.

use crate::dice::Dice;
use crate::hostile::TEXTS;
use crate::tools::{designs, run as tool, skip};
use napkin::draft::{Choice, Drafted, form};
use napkin::source::Source;
use napkin::{Input, run};
use std::fs;
use std::path::Path;

/// A design with these fields of a link and these states of it.
fn drafted(fields: &str, states: &str) -> Drafted {
    let text = format!(
        r#"
napkin: 1
name: Shortener
actors: {{guest: anybody}}
components: {{api: {{is: service}}, db: {{is: relational-database}}}}
flows: {{add: {{actor: guest, rate: 1 /s, steps: [guest -> api, api -> db: {{write: link}}]}}}}
data: {{link: {{in: db, rows: 9, fields: {{code: string(7) key, {fields}, state: "enum({states})"}}}}}}
apis: {{links: {{style: grpc, version: v1, operations: {{add: {{rpc: Add, takes: [link], returns: link, flow: add}}}}}}}}
"#
    );
    let report = run(Input {
        files: vec![Source::new("design.yaml", text)],
        ..Input::default()
    })
    .report;
    assert!(report.findings.iter().all(|f| !f.form), "{:#?}", report.findings);
    let files = form("proto").unwrap().draft(&report, Choice::default());
    files.into_iter().find(|file| file.path.ends_with(".proto")).unwrap()
}

fn over(file: Drafted, earlier: &str) -> Result<String, String> {
    form("proto").unwrap().over(file, earlier).map(|file| file.text)
}

/// What `buf` says of a change under a category; none where it is not installed.
fn breaking(name: &str, category: &str, before: &str, after: &str) -> Option<String> {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools");
    let buf = tools.join("node_modules/@bufbuild/buf-linux-x64/bin/buf");
    if !buf.exists() {
        skip("buf", "npm ci --prefix tests/tools");
        return None;
    }
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tags-{name}"));
    let _ = fs::remove_dir_all(&root);
    let settings =
        format!("version: v2\nmodules:\n  - path: .\nlint:\n  use: [STANDARD]\nbreaking:\n  use: [{category}]\n");
    for (folder, text) in [("old", before), ("new", after)] {
        let inside = root.join(folder).join("shortener/links/v1");
        fs::create_dir_all(&inside).unwrap();
        fs::write(root.join(folder).join("buf.yaml"), &settings).unwrap();
        fs::write(inside.join("links.proto"), text).unwrap();
    }
    let new = root.join("new");
    let against = format!("{}", root.join("old").display());
    let new = new.to_str().unwrap();
    let mut said = String::new();
    for arguments in [vec!["lint", new], vec!["breaking", new, "--against", &against]] {
        let output = tool(buf.to_str().unwrap(), &arguments, "")?;
        said += &String::from_utf8_lossy(&output.stdout);
        said += &String::from_utf8_lossy(&output.stderr);
    }
    Some(said)
}

#[test]
fn a_changed_design_stays_compatible() {
    let first = drafted("url: url ~100 B, note: text ~90 B optional, hits: int", "open|shut").text;
    // One in front, one gone, one renamed, a value in front, one gone.
    let changed = drafted("owner: id, address: url ~100 B, hits: int", "fresh|open");
    let naive = changed.text.clone();
    let second = over(changed, &first).unwrap();
    for line in [
        "  reserved 2 to 3;\n  reserved \"note\", \"url\";\n",
        "string code = 1;",
        "string owner = 6;",
        "string address = 7;",
        "int32 hits = 4;",
        "LINK_STATE_OPEN = 1;",
        "LINK_STATE_FRESH = 3;",
    ] {
        assert!(second.contains(line), "{line}\n{second}");
    }
    for category in ["WIRE", "WIRE_JSON"] {
        if let Some(said) = breaking("second", category, &first, &second) {
            assert_eq!(said, "", "{category}\n{second}");
        }
    }
    if let Some(said) = breaking("naive", "WIRE_JSON", &first, &naive) {
        assert!(
            said.contains("changed name"),
            "without the numbers of the first: {said}"
        );
    }
    // All as it was: the names come back with new numbers, and the old ones stay reserved.
    let third = over(
        drafted("url: url ~100 B, note: text ~90 B optional, hits: int", "open|shut"),
        &second,
    )
    .unwrap();
    assert!(
        third.contains("string url = 8;") && third.contains("reserved 2 to 3, 6 to 7;"),
        "{third}"
    );
    // Another type reads the old bytes wrongly, so it takes another number.
    let typed = over(
        drafted("url: int, note: text ~90 B optional, hits: long", "open|shut"),
        &first,
    )
    .unwrap();
    assert!(
        typed.contains("int32 url = 6;") && typed.contains("int64 hits = 4;"),
        "{typed}"
    );
    if let Some(said) = breaking("typed", "WIRE", &first, &typed) {
        assert_eq!(said, "", "{typed}");
    }
}

#[test]
fn every_design_is_stable_over_itself() {
    for (name, report) in designs() {
        let form = form("proto").unwrap();
        for file in form
            .draft(report, Choice::default())
            .into_iter()
            .filter(|f| form.keeps(f))
        {
            let text = file.text.clone();
            assert_eq!(over(file, &text).as_ref(), Ok(&text), "{name}");
        }
    }
}

#[test]
fn what_is_written_by_hand_is_kept_or_refused() {
    let draft = drafted("url: url ~100 B", "open");
    let file = || draft.clone();
    let first = file().text;
    let by_hand = |from: &str, to: &str| {
        assert!(first.contains(from), "{from}\n{first}");
        over(file(), &first.replacen(from, to, 1))
    };
    let message = "message Link {\n";
    for (added, line) in [
        (
            "  reserved 9, 11 to 12, 40 to max; reserved 'x';\n",
            "reserved 9, 11 to 12, 40 to 536870911",
        ),
        (
            "  oneof way { string a = 21; Link b = 22; }\n",
            "reserved 21 to 22;\n  reserved \"a\", \"b\";",
        ),
        (
            "  map<string, Link> all = 0x10 [deprecated = true, (x) = { y: 1 }]; /* } */ // }\n",
            "reserved 16;",
        ),
        ("  optional string reserved = 30;\n", "reserved \"reserved\";"),
        ("  option (a.b) = { c: \"}\" };\n", "string code = 1;"),
    ] {
        let kept = by_hand(message, &format!("{message}{added}")).unwrap();
        assert!(kept.contains(line), "{added}{kept}");
    }
    let gone = by_hand(
        message,
        "message Own { bytes mine = 7; }\nenum Way { NONE = 0; UP = 5; }\nmessage Link {\n",
    )
    .unwrap();
    assert!(
        gone.contains("message Own {\n  reserved 7;\n  reserved \"mine\";\n}"),
        "{gone}"
    );
    assert!(
        gone.contains("enum Way {\n  reserved 5;\n  reserved \"UP\";\n  NONE = 0;\n}"),
        "{gone}"
    );
    for (added, says) in [
        (
            "  message Inner { int32 x = 1; }\n",
            "line 28: a `message` inside a message",
        ),
        (
            "  string again = 1;\n",
            "the name or the number of `code = 1` is taken in `Link`",
        ),
        ("  reserved 1;\n", "is taken"),
        ("  string url;\n", "`;` before the number of a field"),
        ("  string far = 536870912;\n", "`536870912` is no number for `far`"),
        ("  reserved 5 to 2;\n", "`2` ends no range"),
        ("  reserved \"a b\";\n", "`a b` is no name to reserve"),
        ("  string x = 8\n", "`string` where `;` is expected"),
        ("  /* \n", "a comment that does not end"),
        ("  \" \n", "a text that does not end"),
        ("  reserved 1 to max;\n", "is taken"),
    ] {
        let fault = by_hand(message, &format!("{message}{added}"));
        // A statement without its end takes the next one with it: nothing may be lost in silence.
        assert!(
            fault.as_ref().is_err_and(|fault| fault.contains(says)),
            "{added}: {fault:?}"
        );
    }
    assert!(
        by_hand("_UNSPECIFIED = 0", "_UNSPECIFIED = 7")
            .unwrap_err()
            .contains("zero")
    );
    let full = by_hand("  string url = 2;", "  reserved 4 to max; string other = 2;");
    assert!(full.unwrap_err().contains("no number left"));
}

#[test]
fn no_earlier_file_breaks_a_draft() {
    let draft = drafted("url: url ~100 B", "open");
    let file = || draft.clone();
    let first = file().text;
    let mut dice = Dice(7);
    let pieces: Vec<&str> = first.split_inclusive([' ', ';', '{', '}', '\n']).collect();
    for text in TEXTS {
        let _ = over(file(), text);
        let _ = over(file(), &first.replacen("url", text, 1));
        let _ = over(file(), &first.replacen("= 1", text, 1));
    }
    for _ in 0..2000 {
        let many = dice.roll(pieces.len() as u64);
        let text: String = (0..many)
            .map(|_| pieces[dice.roll(pieces.len() as u64) as usize])
            .collect();
        if let Ok(kept) = over(file(), &text) {
            assert_eq!(over(file(), &kept).as_ref(), Ok(&kept), "{text}");
        }
        // A cut file is refused, or its end lost nothing.
        let cut = dice.roll(first.len() as u64) as usize;
        if let Ok(kept) = over(file(), first.get(..cut).unwrap_or("")) {
            assert_eq!(kept, first);
        }
    }
    let deep = "message A {".repeat(50_000);
    assert!(over(file(), &deep).is_err());
    assert!(over(file(), &"{".repeat(100_000)).is_ok());
}
