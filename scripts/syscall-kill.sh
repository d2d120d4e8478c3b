#!/usr/bin/env bash
# Kills a writer at every system call that changes a file, from outside, with strace: unlike the
# hooks of `kin-check syscall-kill` this sees what the program really asks of the system. After
# each death kin-check opens the graph and holds it to what was acknowledged.
set -euo pipefail
cd "$(dirname "$0")/.."
export SWIFT_BACKTRACE=enable=no

if ! command -v strace >/dev/null; then
  echo "syscall-kill.sh: left out, strace is not installed"
  exit 0
fi
swift build -c release --product kin-check
check=.build/release/kin-check
seed=${1:-1}
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
if ! strace -o /dev/null true 2>/dev/null; then
  echo "syscall-kill.sh: left out, strace may not trace here"
  exit 0
fi

points=0
for call in pwrite64 fdatasync fsync rename unlink ftruncate; do
  for ((place = 1; ; place++)); do
    graph=$directory/$call-$place
    mkdir "$graph"
    finished=no
    # The braces keep the shell from telling of each death.
    {
      strace -f -qq -o /dev/null -e trace=$call -e inject=$call:signal=SIGKILL:when=$place \
        "$check" child --path "$graph/G.kin" --seed "$seed" --fault script \
        >"$graph/said" && finished=yes || true
    } 2>/dev/null
    # The child says how many commits it was promised; the last line counts.
    "$check" verify --path "$graph/G.kin" --seed "$seed" \
      --acknowledged "$(tail -n 1 "$graph/said" | grep -E '^[0-9]+$' || echo 0)" || {
      echo "syscall-kill.sh: FAILED after a kill at $call $place, seed $seed"
      exit 1
    }
    rm -r "$graph"
    if [[ $finished == yes ]]; then break; fi
    points=$((points + 1))
  done
done
echo "syscall-kill.sh: $points points, 0 lost, 0 unreadable, seed $seed"
