#!/usr/bin/env bash
# The goals for crashes, power loss, damage and right answers: reliability.sh [commit|night]. This is
# the one list of them; `commit` has the sizes that every change must pass, `night` those of a
# release.
set -euo pipefail
cd "$(dirname "$0")/.."
# A killed process must end at once and write no report of it.
export SWIFT_BACKTRACE=enable=no

case "${1:-commit}" in
commit)
  goals=(
    "kill9 --workload graph --cycles 300"
    "syscall-kill --workload graph"
    "syscall-fail --workload graph --mode once"
    "powerloss --workload graph --states 20000"
    "powerloss --workload graph --mutant all --expect-fail"
    "powerloss --states 20000"
    "flip --bits one"
    "flip --workload graph --bits one --size 8192"
    "diff --queries 2000"
    "meta --pairs 500"
    "bombs"
    "text"
    "quote --strings 10000"
    "fuzz-query --seconds 30"
    "fuzz-regex --seconds 5"
    "fuzz-values --seconds 5"
    "fuzz-encoding --seconds 5"
    "fuzz-csv --seconds 5"
    "fuzz-jsonl --seconds 5"
    "fuzz-graphml --seconds 5"
    "fuzz-snapshot --seconds 5"
    "fuzz-journal --seconds 5"
    "fuzz-pages --seconds 30"
  )
  ;;
night)
  goals=(
    "kill9 --workload graph --cycles 10000"
    "syscall-kill --workload graph --workloads 10"
    "syscall-fail --workload graph --mode both"
    "powerloss --workload graph --states 1000000"
    "powerloss --mutant all --expect-fail"
    "powerloss --workload graph --mutant all --expect-fail"
    "flip --bits all"
    "flip --workload graph --bits all"
    "diff --queries 1000000"
    "meta --pairs 50000"
    "bombs"
    "text --rounds 10"
    "quote --strings 1000000"
    "fuzz-query --seconds 3600"
    "fuzz-regex --seconds 1800"
    "fuzz-values --seconds 1800"
    "fuzz-encoding --seconds 1800"
    "fuzz-csv --seconds 1800"
    "fuzz-jsonl --seconds 1800"
    "fuzz-graphml --seconds 1800"
    "fuzz-snapshot --seconds 1800"
    "fuzz-journal --seconds 1800"
    "fuzz-pages --seconds 1800"
  )
  ;;
*)
  echo "usage: scripts/reliability.sh [commit|night]" >&2
  exit 2
  ;;
esac

# The judge of queries sees inside of the engine, which a plain release build hides.
build=(--scratch-path .build/testable -c release -Xswiftc -enable-testing -Xswiftc -DTESTABLE)
swift build "${build[@]}" --product kin-check
for goal in "${goals[@]}"; do
  start=$SECONDS
  echo "kin-check $goal"
  # shellcheck disable=SC2086
  .build/testable/release/kin-check $goal || {
    echo "FAILED: kin-check $goal"
    exit 1
  }
  echo "kin-check $goal: $((SECONDS - start))s"
done
