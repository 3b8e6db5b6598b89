//! Contract, boxes, journeys, products and units.

use super::super::names::Names;
use super::super::question::{Asked, Choice, Question, Take};
use super::{View, check_in};
use crate::catalog::{Kind, Place, Role};
use crate::report::Shape;

/// Services of which a contract is asked: a session has not the time for more.
const MOST_CONTRACTS: usize = 3;

pub fn api(view: &View) -> Vec<Question> {
    const PHASE: &str = "api";
    let mut all = Vec::new();
    let names = view.named();
    let (field, entity) = (names.field(view.draft), names.entity);
    for id in view.draft.names(&["data"]) {
        all.push(
            Question::new(PHASE, format!("fields.{id}"), format!("Which fields has {id}?"), Take::FieldsOf(id.clone()))
                .item(view.there(&["data", &id, "fields"]))
                .example(format!("{id}_id: id key, title: text ~100 B optional, created_at: timestamp"))
                .in_turn_where(|| view.draft.node(&["data", &id, "in"]).is_some())
                .help("`name: type`, with `key`, `unique`, `optional`, `pii`, `-> entity`, `~100 B` behind it. The sizes feed the estimate."),
        );
    }
    for flow in view.flows() {
        all.push(
            Question::new(PHASE, format!("operation.{flow}"), format!("What does a caller of {flow} send, and what comes back?"), Take::OperationOf(flow.clone()))
                .item(view.there(&["apis", "public", "operations", &flow]))
                .example(format!("post /{entity}s takes {entity}.{field} returns {entity}"))
                .in_turn_where(|| view.draft.node(&["flows", &flow, "actor"]).is_some())
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
    let Names { entity, cache, .. } = view.named();
    for flow in view.flows() {
        let purpose = view.purpose(&flow).map(|p| format!(": {p}")).unwrap_or_default();
        let actor = draft
            .value(&["flows", &flow, "actor"])
            .unwrap_or_else(|| "its actor".into());
        all.push(
            Question::new(PHASE, format!("steps.{flow}"), format!("Walk through {flow}, from {actor}{purpose}"), Take::StepsOf(flow.clone()))
                .lines(draft.items(&["flows", &flow, "steps"]))
                .example(walk(&actor, view))
                .help(format!(
                    "`->` waits for the answer, `~>` does not. Behind a name: `hit 90 %`, `on miss of {cache}`, `reads {entity}`, \
                     `writes {entity}`, `timeout 50 ms`, `retries 1`, `times 3`, `share 20 %`. One or more steps a line.",
                )),
        );
    }
    all.extend(unwritten(view));
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
            .on_demand()
            .example(format!(
                "receives the id of a {entity}; returns it; owns {entity}; fails by 503 within 200 ms"
            ))
            .help("Four parts with `;` between them. What it owns, nobody else writes."),
        );
    }
    all.push(
        check_in(
            PHASE,
            "Walk them through one journey: does every requirement have its path?",
        )
        .showing(view.paths_in_short()),
    );
    all
}

/// A journey through what is there already.
fn walk(actor: &str, view: &View) -> String {
    let first = |shapes: &[Shape], usual: Option<&str>| {
        let components = view.components().into_iter();
        let mut found = components.filter(|(_, function)| shapes.contains(&view.shape(function)));
        found.next().map(|(id, _)| id).or_else(|| usual.map(str::to_string))
    };
    let balancer = first(&[Shape::Balancer, Shape::Gateway], None);
    let service = first(&[Shape::Service], Some("api"));
    let entity = view.named().entity;
    let store = view.draft.items(&["data", &entity, "in"]).into_iter().next();
    let store = store.map(|store| format!("{store} reads {entity}"));
    let stations = [Some(actor.to_string()), balancer, service, store];
    stations.into_iter().flatten().collect::<Vec<_>>().join(" -> ")
}

/// Data that no step writes, though every journey is walked: either a step does not say so, or it is there before.
fn unwritten(view: &View) -> Vec<Question> {
    const PHASE: &str = "design";
    let report = &view.draft.report;
    if report.flows.is_empty() || report.flows.iter().any(|f| !f.fragment && f.steps.is_empty()) {
        return Vec::new();
    }
    let entities = report.entities.iter().filter(|e| !e.kept_in.is_empty());
    let unwritten = entities.filter(|e| e.writes.value.is_none_or(|w| w == 0.0));
    let ask = |id: &str| format!("No step writes {id}: how many are there today?");
    let service = view.named().service;
    let help = |e: &crate::report::Entity| {
        let store = e.kept_in.first().map_or("store", String::as_str);
        format!(
            "If a step does write it, go back with `:g` and say so: `{service} -> {store} writes {}`. What is written is \
             counted by itself; this number is for what is there before the first request.",
            e.id
        )
    };
    unwritten
        .map(|e| {
            view.value(PHASE, &["data", &e.id, "rows"], ask(&e.id))
                .example("10M")
                .help(help(e))
        })
        .collect()
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
    let reason = view.named().reason;
    let zones = draft
        .names(&["regions"])
        .first()
        .map(|region| draft.items(&["regions", region]))
        .unwrap_or_default();
    let deciding = view.deciding();
    for (id, function) in view.components() {
        let waited_for = view.is_waited_for(&id);
        let decides = waited_for || deciding.contains(&id);
        let role = view.catalog.function(&function).map(|(_, f)| f.role);
        let weight = if decides { Asked::InTurn } else { Asked::OnDemand };
        let keeps = deciding.contains(&id) && role.is_some_and(|role| role != Role::Stateless);
        let bare = waited_for && draft.node(&["components", &id, "replicas"]).is_none();
        // What is ranked rests on it: a cache without an end of validity keeps everything.
        all.extend(facts_of_a_cache(&id, &function, weight, view));
        let products = products(&function, view);
        let with = view.there(&["components", &id, "with"]);
        if !products.is_empty() {
            all.push(
                Question::new(PHASE, format!("with.{id}"), format!("What fills {id} ({function})?"), Take::TechnologyOf(id.clone()))
                    .choice(products)
                    .item(with.clone())
                    .in_turn_where(|| keeps || (bare && view.shape(&function) != Shape::Service))
                    .help("`napkin catalog recommend` ranks them by the numbers of this design; skip where it does not matter yet."),
            );
        }
        if let Some(product) = &with {
            let ask = format!("Why {product} for {id}? `because … over … at the cost of …`");
            all.push(
                Question::new(PHASE, format!("why.{id}"), ask, Take::ReasonFor(id.clone()))
                    .item(decision_for(&id, view))
                    .in_turn_where(|| decides && matches!(role, Some(Role::Store | Role::Cache)))
                    .example(format!("because {reason} over what you rejected at the cost of what it costs"))
                    .help("A reason is the id of a requirement, a flow or a number. Name what you rejected, and what the choice costs."),
            );
        }
        all.extend(facts_of_a_copy(&id, &function, weight, view));
        let entry = view.catalog.function(&function);
        let in_zones = entry.is_some_and(|(_, f)| f.place == Place::Zone && !f.is_external());
        if in_zones && !managed(with.as_deref(), view) {
            let mut question = Question::new(PHASE, format!("units.{id}"), format!("How many units of {id}?"), Take::UnitsOf(id.clone()))
                .item(view.there(&["components", &id, "replicas"]))
                .in_turn_where(|| decides && role != Some(Role::Log))
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

/// How long a cache holds what it holds.
fn facts_of_a_cache(id: &str, function: &str, weight: Asked, view: &View) -> Vec<Question> {
    const PHASE: &str = "select";
    let detail = view.catalog.function(function).map(|(_, detail)| detail);
    if !detail.is_some_and(|detail| detail.role == Role::Cache && detail.place == Place::Zone) {
        return Vec::new();
    }
    let life = view.value(
        PHASE,
        &["components", id, "ttl"],
        format!("How long does an entry of {id} live?"),
    );
    let full = view.value(
        PHASE,
        &["components", id, "eviction"],
        format!("What does {id} drop when it is full?"),
    );
    vec![
        life.default("1 day")
            .in_turn_where(|| weight == Asked::InTurn)
            .help("Without an end everything that was ever read stays, and the memory is never enough."),
        full.default("lru")
            .in_turn_where(|| view.waits_for(id, "eviction"))
            .help("lru drops what was not read for longest, lfu what is read least."),
    ]
}

/// What a store says of its copies, and what only its owner knows: how long it works, what it carries.
fn facts_of_a_copy(id: &str, function: &str, weight: Asked, view: &View) -> Vec<Question> {
    const PHASE: &str = "select";
    let Some((_, detail)) = view.catalog.function(function) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let decides = weight == Asked::InTurn;
    let shape = detail.shape;
    let with = view.draft.value(&["components", id, "with"]);
    let ours = detail.place == Place::Zone && !managed(with.as_deref(), view);
    if ours && matches!(detail.role, Role::Store | Role::Log) {
        let question = view.value(
            PHASE,
            &["components", id, "copies"],
            format!("How many copies of each datum has {id}?"),
        );
        all.push(
            question
                .default("3")
                .in_turn_where(|| view.waits_for(id, "copies"))
                .help("Three is usual: one may be lost while another is rebuilt."),
        );
    }
    let mut latencies = view.draft.report.verdicts.iter().filter(|v| v.metric == "latency");
    let asked_for = view.waits_for(id, "latency");
    if asked_for || (shape == Shape::Service && latencies.next().is_some()) {
        all.push(
            Question::new(
                PHASE,
                format!("time.{id}"),
                format!("How long does {id} itself work on a request?"),
                Take::TimeOf(id.to_string()),
            )
            .item(view.there(&["components", id, "latency"]))
            .in_turn_where(|| asked_for || decides)
            .example("p50 3 ms, p99 15 ms")
            .help("Without the calls that it makes. One time, or the median and the 99th percentile."),
        );
    }
    let component = view.draft.report.components.iter().find(|c| c.id == id);
    let unknown =
        component.is_some_and(|c| c.resources.iter().all(|r| r.per_unit.value.is_none()) && c.peak.value.is_some());
    if unknown && !ours && !detail.is_external() {
        let question = view.value(
            PHASE,
            &["components", id, "per_replica"],
            format!("What does {id} carry? Nobody publishes it"),
        );
        all.push(
            question
                .in_turn_where(|| view.waits_for(id, "per_replica"))
                .example("100k req/s")
                .help("A measurement, a quota, or an assumption that you name as one."),
        );
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
