//! What there is to choose from: the components of a function, and how each technology would stand in their place.

use super::alone;
use crate::catalog::price::MACHINE;
use crate::catalog::{Catalog, Entry, Kind, Role, Technology};
use crate::model::{Component, Model};
use crate::report::{Choice, Shape};
use crate::whatif::{Refusal, form, unknown};
use crate::{Form, Input, assemble, design, study};
use std::collections::BTreeSet;

/// Most technologies that are tried.
const MOST: usize = 40;
/// Most sizes of one technology that are tried.
const MOST_SIZES: usize = 8;
/// Most components, steps, figures and entities that all trials analyse together: with more components of the function
/// the first ones are judged.
const MOST_PARTS: usize = 2_000_000;
/// How often a technology of one size is analysed until it has its units.
const TRIALS: usize = 3;
/// Most copies that a store is given.
const MOST_COPIES: usize = 3;
/// What a component says of the technology that it has, and of no other.
const OWN: [&str; 9] = [
    "size",
    "per_replica",
    "latency",
    "cost",
    "availability",
    "durability",
    "common_cause",
    "replication",
    "scale",
];
/// What says where units stand.
const PLACED: [&str; 3] = ["replicas", "zones", "copies"];
/// A component that nothing could be better than.
const IDEAL: [&str; 5] = [
    "per_replica={requests: 1T req/s, reads: 1T req/s, writes: 1T req/s, messages: 1T msg/s, bandwidth: 1 PB/s, \
     connections: 1T, memory: 1 EB, storage: 1 EB}",
    "latency=1 ns",
    "cost=0 USD/month",
    "availability=99.9999999 %",
    "replication={writer: any, acks: 3, reads: 3, lag: 1 ns, failover: 1 ns}",
];

/// Everything that the trials need.
pub struct Scene {
    /// Id and title of the function.
    pub function: String,
    pub title: String,
    /// Name and file of the design.
    pub design: String,
    pub file: String,
    pub subjects: Vec<Subject>,
    /// Components of the function that are not judged: it would take too long.
    pub left_out: usize,
    /// The technologies of the function.
    pub entries: Vec<Known>,
    /// What the catalog alone says, for a design without such a component.
    pub alone: Choice,
}

/// What is told of a technology.
pub struct Known {
    pub id: String,
    pub title: String,
    pub when: Vec<String>,
    pub not_when: Vec<String>,
}

/// A component with the ways to fill it.
pub struct Subject {
    pub component: String,
    pub current: Option<String>,
    pub ways: Vec<Way>,
    /// Edits that make it as good as nothing is.
    pub ideal: Vec<String>,
}

/// A technology in its place.
pub struct Way {
    pub technology: String,
    pub current: bool,
    pub managed: bool,
    /// Settings that put it there.
    pub edits: Vec<String>,
    /// Sizes to choose from; none where nothing is to choose.
    pub sizes: Vec<String>,
    /// How many units it gets.
    pub count: Count,
}

/// How many units a technology gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// As many as the design says.
    AsWritten,
    /// As many as the design says, or more if the load needs them.
    AtLeast,
    /// As many as the load needs.
    AsNeeded,
}

/// Looks at a design whose form must be sound.
pub fn of(input: &Input, function: &str, component: Option<&str>) -> Result<Scene, Refusal> {
    let written: BTreeSet<String> = design::paths(&input.files, &input.settings)
        .into_iter()
        .map(|(_, path)| path)
        .collect();
    let file = input.files.first().map(|f| f.name.clone()).unwrap_or_default();
    let (sources, result) = study(input.clone(), |model, _, state| match state {
        Form::Broken(findings) => Err(findings),
        Form::Sound => Ok(scene(model, &written, file, function, component)),
    });
    match result {
        Ok(Ok(scene)) => scene.map_err(Refusal::Question),
        Ok(Err(findings)) | Err(findings) => {
            let report = assemble::broken(None, &sources, &findings);
            Err(form(sources, report))
        }
    }
}

/// The entry of a function.
///
/// # Errors
/// There is none, in a sentence.
pub fn function<'c>(catalog: &'c Catalog, id: &str) -> Result<&'c Entry, String> {
    match catalog.of_kind(Kind::Function, id) {
        Some(entry) => Ok(entry),
        None => Err(question(unknown("function", id, catalog.ids(Kind::Function)))),
    }
}

fn question(refusal: Refusal) -> String {
    match refusal {
        Refusal::Question(words) => words,
        Refusal::Form(_) => String::new(),
    }
}

/// The technologies that fill a function, by id.
pub fn filling<'c>(catalog: &'c Catalog, function: &str) -> Vec<(&'c str, &'c Technology)> {
    let all = catalog.ids(Kind::Technology).filter_map(|id| {
        let (_, technology) = catalog.technology(id)?;
        Some((id, technology))
    });
    all.filter(|(_, technology)| technology.fills.iter().any(|f| f == function))
        .take(MOST)
        .collect()
}

/// What is told of a technology.
pub fn known(catalog: &Catalog, id: &str) -> Option<Known> {
    let entry = catalog.of_kind(Kind::Technology, id)?;
    Some(Known {
        id: id.to_string(),
        title: entry.title.clone(),
        when: entry.when.clone(),
        not_when: entry.not_when.clone(),
    })
}

fn scene(
    model: &Model,
    written: &BTreeSet<String>,
    file: String,
    name: &str,
    component: Option<&str>,
) -> Result<Scene, String> {
    let entry = function(model.catalog, name)?;
    let candidates = filling(model.catalog, name);
    if candidates.is_empty() {
        return Err(format!("the catalog has no technology that fills `{name}`"));
    }
    let of_function = |c: &&Component| c.file.function.value == name;
    let mut components: Vec<&Component> = match component {
        None => model.components.iter().filter(of_function).collect(),
        Some(id) => vec![named(model, id, name)?],
    };
    let all = components.len();
    components.truncate(most(model, &candidates));
    let left_out = all - components.len();
    let subjects: Vec<Subject> = components
        .into_iter()
        .map(|c| subject(model, written, c, &candidates))
        .collect();
    let tried: BTreeSet<&str> = subjects
        .iter()
        .flat_map(|s| &s.ways)
        .map(|w| w.technology.as_str())
        .collect();
    Ok(Scene {
        entries: tried.into_iter().filter_map(|id| known(model.catalog, id)).collect(),
        function: name.to_string(),
        title: entry.title.clone(),
        design: model.design.name.clone(),
        file,
        subjects,
        left_out,
        alone: alone::judged(model, &candidates),
    })
}

/// How many components can be judged, at least one.
fn most(model: &Model, candidates: &[(&str, &Technology)]) -> usize {
    let steps: usize = model.flows.iter().map(|flow| flow.steps.len()).sum();
    let sizes = candidates.iter().map(|(_, t)| t.sizes.len().clamp(1, MOST_SIZES));
    let trials = TRIALS * sizes.sum::<usize>();
    let rest = model.design.figures.len() + model.design.entities.len();
    let parts = trials.saturating_mul(model.components.len() + steps + rest);
    (MOST_PARTS / parts.max(1)).max(1)
}

fn named<'m, 'a>(model: &'m Model<'a>, id: &str, function: &str) -> Result<&'m Component<'a>, String> {
    let found = model.components.iter().find(|c| c.id == id);
    let Some(component) = found else {
        return Err(question(unknown(
            "component",
            id,
            model.components.iter().map(|c| c.id),
        )));
    };
    let own = &component.file.function.value;
    if own != function {
        return Err(format!("`{id}` is a `{own}`, not a `{function}`"));
    }
    Ok(component)
}

fn subject(
    model: &Model,
    written: &BTreeSet<String>,
    component: &Component,
    candidates: &[(&str, &Technology)],
) -> Subject {
    // The one that it has is asked about, too, where the catalog would not have thought of it.
    let own = component
        .technology
        .map(|(entry, technology)| (entry.id.as_str(), technology));
    let own = own.filter(|(id, _)| candidates.iter().all(|(other, _)| other != id));
    let ways = candidates
        .iter()
        .copied()
        .chain(own)
        .map(|(id, technology)| way(model, written, component, id, technology));
    let ideal = IDEAL.iter().map(|edit| format!("components.{}.{edit}", component.id));
    // What is written in another form does not merge with this one.
    let cleared = ["per_replica", "latency", "cost", "replication"];
    let cleared = cleared.iter().filter_map(|key| without(written, component, key));
    Subject {
        component: component.id.to_string(),
        current: component.file.technology.as_ref().map(|t| t.value.clone()),
        ways: ways.collect(),
        ideal: cleared.chain(ideal).collect(),
    }
}

/// The edit that takes a key away, where it is written.
fn without(written: &BTreeSet<String>, component: &Component, key: &str) -> Option<String> {
    let path = format!("components.{}.{key}", component.id);
    let below = format!("{path}.");
    // A list is no single value, so its path is not among those written.
    let listed = match key {
        "zones" => !component.file.zones.is_empty(),
        "cost" => !component.file.cost.is_empty(),
        _ => false,
    };
    let stands = |from: &String| {
        written
            .range(from.clone()..)
            .next()
            .is_some_and(|p| p.starts_with(from))
    };
    let stands = listed || written.contains(&path) || stands(&below);
    stands.then(|| format!("{path}=null"))
}

fn way(model: &Model, written: &BTreeSet<String>, component: &Component, id: &str, technology: &Technology) -> Way {
    let current = component.technology.is_some_and(|(entry, _)| entry.id == id);
    let mut way = Way {
        technology: id.to_string(),
        current,
        managed: technology.managed,
        edits: Vec::new(),
        sizes: Vec::new(),
        count: usual_count(component, technology),
    };
    if current {
        return way;
    }
    let set = |key: &str, value: &str| format!("components.{}.{key}={value}", component.id);
    way.edits.push(set("with", id));
    // What runs the user's own program carries what that program carries, whatever is below it.
    let shape = component.function.map(|(_, f)| f.shape);
    if matches!(shape, Some(Shape::Service | Shape::Worker)) {
        return way;
    }
    way.edits
        .extend(OWN.iter().filter_map(|key| without(written, component, key)));
    if technology.managed || component.function.is_some_and(|(_, f)| f.is_external()) {
        let placed = PLACED.iter().filter_map(|key| without(written, component, key));
        way.edits.extend(placed);
        return way;
    }
    way.sizes = sizes(model, component, id, technology);
    if way.count == Count::AtLeast {
        way.count = Count::AsNeeded;
    }
    place(model, component, technology, &mut way);
    way
}

/// The zones and units that a technology starts with where the component has none of its own.
fn place(model: &Model, component: &Component, technology: &Technology, way: &mut Way) {
    let set = |key: &str, value: String| format!("components.{}.{key}={value}", component.id);
    let keeps = component.role != Role::Stateless;
    let mut zones = component.file.zones.len();
    if zones == 0
        && let Some((_, region)) = model.design.regions.first()
        && model
            .design
            .regions
            .iter()
            .all(|(_, other)| other.zones == region.zones)
    {
        let names: Vec<&str> = region.zones.iter().map(|z| z.value.as_str()).collect();
        zones = names.len();
        if zones > 0 {
            way.edits.push(set("zones", format!("[{}]", names.join(", "))));
        }
    }
    if component.file.replicas.is_none() && component.file.zones.iter().all(|(_, n)| n.is_none()) {
        let usual = if keeps { MOST_COPIES } else { 2 };
        let units = if zones > 0 { zones } else { usual };
        way.edits.push(set("replicas", units.to_string()));
        if keeps && component.file.copies.is_none() && !technology.whole {
            way.edits.push(set("copies", units.min(MOST_COPIES).to_string()));
        }
    }
}

/// Units of a service are its provider's, and a map of zones says how many each zone has; all others may be more.
fn usual_count(component: &Component, technology: &Technology) -> Count {
    let mapped = component.file.zones.iter().any(|(_, n)| n.is_some());
    let external = component.function.is_some_and(|(_, f)| f.is_external());
    match technology.managed || external || mapped {
        true => Count::AsWritten,
        false => Count::AtLeast,
    }
}

/// Sizes to try: those whose limits the catalog knows; else the size that the component has, if it has a price.
fn sizes(model: &Model, component: &Component, id: &str, technology: &Technology) -> Vec<String> {
    let own = component.file.size.as_ref().map(|s| s.value.as_str());
    if !technology.sizes.is_empty() {
        let mut names: Vec<&str> = technology.sizes.iter().map(|(name, _)| name.as_str()).collect();
        // The size that it has comes first: of equals the first is taken.
        names.sort_by_key(|name| Some(*name) != own);
        names.truncate(MOST_SIZES);
        return names.into_iter().map(str::to_string).collect();
    }
    let price = model.catalog.price_of(id).or_else(|| model.catalog.price_of(MACHINE));
    let priced = |size: &&str| price.is_some_and(|(_, p)| p.sizes.iter().any(|(name, _)| name == size));
    own.filter(priced).map(str::to_string).into_iter().collect()
}
