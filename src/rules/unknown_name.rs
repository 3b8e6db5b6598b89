//! See the page.

use super::{Rule, Run, Set};
use crate::catalog::Role;
use crate::design::{Expectation, Metric, Returns, Unread};
use crate::finding::{Finding, nearest};
use crate::model::names::NotFound;
use crate::model::{Model, Party};
use crate::quantity::expression::Expr;
use crate::source::{Span, Spanned};

pub const RULE: Rule = Rule {
    id: "unknown-name",
    set: Set::Form,
    run: Run::Form(find),
    page: include_str!("unknown-name.md"),
};

fn find(model: &Model) -> Vec<Finding> {
    let mut names = Names {
        model,
        findings: Vec::new(),
    };
    names.requirements();
    names.components();
    names.flows();
    names.data();
    names.decisions();
    names.expressions();
    names.findings
}

struct Names<'m, 'a> {
    model: &'m Model<'a>,
    findings: Vec<Finding>,
}

/// The maps of ids, and the word for what stands in each.
const MAPS: [(&str, &str); 11] = [
    ("actors", "actor"),
    ("assumptions", "requirement"),
    ("components", "component"),
    ("data", "entity"),
    ("decisions", "decision"),
    ("fields", "field"),
    ("figures", "figure"),
    ("flows", "flow"),
    ("functional", "requirement"),
    ("nonfunctional", "requirement"),
    ("regions", "region"),
];

/// Whatever an expression can name.
const NAMED: &str = "component, entity, flow or figure";

/// Ids of one kind.
type Ids<'a> = Vec<&'a str>;

impl<'a> Names<'_, 'a> {
    fn ids<T>(of: &'a [(Spanned<String>, T)]) -> Ids<'a> {
        of.iter().map(|(id, _)| id.value.as_str()).collect()
    }

    /// Whether a name leads to something that could not be read, which has its own finding.
    fn is_unread(&self, id: &str, kind: &str) -> bool {
        self.model.design.unread.iter().any(|unread| match unread {
            Unread::Id(lost) => lost == id,
            Unread::Map(map) => MAPS.iter().any(|(key, of)| key == map && kind.contains(of)),
        })
    }

    /// Reports an id that is none of these.
    fn one_of(&mut self, id: &Spanned<String>, kind: &str, known: &[&str]) {
        if known.contains(&id.value.as_str()) || self.is_unread(&id.value, kind) {
            return;
        }
        let finding = Finding::error(RULE.id, format!("there is no {kind} `{}`", id.value))
            .at(id.span)
            .respell(id.span, &id.value, known.iter().copied());
        self.findings.push(match nearest(&id.value, known.iter().copied()) {
            Some(near) => finding.fix(format!("did you mean `{near}`?")),
            None if known.is_empty() => finding.fix(format!("the design declares no {kind}")),
            None if let Some(rows) = counted(&id.value, known) => finding.fix(format!("rows stand behind: `{rows}`")),
            None if known.len() <= 12 => finding.fix(format!("known: {}", known.join(", "))),
            None => finding,
        });
    }

    fn party(&mut self, id: &Spanned<String>) {
        if self.model.party(&id.value) == Party::Unknown {
            let design = self.model.design;
            let mut known = Self::ids(&design.components);
            known.extend(Self::ids(&design.actors));
            self.one_of(id, "component or actor", &known);
        }
    }

    fn component(&mut self, id: &Spanned<String>) {
        if self.model.component_index(&id.value).is_none() {
            self.one_of(id, "component", &Self::ids(&self.model.design.components));
        }
    }

    /// What misses is a cache: where nothing is called alike, the only one of the design is meant.
    fn cache(&mut self, id: &Spanned<String>) {
        if self.model.component_index(&id.value).is_some() {
            return;
        }
        let mut caches = self.model.components.iter().filter(|c| c.role == Role::Cache);
        let only = caches.next().filter(|_| caches.next().is_none());
        let known = Self::ids(&self.model.design.components);
        let alike = nearest(&id.value, known.iter().copied()).is_some();
        match only.filter(|_| !alike) {
            Some(only) => {
                let unknown = Finding::error(RULE.id, format!("there is no component `{}`", id.value)).at(id.span);
                self.findings.push(unknown.fix(format!("did you mean `{}`?", only.id)));
            }
            None => self.component(id),
        }
    }

    fn flow(&mut self, id: &Spanned<String>) {
        if self.model.flow_index(&id.value).is_none() {
            self.one_of(id, "flow", &Self::ids(&self.model.design.flows));
        }
    }

    fn entity(&mut self, id: &Spanned<String>) {
        if self.model.entity_index(&id.value).is_none() {
            self.one_of(id, "entity", &Self::ids(&self.model.design.entities));
        }
    }

    fn requirements(&mut self) {
        let design = self.model.design;
        for (_, requirement) in &design.functional {
            if let Some(flow) = &requirement.flow {
                self.flow(flow);
            }
        }
        let drills = ["instance lost", "zone lost", "region lost", "all lost"];
        for (_, requirement) in &design.nonfunctional {
            if let Some(of) = &requirement.of
                && self.model.thing(&of.value).is_none()
            {
                let mut known = Self::ids(&design.flows);
                known.extend(Self::ids(&design.entities));
                known.extend(Self::ids(&design.components));
                self.one_of(of, "flow, entity or component", &known);
            }
            if let Some(to) = &requirement.to {
                self.party(to);
            }
            if let Some(when) = &requirement.when {
                // One word is a flow; several are a drill.
                let words = when.value.split_whitespace().count();
                if words == 1 && !drills.contains(&when.value.as_str()) {
                    self.flow(when);
                }
            }
            for metric in &requirement.metrics {
                let Metric::Survive(what) = &metric.value else { continue };
                let kinds = ["instance", "zone", "region", "network"];
                if what.split_whitespace().count() == 1 && !kinds.contains(&what.as_str()) {
                    let mut known = kinds.to_vec();
                    known.extend(Self::ids(&design.components));
                    let id = Spanned::new(what.clone(), metric.span);
                    self.one_of(&id, "component or kind of loss", &known);
                }
            }
        }
    }

    fn components(&mut self) {
        let design = self.model.design;
        let regions = Self::ids(&design.regions);
        for (i, (_, component)) in design.components.iter().enumerate() {
            for region in &component.regions {
                self.one_of(region, "region", &regions);
            }
            let resolved = &self.model.components[i];
            let zones: Vec<&str> = resolved
                .regions
                .iter()
                .flat_map(|r| &design.regions[*r].1.zones)
                .map(|z| z.value.as_str())
                .collect();
            if !design.regions.is_empty() {
                for (zone, _) in &component.zones {
                    self.one_of(zone, "zone", &zones);
                }
            }
            for (window, _) in component.scale.iter().flat_map(|s| &s.warm) {
                self.one_of(window, "window", &Self::ids(&design.load.windows));
            }
        }
    }

    fn flows(&mut self) {
        let design = self.model.design;
        for (_, flow) in &design.flows {
            if let Some(actor) = &flow.actor {
                self.one_of(actor, "actor", &Self::ids(&design.actors));
            }
            if let Some(window) = &flow.during {
                self.one_of(window, "window", &Self::ids(&design.load.windows));
            }
            for step in &flow.steps {
                self.party(&step.caller);
                self.party(&step.callee);
                if let Some(cache) = &step.on_miss {
                    self.cache(cache);
                }
                if let Some(other) = &step.if_down {
                    self.component(other);
                }
                if let Some(fragment) = &step.then {
                    self.flow(fragment);
                }
                for access in &step.accesses {
                    self.entity(&access.entity);
                }
            }
        }
    }

    fn data(&mut self) {
        let design = self.model.design;
        for (_, entity) in &design.entities {
            for store in &entity.stores {
                self.component(store);
            }
            for (_, field) in &entity.fields {
                if let Some(target) = &field.references {
                    self.entity(target);
                }
            }
        }
        for (_, operation) in design.apis.iter().flat_map(|(_, api)| &api.operations) {
            if let Some(flow) = &operation.flow {
                self.flow(flow);
            }
            if let Some(Returns::One(entity) | Returns::Many(entity)) = &operation.returns {
                self.entity(entity);
            }
            for taken in &operation.takes {
                self.field(taken);
            }
        }
    }

    /// `entity` or `entity.field`.
    fn field(&mut self, taken: &Spanned<String>) {
        let Some((entity, field)) = taken.value.split_once('.') else {
            return self.entity(taken);
        };
        let Some(index) = self.model.entity_index(entity) else {
            let id = Spanned::new(entity.to_string(), taken.span.part(0, entity.len()));
            return self.entity(&id);
        };
        let fields = Self::ids(&self.model.design.entities[index].1.fields);
        let place = taken.span.part(entity.len() + 1, field.len());
        self.one_of(
            &Spanned::new(field.to_string(), place),
            &format!("field of {entity}"),
            &fields,
        );
    }

    fn decisions(&mut self) {
        let design = self.model.design;
        let mut known = Self::ids(&design.components);
        known.extend(Self::ids(&design.flows));
        known.extend(Self::ids(&design.entities));
        known.extend(Self::ids(&design.figures));
        let things = known.clone();
        known.extend(Self::ids(&design.functional));
        known.extend(Self::ids(&design.nonfunctional));
        known.extend(Self::ids(&design.assumptions));
        for (_, decision) in &design.decisions {
            if let Some(chose) = &decision.chose
                && self.model.catalog.kind(&chose.value).is_none()
            {
                self.one_of(chose, "component or catalog entry", &things);
            }
            for reason in &decision.because {
                self.one_of(reason, "requirement, flow or figure", &known);
            }
        }
        for (_, figure) in &design.figures {
            if let Some(decision) = &figure.drives {
                self.one_of(decision, "decision", &Self::ids(&design.decisions));
            }
        }
        for waiver in &design.waivers {
            let known = match waiver.point() {
                Some(_) => self
                    .model
                    .catalog
                    .points()
                    .map(|point| format!("review-{point}"))
                    .collect(),
                None => super::ALL.iter().map(|r| r.id.to_string()).collect::<Vec<_>>(),
            };
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            self.one_of(&waiver.rule, "rule", &known);
        }
        for expectation in &design.expectations {
            let requirements = || {
                let mut ids = Self::ids(&design.nonfunctional);
                ids.extend(Self::ids(&design.functional));
                ids
            };
            match expectation {
                Expectation::Verdict { requirement, .. } => {
                    let base = requirement.value.split('.').next().unwrap_or("");
                    let id = Spanned::new(base.to_string(), requirement.span);
                    self.one_of(&id, "requirement", &requirements());
                }
                Expectation::Drill { .. } | Expectation::Holds(_) => {}
            }
        }
    }

    fn expressions(&mut self) {
        let design = self.model.design;
        for (_, flow) in &design.flows {
            for formula in [&flow.rate, &flow.concurrent].into_iter().flatten() {
                self.expression(&formula.expr, formula.span);
            }
        }
        for (_, figure) in &design.figures {
            self.expression(&figure.formula.expr, figure.formula.span);
        }
        let assumed = design.assumptions.iter().filter_map(|(_, a)| a.holds.as_ref());
        let expected = design.expectations.iter().filter_map(|e| match e {
            Expectation::Holds(holds) => Some(holds),
            _ => None,
        });
        for holds in assumed.chain(expected) {
            self.expression(&holds.left, holds.text.span);
            self.expression(&holds.right, holds.text.span);
        }
        for metric in design.nonfunctional.iter().flat_map(|(_, n)| &n.metrics) {
            if let Metric::Holds(parts, _) = &metric.value {
                self.expression(&parts.0, metric.span);
                self.expression(&parts.2, metric.span);
            }
        }
    }

    fn expression(&mut self, expr: &Expr, span: Span) {
        let mut found = Vec::new();
        expr.names(&mut |name, range| {
            let thing = name.split('.').next().unwrap_or(name);
            if let Err(reason) = self.model.name(name)
                && !(matches!(reason, NotFound::Id(_)) && self.is_unread(thing, NAMED))
            {
                found.push((name.to_string(), range, reason));
            }
        });
        for (name, range, reason) in found {
            let at = span.part(range.start, range.len());
            let attributes = |thing: crate::model::Thing| {
                thing
                    .attributes()
                    .iter()
                    .map(|(n, _)| *n)
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let finding = match reason {
                NotFound::Id(near) => {
                    let finding = Finding::error(RULE.id, format!("nothing is named `{name}`"));
                    match near {
                        Some(near) => finding.fix(format!("did you mean `{near}`?")),
                        None => finding.fix("a name is a figure, or `flow.rate`, `component.peak`, `entity.size`, …"),
                    }
                }
                NotFound::Attribute(thing) if thing.attributes().is_empty() => {
                    Finding::error(RULE.id, format!("`{name}`: a figure has no parts"))
                }
                NotFound::Attribute(thing) => Finding::error(RULE.id, format!("a {} has no `{name}`", thing.kind()))
                    .fix(format!("a {} has {}", thing.kind(), attributes(thing))),
                NotFound::Bare(thing) => Finding::error(
                    RULE.id,
                    format!("`{name}` is a {}: say which figure of it", thing.kind()),
                )
                .fix(format!("`{name}.` and one of {}", attributes(thing))),
            };
            self.findings.push(finding.at(at));
        }
    }
}

/// `100 row` and `row x 100` as the map that they mean, where the word is known.
fn counted(text: &str, known: &[&str]) -> Option<String> {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| !matches!(*word, "x" | "*"))
        .collect();
    let [one, other] = words.as_slice() else { return None };
    let (rows, id) = if known.contains(one) {
        (other, one)
    } else {
        (one, other)
    };
    (rows.parse::<f64>().is_ok() && known.contains(id)).then(|| format!("{{{id}: {rows}}}"))
}
