//! Messages and enums of one file.

use super::{LONGEST, print};
use crate::draft::contract::{Call, Gives, Part, prose};
use crate::draft::distinct::Distinct;
use crate::draft::name;
use crate::report::{Entity, Field, Report, Type};
use std::collections::{BTreeMap, BTreeSet};

/// A message or an enum.
pub struct Message {
    /// `message` or `enum`.
    pub word: &'static str,
    pub name: String,
    pub says: Vec<String>,
    pub lines: Vec<Line>,
}

/// A field or a value of an enum.
pub struct Line {
    pub says: Option<String>,
    pub text: String,
}

/// What stands below the service of a file; entities come in when something needs them.
pub struct File<'a> {
    report: &'a Report,
    types: Distinct,
    messages: Vec<Message>,
    /// Names of entities that have a message.
    entities: BTreeMap<&'a str, String>,
    /// Names of enums, by entity and field.
    enums: BTreeMap<(&'a str, &'a str), String>,
    imports: BTreeSet<&'static str>,
    /// The name of the message for money, once something needs it.
    money: Option<String>,
}

/// Names that are one where only their case differs: generated files and classes bear them.
pub fn pascal_names() -> Distinct {
    Distinct::new(str::to_ascii_lowercase)
}

/// A name of a type, with no `_` in it.
pub fn type_name(text: &str) -> String {
    name::short(&name::pascal(text), LONGEST - 12).replace('_', "")
}

/// Names of fields in one message: two that are the same in JSON are one to the compiler.
fn field_names() -> Distinct {
    Distinct::new(|name| name.replace('_', "").to_ascii_lowercase())
}

fn field_name(names: &mut Distinct, wanted: &str) -> String {
    let wanted = name::short(&name::snake(wanted), LONGEST);
    names.take(wanted, |name, n| format!("{name}_x{n}"))
}

/// The tag at a position: those from 19,000 to 19,999 belong to the language.
fn tag(position: usize) -> usize {
    if position < 18_999 {
        position + 1
    } else {
        position + 1001
    }
}

impl<'a> File<'a> {
    pub fn new(report: &'a Report) -> File<'a> {
        File {
            report,
            types: pascal_names(),
            messages: Vec::new(),
            entities: BTreeMap::new(),
            enums: BTreeMap::new(),
            imports: BTreeSet::new(),
            money: None,
        }
    }

    /// Keeps a name from being given to a message.
    pub fn reserve(&mut self, name: &str) {
        self.name(name.to_string());
    }

    fn name(&mut self, wanted: String) -> String {
        self.types.take(wanted, |name, n| format!("{name}N{n}"))
    }

    pub fn imports(&self) -> Vec<&'static str> {
        self.imports.iter().copied().collect()
    }

    pub fn text(&self) -> String {
        self.messages.iter().map(print).collect()
    }

    /// The message that a call takes; a page is asked for by its first two fields, so that filters can follow.
    pub fn request(&mut self, rpc: &str, call: &Call<'a>) -> String {
        let mut names = field_names();
        let mut lines = Vec::new();
        if matches!(call.gives, Gives::Many(_)) {
            for (kind, field, says) in [
                ("int32", "page_size", "At most so many; the server may give fewer."),
                (
                    "string",
                    "page_token",
                    "From the answer before; none for the first page.",
                ),
            ] {
                let name = field_name(&mut names, field);
                lines.push(line(kind, &name, lines.len(), Some(says.to_string())));
            }
        }
        for part in &call.takes {
            let twice = call.takes.iter().filter(|p| p.field.name == part.field.name).count() > 1;
            let wanted = match twice {
                true => format!("{}_{}", part.entity.id, part.field.name),
                false => part.field.name.clone(),
            };
            let name = field_name(&mut names, &wanted);
            lines.push(self.field(part, &name, lines.len()));
        }
        self.message(format!("{rpc}Request"), Vec::new(), lines)
    }

    pub fn response(&mut self, rpc: &str, call: &Call<'a>) -> String {
        let mut lines = Vec::new();
        match call.gives {
            Gives::Nothing | Gives::Status(_) => {}
            Gives::One(entity) => {
                let kind = self.entity(entity);
                let name = name::short(&name::snake(&entity.id), LONGEST);
                lines.push(line(&kind, &name, 0, None));
            }
            Gives::Many(entity) => {
                let kind = self.entity(entity);
                let mut names = field_names();
                let name = field_name(&mut names, &name::plural(&entity.id));
                lines.push(line(&format!("repeated {kind}"), &name, 0, None));
                let next = field_name(&mut names, "next_page_token");
                let says = Some("Empty on the last page.".to_string());
                lines.push(line("string", &next, 1, says));
            }
        }
        self.message(format!("{rpc}Response"), Vec::new(), lines)
    }

    fn message(&mut self, wanted: String, says: Vec<String>, lines: Vec<Line>) -> String {
        let name = self.name(wanted);
        self.messages.push(Message {
            word: "message",
            name: name.clone(),
            says,
            lines,
        });
        name
    }

    /// The message of an entity.
    fn entity(&mut self, entity: &'a Entity) -> String {
        if let Some(name) = self.entities.get(entity.id.as_str()) {
            return name.clone();
        }
        let name = self.name(type_name(&entity.id));
        self.entities.insert(&entity.id, name.clone());
        let mut names = field_names();
        let mut lines = Vec::new();
        for field in &entity.fields {
            let name = field_name(&mut names, &field.name);
            lines.push(self.field(&Part { entity, field }, &name, lines.len()));
        }
        self.messages.push(Message {
            word: "message",
            name: name.clone(),
            says: Vec::new(),
            lines,
        });
        name
    }

    fn field(&mut self, part: &Part<'a>, name: &str, position: usize) -> Line {
        let kind = self.kind(part.entity, part.field);
        // A message has presence by itself.
        let optional = match part.field.optional && !kind.contains('.') && self.money.as_ref() != Some(&kind) {
            true => "optional ",
            false => "",
        };
        line(
            &format!("{optional}{kind}"),
            name,
            position,
            says(self.report, part.field),
        )
    }

    /// The type of a field.
    fn kind(&mut self, entity: &'a Entity, field: &'a Field) -> String {
        let plain = match self.report.type_of(field) {
            Type::Bool => "bool",
            Type::Int => "int32",
            Type::Long => "int64",
            Type::Float => "double",
            Type::Bytes | Type::Blob => "bytes",
            Type::Timestamp => {
                self.imports.insert("google/protobuf/timestamp.proto");
                "google.protobuf.Timestamp"
            }
            Type::Json => {
                self.imports.insert("google/protobuf/struct.proto");
                "google.protobuf.Struct"
            }
            Type::Money => return self.money(),
            Type::Enum { values } if !values.is_empty() => return self.enumeration(entity, field, values),
            _ => "string",
        };
        plain.to_string()
    }

    fn money(&mut self) -> String {
        if let Some(name) = &self.money {
            return name.clone();
        }
        let lines = vec![
            line("string", "currency_code", 0, Some("ISO 4217.".to_string())),
            line("int64", "units", 1, Some("Whole units of the currency.".to_string())),
            line(
                "int32",
                "nanos",
                2,
                Some("Billionths of a unit, of the same sign.".to_string()),
            ),
        ];
        let says = vec!["An amount of money.".to_string()];
        let name = self.message("Money".to_string(), says, lines);
        self.money = Some(name.clone());
        name
    }

    fn enumeration(&mut self, entity: &'a Entity, field: &'a Field, values: &[String]) -> String {
        if let Some(name) = self.enums.get(&(entity.id.as_str(), field.name.as_str())) {
            return name.clone();
        }
        let name = self.name(type_name(&format!("{}_{}", entity.id, field.name)));
        let prefix = upper(&name);
        let mut names = field_names();
        let zero = field_name(&mut names, "unspecified").to_ascii_uppercase();
        let mut lines = vec![Line {
            says: None,
            text: format!("{prefix}_{zero} = 0;"),
        }];
        for value in values {
            let value = field_name(&mut names, value).to_ascii_uppercase();
            let text = format!("{prefix}_{value} = {};", lines.len());
            lines.push(Line { says: None, text });
        }
        self.messages.push(Message {
            word: "enum",
            name: name.clone(),
            says: Vec::new(),
            lines,
        });
        self.enums.insert((&entity.id, &field.name), name.clone());
        name
    }
}

/// `ORDER_STATE` of `OrderState`: each large letter begins a word, but of several in a row only the first and the last.
fn upper(pascal: &str) -> String {
    let letters: Vec<char> = pascal.chars().collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|i| letters.get(i));
        let after = letters.get(at + 1);
        let starts = letter.is_ascii_uppercase()
            && before.is_some_and(|b| b.is_ascii_lowercase() || after.is_some_and(char::is_ascii_lowercase));
        if starts {
            out.push('_');
        }
        out.push(letter.to_ascii_uppercase());
    }
    out
}

fn line(kind: &str, name: &str, position: usize, says: Option<String>) -> Line {
    Line {
        says,
        text: format!("{kind} {name} = {};", tag(position)),
    }
}

/// What is worth knowing of a field beside its type.
fn says(report: &Report, field: &Field) -> Option<String> {
    let mut says = Vec::new();
    if let Some(target) = &field.references {
        says.push(format!("Key of a {}.", prose(target)));
    }
    match report.type_of(field) {
        Type::Date => says.push("A date, `2026-11-01`.".to_string()),
        Type::Uuid => says.push("A UUID.".to_string()),
        Type::Decimal { .. } => says.push("A decimal number, `7.50`: a double would round it.".to_string()),
        Type::String { length } => says.push(format!("At most {length} characters.")),
        Type::Url => says.push("A URL.".to_string()),
        _ => {}
    }
    if field.pii {
        says.push("Personal data.".to_string());
    }
    (!says.is_empty()).then(|| says.join(" "))
}
