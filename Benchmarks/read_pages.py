#!/usr/bin/env python3
"""How fast pages are read: read_pages.py FOLDER [--megabytes 40] [--kin build/kin]

Makes a corpus of lines from the .txt and .md pages of FOLDER by repeating and recombining them: each
made page is a page of the folder with some of its paragraphs taken from others, so that no two are
the same. Then extracts it with one thread and with two, builds a graph of it, and prints bytes per
second, the peak of memory, and whether both extracts are the same.
"""

import argparse
import hashlib
import json
import pathlib
import random
import resource
import subprocess
import tempfile
import time


def corpus(folder, byte_count, path):
    pages = [file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*"))
             if file.suffix in (".txt", ".md")]
    if not pages:
        raise SystemExit(f"no .txt or .md pages in {folder}")
    blocks = [page.split("\n\n") for page in pages]
    pool = [block for page in blocks for block in page]
    chance = random.Random(20150721)
    written, number = 0, 0
    with open(path, "w", encoding="utf-8") as file:
        while written < byte_count:
            page = [chance.choice(pool) if chance.random() < 0.2 else block
                    for block in chance.choice(blocks)]
            text = "\n\n".join(page)
            line = {"page": f"page-{number:07}.txt", "text": text}
            print(json.dumps(line, ensure_ascii=False), file=file)
            written += len(text.encode())
            number += 1
    return written, number


def run(command, output):
    start = time.monotonic()
    with open(output, "wb") as file:
        subprocess.run(command, stdout=file, stderr=subprocess.DEVNULL, check=True)
    seconds = time.monotonic() - start
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--megabytes", type=float, default=40)
    parser.add_argument("--kin", default="build/kin")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        lines = work / "pages.jsonl"
        byte_count, page_count = corpus(options.folder, options.megabytes * 1e6, lines)
        print(f"{page_count} pages, {byte_count / 1e6:.1f} MB of text")
        digests = set()
        for jobs in (1, 2):
            facts = work / f"{jobs}.facts.jsonl"
            command = [options.kin, "extract", "--jobs", str(jobs), str(lines)]
            seconds = run(command, facts)
            digests.add(hashlib.sha256(facts.read_bytes()).hexdigest())
            print(f"extract, {jobs} threads: {seconds:.2f} s, {byte_count / seconds / 1e6:.2f} MB/s")
        print("the same facts" if len(digests) == 1 else "DIFFERENT facts")
        graph = work / "pages.kin"
        command = [options.kin, "build", str(lines), "-o", str(graph)]
        seconds = run(command, work / "out")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"build: {seconds:.2f} s, {byte_count / seconds / 1e6:.2f} MB/s, "
              f"graph {graph.stat().st_size / 1e6:.1f} MB, largest peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
