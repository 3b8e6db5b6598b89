//! All drills that apply to a design.

use super::strain;
use crate::model::Model;
use crate::model::drill::Scenario;

/// Most drills that are run without being asked for by name.
const MOST: usize = 240;

/// The drills that make sense for a design, and how many more there would be.
pub fn applicable(model: &Model) -> (Vec<Scenario>, usize) {
    let mut all = Vec::new();
    let used = |c: &usize| {
        let party = crate::model::Party::Component(*c);
        model
            .flows
            .iter()
            .any(|f| f.starter == party || f.steps.iter().any(|s| s.callee == party || s.caller == party))
    };
    let components: Vec<usize> = (0..model.components.len()).filter(used).collect();
    all.extend(model.all_zones().into_iter().map(|(r, z)| Scenario::Zone(r, z)));
    all.extend((0..model.design.regions.len()).map(Scenario::Region));
    all.extend(
        components
            .iter()
            .filter(|c| model.has_units(**c) && model.components[**c].units > 1)
            .map(|c| Scenario::Instance(*c)),
    );
    all.extend(components.iter().map(|c| Scenario::Component(*c)));
    all.extend(technologies(model, &components));
    for a in 0..model.design.regions.len() {
        all.extend((a + 1..model.design.regions.len()).map(|b| Scenario::Partition(a, b)));
    }
    all.extend(strain::applicable(model));
    let more = all.len().saturating_sub(MOST);
    all.truncate(MOST);
    (all, more)
}

/// Technologies that more than one component runs with: of one alone it is the drill of the component.
fn technologies(model: &Model, components: &[usize]) -> Vec<Scenario> {
    let mut found: Vec<(&str, Vec<usize>)> = Vec::new();
    for c in components {
        let Some(technology) = &model.components[*c].file.technology else {
            continue;
        };
        match found.iter_mut().find(|(t, _)| *t == technology.value) {
            Some((_, of)) => of.push(*c),
            None => found.push((&technology.value, vec![*c])),
        }
    }
    let several = found.into_iter().filter(|(_, of)| of.len() > 1);
    several.map(|(t, of)| Scenario::Technology(t.to_string(), of)).collect()
}
