//! What an answer does to the design, and what it moves.

use super::super::draft::Edit;
use super::super::journal::{By, What};
use super::super::question::{Kind, Question, Take};
use super::super::said::Said;
use super::super::{live, take};
use super::{MOST_ITEMS, Reply, Session};

impl Session<'_> {
    /// A blank line: the default where there is one, else on to the next question.
    pub(super) fn blank(&mut self, question: &Question, by: By) -> Reply {
        let takes_default = match question.kind {
            Kind::Line | Kind::Choice(_) => !question.is_filled() || question.default.is_some(),
            Kind::Lines => {
                question.items.is_empty() && !self.done.contains(&question.key) && !self.was_answered(&question.key)
            }
            Kind::Pause => false,
        };
        if let (true, Some(default)) = (takes_default, &question.default) {
            return self.answer(question, &default.clone(), by);
        }
        let mut said = Vec::new();
        self.debrief(question, &mut said);
        self.leave(question);
        said.extend(self.moved(question));
        Reply::saying(said).event(What::Next, question, "", by)
    }

    pub(super) fn answer(&mut self, question: &Question, text: &str, by: By) -> Reply {
        if take::is_nothing(question, text) {
            let mut reply = self.skip(question);
            reply.said.insert(0, Said::Note("left open".into()));
            return reply;
        }
        let reply = self.taken(question, text, by);
        if !reply.refused && question.take != Take::Ask && !matches!(question.kind, Kind::Lines) {
            self.leave(question);
        }
        reply
    }

    /// Makes of an answer what it says; where the session stands is another matter.
    pub(super) fn taken(&mut self, question: &Question, text: &str, by: By) -> Reply {
        if question.take == Take::Ask {
            return self.ask(question, text, by);
        }
        if question.items.len() >= MOST_ITEMS {
            return Reply::refused(format!("{MOST_ITEMS} are enough; a blank line goes on"));
        }
        let change = match take::take(question, text, &self.draft, self.catalog) {
            Ok(change) => change,
            Err(problem) => return Reply::refused(problem),
        };
        let mut said = change.said;
        let changed = match self.apply(&change.edits) {
            Ok(()) => {
                said.extend(self.moved(question));
                !change.edits.is_empty()
            }
            Err(problems) => return Reply::refused(problems.join("\n")),
        };
        self.consequences(question, &mut said);
        self.played.entry(question.key.clone()).or_insert(0);
        Reply::saying(said)
            .changed(changed)
            .event(What::Answer, question, text, by)
    }

    /// Makes changes, or says why they can't be made.
    pub(super) fn apply(&mut self, edits: &[Edit]) -> Result<(), Vec<String>> {
        if !edits.is_empty() {
            let before = self.draft.ids();
            let replaced: Vec<String> = edits.iter().filter_map(|edit| self.replaced(edit)).collect();
            self.draft = self.draft.with(edits)?;
            let now = self.draft.ids();
            self.gone.extend(before.into_iter().filter(|id| !now.contains(id)));
            for edit in edits {
                if let Edit::Rename(_, old, new) = edit {
                    self.renamed(old, new);
                    self.called_anew = Some((old.clone(), new.clone()));
                }
            }
            self.done.retain(|key| !replaced.iter().any(|id| asks_about(key, id)));
            self.write_script();
        }
        Ok(())
    }

    /// The component that is another one after an edit: what was answered about it is to be asked again.
    fn replaced(&self, edit: &Edit) -> Option<String> {
        match edit {
            Edit::Set(path, _) => match path.as_slice() {
                [map, id] if map == "components" => self.draft.node(&["components", id]).map(|_| id.clone()),
                [map, id, key] if map == "components" && key == "with" => {
                    self.draft.node(&["components", id, "with"]).map(|_| id.clone())
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Questions about a thing go on under its new name.
    pub(super) fn renamed(&mut self, old: &str, new: &str) {
        let key = |key: &String| -> String {
            let parts = key.split('.').map(|part| if part == old { new } else { part });
            parts.collect::<Vec<_>>().join(".")
        };
        for keys in [&mut self.done, &mut self.skipped, &mut self.passed, &mut self.before] {
            *keys = keys.iter().map(key).collect();
        }
        self.trail = self.trail.iter().map(key).collect();
        self.current = self.current.as_ref().map(key);
        self.played = self.played.iter().map(|(name, given)| (key(name), *given)).collect();
    }

    /// Numbers that have moved since they were told last. Half a journey has none worth telling: they come when the
    /// list is left.
    pub(super) fn moved(&mut self, question: &Question) -> Vec<Said> {
        let unfinished = matches!(question.take, Take::StepsOf(_) | Take::Components);
        if unfinished && self.question().is_some_and(|q| q.key == question.key) {
            return Vec::new();
        }
        let moved = live::changes(&self.told, &self.draft.report);
        self.told = self.draft.report.clone();
        moved.into_iter().map(Said::Number).collect()
    }

    fn was_answered(&self, key: &str) -> bool {
        self.played.contains_key(key)
    }

    /// What the target state means for the requirements.
    fn consequences(&self, question: &Question, said: &mut Vec<Said>) {
        if question.take != Take::Target {
            return;
        }
        let report = self.draft.in_state("target");
        let lines = live::of_state(&report).into_iter();
        said.extend(lines.map(|line| Said::Number(format!("in the target state: {line}"))));
    }
}

/// Whether a question is about how a component is filled.
fn asks_about(key: &str, component: &str) -> bool {
    let mut parts = key.split('.');
    let about = parts
        .next()
        .is_some_and(|kind| ["with", "why", "units", "time", "components"].contains(&kind));
    about && parts.next() == Some(component)
}
