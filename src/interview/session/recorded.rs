//! A recorded session is gone through again: the same changes, in the same order.

use super::super::journal::{By, Event, What};
use super::{Held, Reply, Session};

impl Session<'_> {
    /// Does again what happened next; none where there is no more, or where a flag answers the question first.
    pub(super) fn recorded(&mut self, at: u64) -> Option<Reply> {
        loop {
            let question = self.question()?.clone();
            if self.waits_for_flag(&question.key) {
                return None;
            }
            let event = self.answers.recorded.pop_front()?;
            let Some(line) = line(&event) else {
                continue;
            };
            if self.answers.is_flag(&event.key) && !matches!(event.what, What::Set | What::Park) {
                if self.waits_for_flag(&event.key) {
                    self.stand_at(&event.key);
                }
                continue;
            }
            if !self.stand_at(&event.key) {
                self.held.push(Held {
                    key: event.key.clone(),
                    answer: line,
                    by: By::File,
                    problem: "there is no such question in this session".to_string(),
                });
                continue;
            }
            let question = self.question()?.clone();
            if event.what == What::Next {
                return Some(self.step_over(&question, By::File, at));
            }
            let reply = self.reply(&line, By::File, at);
            return Some(match reply.refused {
                true => self.put_aside(&question, &line, By::File, reply),
                false => reply,
            });
        }
    }

    /// Leaves out what the session that goes on has behind it.
    pub(super) fn forget_recorded(&mut self) {
        let done = &self.done;
        self.answers.recorded.retain(|event| !done.contains(&event.key));
    }

    /// Whether a flag has answers that were not given yet.
    fn waits_for_flag(&self, key: &str) -> bool {
        self.answers.is_flag(key) && !self.done.contains(key)
    }

    fn stand_at(&mut self, key: &str) -> bool {
        let is_there = self.script.iter().any(|q| q.key == key);
        if is_there && self.current.as_deref() != Some(key) {
            self.trail.extend(self.current.replace(key.to_string()));
        }
        is_there
    }
}

/// The line that does again what an event did; none for one that only moved from question to question.
fn line(event: &Event) -> Option<String> {
    let text = &event.text;
    match event.what {
        What::Answer => Some(text.clone()),
        What::Next => Some(String::new()),
        What::Skip => Some(":s".to_string()),
        What::Park => Some(format!(":p {text}")),
        What::Ask => Some(format!(":ask {text}")),
        What::Set => Some(format!(":set {text}")),
        What::Rename => Some(format!(":rename {text}")),
        What::Drop => Some(format!(":drop {text}")),
        What::Back | What::Go | What::More | What::Hint | What::Time | What::Quit => None,
    }
}
