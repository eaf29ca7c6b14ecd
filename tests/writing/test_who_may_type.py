"""Who may open a socket, how long it stays open, and that bad bytes hurt nobody but who sent them."""

import asyncio
import random
import re
import socket
import sqlite3
from urllib.parse import urlsplit

import pytest

from alongside.writing.lib0 import block
from alongside.writing.tests.frames import TEXT, VALUE, Hostile, piece, update
from alongside.writing.tests.test_gate import NEVER, first, of_ben
from tests.writing.live_client import SYNC, UPDATE, LiveClient
from tests.writing.telling import told_live

pytestmark = pytest.mark.xdist_group("live")


# --- before the upgrade


def handshake(address: str, **headers: str) -> bytes:
    """What comes back for this handshake, byte for byte, without the date."""
    there = urlsplit(address)
    lines = {
        "Host": there.netloc,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
    } | headers
    said = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    with socket.create_connection((there.hostname, there.port), 10) as line:
        line.sendall(f"GET {there.path} HTTP/1.1\r\n{said}\r\n".encode())
        line.settimeout(3)
        answer = b""
        try:
            while more := line.recv(65536):
                answer += more
                if b"101 Switching" in answer:
                    break
        except TimeoutError:
            pass
    return re.sub(rb"(?i)\r\ndate: [^\r]*", b"", answer)


def strangers(world) -> dict[str, bytes]:
    """Everybody who has no business here, and what the door says to each."""
    plan = world.address("ivy-nikhil", "action-plan")
    ivy = world.person("ivy").cookie
    public = plan.rsplit("/", 1)[1].split("-")[0]

    def sheet(name):
        return world.address("ivy-nikhil", name)

    return {
        "no cookie": handshake(plan),
        "a cookie that nobody has": handshake(plan, Cookie="sessionid=abcdefghijklmnopqrstuvwxyz012345"),
        "a page of another site": handshake(plan, Cookie=ivy, Origin="https://elsewhere.example"),
        "the same site at another port": handshake(plan, Cookie=ivy, Origin="http://127.0.0.1:1"),
        "no site": handshake(plan, Cookie=ivy, Origin="null"),
        "somebody else's host": handshake(plan, Cookie=ivy, Host="elsewhere.example"),
        "somebody of no pair": handshake(plan, Cookie=world.person("hester").cookie),
        "somebody of another pair": handshake(plan, Cookie=world.person("kasia").cookie),
        "a facilitator": handshake(world.address("amina-ben", "story"), Cookie=world.person("marta").cookie),
        "a helper who has not begun": handshake(plan, Cookie=world.another_browser_of("joyce").cookie),
        "a coordinator": handshake(plan, Cookie=world.person("ruth").cookie),
        "no such pair": handshake(plan.replace(public, "aaaaaaaaaa"), Cookie=ivy),
        "no such sheet": handshake(sheet("no-such-sheet"), Cookie=ivy),
        "no such part": handshake(sheet("action-plan-kept"), Cookie=ivy),
        "no such occasion": handshake(sheet("how-was-today@meeting-99"), Cookie=ivy),
        "a sheet kept in a table": handshake(sheet("what-i-need"), Cookie=ivy),
        "the other one, too": handshake(sheet("agreement-to-take-part"), Cookie=ivy),
        "nothing after the slash": handshake(plan.rsplit("/", 1)[0] + "/", Cookie=ivy),
        "more than a name": handshake(plan + "/more", Cookie=ivy),
    }


def test_everybody_without_a_right_is_refused_before_the_upgrade_and_alike(world):
    said = strangers(world)
    assert handshake(
        world.address("ivy-nikhil", "action-plan"), Cookie=world.person("ivy").cookie
    ).startswith(b"HTTP/1.1 101")
    answers = set(said.values())
    assert len(answers) == 1, {who: answer[:60] for who, answer in said.items()}
    assert re.match(rb"HTTP/1\.1 40[34] ", answers.pop())


def test_a_server_that_lets_everybody_in_fails_this_proof(broken):
    said = strangers(broken)
    assert said["somebody of another pair"].startswith(b"HTTP/1.1 101")
    assert len(set(said.values())) > 1


@told_live
async def test_the_address_of_a_personal_sheet_opens_ones_own_and_never_the_others(world):
    for sheet, text in (("one-page-profile", "name"), ("one-page-profile-kept", "brought")):
        address = world.address("lenny-zofia", sheet)
        lenny = LiveClient(address, world.person("lenny").cookie)
        zofia = LiveClient(address, world.person("zofia").cookie)
        async with lenny, zofia:
            await lenny.type(text, "quince")
            await lenny.until_acked()
            await zofia.type(text, "medlar")
            await zofia.until_acked()
            assert "medlar" not in str(lenny.text(text))
            assert "quince" not in str(zofia.text(text))


# --- while it is open


async def closes_within_a_second(client, *done) -> int | None:
    """Do this in another tab; the code with which the socket is closed, or None if it stays open."""
    await asyncio.to_thread(*done)
    try:
        return await client.until_closed(1.0)
    except TimeoutError:
        return None


async def who_loses_a_right(world) -> dict:
    """Somebody signs out, or out of every device, or lets a helper go: what happens to the sockets that are open."""
    return {
        "signed out": await signs_out(world),
        "signed out everywhere": await signs_out_everywhere(world),
        **await helped(world),
    }


async def signs_out(world):
    tab = world.another_browser_of("marlon")
    at_home = world.person("marlon")
    async with (
        LiveClient(world.address("marlon-sue", "talk"), tab.cookie) as here,
        LiveClient(world.address("marlon-sue", "talk"), at_home.cookie) as elsewhere,
    ):
        page = await asyncio.to_thread(tab.get, "/")
        code = await closes_within_a_second(here, tab.post, page.form("/leave/"))
        assert elsewhere.code is None, "a session of theirs on another device goes on"
        return code


async def signs_out_everywhere(world):
    address = world.address("marlon-sue", "pitch")
    first, second = world.another_browser_of("sue"), world.another_browser_of("sue")
    async with (
        LiveClient(address, first.cookie) as here,
        LiveClient(address, world.person("marlon").cookie) as other,
    ):
        page = await asyncio.to_thread(second.get, "/me/")
        code = await closes_within_a_second(here, second.post, page.form("/me/everywhere/"))
        assert other.code is None
        return code


async def helped(world):
    """Joyce types for Ivy, until Ivy lets her go: with which code it closes, and who the row says typed."""
    ivy, joyce = world.another_browser_of("ivy"), world.another_browser_of("joyce")
    address = world.address("ivy-nikhil", "talk")
    await asyncio.to_thread(start_helping, joyce)
    async with LiveClient(address, joyce.cookie) as helper:
        await helper.type("opening", "Typed by the one who helps. ")
        await helper.until_acked()
        row = newest_row(world)
        page = await asyncio.to_thread(ivy.get, "/supporters/")
        link = re.search(r'href="(/supporters/\d+/)"', page.html)[1]
        page = await asyncio.to_thread(ivy.get, link)
        code = await closes_within_a_second(helper, ivy.post, page.form(link))
        return {"the help ended": code, "the row": row}


def start_helping(joyce) -> None:
    """Press what there is to press, until Joyce acts for Ivy."""
    page = joyce.get("/helping/")
    link = re.search(r'href="(/helping/\d+/)"', page.html)[1]
    for answer in ("yes", "start"):
        page = joyce.get(link)
        joyce.post(page.form(link), answer=answer)


def newest_row(world) -> tuple[str, str]:
    """By whom the newest row is, and who typed it."""
    database = sqlite3.connect(f"file:{world.serving.data}/alongside.sqlite3?mode=ro", uri=True)
    try:
        return database.execute(
            "SELECT by.name, typed.name FROM writing_row row JOIN people_person by ON by.id = row.by_id"
            " LEFT JOIN people_person typed ON typed.id = row.typed_by_id ORDER BY row.id DESC LIMIT 1"
        ).fetchone()
    finally:
        database.close()


@told_live
async def test_when_a_right_ends_its_socket_ends_within_a_second_and_rows_say_who_typed_for_whom(world):
    found = await who_loses_a_right(world)
    assert found.pop("the row") == ("Ivy", "Joyce")
    assert set(found.values()) <= {4401, 4403}


@told_live
async def test_a_server_that_asks_only_at_the_door_fails_this_proof(broken):
    found = await who_loses_a_right(broken)
    del found["the row"]
    assert set(found.values()) == {None}


@told_live
async def test_when_a_pair_has_ended_a_socket_is_open_to_those_to_whom_the_page_is(world):
    nia, stuart = world.person("nia"), world.person("stuart")
    address, asked = (
        world.address("nia-stuart", "action-plan"),
        world.at("nia-stuart", "meeting-4/action-plan/q/aim/"),
    )
    async with LiveClient(address, stuart.cookie) as open_before:
        page = await asyncio.to_thread(nia.get, world.at("nia-stuart", "end/"))
        await asyncio.to_thread(nia.post, page.form("/end/"))
        await asyncio.sleep(1)
        page = await asyncio.to_thread(stuart.get, asked)
        may_write = any("aim" in form.boxes for form in page.forms)
        assert (open_before.code is None) is may_write
    assert handshake(address, Cookie=stuart.cookie).startswith(b"HTTP/1.1 101") is may_write


async def five_doors(world):
    """The codes of five sockets of one person at one sheet."""
    address, cookie = world.address("lenny-zofia", "pitch"), world.person("lenny").cookie
    doors = [LiveClient(address, cookie) for _ in range(5)]
    for door in doors:
        await door.open()
    await asyncio.sleep(0.3)
    codes = [door.code for door in doors]
    for door in doors:
        await door.close()
    return codes


@told_live
async def test_the_fifth_connection_of_one_person_is_closed(world):
    assert await five_doors(world) == [None] * 4 + [4429]


@told_live
async def test_a_server_that_does_not_count_fails_this_proof(broken):
    assert await five_doors(broken) == [None] * 5


# --- what may be said


ROW = "actions/k3f9x2m7qa"
BY_A_FORM_ONLY = {  # of the action plan
    "a date": ("#values", f"{ROW}/by-when", "2026-12-01"),
    "a signature": ("#values", "i-agree", "agree"),
    "an option that is none": ("#values", "our-say", "never"),
    "a tick that is a word": ("#values", "ways/training", "yes"),
    "a row of no list": ("#rows", "aim/k3f9x2m7qa", "a0"),
}


async def said_live(world, root, name, value):
    """What becomes of the socket when this is said, and whether the other has it then."""
    address = world.address("dot-will", "action-plan")
    async with (
        LiveClient(address, world.person("dot").cookie) as dot,
        LiveClient(address, world.person("will").cookie) as will,
    ):
        await dot.set(root, name, value)
        await dot.until(lambda: dot.code or dot.acked >= dot.sent)
        await asyncio.sleep(0.05)
        assert will.code is None
        return dot.code, name in will.map(root).to_py()


@told_live
async def test_nobody_signs_or_dates_through_a_socket(world):
    for what, said in BY_A_FORM_ONLY.items():
        assert await said_live(world, *said) == (4400, False), what


@told_live
async def test_what_a_sheet_lets_choose_can_be_chosen_live(world):
    assert await said_live(world, "#values", "our-say", "co-design") == (None, True)
    assert await said_live(world, "#rows", ROW, "a0") == (None, True)


@told_live
async def test_a_server_without_its_gate_lets_anybody_sign(broken):
    assert await said_live(broken, *BY_A_FORM_ONLY["a signature"]) == (None, True)


# --- bad bytes


def as_update(said: bytes) -> bytes:
    return bytes((SYNC, UPDATE)) + block(said)


# Ben, in the words of the gate's own tests, has written this; the other has written something too.
BEFORE = of_ben(
    first("abc😀"), piece(VALUE, "co-design", root="#values", key="our-say"), first("else", "would-see")
)
OF_THE_OTHER = update((13, 0, piece(TEXT, "mine", root="who-decides")))
AS_THE_OTHER = {"the id of somebody else": update((13, 4, piece(TEXT, "x", left=(13, 3))))}
GOOD = as_update(of_ben(piece(TEXT, " and more", left=(7, 4)), clock=10))
HOSTILE = (
    {f"an update: {name}": as_update(said) for name, said in (NEVER | AS_THE_OTHER).items()}
    | {f"the first {size} bytes of a good one": GOOD[:size] for size in range(len(GOOD))}
    | {
        "words": "hello",
        "an unknown kind": b"\x63\0",
        "an unknown step": b"\0\x09\0",
        "something after a good message": b"\x03\xff",
        "2 MiB": bytes((SYNC, UPDATE)) + b"\x80\x80\x80\1" + bytes(2**21),
        "a state vector that is none": b"\0\0" + block(b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
        "a state vector of millions": b"\0\0" + block(b"\xff\xff\xff\7"),
        "a client twice in a state vector": b"\0\0" + block(b"\2\7\1\7\2"),
        "where somebody is, not in JSON": b"\1" + block(b"\1\7\1" + block(b"{")),
        "where a million are": b"\1" + block(b"\xff\xff\xff\7"),
        "a hash without a state": b"\x79\1",
    }
)


class Attacked:
    """The plan of one pair: one of the two sends frames, each on a line of its own, the other has it open."""

    def __init__(self, world):
        self.world = world
        self.address = world.address("kasia-tom", "action-plan")
        self.cookie = world.person("kasia").cookie
        self.tom = LiveClient(self.address, world.person("tom").cookie)

    async def begin(self):
        await self.tom.open()
        for client, said in ((self.cookie, BEFORE), (self.tom.headers["Cookie"], OF_THE_OTHER)):
            async with LiveClient(self.address, client) as one:
                await one.send(as_update(said))
                await one.until(lambda one=one: one.code or one.acked > 1)
                assert one.code is None
        await self.tom.until_seen("who-decides", "mine")

    async def sends(self, frame) -> int | None:
        """The code with which the line was closed; None when it was not."""
        async with LiveClient(self.address, self.cookie) as kasia:
            await kasia.send(frame)
            await kasia.send(b"\0\0" + block(b"\0"))  # is answered when the frame has been read
            kasia.synced = False
            await kasia.until(lambda: kasia.synced or kasia.code)
            return kasia.code

    async def is_well(self) -> bool:
        """The other still types, the server still answers, and a new reader gets the same document."""
        await self.tom.type("who-decides", ".")
        await self.tom.until(lambda: self.tom.code or self.tom.acked >= self.tom.sent)
        health = await asyncio.to_thread(self.world.person("tom").get, "/health")
        async with LiveClient(self.address, self.cookie) as kasia:
            same = {name: str(kasia.text(name)) for name in ("aim", "would-see", "who-decides")} == {
                name: str(self.tom.text(name)) for name in ("aim", "would-see", "who-decides")
            }
        return self.tom.code is None and health.status == 200 and same


@told_live
async def test_what_no_client_sends_closes_that_line_alone(world):
    attacked = Attacked(world)
    await attacked.begin()
    before = attacked.tom.doc.get_update()
    found = {name: await attacked.sends(frame) for name, frame in HOSTILE.items()}
    # Who is still sending when the line is closed may see it cut instead of hearing why.
    assert found.pop("2 MiB") in (1009, 1006)
    assert {name: code for name, code in found.items() if code != 4400} == {}
    assert attacked.tom.doc.get_update() == before
    assert await attacked.is_well()
    assert await attacked.sends(GOOD) is None
    await attacked.tom.until_seen("aim", " and more")
    await attacked.tom.close()


@told_live
async def test_mangled_frames_of_real_ones_hurt_nobody(world):
    attacked, dice = Attacked(world), random.Random(4)
    attacked.address = world.address("bernice-callum", "action-plan")
    attacked.cookie = world.person("bernice").cookie
    attacked.tom = LiveClient(attacked.address, world.person("callum").cookie)
    await attacked.begin()
    real = [GOOD[3:], update(deletes=[(7, (0, 2))]), of_ben(first("new", "fixed/k3f9x2m7qa/thing"), clock=10)]
    hostile = Hostile(dice, real, {7: 10, 13: 4})
    codes = []
    for n in range(100):
        said = hostile.frame(dice.choice(real))
        codes.append(await attacked.sends(said if n % 4 == 0 else as_update(said)))
    assert set(codes) <= {None, 4400, 4413}
    assert codes.count(4400) > 50
    assert await attacked.is_well()
    await attacked.tom.close()


@told_live
async def test_a_server_without_its_gate_fails_this_proof(broken):
    attacked = Attacked(broken)
    await attacked.begin()
    for said in (NEVER["a bell"], AS_THE_OTHER["the id of somebody else"]):
        assert await attacked.sends(as_update(said)) is None
    await attacked.tom.close()
