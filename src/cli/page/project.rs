//! The page of the project file, from its table of keys.

use napkin::form::table::{Row, Shape};
use napkin::project::{FILE, PROJECT};
use serde_json::{Value, json};

use super::super::project::VARIABLE;
use super::super::table::{Cell, Table, paragraph, prose, text};
use super::super::terminal::{Look, Tone};

/// A file with every key, in the order of the table.
const EXAMPLE: &str = "\
strict: true
profile: billing
catalog: [ours, agreed]
sets: {security: error, cost: off}
rules: {no-timeout: error, stale-price: on}
";

/// What it is, its keys, where it is looked for, and which of several words holds.
pub fn project_file(look: Look) -> String {
    let heading = |text: &str| format!("\n{}\n", look.paint(Tone::Strong, text));
    let mut out = format!("{}\n\n", look.paint(Tone::Strong, FILE));
    out.push_str(&paragraph(
        "What holds for all designs below its folder, in every verb. The form of a file is no matter of choice.",
        look,
        0,
    ));
    out.push_str(&heading("Keys"));
    let mut table = Table::new(&[text("key"), prose("value").rank(1), prose("what it says")]);
    for row in PROJECT.keys {
        table.row([
            Cell::new(row.name).tone(Tone::Strong),
            Cell::new(value(row)),
            Cell::new(row.doc),
        ]);
    }
    out.push_str(&table.render(look, look.indent()));
    out.push_str(&heading("An example"));
    for line in EXAMPLE.lines() {
        out.push_str(&format!("  {line}\n"));
    }
    for (title, words) in rest() {
        out.push_str(&heading(title));
        out.push_str(&paragraph(&words, look, look.indent()));
    }
    out
}

/// The same as data.
pub fn project_data() -> Value {
    let key = |row: &Row| json!({ "name": row.name, "value": value(row), "what": row.doc });
    json!({ "id": FILE, "keys": PROJECT.keys.iter().map(key).collect::<Vec<_>>(), "example": EXAMPLE })
}

fn rest() -> [(&'static str, String); 3] {
    [
        (
            "Which file holds",
            format!(
                "The one that --config names, else the variable {VARIABLE}, else the nearest {FILE} from the folder of the \
                 design up to the root of its repository. --no-config takes none. A file with the key `napkin` is a design."
            ),
        ),
        (
            "What goes before what",
            "A design's own profile goes before that of the project, and --profile before both. A rule goes before its \
             set. What is silenced is counted in the last line of `check`."
                .to_string(),
        ),
        (
            "Catalog and prices in layers",
            "The catalog of the program lies at the bottom, then the folders of `catalog` in their order, then those of \
             --catalog in theirs; an entry takes the place of one with the same id below it. A price is such an entry: \
             ours/price/price-aws-ec2.yaml replaces the prices of EC2, and a file with `discount`, `commit` and `on` \
             lays what you have agreed over prices that stay. Each bill lists its entries with their dates and terms."
                .to_string(),
        ),
    ]
}

/// What may stand under a key, in words.
fn value(row: &Row) -> String {
    shape(&row.shape)
}

fn shape(shape: &Shape) -> String {
    match shape {
        Shape::Flag => "true or false".to_string(),
        Shape::Word(words) => words.join(", "),
        Shape::List(each) => format!("a list of: {}", self::shape(each)),
        Shape::Map(each) => format!("a map to: {}", self::shape(each)),
        Shape::Form(words, _) => (*words).to_string(),
        _ => "a text".to_string(),
    }
}
