//! What conditions look at, and what they answer.

use crate::interview::journal::Journal;
use crate::report::{
    Component, Decision, Entity, Evidence, Finding, Flow, Functional, Place, PointState, Report, Step,
};
use std::collections::BTreeSet;

/// Most lines that one point shows.
const MOST: usize = 4;

/// A design under review.
pub struct Look<'a> {
    pub report: &'a Report,
    /// What happened in the session that made it.
    pub journal: Option<&'a Journal>,
    /// Phases of the session's plan with their minutes.
    pub plan: &'a [(String, u32)],
}

/// What a condition answers, and what it rests on.
pub struct Answer {
    pub state: PointState,
    pub evidence: Vec<Evidence>,
    /// Why the design affirms it, where waivers cover what is wrong.
    pub because: Option<String>,
}

impl Answer {
    fn new(state: PointState, evidence: Vec<Evidence>) -> Answer {
        Answer {
            state,
            evidence: evidence.into_iter().take(MOST).collect(),
            because: None,
        }
    }

    pub fn shown(evidence: Vec<Evidence>) -> Answer {
        Answer::new(PointState::Shown, evidence)
    }

    pub fn open(evidence: Vec<Evidence>) -> Answer {
        Answer::new(PointState::Open, evidence)
    }

    /// Open for what stands nowhere.
    pub fn nothing(says: impl Into<String>) -> Answer {
        Answer::open(vec![said(says)])
    }

    /// No file tells.
    pub fn unknown(says: impl Into<String>) -> Answer {
        Answer::new(PointState::Unknown, vec![said(says)])
    }

    /// The design has nothing that the point is about.
    pub fn not_applicable(says: impl Into<String>) -> Answer {
        Answer::new(PointState::NotApplicable, vec![said(says)])
    }

    /// Open with what is wrong; shown with what is right where nothing is wrong; not applicable where there is neither.
    pub fn of(wrong: Vec<Evidence>, right: Vec<Evidence>, neither: &str) -> Answer {
        if !wrong.is_empty() {
            Answer::open(wrong)
        } else if !right.is_empty() {
            Answer::shown(right)
        } else {
            Answer::not_applicable(neither)
        }
    }
}

/// Evidence without a place.
pub fn said(says: impl Into<String>) -> Evidence {
    Evidence {
        says: says.into(),
        place: None,
    }
}

impl<'a> Look<'a> {
    /// Where something stands.
    pub fn place(&self, path: &str) -> Option<Place> {
        self.report.places.get(path).cloned()
    }

    /// Evidence with the place of a path.
    pub fn at(&self, path: &str, says: impl Into<String>) -> Evidence {
        Evidence {
            says: says.into(),
            place: self.place(path),
        }
    }

    /// Whether anything stands below a path.
    pub fn below(&self, path: &str) -> Vec<&str> {
        let prefix = format!("{path}.");
        let paths = self.report.places.keys();
        paths
            .filter(|known| known.starts_with(&prefix))
            .map(String::as_str)
            .collect()
    }

    pub fn musts(&self) -> impl Iterator<Item = &'a Functional> {
        let all = self.report.requirements.functional.iter();
        all.filter(|r| r.priority.as_deref() == Some("must"))
    }

    pub fn flow(&self, id: &str) -> Option<&'a Flow> {
        self.report.flows.iter().find(|flow| flow.id == id)
    }

    pub fn component(&self, id: &str) -> Option<&'a Component> {
        self.report.components.iter().find(|component| component.id == id)
    }

    /// Flows of must requirements, each once.
    pub fn must_flows(&self) -> Vec<&'a Flow> {
        let named: BTreeSet<&str> = self.musts().filter_map(|r| r.flow.as_deref()).collect();
        self.report
            .flows
            .iter()
            .filter(|f| named.contains(f.id.as_str()))
            .collect()
    }

    /// Components that a flow calls, each once, in the order of its steps.
    pub fn components_of(&self, flow: &Flow) -> Vec<&'a Component> {
        let mut seen = BTreeSet::new();
        let callees = flow.steps.iter().filter_map(|step| self.component(&step.to));
        callees.filter(|component| seen.insert(component.id.as_str())).collect()
    }

    /// Steps of all flows that answer a question, with their evidence.
    pub fn steps(&self, wanted: impl Fn(&Step) -> bool, says: impl Fn(&Step) -> String) -> Vec<Evidence> {
        let mut found = Vec::new();
        let mut told = BTreeSet::new();
        for flow in &self.report.flows {
            for (index, step) in flow.steps.iter().enumerate().filter(|(_, step)| wanted(step)) {
                let evidence = self.at(&format!("flows.{}.{index}", flow.id), says(step));
                let line = evidence.place.as_ref().map(|place| (place.file.clone(), place.start));
                if line.is_none() || told.insert(line) {
                    found.push(evidence);
                }
            }
        }
        found
    }

    /// Entities that a component keeps as the truth.
    pub fn truths(&self) -> impl Iterator<Item = &'a Entity> {
        self.report.entities.iter().filter(|entity| !entity.kept_in.is_empty())
    }

    pub fn of_component(&self, component: &Component, says: impl Into<String>) -> Evidence {
        self.at(&format!("components.{}", component.id), says)
    }

    pub fn of_decision(&self, decision: &Decision, says: impl Into<String>) -> Evidence {
        self.at(&format!("decisions.{}", decision.id), says)
    }

    /// Components, flows and steps that say of themselves that they have one of these.
    pub fn having(&self, words: &[&str]) -> Vec<Evidence> {
        let told = |has: &[String]| {
            let known: Vec<&str> = has
                .iter()
                .map(|fact| named(fact))
                .filter(|word| words.contains(word))
                .collect();
            known.join(", ")
        };
        let mut found = Vec::new();
        for component in self.report.components.iter().filter(|c| !told(&c.has).is_empty()) {
            found.push(self.of_component(component, format!("{} has {}", component.id, told(&component.has))));
        }
        for flow in self.report.flows.iter().filter(|flow| !told(&flow.has).is_empty()) {
            found.push(self.at(
                &format!("flows.{}", flow.id),
                format!("{} has {}", flow.id, told(&flow.has)),
            ));
        }
        found.extend(self.steps(
            |step| !told(&step.has).is_empty(),
            |step| format!("{} -> {} has {}", step.from, step.to, told(&step.has)),
        ));
        found
    }

    fn found(&self, rules: &[&str]) -> impl Iterator<Item = &'a Finding> {
        let rules: Vec<String> = rules.iter().map(|rule| (*rule).to_string()).collect();
        self.report.findings.iter().filter(move |f| rules.contains(&f.rule))
    }

    /// What open findings of these rules say, with their further places.
    pub fn findings(&self, rules: &[&str]) -> Vec<Evidence> {
        let mut out = Vec::new();
        for finding in self.found(rules).filter(|f| f.is_open()) {
            out.push(Evidence {
                says: format!("{} [{}]", finding.message, finding.rule),
                place: finding.place.clone(),
            });
        }
        out
    }

    /// A point that rules judge: open with what they find; shown with `right`, for silence alone proves nothing;
    /// unknown where one of them is switched off.
    pub fn watched(&self, rules: &[&str], right: Vec<Evidence>, neither: &str) -> Answer {
        let wrong = self.findings(rules);
        if wrong.is_empty()
            && let Some(off) = rules.iter().find(|rule| self.report.off.iter().any(|off| off == *rule))
        {
            return Answer::unknown(format!("the project switches off `{off}`, which would judge it"));
        }
        let waived = self.found(rules).find_map(|f| Some((f, f.waived.as_ref()?)));
        if let (true, Some((finding, waived))) = (wrong.is_empty(), waived) {
            return Answer {
                because: Some(waived.because.clone()),
                ..Answer::new(
                    PointState::Affirmed,
                    vec![Evidence {
                        says: format!("{} [{}]", finding.message, finding.rule),
                        place: finding.place.clone(),
                    }],
                )
            };
        }
        Answer::of(wrong, right, neither)
    }
}

/// The word of a fact as the report writes it: `idempotency` of `idempotency: 24 h`.
pub fn named(fact: &str) -> &str {
    fact.split(':').next().unwrap_or(fact)
}
