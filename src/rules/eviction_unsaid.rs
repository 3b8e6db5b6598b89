//! See the page.

use super::{Rule, Run, Set, fact, words};
use crate::analysis::Analysis;
use crate::catalog::Role;
use crate::finding::Finding;
use crate::model::{Model, Placement};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    id: "eviction-unsaid",
    set: Set::Caching,
    run: Run::Design(find),
    page: include_str!("eviction-unsaid.md"),
};

fn find(model: &Model, _: &Analysis) -> Vec<Finding> {
    let caches = model.components.iter().filter(|c| {
        let ours = !matches!(c.placement, Placement::Outside | Placement::Device) && !c.managed;
        c.role == Role::Cache && ours && c.file.eviction.is_none()
    });
    // Only a cache that fills itself can fill up by itself.
    let filled = fact::steps(model).filter(|s| s.file.hit.is_some());
    let filled: HashSet<&str> = filled.map(|s| model.party_id(s.callee)).collect();
    let open: Vec<_> = caches.filter(|c| filled.contains(c.id)).collect();
    let Some(first) = open.first() else {
        return Vec::new();
    };
    let (fills, what) = if open.len() == 1 {
        ("fills", "it drops")
    } else {
        ("fill", "they drop")
    };
    let message = format!(
        "{} {fills} with what is read, and nothing says what {what} when the memory is full",
        words::ids(open.iter().map(|c| c.id))
    );
    let finding = Finding::info(RULE.id, message).at(first.span).of(first.id);
    vec![finding.fix("`eviction: lru` drops what was not asked for longest; some servers refuse writes unless told so")]
}
