"""Two unmodified y-websocket clients type 26,000 real keystrokes through the server, and end with the same text."""

import gzip
import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from tests.serving import ROOT
from tests.writing.live_client import LiveClient
from tests.writing.telling import told_live

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("unmodified clients")]
HERE = Path(__file__).parent / "node"
TRACE = ROOT / "tests" / "material" / "friendsforever.json.gz"
KEYS = 26_078
TEXT = "opening"


@pytest.fixture(scope="session")
def replay():
    """The program, beside the packages of its lock file; they stay in the cache of whoever runs the tests."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "alongside-tests" / "node"
    cache.mkdir(parents=True, exist_ok=True)
    for file in (".npmrc", "package.json", "replay.mjs"):
        shutil.copy(HERE / file, cache)
    lock = (HERE / "package-lock.json").read_bytes()
    installed = cache / "package-lock.json"
    if not installed.exists() or installed.read_bytes() != lock or not (cache / "node_modules").exists():
        shutil.copy(HERE / "package-lock.json", cache)
        subprocess.run(["npm", "ci"], cwd=cache, check=True, capture_output=True, timeout=120)
    return cache / "replay.mjs"


def end_content() -> str:
    return json.loads(gzip.decompress(TRACE.read_bytes()))["endContent"]


def replayed(world, replay, kills: list[int]) -> dict:
    """What the two clients say at the end; the server is killed each time that they have come this far."""
    address = world.address("lenny-zofia", "talk")
    server, name = address.rsplit("/", 1)
    cookies = [world.person(key).cookie for key in ("lenny", "zofia")]
    process = subprocess.Popen(
        ["node", str(replay), str(TRACE), server, name, TEXT, *cookies], stdout=subprocess.PIPE, text=True
    )
    kills = sorted(kills)
    try:
        for line in process.stdout:
            if line.startswith("{"):
                assert kills == [], "it was over before the server was killed as often as it should"
                return json.loads(line)
            if kills and int(line.split()[1]) >= kills[0]:
                kills.pop(0)
                world.serving.again()
        raise AssertionError("the clients said nothing at the end")
    finally:
        process.kill()
        process.wait()


async def text_on_the_server(world) -> str | None:
    """Nothing where the server cannot build it any more."""
    try:
        return await read(world)
    except InvalidStatus:
        return None


async def read(world) -> str:
    async with LiveClient(world.address("lenny-zofia", "talk"), world.person("lenny").cookie) as reader:
        return str(reader.text(TEXT))


def check(world, replay, kills=()) -> list[bool]:
    """Whether both clients, a new one, and a new one after another kill have exactly the text of the end."""
    said = replayed(world, replay, list(kills))["same"]
    asked = told_live(text_on_the_server)
    said.append(asked(world=world) == end_content())
    world.serving.again()
    return [*said, asked(world=world) == end_content()]


def test_a_real_text_of_two_people_ends_as_it_did(serve, replay):
    assert check(serve(), replay) == [True] * 4


def test_it_does_so_when_the_server_is_killed_in_between(serve, replay):
    dice = random.Random(KEYS)
    kills = [dice.randrange(1000, KEYS // 2), dice.randrange(KEYS // 2, KEYS - 1000)]
    assert check(serve(), replay, kills) == [True] * 4


def test_a_server_that_loses_one_key_fails_this_proof(serve, replay):
    *_, after_a_kill = check(serve("loses-one-key"), replay)
    assert not after_a_kill
