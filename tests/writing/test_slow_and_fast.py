"""Somebody who does not read, and somebody who writes as fast as the line takes it."""

import asyncio
import random
import socket
import sqlite3

import pytest
from pycrdt import Doc, Text
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from alongside.writing.lib0 import block
from alongside.writing.saver import IN_A_ROW
from alongside.writing.sockets import MOST_UNSAVED
from tests.writing.live_client import SYNC, UPDATE, LiveClient
from tests.writing.telling import told_live

pytestmark = pytest.mark.xdist_group("live")
A_PAGE = "A long line that nobody will ever read to its end. " * 1200  # 60 KB
PAGES = 240  # 14 MB, of which the machine's own buffers hold a few


@pytest.fixture(scope="module")
def limited(serve):
    """A whole server whose patience with slow readers and whose disk are small."""
    return serve("small-line", "slow-disk")


@pytest.fixture(scope="module")
def patient(serve):
    return serve("endless-line", "slow-disk-and-no-waiting")


async def never_reads(address, cookie):
    """Connected, and its buffers as small as they can be."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.setblocking(False)
    host, port = address.removeprefix("ws://").split("/")[0].split(":")
    await asyncio.get_running_loop().sock_connect(line, (host, int(port)))
    return await connect(
        address, sock=line, additional_headers={"Cookie": cookie}, compression=None, max_size=None, max_queue=1,
        ping_interval=None,
    )  # fmt: skip


async def reads_on(slow) -> int | None:
    """What was waiting, and the code with which it was closed if it was."""
    slow.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**20)
    try:
        async with asyncio.timeout(2):
            while True:
                await slow.recv()
    except TimeoutError:
        return None
    except ConnectionClosed as closed:
        return closed.rcvd and closed.rcvd.code


async def one_writes_and_one_does_not_read(world):
    """By how many MB the server has grown, and with which code the slow one was closed."""
    address = world.address("jerome-priya", "talk")
    slow = await never_reads(address, world.person("priya").cookie)
    reads = LiveClient(address, world.person("priya").cookie)
    async with LiveClient(address, world.person("jerome").cookie) as jerome, reads:
        text = jerome.text("opening")
        before = world.serving.memory_mb()
        for _ in range(PAGES // 20):
            for _ in range(20):
                text.clear()
                text.insert(0, A_PAGE)
                await jerome.flush()
            await jerome.until_acked(30)
        grown = world.serving.memory_mb() - before
        code = await reads_on(slow)
        assert jerome.code is None
        assert reads.code is None
        assert str(reads.text("opening")) == A_PAGE
    await slow.close()
    return grown, code


@told_live
async def test_who_does_not_read_is_let_go_before_the_memory_is_full(limited):
    grown, code = await one_writes_and_one_does_not_read(limited)
    assert code == 4408
    assert grown < 10


@told_live
async def test_a_server_that_waits_for_ever_fails_this_proof(patient):
    grown, code = await one_writes_and_one_does_not_read(patient)
    assert code is None
    assert grown > 10


async def writes_2000_at_once(world):
    """How many of them were written in one commit at most, after all were acked and seen."""
    address = world.address("amina-ben", "talk")
    ben = LiveClient(address, world.person("ben").cookie)
    async with LiveClient(address, world.person("amina").cookie) as amina, ben:
        doc, updates = Doc(client_id=random.getrandbits(31)), []
        doc.apply_update(amina.doc.get_update())
        watching = doc.observe(lambda event: updates.append(event.update))
        text = doc.get("where-we-were", type=Text)
        for n in range(2000):
            text.insert(len(text), f"{n} ")
        doc.unobserve(watching)
        for update in updates:
            amina.sent += 1
            await amina.send(bytes((SYNC, UPDATE)) + block(update))
        await amina.until_acked(30)
        await ben.until_seen("where-we-were", "1999 ")
        assert amina.code is None
        assert str(ben.text("where-we-were")).endswith("".join(f"{n} " for n in range(2000)))
    return most_in_one_commit(world.serving.data)


def most_in_one_commit(data) -> int:
    """Rows that were written together have one time, and each holds up to so many keys."""
    database = sqlite3.connect(f"file:{data}/alongside.sqlite3?mode=ro", uri=True)
    try:
        (found,) = database.execute(
            "SELECT max(together) FROM (SELECT count(*) AS together FROM writing_row"
            " JOIN writing_document document ON document.id = document_id"
            " JOIN people_pair pair ON pair.id = pair_id JOIN people_person partner ON partner.id = partner_id"
            " WHERE document.sheet = 'talk' AND partner.name = 'Amina' GROUP BY document_id, at)"
        ).fetchone()
        return found * IN_A_ROW
    finally:
        database.close()


@told_live
async def test_who_writes_fast_is_slowed_and_never_refused(limited):
    assert await writes_2000_at_once(limited) <= MOST_UNSAVED + IN_A_ROW


@told_live
async def test_a_server_that_reads_faster_than_it_writes_fails_this_proof(patient):
    assert await writes_2000_at_once(patient) > MOST_UNSAVED + IN_A_ROW
