//! Changes of a design, each with what is said of it.

/// A change of the design, and how the first line has to begin.
pub const CHANGES: &[(&str, &str, &str)] = &[
    (
        "per_replica: 2500 req/s",
        "per_replica: 300 req/s",
        "NFR1 now fails: availability of redirect 99.97 % → 99.793 %, 823 min/year too much, because api.per_replica is 300 req/s, was 2500 req/s.",
    ),
    (
        "users: 8M to 12M ",
        "users: 80M to 120M ",
        "NFR1 now fails: availability of redirect 99.97 % → 98.3 %, 8600 min/year too much, because load.users is 80M to 120M, was 8M to 12M.",
    ),
    (
        "cost: < 20k",
        "cost: < 5k",
        "NFR4 now fails: cost 6.13k USD/month, target ≤ 20k USD/month → ≤ 5k USD/month, because NFR4.cost is",
    ),
    (
        "NFR1: {availability: 99.95%",
        "NFR1: {availability: 99.99%",
        "NFR1 now fails: availability of redirect 99.97 %, target ≥ 99.95% → ≥ 99.99%, because NFR1.availability is 99.99%, was 99.95%.",
    ),
    (
        "latency: {p50: 2 ms, p99: 12 ms},",
        "latency: {p50: 20 ms, p99: 900 ms},",
        "NFR2 now fails: latency of redirect",
    ),
    (
        "- api -> cache: {hit: 90 %,",
        "- api -> cache: {hit: 50 %,",
        "No verdict moved; cost 6.13k USD/month → 6.19k USD/month (+0.9 %), because redirect, api -> cache: hit is 50 %, was 90 %.",
    ),
    (
        "      - api -> links: {on_miss: cache, read: link, timeout: 50 ms, retries: 1}\n",
        "",
        "A new error, expectation-failed: in `lose cache`",
    ),
    (
        "backup: {every: 5 min, to: eu-central, restore: 4 h}",
        "backup: {every: 1 h, to: eu-central, restore: 4 h}",
        "NFR10.rpo now fails: rpo of link 5 min → 60 min, 1200 % of the limit, because links.backup.every is 1 h, was 5 min.",
    ),
    (
        " backup: {every: 5 min, to: eu-central, restore: 4 h},",
        "",
        "NFR10.rpo now fails: rpo of link 5 min → everything, target ≤ 5 min, when region lost, because links.backup is no longer said",
    ),
    (
        "has: [tls, waf, health-check, cross-zone]",
        "has: [tls, waf, cross-zone]",
        "lb no longer has health-check; no figure, verdict or finding moves.",
    ),
    (
        "title: most redirects from the edge",
        "title: nearly all redirects",
        "D4.title is nearly all redirects, was most redirects from the edge; no figure, verdict or finding moves.",
    ),
    (
        "      take_down: {post: \"/links/{code}/takedown\", returns: 204, flow: take_down}\n",
        "",
        "public.take_down breaks its callers: the operation is gone.",
    ),
    (
        "takes: [link.url, link.code, link.expires_at]",
        "takes: [link.url, link.code, link.created_at, link.expires_at]",
        "public.shorten breaks its callers: it asks for link.created_at now.",
    ),
    (
        "code: string(7) key",
        "code: string(6) key",
        "link breaks what rests on it: the field code is narrower: string(6), was string(7).",
    ),
    (
        "created_at: timestamp, expires_at",
        "expires_at",
        "link breaks what rests on it: the field created_at is gone from public.shorten.",
    ),
    (
        "{id: id key, email",
        "{id: uuid key, email",
        "member breaks what rests on it: the field id is of another type: uuid, was id.",
    ),
    (
        "post: /links,",
        "post: /v2/links,",
        "public.shorten breaks its callers: it is POST /v2/links, was POST /links.",
    ),
    (
        "with: dynamodb, key: code",
        "with: dynamodb, key: owner",
        "links breaks what rests on it: the partition key is owner, was code",
    ),
    (
        "lag: 5 s}",
        "lag: 10 min}",
        "NFR6.staleness now fails: staleness of day_count 5 s → 10 min, target ≤ 5 min, because daily.replication.lag is 10 min, was 5 s.",
    ),
    (
        "ttl: 1 day,",
        "ttl: 1 h,",
        "No verdict moved; utilisation of cache 8.04 % → 1.01 % (×0.125), because cache.ttl is 1 h, was 1 day.",
    ),
    (
        "growth: 40 %/year",
        "growth: 90 %/year",
        "No verdict moved; cost 6.13k USD/month → 7.27k USD/month (+19 %), because load.growth is 90 %/year, was 40 %/year.",
    ),
    (
        "{hit: 60 %, if_down: lb} ",
        "{hit: 60 %} ",
        "NFR1 now fails: availability of redirect 99.97 % → 99.87 %, 420 min/year too much, because redirect, visitor -> edge: if_down is no longer said, was lb.",
    ),
    (
        "    NFR11:",
        "    NFR12: {throughput: 900k req/s, of: shorten}\n    NFR11:",
        "NFR12 is new and fails: throughput ≥ 900k req/s of shorten",
    ),
    (
        "horizon: 5 years\n\n",
        "horizon: 5 years\n\nwaivers: [{rule: single-region, because: first market}]\n",
        "A new warning, waiver-unmatched",
    ),
    (
        "priority: could",
        "priority: should",
        "FR6.priority is should, was could; no figure, verdict or finding moves.",
    ),
    (
        "regions: {eu-west: [a, b, c]}",
        "regions: {eu-west: [a, b, c, d]}",
        "eu-west gained zone d; no figure, verdict or finding moves.",
    ),
    (
        "replicas: 6, zones: [a, b, c], per_replica: 5k",
        "replicas: 12, zones: [a, b, c], per_replica: 5k",
        "No verdict moved; cost 6.13k USD/month → 6.55k USD/month (+6.9 %), because stats went from 6 to 12 replicas.",
    ),
    (
        "per_replica: 2k req/s, latency: {p50: 2 ms, p99: 15 ms},",
        "latency: {p50: 2 ms, p99: 15 ms},",
        "NFR8.availability can no longer be told: availability of shorten 99.9691 % → at most 99.9691 %",
    ),
    (
        "replicas: 6, zones: [a, b, c], per_replica: 2500",
        "replicas: 1, zones: [a], per_replica: 2500",
        "NFR1 now fails: availability of redirect 99.97 % → 99.598 %, 1850 min/year too much, because api went from 6 to 1 replicas (or api lost zones b, c: each does it alone).",
    ),
];
