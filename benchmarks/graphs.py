"""Graphs grown to order: what a million members cost, and how near real graphs they come.

    python benchmarks/graphs.py [--members 1000000] [--facebook100 FOLDER] [--json]

Without a folder only the timing is printed. The folder holds `Reed98_edges.csv.gz`,
`Reed98_nodes.csv.gz` and the same of Amherst41: two friendship graphs of the facebook100 data
(Traud, Mucha and Porter 2012). For each, the table sets the real graph beside one that was
generated from nine numbers of it: members, mean and spread of ties, clustering, and the
assortativity over five attributes; and beside one with the same degrees and nothing else asked for.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import platform
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sim.graph import StartGraph, generate, measure, read_edges
from sim.graph.measure import Edges, Figures

COLLEGES = ("Reed98", "Amherst41")
ATTRIBUTES = ("status", "gender", "major", "dorm", "year")
SEED = 1
STARTS = {
    "log-normal, no clustering": StartGraph("lognormal", 10.0, 0.8, homophily=(0.0, 0.0)),
    "log-normal": StartGraph("lognormal", 10.0, 0.8, 0.2, (0.3, 0.2)),
    "power law": StartGraph("power_law", 10.0, 2.5, 0.2, (0.3, 0.2)),
    "Poisson": StartGraph("poisson", 10.0, 0.0, 0.2, (0.3, 0.2)),
}
KINDS = (4, 10)


def college(folder: Path, name: str) -> tuple[Edges, NDArray[np.uint8]]:
    """Read a friendship graph; a value that is missing is a kind of its own.

    Returns
    -------
    edges, attributes
        Ties, shape ``(E, 2)``, and the kinds of `ATTRIBUTES`, shape ``(members, 5)``.
    """
    with gzip.open(folder / f"{name}_nodes.csv.gz", "rt", encoding="utf-8") as stream:
        rows = {row["node"]: row for row in csv.DictReader(stream)}
    ties = read_edges(folder / f"{name}_edges.csv.gz")
    people = [*ties.names, *(node for node in rows if node not in set(ties.names))]
    columns = [
        np.unique([rows[str(node)][attribute] for node in people], return_inverse=True)[1]
        for attribute in ATTRIBUTES
    ]
    return ties.edges, np.stack(columns, axis=1).astype(np.uint8)


def likenesses(folder: Path, name: str) -> dict[str, Figures]:
    """Return the figures of a real graph and of the graphs generated from them."""
    edges, attributes = college(folder, name)
    real = measure.figures(edges, attributes)
    start = StartGraph.like(real)
    plain = replace(start, clustering=0.0, homophily=(0.0,) * len(ATTRIBUTES))
    return {
        "real": real,
        "generated": measure.figures(generate(start, attributes, SEED), attributes),
        "degrees only": measure.figures(generate(plain, attributes, SEED), attributes),
    }


def tails(folder: Path, name: str) -> dict[str, list[int]]:
    """Return the ties of the member at each of some shares from below, real and generated."""
    edges, attributes = college(folder, name)
    grown = generate(StartGraph.like(measure.figures(edges, attributes)), attributes, SEED)
    return {
        who: [int(np.quantile(measure.degrees(ties, len(attributes)), q)) for q in QUANTILES]
        for who, ties in (("real", edges), ("generated", grown))
    }


QUANTILES = (0.1, 0.5, 0.9, 0.99, 1.0)


def timing(members: int) -> dict[str, dict[str, Any]]:
    """Return wall-clock and processor seconds, and figures, for each of `STARTS`."""
    attributes = np.random.default_rng(SEED).integers(0, KINDS, (members, 2)).astype(np.uint8)
    for start in STARTS.values():
        generate(start, attributes[:1000], SEED)  # compiles
    found = {}
    for name, start in STARTS.items():
        wall, processor = time.perf_counter(), time.process_time()
        edges = generate(start, attributes, SEED)
        seconds = time.perf_counter() - wall, time.process_time() - processor
        figures = asdict(measure.figures(edges, attributes))
        found[name] = {"seconds": seconds[0], "processor_seconds": seconds[1], **figures}
    return found


def main() -> None:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--members", type=int, default=1_000_000)
    parser.add_argument("--facebook100", type=Path, help="folder of the two real graphs")
    parser.add_argument("--json", action="store_true", help="print the figures for machines")
    options = parser.parse_args()
    times = timing(options.members)
    folder = options.facebook100
    real = {name: likenesses(folder, name) for name in COLLEGES} if folder else {}
    if options.json:
        print(json.dumps({
            "members": options.members,
            "timing": times,
            "facebook100": {
                name: {who: asdict(found) for who, found in rows.items()}
                for name, rows in real.items()
            },
        }, indent=2))  # fmt: skip
        return
    print(f"{platform.machine()}, {os.cpu_count()} processors, one used; NumPy {np.__version__}")
    print(f"\n| {options.members:,} members, mean 10 ties | seconds | of processor | ties "
          "| clustering | assortativity |\n|---|---|---|---|---|---|")  # fmt: skip
    for name, row in times.items():
        r = ", ".join(f"{value:.3f}" for value in row["attribute_assortativity"])
        print(f"| {name} | {row['seconds']:.1f} | {row['processor_seconds']:.1f} "
              f"| {row['ties']:,} | {row['clustering']:.3f} | {r} |")  # fmt: skip
    for name, rows in real.items():
        print(f"\n| {name} | {' | '.join(rows)} |\n|---|{'---|' * len(rows)}")
        for field in ("members", "ties", "mean_ties", "spread", "tail", "max_ties", "clustering",
                      "transitivity", "degree_assortativity"):  # fmt: skip
            values = [f"{getattr(found, field):,.4g}" if field != "ties" else f"{found.ties:,}"
                      for found in rows.values()]  # fmt: skip
            print(f"| {field} | {' | '.join(values)} |")
        for k, attribute in enumerate(ATTRIBUTES):
            values = [f"{found.attribute_assortativity[k]:.3f}" for found in rows.values()]
            print(f"| r over {attribute} | {' | '.join(values)} |")
        marks = "".join(f" {q:.0%} |" for q in QUANTILES)
        print(f"\n| ties at |{marks}\n|---|{'---|' * len(QUANTILES)}")
        for who, ties in tails(folder, name).items():
            print(f"| {name}, {who} | {' | '.join(map(str, ties))} |")


if __name__ == "__main__":
    main()
