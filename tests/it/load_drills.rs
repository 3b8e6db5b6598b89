//! Drills of the load, worked by hand.

use crate::fixture::{close, read};
use napkin::analysis::drill::{self, Drill, State};
use napkin::analysis::load::{Condition, Load, load};
use napkin::catalog::Catalog;
use napkin::design::{Design, Settings};
use napkin::model::Model;
use napkin::source::{FileId, Span, Spanned};

/// A drill with its sheet, ready to be looked at.
struct Seen<'m, 'a> {
    model: &'m Model<'a>,
    load: Load<'a>,
    drill: Drill,
}

impl Seen<'_, '_> {
    fn state(&self, flow: &str) -> State {
        self.flow(flow).state
    }

    fn flow(&self, flow: &str) -> &drill::FlowState {
        self.drill.flow(self.model.flow_index(flow).unwrap()).unwrap()
    }

    /// Share of the runs of a flow that fail.
    #[track_caller]
    fn failing(&self, flow: &str) -> f64 {
        self.load.figures.value(self.flow(flow).failing.unwrap()).unwrap()
    }

    /// A number of the drill by a part of its words.
    #[track_caller]
    fn number(&self, words: &str) -> f64 {
        let found = self.drill.figures.iter().find(|(text, _)| text.contains(words));
        let (_, id) = found.unwrap_or_else(|| panic!("{words}: {:?}", self.drill.figures));
        self.load.figures.value(*id).unwrap()
    }

    /// Calls and utilisation of a component, then.
    #[track_caller]
    fn loaded(&self, component: &str) -> (f64, f64) {
        let c = self.model.component_index(component).unwrap();
        let found = self.drill.overloads.iter().find(|o| o.component == c).unwrap();
        let value = |id| self.load.figures.value(id).unwrap();
        (value(found.calls.1), value(found.after.unwrap()))
    }

    #[track_caller]
    fn says(&self, flow: &str, words: &str) {
        let state = self.flow(flow);
        let all = state.reasons.iter().chain(&state.missing);
        assert!(all.clone().any(|text| text.contains(words)), "{words}: {state:?}");
    }

    #[track_caller]
    fn helps(&self, words: &str) {
        assert!(
            self.drill.helps.iter().any(|text| text.contains(words)),
            "{:?}",
            self.drill.helps
        );
    }
}

fn run<'m, 'a>(model: &'m Model<'a>, line: &str) -> Seen<'m, 'a> {
    let span = Span {
        file: FileId(0),
        start: 0,
        end: 0,
    };
    let scenarios = model.drills(&Spanned::new(line.to_string(), span)).unwrap();
    let mut load = load(model, &Condition::default());
    let everyday = drill::everyday(model, &mut load);
    let drill = drill::run(model, &mut load, &everyday, &scenarios[0]);
    Seen { model, load, drill }
}

fn sound(text: &str) -> (Design, Catalog) {
    read(text, &Settings::default(), &[])
}

/// One service that answers people.
fn service(options: &str, step: &str) -> String {
    format!(
        "napkin: 1\nname: t\nload: {{peak: 1}}\nactors: {{visitor: reads}}\n\
         components:\n  api: {{is: service, {options}}}\n\
         flows:\n  read:\n    actor: visitor\n    rate: 100 /s\n    steps:\n      - visitor -> api: {{{step}}}\n"
    )
}

#[test]
fn units_that_come_too_late() {
    // From 100 to 1000 a second at once; 4 units of 100 at 80 % ask for 5, 7, 9 and 12, each 61 s later.
    let scale = "replicas: 4, per_replica: 100 req/s, scale: {to: 20, at: 80 %, in: 60 s}";
    let (design, catalog) = sound(&service(scale, "timeout: 1 s"));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "surge 10x");
    assert_eq!(seen.state("read"), State::Fails);
    close(seen.number("too few units until"), 244.0, 9);
    close(seen.number("calls beyond"), (600.0 + 500.0 + 300.0 + 100.0) * 61.0, 9);
    assert_eq!(seen.number("full after"), 0.0);
    seen.helps("10 units of api before it begins (4 run)");
    seen.helps("enough units after 61 s and not 4.07 min");
    seen.says("read", "`visitor` gives up after 1 s");
    // In two minutes it is full when 400 come: 120 s × 300 ÷ 900.
    let slower = run(&model, "surge 10x in 2 min");
    close(slower.number("full after"), 40.0, 9);
    close(slower.number("times the peak"), 4.0, 9);
    assert_eq!(run(&model, "surge 3x in 2 min").state("read"), State::Holds);
}

#[test]
fn what_a_surge_does_to_who_waits() {
    let scale = "replicas: 4, per_replica: 100 req/s, scale: {to: 20, at: 80 %, in: 60 s}";
    // Nobody says how long a visitor waits.
    let (design, catalog) = sound(&service(scale, ""));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "surge 10x");
    assert_eq!(seen.state("read"), State::Unknown);
    seen.says("read", "`timeout` of `visitor -> api`");
    // Who waits for long enough gets an answer.
    let (design, catalog) = sound(&service(scale, "timeout: 1 h"));
    let model = Model::resolve(&design, &catalog);
    assert_eq!(run(&model, "surge 10x").state("read"), State::Degraded);
    // What is too much is turned away: 91,500 of the 244,000 that come meanwhile.
    let (design, catalog) = sound(&service(&format!("{scale}, has: [load-shedding]"), ""));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "surge 10x");
    assert_eq!(seen.state("read"), State::Fails);
    close(seen.failing("read"), 0.375, 9);
}

#[test]
fn units_that_never_suffice() {
    let scale = "replicas: 4, per_replica: 100 req/s, scale: {to: 8, at: 80 %, in: 60 s}";
    let (design, catalog) = sound(&service(scale, ""));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "surge 10x");
    close(seen.failing("read"), 0.2, 9);
    seen.says("read", "api at 125 % of its requests with all units that it may start");
    // 1000 ÷ (100 × 70 %) = 14.3.
    seen.helps("`scale: {to: 15}` for api");
    let (design, catalog) = sound(&service("replicas: 4, per_replica: 100 req/s", ""));
    let model = Model::resolve(&design, &catalog);
    close(run(&model, "surge 10x").failing("read"), 0.6, 9);
    // A limit that nobody gave, and a scale without its time.
    let (design, catalog) = sound(&service("replicas: 4", ""));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "surge 2x");
    assert_eq!(seen.state("read"), State::Unknown);
    seen.says("read", "components.api.per_replica");
    let scale = "replicas: 4, per_replica: 100 req/s, scale: {to: 20, at: 80 %}";
    let (design, catalog) = sound(&service(scale, ""));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "surge 10x");
    assert_eq!(seen.state("read"), State::Unknown);
    seen.says("read", "components.api.scale.in");
}

/// A store of three copies that is read and written, with what one unit carries and the options of both steps.
fn copied(per_replica: &str, reads: (u32, &str), writes: (u32, &str)) -> String {
    let ((read, retried), (write, written)) = (reads, writes);
    format!(
        "napkin: 1\nname: t\nload: {{peak: 1}}\nactors: {{visitor: reads}}\n\
         components:\n  api: {{is: service, replicas: 6, per_replica: 50k req/s}}\n  \
         db: {{is: relational-database, replicas: 3, copies: 3, per_replica: {per_replica}, \
         replication: {{writer: one, acks: 2, reads: 1, lag: 1 s, failover: 60 s}}}}\n\
         flows:\n  show: {{actor: visitor, rate: {read} /s, steps: [visitor -> api, api -> db: {{read: item{retried}}}]}}\n  \
         save: {{actor: visitor, rate: {write} /s, steps: [visitor -> api, api -> db: {{write: item{written}}}]}}\n\
         data:\n  item: {{in: db, rows: 1M, fields: {{id: id key}}}}\n"
    )
}

#[test]
fn retried_reads_are_no_writes() {
    // 300 reads four times of 3 × 300: 133 %, though the writes (400 × 3 of 3000) stay at 40 %.
    let limits = "{reads: 300 req/s, writes: 1000 req/s}";
    let (design, catalog) = sound(&copied(limits, (300, ", retries: 3"), (400, "")));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "retry storm");
    close(seen.loaded("db").1, 4.0 / 3.0, 9);
    assert_eq!(seen.state("show"), State::Fails);
    // The same writes retried four times fill what writes have, and no more: 160 %.
    let (design, catalog) = sound(&copied(limits, (300, ""), (400, ", retries: 3")));
    let model = Model::resolve(&design, &catalog);
    close(run(&model, "retry storm").loaded("db").1, 1.6, 9);
}

#[test]
fn retried_writes_weigh_as_much_as_their_copies() {
    // 1000 reads once and 200 writes four times on three copies: 1000 + 2400 of 3000.
    let (design, catalog) = sound(&copied("1k req/s", (1000, ""), (200, ", retries: 3")));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "retry storm");
    close(seen.loaded("db").1, 34.0 / 30.0, 9);
    assert_eq!(seen.state("save"), State::Fails);
    // Reads retried as often are 1400 of 3000 for 200 of them, and 600 for the writes.
    let (design, catalog) = sound(&copied("1k req/s", (200, ", retries: 3"), (200, "")));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "retry storm");
    close(seen.loaded("db").1, 14.0 / 30.0, 9);
    assert_eq!(seen.state("show"), State::Holds);
    // The load is afterwards what it was.
    let db = model.component_index("db").unwrap();
    close(
        seen.load
            .figures
            .value(seen.load.components[db].utilisation.unwrap())
            .unwrap(),
        8.0 / 30.0,
        9,
    );
}

#[test]
fn units_that_come_in_time() {
    // 2500 a second are reached after 218 s of 600; the first units come 30 s after 80 % of that.
    let scale = "replicas: 5, per_replica: 500 req/s, scale: {to: 100, at: 80 %, in: 30 s}";
    let (design, catalog) = sound(&service(scale, "timeout: 1 s").replace("rate: 100 /s", "rate: 1044 /s"));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "surge 5x in 600 s");
    assert_eq!(seen.state("read"), State::Holds);
    let told = |words: &str| seen.drill.figures.iter().any(|(text, _)| text.contains(words));
    assert!(!told("full after"), "{:?}", seen.drill.figures);
    assert!(seen.flow("read").reasons.is_empty(), "{:?}", seen.flow("read"));
    assert!(seen.drill.overloads.iter().all(|o| o.deficit.is_none()));
    // 5220 ÷ (500 × 80 %) = 13.05.
    assert_eq!(seen.number("units of api in the end"), 14.0);
    close(seen.loaded("api").1, 5220.0 / 7000.0, 9);
    // Up to 8 units: full at 4000 a second, 600 s × 2956 ÷ 4176.
    let few = scale.replace("100,", "8,");
    let (design, catalog) = sound(&service(&few, "timeout: 1 s").replace("rate: 100 /s", "rate: 1044 /s"));
    let model = Model::resolve(&design, &catalog);
    let full = run(&model, "surge 5x in 600 s").number("full after");
    assert!((full - 424.7).abs() <= 1.0, "{full}");
}

#[test]
fn what_is_just_full_fails_nothing() {
    let (design, catalog) = sound(&service("replicas: 4, per_replica: 100 req/s", ""));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "surge 4x");
    assert_eq!(seen.state("read"), State::Degraded);
    assert_eq!(seen.flow("read").failing, None);
    seen.says("read", "api at 100 % of its requests");
    assert_eq!(run(&model, "surge 4.1x").state("read"), State::Fails);
}

/// A service and its database, which takes 10 ms.
fn with_database(api: &str, step: &str) -> String {
    format!(
        "napkin: 1\nname: t\nload: {{peak: 1}}\nactors: {{visitor: reads}}\n\
         components:\n  api: {{is: service, replicas: 2, per_replica: 1k req/s, latency: 1 ms{api}}}\n  \
         db: {{is: relational-database, per_replica: 10k req/s, latency: 10 ms}}\n\
         flows:\n  read:\n    actor: visitor\n    rate: 200 /s\n    steps:\n      - visitor -> api\n      - api -> db: {{{step}}}\n"
    )
}

#[test]
fn slow_answers_hold_places() {
    // 200 a second × 10 ms = 2 in flight; × 100 ms = 20, of 2 × 5 places: half gets none; full after 8 ÷ 200 s.
    let (design, catalog) = sound(&with_database(", has: {connection-pool: 5}", ""));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "slow db 10x");
    close(seen.number("in flight at api before"), 2.0, 9);
    close(seen.number("in flight at api while"), 20.0, 9);
    close(seen.number("taken after"), 0.04, 9);
    close(seen.failing("read"), 0.5, 9);
    let seen = run(&model, "slow db +10 ms");
    close(seen.number("in flight at api while"), 4.0, 9);
    assert_eq!(seen.state("read"), State::Degraded);
    // A call that is given up after 50 ms and tried once more holds its place for 100 ms, and fails.
    let (design, catalog) = sound(&with_database(
        ", has: {connection-pool: 50}",
        "timeout: 50 ms, retries: 1",
    ));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "slow db 50x");
    close(seen.number("in flight at api while"), 20.0, 9);
    assert_eq!(seen.failing("read"), 1.0);
    seen.says("read", "100 % of the requests end in a timeout");
}

#[test]
fn places_that_nobody_gave_are_unknown() {
    let (design, catalog) = sound(&with_database("", ""));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "slow db 10x");
    assert_eq!(seen.state("read"), State::Unknown);
    seen.says("read", "components.api.has.connection-pool");
    // A breaker lets go of them.
    let (design, catalog) = sound(&with_database(", has: [circuit-breaker]", ""));
    let model = Model::resolve(&design, &catalog);
    assert_eq!(run(&model, "slow db 10x").state("read"), State::Degraded);
}

#[test]
fn cold_caches_of_the_worked_example() {
    let text = include_str!("../designs/url-shortener.yaml");
    let (design, catalog) = sound(text);
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "cold cache");
    close(seen.loaded("api").0, 3436.09, 6);
    close(seen.loaded("links").0, 3436.09, 6);
    // The balancer carries 2.5 times as much, and nobody says how much it may.
    assert_eq!(seen.state("redirect"), State::Unknown);
    seen.says("redirect", "components.lb.per_replica");
    // 45.36 fills a second × a day ÷ 3402 misses a second: 86,400 s × 0.4 × 0.1 ÷ 3.
    close(seen.number("warm again"), 1152.0, 9);
    let edge = run(&model, "cold edge");
    close(edge.loaded("api").0, 3436.09, 6);
    close(edge.loaded("links").0, 374.23, 5);
}

#[test]
fn a_store_that_can_not_bear_a_cold_cache() {
    let cache = |facts: &str| {
        format!(
            "napkin: 1\nname: t\nload: {{peak: 1}}\nactors: {{visitor: reads}}\n\
             components:\n  api: {{is: service, replicas: 2, per_replica: 1k req/s}}\n  \
             cache: {{is: distributed-cache, per_replica: 9k req/s, ttl: 1 min{facts}}}\n  \
             db: {{is: relational-database, per_replica: 500 req/s}}\n\
             flows:\n  read:\n    actor: visitor\n    rate: 1000 /s\n    steps:\n      - visitor -> api\n      \
             - api -> cache: {{hit: 95 %}}\n      - api -> db: {{on_miss: cache, read: item}}\n\
             data:\n  item: {{in: db, rows: 1M, fields: {{id: id key}}}}\n"
        )
    };
    // 50 a second become 1000, twice what the database bears.
    let (design, catalog) = sound(&cache(""));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "cold cache");
    assert_eq!(seen.loaded("db"), (1000.0, 2.0));
    assert_eq!(seen.state("read"), State::Fails);
    seen.helps("`request-coalescing` at cache");
    // 50 × 60 s entries, of which 500 a second are fetched.
    close(seen.number("warm again"), 6.0, 9);
    // Each key once: nobody says how many there are.
    let (design, catalog) = sound(&cache(", has: [request-coalescing]"));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "cold cache");
    assert_eq!(seen.state("read"), State::Unknown);
    seen.says("read", "how many different keys");
}

#[test]
fn hot_keys_of_a_sharded_store() {
    // Four groups of two copies, half full: a key with a share of 20 % fills its group to 0.5 × (1 + 0.2 × 3).
    let (design, catalog) = sound(
        "napkin: 1\nname: t\nload: {peak: 1}\nactors: {visitor: reads}\n\
         components:\n  db: {is: key-value-store, replicas: 8, copies: 2, key: id, per_replica: {reads: 100 req/s}}\n\
         flows:\n  read:\n    actor: visitor\n    rate: 400 /s\n    steps:\n      - visitor -> db: {read: item}\n\
         data:\n  item: {in: db, rows: 1M, fields: {id: id key}}\n",
    );
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "hot key 20 %");
    close(seen.loaded("db").1, 0.8, 9);
    assert_eq!(seen.state("read"), State::Holds);
    close(seen.number("largest share"), 1.0 / 3.0, 9);
    let seen = run(&model, "hot key of db 40 %");
    close(seen.loaded("db").1, 1.1, 9);
    assert_eq!(seen.state("read"), State::Fails);
    // The group has 40 % and a quarter of the rest, and answers 10 ÷ 11 of it.
    close(seen.failing("read"), 0.55 / 11.0, 9);
    let seen = run(&model, "hot key");
    assert_eq!(seen.state("read"), State::Unknown);
    seen.says("read", "the share of the hottest key");
}

/// Three services in a row, each of which tries four times.
fn layers(facts: [&str; 3], rate: &str) -> String {
    let [a, b, c] = facts;
    format!(
        "napkin: 1\nname: t\nload: {{peak: 1}}\nactors: {{visitor: reads}}\n\
         components:\n  edge: {{is: service, per_replica: 10k req/s{a}}}\n  shop: {{is: service, per_replica: 10k req/s{b}}}\n  \
         stock: {{is: service, per_replica: 10k req/s{c}}}\n  base: {{is: service, per_replica: 100 req/s}}\n\
         flows:\n  read:\n    actor: visitor\n    rate: {rate}\n    steps:\n      - visitor -> edge\n      \
         - edge -> shop: {{retries: 3, timeout: 9 s}}\n      - shop -> stock: {{retries: 3, timeout: 3 s}}\n      \
         - stock -> base: {{retries: 3, timeout: 1 s}}\n"
    )
}

#[test]
fn retries_of_layers_multiply() {
    // Site Reliability Engineering, chapter 22: 64 attempts. 10 a second of 100 become 640.
    let (design, catalog) = sound(&layers(["", "", ""], "10 /s"));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "retry storm");
    assert_eq!(seen.number("tries of a call of base"), 64.0);
    assert_eq!(seen.number("tries of a call of stock"), 16.0);
    close(seen.loaded("base").1, 6.4, 9);
    assert_eq!(seen.state("read"), State::Fails);
    close(seen.number("turn away at base"), 10.0 - 100.0 / 64.0, 9);
    close(seen.number("that tip base"), 90.0, 9);
    // One layer alone: 40 of 100, it recovers.
    let breaker = ", has: [circuit-breaker]";
    let (design, catalog) = sound(&layers([breaker, breaker, ""], "10 /s"));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "retry storm at base");
    assert_eq!(seen.number("tries of a call of base"), 4.0);
    assert_eq!(seen.state("read"), State::Holds);
}

#[test]
fn what_fails_in_an_overload_with_retries() {
    // 5 % too much and three retries: 46.7 % of the tries fail; with a budget of 10 % 13.4 %.
    let breaker = ", has: [circuit-breaker]";
    for (last, failing) in [("", 0.467), (", has: {retry-budget: 10 %}", 0.134)] {
        let (design, catalog) = sound(&layers([breaker, breaker, last], "105 /s"));
        let model = Model::resolve(&design, &catalog);
        let seen = run(&model, "retry storm");
        close(seen.number("share of the tries of base"), failing, 3);
        assert_eq!(seen.state("read"), State::Fails);
    }
}

/// A log and its consumer.
fn consumed(log: &str, keep: &str) -> String {
    format!(
        "napkin: 1\nname: t\nload: {{peak: 1}}\nactors: {{visitor: reads}}\n\
         components:\n  api: {{is: service}}\n  log: {{is: event-log{log}}}\n  \
         work: {{is: worker, replicas: 2, per_replica: 100 msg/s, latency: 10 ms}}\n\
         flows:\n  click:\n    actor: visitor\n    rate: 50 /s\n    steps:\n      - visitor -> api\n      \
         - api -> log: {{write: event}}\n      - log ~> work\n\
         data:\n  event: {{in: log{keep}, fields: {{id: id key}}}}\n"
    )
}

#[test]
fn a_backlog_is_worked_off() {
    // 50 a second for an hour, worked off at 200 − 50 a second.
    let (design, catalog) = sound(&consumed("", ", keep: 1 day"));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "backlog 1 h");
    close(seen.number("wait for work"), 180_000.0, 9);
    close(seen.number("caught up"), 1200.0, 9);
    assert_eq!(seen.state("click"), State::Degraded);
    // What is kept for half an hour is half lost.
    let (design, catalog) = sound(&consumed("", ", keep: 30 min"));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "backlog of work 1 h");
    assert_eq!(seen.state("click"), State::Fails);
    close(seen.failing("click"), 0.5, 9);
    let (design, catalog) = sound(&consumed("", ""));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "backlog 1 h");
    assert_eq!(seen.state("click"), State::Unknown);
    seen.says("click", "data.event.keep");
}

#[test]
fn a_poison_message_is_set_aside_or_not() {
    let (design, catalog) = sound(&consumed(", has: {dead-letter: 5}", ""));
    let model = Model::resolve(&design, &catalog);
    let seen = run(&model, "poison message");
    assert_eq!(seen.state("click"), State::Holds);
    close(seen.number("behind it wait"), 0.05, 9);
    for (said, state) in [("", State::Unknown), (", lacks: [dead-letter]", State::Degraded)] {
        let (design, catalog) = sound(&consumed(said, ""));
        let model = Model::resolve(&design, &catalog);
        assert_eq!(run(&model, "poison message").state("click"), state);
    }
}

#[test]
fn a_larger_surge_is_never_better() {
    for text in [
        include_str!("../../designs/ecommerce.yaml"),
        include_str!("../designs/checkout.yaml"),
        include_str!("../designs/live.yaml"),
    ] {
        let (design, catalog) = sound(text);
        let model = Model::resolve(&design, &catalog);
        let mut before: Option<Vec<State>> = None;
        for times in ["1.1", "1.5", "2", "3", "6", "20"] {
            let seen = run(&model, &format!("surge {times}x in 2 min"));
            let now: Vec<State> = seen.drill.flows.iter().map(|f| f.state).collect();
            if let Some(before) = before {
                let worse = before.iter().zip(&now).all(|(before, now)| before <= now);
                assert!(worse, "{times}: {before:?} {now:?}");
            }
            before = Some(now);
        }
    }
}
