//! Facts: the words of `has` and `lacks`.

use super::Facts;
use crate::form::{Reader, Value};
use crate::source::Spanned;

/// `has` and `lacks`.
pub fn facts(reader: &Reader) -> Facts {
    let context = reader.context;
    let mut facts = Facts::default();
    if let Some(node) = reader.node("has") {
        if let Value::Map(entries) = &node.value {
            for (key, value) in entries {
                let text = value.text().map(str::to_string);
                facts.has.push((Spanned::new(key.name.clone(), key.span), text));
            }
        } else {
            let items = context.items(node).iter();
            facts.has = items.filter_map(|n| Some((context.text(n, "has")?, None))).collect();
        }
    }
    facts.lacks = reader.texts("lacks");
    facts
}
