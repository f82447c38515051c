"""``python -m benchmarks [--data DIR]``: measure everything on this machine, one table."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.cluster import PARTS as CLUSTER_PARTS
from benchmarks.cluster import measure_cluster
from benchmarks.engine import measure_export, measure_faithfulness, measure_full_size
from benchmarks.report import machine, print_lines
from benchmarks.runtime import measure_runtime
from benchmarks.window import STROKES, measure_brush, measure_start, measure_window
from ccnet_core.data.layout import list_pairs
from ccnet_core.paths import RESOURCES

_EVERY = 6
"""CIEDE2000 of hundreds of renderings takes minutes: every sixth val photo has to do."""
_PARTS = ("start", "window", "brush", "faithfulness", "runtime", "full", "export", "cluster")


def main() -> None:
    """Run the parts that are asked for, each printed as soon as it is done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with pairs.csv: faithfulness on its val photos too")
    parser.add_argument(
        "parts",
        nargs="*",
        default=_PARTS,
        metavar="PART",
        help=f"of {', '.join(_PARTS)}; cluster-kills, cluster-speed and cluster-cost are its parts",
    )
    options = parser.parse_args()
    known = {*_PARTS, *(f"cluster-{part}" for part in CLUSTER_PARTS)}
    if unknown := [part for part in options.parts if part not in known]:
        parser.error(f"no part is called {unknown[0]}; there are {', '.join(sorted(known))}")
    photos = sorted((RESOURCES / "sample").glob("*.jpg"))
    if options.data:
        photos += [pair.low for pair in list_pairs(options.data, "val")][::_EVERY]
    print(machine())
    if "start" in options.parts:
        print_lines("Start", measure_start())
    if "window" in options.parts:
        print_lines("Window", measure_window())
    if "brush" in options.parts:
        print_lines(f"Brush on a mask of {STROKES} strokes", measure_brush())
    if "faithfulness" in options.parts:
        print_lines(f"Faithfulness ({len(photos)} photos)", measure_faithfulness(photos))
    if "runtime" in options.parts:
        print_lines("Runtime", measure_runtime())
    if "full" in options.parts:
        print_lines("Full size", measure_full_size())
    if "export" in options.parts:
        print_lines("Export", measure_export())
    clustered = [part for part in CLUSTER_PARTS if {"cluster", f"cluster-{part}"} & {*options.parts}]
    for title, lines in measure_cluster(clustered):
        print_lines(title, lines)


if __name__ == "__main__":
    main()
