//! Contracts: APIs and their operations.

use super::ids::{Names, by_id};
use super::{Api, Operation, Returns, table};
use crate::finding::Finding;
use crate::form::{Context, Key, Node, Reader, Value, rule};

/// One API.
pub fn api(context: &Context, node: &Node) -> Option<Api> {
    let reader = Reader::new(node, &table::API, context)?;
    Some(Api {
        style: reader.word("style").map(|s| s.value),
        version: reader.text("version").map(|t| t.value),
        operations: by_id(&reader, "operations", Names::Plain, operation),
    })
}

fn operation(context: &Context, key: &Key, node: &Node) -> Option<Operation> {
    const METHODS: [&str; 9] = [
        "get", "post", "put", "patch", "delete", "rpc", "query", "mutation", "event",
    ];
    let reader = Reader::new(node, &table::OPERATION, context)?;
    let mut found = METHODS.iter().filter_map(|m| Some((*m, reader.text(m)?)));
    let first = found.next();
    if let (Some((one, _)), Some((two, target))) = (&first, found.next()) {
        context.report(
            Finding::error(
                rule::WRONG_TYPE,
                format!("an operation is either `{one}` or `{two}`, not both"),
            )
            .at(target.span),
        );
    }
    let Some((method, target)) = first else {
        context.report(
            Finding::error(rule::MISSING_KEY, format!("the operation `{}` has no method", key.name))
                .at(key.span)
                .fix("add `get: /path` (or post, put, patch, delete), or `rpc`, `query`, `mutation`, `event`"),
        );
        return None;
    };
    let returns = reader.node("returns").and_then(|n| match &n.value {
        Value::List(items) => items
            .first()
            .and_then(|i| context.text(i, "returns"))
            .map(Returns::Many),
        _ => {
            let text = context.text(n, "returns")?;
            let status = text.value.len() == 3 && text.value.bytes().all(|b| b.is_ascii_digit());
            Some(if status {
                Returns::Status(text.value)
            } else {
                Returns::One(text)
            })
        }
    });
    Some(Operation {
        method,
        target,
        takes: reader.texts("takes"),
        returns,
        flow: reader.text("flow"),
    })
}
