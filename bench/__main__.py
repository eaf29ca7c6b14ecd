"""bin/bench NAME [--json]: runs one benchmark and prints what it found."""

import argparse
import importlib
import inspect
import json
import os
import platform
import sys
from pathlib import Path

NAMES = sorted(
    file.stem
    for file in Path(__file__).parent.glob("*.py")
    if not file.stem.startswith("_") and "def measure(" in file.read_text()
)


def machine() -> str:
    """What it ran on."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> int:
    """Prints a table, or with --json one object."""
    parser = argparse.ArgumentParser("bin/bench", description="Measure one thing.")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    parser.add_argument("--quick", action="store_true", help="one short run, where a benchmark has such")
    asked = parser.parse_args()
    measure = importlib.import_module(f"bench.{asked.name}").measure
    short = {"quick": True} if asked.quick and "quick" in inspect.signature(measure).parameters else {}
    figures, compared_with = measure(**short)
    found = {"name": asked.name, "machine": machine(), "figures": figures, "compared_with": compared_with}
    print(json.dumps(found, indent=1) if asked.json else table(found))
    return 0


def table(found: dict) -> str:
    """A line a figure, a column a peer."""
    peers = found["compared_with"]
    rows = [("", "ours", *peers)]
    rows += [
        (key, f"{value:g}", *(f"{peers[peer][key]:g}" if key in peers[peer] else "" for peer in peers))
        for key, value in found["figures"].items()
    ]
    lines = [f"{row[0]:<28}" + "".join(f"{cell:>14}" for cell in row[1:]) for row in rows]
    return "\n".join([f"{found['name']} on {found['machine']}", *lines])


if __name__ == "__main__":
    sys.exit(main())
