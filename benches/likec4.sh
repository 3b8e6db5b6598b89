#!/usr/bin/env bash
# The components and calls of a design as a LikeC4 model on standard output: `benches/likec4.sh DESIGN`.
set -euo pipefail
target/release/napkin draw --view container --whole --format dot "$1" | awk '
  BEGIN { print "specification { element part }\nmodel {" }
  /->/ { split($0, ends, /->|\[/); gsub(/[^A-Za-z0-9_]/, "", ends[1]); gsub(/[^A-Za-z0-9_]/, "", ends[2]); edges[++e] = ends[1] " -> " ends[2]; next }
  /^ *"?[A-Za-z0-9_]+"? *\[/ { split($0, id, "["); gsub(/[^A-Za-z0-9_]/, "", id[1]); if (id[1] !~ /^(node|edge|graph)$/) print "  " id[1] " = part" }
  END { for (i = 1; i <= e; i++) print "  " edges[i]; print "}\nviews { view index { include * } }" }'
