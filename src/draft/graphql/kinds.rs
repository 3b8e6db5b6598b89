//! Types of a schema: entities, connections, enums and scalars, each once and only if something needs it.

use crate::draft::contract::schema::LONGEST;
use crate::draft::contract::{Part, prose};
use crate::draft::name::{self, Names};
use crate::report::{Entity, Field, Report, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Scalars beside those of the language, with the specification of each where there is one.
const SCALARS: [(&str, &str); 7] = [
    ("Base64", "https://www.rfc-editor.org/rfc/rfc4648"),
    ("Date", "https://www.rfc-editor.org/rfc/rfc3339"),
    ("DateTime", "https://www.rfc-editor.org/rfc/rfc3339"),
    ("Decimal", "https://www.rfc-editor.org/rfc/rfc8259#section-6"),
    ("JSON", "https://www.rfc-editor.org/rfc/rfc8259"),
    ("Long", "https://www.rfc-editor.org/rfc/rfc8259#section-6"),
    ("URL", "https://www.rfc-editor.org/rfc/rfc3986"),
];

/// Names that the language or this module gives a meaning.
const OURS: [&str; 13] = [
    "Query",
    "Mutation",
    "Subscription",
    "String",
    "Int",
    "Float",
    "Boolean",
    "ID",
    "Node",
    "PageInfo",
    "UserError",
    "Money",
    "Currency",
];

/// What a schema holds beside its operations.
pub struct Kinds<'a> {
    report: &'a Report,
    names: Names,
    scalars: BTreeSet<&'static str>,
    entities: BTreeMap<&'a str, String>,
    connections: BTreeMap<&'a str, String>,
    enums: BTreeMap<(&'a str, &'a str), String>,
    /// Entities whose fields are still to be written: one leads to another.
    waiting: Vec<&'a Entity>,
    text: String,
    money: Money,
}

/// Whether the schema speaks of money.
#[derive(PartialEq, Eq)]
enum Money {
    Unused,
    Output,
    Both,
}

impl<'a> Kinds<'a> {
    pub fn new(report: &'a Report) -> Kinds<'a> {
        let mut names = Names::default();
        for ours in OURS.into_iter().chain(SCALARS.map(|(name, _)| name)) {
            names.take(ours, LONGEST);
        }
        names.take("MoneyInput", LONGEST);
        Kinds {
            report,
            names,
            scalars: BTreeSet::new(),
            entities: BTreeMap::new(),
            connections: BTreeMap::new(),
            enums: BTreeMap::new(),
            waiting: Vec::new(),
            text: String::new(),
            money: Money::Unused,
        }
    }

    /// Adds a type and gives its name.
    pub fn add(&mut self, word: &str, wanted: &str, fields: &str) -> String {
        let name = self.names.take(wanted, LONGEST);
        let _ = write!(self.text, "\n{word} {name} {{\n{fields}}}\n");
        name
    }

    /// The type of an entity.
    pub fn entity(&mut self, entity: &'a Entity) -> String {
        if let Some(name) = self.entities.get(entity.id.as_str()) {
            return name.clone();
        }
        let name = self.names.take(&name::pascal(&entity.id), LONGEST);
        self.entities.insert(&entity.id, name.clone());
        self.waiting.push(entity);
        name
    }

    /// The connection of an entity: a page of it.
    pub fn connection(&mut self, entity: &'a Entity) -> String {
        if let Some(name) = self.connections.get(entity.id.as_str()) {
            return name.clone();
        }
        let kind = self.entity(entity);
        let edge = self.add(
            "type",
            &format!("{kind}Edge"),
            &format!("  node: {kind}\n  cursor: String!\n"),
        );
        let connection = self.add(
            "type",
            &format!("{kind}Connection"),
            &format!("  edges: [{edge}!]!\n  pageInfo: PageInfo!\n"),
        );
        self.connections.insert(&entity.id, connection.clone());
        connection
    }

    /// The type of a value that a caller gives.
    pub fn value(&mut self, part: &Part<'a>) -> String {
        if *self.report.type_of(part.field) == Type::Money {
            self.money = Money::Both;
            return "MoneyInput".to_string();
        }
        self.scalar(part.entity, part.field)
    }

    fn scalar(&mut self, entity: &'a Entity, field: &'a Field) -> String {
        let known = match self.report.type_of(field) {
            Type::Bool => return "Boolean".to_string(),
            Type::Int => return "Int".to_string(),
            Type::Float => return "Float".to_string(),
            Type::Id | Type::Uuid | Type::Reference => return "ID".to_string(),
            Type::Enum { values } if !values.is_empty() => return self.enumeration(entity, field, values),
            Type::Text | Type::String { .. } | Type::Enum { .. } => return "String".to_string(),
            Type::Money => {
                if self.money == Money::Unused {
                    self.money = Money::Output;
                }
                return "Money".to_string();
            }
            Type::Long => "Long",
            Type::Decimal { .. } => "Decimal",
            Type::Date => "Date",
            Type::Timestamp => "DateTime",
            Type::Url | Type::Blob => "URL",
            Type::Json => "JSON",
            Type::Bytes => "Base64",
        };
        self.scalars.insert(known);
        known.to_string()
    }

    fn enumeration(&mut self, entity: &'a Entity, field: &'a Field, values: &[String]) -> String {
        if let Some(name) = self.enums.get(&(entity.id.as_str(), field.name.as_str())) {
            return name.clone();
        }
        let mut names = Names::default();
        let mut lines = String::new();
        for value in values {
            let _ = writeln!(
                lines,
                "  {}",
                names.take(&name::snake(value), LONGEST).to_ascii_uppercase()
            );
        }
        let wanted = name::pascal(&format!("{}_{}", entity.id, field.name));
        let name = self.add("enum", &wanted, &lines);
        self.enums.insert((&entity.id, &field.name), name.clone());
        name
    }

    /// All types, with those that they lead to.
    pub fn text(mut self) -> String {
        while let Some(entity) = self.waiting.pop() {
            self.write_entity(entity);
        }
        let mut out = self.text;
        out.push_str("\ninterface Node {\n  id: ID!\n}\n");
        if !self.connections.is_empty() {
            out.push_str(
                "\ntype PageInfo {\n  hasNextPage: Boolean!\n  hasPreviousPage: Boolean!\n  startCursor: String\n  \
                 endCursor: String\n}\n",
            );
        }
        if out.contains("[UserError!]!") {
            out.push_str("\ntype UserError {\n  message: String!\n  path: [String!]\n}\n");
        }
        if self.money != Money::Unused {
            self.scalars.insert("Decimal");
            out.push_str("\ntype Money {\n  amount: Decimal!\n  currency: String!\n}\n");
        }
        if self.money == Money::Both {
            out.push_str("\ninput MoneyInput {\n  amount: Decimal!\n  currency: String!\n}\n");
        }
        for (scalar, specification) in SCALARS {
            if self.scalars.contains(scalar) {
                let _ = write!(out, "\nscalar {scalar} @specifiedBy(url: \"{specification}\")\n");
            }
        }
        out
    }

    fn write_entity(&mut self, entity: &'a Entity) {
        let Some(kind) = self.entities.get(entity.id.as_str()).cloned() else {
            return;
        };
        let mut names = Names::default();
        let mut fields = described("Unique among all objects.", 2);
        let _ = writeln!(fields, "  {}: ID!", names.take("id", LONGEST));
        for field in entity.fields.iter().filter(|f| !(f.key && f.name == "id")) {
            let name = names.take(&name::camel(&field.name), LONGEST);
            fields.push_str(&self.field(entity, field, &name));
        }
        let _ = write!(self.text, "\ntype {kind} implements Node {{\n{fields}}}\n");
    }

    /// A field; a reference is the object that it leads to, which may be gone.
    fn field(&mut self, entity: &'a Entity, field: &'a Field, name: &str) -> String {
        let mut says = Vec::new();
        if field.pii {
            says.push("Personal data.".to_string());
        }
        let target = field.references.as_deref().and_then(|id| self.report.entity(id));
        let written = match target {
            Some(target) => {
                let kind = self.entity(target);
                let keys: Vec<String> = target.key().iter().map(|k| name::camel(&k.name)).collect();
                says.push(format!(
                    "N+1: batch by {} ({}By{}).",
                    keys.join(" and "),
                    name::plural(&name::camel(&target.id)),
                    keys.iter().map(|k| name::pascal(k)).collect::<String>()
                ));
                format!("  {name}: {kind}\n")
            }
            None => {
                let kind = self.scalar(entity, field);
                let needed = if field.optional { "" } else { "!" };
                format!("  {name}: {kind}{needed}\n")
            }
        };
        described(&says.join(" "), 2) + &written
    }
}

/// A description as a line of its own; nothing where there is nothing to say.
pub fn described(says: &str, indent: usize) -> String {
    if says.is_empty() {
        return String::new();
    }
    let escaped = prose(says).replace('\\', "\\\\").replace('"', "\\\"");
    format!("{:indent$}\"{escaped}\"\n", "")
}
