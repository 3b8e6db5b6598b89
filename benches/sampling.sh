#!/usr/bin/env bash
# The model of benches/sampling.rs at 10k, 100k and 1M samples: napkin beside Squiggle, where npm is there to fetch it.
set -euo pipefail
cd "$(dirname "$0")/.."
echo "napkin, one core:"
cargo bench --quiet --bench sampling
if ! command -v npm >/dev/null; then
  echo "npm is missing: Squiggle is left out"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$work" @quri/squiggle-lang@0.10.0 date-fns@3 >/dev/null
cp benches/squiggle.mjs "$work/"
echo "Squiggle 0.10.0, one core:"
node "$work/squiggle.mjs"
