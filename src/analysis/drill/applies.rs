//! All drills that apply to a design.

use super::strain;
use crate::model::Model;
use crate::model::drill::Scenario;

/// Most drills that are run without being asked for by name.
const MOST: usize = 240;

/// The drills that make sense for a design, and how many more there would be.
pub fn applicable(model: &Model) -> (Vec<Scenario>, usize) {
    let used = |c: &usize| {
        let party = crate::model::Party::Component(*c);
        model
            .flows
            .iter()
            .any(|f| f.starter == party || f.steps.iter().any(|s| s.callee == party || s.caller == party))
    };
    let components: Vec<usize> = (0..model.components.len()).filter(used).collect();
    let several = |c: &&usize| model.has_units(**c) && model.components[**c].units > 1;
    let mut units: Vec<Scenario> = components
        .iter()
        .filter(several)
        .map(|c| Scenario::Instance(*c))
        .collect();
    let mut whole: Vec<Scenario> = components.iter().map(|c| Scenario::Component(*c)).collect();
    let mut places: Vec<Scenario> = model
        .all_zones()
        .into_iter()
        .map(|(r, z)| Scenario::Zone(r, z))
        .collect();
    places.extend((0..model.design.regions.len()).map(Scenario::Region));
    let mut wide = technologies(model, &components);
    for a in 0..model.design.regions.len() {
        wide.extend((a + 1..model.design.regions.len()).map(|b| Scenario::Partition(a, b)));
    }
    wide.extend(strain::applicable(model));
    let count = units.len() + whole.len() + places.len() + wide.len();
    // What hits many parts comes before one part after another.
    let room = MOST.saturating_sub(places.len() + wide.len());
    units.truncate((room / 2).max(room.saturating_sub(whole.len())));
    whole.truncate(room - units.len());
    let mut all = places;
    all.extend(units.into_iter().chain(whole).chain(wide));
    all.truncate(MOST);
    let more = count - all.len();
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
