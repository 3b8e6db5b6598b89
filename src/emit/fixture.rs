//! Reports for tests: a small design written by hand, larger ones made in loops.

use crate::report::*;

/// The URL shortener: three zones, eight components, two flows.
pub fn small() -> Report {
    let mut report = empty("URL shortener");
    report.summary = Some("Turn a long address into a short one.".to_owned());
    report.actors = vec![
        actor("visitor", "anyone with a link"),
        actor("member", "has an account"),
    ];
    report.regions = vec![region("eu-west", &["a", "b", "c"])];
    let abc = &[("eu-west", &[("a", 2), ("b", 2), ("c", 2)][..])];
    let one_each = &[("eu-west", &[("a", 1), ("b", 1), ("c", 1)][..])];
    let two = &[("eu-west", &[("a", 1), ("b", 1)][..])];
    report.components = vec![
        component("edge", Shape::Edge, "CDN", Some("CloudFront"), outside(), 3402.0),
        component(
            "lb",
            Shape::Balancer,
            "Load balancer",
            Some("AWS ALB"),
            regional("eu-west"),
            1394.85,
        ),
        sized(
            component("api", Shape::Service, "Service", None, zones(abc), 1394.85),
            "m6i.large",
            9.3,
        ),
        sized(
            component(
                "cache",
                Shape::Cache,
                "Distributed cache",
                Some("Redis"),
                zones(one_each),
                1360.8,
            ),
            "r7g.large",
            2.1,
        ),
        component(
            "links",
            Shape::Database,
            "Key-value store",
            Some("DynamoDB"),
            regional("eu-west"),
            170.1,
        ),
        sized(
            component(
                "members",
                Shape::Database,
                "Relational database",
                Some("Aurora"),
                zones(two),
                34.0,
            ),
            "r6g.large",
            81.0,
        ),
        sized(
            component(
                "clicks",
                Shape::Log,
                "Event log",
                Some("Kafka"),
                zones(one_each),
                3402.0,
            ),
            "m7g.large",
            34.0,
        ),
        sized(
            component("stats", Shape::Worker, "Worker", None, zones(two), 6.8),
            "m6i.large",
            100.2,
        ),
    ];
    report.flows = vec![
        flow(
            "redirect",
            "visitor",
            vec![
                Step {
                    hit: Some("60 %".to_owned()),
                    if_down: Some("lb".to_owned()),
                    notes: vec!["hit 60 %".to_owned(), "if edge is down: lb".to_owned()],
                    ..step("visitor", "edge", "", 1.0)
                },
                Step {
                    waits: false,
                    ..step("edge", "clicks", "write click", 1.0)
                },
                Step {
                    waits: false,
                    notes: vec!["batch 500".to_owned()],
                    ..step("clicks", "stats", "", 0.002)
                },
                Step {
                    on_miss: Some("edge".to_owned()),
                    notes: vec!["on a miss of edge".to_owned()],
                    ..step("edge", "lb", "", 0.4)
                },
                step("lb", "api", "", 0.4),
                Step {
                    hit: Some("90 %".to_owned()),
                    notes: vec!["hit 90 %".to_owned(), "timeout 20 ms".to_owned()],
                    ..step("api", "cache", "", 0.4)
                },
                Step {
                    on_miss: Some("cache".to_owned()),
                    notes: ["on a miss of cache", "timeout 50 ms", "1 retry"]
                        .map(str::to_owned)
                        .to_vec(),
                    ..step("api", "links", "read link", 0.04)
                },
            ],
        ),
        flow(
            "shorten",
            "member",
            vec![
                step("member", "lb", "", 1.0),
                step("lb", "api", "", 1.0),
                step("api", "members", "read member", 1.0),
                Step {
                    parallel: true,
                    ..step("api", "cache", "read quota", 1.0)
                },
                Step {
                    optional: true,
                    ..step("api", "stats", "check spam", 1.0)
                },
                step("api", "links", "write link", 1.0),
            ],
        ),
    ];
    report.entities = vec![
        entity(
            "link",
            &["links"],
            vec![
                Field {
                    key: true,
                    ..field("code", "string(7)")
                },
                field("url", "text"),
                Field {
                    references: Some("member".to_owned()),
                    optional: true,
                    ..field("owner", "id")
                },
                field("created_at", "timestamp"),
                Field {
                    optional: true,
                    ..field("expires_at", "timestamp")
                },
            ],
        ),
        entity(
            "click",
            &["clicks"],
            vec![
                Field {
                    references: Some("link".to_owned()),
                    ..field("code", "")
                },
                field("at", "timestamp"),
                Field {
                    optional: true,
                    ..field("referrer", "string(200)")
                },
            ],
        ),
        entity(
            "member",
            &["members"],
            vec![
                Field {
                    key: true,
                    ..field("id", "id")
                },
                Field {
                    unique: true,
                    pii: true,
                    ..field("email", "string(254)")
                },
                Field {
                    references: Some("member".to_owned()),
                    optional: true,
                    ..field("invited_by", "")
                },
            ],
        ),
    ];
    link_up(&mut report);
    report
}

/// A marketplace: 25 components in two regions, eight entities.
pub fn medium() -> Report {
    let mut report = empty("Marketplace");
    report.actors = vec![actor("buyer", "looks and buys"), actor("seller", "offers and ships")];
    report.regions = vec![
        Region {
            users: Some("55 %".to_owned()),
            ..region("eu", &["a", "b", "c"])
        },
        Region {
            users: Some("45 %".to_owned()),
            ..region("us", &["a", "b", "c"])
        },
    ];
    let both = || {
        zones(&[
            ("eu", &[("a", 4), ("b", 4), ("c", 4)][..]),
            ("us", &[("a", 4), ("b", 4), ("c", 4)][..]),
        ])
    };
    let managed = || Placement::Regional {
        regions: vec!["eu".to_owned(), "us".to_owned()],
    };
    for (id, shape, function, technology, placement, peak) in [
        ("dns", Shape::Edge, "DNS", Some("Route 53"), outside(), 9_000.0),
        ("cdn", Shape::Edge, "CDN", Some("CloudFront"), outside(), 80_000.0),
        (
            "lb",
            Shape::Balancer,
            "Load balancer",
            Some("AWS ALB"),
            managed(),
            22_000.0,
        ),
        ("gateway", Shape::Gateway, "API gateway", Some("Kong"), both(), 22_000.0),
        ("auth", Shape::Service, "Service", None, both(), 22_000.0),
        (
            "sessions",
            Shape::Cache,
            "Session registry",
            Some("Redis"),
            both(),
            22_000.0,
        ),
        ("catalog", Shape::Service, "Service", None, both(), 14_000.0),
        (
            "product_cache",
            Shape::Cache,
            "Distributed cache",
            Some("Redis"),
            both(),
            14_000.0,
        ),
        (
            "products",
            Shape::Database,
            "Document store",
            Some("MongoDB"),
            both(),
            1_400.0,
        ),
        ("search", Shape::Service, "Service", None, both(), 5_000.0),
        (
            "index",
            Shape::Search,
            "Search index",
            Some("OpenSearch"),
            both(),
            5_000.0,
        ),
        ("cart", Shape::Service, "Service", None, both(), 2_000.0),
        (
            "carts",
            Shape::Database,
            "Key-value store",
            Some("DynamoDB"),
            managed(),
            2_000.0,
        ),
        ("checkout", Shape::Service, "Service", None, both(), 300.0),
        (
            "orders",
            Shape::Database,
            "Relational database",
            Some("Aurora PostgreSQL"),
            both(),
            600.0,
        ),
        ("payment", Shape::Service, "Service", None, both(), 300.0),
        (
            "psp",
            Shape::External,
            "Payment provider",
            Some("Stripe"),
            outside(),
            300.0,
        ),
        ("stock", Shape::Service, "Service", None, both(), 300.0),
        (
            "inventory",
            Shape::Database,
            "Relational database",
            Some("Aurora PostgreSQL"),
            both(),
            300.0,
        ),
        ("events", Shape::Log, "Event log", Some("Kafka"), both(), 4_000.0),
        ("indexer", Shape::Worker, "Worker", None, both(), 40.0),
        ("mailer", Shape::Worker, "Worker", None, both(), 300.0),
        (
            "mail",
            Shape::External,
            "Mail provider",
            Some("Amazon SES"),
            outside(),
            300.0,
        ),
        (
            "images",
            Shape::ObjectStore,
            "Object store",
            Some("Amazon S3"),
            managed(),
            8_000.0,
        ),
        ("jobs", Shape::Queue, "Work queue", Some("Amazon SQS"), managed(), 40.0),
    ] {
        let known = component(id, shape, function, technology, placement, peak);
        report.components.push(sized(known, "m7g.xlarge", peak % 83.0));
    }
    report.flows = vec![
        flow(
            "browse",
            "buyer",
            vec![
                Step {
                    hit: Some("90 %".to_owned()),
                    ..step("buyer", "cdn", "", 12.0)
                },
                Step {
                    on_miss: Some("cdn".to_owned()),
                    ..step("cdn", "images", "read image", 1.2)
                },
                step("buyer", "dns", "", 0.1),
                step("buyer", "lb", "", 1.0),
                step("lb", "gateway", "", 1.0),
                step("gateway", "auth", "", 1.0),
                step("auth", "sessions", "read session", 1.0),
                step("gateway", "catalog", "", 0.7),
                Step {
                    hit: Some("90 %".to_owned()),
                    ..step("catalog", "product_cache", "", 0.7)
                },
                Step {
                    on_miss: Some("product_cache".to_owned()),
                    ..step("catalog", "products", "read product", 0.07)
                },
                Step {
                    parallel: true,
                    ..step("gateway", "search", "", 0.3)
                },
                step("search", "index", "query", 0.3),
            ],
        ),
        flow(
            "buy",
            "buyer",
            vec![
                step("buyer", "lb", "", 1.0),
                step("lb", "gateway", "", 1.0),
                step("gateway", "cart", "", 1.0),
                step("cart", "carts", "read cart", 1.0),
                step("gateway", "checkout", "", 1.0),
                step("checkout", "stock", "reserve", 1.0),
                step("stock", "inventory", "update stock", 1.0),
                step("checkout", "payment", "pay", 1.0),
                Step {
                    notes: vec!["timeout 3 s".to_owned(), "2 retries".to_owned()],
                    ..step("payment", "psp", "charge", 1.0)
                },
                step("checkout", "orders", "write order, outbox", 1.0),
                Step {
                    waits: false,
                    ..step("orders", "events", "write order event", 1.0)
                },
                Step {
                    waits: false,
                    ..step("events", "mailer", "", 1.0)
                },
                Step {
                    optional: true,
                    ..step("mailer", "mail", "send mail", 1.0)
                },
                Step {
                    waits: false,
                    ..step("mailer", "buyer", "mail", 1.0)
                },
            ],
        ),
        flow(
            "offer",
            "seller",
            vec![
                step("seller", "lb", "", 1.0),
                step("lb", "gateway", "", 1.0),
                step("gateway", "catalog", "", 1.0),
                step("catalog", "products", "write product", 1.0),
                step("catalog", "images", "write image", 4.0),
                Step {
                    waits: false,
                    ..step("catalog", "events", "write product event", 1.0)
                },
                Step {
                    waits: false,
                    ..step("events", "indexer", "", 0.01)
                },
                step("indexer", "index", "write product", 0.01),
                step("indexer", "jobs", "write job", 0.01),
            ],
        ),
    ];
    let to = |name: &str, entity: &str| Field {
        references: Some(entity.to_owned()),
        ..field(name, "id")
    };
    let key = |name: &str| Field {
        key: true,
        ..field(name, "id")
    };
    report.entities = vec![
        entity(
            "buyer",
            &["orders"],
            vec![
                key("id"),
                Field {
                    pii: true,
                    ..field("email", "string(254)")
                },
            ],
        ),
        entity("seller", &["products"], vec![key("id"), field("shop", "string(80)")]),
        entity(
            "product",
            &["products", "index"],
            vec![
                key("id"),
                to("seller", "seller"),
                field("title", "string(200)"),
                field("price", "money"),
            ],
        ),
        entity(
            "image",
            &["images"],
            vec![key("id"), to("product", "product"), field("body", "blob")],
        ),
        entity(
            "cart",
            &["carts"],
            vec![key("id"), to("buyer", "buyer"), field("changed_at", "timestamp")],
        ),
        entity(
            "cart_line",
            &["carts"],
            vec![
                Field {
                    key: true,
                    ..to("cart", "cart")
                },
                Field {
                    key: true,
                    ..to("product", "product")
                },
                field("count", "int"),
            ],
        ),
        entity(
            "order",
            &["orders"],
            vec![
                key("id"),
                to("buyer", "buyer"),
                field("total", "money"),
                field("at", "timestamp"),
            ],
        ),
        entity(
            "order_line",
            &["orders"],
            vec![
                key("id"),
                to("order", "order"),
                to("product", "product"),
                field("count", "int"),
            ],
        ),
        entity(
            "stock_level",
            &["inventory"],
            vec![
                Field {
                    key: true,
                    ..to("product", "product")
                },
                field("left", "int"),
            ],
        ),
        entity(
            "audit",
            &["events"],
            vec![field("at", "timestamp"), field("body", "json")],
        ),
        entity("session", &["sessions"], vec![key("id"), to("buyer", "buyer")]),
    ];
    link_up(&mut report);
    report
}

/// Sixty components in tiers, each calling two of the next tier.
pub fn large() -> Report {
    let mut report = empty("Sixty");
    report.actors = vec![actor("user", "someone")];
    report.regions = vec![region("eu", &["a", "b", "c"])];
    let shapes = [
        Shape::Gateway,
        Shape::Service,
        Shape::Service,
        Shape::Cache,
        Shape::Database,
        Shape::Queue,
    ];
    let name = |at: usize| format!("part{at:02}");
    for at in 0..60 {
        let shape = shapes.get(at / 10).copied().unwrap_or(Shape::Unknown);
        let placement = if at % 7 == 0 {
            regional("eu")
        } else {
            zones(&[("eu", &[("a", 1), ("b", 1), ("c", 1)][..])])
        };
        let title = format!("Function {at}");
        report
            .components
            .push(component(&name(at), shape, &title, None, placement, 100.0));
    }
    let mut steps = Vec::new();
    for at in 0..10 {
        steps.push(step("user", &name(at), "", 1.0));
    }
    for at in 0..50 {
        let tier = at / 10 + 1;
        steps.push(step(&name(at), &name(tier * 10 + at % 10), "", 1.0));
        if at % 3 == 0 {
            steps.push(step(&name(at), &name(tier * 10 + (at * 7 + 3) % 10), "", 1.0));
        }
    }
    report.flows = vec![flow("everything", "user", steps)];
    for at in 0..30 {
        let mut fields = vec![
            Field {
                key: true,
                ..field("id", "id")
            },
            field("body", "json"),
        ];
        if at > 0 {
            let to = format!("thing{:02}", at * 2 / 3);
            fields.push(Field {
                references: Some(to),
                ..field("of", "id")
            });
        }
        report
            .entities
            .push(entity(&format!("thing{at:02}"), &[&name(40)], fields));
    }
    link_up(&mut report);
    report
}

/// A design in which every text is the same one.
pub fn hostile(text: &str) -> Report {
    let mut report = small();
    let all = |texts: &mut [&mut String]| texts.iter_mut().for_each(|t| **t = text.to_owned());
    all(&mut [&mut report.name]);
    report.generated = text.to_owned();
    for actor in &mut report.actors {
        actor.says = Some(text.to_owned());
    }
    for region in &mut report.regions {
        region.users = Some(text.to_owned());
    }
    for component in &mut report.components {
        all(&mut [
            &mut component.function_title,
            &mut component.peak.text,
            &mut component.placed,
        ]);
        component.technology_title = Some(text.to_owned());
        component.size = Some(text.to_owned());
        if component.id == "edge" {
            component.id = text.to_owned();
        }
    }
    for link in &mut report.links {
        all(&mut [&mut link.peak.text]);
    }
    for flow in &mut report.flows {
        all(&mut [&mut flow.id]);
        for step in &mut flow.steps {
            step.action = text.to_owned();
            step.notes = vec![text.to_owned()];
            step.fragment = Some(text.to_owned());
            for end in [&mut step.from, &mut step.to] {
                if end == "edge" {
                    text.clone_into(end);
                }
            }
            for other in [&mut step.on_miss, &mut step.if_down, &mut step.hit]
                .into_iter()
                .flatten()
            {
                text.clone_into(other);
            }
        }
    }
    for entity in &mut report.entities {
        all(&mut [&mut entity.id, &mut entity.rows.text]);
        entity.kept_in = vec![text.to_owned()];
        for field in &mut entity.fields {
            all(&mut [&mut field.name, &mut field.kind]);
            if let Some(to) = &mut field.references {
                text.clone_into(to);
            }
        }
    }
    report
}

pub fn empty(name: &str) -> Report {
    Report {
        generated: "generated by napkin 0.1.0".to_owned(),
        name: name.to_owned(),
        summary: None,
        case: None,
        file: "design.yaml".to_owned(),
        profile: "exact".to_owned(),
        state: None,
        today: None,
        conventions: Vec::new(),
        requirements: Requirements {
            functional: Vec::new(),
            nonfunctional: Vec::new(),
            out_of_scope: Vec::new(),
            assumptions: Vec::new(),
            questions: Vec::new(),
        },
        load: Vec::new(),
        actors: Vec::new(),
        regions: Vec::new(),
        components: Vec::new(),
        links: Vec::new(),
        flows: Vec::new(),
        entities: Vec::new(),
        apis: Vec::new(),
        figures: Vec::new(),
        decisions: Vec::new(),
        verdicts: Vec::new(),
        findings: Vec::new(),
        counts: Counts::default(),
    }
}

/// Makes the links that the steps call for.
fn link_up(report: &mut Report) {
    for flow in &report.flows {
        for step in &flow.steps {
            let known = report.links.iter_mut().find(|l| l.from == step.from && l.to == step.to);
            let rate = step.calls.value.unwrap_or_default() * 1134.0;
            match known {
                Some(link) => link.waits |= step.waits,
                None => report.links.push(Link {
                    from: step.from.clone(),
                    to: step.to.clone(),
                    waits: step.waits,
                    flows: vec![flow.id.clone()],
                    average: rate_of(rate / 3.0),
                    peak: rate_of(rate),
                    bytes_in: unknown(),
                    bytes_out: unknown(),
                }),
            }
        }
    }
}

fn figure(text: String, value: Option<f64>) -> Figure {
    Figure {
        name: String::new(),
        text,
        value,
        unit: String::new(),
        formula: String::new(),
        working: String::new(),
        source: String::new(),
        missing: Vec::new(),
    }
}

fn unknown() -> Figure {
    figure("unknown".to_owned(), None)
}

fn rate_of(rate: f64) -> Figure {
    let text = if rate >= 1000.0 {
        format!("{:.2}k /s", rate / 1000.0)
    } else {
        format!("{rate:.1} /s")
    };
    figure(text, Some(rate))
}

fn actor(id: &str, says: &str) -> Actor {
    Actor {
        id: id.to_owned(),
        says: Some(says.to_owned()),
    }
}

fn region(id: &str, zones: &[&str]) -> Region {
    Region {
        id: id.to_owned(),
        zones: zones.iter().map(|zone| (*zone).to_owned()).collect(),
        users: None,
    }
}

fn outside() -> Placement {
    Placement::Outside
}

fn regional(region: &str) -> Placement {
    Placement::Regional {
        regions: vec![region.to_owned()],
    }
}

fn zones(regions: &[(&str, &[(&str, u32)])]) -> Placement {
    let zone = |(zone, units): &(&str, u32)| ZoneUnits {
        zone: (*zone).to_owned(),
        units: *units,
    };
    Placement::Zones {
        regions: regions
            .iter()
            .map(|(region, zones)| RegionUnits {
                region: (*region).to_owned(),
                zones: zones.iter().map(zone).collect(),
            })
            .collect(),
    }
}

fn component(
    id: &str,
    shape: Shape,
    function: &str,
    technology: Option<&str>,
    placement: Placement,
    peak: f64,
) -> Component {
    let units = match &placement {
        Placement::Zones { regions } => regions.iter().flat_map(|r| &r.zones).map(|zone| zone.units).sum(),
        _ => 1,
    };
    Component {
        id: id.to_owned(),
        function: function.to_lowercase().replace(' ', "-"),
        function_title: function.to_owned(),
        technology: technology.map(str::to_lowercase),
        technology_title: technology.map(str::to_owned),
        shape,
        size: None,
        placement,
        units,
        placed: String::new(),
        has: Vec::new(),
        lacks: Vec::new(),
        average: rate_of(peak / 3.0),
        peak: rate_of(peak),
        loads: Vec::new(),
        storage: None,
        resources: Vec::new(),
        utilisation: unknown(),
        state: CapacityState::Unknown,
    }
}

fn sized(mut component: Component, size: &str, full: f64) -> Component {
    component.size = Some(size.to_owned());
    component.utilisation = figure(format!("{full:.1} %"), Some(full / 100.0));
    component.state = match full {
        full if full >= 100.0 => CapacityState::Unstable,
        full if full > 70.0 => CapacityState::AboveTarget,
        _ => CapacityState::Within,
    };
    component
}

fn flow(id: &str, starter: &str, steps: Vec<Step>) -> Flow {
    Flow {
        id: id.to_owned(),
        actor: Some(starter.to_owned()),
        starter: starter.to_owned(),
        fragment: false,
        rate: rate_of(1134.0),
        peak: rate_of(3402.0),
        steps,
        availability: None,
    }
}

fn step(from: &str, to: &str, action: &str, calls: f64) -> Step {
    Step {
        from: from.to_owned(),
        to: to.to_owned(),
        waits: true,
        action: action.to_owned(),
        notes: Vec::new(),
        on_miss: None,
        hit: None,
        if_down: None,
        optional: false,
        parallel: false,
        fragment: None,
        calls: figure(calls.to_string(), Some(calls)),
    }
}

fn entity(id: &str, kept_in: &[&str], fields: Vec<Field>) -> Entity {
    Entity {
        id: id.to_owned(),
        kept_in: kept_in.iter().map(|store| (*store).to_owned()).collect(),
        keep: Some("5 years".to_owned()),
        fields,
        size: figure("131 B".to_owned(), Some(131.0)),
        rows: figure("4.66G".to_owned(), Some(4.66e9)),
        writes: unknown(),
        reads: unknown(),
        storage: unknown(),
    }
}

fn field(name: &str, kind: &str) -> Field {
    Field {
        name: name.to_owned(),
        kind: kind.to_owned(),
        references: None,
        key: false,
        unique: false,
        pii: false,
        optional: false,
        size: None,
    }
}
