//! Answers that were there before the questions are given one by one, as if they were typed.

use super::super::answers::takes_many;
use super::super::journal::By;
use super::super::said::Said;
use super::{Reply, Session};

impl Session<'_> {
    /// Gives the next prepared answer to the question that is asked now; none where a person has to.
    ///
    /// An answer that is refused leaves its question open and is told at the end: the others go on.
    pub fn prepared(&mut self, at: u64) -> Option<Reply> {
        if let Some(reply) = self.recorded(at) {
            return Some(reply);
        }
        let question = self.question()?.clone();
        let (answers, by) = self.answers.to(&question, self.reference.as_ref())?;
        let given = self.played.get(&question.key).copied().unwrap_or(0);
        if let Some(answer) = answers.get(given) {
            self.played.insert(question.key.clone(), given + 1);
            // Defaults are there before: what a person typed is not asked to be a command.
            let reply = self.reply(answer, by, at);
            if reply.refused {
                return Some(self.put_aside(&question.key, reply, by));
            }
            let more = takes_many(&question) && self.question().is_some_and(|q| q.key == question.key);
            return Some(if more {
                reply
            } else {
                self.moved_on(&question.key, reply, at)
            });
        }
        if given > answers.len() || self.done.contains(&question.key) {
            return None;
        }
        self.played.insert(question.key.clone(), answers.len() + 1);
        self.done.insert(question.key.clone());
        Some(self.step_over(&question, by, at))
    }

    /// A single answer has been given; a question that still stands there is left.
    fn moved_on(&mut self, key: &str, reply: Reply, at: u64) -> Reply {
        match self.question().cloned() {
            Some(question) if question.key == key => {
                let next = self.step_over(&question, By::Default, at);
                Reply {
                    said: reply.said.into_iter().chain(next.said).collect(),
                    event: reply.event,
                    changed: reply.changed || next.changed,
                    refused: reply.refused,
                }
            }
            _ => reply,
        }
    }

    /// On to the next question without an answer.
    pub(super) fn step_over(&mut self, question: &super::Question, by: By, at: u64) -> Reply {
        self.tick(&question.phase.clone(), at);
        let mut said = Vec::new();
        self.leave(question);
        said.extend(self.moved(question));
        self.announce(&mut said);
        let mut reply = Reply::saying(said).event(super::What::Next, question, "", by);
        let next = self.current.clone();
        if let Some(event) = &mut reply.event {
            event.at = self.clock;
            event.next = next;
        }
        reply
    }

    pub(super) fn put_aside(&mut self, key: &str, reply: Reply, by: By) -> Reply {
        let said: Vec<String> = (reply.said.iter())
            .filter_map(|s| match s {
                Said::Problem(text) => Some(text.clone()),
                _ => None,
            })
            .collect();
        if by != By::Default {
            self.problems.push(format!("{key}: {}", said.join("; ")));
        }
        reply
    }
}
