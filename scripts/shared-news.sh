#!/usr/bin/env bash
# With the generator of news graphs at hand (shared-news.sh FOLDER): makes a tenth of the standard
# size, imports it, and checks counts against the generator's own, every structure, and a round trip
# through neo4j CSV. Left out, and said so, where Python has no numpy.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${1:?usage: scripts/shared-news.sh FOLDER}
kin=${KIN:-build/kin}

if ! python3 -c 'import numpy' 2>/dev/null; then
  echo "left out: the news graph (python3 has no numpy)"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$shared/bench/newsgraph.py" --sf 0.1 --out "$work/news" >/dev/null

time "$kin" import "$work/news" -o "$work/news.kin" >/dev/null
"$kin" check "$work/news.kin"
"$kin" export "$work/news.kin" --format neo4j-csv -o "$work/out"
"$kin" import "$work/out" -o "$work/again.kin" >/dev/null
"$kin" check "$work/again.kin" >/dev/null
"$kin" stats "$work/news.kin" --json >"$work/first.json"
"$kin" stats "$work/again.kin" --json >"$work/second.json"

python3 - "$work" <<'PY'
import json, pathlib, sys
work = pathlib.Path(sys.argv[1])
manifest = json.loads((work / "news/manifest.json").read_text())
first = json.loads((work / "first.json").read_text())
second = json.loads((work / "second.json").read_text())
assert first["nodes"] == manifest["nodes"], (first["nodes"], manifest["nodes"])
assert first["relationships"] == manifest["relations"]
for key in ("nodes", "relationships", "labels", "types", "keys"):
    if key in first:
        assert first[key] == second[key], f"{key} differ after a round trip"
print(f"news graph: {first['nodes']} nodes, {first['relationships']} relationships, "
      "as generated and after a round trip")
PY
