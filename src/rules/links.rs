//! Links of a user's catalog that lead nowhere.

use super::unknown_catalog_id::{self, by_its_id, called};
use super::{ALL, words};
use crate::catalog::{Catalog, Kind, Link, PRICED, RELATED, UNDER_TERMS};
use crate::finding::{Finding, nearest};

/// What a link to a rule has to be.
const A_RULE: &str = "rule";

/// All of them, in the order of the files.
pub fn find(catalog: &Catalog) -> Vec<Finding> {
    let known = |link: &Link| targets(catalog, link.to).contains(&link.id.value.as_str());
    let dangling = catalog.links().iter().filter(|link| !known(link));
    dangling.map(|link| finding(catalog, link)).collect()
}

/// The ids to which a link may lead.
pub fn targets<'c>(catalog: &'c Catalog, to: &str) -> Vec<&'c str> {
    let mut targets = catalog.targets(to);
    if to == A_RULE || to == RELATED {
        targets.extend(ALL.iter().map(|rule| rule.id));
    }
    targets
}

fn finding(catalog: &Catalog, link: &Link) -> Finding {
    let id = &link.id.value;
    let message = match link.to {
        A_RULE => format!("there is no rule `{id}`"),
        RELATED => format!("the catalog has no entry `{id}`, and there is no such rule"),
        PRICED => format!("the catalog has no technology `{id}`"),
        UNDER_TERMS => format!("the catalog has no price and no technology `{id}`"),
        kind => format!("the catalog has no {kind} `{id}`"),
    };
    let known = targets(catalog, link.to);
    let finding = Finding::error(unknown_catalog_id::RULE.id, message)
        .at(link.id.span)
        .of(&link.of)
        .respell(link.id.span, id, known.iter().copied());
    if let Some(instead) = other_kind(catalog, link) {
        return finding.fix(instead);
    }
    if let Some(name) = called(catalog, id, |entry| known.contains(&entry.id.as_str())) {
        return by_its_id(finding, &link.id, name);
    }
    finding.fix(match nearest(id, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => lists(link.to),
    })
}

/// What to write where the catalog has the id, but it is no such thing.
fn other_kind(catalog: &Catalog, link: &Link) -> Option<String> {
    let id = &link.id.value;
    let kind = catalog.kind(id)?;
    let is = format!("`{id}` is a {} of the catalog", kind.name());
    let fills = catalog.technology(id).map(|(_, technology)| &technology.fills);
    Some(match (link.to, fills) {
        (A_RULE, _) => format!("{is}: name it in `related`"),
        (to, Some(fills)) if Kind::from_name(to) == Some(Kind::Function) && !fills.is_empty() => {
            format!("{is}; it fills {}", words::ids(fills.iter().map(String::as_str)))
        }
        _ => is,
    })
}

/// Where the right ones are listed.
fn lists(to: &str) -> String {
    match to {
        A_RULE => "`napkin explain rules` lists them".to_string(),
        RELATED => "`napkin catalog list` lists the entries, `napkin explain rules` the rules".to_string(),
        PRICED | UNDER_TERMS => {
            "`napkin catalog list technology` lists them; `network` and `machine` have a price too".to_string()
        }
        kind => format!("`napkin catalog list {kind}` lists them; a file of your own adds one"),
    }
}
