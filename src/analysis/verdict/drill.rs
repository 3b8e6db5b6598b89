//! Requirements and expectations that name a drill.

use super::scope::Question;
use super::{Bench, Outcome, Status};
use crate::analysis::drill::{self, Drill, Drills, Extent, FlowState, State};
use crate::analysis::load::Load;
use crate::design::Nonfunctional;
use crate::model::Model;
use crate::quantity::Quantity;
use crate::source::{Span, Spanned};

impl Bench<'_, '_, '_, '_> {
    /// `survive: "lose zone a"`: the flows that it is about do not fail.
    pub(super) fn survive_drill(&mut self, what: &str, span: Span, requirement: &Nonfunctional) -> Outcome {
        let line = Spanned::new(what.to_string(), span);
        let flows = self.flows(requirement);
        let drills = self.drills.of(self.model, &line);
        if drills.is_empty() {
            return Outcome::unknown(self.drills.unknown(&line));
        }
        let states = drills.iter().flat_map(|d| d.flows.iter().map(move |f| (*d, f)));
        let about = states.filter(|(_, f)| flows.contains(&f.flow));
        let outcomes: Vec<Outcome> = about.map(|(d, f)| held(self.model, d, f)).collect();
        Outcome::all(outcomes).unwrap_or_else(|| Outcome::unknown("a flow that it is about"))
    }

    /// `rpo` or `rto` with a drill as its `when`: of every store that the drill hits and that it is about.
    pub(super) fn data_in_drill(&self, asked: Question, target: &Quantity, requirement: &Nonfunctional) -> Outcome {
        let Some(when) = &requirement.when else {
            return Outcome::unknown("a drill");
        };
        let drills = self.drills.of(self.model, when);
        if drills.is_empty() {
            return Outcome::unknown(self.drills.unknown(when));
        }
        let stores = self.stores(requirement);
        if stores.is_empty() {
            return Outcome::unknown("a store that keeps what it is about");
        }
        let of = |d: &&Drill| {
            d.stores
                .iter()
                .filter(|s| stores.contains(&s.component))
                .map(|s| {
                    (
                        s.component,
                        match asked {
                            Question::Loss => s.data,
                            Question::Recovery => s.back,
                        },
                    )
                })
                .collect::<Vec<_>>()
        };
        let hit: Vec<(usize, Extent)> = drills.iter().flat_map(of).collect();
        let outcomes = hit.into_iter().map(|(c, extent)| self.extent(c, extent, asked, target));
        let untouched = || {
            let ids: Vec<&str> = stores.iter().map(|c| self.model.components[*c].id).collect();
            Outcome::of(Status::Pass).value("0 s").because(format!(
                "`{}` takes nothing of {}",
                when.value,
                ids.join(", ")
            ))
        };
        Outcome::all(outcomes.collect::<Vec<_>>()).unwrap_or_else(untouched)
    }

    /// A quality of the answers while a drill goes on: where a flow fails, there is none; else it is not computed.
    pub(super) fn answers_in_drill(
        &mut self,
        when: &Spanned<String>,
        requirement: &Nonfunctional,
        quality: &str,
    ) -> Outcome {
        let answered = self.survive_drill(&when.value, when.span, requirement);
        match answered.status {
            Status::Fail | Status::Unknown => answered,
            Status::Pass => Outcome::unknown(format!("the {quality} while `{}` goes on", when.value)),
        }
    }

    fn extent(&self, c: usize, extent: Extent, asked: Question, target: &Quantity) -> Outcome {
        let figures = &self.conditions.load.figures;
        let id = self.model.components[c].id;
        let Extent::Time(time) = extent else {
            let (value, sentence) = match asked {
                Question::Loss => ("everything", format!("{id} loses everything")),
                Question::Recovery => ("nobody says when", format!("nobody says when {id} is back")),
            };
            return Outcome::of(Status::Fail).value(value).because(sentence);
        };
        match figures.value(time) {
            None => Outcome {
                missing: figures.missing_facts(time, 4),
                ..Outcome::of(Status::Unknown)
            },
            Some(found) => {
                let met = found <= target.point() * (1.0 + 1e-9);
                let status = if met { Status::Pass } else { Status::Fail };
                let text = figures.text(time);
                let says = asked.says(found, &text);
                let sentence = match found > 0.0 {
                    true => format!("{id} {says}, {}", asked.beside(status, &target.text)),
                    false => format!("{id} {says}"),
                };
                Outcome {
                    rests_on: vec![time],
                    ..Outcome::of(status).value(text).because(sentence)
                }
            }
        }
    }
}

/// Whether a flow does not fail in a drill.
pub(super) fn held(model: &Model, drill: &Drill, found: &FlowState) -> Outcome {
    let id = model.flows[found.flow].id;
    let because = |words: &str| match found.reasons.is_empty() {
        true => format!("{id} {words} in `{}`", drill.line),
        false => format!("{id} {words} in `{}`: {}", drill.line, found.reasons.join("; ")),
    };
    let (state, missing) = found.proven();
    match state {
        State::Holds => Outcome::of(Status::Pass).because(because("holds")),
        State::Degraded => Outcome::of(Status::Pass).because(because("degrades and answers")),
        State::Fails => Outcome::of(Status::Fail).because(because("fails")),
        State::Unknown => Outcome {
            missing: missing.to_vec(),
            ..Outcome::of(Status::Unknown)
        },
    }
}

/// `{drill: lose zone a, FR1: holds}`: every part in every drill of the line.
pub fn expected_in_drill(
    model: &Model,
    load: &Load,
    drills: &Drills,
    line: &Spanned<String>,
    outcomes: &[(Spanned<String>, Spanned<&'static str>)],
) -> Outcome {
    let found = drills.of(model, line);
    let each = found.iter().flat_map(|drill| {
        outcomes.iter().map(move |(id, word)| {
            let (met, is) = drill::expected(model, load, drill, &id.value, word.value);
            let text = format!("{} is expected: {}; found: {is}", id.value, word.value);
            match met {
                Some(true) => Outcome::of(Status::Pass),
                Some(false) => Outcome::of(Status::Fail).value(text.clone()).because(text),
                None => Outcome::unknown(is),
            }
        })
    });
    Outcome::all(each.collect::<Vec<_>>()).unwrap_or_else(|| Outcome::unknown(drills.unknown(line)))
}
