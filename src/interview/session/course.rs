//! The course of a session: which question comes next, and what time it is.

use super::super::journal::{By, Journal, What};
use super::super::probe::{self, Probe};
use super::super::question::{Asked, Choice, Kind, Question, Take};
use super::super::said::Said;
use super::super::script::{self, View};
use super::{Reply, Session, State};
use crate::catalog::{Detail, Kind as EntryKind};
use crate::recommend::recommend;
use crate::report::{Bearing, Candidate};
use std::collections::BTreeSet;

/// Phases that go into the depth of what is there.
const DEEP: [&str; 3] = ["deep", "drill", "web-vitals"];

impl Session<'_> {
    /// Works the script out anew.
    pub(super) fn write_script(&mut self) {
        let view = View {
            draft: &self.draft,
            catalog: self.catalog,
            case: self.case,
            probes: self.probes.as_deref().unwrap_or_default(),
        };
        let minutes: Vec<(String, u32)> = self.phases.iter().map(|(id, _)| (id.clone(), 0)).collect();
        let mut known = BTreeSet::new();
        self.script = script::questions(&minutes, &view);
        self.script.retain(|q| known.insert(q.key.clone()));
    }

    /// Questions that the design answers.
    pub(super) fn filled(&self) -> BTreeSet<String> {
        self.script
            .iter()
            .filter(|q| q.is_filled())
            .map(|q| q.key.clone())
            .collect()
    }

    /// Whether a question is still to be asked.
    fn is_open(&self, question: &Question) -> bool {
        let before = self.before.contains(&question.key);
        let answered = match question.kind {
            // What other answers brought is not the whole list.
            Kind::Lines => self.setup.skip_answered && before,
            _ => question.is_filled() && (self.setup.skip_answered || !before),
        };
        self.is_asked(question) && !self.done.contains(&question.key) && !answered
    }

    /// Whether a question comes up by itself: all do but the optional ones that nobody wanted. Whoever takes the
    /// defaults takes them for everything.
    pub(super) fn is_asked(&self, question: &Question) -> bool {
        question.asked == Asked::InTurn || self.answers.defaults || self.wanted.contains(&question.phase)
    }

    /// Whether a question is optional and has no answer.
    pub(super) fn is_left_out(&self, question: &Question) -> bool {
        question.asked == Asked::OnDemand && !question.is_filled() && !self.done.contains(&question.key)
    }

    /// The first open question behind one, or of all.
    pub(super) fn next_open(&mut self, behind: Option<&str>) -> Option<String> {
        let at = |script: &[Question]| behind.and_then(|key| script.iter().position(|q| q.key == key));
        let start = at(&self.script).map_or(0, |at| at + 1);
        let next = self.script.iter().skip(start).find(|q| self.is_open(q)).cloned();
        // The questions of depth are those that the analysis of the finished design brings.
        let order = |phase: &str| self.phases.iter().position(|(id, _)| id == phase);
        let first_deep = DEEP.iter().filter_map(|phase| order(phase)).min();
        let reached = match (&next, first_deep) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(next), Some(deep)) => order(&next.phase).is_some_and(|at| at >= deep),
        };
        if reached && self.probes.is_none() {
            self.find_probes();
            return self.next_open(behind);
        }
        next.map(|q| q.key)
    }

    fn find_probes(&mut self) {
        let report = self.draft.in_depth();
        self.probes = Some(probe::of(&report, self.case));
        self.write_script();
    }

    /// Leaves a question for the next one.
    pub(super) fn leave(&mut self, question: &Question) {
        self.done.insert(question.key.clone());
        self.trail.push(question.key.clone());
        self.current = self.next_open(Some(&question.key));
        if self.current.is_none() && !self.setup.mock {
            // Whoever jumped ahead comes back to what was left.
            self.current = self.next_open(None);
        }
        if self.current.is_none() {
            while self.try_again().is_some() {}
            self.state = State::Done;
        }
    }

    /// Ranks the products of a choice by the numbers of the design, when it is asked: that takes a run for each.
    pub(super) fn rank_products(&mut self) {
        let Some((key, component)) = self.question().and_then(|q| match &q.take {
            Take::TechnologyOf(component) => Some((q.key.clone(), component.clone())),
            _ => None,
        }) else {
            return;
        };
        let function = self.draft.value(&["components", &component, "is"]).unwrap_or_default();
        let input = self.draft.input();
        let Ok(ranked) = recommend(&input, &function, Some(&component)) else {
            return;
        };
        let candidates = ranked.choices.into_iter().flat_map(|choice| choice.candidates);
        let choices: Vec<Choice> = candidates.map(|c| ranked_choice(&c)).collect();
        if let (Some(question), false) = (self.script.iter_mut().find(|q| q.key == key), choices.is_empty()) {
            question.kind = Kind::Choice(choices);
            if question.all_excluded() {
                let line = "every one of them is excluded; what excludes it stands behind its name, and that requirement or \
                            the design has to change";
                question.shows = vec![line.to_string()];
            }
        }
    }

    /// Counts the time since the last line for a phase.
    pub(super) fn tick(&mut self, phase: &str, at: u64) {
        let passed = at.saturating_sub(self.clock);
        *self.spent.entry(phase.to_string()).or_default() += passed;
        self.clock = self.clock.max(at);
    }

    /// Says once when the time of a phase is over; in a mock interview the next phase begins.
    pub(super) fn by_the_clock(&mut self, question: &Question, reply: &mut Reply) {
        let phase = question.phase.clone();
        let spent = self.spent.get(&phase).copied().unwrap_or(0);
        let allotted = self.allotted(&phase);
        let still_there = self.question().is_some_and(|q| q.phase == phase);
        if allotted == 0 || spent < allotted || !still_there {
            return;
        }
        let title = self.phase_title(&phase);
        if self.setup.mock {
            let of_phase: Vec<String> = self
                .script
                .iter()
                .filter(|q| q.phase == phase)
                .map(|q| q.key.clone())
                .collect();
            self.done.extend(of_phase.iter().cloned());
            self.skipped
                .extend(of_phase.iter().filter(|key| !self.played.contains_key(*key)).cloned());
            self.current = self.next_open(of_phase.last().map(String::as_str));
            if self.current.is_none() {
                self.state = State::Done;
            }
            reply.said.push(Said::Interviewer(format!(
                "The time for \"{title}\" is over; let us go on."
            )));
        } else if self.warned.insert(phase) {
            let minutes = allotted.div_ceil(60);
            reply.said.push(Said::Note(format!(
                "the {minutes} min for \"{title}\" are over; `:s` skips, `:l` shows what is left"
            )));
        }
    }

    /// Says that a phase begins, when it does.
    pub(super) fn announce(&mut self, said: &mut Vec<Said>) {
        let Some(phase) = self.question().map(|q| q.phase.clone()) else {
            return;
        };
        let first = self.announced.is_empty();
        if !self.announced.insert(phase.clone()) {
            return;
        }
        let minutes = self.allotted(&phase).div_ceil(60);
        if let Some(entry) = self.catalog.of_kind(EntryKind::Phase, &phase)
            && let Detail::Phase(detail) = &entry.detail
        {
            said.push(Said::Phase {
                title: entry.title.clone(),
                minutes,
                ask: detail.ask.clone(),
            });
            if let (Some(tip), false) = (detail.tips.first(), self.setup.mock) {
                said.push(Said::Tip(tip.clone()));
            }
        }
        let optional = !first && self.script.iter().any(|q| q.phase == phase && self.is_left_out(q));
        if optional && !self.answers.defaults && !std::mem::replace(&mut self.told_of_more, true) {
            let line = "only what decides is asked; `:more` asks the optional questions of a part, `:l` shows them";
            said.push(Said::Note(line.into()));
        }
    }

    pub(super) fn allotted(&self, phase: &str) -> u64 {
        self.phases
            .iter()
            .find(|(id, _)| id == phase)
            .map_or(0, |(_, seconds)| *seconds)
    }

    pub(super) fn phase_title(&self, phase: &str) -> String {
        self.catalog
            .of_kind(EntryKind::Phase, phase)
            .map_or_else(|| phase.to_string(), |entry| entry.title.clone())
    }

    /// What a strong answer to a probe says, told when it is left.
    pub(super) fn debrief(&self, question: &Question, said: &mut Vec<Said>) {
        if self.setup.mock {
            return;
        }
        let id = question.key.split_once('.').map_or("", |(_, id)| id);
        let probes: &[Probe] = self.probes.as_deref().unwrap_or_default();
        let asked = probes.iter().find(|p| p.id == id && question.ask == p.ask);
        if let Some((trap, strong)) = asked.and_then(|p| p.answer.as_ref()) {
            let (trap, strong) = (trap.trim_end_matches('.'), strong.trim_end_matches('.'));
            said.push(Said::Interviewer(format!(
                "A weak answer: {trap}. A strong one: {strong}."
            )));
        }
    }

    /// Goes through what happened in earlier sittings. The text holds the answers already.
    pub(super) fn replay(&mut self, journal: &Journal) {
        self.before.clear();
        for event in &journal.events {
            let phase = self.script.iter().find(|q| q.key == event.key).map(|q| q.phase.clone());
            self.tick(&phase.unwrap_or_default(), event.at);
            for id in &event.gone {
                self.draft.remember(id);
            }
            match event.what {
                What::More => {
                    self.wanted.insert(event.text.clone());
                }
                What::Answer => {
                    if matches!(event.by, By::Flag | By::File) {
                        self.taken.insert((event.key.clone(), event.text.clone()));
                    }
                    self.played.entry(event.key.clone()).or_insert(0);
                    if event.next.as_ref() != Some(&event.key) {
                        self.done.insert(event.key.clone());
                    }
                }
                What::Next | What::Time => {
                    self.done.insert(event.key.clone());
                }
                What::Skip => {
                    self.done.insert(event.key.clone());
                    self.skipped.insert(event.key.clone());
                }
                What::Hint => {
                    let level = self.hints.entry(event.key.clone()).or_insert(0);
                    *level = level.saturating_add(1);
                }
                What::Back | What::Go | What::Park | What::Ask | What::Set | What::Rename | What::Drop | What::Quit => {
                }
            }
            if event.next.as_ref() != Some(&event.key) {
                self.trail.push(event.key.clone());
            }
            if let Some((old, new)) = &event.renamed {
                self.renamed(old, new);
            }
        }
        // Questions of depth were asked if the session had come so far.
        let last = journal.events.last().and_then(|e| e.next.clone());
        let deep = |key: &str| DEEP.iter().any(|phase| key.starts_with(&format!("{phase}.")));
        if journal.events.iter().any(|e| deep(&e.key)) || last.as_deref().is_some_and(deep) {
            self.find_probes();
        }
        let known = last.filter(|key| self.script.iter().any(|q| q.key == *key));
        self.current = match known {
            Some(key) => Some(key),
            None => self.next_open(None),
        };
    }
}

/// A product with the number that decides about it here.
fn ranked_choice(candidate: &Candidate) -> Choice {
    let bearing = match candidate.bearing {
        Bearing::Excluded => "excluded: ",
        Bearing::Against => "against it: ",
        Bearing::For | Bearing::Unknown => "",
    };
    let cost = candidate
        .cost
        .as_ref()
        .map(|c| format!("; {}", c.text))
        .unwrap_or_default();
    let choice = Choice::new(&candidate.technology, format!("{bearing}{}{cost}", candidate.decides));
    Choice {
        excluded: candidate.bearing == Bearing::Excluded,
        ..choice
    }
}
