//! A thing of the design is called otherwise, wherever it is spoken of.

use super::super::draft::Edit;
use super::super::journal::{By, What};
use super::super::mentions::Thing;
use super::super::question::Question;
use super::super::said::Said;
use super::super::take::identifier;
use super::{Reply, Session};
use crate::finding::nearest;

/// Maps of things that have names, with what stands in them.
const MAPS: [(&str, Thing); 4] = [
    ("flows", Thing::Flow),
    ("components", Thing::Component),
    ("data", Thing::Entity),
    ("actors", Thing::Actor),
];

impl Session<'_> {
    /// `parcle parcel`: a name that an actor and an entity share is changed for both.
    pub(super) fn rename(&mut self, question: &Question, names: &str, by: By) -> Reply {
        let known = || MAPS.iter().flat_map(|(map, _)| self.draft.names(&[map]));
        let words: Vec<&str> = names
            .split_whitespace()
            .filter(|word| !["to", "->", "→", "="].contains(word))
            .collect();
        let [old, new] = words.as_slice() else {
            let name = known().next().unwrap_or_else(|| "photo".to_string());
            return Reply::refused(format!(
                "write the name that it has and the one that it gets, such as `:rename {name} another`"
            ));
        };
        let things: Vec<Thing> = MAPS
            .iter()
            .filter(|(map, _)| self.draft.node(&[map, old]).is_some())
            .map(|(_, thing)| *thing)
            .collect();
        if things.is_empty() {
            let known: Vec<String> = known().collect();
            let near = nearest(old, known.iter().map(String::as_str));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Reply::refused(format!("nothing in the design is called `{old}`{near}"));
        }
        let Some(new) = identifier(new).filter(|id| id == new) else {
            return Reply::refused(format!(
                "`{new}` is no name: letters, digits and `_`, beginning with a letter"
            ));
        };
        if known().any(|name| name == new) {
            return Reply::refused(format!("`{new}` is the name of something else"));
        }
        let edits: Vec<Edit> = things
            .into_iter()
            .map(|thing| Edit::Rename(thing, (*old).to_string(), new.clone()))
            .collect();
        match self.apply(&edits) {
            Ok(()) => Reply::saying([Said::Note(format!("`{old}` is called `{new}` now, wherever it stood"))])
                .changed(true)
                .event(What::Rename, question, &format!("{old} {new}"), by),
            Err(problems) => Reply::refused(problems.join("\n")),
        }
    }
}
