#!/usr/bin/env bash
# Time and memory of whole processes against the size of a generated design: `benches/scale.sh [SIZE...]`.
# Each cell is the median of three runs: seconds on the wall and MiB at the highest (GNU time, Debian package `time`).
set -euo pipefail
cd "$(dirname "$0")/.."
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(10 100 1000 10000)
cargo build --release --locked --quiet
napkin=$PWD/target/release/napkin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Seconds and MiB of a command, which may end with 1 for a requirement that fails.
measure() {
  for _ in 1 2 3; do
    { /usr/bin/time -f '%e %M' -o "$work/time" "$@" >"$work/out" 2>"$work/err" || [ $? -eq 1 ]; }
    tail -1 "$work/time"
  done | sort -n | awk 'NR == 2 { printf "%6.2f s %5.0f MiB", $1, $2 / 1024 }'
}

printf '%10s' components
for verb in "fmt --check" check estimate draw doc report; do printf ' | %-17s' "$verb"; done
echo
for n in "${sizes[@]}"; do
  benches/generate.sh "$n" >"$work/$n.yaml"
  printf '%10s' "$n"
  printf ' | %s' "$(measure "$napkin" fmt --check "$work/$n.yaml")"
  printf ' | %s' "$(measure "$napkin" check "$work/$n.yaml")"
  printf ' | %s' "$(measure "$napkin" estimate "$work/$n.yaml")"
  printf ' | %s' "$(measure "$napkin" draw --view container --format svg "$work/$n.yaml")"
  printf ' | %s' "$(measure "$napkin" doc "$work/$n.yaml")"
  printf ' | %s' "$(measure "$napkin" report --force -o "$work/report$n" "$work/$n.yaml")"
  echo
done
