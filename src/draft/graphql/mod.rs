//! GraphQL SDL: one schema for each API with queries, mutations or subscriptions.
//!
//! Lists are connections as in the GraphQL Cursor Connections Specification; each mutation has one input and one
//! payload of its own.

mod kinds;

use super::Drafted;
use super::contract::schema::LONGEST;
use super::contract::{Call, Contract, Gives, Part, prose};
use super::name::{self, Names};
use crate::report::Report;
use kinds::{Kinds, described};
use std::fmt::Write;

/// One schema for each API that speaks GraphQL.
pub fn files(report: &Report) -> Vec<Drafted> {
    let mut names = Names::default();
    let apis = report.apis.iter().map(|api| Contract::of(report, api));
    let speaking = apis.filter(|c| c.calls.iter().any(|call| speaks(c, call)));
    speaking
        .map(|contract| Drafted {
            path: format!(
                "graphql/{}.graphql",
                names.take(&name::kebab(&contract.api.id), LONGEST)
            ),
            text: schema(&contract),
        })
        .collect()
}

/// Whether an operation is one of GraphQL; an event is one where its API says so.
fn speaks(contract: &Contract, call: &Call) -> bool {
    match call.operation.method.as_str() {
        "query" | "mutation" => true,
        "event" => contract.api.style == "graphql",
        _ => false,
    }
}

fn schema(contract: &Contract) -> String {
    let mut kinds = Kinds::new(contract.report);
    let (mut query, mut mutation, mut subscription) = (Root::default(), Root::default(), Root::default());
    for call in contract.calls.iter().filter(|call| speaks(contract, call)) {
        let root = match call.operation.method.as_str() {
            "query" => &mut query,
            "mutation" => &mut mutation,
            _ => &mut subscription,
        };
        let field = root.names.take(&name::camel(&call.operation.target), LONGEST);
        let written = match call.operation.method.as_str() {
            "mutation" => changes(&mut kinds, call, &field),
            "query" => asks(&mut kinds, call, &field),
            _ => listens(&mut kinds, call, &field),
        };
        root.fields.push_str(&described(&comment(contract, call), 2));
        let _ = writeln!(root.fields, "  {written}");
    }
    query.fields.push_str(&described("Anything by its id.", 2));
    let node = query.names.take("node", LONGEST);
    let _ = writeln!(query.fields, "  {node}(id: ID!): Node");
    let mut out = format!("# {}\n", prose(&contract.report.generated));
    if let Some(summary) = &contract.report.summary {
        let _ = writeln!(out, "# {}", prose(summary));
    }
    out.push_str(
        "# A field that gives one object is resolved once for each row of a list: N rows, N more calls. Where a comment\n\
         # names a batch, one loader for each request (DataLoader) gathers the keys and asks once.\n",
    );
    for (word, root) in [("Query", query), ("Mutation", mutation), ("Subscription", subscription)] {
        if !root.fields.is_empty() {
            let _ = write!(out, "\ntype {word} {{\n{}}}\n", root.fields);
        }
    }
    out.push_str(&kinds.text());
    out
}

/// A type whose fields are operations.
#[derive(Default)]
struct Root {
    names: Names,
    fields: String,
}

fn comment(contract: &Contract, call: &Call) -> String {
    let wants = contract.wants(call).into_iter();
    let mut says: Vec<String> = wants
        .map(|(id, want)| format!("{}: {}.", prose(id), prose(want)))
        .collect();
    if let Some(flow) = call.flow {
        says.push(match flow.peak.value {
            Some(_) => format!("Flow {}, {} at the peak.", prose(&flow.id), prose(&flow.peak.text)),
            None => format!("Flow {}.", prose(&flow.id)),
        });
    }
    says.join(" ")
}

/// A query: what it takes as arguments; a list may go without them.
fn asks<'a>(kinds: &mut Kinds<'a>, call: &Call<'a>, field: &str) -> String {
    let mut names = Names::default();
    let mut arguments = Vec::new();
    let many = matches!(call.gives, Gives::Many(_));
    if many {
        arguments.push(format!("{}: Int = 20", names.take("first", LONGEST)));
        arguments.push(format!("{}: String", names.take("after", LONGEST)));
    }
    for part in &call.takes {
        let kind = kinds.value(part);
        let needed = if many || part.field.optional { "" } else { "!" };
        let name = argument(&mut names, &call.takes, part);
        arguments.push(format!("{name}: {kind}{needed}"));
    }
    let arguments = match arguments.is_empty() {
        true => String::new(),
        false => format!("({})", arguments.join(", ")),
    };
    let gives = match call.gives {
        Gives::One(entity) => kinds.entity(entity),
        Gives::Many(entity) => format!("{}!", kinds.connection(entity)),
        Gives::Nothing | Gives::Status(_) => "Boolean".to_string(),
    };
    format!("{field}{arguments}: {gives}")
}

/// A mutation: one input, one payload, which holds what went wrong too.
fn changes<'a>(kinds: &mut Kinds<'a>, call: &Call<'a>, field: &str) -> String {
    let stem = name::pascal(field);
    let mut names = Names::default();
    let mut input = described(
        "Chosen by the caller, the same for each try; a second try makes nothing new.",
        2,
    );
    let _ = writeln!(input, "  {}: String", names.take("clientMutationId", LONGEST));
    for part in &call.takes {
        let kind = kinds.value(part);
        let needed = if part.field.optional { "" } else { "!" };
        let name = argument(&mut names, &call.takes, part);
        let _ = writeln!(input, "  {name}: {kind}{needed}");
    }
    let input = kinds.add("input", &format!("{stem}Input"), &input);
    let mut names = Names::default();
    let mut payload = format!("  {}: String\n", names.take("clientMutationId", LONGEST));
    let _ = writeln!(payload, "  {}: [UserError!]!", names.take("errors", LONGEST));
    match call.gives {
        Gives::One(entity) => {
            let kind = kinds.entity(entity);
            let _ = writeln!(payload, "  {}: {kind}", names.take(&name::camel(&entity.id), LONGEST));
        }
        Gives::Many(entity) => {
            let kind = kinds.connection(entity);
            let many = name::camel(&name::plural(&entity.id));
            let _ = writeln!(payload, "  {}: {kind}", names.take(&many, LONGEST));
        }
        Gives::Nothing | Gives::Status(_) => {}
    }
    let payload = kinds.add("type", &format!("{stem}Payload"), &payload);
    format!("{field}(input: {input}!): {payload}!")
}

/// A subscription: what comes is what the event gives, else what it carries.
fn listens<'a>(kinds: &mut Kinds<'a>, call: &Call<'a>, field: &str) -> String {
    let entity = call
        .gives
        .entity()
        .or_else(|| call.takes.first().map(|part| part.entity));
    let gives = entity.map_or_else(|| "Boolean".to_string(), |entity| kinds.entity(entity));
    format!("{field}: {gives}!")
}

/// The name of an argument, with its entity before it where two have the same.
fn argument(names: &mut Names, among: &[Part], part: &Part) -> String {
    super::contract::schema::property(name::camel, among, part, names)
}
