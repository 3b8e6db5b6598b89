//! See the page.

use super::{Rule, Run, Set, ask, fact, front::Front, walks};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::model::{Component, Model, Placement};

pub const RULE: Rule = Rule {
    id: "plain-text-personal-data",
    set: Set::Security,
    run: Run::Design(find),
    page: include_str!("plain-text-personal-data.md"),
};

fn find(model: &Model, analysis: &Analysis) -> Vec<Finding> {
    let mut places: Vec<ask::Place> = Vec::new();
    for (flow, walk) in walks::of_flows(model, analysis) {
        let mut carries = false;
        for walked in &walk.steps {
            let step = &flow.steps[walked.step];
            let Some(callee) = fact::component(model, walked.callee).filter(|_| personal(model, step)) else {
                continue;
            };
            carries = true;
            let said = step.file.facts.says("tls").or_else(|| callee.file.facts.says("tls"));
            // A provider offers it as a rule: worth a word only where somebody says that it is off.
            let known = callee.managed || callee.placement == Placement::Device;
            places.push(place(callee, if known { said.or(Some(true)) } else { said }));
        }
        let sealed = flow.file.facts.says("end-to-end-encryption") == Some(true);
        if let Some(front) = Front::of(model, flow, walk).filter(|_| carries && !sealed)
            && let Some(first) = front.components.first()
        {
            places.push(place(first, front.says("tls")));
        }
    }
    let words = ask::Words {
        rule: RULE.id,
        lacks: [
            "gets personal data over a link that is not encrypted",
            "get personal data over links that are not encrypted",
        ],
        open: [
            "gets personal data, and nothing says that the way to it is encrypted",
            "get personal data, and nothing says that the way to them is encrypted",
        ],
        fix: "encrypt the way: `has: [tls]` on the component or on the step",
    };
    ask::findings(&words, &places)
}

fn place<'a>(component: &Component<'a>, said: Option<bool>) -> ask::Place<'a> {
    ask::Place {
        id: component.id,
        at: component.span,
        said,
    }
}

/// Whether a step reads or changes an entity with a personal field.
fn personal(model: &Model, step: &crate::model::Step) -> bool {
    let entities = step
        .file
        .accesses
        .iter()
        .filter_map(|a| model.entity_index(&a.entity.value));
    let mut entities = entities.filter_map(|e| model.design.entities.get(e));
    entities.any(|(_, entity)| entity.fields.iter().any(|(_, f)| f.pii))
}
