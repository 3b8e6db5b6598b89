//! What holds for every picture in every format.

use super::*;

#[test]
fn dump() {
    let Ok(folder) = std::env::var("DUMP") else {
        return;
    };
    let mut many = vec![
        ("small", fixture::small()),
        ("medium", fixture::medium()),
        ("large", fixture::large()),
    ];
    for (at, text) in HOSTILE.iter().enumerate() {
        many.push((
            Box::leak(format!("hostile{at}").into_boxed_str()),
            fixture::hostile(text),
        ));
    }
    many.push(("hostile-long", fixture::hostile(&"x".repeat(10_000))));
    for (name, report) in many {
        for picture in pictures(&report) {
            for format in FORMATS {
                let t = std::time::Instant::now();
                let text = draw(&report, &picture.name, format).unwrap();
                if format.id == "svg" {
                    println!("{name} {} {:?}", picture.name, t.elapsed());
                }
                std::fs::write(format!("{folder}/{name}-{}.{}", picture.name, format.extension), text).unwrap();
            }
        }
    }
}

const HOSTILE: &[&str] = &[
    "\"quoted\" 'single' `tick`",
    "]) end --> x",
    "a-->b; c ~~> d --o e",
    "<script>alert(1)</script>",
    "line\nbreak\r\nnew\ttab",
    "%%{init: {\"theme\": \"dark\"}}%% %% comment",
    "@enduml",
    "!include /etc/passwd",
    "%date() $var [[http://x.example y]] {abstract}",
    "🚀 emoji 👩‍👩‍👧",
    "東京タワー 漢字",
    "\u{202e}drawkcab\u{202c}",
    "nul\0 esc\u{1b}[31m",
    "**bold** __under__ //it// ~~x~~ ==h== --s--",
    "|pipe| \\n back\\slash #35; &amp; &#60;",
    "1. list",
    "- dash",
    "' comment",
    "/' block '/",
    "end",
    "note over x",
    "",
    "   ",
    "a:b wrap: nowrap:",
    "]]>--><!--",
    "graph subgraph style classDef click",
];
