#!/usr/bin/env bash
# The goals for crashes, power loss and damage: reliability.sh [commit|night]. This is the one list
# of them; `commit` has the sizes that every change must pass, `night` those of a release.
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
  )
  ;;
*)
  echo "usage: scripts/reliability.sh [commit|night]" >&2
  exit 2
  ;;
esac

swift build -c release --product kin-check
for goal in "${goals[@]}"; do
  start=$SECONDS
  echo "kin-check $goal"
  # shellcheck disable=SC2086
  .build/release/kin-check $goal || {
    echo "FAILED: kin-check $goal"
    exit 1
  }
  echo "kin-check $goal: $((SECONDS - start))s"
done
