#!/usr/bin/env bash
# Writes a design of N plain services to standard output, ten in a row for each flow. Deterministic.
set -euo pipefail
n=${1:?usage: benches/plain.sh SERVICES}
cat <<'YAML'
napkin: 1
name: plain
load: {users: 1M to 2M, peak: 3, growth: 20 %/year, horizon: 3 years}
actors: {visitor: comes}
regions: {eu: [a, b, c]}
components:
YAML
for ((i = 0; i < n; i++)); do
  echo "  s$i: {is: service, size: m6i.large, replicas: 6, zones: [a, b, c], per_replica: 2500 req/s}"
done
echo "flows:"
for ((f = 0; f * 10 < n; f++)); do
  printf '  f%d:\n    actor: visitor\n    rate: 10 /user/day\n    in: 300 B\n    out: 2 KB\n    steps:\n' "$f"
  echo "      - visitor -> s$((f * 10))"
  for ((k = f * 10; k + 1 < n && k + 1 < f * 10 + 10; k++)); do
    echo "      - s$k -> s$((k + 1))"
  done
done
