//! JSON Schema (draft 2020-12) of the files that a user writes, from the tables by which they are read.
//!
//! Editors complete and explain keys by it. It sees the form of a file only: what a schema lets pass may still be
//! wrong, since names, dimensions and numbers are judged when the file is read.

use crate::catalog::{Catalog, Kind, keys};
use crate::design::table::DESIGN;
use crate::form::reader::THREE_POINTS;
use crate::form::table::{Measure, Record, Row, Shape};
use crate::project::PROJECT;
use crate::rules;
use serde_json::{Map, Value, json};

/// The dialect of the schema.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
/// A day of the calendar, as far as a pattern can tell.
const DAY: &str = r"^\d{4}-\d{2}-\d{2}$";

/// Which file a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    Design,
    /// A file that a design includes: the same keys, of which none must be there.
    Part,
    Project,
    /// An entry of a catalog.
    Entry(Kind),
}

impl File {
    /// Its name on a command line; that of an entry is its kind.
    pub fn name(self) -> &'static str {
        match self {
            File::Design => "design",
            File::Part => "part",
            File::Project => "project",
            File::Entry(kind) => kind.name(),
        }
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = File> {
        let entries = Kind::ALL.iter().map(|(_, kind)| File::Entry(*kind));
        [File::Design, File::Part, File::Project].into_iter().chain(entries)
    }
}

/// The schema of a file, as JSON; `mark` says by whom it was written.
pub fn schema(file: File, catalog: &Catalog, mark: &str) -> String {
    let mut builder = Builder {
        catalog,
        records: Map::new(),
    };
    let record = match file {
        File::Design | File::Part => &DESIGN,
        File::Project => &PROJECT,
        File::Entry(kind) => keys(kind),
    };
    let mut root = builder.record(record);
    if file == File::Part {
        root.remove("required");
    }
    let title = match file {
        File::Design => "A design".to_string(),
        File::Part => "A part of a design".to_string(),
        File::Project => "A project of designs".to_string(),
        File::Entry(kind) => format!("A {} of a catalog", kind.name()),
    };
    root.insert("$comment".into(), json!(mark));
    root.insert("$schema".into(), json!(DIALECT));
    root.insert("title".into(), json!(title));
    root.insert("$defs".into(), Value::Object(builder.records));
    format!("{:#}\n", Value::Object(root))
}

struct Builder<'a> {
    catalog: &'a Catalog,
    /// The records met so far, by name: most stand at several places.
    records: Map<String, Value>,
}

impl Builder<'_> {
    /// A map with fixed keys. One with none that must be there may be left empty.
    fn record(&mut self, record: &'static Record) -> Map<String, Value> {
        let properties: Map<String, Value> = (record.keys.iter())
            .map(|row| (row.name.to_string(), self.row(row)))
            .collect();
        let required: Vec<&str> = record.keys.iter().filter(|r| r.required).map(|r| r.name).collect();
        let mut out = Map::new();
        out.insert("type".into(), map_type(required.is_empty()));
        out.insert("properties".into(), Value::Object(properties));
        out.insert("additionalProperties".into(), json!(false));
        if !required.is_empty() {
            out.insert("required".into(), json!(required));
        }
        out
    }

    /// One key with what it means.
    fn row(&mut self, row: &'static Row) -> Value {
        let mut out = self.shape(&row.shape);
        if let Some(only) = row.only {
            // As a number and as a text in quotes, which are read alike.
            let number = only.parse::<u32>().map_or(json!(only), |number| json!(number));
            out = Map::new();
            out.insert("enum".into(), json!([number, only]));
        }
        let expected = words(&row.shape);
        let plain = expected.as_ref().map_or(String::new(), |words| format!(" ({words})"));
        let marked = expected.map_or(String::new(), |words| format!("\n\n{words}"));
        out.insert("description".into(), json!(format!("{}{plain}", row.doc)));
        out.insert("markdownDescription".into(), json!(format!("{}{marked}", row.doc)));
        Value::Object(out)
    }

    fn shape(&mut self, shape: &'static Shape) -> Map<String, Value> {
        let value = match shape {
            Shape::Text | Shape::Id | Shape::Expression => json!({"type": ["string", "number", "boolean"]}),
            Shape::Entry(kind) => self.known(kind),
            Shape::Word(words) => json!({"enum": words}),
            Shape::Count(least) => {
                json!({"type": ["integer", "string"], "minimum": least, "pattern": "^[0-9][0-9_]*$"})
            }
            Shape::Flag => json!({"type": "boolean"}),
            Shape::Date => json!({"type": "string", "pattern": DAY}),
            Shape::Quantity(measure) => json!({"anyOf": [single(*measure), self.reference(&THREE_POINTS)]}),
            Shape::List(item) => {
                let item = self.shape(item);
                json!({"anyOf": [item, {"type": "array", "items": item}]})
            }
            Shape::Map(value) => json!({"type": map_type(true), "additionalProperties": self.shape(value)}),
            Shape::Record(record) => self.reference(record),
            Shape::Form(_, shapes) => {
                let shapes: Vec<Map<String, Value>> = shapes.iter().map(|shape| self.shape(shape)).collect();
                json!({"anyOf": shapes})
            }
        };
        match value {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }

    /// A record by its name, described once.
    fn reference(&mut self, record: &'static Record) -> Value {
        let name = part(record);
        if !self.records.contains_key(&name) {
            // Its place is taken before it is filled, should it hold itself.
            self.records.insert(name.clone(), Value::Null);
            let whole = self.record(record);
            self.records.insert(name.clone(), Value::Object(whole));
        }
        json!({"$ref": format!("#/$defs/{name}")})
    }

    /// Ids to choose from, with what each is. Others pass: a user's catalog may have them.
    fn known(&mut self, kind: &str) -> Value {
        let name = format!("catalog-{kind}");
        if !self.records.contains_key(&name) {
            let ids = self.ids(kind);
            self.records.insert(name.clone(), ids);
        }
        json!({"$ref": format!("#/$defs/{name}")})
    }

    fn ids(&self, kind: &str) -> Value {
        let (ids, titles): (Vec<String>, Vec<String>) = match kind {
            "rule" => rules::ALL
                .iter()
                .map(|rule| (rule.id.to_string(), rule.title().to_string()))
                .unzip(),
            "fact" => (self.catalog.facts().into_iter())
                .map(|id| (id.to_string(), self.title(id)))
                .unzip(),
            _ => match Kind::from_name(kind) {
                Some(kind) => (self.catalog.ids(kind))
                    .map(|id| {
                        (
                            id.to_string(),
                            self.catalog.of_kind(kind, id).map_or(String::new(), about),
                        )
                    })
                    .unzip(),
                None => (rules::targets(self.catalog, kind).into_iter())
                    .map(|id| (id.to_string(), self.title(id)))
                    .unzip(),
            },
        };
        json!({"anyOf": [
            {"enum": ids, "enumDescriptions": titles, "markdownEnumDescriptions": titles},
            {"type": "string"},
        ]})
    }

    fn title(&self, id: &str) -> String {
        let rule = || rules::get(id).map_or(String::new(), |rule| rule.title().to_string());
        self.catalog.get(id).map_or_else(rule, about)
    }
}

/// The name of a record, as one word.
pub fn part(record: &Record) -> String {
    let name = record.what.split_once(' ');
    let name = name.filter(|(article, _)| matches!(*article, "a" | "an" | "the"));
    name.map_or(record.what, |(_, rest)| rest).replace(' ', "-")
}

fn about(entry: &crate::catalog::Entry) -> String {
    format!("{}: {}", entry.title, entry.summary)
}

/// A map; the reader takes a key with nothing behind it for an empty one.
fn map_type(may_be_empty: bool) -> Value {
    if may_be_empty {
        json!(["object", "null"])
    } else {
        json!("object")
    }
}

/// A quantity in one text. What has a unit is never a bare number.
fn single(measure: Measure) -> Value {
    match measure {
        Measure::Count | Measure::Number | Measure::People | Measure::Any => {
            json!({"type": ["number", "string"], "pattern": "[0-9]"})
        }
        Measure::Time | Measure::Bytes | Measure::Rate | Measure::Frequency | Measure::Bandwidth | Measure::Money => {
            json!({"type": "string", "pattern": "[A-Za-z\u{b5}\u{3bc}]"})
        }
    }
}

/// What is expected, where a schema cannot say it in words.
pub fn words(shape: &Shape) -> Option<String> {
    match shape {
        Shape::Quantity(measure) => Some(measure.words().to_string()),
        Shape::Form(words, _) => Some((*words).to_string()),
        Shape::Word(words) => Some(words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ")),
        Shape::List(item) => words(item),
        Shape::Date => Some("a date such as `2027-06-30`".into()),
        _ => None,
    }
}
