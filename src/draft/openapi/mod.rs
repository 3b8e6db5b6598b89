//! OpenAPI 3.1: one document for each API that speaks HTTP.

mod address;
mod operation;
mod response;
mod security;
mod style;

pub use style::Style;

use super::Drafted;
use super::contract::schema::{self, LONGEST, Need};
use super::contract::{Call, Contract, host, prose};
use super::name::{self, Names};
use super::tree::Tree;
use crate::report::{Entity, Report};
use address::Address;
use operation::Writer;
use std::collections::{BTreeMap, BTreeSet};
use style::Versioning;

/// Methods of HTTP that an operation may have.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Names of schemas, by entity.
pub struct SchemaNames(BTreeMap<String, String>);

impl SchemaNames {
    fn of(report: &Report) -> SchemaNames {
        let mut scope = Names::default();
        for ours in ["Problem", "Status", "ErrorResponse", "Money"] {
            scope.take(ours, LONGEST);
        }
        let entities = report.entities.iter();
        let named = entities.map(|e| (e.id.clone(), scope.take(&name::pascal(&e.id), LONGEST)));
        SchemaNames(named.collect())
    }

    fn schema(&self, entity: &Entity) -> Tree {
        let name = self.0.get(&entity.id).map(String::as_str).unwrap_or("");
        Tree::reference(&format!("#/components/schemas/{name}"))
    }
}

/// One document for each API with an operation that speaks HTTP.
pub fn documents(report: &Report, style: Style) -> Vec<Drafted> {
    let mut files = Names::default();
    let contracts = report.apis.iter().map(|api| Contract::of(report, api));
    let speaking = contracts.filter(|c| c.calls.iter().any(speaks_http));
    speaking
        .map(|contract| {
            let file = files.take(&name::kebab(&contract.api.id), LONGEST);
            let tree = document(&contract, style);
            Drafted {
                path: format!("openapi/{file}.yaml"),
                text: format!("# {}\n{}", prose(&report.generated), tree.yaml()),
            }
        })
        .collect()
}

fn speaks_http(call: &Call) -> bool {
    METHODS.contains(&call.operation.method.as_str())
}

fn document(contract: &Contract, style: Style) -> Tree {
    let report = contract.report;
    let host = host(report);
    let names = SchemaNames::of(report);
    let scheme = security::scheme(report, &host);
    let writer = Writer {
        contract,
        style,
        names: &names,
        scheme: &scheme,
    };
    let (paths, left_out) = paths(&writer);
    let mut schemas: Vec<(String, Tree)> = Vec::new();
    for entity in &report.entities {
        if let Some(name) = names.0.get(&entity.id) {
            let object = schema::object(report, style.case(), &schema::parts(entity), Need::AsDeclared);
            schemas.push((name.clone(), object.schema));
        }
    }
    let (fault, fault_schema) = style.fault_schema();
    schemas.push((fault.to_string(), fault_schema));
    schemas.push(("Money".to_string(), schema::money()));
    let components = [
        ("schemas", schemas),
        ("responses", response::all_faults(style)),
        ("headers", response::all_headers()),
    ];
    let mut components = used(&paths, components);
    if writer.contract.calls.iter().any(|c| !security::is_open(contract, c)) {
        components.push((
            "securitySchemes".to_string(),
            Tree::map([(scheme.name, scheme.tree.clone())]),
        ));
    }
    Tree::map([
        ("openapi", "3.1.0".into()),
        ("info", info(contract, &left_out)),
        ("servers", Tree::List(vec![server(contract, style, &host, &paths)])),
        (
            "tags",
            Tree::List(vec![Tree::map([
                ("name", prose(&contract.api.id).into()),
                (
                    "description",
                    format!("Operations of {}.", prose(&contract.api.id)).into(),
                ),
            ])]),
        ),
        ("paths", Tree::Map(paths)),
        ("components", Tree::Map(components)),
    ])
}

/// Paths with their operations, and the ids of operations whose address another one has already.
fn paths<'a>(writer: &Writer<'a>) -> (Vec<(String, Tree)>, Vec<&'a str>) {
    let mut paths: Vec<(Address, Vec<(String, Tree)>)> = Vec::new();
    let mut by_shape: BTreeMap<String, usize> = BTreeMap::new();
    let mut ids = Names::default();
    let mut left_out = Vec::new();
    for call in writer.contract.calls.iter().filter(|c| speaks_http(c)) {
        let address = address::address(writer.style, &call.operation.target);
        let place = *by_shape.entry(address::shape(&address.template)).or_insert(paths.len());
        if place == paths.len() {
            paths.push((address, Vec::new()));
        }
        let Some((address, operations)) = paths.get_mut(place) else {
            continue;
        };
        let method = call.operation.method.to_ascii_lowercase();
        if operations.iter().any(|(m, _)| *m == method) {
            left_out.push(call.operation.id.as_str());
            continue;
        }
        let id = ids.take(&name::camel(&call.operation.id), LONGEST);
        let operation = writer.operation(call, address, &id);
        operations.push((method, operation));
    }
    let paths = paths.into_iter().map(|(a, o)| (a.template, Tree::Map(o)));
    (paths.collect(), left_out)
}

fn info(contract: &Contract, left_out: &[&str]) -> Tree {
    let report = contract.report;
    let mut says = vec![match &report.summary {
        Some(summary) => prose(summary),
        None => format!("Operations of {}.", prose(&report.name)),
    }];
    if !left_out.is_empty() {
        let ids: Vec<String> = left_out.iter().map(|id| prose(id)).collect();
        says.push(format!(
            "Left out, since another operation has the same method and address: {}.",
            ids.join(", ")
        ));
    }
    let title = format!("{}: {}", prose(&report.name), prose(&contract.api.id));
    let contact = format!("Owners of {}", prose(&report.name));
    Tree::map([
        ("title", title.into()),
        ("version", whole_version(contract).into()),
        ("description", says.join(" ").into()),
        ("contact", Tree::map([("name", contact.into())])),
    ])
}

/// `1.0.0` for `v1`: the version of the document, which may rise without one in the address.
fn whole_version(contract: &Contract) -> String {
    let version = contract.version().unwrap_or("v0");
    let number = version.strip_prefix('v').unwrap_or(version);
    match number.parse::<u32>() {
        Ok(major) => format!("{major}.0.0"),
        Err(_) => number.to_string(),
    }
}

/// Where the API is served. A design that writes the version into its paths keeps it there.
fn server(contract: &Contract, style: Style, host: &str, paths: &[(String, Tree)]) -> Tree {
    let version = contract.version().filter(|_| style.versioning() == Versioning::Path);
    let written = |v: &&str| !paths.iter().any(|(path, _)| path.starts_with(&format!("/{v}/")));
    let base = version.filter(written).map(|v| format!("/{v}")).unwrap_or_default();
    let from_outside = contract
        .calls
        .iter()
        .any(|call| call.flow.is_some_and(|f| f.actor.is_some()));
    Tree::map([
        ("url", format!("https://{{host}}{base}").into()),
        ("description", "production".into()),
        ("x-internal", (!from_outside).into()),
        (
            "variables",
            Tree::map([(
                "host",
                Tree::map([
                    ("default", host.into()),
                    ("description", "Name of the front of the system.".into()),
                ]),
            )]),
        ),
    ])
}

/// What of the shared parts is pointed to from the paths, or from a part that is.
fn used<const N: usize>(paths: &[(String, Tree)], parts: [(&str, Vec<(String, Tree)>); N]) -> Vec<(String, Tree)> {
    let mut wanted = BTreeSet::new();
    paths.iter().for_each(|(_, tree)| pointers(tree, &mut wanted));
    loop {
        let before = wanted.len();
        for (section, entries) in &parts {
            for (name, tree) in entries {
                if wanted.contains(&format!("#/components/{section}/{name}")) {
                    pointers(tree, &mut wanted);
                }
            }
        }
        if wanted.len() == before {
            break;
        }
    }
    let kept = parts.into_iter().map(|(section, mut entries)| {
        entries.retain(|(name, _)| wanted.contains(&format!("#/components/{section}/{name}")));
        (section.to_string(), Tree::Map(entries))
    });
    kept.collect()
}

/// All places that a tree points to.
fn pointers(tree: &Tree, out: &mut BTreeSet<String>) {
    match tree {
        Tree::Map(entries) => {
            for (key, value) in entries {
                match value {
                    Tree::Text(place) if key == "$ref" => {
                        out.insert(place.clone());
                    }
                    value => pointers(value, out),
                }
            }
        }
        Tree::List(items) => items.iter().for_each(|item| pointers(item, out)),
        _ => {}
    }
}
