#!/usr/bin/env bash
# napkin beside its neighbours on one machine, one job each, whole processes on the wall (hyperfine):
# the same chain of services validated and drawn by LikeC4 and D2, a fault tree solved by SCRAM, a line of arithmetic
# by fend. What cannot be had from a registry here is left out, and said so.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --locked --quiet
napkin=$PWD/target/release/napkin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
need() { command -v "$1" >/dev/null || { echo "$1 is missing: $2"; return 1; }; }
time_all() { hyperfine --ignore-failure --warmup 1 --runs 5 --style basic --export-json "$work/times.json" "$@" >/dev/null 2>&1
  node -e 'for (const r of require(process.argv[1]).results) console.log(r.median.toFixed(3).padStart(9) + " s  " + r.command)' "$work/times.json"; }
need hyperfine "apt-get install hyperfine" && need node "it runs the neighbours"

npm install --silent --no-audit --no-fund --prefix "$work" likec4@1 @terrastruct/d2@0.1.33 >/dev/null 2>&1 ||
  { echo "npm gives nothing here"; exit 0; }
cp tests/tools/d2.mjs "$work/"
for n in 10 100 300; do
  benches/generate.sh "$n" >"$work/$n.yaml"
  "$napkin" draw --view container --whole --format d2 "$work/$n.yaml" >"$work/$n.d2"
  mkdir -p "$work/c4-$n"
  benches/likec4.sh "$work/$n.yaml" >"$work/c4-$n/model.c4"
  echo "a design of $n components:"
  time_all \
    -n "napkin check (numbers, availability, verdicts and all rules)" "$napkin check $work/$n.yaml" \
    -n "napkin draw, the containers as SVG" "$napkin draw --view container --whole --format svg $work/$n.yaml" \
    -n "LikeC4 validate (names)" "$work/node_modules/.bin/likec4 validate $work/c4-$n" \
    -n "D2 (WebAssembly), the same containers as SVG" "node $work/d2.mjs $work/$n.d2"
done

if need scram "apt-get install scram"; then
  echo "the fault trees of designs/ecommerce.yaml:"
  "$napkin" export openpsa designs/ecommerce.yaml >"$work/tree.xml"
  time_all -n "napkin check (all flows, and everything else)" "$napkin check designs/ecommerce.yaml" \
    -n "SCRAM, probability" "scram --probability 1 --bdd $work/tree.xml"
fi

if need fend "cargo install fend"; then
  echo "a line of arithmetic:"
  time_all -n "napkin calc" "$napkin calc '100M * 140 B in GB'" -n "fend" "fend '100 million * 140 bytes to GB'"
fi
