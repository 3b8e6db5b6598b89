//! What the commands do that every prompt takes.

use super::super::answers::reference_answers;
use super::super::command::COMMANDS;
use super::super::draft::Edit;
use super::super::dropping;
use super::super::journal::{By, What};
use super::super::question::{Kind, Question};
use super::super::said::Said;
use super::super::{facts, live, take};
use super::{Reply, Session};
use crate::amend::Value;
use crate::catalog::{Detail, Kind as EntryKind};
use std::collections::BTreeSet;

/// Answers of the case that a hint shows.
const MOST_SHOWN: usize = 6;

impl Session<'_> {
    /// The help of the question, and the commands: the first time, and when it is asked for twice in a row.
    pub(super) fn help(&mut self, question: &Question) -> Vec<Said> {
        let whole = self.helped.as_ref().is_none_or(|at| *at == question.key);
        let mut said = self.help_of(question);
        let commands = match whole {
            true => self.commands(),
            false => Said::Note("commands: `?` again shows them".into()),
        };
        said.push(commands);
        self.helped = Some(if whole { String::new() } else { question.key.clone() });
        said
    }

    fn help_of(&self, question: &Question) -> Vec<Said> {
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
        said
    }

    fn commands(&self) -> Said {
        let width = COMMANDS
            .iter()
            .map(|(command, _)| command.chars().count())
            .max()
            .unwrap_or(0);
        let commands = COMMANDS
            .iter()
            .filter(|(command, _)| !(self.setup.mock && *command == ":h"));
        let lines = commands.map(|(command, what)| format!("{command:width$}  {what}"));
        Said::Lines(lines.collect())
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

    /// All questions with the way to each: a number, or the key of what is optional.
    pub(super) fn list(&self) -> Said {
        let now = self.current.as_deref();
        let mut phase = "";
        let mut number = 0;
        let mut lines = Vec::new();
        let counted: BTreeSet<&str> = self.counted().map(|q| q.key.as_str()).collect();
        for question in &self.script {
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
            if counted.contains(question.key.as_str()) {
                number += 1;
                lines.push(format!("{number:>4} [{mark}] {}", question.ask));
            } else {
                lines.push(format!(
                    "     [{mark}] {} (optional: `:g {}`)",
                    question.ask, question.key
                ));
            }
        }
        Said::Lines(lines)
    }

    pub(super) fn go(&mut self, question: &Question, to: &str) -> Reply {
        let by_number = to.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let by_number = by_number.and_then(|at| self.counted().nth(at));
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
            let id = self.draft.next_id("A");
            let entry = Value::map([("says", Value::text(&says)), ("source", Value::text("interviewer"))]);
            let edit = Edit::set(["requirements", "assumptions", &id], entry);
            changed = self.apply(&[edit]).is_ok();
        }
        Reply::saying([Said::Interviewer(fact.answer.clone())])
            .changed(changed)
            .event(What::Ask, question, text, by)
    }

    pub(super) fn numbers(&self) -> Reply {
        let numbers = live::all(&self.draft.sampled());
        if numbers.is_empty() {
            return Reply::saying([Said::Note(
                "there is no number yet: users, rates and steps bring them".into(),
            )]);
        }
        Reply::saying([Said::Lines(numbers)])
    }

    pub(super) fn set(&mut self, question: &Question, text: &str, by: By) -> Reply {
        let mut edit = match take::setting(text, &self.draft) {
            Ok(edit) => edit,
            Err(problem) => return Reply::refused(problem),
        };
        let mut said = Vec::new();
        if let Edit::Remove(path) = &edit {
            let keys: Vec<&str> = path.iter().map(String::as_str).collect();
            if self.draft.node(&keys).is_none() {
                return Reply::refused(format!("there is no `{}` to take away", path.join(".")));
            }
            said.push(Said::Note(format!("`{}` is taken away", path.join("."))));
            edit = dropping::key(path, &self.draft);
        }
        match self.apply(&[edit]) {
            Ok(()) => {
                said.extend(self.moved(question));
                Reply::saying(said).changed(true).event(What::Set, question, text, by)
            }
            Err(problems) => Reply::refused(problems.join("\n")),
        }
    }

    /// The optional questions of this part come up from here on; where it has none left, those of the parts before.
    pub(super) fn more(&mut self, question: &Question) -> Reply {
        let here = |q: &&Question| q.phase == question.phase;
        let left = |q: &&Question| self.is_left_out(q);
        let first = self.script.iter().find(|q| here(q) && left(q));
        let first = first.or_else(|| self.script.iter().take_while(|q| q.key != question.key).find(left));
        let Some((phase, key)) = first.map(|q| (q.phase.clone(), q.key.clone())) else {
            return Reply::saying([Said::Note("nothing optional is left out up to here".into())]);
        };
        self.wanted.insert(phase.clone());
        self.trail.push(question.key.clone());
        self.current = Some(key);
        Reply::saying([]).event(What::More, question, &phase, By::Typed)
    }
}
