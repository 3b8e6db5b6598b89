#!/usr/bin/env bash
# Times whole processes with hyperfine (Debian package hyperfine): the help, and a check of generated designs.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
commands=(-n help "target/release/napkin --help")
for n in 10 60 300 1000; do
  benches/generate.sh "$n" >"$work/$n.yaml"
  commands+=(-n "check $n components" "target/release/napkin check $work/$n.yaml")
done
benches/plain.sh 60 >"$work/plain.yaml"
commands+=(-n "check 60 plain services" "target/release/napkin check $work/plain.yaml")
commands+=(-n "the same, point estimate" "target/release/napkin check --samples 0 $work/plain.yaml")
commands+=(-n "its sheet, point estimate" "target/release/napkin estimate --samples 0 $work/plain.yaml")
commands+=(-n calc "target/release/napkin calc '5k req/s * 1 KB'")
commands+=(-n "check ecommerce" "target/release/napkin check designs/ecommerce.yaml")
hyperfine --shell=none --ignore-failure --warmup 3 "${commands[@]}"
