//! Items of a list are taken away, with what is nothing without them.

use super::super::draft::{Draft, Edit};
use super::super::dropping;
use super::super::journal::{By, What};
use super::super::question::{Question, Take};
use super::super::said::Said;
use super::{Reply, Session};

impl Session<'_> {
    /// Takes an item of a list away, by its number or its name, with what is nothing without it.
    pub(super) fn drop_item(&mut self, question: &Question, which: &str) -> Reply {
        let number = which.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let named = |item: &String| item == which || item.split(':').next() == Some(which);
        let named = || question.items.iter().position(named);
        let Some(at) = number.or_else(named).filter(|at| *at < question.items.len()) else {
            return Reply::refused(format!("there is no item `{which}` here to take away"));
        };
        let edits = match self.removal(question, at) {
            Ok(Some(edits)) => edits,
            Ok(None) => return Reply::refused("nothing can be taken away here; `:g` goes to the list that has it"),
            Err(problem) => return Reply::refused(problem),
        };
        let item = question.items.get(at).cloned().unwrap_or_default();
        let along = along(&edits, &item);
        match self.apply(&edits) {
            Ok(()) => {
                let mut said = vec![Said::Note(format!("dropped {item}{along}"))];
                // Of a list with nothing in it any more nothing is answered.
                if self.script.iter().any(|q| q.key == question.key && q.items.is_empty()) {
                    self.done.remove(&question.key);
                }
                said.extend(self.moved(question));
                Reply::saying(said)
                    .changed(true)
                    .event(What::Drop, question, which, By::Typed)
            }
            Err(problems) => Reply::refused(problems.join("\n")),
        }
    }

    fn removal(&self, question: &Question, at: usize) -> Result<Option<Vec<Edit>>, String> {
        let draft = &self.draft;
        let name = |path: &[&str]| draft.names(path).into_iter().nth(at);
        let of_map = |path: &[&str]| {
            let name = name(path)?;
            let path = path.iter().map(|p| (*p).to_string()).chain([name]);
            Some(vec![Edit::Remove(path.collect())])
        };
        let of_list = |path: &[&str]| {
            let there = draft.items(path).len();
            let path = path.iter().map(|p| (*p).to_string()).collect();
            (at < there).then_some(vec![Edit::RemoveItem(path, at)])
        };
        let with = |path: &[&str], all: fn(&str, &Draft) -> Result<Vec<Edit>, String>| {
            name(path).map(|id| all(&id, draft)).transpose()
        };
        match &question.take {
            Take::Functional => with(&["requirements", "functional"], dropping::requirement),
            Take::Nonfunctional => with(&["requirements", "nonfunctional"], |id, draft| {
                Ok(dropping::quality(id, draft))
            }),
            Take::Entities => with(&["data"], dropping::entity),
            Take::Components => with(&["components"], dropping::component),
            Take::Journeys => {
                let flow = question.items.get(at);
                flow.map(|flow| dropping::flow(flow, draft)).transpose()
            }
            Take::OutOfScope => Ok(of_list(&["requirements", "out_of_scope"])),
            Take::Figures => Ok(of_map(&["figures"])),
            Take::Target => Ok(of_map(&["states", "target"])),
            Take::StepsOf(flow) => Ok(of_list(&["flows", flow, "steps"])),
            Take::FactOf(component) => {
                let path = ["components", component, "has"];
                let has = draft.items(&path);
                let fact = question.items.get(at);
                let at = fact.and_then(|fact| has.iter().position(|word| word == fact));
                let path = path.map(str::to_string).to_vec();
                Ok(at.map(|at| vec![Edit::RemoveItem(path, at)]))
            }
            _ => Ok(None),
        }
    }
}

/// What else goes with a thing, in words.
fn along(edits: &[Edit], item: &str) -> String {
    let own = item.split([':', ' ']).next().unwrap_or_default();
    let edits = edits
        .iter()
        .filter(|edit| !matches!(edit, Edit::Remove(path) if path.last().is_some_and(|id| id == own)));
    let gone = edits.filter_map(|edit| match edit {
        Edit::Remove(path) => match path.as_slice() {
            [map, id] if map == "flows" => Some(format!("the flow `{id}`")),
            [map, id] if map == "components" => Some(format!("the component `{id}`")),
            [map, id] if map == "actors" => Some(format!("the actor `{id}`")),
            [map, id] if map == "decisions" => Some(format!("the decision {id}")),
            [map, _, _, id] if map == "apis" => Some(format!("the operation `{id}`")),
            _ => None,
        },
        _ => None,
    });
    let gone: Vec<String> = gone.collect();
    match gone.as_slice() {
        [] => String::new(),
        _ => format!("; gone with it: {}", gone.join(", ")),
    }
}
