#!/usr/bin/env python3
"""Reads what kin exports with other programs, and compares counts and text.

  scripts/check-exports.py [path of kin]

Uses networkx, pydot and lxml where Python has them, and dot where it is installed; says "left out"
for the others. Ends with 1 if one of them refuses a file or reads something else than was written.
"""

import importlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

NODES = ''':ID,name,born:date,score:double,n:long,ok:boolean,tags:string[],odd,:LABEL
1,林知夏,1980-02-29,1.5,7,true,甲;乙,_x0041_,Person;演讲者
2,"Zhou, ""Mu"" <Ye> & 'co' \\ ]]>",,,-9223372036854775808,false,,,Person
3,"职工
技能\t大赛",,NaN,,,,"\x01\x1b\ufffe\u2028",Event
4,😀 -> { } | [x](y) #quot; %% `t`,,Infinity,,,,,
'''
RELATIONSHIPS = ''':START_ID,:END_ID,role,since:date,w:double,:TYPE
1,3,主讲,2024-01-02,1.5,ATTENDED
1,3,"second, parallel",,,ATTENDED
2,3,,,,"出席 ""x"""
3,3,loop,,,SELF
4,1,,,,T
'''
NAMES = {
    "林知夏",
    "Zhou, \"Mu\" <Ye> & 'co' \\ ]]>",
    "职工\n技能\t大赛",
    "😀 -> { } | [x](y) #quot; %% `t`",
}
EDGES = [(0, 2), (0, 2), (1, 2), (2, 2), (3, 0)]
failures = 0


def report(name, problem):
    global failures
    failures += problem is not None
    print(f"ok    {name}" if problem is None else f"FAIL  {name}: {problem}")


def check(name, module, body):
    """Runs a body that returns what is wrong; leaves it out where a module is missing."""
    try:
        library = importlib.import_module(module)
    except ImportError:
        print(f"left out  {name}: no {module}")
        return
    try:
        problem = body(library)
        if problem is not None and " knows no " in problem:
            print(f"left out  {name}: {problem}")
        else:
            report(name, problem)
    except Exception as error:  # a reader that refuses the file, whatever it throws
        report(name, f"{type(error).__name__}: {error}")


def compare(names, edges):
    if set(names) != NAMES:
        return f"names differ: {sorted(set(names) ^ NAMES)}"
    if sorted(edges) != sorted(EDGES):
        return f"edges differ: {sorted(edges)}"
    return None


def number(identifier):
    return int(str(identifier).lstrip("n"))


def from_networkx(graph, key):
    names = [data[key] for _, data in graph.nodes(data=True)]
    return compare(names, [(number(start), number(end)) for start, end in graph.edges()])


def graphml(folder):
    def read(networkx):
        graph = networkx.read_graphml(folder / "g.graphml", force_multigraph=True)
        first = graph.nodes["n0"]
        if (first["born"], first["n"], first["ok"]) != ("1980-02-29", 7, True):
            return f"values differ: {first}"
        return from_networkx(graph, "name")

    return read


def gexf(folder, version):
    def read(networkx):
        if version is None and "1.3" not in networkx.readwrite.gexf.GEXF.versions:
            return f"networkx {networkx.__version__} knows no GEXF 1.3"
        text = (folder / "g.gexf").read_text()
        # Programs that only know 1.2 must get along with what 1.3 adds.
        if version is not None:
            text = text.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft")
            text = text.replace('version="1.3"', f'version="{version}"')
        path = folder / "other.gexf"
        path.write_text(text)
        return from_networkx(networkx.read_gexf(path), "label")

    return read


def well_formed(path):
    def read(_):
        etree = importlib.import_module("lxml.etree")
        etree.parse(str(path), etree.XMLParser(resolve_entities=False))

    return read


def pydot_reads(folder):
    def read(pydot):
        graphs = pydot.graph_from_dot_file(str(folder / "g.dot"), encoding="utf-8")
        if not graphs:
            return "no graph"
        edges = [(number(e.get_source()), number(e.get_destination())) for e in graphs[0].get_edges()]
        if sorted(edges) != sorted(EDGES):
            return f"edges differ: {sorted(edges)}"
        if not any("林知夏" in str(node.get("label")) for node in graphs[0].get_nodes()):
            return "no name is left"
        return None

    return read


def dot_draws(folder):
    if shutil.which("dot") is None:
        print("left out  DOT by dot: no dot")
        return
    drawn = subprocess.run(["dot", "-Tsvg", folder / "g.dot"], capture_output=True, text=True)
    problem = drawn.stderr.strip() or None
    if problem is None and "林知夏" not in drawn.stdout:
        problem = "no name is left"
    report("DOT by dot", problem)


def plain_json(folder):
    def read(_):
        graph = json.loads((folder / "g.json").read_text())
        names = [node["properties"]["name"] for node in graph["nodes"]]
        return compare(names, [(int(e["source"]), int(e["target"])) for e in graph["links"]])

    return read


def json_lines(folder):
    def read(_):
        rows = [json.loads(line) for line in (folder / "g.jsonl").read_text().split("\n") if line]
        names = [row["properties"]["name"] for row in rows if row["type"] == "node"]
        ends = [(int(r["start"]["id"]), int(r["end"]["id"])) for r in rows if "start" in r]
        return compare(names, ends)

    return read


def plain_csv(folder):
    def read(csv):
        with open(folder / "csv" / "nodes.csv", newline="") as file:
            names = [row["name"] for row in csv.DictReader(file, strict=True)]
        with open(folder / "csv" / "edges.csv", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        return compare(names, [(int(row["source"]), int(row["target"])) for row in rows])

    return read


def mermaid(folder):
    lines = (folder / "g.mermaid").read_text().splitlines()
    bad = [line for line in lines if re.search(r'"[^"]*"[^"]*"[^|\])]', line)]
    return f"a quote ends a text early: {bad[0]}" if bad else None


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{command[1]} ends with {done.returncode}: {done.stderr}")


def main():
    kin = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".build/release/kin").resolve()
    if not kin.exists():
        sys.exit(f"no program at {kin}: swift build -c release")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "n.csv").write_text(NODES)
        (folder / "r.csv").write_text(RELATIONSHIPS)
        graph = folder / "G.kin"
        run(kin, "import", folder / "n.csv", folder / "r.csv", "-o", graph)
        for form in ["graphml", "gexf", "dot", "mermaid", "json", "jsonl", "csv"]:
            target = folder / (form if form == "csv" else f"g.{form}")
            run(kin, "export", graph, "-f", form, "-o", target)
        check("GraphML by networkx", "networkx", graphml(folder))
        check("GraphML by lxml", "lxml", well_formed(folder / "g.graphml"))
        check("GEXF as written by networkx", "networkx", gexf(folder, None))
        check("GEXF read as 1.2 by networkx", "networkx", gexf(folder, "1.2"))
        check("GEXF by lxml", "lxml", well_formed(folder / "g.gexf"))
        check("DOT by pydot", "pydot", pydot_reads(folder))
        dot_draws(folder)
        check("JSON by Python", "json", plain_json(folder))
        check("JSON lines by Python", "json", json_lines(folder))
        check("plain CSV by Python", "csv", plain_csv(folder))
        report("Mermaid's quotes", mermaid(folder))
    sys.exit(1 if failures else 0)


main()
