"""Two people write in one sheet, live and by forms, and every word of both is there."""

import asyncio
import hashlib
import json

import pytest

from tests.writing.live_client import LiveClient
from tests.writing.telling import told_live

pytestmark = pytest.mark.xdist_group("live")
PLAN = "meeting-4/action-plan/"
AIM, SEEN = f"{PLAN}q/aim/", f"{PLAN}q/would-see/"


def two_of(world, pair, sheet="action-plan"):
    """The two, each at the sheet."""
    address = world.address(pair, sheet)
    keys = world.pair(pair)["partner"], world.pair(pair)["professional"]
    return [LiveClient(address, world.person(key).cookie) for key in keys]


@told_live
async def test_each_sees_the_words_of_the_other_and_hears_what_is_on_disk(world):
    lenny, zofia = two_of(world, "lenny-zofia")
    async with lenny, zofia:
        for n in range(10):
            await lenny.type("aim", f"l{n} ")
            await zofia.type("aim", f"z{n} ", at=0)
        for one in (lenny, zofia):
            await one.until_acked()
            await one.until(lambda one=one: str(one.text("aim")).count(" ") >= 20)
        assert str(lenny.text("aim")) == str(zofia.text("aim"))
        assert lenny.acked == lenny.sent
        for one in (lenny, zofia):
            assert one.numbers == sorted(one.numbers), "an ack never takes back what an earlier one said"


@told_live
async def test_a_client_that_did_not_ask_for_acks_gets_none(world):
    bernice, callum = two_of(world, "bernice-callum")
    bernice.address = bernice.address.removesuffix("?ack=1")
    async with bernice, callum:
        await bernice.type("aim", "Without acks. ")
        await callum.until_seen("aim", "Without acks.")
        await asyncio.sleep(0.5)
        assert bernice.numbers == []


@told_live
async def test_where_somebody_is_comes_with_their_own_name(world):
    lenny, zofia = two_of(world, "lenny-zofia", "talk")
    async with lenny, zofia:
        await lenny.tell_where("opening")
        await zofia.until(lambda: any(b'"Lenny"' in state for state in zofia.aware))
        assert any(b'"opening"' in state for state in zofia.aware)


def digest(client, names, other="") -> bytes:
    """As docs/writing-protocol.md says it, of a sheet in which only these texts have words."""
    texts = {name: str(client.text(name)) + other for name in names if str(client.text(name))}
    rows, values = client.map("#rows").to_py(), client.map("#values").to_py()
    said = {"rows": rows, "texts": texts, "values": values}
    plain = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).digest()[:16]


@told_live
async def test_two_copies_can_be_compared(world):
    lenny, _ = two_of(world, "lenny-zofia", "pair-agreement")
    async with lenny:
        await lenny.type("time-place", "Tuesdays, é😀")
        await lenny.until_acked()
        names = {*lenny.doc.keys()} - {"#rows", "#values"}
        assert await lenny.ask_whether_same(digest(lenny, names)) == 0
        assert await lenny.ask_whether_same(digest(lenny, names, other="!")) == 1
        lenny.text("time-place").insert(0, "not sent yet")
        assert await lenny.ask_whether_same(digest(lenny, names)) == 2


async def both_doors(world, pair):
    """Jerome posts old pages while both type; what stands in the text in the end, live and on two pages."""
    first, second = two_of(world, pair)
    person = world.person(world.pair(pair)["partner"])
    old, older = person.get(world.at(pair, AIM)), person.get(world.at(pair, AIM))
    was = old.form_of("aim").fields[old.form_of("aim").boxes["aim"]]
    async with first, second:
        await first.type("aim", " first-live")
        await second.type("aim", "second-live ", at=0)
        await first.until_acked()
        await second.until_acked()
        posted = [(old, f"{was} posted-once"), (older, f"posted-twice {was}")]
        typing = asyncio.gather(*(first.type("aim", f" live-{n}") for n in range(10)))
        for page, words in posted:
            answer = await asyncio.to_thread(person.write, page, "aim", words)
            assert answer.status == 200
        await typing
        await asyncio.sleep(0.5)
        pages = [await asyncio.to_thread(person.get, world.at(pair, at)) for at in (AIM, f"{PLAN}read/")]
        box = pages[0].form_of("aim")
        return was, [
            str(first.text("aim")),
            str(second.text("aim")),
            box.fields[box.boxes["aim"]],
            pages[1].words,
        ]


LIVE = ["first-live", "second-live", *(f"live-{n}" for n in range(10))]
POSTED = ["posted-once", "posted-twice"]


@told_live
async def test_both_doors_at_once_keep_everything_and_everybody_sees_it(world):
    was, found = await both_doors(world, "jerome-priya")
    for text in found:
        assert [word for word in LIVE + POSTED + was.split() if word not in text] == []
    assert found[0] == found[1] == found[2]


@told_live
async def test_a_server_that_takes_the_newest_text_for_the_seen_one_fails_this_proof(broken):
    _, found = await both_doors(broken, "jerome-priya")
    assert any(word not in found[2] for word in LIVE)


@told_live
async def test_a_server_that_does_not_tell_open_sockets_fails_this_proof(broken):
    _, found = await both_doors(broken, "bernice-callum")
    assert any(word not in found[0] for word in POSTED)


@told_live
async def test_what_was_typed_is_on_the_pages_at_once_and_after_a_kill(world):
    dot, will = two_of(world, "dot-will")
    reader = world.person("will")
    async with dot, will:
        await dot.type("would-see", "A lamp in the hall.")
        await dot.until_acked()
        here = await pages_of(world, reader, "dot-will")
        assert all("A lamp in the hall." in page for page in here)
        await asyncio.to_thread(world.serving.again)
    for page in await pages_of(world, reader, "dot-will"):
        assert "A lamp in the hall." in page
    async with LiveClient(dot.address, reader.cookie) as again:
        assert "A lamp in the hall." in str(again.text("would-see"))


async def pages_of(world, reader, pair):
    """What a page for reading says, and the box in which it is written."""
    read = await asyncio.to_thread(reader.get, world.at(pair, f"{PLAN}read/"))
    asked = await asyncio.to_thread(reader.get, world.at(pair, SEEN))
    box = asked.form_of("would-see")
    return read.words, box.fields[box.boxes["would-see"]]


AGREEMENT = "meeting-1/pair-agreement/read/"


async def has_agreed(world, person):
    """Whether the page offers to take one's name off."""
    page = await asyncio.to_thread(world.person(person).get, world.at("amina-ben", AGREEMENT))
    return page.form("/take-back/") is not None


async def change_what_was_agreed(world):
    """Ben adds a word live to what both have agreed; who has agreed to it when it comes to rest."""
    assert await has_agreed(world, "amina")
    address = world.address("amina-ben", "pair-agreement")
    async with LiveClient(address, world.person("ben").cookie) as ben:
        await ben.type("for-what", " And tea.")
        await ben.until_acked()
        await asyncio.sleep(3)
        return [await has_agreed(world, one) for one in ("amina", "ben")]


@told_live
async def test_who_agreed_is_asked_again_after_a_live_change(world):
    assert await change_what_was_agreed(world) == [False, False]


@told_live
async def test_a_server_that_never_comes_to_rest_fails_this_proof(broken):
    assert await change_what_was_agreed(broken) == [True, True]
