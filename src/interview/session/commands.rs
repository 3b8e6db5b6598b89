//! What the commands do that every prompt takes.

use super::super::answers::reference_answers;
use super::super::command::COMMANDS;
use super::super::draft::Edit;
use super::super::journal::{By, What};
use super::super::question::{Kind, Question, Take};
use super::super::said::Said;
use super::super::{facts, live, take};
use super::{Reply, Session};
use crate::amend::Value;
use crate::catalog::{Detail, Kind as EntryKind};

/// Answers of the case that a hint shows.
const MOST_SHOWN: usize = 6;

impl Session<'_> {
    pub(super) fn help(&self, question: &Question) -> Vec<Said> {
        let mut said = Vec::new();
        if !question.help.is_empty() {
            said.push(Said::Note(question.help.to_string()));
        }
        if !question.example.is_empty() {
            said.push(Said::Note(format!("for example: {}", question.example)));
        }
        let enter = match (&question.kind, &question.default) {
            (Kind::Lines, _) => "a blank line goes on".to_string(),
            (_, Some(default)) => format!("Enter takes {default}"),
            _ => "Enter goes on without an answer".to_string(),
        };
        said.push(Said::Note(enter));
        let width = COMMANDS
            .iter()
            .map(|(command, _)| command.chars().count())
            .max()
            .unwrap_or(0);
        let commands = COMMANDS
            .iter()
            .filter(|(command, _)| !(self.setup.mock && *command == ":h"));
        said.push(Said::Lines(
            commands
                .map(|(command, what)| format!("{command:width$}  {what}"))
                .collect(),
        ));
        said
    }

    pub(super) fn back(&mut self, question: &Question) -> Reply {
        while let Some(key) = self.trail.pop() {
            if key != question.key && self.script.iter().any(|q| q.key == key) {
                self.current = Some(key);
                return Reply::saying([]).event(What::Back, question, "", By::Typed);
            }
        }
        // Resumed or jumped here: the one above it in the list.
        let at = self.script.iter().position(|q| q.key == question.key).unwrap_or(0);
        match at.checked_sub(1).and_then(|at| self.script.get(at)) {
            Some(before) => {
                self.current = Some(before.key.clone());
                Reply::saying([]).event(What::Back, question, "", By::Typed)
            }
            None => Reply::saying([Said::Note("this is the first question".into())]),
        }
    }

    pub(super) fn skip(&mut self, question: &Question) -> Reply {
        self.skipped.insert(question.key.clone());
        self.leave(question);
        Reply::saying([]).event(What::Skip, question, "", By::Typed)
    }

    /// First what to think of, then what the case itself answers.
    pub(super) fn hint(&mut self, question: &Question) -> Reply {
        if self.setup.mock {
            return Reply::saying([Said::Note("a mock interview gives no hints".into())]);
        }
        let level = self.hints.entry(question.key.clone()).or_insert(0);
        *level = level.saturating_add(1);
        let level = *level;
        let own = self
            .reference
            .as_ref()
            .map(|root| reference_answers(question, root))
            .unwrap_or_default();
        let mut said = Vec::new();
        if level > 1 && !own.is_empty() {
            said.push(Said::Note("the case itself answers:".into()));
            said.push(Said::Lines(own.into_iter().take(MOST_SHOWN).collect()));
        } else {
            said.extend((!question.help.is_empty()).then(|| Said::Note(question.help.to_string())));
            said.extend(self.phase_tips(&question.phase, level));
            if !own.is_empty() {
                said.push(Said::Note("`:h` once more shows what the case itself answers".into()));
            } else if said.is_empty() {
                said.push(Said::Note(format!("for example: {}", question.example)));
            }
        }
        Reply::saying(said).event(What::Hint, question, "", By::Typed)
    }

    fn phase_tips(&self, phase: &str, level: u8) -> Option<Said> {
        let entry = self.catalog.of_kind(EntryKind::Phase, phase)?;
        let Detail::Phase(detail) = &entry.detail else {
            return None;
        };
        let at = usize::from(level) % detail.tips.len().max(1);
        detail.tips.get(at).map(|tip| Said::Note(tip.clone()))
    }

    /// All questions, each with a number to go to it.
    pub(super) fn list(&self) -> Said {
        let now = self.current.as_deref();
        let mut phase = "";
        let mut lines = Vec::new();
        for (at, question) in self.script.iter().enumerate() {
            if question.phase != phase {
                phase = &question.phase;
                lines.push(self.phase_title(phase));
            }
            let mark = match () {
                () if now == Some(question.key.as_str()) => '>',
                () if self.skipped.contains(&question.key) && !question.is_filled() => '-',
                () if question.is_filled() || self.done.contains(&question.key) => 'x',
                () => ' ',
            };
            lines.push(format!("{:>4} [{mark}] {}", at + 1, question.ask));
        }
        Said::Lines(lines)
    }

    pub(super) fn go(&mut self, question: &Question, to: &str) -> Reply {
        let by_number = to
            .parse::<usize>()
            .ok()
            .and_then(|n| self.script.get(n.checked_sub(1)?));
        let found = by_number
            .or_else(|| self.script.iter().find(|q| q.key == to))
            .map(|q| q.key.clone());
        match found {
            Some(key) => {
                self.trail.push(question.key.clone());
                self.current = Some(key);
                Reply::saying([]).event(What::Go, question, to, By::Typed)
            }
            None => Reply::refused(format!(
                "there is no question `{to}`; `:l` lists them with their numbers"
            )),
        }
    }

    /// A detail for later stands in the design as an open question.
    pub(super) fn park(&mut self, question: &Question, text: &str, by: By) -> Reply {
        let change = take::choice::open("", text, &self.draft);
        match self.apply(&change.edits) {
            Ok(_) => Reply::saying([Said::Note(
                "parked; it stands among the open questions of the design".into(),
            )])
            .changed(true)
            .event(What::Park, question, text, by),
            Err(problems) => Reply::refused(problems.join("\n")),
        }
    }

    /// A question to the interviewer. What is told stands in the design as an assumption with its source.
    pub(super) fn ask(&mut self, question: &Question, text: &str, by: By) -> Reply {
        let fact = self.case.and_then(|case| facts::answer(text, case));
        let Some(fact) = fact else {
            let nothing = match self.case {
                Some(_) => "I have nothing on that; assume what you need, and say so.",
                None => "There is no case, so nobody knows more than you; write down what you assume.",
            };
            return Reply::saying([Said::Interviewer(nothing.into())]).event(What::Ask, question, text, by);
        };
        let path = ["requirements", "assumptions"];
        let says = format!("{} {}", fact.ask, fact.answer);
        let known = (self.draft.names(&path).iter())
            .any(|id| self.draft.value(&["requirements", "assumptions", id, "says"]).as_ref() == Some(&says));
        let mut changed = false;
        if !known {
            let id = self.draft.next_id(&path, "A");
            let entry = Value::map([("says", Value::text(&says)), ("source", Value::text("interviewer"))]);
            let edit = Edit::set(["requirements", "assumptions", &id], entry);
            changed = self.apply(&[edit]).is_ok();
        }
        Reply::saying([Said::Interviewer(fact.answer.clone())])
            .changed(changed)
            .event(What::Ask, question, text, by)
    }

    pub(super) fn numbers(&self) -> Reply {
        let numbers = live::all(&self.draft.report);
        if numbers.is_empty() {
            return Reply::saying([Said::Note(
                "there is no number yet: users, rates and steps bring them".into(),
            )]);
        }
        Reply::saying([Said::Lines(numbers)])
    }

    pub(super) fn set(&mut self, question: &Question, text: &str, by: By) -> Reply {
        let edit = match take::setting(text, &self.draft) {
            Ok(edit) => edit,
            Err(problem) => return Reply::refused(problem),
        };
        match self.apply(&[edit]) {
            Ok(()) => {
                let said = self.moved(question);
                Reply::saying(said).changed(true).event(What::Set, question, text, by)
            }
            Err(problems) => Reply::refused(problems.join("\n")),
        }
    }

    /// Takes an item of a list away, by its number.
    pub(super) fn drop_item(&mut self, question: &Question, which: &str) -> Reply {
        let number = which.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let edit = number.and_then(|at| self.removal(question, at));
        let Some(edit) = edit else {
            return Reply::refused(format!("there is no item `{which}` here to take away"));
        };
        match self.apply(&[edit]) {
            Ok(()) => {
                let said = self.moved(question);
                Reply::saying(said)
                    .changed(true)
                    .event(What::Drop, question, which, By::Typed)
            }
            Err(problems) => Reply::refused(problems.join("\n")),
        }
    }

    fn removal(&self, question: &Question, at: usize) -> Option<Edit> {
        let of_map = |path: &[&str]| {
            let name = self.draft.names(path).into_iter().nth(at)?;
            let path = path.iter().map(|p| (*p).to_string()).chain([name]);
            Some(Edit::Remove(path.collect()))
        };
        let of_list = |path: &[&str]| {
            let there = self.draft.items(path).len();
            let path = path.iter().map(|p| (*p).to_string()).collect();
            (at < there).then_some(Edit::RemoveItem(path, at))
        };
        match &question.take {
            Take::Functional => of_map(&["requirements", "functional"]),
            Take::Nonfunctional => of_map(&["requirements", "nonfunctional"]),
            Take::OutOfScope => of_list(&["requirements", "out_of_scope"]),
            Take::Entities => of_map(&["data"]),
            Take::Journeys => {
                let purposes = self.draft.names(&["requirements", "functional"]);
                let serves = |flow: &String| {
                    let flow_of = |id: &String| self.draft.value(&["requirements", "functional", id, "flow"]);
                    purposes.iter().any(|id| flow_of(id).as_ref() == Some(flow))
                };
                let flow = self
                    .draft
                    .names(&["flows"])
                    .into_iter()
                    .filter(|f| !serves(f))
                    .nth(at)?;
                Some(Edit::Remove(vec!["flows".into(), flow]))
            }
            Take::Components => of_map(&["components"]),
            Take::Figures => of_map(&["figures"]),
            Take::Target => of_map(&["states", "target"]),
            Take::StepsOf(flow) => of_list(&["flows", flow, "steps"]),
            Take::FactOf(component) => of_list(&["components", component, "has"]),
            _ => None,
        }
    }
}
