"""Servers for these proofs, each on a copy of one demo folder, and a story that runs in an event loop."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ROOT, Serving, usual
from tests.writing.person import Person


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """A data folder that `bin/serve --demo` has filled, at rest, and what the contract prints of it."""
    common = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        common = common.parent  # whichever worker comes first fills it for both
    folder, printed = common / "live demo", common / "live demo.json"
    with (common / "live demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not printed.exists():
            Serving(folder, "--demo").stop()
            asked = [sys.executable, "-m", "alongside.site.cli", "demo", "--json", "--data", str(folder)]
            said = subprocess.run(asked, cwd=ROOT, env=usual(), check=True, capture_output=True).stdout
            printed.write_bytes(said)
    return folder, json.loads(printed.read_bytes())


class World:
    """One running server with the demo in it."""

    def __init__(self, serving: Serving, printed: dict):
        self.serving, self.printed = serving, printed
        self.people: dict[str, Person] = {}

    @property
    def base(self) -> str:
        return self.serving.base

    def pair(self, key: str) -> dict:
        return next(pair for pair in self.printed["pairs"] if pair["key"] == key)

    def person(self, key: str) -> Person:
        """Signed in, the same browser each time."""
        if key not in self.people:
            self.people[key] = self.another_browser_of(key)
        return self.people[key]

    def another_browser_of(self, key: str) -> Person:
        link = next(person["sign_in"] for person in self.printed["people"] if person["key"] == key)
        return Person(self.base, self.base + "/demo/" + link.split("/demo/")[1])

    def address(self, pair: str, sheet: str) -> str:
        """Of the socket of a sheet, also of one that is not listed."""
        public = self.pair(pair)["url"].rstrip("/").rsplit("/", 1)[1]
        return f"ws{self.base.removeprefix('http')}/write/{public}-{sheet}"

    def at(self, pair: str, tail: str = "") -> str:
        """A page of a pair."""
        public = self.pair(pair)["url"].rstrip("/").rsplit("/", 1)[1]
        return f"{self.base}/pair/{public}/{tail}"


@pytest.fixture(scope="session")
def serve(demo, tmp_path_factory):
    """Starts servers with the demo; `serve("a", "b")` starts one with two mechanisms taken out."""
    folder, printed = demo
    started = []

    def start(*broken: str, traced: Path | None = None) -> World:
        data = tmp_path_factory.mktemp("served") / "data"
        shutil.copytree(folder, data)
        started.append(Serving(data, "--demo", broken=",".join(broken), traced=traced))
        return World(started[-1], printed)

    yield start
    for serving in started:
        serving.kill()


@pytest.fixture(scope="session")
def world(serve):
    """A whole server. Each story has a pair of its own in it."""
    return serve()


@pytest.fixture(scope="session")
def broken(serve):
    """The same with everything taken out that these stories are about."""
    return serve(
        "forms-overwrite", "deaf", "never-at-rest", "everybody-in", "nobody-looks-again", "no-gate",
        "no-end-of-doors", "endless-line",
    )  # fmt: skip
