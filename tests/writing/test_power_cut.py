"""The power goes at any moment: every change that was acked is in every image that the disk may hold then.

IMAGES=1000 in the environment looks at as many.
"""

import asyncio
import os
import random
import sqlite3
import time
from pathlib import Path

import pytest

from tests.writing.disk import after_cuts
from tests.writing.live_client import LiveClient
from tests.writing.telling import told_live

pytestmark = [pytest.mark.strace, pytest.mark.xdist_group("kills")]
IMAGES = int(os.environ.get("IMAGES", 200))
PAIR, TEXT = "kasia-tom", "would-see"
ASKED = "meeting-4/action-plan/q/would-see/"


async def two_type_and_one_posts(world) -> None:
    """A few hundred words by both doors, acked now and then, until the server is killed."""
    address = world.address(PAIR, "action-plan")
    kasia, tom = (LiveClient(address, world.person(key).cookie) for key in ("kasia", "tom"))
    await kasia.open()
    await tom.open()
    for n in range(60):
        for one in (kasia, tom):
            await one.type(TEXT, f"{n} ")
            await asyncio.sleep(0.005)
        if n % 12 == 0:
            page = await asyncio.to_thread(world.person("tom").get, world.at(PAIR, ASKED))
            await asyncio.to_thread(world.person("tom").write, page, TEXT, f"Posted {n}.")
    await kasia.until_acked(20)
    await tom.until_acked(20)
    world.serving.kill()
    await kasia.close()
    await tom.close()


def rows_in(database: Path) -> dict[int, bytes]:
    """number → sealed row of the plan; raises what SQLite raises for a broken file."""
    opened = sqlite3.connect(database)
    try:
        assert opened.execute("PRAGMA quick_check").fetchone() == ("ok",)
        return dict(
            opened.execute(
                "SELECT row.seq, sealed FROM writing_row row JOIN writing_document document"
                " ON document.id = document_id WHERE document.sheet = 'action-plan'"
                " AND document.pair_id = (SELECT pair.id FROM people_pair pair JOIN people_person person"
                " ON person.id = pair.partner_id WHERE person.name = 'Kasia')"
            )
        )
    finally:
        opened.close()


def losses(serve, demo, tmp_path, *broken: str) -> tuple[int, int]:
    """(images in which something that was acked is missing, how many numbers were acked)."""
    trace = tmp_path / "trace"
    world = serve("checkpoints-often", *broken, traced=trace)
    files = [world.serving.data / name for name in ("alongside.sqlite3", "alongside.sqlite3-wal")]
    before = {
        str(file): (demo[0] / file.name).read_bytes() for file in files if (demo[0] / file.name).exists()
    }
    told_live(two_type_and_one_posts)(world=world)
    whole = rows_in(files[0])
    lost, acked = 0, set()
    for number, found in after_cuts(when_complete(trace), before, IMAGES, random.Random(7)):
        acked.add(number)
        wanted = {seq: sealed for seq, sealed in whole.items() if seq <= number}
        lost += not holds(found, wanted, tmp_path)
    return lost, len(acked)


def when_complete(trace: Path) -> str:
    """strace writes a little longer than the server lives."""
    for _ in range(100):
        text = trace.read_text()
        if text.endswith("+++ killed by SIGKILL +++\n"):
            return text
        time.sleep(0.1)
    raise AssertionError("strace did not come to its end")


def holds(files: dict[str, bytes], wanted: dict[int, bytes], folder: Path) -> bool:
    """Whether SQLite opens these files and finds all of that in them."""
    for old in folder.glob("image.sqlite3*"):
        old.unlink()
    for path, content in files.items():
        (folder / Path(path).name.replace("alongside", "image")).write_bytes(content)
    try:
        rows = rows_in(folder / "image.sqlite3")
    except (sqlite3.DatabaseError, AssertionError):
        return False
    return all(rows.get(seq) == sealed for seq, sealed in wanted.items())


def test_what_was_acked_is_on_disk_whenever_the_power_goes(serve, demo, tmp_path):
    lost, moments = losses(serve, demo, tmp_path)
    assert lost == 0
    assert moments > 10


@pytest.mark.parametrize("how", ["syncs-sometimes", "syncs-never"])
def test_a_server_that_does_not_wait_for_the_disk_fails_this_proof(serve, demo, tmp_path, how):
    lost, _ = losses(serve, demo, tmp_path, how)
    assert lost > IMAGES / 10
