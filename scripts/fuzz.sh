#!/usr/bin/env bash
# Mutated input for one reader, or for each in turn: fuzz.sh TARGET|all SECONDS [OPTIONS].
# The first crash, hang or wrong result ends the run; the input that led to it is kept and named.
set -euo pipefail
cd "$(dirname "$0")/.."
# A process that crashes must end at once; its input tells more than a backtrace.
export SWIFT_BACKTRACE=enable=no

all=(query regex values encoding csv jsonl graphml snapshot journal pages)
usage="usage: scripts/fuzz.sh TARGET|all SECONDS [OPTIONS OF kin-check]
targets: ${all[*]}"
target=${1:?$usage}
seconds=${2:?$usage}
shift 2
if [[ $target == all ]]; then targets=("${all[@]}"); else targets=("$target"); fi

build=(--scratch-path .build/testable -c release -Xswiftc -enable-testing -Xswiftc -DTESTABLE)
swift build "${build[@]}" --product kin-check
work=$(mktemp -d)
for target in "${targets[@]}"; do
  fuzz=("fuzz-$target" --seconds "$seconds" --directory "$work" "$@")
  .build/testable/release/kin-check "${fuzz[@]}" || {
    echo "FAILED: kin-check ${fuzz[*]}; the input is in $work"
    exit 1
  }
done
rm -r "$work"
