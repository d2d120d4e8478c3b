#!/usr/bin/env python3
"""Speaks the line protocol of `kin pipe`, with the graph kept in a file that is closed and opened
again before each request: reopen-pipe.py KIN. Answers must be those of a graph in memory.

Procedures are kept here and registered anew each time; reset begins a new file. Ids stay, since a
graph keeps them.
"""
import json
import os
import subprocess
import sys
import tempfile


def main():
    kin = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        number, procedures = 0, []
        for line in sys.stdin:
            request = json.loads(line)
            if request.get("op") == "reset":
                number, procedures = number + 1, []
                print("{}", flush=True)
                continue
            if request.get("op") == "procedure":
                procedures.append(line)
            lines = procedures if request.get("op") == "procedure" else [*procedures, line]
            path = os.path.join(folder, f"{number}.kin")
            done = subprocess.run([kin, "pipe", path, "--create"], input="".join(lines),
                                  capture_output=True, text=True, encoding="utf-8")
            answers = done.stdout.splitlines()
            print(answers[len(lines) - 1] if len(answers) >= len(lines) else json.dumps(
                {"error": {"type": "Crash", "detail": done.stderr.strip()}}), flush=True)


if __name__ == "__main__":
    main()
