"""What the tests prove in minutes, for hours: kills while people type, mangled frames, long typing by many pairs."""

import asyncio
import os
import tempfile
from pathlib import Path

from bench import typists
from bench.writing import cores, prepare, tell

KILLS, QUICK_KILLS = 1000, 5
HOURS, QUICK_HOURS = 2.0, 0.01
SEEDS, QUICK_SEEDS, FRAMES = 3400, 2, 30_000  # in all 100 million frames; 300,000 on every run of the tests
PAIRS, KILLED_PAIRS = 300, 10


def measure(quick: bool = False) -> tuple[dict, dict]:
    """Everything that must be 0 is 0, or the figure says how often it was not."""
    server_core, _client_core = cores()
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
        data = Path(folder) / "data"
        rooms = prepare(data, PAIRS, PAIRS)["rooms"]
        tell("Killing it while people type…")
        figures = typists.killed(data, rooms[:KILLED_PAIRS], 2, QUICK_KILLS if quick else KILLS, server_core)
        tell("Many pairs, for long…")
        figures |= long_typing(data, rooms, 3600 * (QUICK_HOURS if quick else HOURS), server_core)
    tell("Mangled frames…")
    return figures | mangled(QUICK_SEEDS if quick else SEEDS), {}


def long_typing(data: Path, rooms: list[dict], seconds: float, core: int | None) -> dict:
    """300 pairs who do not stop: every key arrives, and memory stays where it is."""
    serving = typists.started(data, core)
    try:
        began = serving.memory_mb()
        found = asyncio.run(typists.typing(serving, rooms, seconds))
        return {
            "typing_hours": round(seconds / 3600, 2),
            "typing_seen_p99_ms": round(found["seen_p99_ms"], 1),
            "typing_memory_grew_mb": round(serving.memory_mb() - began),
        }
    finally:
        serving.stop()


def mangled(seeds: int) -> dict:
    """The gate's own proof (alongside/writing/tests/test_gate.py) with seeds that the tests do not have."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.site.settings"
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as data:
        os.environ["ALONGSIDE_DATA"] = data
        import alongside.site.database  # noqa: F401  before Django

        django.setup()
    from alongside.writing.tests.test_gate import Proof

    faults, slowest = 0, 0.0
    for seed in range(SEEDS, SEEDS + seeds):
        proof = Proof(seed).run(FRAMES)
        faults, slowest = faults + len(proof.faults), max(slowest, proof.slowest)
    return {
        "mangled_frames": seeds * FRAMES,
        "mangled_frames_that_hurt": faults,
        "mangled_slowest_ms": round(1000 * slowest, 1),
    }
