//! The URL shortener, worked by hand: every figure was computed on paper before the program existed.

use crate::fixture::{availability, close, load_without, read};
use napkin::analysis::load::{Condition, Load};
use napkin::design::{Resource, Settings};
use napkin::model::{Model, Party};
use napkin::quantity::Profile;

pub const DESIGN: &str = include_str!("../designs/url-shortener.yaml");

/// Illustrative figures: round numbers to compute with, no facts.
pub const OVERLAY: [(&str, &str); 7] = [
    (
        "number/instance-availability.yaml",
        "{title: i, summary: i, figure: {value: 99.9 %, source: test, date: 2026, confidence: derived}}",
    ),
    (
        "number/zone-availability.yaml",
        "{title: z, summary: z, figure: {value: 99.99 %, source: test, date: 2026, confidence: derived}}",
    ),
    (
        "number/region-availability.yaml",
        "{title: r, summary: r, figure: {value: 99.999 %, source: test, date: 2026, confidence: derived}}",
    ),
    (
        "technology/aws-alb.yaml",
        "{title: lb, summary: lb, fills: [load-balancer], managed: true,
        limits: {requests: {value: 100k req/s, source: test, date: 2026, confidence: derived}},
        availability: {value: 99.99 %, source: test, date: 2026, confidence: derived}}",
    ),
    (
        "technology/dynamodb.yaml",
        "{title: kv, summary: kv, fills: [key-value-store], managed: true,
        limits: {requests: {value: 40k req/s, source: test, date: 2026, confidence: derived}},
        availability: {value: 99.99 %, source: test, date: 2026, confidence: derived}}",
    ),
    (
        "technology/cloudfront.yaml",
        "{title: cdn, summary: cdn, fills: [cdn], managed: true,
        limits: {requests: {value: 250k req/s, source: test, date: 2026, confidence: derived}},
        availability: {value: 99.9 %, source: test, date: 2026, confidence: derived}}",
    ),
    (
        "technology/redis.yaml",
        "{title: redis, summary: redis, fills: [distributed-cache],
        limits: {requests: {value: 100k req/s, source: test, date: 2026, confidence: derived}}}",
    ),
];

fn peak(model: &Model, load: &Load, id: &str) -> f64 {
    let calls = load.components[model.component_index(id).unwrap()].calls.unwrap();
    load.figures.value(calls.peak).unwrap()
}

fn average(model: &Model, load: &Load, id: &str) -> f64 {
    let calls = load.components[model.component_index(id).unwrap()].calls.unwrap();
    load.figures.value(calls.average).unwrap()
}

#[test]
fn rates_and_peaks() {
    let (design, catalog) = read(DESIGN, &Settings::default(), &OVERLAY);
    let model = Model::resolve(&design, &catalog);
    let load = load_without(&model, &[]);
    let users = design.load.users.as_ref().unwrap().spread;
    close(users.median(), 9_797_959.0, 7);
    close(users.mean(), 9_872_664.0, 7);
    let flow = |id: &str| &load.flows[model.flow_index(id).unwrap()];
    close(load.figures.value(flow("redirect").rate.unwrap()).unwrap(), 1134.02, 6);
    close(load.figures.value(flow("shorten").rate.unwrap()).unwrap(), 11.34, 4);
    close(load.figures.value(flow("redirect").peak.unwrap()).unwrap(), 3402.07, 6);
    close(load.figures.value(flow("shorten").peak.unwrap()).unwrap(), 34.02, 4);
    for (id, mean, most) in [
        ("edge", 1134.02, 3402.07),
        ("lb", 464.95, 1394.85),
        ("api", 464.95, 1394.85),
        ("cache", 453.61, 1360.83),
        ("links", 56.70, 170.10),
        ("clicks", 1134.02, 3402.07),
        ("members", 11.34, 34.02),
        ("stats", 2.268, 6.804),
    ] {
        close(average(&model, &load, id), mean, 4);
        close(peak(&model, &load, id), most, 4);
    }
    let of = |id: &str| &load.components[model.component_index(id).unwrap()];
    let value = |id| load.figures.value(id).unwrap();
    close(value(of("cache").fills.unwrap().average), 45.36, 4);
    close(value(of("cache").fills.unwrap().peak), 136.08, 5);
    close(value(of("links").reads.unwrap().peak), 136.08, 5);
    close(value(of("links").writes.unwrap().peak), 34.02, 4);
    close(value(of("members").reads.unwrap().average), 11.34, 4);
    close(value(of("stats").messages.unwrap().average), 1134.02, 6);
    close(value(of("stats").messages.unwrap().peak), 3402.07, 6);
    let edge = Party::Component(model.component_index("edge").unwrap());
    let visitor = Party::Actor(model.actor_index("visitor").unwrap());
    let back = load.links[&(visitor, edge)].bytes_out.unwrap();
    close(value(back.average), 0.567e6, 3);
    close(value(back.peak), 1.701e6, 4);
    close(value(back.average) * 30.0 * 86_400.0, 1470e9, 3);
}

#[test]
fn ends_of_the_range() {
    for (users, redirect, api, links, stats) in [
        ("8M", 2777.78, 1138.89, 138.89, 5.556),
        ("12M", 4166.67, 1708.33, 208.33, 8.333),
        ("9872664", 3428.01, 1405.48, 171.40, 6.856),
    ] {
        let settings = Settings {
            set: vec![format!("load.users={users}")],
            ..Settings::default()
        };
        let (design, catalog) = read(DESIGN, &settings, &OVERLAY);
        let model = Model::resolve(&design, &catalog);
        let load = load_without(&model, &[]);
        close(peak(&model, &load, "edge"), redirect, 5);
        close(peak(&model, &load, "api"), api, 5);
        close(peak(&model, &load, "links"), links, 4);
        close(peak(&model, &load, "stats"), stats, 4);
    }
}

#[test]
fn utilisation_and_sizing() {
    let (design, catalog) = read(DESIGN, &Settings::default(), &OVERLAY);
    let model = Model::resolve(&design, &catalog);
    let load = load_without(&model, &[]);
    let api = &load.components[model.component_index("api").unwrap()];
    let row = api.resources.iter().find(|r| r.resource == Resource::Requests).unwrap();
    close(load.figures.value(row.utilisation).unwrap(), 1394.85 / 15_000.0, 5);
    assert_eq!(load.figures.percent(row.utilisation), "9.3 %");
    assert_eq!(load.figures.value(row.needed), Some(1.0));
    close(load.figures.value(row.zone_lost.unwrap()).unwrap(), 0.139, 2);
}

#[test]
fn components_down() {
    let (design, catalog) = read(DESIGN, &Settings::default(), &OVERLAY);
    let model = Model::resolve(&design, &catalog);
    let edge = load_without(&model, &["edge"]);
    close(peak(&model, &edge, "lb"), 3436.09, 6);
    close(peak(&model, &edge, "api"), 3436.09, 6);
    close(peak(&model, &edge, "links"), 374.23, 5);
    let cache = load_without(&model, &["cache"]);
    close(peak(&model, &cache, "links"), 1394.85, 6);
    let both = load_without(&model, &["edge", "cache"]);
    close(peak(&model, &both, "links"), 3436.09, 6);
}

#[test]
fn throughput_of_one_flow() {
    let (design, catalog) = read(DESIGN, &Settings::default(), &OVERLAY);
    let model = Model::resolve(&design, &catalog);
    let target = design
        .nonfunctional
        .iter()
        .flat_map(|(_, n)| &n.metrics)
        .find_map(|m| match &m.value {
            napkin::design::Metric::Throughput(q) => Some(q.clone()),
            _ => None,
        })
        .unwrap();
    let condition = Condition {
        scaled: Some((model.flow_index("redirect").unwrap(), target)),
        ..Condition::default()
    };
    let load = napkin::analysis::load::load(&model, &condition);
    close(peak(&model, &load, "api"), 4834.02, 6);
    let down = [model.component_index("edge").unwrap()].into_iter().collect();
    let load = napkin::analysis::load::load(&model, &Condition { down, ..condition });
    let api = &load.components[model.component_index("api").unwrap()];
    close(load.figures.value(api.utilisation.unwrap()).unwrap(), 0.802, 3);
}

#[test]
fn rows_at_the_horizon() {
    let (design, catalog) = read(DESIGN, &Settings::default(), &OVERLAY);
    let model = Model::resolve(&design, &catalog);
    let load = load_without(&model, &[]);
    let link = &load.entities[model.entity_index("link").unwrap()];
    close(load.figures.value(link.rows.unwrap()).unwrap(), 4.657e9, 4);
    assert_eq!(load.figures.value(link.size.unwrap()), Some(131.0));
    let figure = |name: &str| {
        let i = design.figures.iter().position(|(id, _)| id.value == name).unwrap();
        load.figures.value(load.user_figures[i].unwrap()).unwrap()
    };
    close(figure("codes_used"), 0.000_508, 3);
    close(figure("hot_set"), 122e9, 3);
    let flat = Settings {
        set: vec!["load.growth=null".to_string()],
        ..Settings::default()
    };
    let (design, catalog) = read(DESIGN, &flat, &OVERLAY);
    let model = Model::resolve(&design, &catalog);
    let load = load_without(&model, &[]);
    let link = &load.entities[model.entity_index("link").unwrap()];
    close(load.figures.value(link.rows.unwrap()).unwrap(), 1.789e9, 4);
    let click = &load.entities[model.entity_index("click").unwrap()];
    close(load.figures.value(click.rows.unwrap()).unwrap(), 685.9e6, 4);
}

#[test]
fn a_round_day() {
    let settings = Settings {
        profile: Some(Profile::Interview),
        ..Settings::default()
    };
    let (design, catalog) = read(DESIGN, &settings, &OVERLAY);
    let model = Model::resolve(&design, &catalog);
    let load = load_without(&model, &[]);
    let redirect = &load.flows[model.flow_index("redirect").unwrap()];
    close(load.figures.value(redirect.rate.unwrap()).unwrap(), 979.80, 5);
    close(load.figures.value(redirect.peak.unwrap()).unwrap(), 2939.39, 6);
}

#[test]
fn availability_of_redirect() {
    let (design, catalog) = read(DESIGN, &Settings::default(), &OVERLAY);
    let model = Model::resolve(&design, &catalog);
    let found = availability(&model, "redirect");
    assert!(found.missing.is_empty(), "{:?}", found.missing);
    close(1.0 - found.down.high, 0.999_790_012_0, 10);
    close(found.down.low, found.down.high, 12);
    close(found.down.high * 525_600.0, 110.37, 5);
    let napkin::reliability::Interval { low, high } = found.with_hits.unwrap();
    close(low, high, 12);
    close(1.0 - high, 0.999_951_928_8, 10);
    close(high * 525_600.0, 25.27, 4);
    let events: Vec<String> = found.spofs.iter().map(|s| format!("{:?}", s.event)).collect();
    let lb = model.component_index("lb").unwrap();
    let links = model.component_index("links").unwrap();
    assert_eq!(
        events,
        [
            format!("Service({lb})"),
            format!("Service({links})"),
            "Region(0)".to_string()
        ]
    );
}

#[test]
fn without_the_fallback() {
    let settings = Settings::default();
    let text = DESIGN.replace(", if_down: lb}", "}");
    let (design, catalog) = read(&text, &settings, &OVERLAY);
    let model = Model::resolve(&design, &catalog);
    let found = availability(&model, "redirect");
    close(1.0 - found.down.high, 0.998_790_222_0, 10);
}

#[test]
fn without_the_limits_nothing_is_proven() {
    let mut overlay = OVERLAY.to_vec();
    overlay[3].1 = "{title: lb, summary: lb, fills: [load-balancer], managed: true,
        availability: {value: 99.99 %, source: test, date: 2026, confidence: derived}}";
    let (design, catalog) = read(DESIGN, &Settings::default(), &overlay);
    let model = Model::resolve(&design, &catalog);
    let found = availability(&model, "redirect");
    close(found.down.high, 1.0, 12);
    assert!(
        found.missing.iter().any(|m| m.contains("components.lb.per_replica")),
        "{:?}",
        found.missing
    );
}

#[test]
fn a_condition_computed_where_it_differs_equals_the_whole() {
    let texts = [
        DESIGN.replace("  - {rule: single-region", "  - {rule: unknown-key"),
        include_str!("../../designs/chat.yaml").to_string(),
        include_str!("../../designs/ecommerce.yaml").to_string(),
    ];
    for text in texts {
        let (design, catalog) = read(&text, &Settings::default(), &[]);
        let model = Model::resolve(&design, &catalog);
        let mut healthy = load_without(&model, &[]);
        for (c, component) in model.components.iter().enumerate() {
            let condition = Condition {
                down: [c].into_iter().collect(),
                ..Condition::default()
            };
            let changed = healthy.under(&model, &condition);
            let whole = napkin::analysis::load::load(&model, &condition);
            // What nobody writes any more is not copied on: the short way keeps the healthy rates and says so.
            let rate = |load: &Load, f: usize| load.flows[f].rate.and_then(|r| load.figures.value(r));
            if (0..model.flows.len()).any(|f| rate(&healthy, f) != rate(&whole, f)) {
                continue;
            }
            for (other, expected) in whole.components.iter().enumerate() {
                let found = changed.get(&other).unwrap_or(&healthy.components[other]);
                for row in &expected.resources {
                    if matches!(row.resource, Resource::Memory | Resource::Storage) {
                        continue;
                    }
                    let same = found.resources.iter().find(|r| r.resource == row.resource).unwrap();
                    let (a, b) = (healthy.figures.value(same.demand), whole.figures.value(row.demand));
                    let near = match (a, b) {
                        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()),
                        (a, b) => a == b,
                    };
                    let name = model.components[other].id;
                    assert!(near, "{name} without {}: {:?} {a:?} {b:?}", component.id, row.resource);
                }
            }
        }
    }
}
