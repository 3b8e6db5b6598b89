//! What limits a component: working sets, pools, indexes, compression and network cards, worked by hand.

use crate::fixture::{close, load_without, read};
use napkin::analysis::load::Load;
use napkin::analysis::{Detail, analyse};
use napkin::catalog::PartitionLimit;
use napkin::design::{Resource, Settings};
use napkin::model::Model;

const SHORTENER: &str = include_str!("../designs/url-shortener.yaml");

fn with<T>(text: &str, set: &[&str], look: impl FnOnce(&Model, &Load) -> T) -> T {
    let settings = Settings {
        set: set.iter().map(|s| (*s).to_string()).collect(),
        ..Settings::default()
    };
    let (design, catalog) = read(text, &settings, &[]);
    let model = Model::resolve(&design, &catalog);
    let load = load_without(&model, &[]);
    look(&model, &load)
}

/// Demand and utilisation of a resource of a component.
fn row(model: &Model, load: &Load, id: &str, resource: Resource) -> Option<(Option<f64>, Option<f64>)> {
    let rows = &load.components[model.component_index(id)?].resources;
    let row = rows.iter().find(|row| row.resource == resource)?;
    Some((load.figures.value(row.demand), load.figures.value(row.utilisation)))
}

fn demand(text: &str, set: &[&str], id: &str, resource: Resource) -> Option<f64> {
    with(text, set, |model, load| row(model, load, id, resource)?.0)
}

#[test]
fn a_working_set_is_fills_times_ttl() {
    // 45.36 misses/s of an average day, each kept for a day: 3,919,184 entries of 131 B + 85 B, on three copies.
    let memory = |set: &[&str]| demand(SHORTENER, set, "cache", Resource::Memory);
    close(memory(&[]).unwrap(), 3_919_184.0 * 216.0 * 3.0, 6);
    // Entries that live for ten minutes can all be from the peak: 136.08/s.
    close(
        memory(&["components.cache.ttl=10 min"]).unwrap(),
        136.0828 * 600.0 * 216.0 * 3.0,
        6,
    );
    // There are no more entries than rows: 100k, times 1.4^5 at the horizon.
    let rows = 100_000.0 * 1.4_f64.powi(5);
    close(memory(&["data.link.rows=100k"]).unwrap(), rows * 216.0 * 3.0, 6);
    // Without a ttl everything stays: the rows at the horizon, or nobody knows.
    close(
        memory(&["components.cache.ttl=null"]).unwrap(),
        4.657e9 * 216.0 * 3.0,
        4,
    );
    assert_eq!(
        memory(&["components.cache.ttl=null", "load.horizon=null", "data.link.keep=null"]),
        None
    );
}

const POOLS: &str = "napkin: 1
name: Pools
load: {peak: 2}
actors: {buyer: pays}
regions: {eu: {zones: [a, b, c], users: 50 %}, us: {zones: [a, b, c], users: 50 %}}
components:
  shop: {is: service, replicas: 40, zones: [a, b, c], per_replica: 100 req/s, has: {connection-pool: 20}}
  bot: {is: service, replicas: 2, zones: [a, b], per_replica: 100 req/s, has: {connection-pool: 5}, regions: [us]}
  orders:
    is: relational-database
    replicas: 3
    zones: [a, b, c]
    per_replica: {reads: 10k req/s, connections: 500}
    replication: {writer: one, acks: 2, reads: 1}
flows:
  look:
    actor: buyer
    rate: 100 /s
    steps: [buyer -> shop, 'shop -> orders': {read: order, hold: 0.5 s}, shop ~> bot]
  sweep: {rate: 1 /s, steps: [bot -> orders: {read: order}]}
data:
  order: {in: orders, rows: 1M, fields: {id: id key}}
";

#[test]
fn pools_hold_connections_of_every_unit() {
    // 100/s × 2 × 0.5 s = 100 held; of 202/s at the peak the region us has 100 and the 2 of the sweep.
    // In pools 40 × 20 + 2 × 5 = 810, counted on three copies.
    let held = 100.0 * 102.0 / 202.0;
    let found = with(POOLS, &[], |model, load| {
        row(model, load, "orders", Resource::Connections).unwrap()
    });
    close(found.0.unwrap(), held + 810.0 * 3.0, 9);
    close(found.1.unwrap(), (held + 2430.0) / 1500.0, 9);
    // Both regions together: 100 held, 2 × 800 + 10.
    let all = with(POOLS, &[], |model, load| {
        let orders = &load.components[model.component_index("orders").unwrap()];
        load.figures.value(orders.connections.unwrap().peak).unwrap()
    });
    close(all, 1710.0, 9);
    // When the shop scales out to 120 units, their pools are open too.
    let orders = |set: &[&str]| demand(POOLS, set, "orders", Resource::Connections).unwrap();
    close(orders(&["components.shop.scale={to: 120}"]), held + 2410.0 * 3.0, 9);
    // A store in one region takes the units of both; all held connections are there too.
    close(orders(&["components.orders.regions=[eu]"]), 100.0 + 1610.0 * 3.0, 9);
    // A store that any copy writes spreads them.
    close(
        orders(&["components.orders.replication={writer: any, acks: 2, reads: 1}"]),
        held + 810.0,
        9,
    );
    // A pool of unknown size is an unknown number of connections.
    let unknown = demand(
        POOLS,
        &["components.shop.has=[connection-pool]"],
        "orders",
        Resource::Connections,
    );
    assert_eq!(unknown, None);
}

const ROWS: &str = "napkin: 1
name: Rows
load: {peak: 2, horizon: 1 year}
actors: {user: asks}
components:
  api: {is: service, size: m6i.large, replicas: 2, zones: [a, b], per_replica: 100 req/s}
  users: {is: relational-database, with: postgresql, replicas: 2, zones: [a, b]}
flows:
  look: {actor: user, rate: 100 /s, in: 1 KB, out: 4 KB, steps: [user -> api, 'api -> users': {read: member}]}
data:
  team: {in: users, rows: 1k, fields: {id: id key}}
  member:
    in: users
    rows: 10M
    fields: {id: id key, email: string(254) unique ~30 B, team: -> team}
";

#[test]
fn a_row_costs_its_overhead_and_its_indexes() {
    // Fields 8 + 30 + 8 = 46 B and a header of 24 B are aligned to 72 B, the pointer takes 4 B. Entries of an index:
    // header 8 B and fields of 8, 30 and 8 B aligned to 16, 40 and 16 B, a pointer of 4 B each, pages filled to 90 %.
    let member = 10e6 * (72.0 + 4.0 + (16.0 + 40.0 + 16.0 + 3.0 * 4.0) / 0.9) * 2.0;
    let team = 1e3 * (32.0 + 4.0 + (16.0 + 4.0) / 0.9) * 2.0;
    let storage = |set: &[&str]| demand(ROWS, set, "users", Resource::Storage);
    close(storage(&[]).unwrap(), member + team, 9);
    close(
        storage(&["components.users.has={compression: 4}"]).unwrap(),
        (member + team) / 4.0,
        9,
    );
    assert_eq!(storage(&["components.users.has={compression: much}"]), None);
}

#[test]
fn a_size_has_a_network_card() {
    // 781 Mbit/s a unit; the fuller way of the api carries 200/s × (4 KB to the user + 1 KB to the store).
    let (carried, used) = with(ROWS, &[], |model, load| {
        row(model, load, "api", Resource::Bandwidth).expect("a row")
    });
    close(carried.unwrap(), 200.0 * 5_000.0, 9);
    close(used.unwrap(), 1e6 / (2.0 * 781e6 / 8.0), 9);
    // The card alone does not tell how much load a unit carries.
    let bare = with(ROWS, &["components.api.per_replica=null"], |model, load| {
        let api = model.component_index("api").unwrap();
        load.figures.value(load.components[api].utilisation.unwrap())
    });
    assert_eq!(bare, None);
}

#[test]
fn the_fullest_resource_is_a_formula() {
    with(SHORTENER, &[], |model, load| {
        let cache = &load.components[model.component_index("cache").unwrap()];
        let used: Vec<f64> = cache
            .resources
            .iter()
            .filter_map(|row| load.figures.value(row.utilisation))
            .collect();
        assert_eq!(used.len(), 3);
        let most = used.iter().copied().fold(0.0, f64::max);
        let utilisation = cache.utilisation.unwrap();
        assert_eq!(load.figures.value(utilisation), Some(most));
        assert!(load.figures.formula(utilisation).starts_with("max("));
    });
}

const HOT: &str = "napkin: 1
name: Hot keys
load: {peak: 1, horizon: 1 year}
actors: {user: asks}
components:
  table: {is: key-value-store, with: dynamodb}
  stream: {is: event-log, with: kinesis}
flows:
  look: {actor: user, rate: 1500 /s, steps: [user -> table: {read: page}]}
  keep: {actor: user, rate: 100 /s, steps: [user -> table: {write: page}]}
  tell: {actor: user, rate: 2500 /s, steps: [user -> stream: {write: note}]}
data:
  page: {in: table, rows: 1M, fields: {id: id key, body: blob ~8992 B}}
  note: {in: stream, keep: 1 day, fields: {id: id key, body: blob ~492 B}}
";

#[test]
fn a_key_takes_no_more_than_a_partition() {
    let (design, catalog) = read(HOT, &Settings::default(), &[]);
    let model = Model::resolve(&design, &catalog);
    let analysis = analyse(&model, Detail::Everything);
    let found = |id: &str, limit: PartitionLimit| {
        let rows = &analysis.partitions[model.component_index(id).unwrap()];
        let row = rows.iter().find(|row| row.limit == limit).expect("a row");
        let value = |id| analysis.load.figures.value(id).unwrap();
        [value(row.demand), value(row.needed), value(row.one_key)]
    };
    // A row of 9,000 B is three reads of 4,096 B and nine writes of 1,024 B.
    assert_eq!(found("table", PartitionLimit::Reads), [4500.0, 2.0, 3000.0 / 4500.0]);
    assert_eq!(found("table", PartitionLimit::Writes), [900.0, 1.0, 1.0]);
    // 1M rows of 9,000 B and 100 B that are billed on top, in partitions of 10 GB.
    assert_eq!(found("table", PartitionLimit::Storage), [9.1e9, 1.0, 1.0]);
    // 2,500 records/s of 500 B: shards take 1,000 records/s or 1 MB/s.
    assert_eq!(found("stream", PartitionLimit::Messages), [2500.0, 3.0, 0.4]);
    assert_eq!(found("stream", PartitionLimit::In), [1.25e6, 2.0, 0.8]);
}

/// 100 gets a second of 10 KB at 70 %: 70 answers carry a row, 30 rows come back in after the miss. A log of three
/// copies that takes 1 MB/s sends 2 MB/s to the copies and takes in 3.
#[test]
fn bytes_of_hits_fills_and_copies() {
    let design = "napkin: 1
name: x
load: {peak: 1}
actors: {u: a user}
regions: {r: [a, b, c]}
components:
  api: {is: service, per_replica: 1k req/s}
  cache: {is: distributed-cache, per_replica: {requests: 1k req/s, bandwidth: 10 MB/s}, zones: [a]}
  db: {is: relational-database, per_replica: 1k req/s, zones: [a]}
  log: {is: event-log, replicas: 3, copies: 3, zones: [a, b, c], per_replica: {messages: 1k msg/s, bandwidth: 10 MB/s}}
  reader: {is: worker, per_replica: 1k msg/s}
flows:
  get:
    actor: u
    rate: 100 /s
    in: 100 B
    out: 10 KB
    steps:
      - u -> api
      - api -> cache: {hit: 70 %}
      - api -> db: {on_miss: cache, read: item}
      - api ~> log: {in: 10 KB, out: 0 B}
      - log ~> reader: {in: 10 KB, out: 0 B}
data: {item: {in: db, rows: 1M, fields: {id: id key, text: text ~9992 B}}}
";
    let input = napkin::Input {
        files: vec![napkin::source::Source::new("x.yaml", design)],
        ..napkin::Input::default()
    };
    let report = napkin::run(input).report;
    let bandwidth = |id: &str| {
        let component = report.components.iter().find(|c| c.id == id).unwrap();
        let row = component.resources.iter().find(|r| r.resource == "bandwidth").unwrap();
        row.demand.value.unwrap()
    };
    // Out 70 × 10 KB; in 100 × 100 B and 30 × 10 KB.
    close(bandwidth("cache"), 700e3, 9);
    // In 1 MB/s three times; out 1 MB/s to the reader and 2 MB/s to the copies.
    close(bandwidth("log"), 3e6, 9);
}

/// The file limits the bandwidth, but says no size of the answers: what carries the calls easily may still be full.
#[test]
fn a_limit_of_the_file_is_never_left_out() {
    let judged = |set: &[&str]| {
        let design = "napkin: 1
name: x
requirements: {nonfunctional: {N1: {throughput: 500 req/s, of: get}, N2: {holds: api.utilisation < 70 %}}}
load: {users: 1M, peak: 1}
actors: {v: somebody}
regions: {eu: [a]}
components:
  api: {is: service, replicas: 1, per_replica: {requests: 10k req/s, bandwidth: 1 Mbit/s}}
flows: {get: {actor: v, rate: 10 /user/day, in: 300 B, steps: [v -> api]}}
";
        let mut input = napkin::Input {
            files: vec![napkin::source::Source::new("x.yaml", design)],
            ..napkin::Input::default()
        };
        input.settings.set = set.iter().map(|s| (*s).to_string()).collect();
        let report = napkin::run(input).report;
        report
            .verdicts
            .iter()
            .map(|v| (v.status, v.missing.join(", ")))
            .collect::<Vec<_>>()
    };
    use napkin::report::Status::{Fail, Unknown};
    for (status, missing) in judged(&[]) {
        assert_eq!((status, missing.as_str()), (Unknown, "flows.get.out"));
    }
    assert!(
        judged(&["flows.get.out=1 KB"])
            .iter()
            .all(|(status, _)| *status == Fail)
    );
}

const COPIES: &str = "napkin: 1
name: Copies
load: {peak: 1}
actors: {user: writes}
components:
  api: {is: service, per_replica: 10k req/s}
  store: {is: relational-database, replicas: 3, per_replica: 1k req/s}
flows:
  keep: {actor: user, rate: 100 /s, steps: [user -> api, api -> store: {write: note}]}
  look: {actor: user, rate: 300 /s, steps: [user -> api, api -> store: {read: note}]}
data:
  note: {in: store, rows: 1k, fields: {id: id key}}
";

/// Each write lands on every copy, so without their number nobody knows what has to be carried.
#[test]
fn an_unknown_number_of_copies_leaves_the_demand_unknown() {
    let found = |set: &[&str]| demand(COPIES, set, "store", Resource::Requests);
    // 300 reads, and 100 writes on each of three copies.
    assert_eq!(found(&[]), Some(600.0));
    assert_eq!(found(&["components.store.replicas=9"]), None);
    assert_eq!(
        found(&["components.store.replicas=9", "components.store.copies=9"]),
        Some(1200.0)
    );
    // Who only reads is not concerned.
    let reads = COPIES.replace("{write: note}", "{read: note}");
    assert_eq!(
        demand(&reads, &["components.store.replicas=9"], "store", Resource::Requests),
        Some(400.0)
    );
}

const STARTERS: &str = "napkin: 1
name: Starters
load: {peak: 4, windows: {night: {for: 6 h}}}
actors: {buyer: pays}
regions: {eu: {zones: [a, b], users: 75 %}, us: {zones: [a, b], users: 25 %}}
components:
  mailer: {is: worker, replicas: 10, zones: [a, b], per_replica: 100 msg/s}
  sweeper: {is: scheduler, replicas: 2, zones: [a, b], per_replica: 50 req/s, regions: [us]}
  orders: {is: relational-database, with: postgresql, replicas: 2, zones: [a, b], per_replica: 1k req/s}
  post: {is: email-provider, per_replica: 5k req/s}
flows:
  mail:
    rate: 100 /s
    steps:
      - mailer -> orders: {read: order}
      - mailer ~> post: {batch: 10}
  told:
    rate: 20 /s
    steps:
      - post -> mailer
  sweep:
    rate: 1M /day
    during: night
    steps:
      - sweeper -> orders: {delete: order}
  change:
    rate: 30 /s
    steps:
      - orders ~> mailer
data:
  order: {in: orders, rows: 1M, fields: {id: id key}}
";

/// Each run of a flow is a call of the job or worker that starts it. A store whose changes start one is asked nothing,
/// nor is a provider that calls us.
#[test]
fn a_run_is_a_call_of_its_starter() {
    let row = |id, resource| with(STARTERS, &[], |model, load| row(model, load, id, resource));
    // 100 runs, 20 calls of the provider and 30 changes a second, four times as many at the peak, three quarters in eu.
    let (demand, used) = row("mailer", Resource::Messages).unwrap();
    close(demand.unwrap(), 150.0 * 4.0 * 0.75, 12);
    close(used.unwrap(), 0.45, 12);
    // A million a day, in a quarter of the day, all in us.
    let (demand, used) = row("sweeper", Resource::Requests).unwrap();
    close(demand.unwrap(), 1e6 / 86_400.0 * 4.0, 12);
    close(used.unwrap(), 1e6 / 86_400.0 * 4.0 / 100.0, 12);
    // 100 reads and 11.6 deletes, each on the copies of its region: the changes are no calls.
    let calls = |id| {
        with(STARTERS, &[], |model, load| {
            let calls = load.components[model.component_index(id).unwrap()].calls;
            load.figures.value(calls.unwrap().average).unwrap()
        })
    };
    close(calls("orders"), 100.0 + 1e6 / 86_400.0, 12);
    close(calls("post"), 10.0, 12);
}

/// What is down starts nothing.
#[test]
fn a_lost_starter_has_no_runs() {
    let (design, catalog) = read(STARTERS, &Settings::default(), &[]);
    let model = Model::resolve(&design, &catalog);
    let load = load_without(&model, &["mailer"]);
    let calls = load.components[model.component_index("mailer").unwrap()].calls.unwrap();
    assert_eq!(load.figures.value(calls.average), Some(0.0));
}
