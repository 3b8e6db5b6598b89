//! Answers that were there before the questions are given one by one, as if they were typed.

use super::super::answers::takes_many;
use super::super::command::LONGEST;
use super::super::journal::{By, What};
use super::super::said::Said;
use super::super::take;
use super::{Question, Reply, Session};

impl Session<'_> {
    /// Gives the next prepared answer to the question that is asked now; none where a person has to.
    ///
    /// An answer that is refused leaves its question open and is told at the end: the others go on.
    pub fn prepared(&mut self, at: u64) -> Option<Reply> {
        if let Some(reply) = self.at_once(at) {
            return Some(reply);
        }
        if let Some(reply) = self.recorded(at) {
            return Some(reply);
        }
        let question = self.question()?.clone();
        if !self.held.is_empty() && self.tried_with.as_ref() != Some(&self.draft.text) {
            if let Some(reply) = self.try_again() {
                return Some(reply);
            }
            self.tried_with = Some(self.draft.text.clone());
        }
        let (answers, by) = self.answers.to(&question, self.reference.as_ref())?;
        let given = self.played.get(&question.key).copied().unwrap_or(0);
        let mut before = Vec::new();
        if given <= answers.len() {
            self.announce(&mut before);
        }
        let reply = self.play(&question, &answers, given, by, at)?;
        Some(Reply {
            said: before.into_iter().chain(reply.said).collect(),
            ..reply
        })
    }

    /// Gives the next answer of a flag or a file whose question is there, wherever the session stands: whoever leaves
    /// early loses none.
    fn at_once(&mut self, at: u64) -> Option<Reply> {
        let current = self.question()?.key.clone();
        let others = self.script.iter().filter(|q| q.key != current);
        let mut waiting = others.filter_map(|q| Some((q.clone(), self.next_given(q)?)));
        let (question, (answer, by, given)) = waiting.next()?;
        self.tick(&question.phase, at);
        self.played.insert(question.key.clone(), given.at + 1);
        if given.at + 1 >= given.of || !takes_many(&question) {
            self.played.insert(question.key.clone(), given.of);
            self.done.insert(question.key.clone());
        }
        let reply = self.taken(&question, &answer, by);
        if self.question().is_none() {
            self.current = self.next_open(None);
        }
        if reply.refused {
            return Some(self.put_aside(&question, &answer, by, reply));
        }
        let mut reply = reply;
        self.stamp(&mut reply);
        if self.setup.mock {
            reply.said.retain(|said| !matches!(said, Said::Tip(_)));
        }
        Some(reply)
    }

    /// The next answer of a flag or a file to a question. What an earlier sitting has taken is not taken twice, but a
    /// flag sets a single value again.
    fn next_given(&self, question: &Question) -> Option<(String, By, Given)> {
        let (answers, by) = self.answers.given(&question.key)?;
        let (many, done) = (takes_many(question), self.done.contains(&question.key));
        let played = self.played.get(&question.key).copied().unwrap_or(0);
        if played >= answers.len() || (done && by == By::File) {
            return None;
        }
        let known = |answer: &String| many && self.taken.contains(&(question.key.clone(), answer.clone()));
        let left = answers.iter().enumerate().skip(played);
        let (at, answer) = left.into_iter().find(|(_, answer)| !known(answer))?;
        // Commands and blanks are for the question that is asked.
        if answer.trim().is_empty() || answer.starts_with(':') || answer.len() > LONGEST {
            return None;
        }
        let of = answers.len();
        Some((answer.clone(), by, Given { at, of }))
    }

    fn play(&mut self, question: &Question, answers: &[String], given: usize, by: By, at: u64) -> Option<Reply> {
        if let Some(answer) = answers.get(given) {
            self.played.insert(question.key.clone(), given + 1);
            // Defaults are there before: what a person typed is not asked to be a command.
            let reply = self.reply(answer, by, at);
            if reply.refused {
                return Some(self.put_aside(question, answer, by, reply));
            }
            let more = takes_many(question) && self.question().is_some_and(|q| q.key == question.key);
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
        Some(self.step_over(question, by, at))
    }

    /// Leaves a question open: nobody is there to answer it. It is asked when the session goes on.
    pub fn pass(&mut self) -> Vec<Said> {
        let mut said = Vec::new();
        if let Some(question) = self.question().cloned() {
            self.passed.insert(question.key.clone());
            self.leave(&question);
            said.extend(self.moved(&question));
        }
        said
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
        let mut reply = Reply::saying(said).event(What::Next, question, "", by);
        self.stamp(&mut reply);
        reply
    }

    /// A prepared answer that is refused may be right later: a requirement can name a component that is not there yet.
    pub(super) fn put_aside(&mut self, question: &Question, answer: &str, by: By, mut reply: Reply) -> Reply {
        let said = reply.said.iter().filter_map(|said| match said {
            Said::Problem(text) => Some(text.clone()),
            _ => None,
        });
        self.held.push(Held {
            key: question.key.clone(),
            answer: answer.to_string(),
            by,
            problem: said.collect::<Vec<_>>().join("; "),
        });
        reply.said.retain(|said| !matches!(said, Said::Problem(_)));
        reply
    }

    /// Gives the first of the answers again that were put aside and can be taken now.
    pub(super) fn try_again(&mut self) -> Option<Reply> {
        for at in 0..self.held.len() {
            let held = self.held.get(at)?.clone();
            let Some(question) = self.script.iter().find(|q| q.key == held.key).cloned() else {
                continue;
            };
            let change = take::take(&question, &held.answer, &self.draft, self.catalog);
            let taken = change
                .map_err(|problem| vec![problem])
                .and_then(|change| self.apply(&change.edits));
            match taken {
                Ok(()) => {
                    self.held.remove(at);
                    let mut reply = Reply::saying([]).changed(true);
                    reply = reply.event(What::Answer, &question, &held.answer, held.by);
                    self.stamp(&mut reply);
                    return Some(reply);
                }
                Err(problems) => {
                    if let Some(held) = self.held.get_mut(at) {
                        held.problem = problems.join("; ");
                    }
                }
            }
        }
        None
    }
}

/// Which of the answers to a question it is, from 0, and how many there are.
struct Given {
    at: usize,
    of: usize,
}

/// A prepared answer that could not be taken yet.
#[derive(Debug, Clone)]
pub struct Held {
    pub key: String,
    pub answer: String,
    pub by: By,
    pub problem: String,
}
