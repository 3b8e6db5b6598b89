//! From a requirement to its mitigation: requirement → flow → estimate → choice → trade-off → failure → mitigation.

use super::look::{Look, said};
use crate::report::{Chain, ChainLink, Decision, Evidence, Flow, Functional, PointState, Status, Verdict};

/// Metrics that say what a failure may do.
const OF_FAILURE: [&str; 5] = ["availability", "survive", "rpo", "rto", "durability"];
/// Most lines that one link shows.
const MOST: usize = 3;

/// One chain for each must.
pub fn chains(look: &Look) -> Vec<Chain> {
    look.musts().map(|must| chain(look, must)).collect()
}

fn chain(look: &Look, must: &Functional) -> Chain {
    let mut links = vec![shown(
        "requirement",
        vec![look.at(&format!("requirements.functional.{}", must.id), must.want.clone())],
    )];
    let flow = must
        .flow
        .as_deref()
        .and_then(|id| look.flow(id))
        .filter(|f| !f.steps.is_empty());
    match flow {
        None => links.push(open("flow", said(format!("no flow with steps serves {}", must.id)))),
        Some(flow) => {
            let says = format!("{}, {} steps", flow.id, flow.steps.len());
            links.push(shown("flow", vec![look.at(&format!("flows.{}", flow.id), says)]));
            let path = Path { look, must, flow };
            links.extend(path.choice());
            links.extend(path.failure());
        }
    }
    let broken = links.iter().find(|link| link.state != PointState::Shown);
    Chain {
        requirement: must.id.clone(),
        broken: broken.map(|link| link.link.clone()),
        links,
    }
}

fn link(name: &str, state: PointState, evidence: Vec<Evidence>) -> ChainLink {
    ChainLink {
        link: name.to_string(),
        state,
        evidence: evidence.into_iter().take(MOST).collect(),
    }
}

fn shown(name: &str, evidence: Vec<Evidence>) -> ChainLink {
    link(name, PointState::Shown, evidence)
}

fn open(name: &str, evidence: Evidence) -> ChainLink {
    link(name, PointState::Open, vec![evidence])
}

/// A must with the flow that serves it.
struct Path<'x, 'a> {
    look: &'x Look<'a>,
    must: &'a Functional,
    flow: &'a Flow,
}

impl<'a> Path<'_, 'a> {
    /// Whether the flow calls a component, or touches an entity that lies in one that it calls.
    fn reaches(&self, id: &str) -> bool {
        let calls = |component: &str| self.flow.steps.iter().any(|s| s.to == component || s.from == component);
        let entity = self.look.report.entities.iter().find(|entity| entity.id == id);
        calls(id) || entity.is_some_and(|e| e.kept_in.iter().any(|store| calls(store)))
    }

    /// Whether a requirement, a flow or a figure is about this way.
    fn concerns(&self, id: &str) -> bool {
        if id == self.must.id || id == self.flow.id {
            return true;
        }
        let qualities = self.look.report.verdicts.iter().filter(|v| v.requirement == id);
        if qualities
            .clone()
            .any(|v| v.of.as_deref().is_some_and(|of| of == self.flow.id || self.reaches(of)))
        {
            return true;
        }
        let own = self.look.report.figures.iter().find(|own| own.figure.name == id);
        own.is_some_and(|own| own.figure.uses.iter().any(|name| self.concerns_name(name)))
    }

    /// Whether a name of an expression, such as `redirect.rate`, is about this way.
    fn concerns_name(&self, name: &str) -> bool {
        let of = name.split('.').next().unwrap_or(name);
        of == self.flow.id || self.reaches(of)
    }

    /// Decisions about this way.
    fn decisions(&self) -> impl Iterator<Item = &'a Decision> {
        self.look.report.decisions.iter().filter(|d| {
            let chosen = d
                .chose
                .as_deref()
                .is_some_and(|chose| self.reaches(chose) || self.fills(chose));
            chosen || d.because.iter().any(|id| self.concerns(id))
        })
    }

    /// Whether a word of the catalog is the function or the technology of a component on this way.
    fn fills(&self, word: &str) -> bool {
        let mut components = self.look.components_of(self.flow).into_iter();
        components
            .any(|c| c.function == word || c.technology.as_deref() == Some(word) || c.has.iter().any(|h| h == word))
    }

    /// The estimate behind a decision.
    fn estimate(&self, decision: &Decision) -> Option<Evidence> {
        let own = self.look.report.figures.iter().find(|own| {
            own.drives.as_deref() == Some(decision.id.as_str()) || decision.because.contains(&own.figure.name)
        });
        if let Some(own) = own {
            let says = format!("{} = {} drives {}", own.figure.name, own.figure.text, decision.id);
            return Some(self.look.at(&format!("figures.{}", own.figure.name), says));
        }
        let assumptions = &self.look.report.requirements.assumptions;
        let assumed = assumptions
            .iter()
            .find(|a| a.holds.is_some() && decision.because.contains(&a.id))?;
        let says = format!("{}: {}", assumed.id, assumed.holds.as_deref().unwrap_or_default());
        Some(self.look.at(&format!("requirements.assumptions.{}", assumed.id), says))
    }

    fn price(decision: &Decision) -> Option<String> {
        let cost = decision.at_the_cost_of.as_deref()?;
        (!decision.over.is_empty()).then(|| format!("over {}, at the cost of {cost}", decision.over.join(", ")))
    }

    /// Estimate, choice and trade-off, by the decision that shows the most of them.
    fn choice(&self) -> Vec<ChainLink> {
        let best = self.decisions().enumerate().max_by_key(|(index, decision)| {
            let estimate = usize::from(self.estimate(decision).is_some()) * 2;
            // Of those that are alike the first.
            (
                estimate + usize::from(Self::price(decision).is_some()),
                std::cmp::Reverse(*index),
            )
        });
        let Some((_, decision)) = best else {
            let nothing = format!("no decision is about {}", self.flow.id);
            return vec![
                open(
                    "estimate",
                    said(format!("no number about {} drives a decision", self.flow.id)),
                ),
                open("choice", said(nothing.clone())),
                open("trade-off", said(nothing)),
            ];
        };
        let look = self.look;
        let estimate = match self.estimate(decision) {
            Some(evidence) => shown("estimate", vec![evidence]),
            None => open(
                "estimate",
                look.of_decision(decision, format!("no number drives {}", decision.id)),
            ),
        };
        let choice = look.of_decision(decision, format!("{}: {}", decision.id, decision.title));
        let price = match Self::price(decision) {
            Some(price) => shown("trade-off", vec![look.of_decision(decision, price)]),
            None => {
                let says = format!("{} names no loser, or no cost", decision.id);
                open("trade-off", look.of_decision(decision, says))
            }
        };
        vec![estimate, shown("choice", vec![choice]), price]
    }

    /// What is asked of failures, and what answers them.
    fn failure(&self) -> Vec<ChainLink> {
        let about = |verdict: &&Verdict| {
            let of = verdict.of.as_deref();
            OF_FAILURE.contains(&verdict.metric.as_str()) && of.is_none_or(|of| of == self.flow.id || self.reaches(of))
        };
        let asked: Vec<&Verdict> = self.look.report.verdicts.iter().filter(about).collect();
        let drilled = self
            .look
            .report
            .drills
            .iter()
            .filter(|drill| drill.functional.iter().any(|f| f.id == self.must.id));
        let drilled: Vec<Evidence> = drilled
            .map(|drill| said(format!("`{}` is drilled", drill.line)))
            .collect();
        if asked.is_empty() && drilled.is_empty() {
            let says = format!(
                "no quality and no drill says what {} does when something fails",
                self.flow.id
            );
            return vec![
                open("failure", said(says)),
                open("mitigation", said("nothing is asked of a failure")),
            ];
        }
        let evidence = asked.iter().map(|v| Evidence {
            says: format!("{}: {} {}", v.id, v.metric, v.target),
            place: v.place.clone(),
        });
        let failure = shown("failure", evidence.chain(drilled).collect());
        vec![failure, self.mitigation(&asked)]
    }

    fn mitigation(&self, asked: &[&Verdict]) -> ChainLink {
        let of = |status: Status| asked.iter().find(|v| v.status == status);
        let told = |v: &Verdict, because: &[String]| Evidence {
            says: match because.first() {
                Some(reason) => format!("{} is {}: {reason}", v.id, word(v.status)),
                None => format!("{} is {}", v.id, word(v.status)),
            },
            place: v.place.clone(),
        };
        if let Some(failed) = of(Status::Fail) {
            return open("mitigation", told(failed, &failed.because));
        }
        if let Some(unknown) = of(Status::Unknown) {
            return link("mitigation", PointState::Unknown, vec![told(unknown, &unknown.missing)]);
        }
        let facts = self.facts();
        match facts.is_empty() {
            true => open(
                "mitigation",
                said(format!("nothing on the way of {} answers a failure", self.flow.id)),
            ),
            false => shown("mitigation", facts),
        }
    }

    /// What on the way answers a failure: second ways first, then second units.
    fn facts(&self) -> Vec<Evidence> {
        let mut facts = Vec::new();
        for (index, step) in self.flow.steps.iter().enumerate() {
            let at = |says: String| self.look.at(&format!("flows.{}.{index}", self.flow.id), says);
            match &step.if_down {
                Some(other) => facts.push(at(format!("without {} it is {other}", step.to))),
                None if step.optional => facts.push(at(format!("without {} the rest goes on", step.to))),
                None => {}
            }
        }
        let several = self.look.components_of(self.flow).into_iter().filter(|c| c.units > 1);
        facts.extend(several.map(|c| self.look.of_component(c, format!("{} has {}", c.id, c.placed))));
        facts
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Pass => "met",
        Status::Unknown => "unknown",
        Status::Fail => "not met",
    }
}
