"""From a fresh clone to the first page, the second start, and memory after everybody has looked around."""

import subprocess
import tempfile
import time
from pathlib import Path

from alongside.site.folder import ROOT
from bench.visiting import Serving, Visitor


def measure() -> tuple[dict, dict]:
    """Clones what is committed. The packages come from uv's cache if they are in it."""
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        figures = {"first_start_s": seconds_to_first_page(clone, Path(folder) / "empty")}
        figures["second_start_s"] = seconds_to_first_page(clone, Path(folder) / "empty")
        figures |= after_a_look_around(clone, Path(folder) / "demo")
    return figures, {}


def seconds_to_first_page(clone: Path, data: Path) -> float:
    """From the command to the last byte of the front page."""
    with Serving(clone, data) as serving:
        Visitor(serving.base).get(serving.base + "/")
        return round(time.perf_counter() - serving.began, 2)


def after_a_look_around(clone: Path, data: Path) -> dict:
    """Every person of the demo signs in and opens every page that they can find."""
    Serving(clone, data, "--demo").stop()  # what filling the demo takes is not what serving takes
    with Serving(clone, data) as serving:
        began_with, pages = serving.memory_mb(), 0
        for person in serving.people():
            visitor = Visitor(serving.base)
            visitor.sign_in(person["sign_in"])
            pages += visitor.look_around()
        memory = serving.memory_mb()
    return {"memory_at_start_mb": round(began_with), "memory_mb": round(memory), "pages_seen": pages}
