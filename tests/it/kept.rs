//! Where rows lie and what they fill: each region, each device, each unit.

use crate::fixture::{close, load_without, read};
use napkin::analysis::load::Load;
use napkin::design::{Resource, Settings};
use napkin::model::Model;

fn with<T>(text: &str, look: impl FnOnce(&Model, &Load) -> T) -> T {
    let (design, catalog) = read(text, &Settings::default(), &[]);
    let model = Model::resolve(&design, &catalog);
    let load = load_without(&model, &[]);
    look(&model, &load)
}

/// What the units of one region, or one device, have to hold, and what is held everywhere.
fn held(text: &str, id: &str) -> (f64, f64) {
    with(text, |model, load| {
        let of = &load.components[model.component_index(id).expect("a component")];
        let kept =
            |row: &&napkin::analysis::capacity::Row| matches!(row.resource, Resource::Storage | Resource::Memory);
        let row = of.resources.iter().find(kept).expect("a limit of what is kept");
        let all = of.storage.or(of.memory).expect("something kept");
        let value = |id| load.figures.value(id).unwrap_or(f64::NAN);
        (value(row.demand), value(all))
    })
}

/// A million rows of 8 bytes in a store of three regions, three copies in each; 50 % of the users in one of them.
fn three_regions(store: &str) -> String {
    format!(
        "napkin: 1
name: x
load: {{peak: 2, horizon: 1 year, users: 1M}}
actors: {{u: uses}}
regions: {{eu: {{zones: [a, b, c], users: 50 %}}, us: {{zones: [a, b, c], users: 30 %}}, ap: {{zones: [a, b, c], users: 20 %}}}}
components:
  api: {{is: service, replicas: 3, zones: [a, b, c]}}
  kept: {{{store}, replicas: 3, copies: 3, zones: [a, b, c], per_replica: {{storage: 1 GB, memory: 1 GB}}}}
flows:
  look: {{actor: u, rate: 1 /user/day, steps: [u -> api, {{api -> kept: {{read: item}}}}]}}
data: {{item: {{in: kept, rows: 1M, fields: {{id: id key}}}}}}
"
    )
}

#[test]
fn each_region_keeps_what_is_copied_to_it() {
    let copies = 3.0 * 8e6;
    for joined in [
        "is: search-index, replication: {writer: any, acks: 1, reads: 1, between: async, lag: 1 s}, lacks: [home-region]",
        "is: search-index, replication: {writer: any, acks: 1, reads: 1, between: sync}",
        // A home region is where a row is written; the others keep a copy of it.
        "is: search-index, replication: {writer: any, acks: 1, reads: 1, between: async, lag: 1 s}, has: [home-region]",
        "is: distributed-cache, replication: {writer: any, acks: 1, reads: 1, between: async, lag: 1 s}",
        // One truth that nobody says to be split.
        "is: search-index",
    ] {
        let (here, all) = held(&three_regions(joined), "kept");
        close(here, copies, 9);
        close(all, 3.0 * copies, 9);
    }
    // Rows that live in one region each, and what each region has to itself.
    for split in ["is: search-index, has: [home-region]", "is: distributed-cache"] {
        let (here, all) = held(&three_regions(split), "kept");
        close(here, 0.5 * copies, 9);
        close(all, copies, 9);
    }
}

#[test]
fn a_device_keeps_the_rows_of_its_user() {
    let design = |growth: &str| {
        format!(
            "napkin: 1
name: x
load: {{peak: 2, horizon: 3 years, users: 2M, growth: {growth}}}
actors: {{u: uses, guard: {{says: looks on, count: 500k}}}}
components:
  page: {{is: client-app, per_replica: {{memory: 100 MB}}}}
  box: {{is: client-store, per_replica: {{storage: 1 MB}}}}
flows:
  look: {{actor: u, rate: 1 /user/day, steps: [u -> page, {{page -> box: {{read: item}}}}]}}
  watch: {{actor: guard, rate: 1 /guard/day, steps: [guard -> page, {{page -> box: {{read: item}}}}]}}
data: {{item: {{in: box, rows: 100M, fields: {{id: id key}}}}}}
"
        )
    };
    // 100 M rows of 8 bytes on 2.5 M devices; rows and users grow together.
    for growth in ["0 %/year", "50 %/year"] {
        close(held(&design(growth), "box").0, 320.0, 9);
    }
}

#[test]
fn a_cache_of_a_region_may_come_to_hold_every_row() {
    let text = "napkin: 1
name: x
load: {peak: 1, horizon: 1 year}
actors: {u: uses}
regions: {eu: {zones: [a], users: 75 %}, us: {zones: [a], users: 25 %}}
components:
  api: {is: service, replicas: 1, zones: [a]}
  near: {is: distributed-cache, replicas: 1, copies: 1, zones: [a], ttl: TTL, per_replica: {memory: 1 GB}}
  far: {is: relational-database, replicas: 1, zones: [a]}
flows:
  look:
    actor: u
    rate: 100 /s
    steps: [u -> api, {api -> near: {hit: 50 %}}, {api -> far: {on_miss: near, read: item}}]
data: {item: {in: far, rows: 1M, fields: {id: id key}}}
";
    // 50 fills a second; three quarters of them in the busiest region.
    let (here, all) = held(&text.replace("TTL", "100 s"), "near");
    close(here, 50.0 * 100.0 * 0.75 * 8.0, 9);
    close(all, 50.0 * 100.0 * 8.0, 9);
    // Entries that live for long: all rows, in each of the two.
    let (here, all) = held(&text.replace("TTL", "20 hours"), "near");
    close(here, 8e6, 9);
    close(all, 16e6, 9);
}

#[test]
fn a_store_in_memory_is_compared_with_memory() {
    let design = |store: &str| {
        format!(
            "napkin: 1
name: x
load: {{peak: 1, horizon: 1 year}}
actors: {{u: uses}}
components:
  api: {{is: service}}
  kept: {{{store}, replicas: 1, copies: 1}}
flows:
  look: {{actor: u, rate: 1 /s, steps: [u -> api, {{api -> kept: {{read: item}}}}]}}
data: {{item: {{in: kept, rows: 1M, fields: {{id: id key, body: text ~11.392 KB}}}}}}
"
        )
    };
    for function in ["session-registry", "counter-store", "sorted-set-store", "lock-store"] {
        let text = design(&format!("is: {function}, with: redis, per_replica: {{memory: 3 GB}}"));
        let used = with(&text, |model, load| {
            let rows = &load.components[model.component_index("kept").expect("a component")].resources;
            let memory = rows.iter().find(|row| row.resource == Resource::Memory);
            load.figures.value(memory.expect("a row of memory").utilisation)
        });
        assert!(used.is_some_and(|used| used > 3.8), "{function}: {used:?}");
    }
    // What a user gives it for its data is a limit, too; a store on disk needs no memory for all of it.
    let text = design("is: sorted-set-store, with: redis, per_replica: {storage: 22.8 GB}");
    assert!(held(&text, "kept").0 > 11.4e9);
    let text = design("is: relational-database, with: postgresql, per_replica: {memory: 3 GB}");
    with(&text, |model, load| {
        let of = &load.components[model.component_index("kept").expect("a component")];
        assert!(of.resources.iter().all(|row| row.resource != Resource::Memory));
        assert!(of.storage.is_some() && of.memory.is_none());
    });
}

#[test]
fn a_zone_that_takes_a_copy_adds_no_data_to_the_others() {
    let text = "napkin: 1
name: x
load: {peak: 1, horizon: 1 year}
actors: {u: uses}
regions: {r: [a, b, c]}
components:
  api: {is: service, replicas: 6, zones: [a, b, c], per_replica: 1k req/s}
  kept: {is: key-value-store, replicas: 3, copies: 3, zones: [a, b, c], per_replica: {storage: 12 MB, reads: 100 req/s}}
flows:
  look: {actor: u, rate: 60 /s, steps: [u -> api, {api -> kept: {read: item}}]}
data: {item: {in: kept, rows: 1M, fields: {id: id key}}}
";
    let lost = |id: &str, resource: Resource| {
        with(text, |model, load| {
            let rows = &load.components[model.component_index(id).expect("a component")].resources;
            let row = rows.iter().find(|row| row.resource == resource).expect("a row");
            load.figures
                .value(row.zone_lost.expect("a loss that leaves something"))
                .expect("a number")
        })
    };
    // 8 MB on each of three units: as full without one of them. Reads move, and so do calls of units that are alike.
    close(lost("kept", Resource::Storage), 8.0 / 12.0, 9);
    close(lost("kept", Resource::Reads), 60.0 / 200.0, 9);
    close(lost("api", Resource::Requests), 60.0 / 4000.0, 9);
}
