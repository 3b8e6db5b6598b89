//! JSON Schema of events, draft 2020-12: one file for each, so that a schema registry can take it.

use super::Drafted;
use super::contract::schema::{self, LONGEST, Need};
use super::contract::{Call, Contract, host, prose, spoken};
use super::name::{self, Names};
use super::tree::Tree;
use crate::report::{Report, Type};

/// One schema for each event of each API.
pub fn schemas(report: &Report) -> Vec<Drafted> {
    let mut out = Vec::new();
    let mut folders = Names::default();
    for contract in report.apis.iter().map(|api| Contract::of(report, api)) {
        let events: Vec<&Call> = contract
            .calls
            .iter()
            .filter(|c| c.operation.method == "event")
            .collect();
        if events.is_empty() {
            continue;
        }
        let folder = folders.take(&name::kebab(&contract.api.id), LONGEST);
        let mut files = Names::default();
        for call in events {
            let file = files.take(&name::kebab(&call.operation.target), LONGEST);
            let version = contract.version().unwrap_or("v1");
            out.push(Drafted {
                path: format!("events/{folder}/{file}.{version}.schema.json"),
                text: event(&contract, call, &format!("{folder}/{file}.{version}")).json(),
            });
        }
    }
    out
}

fn event(contract: &Contract, call: &Call, id: &str) -> Tree {
    let report = contract.report;
    let object = schema::object(report, name::snake, &call.takes, Need::AsDeclared);
    let mut says: Vec<String> = contract
        .wants(call)
        .iter()
        .map(|(id, want)| format!("{}: {}.", prose(id), prose(want)))
        .collect();
    if let Some(flow) = call.flow {
        says.push(format!("Runs the flow {}.", prose(&flow.id)));
    }
    if call.takes.is_empty() {
        says.push("The design does not say what it carries.".to_string());
    }
    let head = Tree::map([
        ("$schema", "https://json-schema.org/draft/2020-12/schema".into()),
        (
            "$id",
            format!("https://{}/events/{id}.schema.json", host(report)).into(),
        ),
        ("$comment", prose(&report.generated).into()),
        ("title", spoken(&call.operation.target).into()),
        ("description", says.join(" ").into()),
    ]);
    let money = call.takes.iter().any(|part| *report.type_of(part.field) == Type::Money);
    let Tree::Map(mut entries) = head else {
        return head;
    };
    if let Tree::Map(body) = local(object.schema) {
        entries.extend(body);
    }
    entries.push(("examples".to_string(), Tree::List(vec![object.example])));
    if money {
        entries.push(("$defs".to_string(), Tree::map([("Money", schema::money())])));
    }
    Tree::Map(entries)
}

/// The same with pointers into this file: the shared parts of an OpenAPI document lie elsewhere.
fn local(tree: Tree) -> Tree {
    match tree {
        Tree::Map(entries) => {
            let entries = entries.into_iter().map(|(key, value)| match value {
                Tree::Text(place) if key == "$ref" => {
                    (key, Tree::Text(place.replace("#/components/schemas/", "#/$defs/")))
                }
                value => (key, local(value)),
            });
            Tree::Map(entries.collect())
        }
        Tree::List(items) => Tree::List(items.into_iter().map(local).collect()),
        single => single,
    }
}
