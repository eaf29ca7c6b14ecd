"""From a fresh clone to the first page, the second start, and memory: after a whole walk, and after much more."""

import subprocess
import tempfile
import time
from pathlib import Path

from alongside.site.folder import ROOT
from bench.visiting import Serving, Visitor
from bench.walking import walk


def measure() -> tuple[dict, dict]:
    """Clones what is committed. The packages come from uv's cache if they are in it."""
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        figures = {"first_start_s": seconds_to_first_page(clone, Path(folder) / "empty")}
        figures["second_start_s"] = seconds_to_first_page(clone, Path(folder) / "empty")
        Serving(clone, Path(folder) / "demo", "--demo").stop()  # what filling it takes is not what serving takes
        figures |= after_a_walk(clone, Path(folder) / "demo")
        figures |= after_a_look_around(clone, Path(folder) / "demo")
    return figures, {}


def seconds_to_first_page(clone: Path, data: Path) -> float:
    """From the command to the last byte of the front page."""
    with Serving(clone, data) as serving:
        Visitor(serving.base).get(serving.base + "/")
        return round(time.perf_counter() - serving.began, 2)


def after_a_walk(clone: Path, data: Path) -> dict:
    """Two people go from the invitation to the signed plan."""
    with Serving(clone, data) as serving:
        began_with = serving.memory_mb()
        seen = walk(serving)
        memory = serving.memory_mb()
    return {"memory_at_start_mb": round(began_with), "memory_mb": round(memory), "walk_pages": seen}


def after_a_look_around(clone: Path, data: Path) -> dict:
    """Everybody of the demo opens every page and paper that they can find: far more than one walk."""
    with Serving(clone, data) as serving:
        pages = 0
        for person in serving.people():
            visitor = Visitor(serving.base)
            visitor.sign_in(person["sign_in"])
            pages += visitor.look_around()
        memory = serving.memory_mb()
    return {"memory_after_all_pages_mb": round(memory), "pages_seen": pages}
