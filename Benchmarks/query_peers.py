#!/usr/bin/env python3
"""Ask Kin and its peers the same questions: do the answers agree, and who is faster?

    Benchmarks/query_peers.py [--schema news|lsqb] [--sf 0.1] [--rounds 5] [--queries n01,n1*]
                              [--peers duckdb,duckdb-hand,ladybug] [--timeout 60] [--json FILE]

--bench names the folder with the generator, the queries and their dialects (../shared/bench). The
data, the peers (installed with pip into a virtual environment) and the database of each engine are
kept below --work and used again by the next run.

Every engine is a process that takes a query as a line of JSON and answers with a line, Kin through
`kin pipe`; what is timed is a round trip, so that the reading of the answer counts everywhere. The
engines take turns within a round. Rows are compared as a sequence where the query orders them and
as a multiset elsewhere, lists within rows as multisets, floating-point numbers with a tolerance.
Queries that write run on a copy, are verified by a query of their own, and cleaned up.

A query over the timeout or with an error is reported and does not end the run; the exit code is 1
if an answer of Kin's differs from a peer's, or if Kin has none.
"""
import argparse
import copy
import datetime
import decimal
import fnmatch
import json
import math
import os
import pathlib
import re
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

# Views over several types of relationship and both directions that the SQL translations use.
BOTH_WAYS = {
    "adj_path": ("ATTENDED", "WORKS_AT"),
    "adj_reach": ("ATTENDED", "ORGANIZED", "WORKS_AT"),
    "adj_near": ("LOCATED_IN", "FOUNDED", "PART_OF"),
}
# Tables of the social network where a message is a post or a comment.
MESSAGE_TABLES = {
    "HAS_TAG_Message": ("HAS_TAG_Comment_Tag", "HAS_TAG_Post_Tag"),
    "HAS_CREATOR_Message": ("HAS_CREATOR_Comment_Person", "HAS_CREATOR_Post_Person"),
    "REPLY_OF_Message": ("REPLY_OF_Comment_Comment", "REPLY_OF_Comment_Post"),
    "LIKES_Message": ("LIKES_Person_Comment", "LIKES_Person_Post"),
}


# ---------------------------------------------------------------- queries

class Block:
    """A query with what belongs to it."""

    def __init__(self, name):
        self.name, self.kind, self.verify, self.cleanup, self.text = name, "read", "", "", ""


def read_blocks(path, parameters):
    """The queries of a file by name; `$names` become literals."""
    mark = "--" if path.suffix == ".sql" else "//"
    escape = (lambda s: s.replace("'", "''")) if mark == "--" else (
        lambda s: s.replace("\\", "\\\\").replace("'", "\\'"))

    def literal(match):
        value = parameters.get(match[1])
        if value is None:
            return match[0]
        return f"'{escape(value)}'" if isinstance(value, str) else str(value)

    blocks, block = {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        note = re.match(re.escape(mark) + r" @(\w+)\s*(.*)", line)
        if note and note[1] == "id":
            block = blocks[note[2]] = Block(note[2])
        elif note and block and note[1] in ("kind", "verify", "cleanup"):
            setattr(block, note[1], note[2])
        elif block and not line.startswith(mark):
            block.text += line + "\n"
    for block in blocks.values():
        for field in ("text", "verify", "cleanup"):
            text = getattr(block, field).strip().rstrip(";")
            setattr(block, field, re.sub(r"\$([a-z_]\w*)", literal, text))
    return blocks


# ---------------------------------------------------------------- answers

def plain(value):
    """A value of an answer without the marks of the line protocol; lists sorted."""
    if isinstance(value, dict):
        if "$float" in value:
            return float(value["$float"])
        if "$temporal" in value:
            return value["$temporal"]["value"]
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return sorted((plain(v) for v in value), key=sort_key)
    return value


def sort_key(value):
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (0, f"{float(value):+.9e}")
    if isinstance(value, list):
        return (1, [sort_key(v) for v in value])
    return (2, repr(value))


def same(left, right):
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, float) or isinstance(right, float):
        return (isinstance(left, (int, float)) and isinstance(right, (int, float))
                and math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-12))
    return left == right


def difference(ours, theirs, ordered):
    """What differs between two answers, or None."""
    ours = [[plain(v) for v in row] for row in ours]
    theirs = [[plain(v) for v in row] for row in theirs]
    if not ordered:
        ours, theirs = sorted(ours, key=sort_key), sorted(theirs, key=sort_key)
    if len(ours) != len(theirs):
        return f"{len(ours)} rows instead of {len(theirs)}"
    for number, (a, b) in enumerate(zip(ours, theirs)):
        if not same(a, b):
            return f"row {number}: {a} instead of {b}"
    return None


# ---------------------------------------------------------------- engines

class Failed(Exception):
    pass


class Engine:
    """A process that answers lines of JSON; ended and started anew after a timeout."""

    def __init__(self, command, timeout):
        self.command, self.timeout, self.process = command, timeout, None

    def start(self):
        if self.process is None:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL)

    def stop(self, at_once=False):
        if self.process is None:
            return
        if at_once:
            self.process.kill()
        self.process.stdin.close()
        self.process.wait()
        self.process = None

    def ask(self, text):
        """Milliseconds and rows."""
        self.start()
        line = json.dumps({"op": "run", "query": text, "params": {}}, ensure_ascii=False)
        begin = time.perf_counter()
        try:
            self.process.stdin.write(line.encode() + b"\n")
            self.process.stdin.flush()
            # The timeout is the engine's own; this one is for engines that do not keep it.
            ready, _, _ = select.select([self.process.stdout], [], [], self.timeout * 1.2 + 2)
            if not ready:
                self.stop(at_once=True)
                raise Failed(f"over {self.timeout} s")
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        elapsed = (time.perf_counter() - begin) * 1000
        if not answer:
            self.process.wait()
            code, self.process = self.process.returncode, None
            raise Failed(f"the process ended with {code}")
        answer = json.loads(answer)
        if "error" in answer:
            error = answer["error"]
            raise Failed(f"{error.get('detail', '')} {error['message']}".strip())
        return elapsed, answer["rows"]

    def forget_peak(self):
        if self.process is not None:
            pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def peak(self):
        """The most memory in MB since `forget_peak`, mapped pages of files included."""
        if self.process is None:
            return 0
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def kin_command(arguments, database):
    command = [arguments.kin, "pipe", str(database), "--timeout", f"{arguments.timeout}s"]
    return command + (["--threads", str(arguments.threads)] if arguments.threads else [])


def serve(name, database, arguments):
    """A peer as such a process."""
    if name.startswith("duckdb"):
        import duckdb
        connection = duckdb.connect(database, read_only=not arguments.writing)
        if arguments.threads:
            connection.execute(f"SET threads = {arguments.threads}")
        run = lambda text: connection.execute(text).fetchall()
    else:
        engine = __import__(name)
        connection = engine.Connection(
            engine.Database(database), num_threads=arguments.threads or os.cpu_count())
        connection.set_query_timeout(int(arguments.timeout * 1000))
        run = lambda text: connection.execute(text).get_all()

    def encode(value):
        if isinstance(value, decimal.Decimal):
            return float(value)
        if isinstance(value, (datetime.date, datetime.datetime)):
            return value.isoformat()
        raise TypeError(type(value).__name__)

    for line in sys.stdin:
        try:
            answer = json.dumps({"rows": run(json.loads(line)["query"])}, default=encode)
        except Exception as error:
            answer = json.dumps({"error": {"message": str(error).split("\n")[0]}})
        print(answer, flush=True)


# ---------------------------------------------------------------- loading

def header(path):
    """(name, type) of the columns of a file."""
    with open(path, encoding="utf-8") as f:
        return [field.partition(":")[::2] for field in f.readline().rstrip("\n").split(",")]


def properties(path):
    return [(n, t) for n, t in header(path) if n and not n.startswith(":")]


def split(path):
    """Type, start label and end label of a file of relationships."""
    return path.stem.split("_", 1)[1].rsplit("_", 2)


def load_duckdb(data, target):
    import duckdb
    types = {"int": "INTEGER", "float": "DOUBLE", "date": "DATE"}
    connection = duckdb.connect(target)
    for path in sorted(data.glob("nodes_*.csv")):
        table = path.stem.split("_", 1)[1]
        columns = [(n, types.get(t, "VARCHAR")) for n, t in properties(path)]
        listed = ", ".join(f'"{n}" {t}' + (" PRIMARY KEY" if n == "id" else "") for n, t in columns)
        read = {":ID": "INTEGER", **dict(columns), ":LABEL": "VARCHAR"}
        connection.execute(f'CREATE TABLE "{table}"({listed})')
        connection.execute(
            f'INSERT INTO "{table}" SELECT ' + ", ".join(f'"{n}"' for n, _ in columns)
            + f" FROM read_csv('{path}', header = true, columns = {read})")
    tables = []
    for path in sorted(data.glob("rels_*.csv")):
        columns = [(n, types.get(t, "VARCHAR")) for n, t in properties(path)]
        read = {"s": "INTEGER", "t": "INTEGER", ":TYPE": "VARCHAR", **dict(columns)}
        name = "_".join(split(path))
        tables.append(name)
        connection.execute(
            f'CREATE TABLE "{name}" AS SELECT s, t' + "".join(f', "{n}"' for n, _ in columns)
            + f" FROM read_csv('{path}', header = true, columns = {read})")
    for view, kinds in BOTH_WAYS.items():
        found = [t for t in tables if t.rsplit("_", 2)[0] in kinds]
        if found:
            connection.execute(f"CREATE VIEW {view} AS " + " UNION ALL ".join(
                f'SELECT s, t FROM "{t}" UNION ALL SELECT t, s FROM "{t}"' for t in found))
    for table, parts in MESSAGE_TABLES.items():
        if all(part in tables for part in parts):
            connection.execute(f"CREATE TABLE {table} AS " + " UNION ALL ".join(
                f"SELECT s, t FROM {part}" for part in parts))
    if "KNOWS_Person_Person" in tables:
        connection.execute(
            "CREATE TABLE KNOWS AS SELECT s, t FROM KNOWS_Person_Person "
            "UNION ALL SELECT t, s FROM KNOWS_Person_Person")
    connection.execute("CHECKPOINT")


def load_kuzu_like(module, data, target):
    """One table per label and type; posts and comments are one table, KNOWS is stored both ways."""
    engine = __import__(module)
    types = {"int": "INT64", "float": "DOUBLE", "date": "DATE"}
    connection = engine.Connection(engine.Database(target))
    one = lambda label: "Message" if label in ("Post", "Comment") else label
    listed = lambda path: "".join(f"`{n}` {types.get(t, 'STRING')}, " for n, t in properties(path))
    known = set()
    for path in sorted(data.glob("nodes_*.csv")):
        label = one(path.stem.split("_", 1)[1])
        if label not in known:
            known.add(label)
            connection.execute(f"CREATE NODE TABLE `{label}`(node INT64, {listed(path)}label "
                               "STRING, PRIMARY KEY(id))")
        connection.execute(f"COPY `{label}` FROM '{path}' (HEADER=true)")
    files = {}
    for path in sorted(data.glob("rels_*.csv")):
        kind, start, end = split(path)
        files.setdefault(kind, []).append((one(start), one(end), path))
        if kind == "REPLY_OF" and end == "Post":
            files["REPLY_OF_POST"] = [("Message", "Message", path)]
    for kind, parts in files.items():
        pairs = sorted({(start, end) for start, end, _ in parts})
        ends = ", ".join(f"FROM `{start}` TO `{end}`" for start, end in pairs)
        columns = {n: types.get(t, "STRING") for _, _, path in parts for n, t in properties(path)}
        connection.execute(f"CREATE REL TABLE `{kind}`({ends}, type STRING" + "".join(
            f", `{n}` {t}" for n, t in columns.items()) + ")")
        for start, end, path in parts:
            ways = f" (from='{start}', to='{end}')" if len(pairs) > 1 else ""
            there = dict(properties(path))
            values = "".join(f", `{n}`" if n in there else f", CAST(NULL AS {t})"
                             for n, t in columns.items())
            for first, second in (("START", "END"), ("END", "START"))[:1 + (kind == "KNOWS")]:
                connection.execute(
                    f"COPY `{kind}` FROM (LOAD FROM '{path}' (HEADER=true) RETURN `:{first}_ID`, "
                    f"`:{second}_ID`, `:TYPE`{values}){ways}")
    connection.execute("CHECKPOINT")


def load_kin(arguments, data, target):
    """Imports, and makes the indexes over ids that the primary keys of the peers are."""
    subprocess.run([arguments.kin, "import", str(data), "-o", str(target), "--replace"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    engine = Engine(kin_command(arguments, target), 600)
    labels = {part for path in data.glob("nodes_*.csv") for part in labels_of(path)}
    for label in sorted(labels):
        engine.ask(f"CREATE INDEX FOR (n:`{label}`) ON (n.id)")
    engine.stop()


def labels_of(path):
    with open(path, encoding="utf-8") as f:
        f.readline()
        return f.readline().rstrip("\n").rsplit(",", 1)[1].split(";")


def copy_database(source, target):
    for suffix in ("", "-journal", ".wal"):
        pathlib.Path(f"{target}{suffix}").unlink(missing_ok=True)
        if os.path.exists(f"{source}{suffix}"):
            shutil.copy(f"{source}{suffix}", f"{target}{suffix}")


# ---------------------------------------------------------------- the comparison

class Contest:
    def __init__(self, arguments, data, folder, python):
        self.arguments, self.data, self.folder, self.python = arguments, data, folder, python
        self.parameters = json.loads((data / "params.json").read_text(encoding="utf-8"))
        bench = arguments.bench
        self.names = ["kin", *[p for p in arguments.peers.split(",") if p]]
        source = "queries.cypher" if arguments.schema == "news" else "lsqb.cypher"
        self.cypher = read_blocks(bench / source, self.parameters)
        self.dialects = {"kin": self.cypher}
        for name in self.names[1:]:
            blocks = {} if name.startswith("duckdb") else copy.deepcopy(self.cypher)
            files = {"duckdb": ["duckdb.sql"], "duckdb-hand": ["duckdb-hand.sql"],
                     "ladybug": ["kuzu.cypher", "ladybug.cypher"], "kuzu": ["kuzu.cypher"]}[name]
            for file in files:
                for key, block in read_blocks(bench / "dialects" / file, self.parameters).items():
                    known = blocks.get(key)
                    if known:
                        block.verify = block.verify or known.verify
                        block.cleanup = block.cleanup or known.cleanup
                    blocks[key] = block
            if not name.startswith("duckdb"):
                # A keyword there.
                for block in blocks.values():
                    block.text = block.text.replace(":Union", ":`Union`")
            self.dialects[name] = blocks
        self.engines = {}

    def database(self, name):
        name = "duckdb" if name == "duckdb-hand" else name
        return self.folder / (f"{name}.kin" if name == "kin" else f"{name}.db")

    def command(self, name, database, writing):
        if name == "kin":
            return kin_command(self.arguments, database)
        return [self.python, os.path.abspath(__file__), "--serve", name, "--target", str(database),
                "--threads", str(self.arguments.threads),
                "--timeout", str(self.arguments.timeout), *(["--writing"] if writing else [])]

    def load(self):
        for name in self.names:
            target = self.database(name)
            newer = name == "kin" and target.exists() and (
                os.path.getmtime(self.arguments.kin) > os.path.getmtime(target))
            if target.exists() and not newer:
                continue
            begin = time.perf_counter()
            if name == "kin":
                load_kin(self.arguments, self.data, target)
            else:
                subprocess.run(
                    [self.python, os.path.abspath(__file__), "--load", name,
                     "--data", str(self.data), "--target", str(target)], check=True)
            print(f"{name} loaded in {time.perf_counter() - begin:.1f} s", flush=True)

    def open(self, writing):
        """Engines on the databases, or on copies of them that may be written."""
        for engine in self.engines.values():
            engine.stop()
        self.engines = {}
        for name in self.names:
            database = self.database(name)
            if writing:
                changed = database.with_name(f"copy-{name}{database.suffix}")
                copy_database(database, changed)
                database = changed
            self.engines[name] = Engine(
                self.command(name, database, writing), self.arguments.timeout)

    def once(self, name, block):
        """Milliseconds and rows of one run; a write is verified and cleaned up."""
        engine = self.engines[name]
        elapsed, rows = engine.ask(block.text)
        if block.kind == "write":
            _, rows = engine.ask(block.verify)
            engine.ask(block.cleanup)
        return elapsed, rows

    def run(self, key):
        """What each engine took and answered."""
        results = {n: {"times": [], "rows": None, "failure": None} for n in self.names
                   if key in self.dialects[n]}
        for number in range(self.arguments.rounds):
            for name, result in results.items():
                spent = sum(result["times"])
                if result["failure"] or spent > self.arguments.timeout * 1000:
                    continue
                block = self.dialects[name][key]
                block.kind = self.cypher[key].kind
                if name == "kin" and number == 0:
                    self.engines[name].start()
                    self.engines[name].forget_peak()
                try:
                    elapsed, rows = self.once(name, block)
                    result["times"].append(elapsed)
                    result["rows"] = rows
                except Failed as failure:
                    result["failure"] = str(failure)
                if name == "kin":
                    result["peak"] = self.engines[name].peak()
        return results


def report(key, results, ordered):
    """One line per query; True if all is well."""
    ours = results["kin"]
    well = ours["failure"] is None
    line = f"{key:26}"
    notes = []
    if ours["failure"]:
        line += f"{'–':>10}{'–':>10}"
        notes.append(f"kin: {ours['failure']}")
    else:
        line += f"{statistics.median(ours['times']):10.2f}{min(ours['times']):10.2f}"
    line += f"{ours.get('peak', 0):9.0f}"
    for name, result in results.items():
        if name == "kin":
            continue
        if result["failure"]:
            line += f" | {name:11}{'–':>10}{'–':>10}{'':7}"
            notes.append(f"{name}: {result['failure']}")
            continue
        median = statistics.median(result["times"])
        line += f" | {name:11}{median:10.2f}{min(result['times']):10.2f}"
        if not ours["failure"]:
            line += f"{statistics.median(ours['times']) / median:7.2f}"
            wrong = difference(ours["rows"], result["rows"], ordered)
            if wrong:
                well = False
                notes.append(f"DIFFERS from {name}: {wrong}")
    print(line, flush=True)
    for note in notes:
        print(f"    {note[:300]}", flush=True)
    return well


def prepare(work, peers):
    """Python of a virtual environment with the peers."""
    python = work / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(work / "venv")], check=True)
    packages = sorted({peer.removesuffix("-hand") for peer in peers})
    subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    return str(python)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--schema", choices=["news", "lsqb"], default="news")
    parser.add_argument("--sf", default="0.1", help="size of the graph; 1 has five million relations")
    parser.add_argument("--queries", default="*", help="names or patterns, with commas between")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", default="duckdb,duckdb-hand")
    parser.add_argument("--timeout", type=float, default=60, help="seconds for one query")
    parser.add_argument("--threads", type=int, default=0, help="0 is one per core")
    parser.add_argument("--kin", default=".build/release/kin")
    parser.add_argument("--bench", type=pathlib.Path, default=pathlib.Path("../shared/bench"))
    parser.add_argument("--data", type=pathlib.Path, help="a folder that the generator made")
    parser.add_argument("--work", type=pathlib.Path,
                        default=pathlib.Path(tempfile.gettempdir()) / "kin-query-peers")
    parser.add_argument("--python", help="a Python that has the peers, instead of pip")
    parser.add_argument("--json", type=pathlib.Path, help="write all figures there")
    for hidden in ("--serve", "--load", "--target"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    parser.add_argument("--writing", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    arguments = parse()
    if arguments.serve:
        return serve(arguments.serve, arguments.target, arguments)
    if arguments.load:
        if arguments.load.startswith("duckdb"):
            return load_duckdb(arguments.data, arguments.target)
        return load_kuzu_like(arguments.load, arguments.data, arguments.target)

    peers = [p for p in arguments.peers.split(",") if p]
    folder = arguments.work / f"{arguments.schema}-{arguments.sf}"
    folder.mkdir(parents=True, exist_ok=True)
    python = arguments.python or (prepare(arguments.work, peers) if peers else None)
    data = arguments.data or folder / "data"
    if not (data / "manifest.json").exists():
        subprocess.run([sys.executable, str(arguments.bench / "newsgraph.py"), "--schema",
                        arguments.schema, "--sf", arguments.sf, "--out", str(data)], check=True)
    contest = Contest(arguments, data, folder, python)
    contest.load()

    print(f"{arguments.schema} {arguments.sf}, {arguments.rounds} rounds; milliseconds, median and "
          "least; peak of kin in MB; kin's median by the peer's")
    print(f"{'query':26}{'median':>10}{'least':>10}{'peak':>9} | {'peer':11}{'median':>10}"
          f"{'least':>10}{'ratio':>7}")
    bad, figures, writing = [], {}, None
    for key, block in contest.cypher.items():
        wanted = arguments.queries.split(",")
        if not any(fnmatch.fnmatch(key, p) or key.startswith(p + "_") for p in wanted):
            continue
        if (block.kind == "write") != writing:
            writing = block.kind == "write"
            contest.open(writing)
        results = contest.run(key)
        if not report(key, results, "ORDER BY" in block.text):
            bad.append(key)
        figures[key] = {n: {k: v for k, v in r.items() if k != "rows"} for n, r in results.items()}
    for engine in contest.engines.values():
        engine.stop()
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    if bad:
        sys.exit(f"wrong or without an answer: {', '.join(bad)}")
    compared = sum(any(n != "kin" and not r["failure"] for n, r in results.items())
                   for results in figures.values())
    print(f"{compared} of {len(figures)} answers were compared, and agree")


if __name__ == "__main__":
    main()
