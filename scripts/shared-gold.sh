#!/usr/bin/env bash
# With annotated pages at hand (shared-gold.sh FOLDER): builds each page by itself, scores all of them
# together, and has the exports of the same graphs scored by the reference, which must agree to the
# digit. Figures for the ratchet go to the file that KIN_FIGURES names.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${1:?usage: scripts/shared-gold.sh FOLDER}
kin=${KIN:-build/kin}

if [[ ! -f $shared/gold/score.py ]]; then
  echo "left out: the annotated pages (no $shared/gold)"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/gold" "$work/pages" "$work/exports"
cp "$shared"/gold/*.json "$shared"/gold/pages/*.json "$work/gold"
cp "$shared"/seeds/*.txt "$shared"/gold/pages/*.txt "$work/pages"

"$kin" score "$work/gold" --pages "$work/pages" | tee "$work/table"
"$kin" score "$work/gold" --pages "$work/pages" --json >"$work/by-kin.json"

for gold in "$work"/gold/*.json; do
  page=$(basename "$gold" .json)
  "$kin" build "$work/pages/$page.txt" -o "$work/$page.kin" 2>/dev/null
  "$kin" export "$work/$page.kin" --format jsonl >"$work/exports/$page.jsonl" 2>/dev/null
done
python3 "$shared/gold/score.py" "$work/gold" "$work/exports" --json >"$work/by-reference.json"

python3 - "$work" <<'PY'
import json, os, pathlib, sys
work = pathlib.Path(sys.argv[1])
kin = json.loads((work / "by-kin.json").read_text())
reference = json.loads((work / "by-reference.json").read_text())
if kin != reference:
    sys.exit(f"kin score says {kin},\nthe reference {reference}")
print("the reference agrees")
with open(os.environ.get("KIN_FIGURES", os.devnull), "a") as figures:
    for name, part in (("entities", "entity"), ("relations", "relation")):
        print(f"gold-{name}-f1 {kin[part]['all']['f1']:.4f}", file=figures)
PY
