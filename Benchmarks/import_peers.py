#!/usr/bin/env python3
"""Time the loading of a news graph: kin against DuckDB, Ladybug and Kuzu, side by side.

    Benchmarks/import_peers.py --data DIR [--kin .build/release/kin] [--rounds 3]
                               [--peers duckdb,ladybug,kuzu] [--venv DIR]

DIR holds the CSV files of the news generator (nodes_*.csv, rels_*.csv). The peers are installed
with pip into a virtual environment of their own. Every engine loads the same files into a file of
its own, in turn, once a round; each load is a process, timed from outside, so that opening,
writing and syncing count. What is printed: the median and least wall time, CPU time, peak memory,
size of the file, and the ratio of kin's median to each peer's.

Lists (`string[]`) are loaded as plain strings by the peers, which is less work than kin does.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TYPES = {"int": "INT64", "float": "DOUBLE", "date": "DATE"}
PACKAGES = {"duckdb": "duckdb", "ladybug": "ladybug", "kuzu": "kuzu"}


def header(path):
    with open(path, encoding="utf-8") as f:
        return f.readline().rstrip("\n").split(",")


def columns(fields):
    """(name, type) of the columns between the ids and the label or type."""
    for field in fields:
        name, _, kind = field.partition(":")
        yield name, TYPES.get(kind, "STRING")


def load_kuzu_like(module, data, target):
    engine = __import__(module)
    connection = engine.Connection(engine.Database(target))
    for path in sorted(data.glob("nodes_*.csv")):
        label = path.stem.split("_", 1)[1]
        props = ", ".join(f"`{n}` {t}" for n, t in columns(header(path)[1:-1]))
        connection.execute(
            f"CREATE NODE TABLE `{label}`(node INT64, {props}, label STRING, PRIMARY KEY(node))")
        connection.execute(f"COPY `{label}` FROM '{path}' (HEADER=true)")
    for path in sorted(data.glob("rels_*.csv")):
        kind, start, end = path.stem.split("_", 1)[1].rsplit("_", 2)
        props = "".join(f", `{n}` {t}" for n, t in columns(header(path)[3:]))
        name = f"{kind}_{start}_{end}"
        connection.execute(
            f"CREATE REL TABLE `{name}`(FROM `{start}` TO `{end}`, type STRING{props})")
        connection.execute(f"COPY `{name}` FROM '{path}' (HEADER=true)")
    connection.execute("CHECKPOINT")


def load_duckdb(data, target):
    import duckdb
    connection = duckdb.connect(target)
    for path in sorted(data.glob("*.csv")):
        fields = header(path)
        names = []
        for number, field in enumerate(fields):
            name, _, kind = field.partition(":")
            whole = "BIGINT" if field in (":ID", ":START_ID", ":END_ID") else None
            types = {"int": "BIGINT", "float": "DOUBLE", "date": "DATE"}
            names.append(f"'c{number}_{name}': '{whole or types.get(kind, 'VARCHAR')}'")
        connection.execute(
            f"CREATE TABLE \"{path.stem}\" AS SELECT * FROM read_csv('{path}', header=true, "
            f"columns={{{', '.join(names)}}})")
    connection.execute("CHECKPOINT")


def run(command):
    """Wall seconds, CPU seconds and peak MB of a process."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {' '.join(command)}\n{errors.decode(errors='replace')}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def size_of(path):
    path = pathlib.Path(path)
    files = [path] if path.is_file() else list(path.rglob("*"))
    return sum(f.stat().st_size for f in files if f.is_file()) / 1e6


def prepare(venv, peers):
    python = pathlib.Path(venv) / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    packages = [PACKAGES[p] for p in peers]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    return str(python)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--kin", default=".build/release/kin")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default="duckdb,ladybug,kuzu")
    parser.add_argument("--venv", default=os.path.join(tempfile.gettempdir(), "kin-peers"))
    parser.add_argument("--load", help=argparse.SUPPRESS)
    parser.add_argument("--target", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    data = pathlib.Path(arguments.data)
    if arguments.load:
        if arguments.load == "duckdb":
            load_duckdb(data, arguments.target)
        else:
            load_kuzu_like(arguments.load, data, arguments.target)
        return

    peers = [p for p in arguments.peers.split(",") if p]
    python = prepare(arguments.venv, peers) if peers else None
    folder = tempfile.mkdtemp(prefix="kin-import-")
    results = {name: [] for name in ["kin", *peers]}
    sizes = {}
    try:
        for number in range(arguments.rounds):
            for name in results:
                target = os.path.join(folder, f"{name}-{number}" + (".kin" if name == "kin" else ""))
                if name == "kin":
                    command = [arguments.kin, "import", str(data), "-o", target]
                else:
                    command = [python, os.path.abspath(__file__), "--data", str(data),
                               "--load", name, "--target", target]
                results[name].append(run(command))
                sizes[name] = size_of(target)
                shutil.rmtree(target) if os.path.isdir(target) else os.remove(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)

    manifest = data / "manifest.json"
    if manifest.exists():
        facts = json.loads(manifest.read_text(encoding="utf-8"))
        print(f"{facts['nodes']:,} nodes, {facts['relations']:,} relationships, "
              f"{facts['bytes'] / 1e6:.0f} MB of CSV, {arguments.rounds} rounds")
    print(f"{'engine':10}{'median s':>10}{'least s':>10}{'CPU s':>10}{'peak MB':>10}"
          f"{'file MB':>10}{'kin / it':>10}")
    own = statistics.median(r[0] for r in results["kin"])
    for name, rows in results.items():
        wall = statistics.median(r[0] for r in rows)
        print(f"{name:10}{wall:10.2f}{min(r[0] for r in rows):10.2f}"
              f"{statistics.median(r[1] for r in rows):10.2f}"
              f"{max(r[2] for r in rows):10.0f}{sizes[name]:10.0f}{own / wall:10.2f}")


if __name__ == "__main__":
    main()
