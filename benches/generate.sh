#!/usr/bin/env bash
# Writes a design of about N components to standard output: tiers of services, each with a cache beside a store,
# one flow for each service. Deterministic, so that two machines time the same file.
set -euo pipefail
n=${1:?usage: benches/generate.sh COMPONENTS}
awk -v n="$n" 'BEGIN {
  services = int((n - 2) / 3); if (services < 1) services = 1
  print "napkin: 1\nname: generated\nload: {users: 1M to 2M, peak: 3, growth: 20 %/year, horizon: 3 years}"
  print "actors: {user: someone}\nregions: {r: [a, b, c]}\nrequirements:\n  nonfunctional:"
  for (i = 0; i < services; i += 5) printf "    NFR%d: {availability: 99.9%%, of: f%d}\n", i, i
  print "components:\n  edge: {is: cdn, with: cloudfront}\n  lb: {is: load-balancer, replicas: 3, zones: [a, b, c], per_replica: 200k req/s}"
  for (i = 0; i < services; i++) {
    printf "  s%d: {is: service, replicas: 6, zones: [a, b, c], per_replica: 2k req/s}\n", i
    printf "  k%d: {is: distributed-cache, with: redis, replicas: 3, copies: 3, zones: [a, b, c], ttl: 1 h}\n", i
    printf "  d%d: {is: relational-database, with: postgresql, replicas: 3, zones: [a, b, c], per_replica: 8k req/s, ", i
    print "replication: {writer: one, acks: 2, failover: 60 s}, backup: 1 h}"
  }
  print "flows:"
  for (i = 0; i < services; i++) {
    printf "  f%d:\n    actor: user\n    rate: %d /user/day\n    in: 1 KB\n    out: 4 KB\n    steps:\n", i, 1 + i % 7
    print "      - user -> edge: {hit: 50 %, if_down: lb}\n      - edge -> lb: {on_miss: edge}"
    printf "      - lb -> s%d\n      - s%d -> k%d: {hit: 80 %%, timeout: 20 ms}\n", i, i, i
    printf "      - s%d -> d%d: {on_miss: k%d, read: e%d}\n", i, i, i, i
    if (i + 1 < services) printf "      - s%d -> s%d: {share: 30 %%, optional: true}\n", i, i + 1
  }
  print "data:"
  for (i = 0; i < services; i++)
    printf "  e%d: {in: d%d, rows: 1M, fields: {id: id key, body: json ~1 KB, at: timestamp}}\n", i, i
}'
