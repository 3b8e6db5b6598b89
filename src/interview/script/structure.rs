//! Contract, boxes, journeys, products and units.

use super::super::question::{Choice, Question, Take};
use super::{View, check_in};
use crate::catalog::{Kind, Place};
use crate::report::Shape;

/// Services of which a contract is asked: a session has not the time for more.
const MOST_CONTRACTS: usize = 3;

pub fn api(view: &View) -> Vec<Question> {
    const PHASE: &str = "api";
    let mut all = Vec::new();
    for id in view.draft.names(&["data"]) {
        all.push(
            Question::new(PHASE, format!("fields.{id}"), format!("Which fields has {id}?"), Take::FieldsOf(id.clone()))
                .item(view.there(&["data", &id, "fields"]))
                .example("code: string(7) key, url: text ~100 B, owner: id -> member optional, created_at: timestamp")
                .help("`name: type`, with `key`, `unique`, `optional`, `pii`, `-> entity`, `~100 B` behind it. The sizes feed the estimate."),
        );
    }
    for flow in view.flows() {
        all.push(
            Question::new(PHASE, format!("operation.{flow}"), format!("What does a caller of {flow} send, and what comes back?"), Take::OperationOf(flow.clone()))
                .item(view.there(&["apis", "public", "operations", &flow]))
                .example("post /links takes link.url returns link")
                .help("A method, a path, `takes` fields or entities, `returns` an entity, `[entity]` for a page of them, or a status."),
        );
    }
    all
}

pub fn design(view: &View) -> Vec<Question> {
    const PHASE: &str = "design";
    let draft = view.draft;
    let components = view.components();
    let boxes = components
        .iter()
        .map(|(id, function)| format!("{id}: {function}"))
        .collect();
    let mut all = vec![
        Question::new(
            PHASE,
            "components",
            "Which boxes does it need? `name: function`",
            Take::Components,
        )
        .lines(boxes)
        .example("lb: load-balancer, api: service")
        .help(
            "Functions, not products: service, worker, load-balancer, api-gateway, cdn, distributed-cache, \
                 relational-database, key-value-store, object-store, queue, event-log … \
                 `napkin catalog list function` shows all.",
        ),
    ];
    for flow in view.flows() {
        let purpose = view.purpose(&flow).map(|p| format!(": {p}")).unwrap_or_default();
        let actor = draft
            .value(&["flows", &flow, "actor"])
            .unwrap_or_else(|| "its actor".into());
        all.push(
            Question::new(PHASE, format!("steps.{flow}"), format!("Walk through {flow}, from {actor}{purpose}"), Take::StepsOf(flow.clone()))
                .lines(draft.items(&["flows", &flow, "steps"]))
                .example("visitor -> edge hit 60 % -> lb -> api")
                .help(
                    "`->` waits for the answer, `~>` does not. Behind a name: `hit 90 %`, `on miss of cache`, `reads link`, \
                     `writes link`, `timeout 50 ms`, `retries 1`, `times 3`, `share 20 %`. One or more steps a line.",
                ),
        );
    }
    let services = components
        .iter()
        .filter(|(_, function)| view.shape(function) == Shape::Service);
    for (id, _) in services.take(MOST_CONTRACTS) {
        all.push(
            Question::new(
                PHASE,
                format!("contract.{id}"),
                format!("{id} as a black box: receives, returns, owns, fails by?"),
                Take::ContractOf(id.clone()),
            )
            .item(view.there(&["components", id, "contract"]))
            .example("receives a code; returns an address; owns link; fails by 503 within 200 ms")
            .help("Four parts with `;` between them. What it owns, nobody else writes."),
        );
    }
    all.push(check_in(
        PHASE,
        "Walk them through one journey: does every requirement have its path?",
    ));
    all
}

pub fn select(view: &View) -> Vec<Question> {
    const PHASE: &str = "select";
    let draft = view.draft;
    let mut regions = Question::new(PHASE, "regions", "Where does it run? `region: zones`", Take::Regions)
        .item(view.there(&["regions"]))
        .example("eu-west: a, b, c")
        .help("One region with three zones is the usual start; several stand with `;` between them.");
    if draft.node(&["regions"]).is_none() {
        regions = regions.default("eu-west: a, b, c");
    }
    let mut all = vec![regions];
    let zones = draft
        .names(&["regions"])
        .first()
        .map(|region| draft.items(&["regions", region]))
        .unwrap_or_default();
    for (id, function) in view.components() {
        let products = products(&function, view);
        let with = view.there(&["components", &id, "with"]);
        if !products.is_empty() {
            all.push(
                Question::new(PHASE, format!("with.{id}"), format!("What fills {id}, a {function}?"), Take::TechnologyOf(id.clone()))
                    .choice(products)
                    .item(with.clone())
                    .help("`napkin catalog recommend` ranks them by the numbers of this design; skip where it does not matter yet."),
            );
        }
        if with.is_some() {
            all.push(
                Question::new(PHASE, format!("why.{id}"), format!("Why? `because … over … at the cost of …`"), Take::ReasonFor(id.clone()))
                    .item(decision_for(&id, view))
                    .example("because NFR1 over memcached at the cost of memory")
                    .help("A reason is the id of a requirement, a flow or a number. Name what you rejected, and what the choice costs."),
            );
        }
        let entry = view.catalog.function(&function);
        let in_zones = entry.is_some_and(|(_, f)| f.place == Place::Zone && !f.is_external());
        if in_zones && !managed(with.as_deref(), view) {
            let mut question = Question::new(PHASE, format!("units.{id}"), format!("How many units of {id}?"), Take::UnitsOf(id.clone()))
                .item(view.there(&["components", &id, "replicas"]))
                .example("6 x m6i.large, 2500 req/s each, in a, b, c")
                .help("How many, of what size, what one carries, in which zones. The default is what the peak needs with one unit or zone lost.");
            if let Some(units) = proposed(&id, &zones, view) {
                question = question.default(units);
            }
            all.push(question);
        }
    }
    all
}

/// Technologies that fill a function.
fn products(function: &str, view: &View) -> Vec<Choice> {
    let ids = view.catalog.ids(Kind::Technology);
    let fills = ids
        .filter_map(|id| view.catalog.technology(id))
        .filter(|(_, t)| t.fills.iter().any(|f| f == function));
    let about = |id: &str| {
        view.catalog
            .get(id)
            .map_or(String::new(), |e| first_sentence(&e.summary))
    };
    fills
        .map(|(entry, _)| Choice::new(&entry.id, about(&entry.id)))
        .collect()
}

fn first_sentence(text: &str) -> String {
    text.split_once(". ")
        .map_or(text, |(first, _)| first)
        .trim_end_matches('.')
        .to_string()
}

fn managed(with: Option<&str>, view: &View) -> bool {
    with.and_then(|id| view.catalog.technology(id))
        .is_some_and(|(_, t)| t.managed && t.sizes.is_empty())
}

fn decision_for(component: &str, view: &View) -> Option<String> {
    let decisions = view.draft.names(&["decisions"]);
    let about = |d: &&String| view.draft.value(&["decisions", d, "chose"]).as_deref() == Some(component);
    decisions
        .iter()
        .find(about)
        .and_then(|d| view.draft.value(&["decisions", d, "title"]))
}

/// Units that the analysis asks for, over all zones.
fn proposed(id: &str, zones: &[String], view: &View) -> Option<String> {
    let component = view.draft.report.components.iter().find(|c| c.id == id)?;
    let needed = component.plan.as_ref().and_then(|plan| {
        let safe = plan
            .zone_lost
            .as_ref()
            .or(plan.one_lost.as_ref())
            .unwrap_or(&plan.at_target);
        safe.units.value
    });
    let zones_there = zones.len().max(1) as u32;
    let units = needed.map_or(zones_there, |n| (n as u32).max(zones_there.min(3)));
    let place = match zones {
        [] => String::new(),
        zones => format!(" in {}", zones.join(", ")),
    };
    Some(format!("{units}{place}"))
}
