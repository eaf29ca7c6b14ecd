"""SIGKILL at random moments while two people type and post: what was acked, answered or seen is there afterwards.

KILLS=1000 in the environment kills as often (bin/test does it a dozen times).
"""

import asyncio
import os
import random
from urllib.error import URLError

import pytest

from tests.writing.live_client import LiveClient
from tests.writing.person import Person
from tests.writing.telling import told_live

pytestmark = pytest.mark.xdist_group("kills")
KILLS = int(os.environ.get("KILLS", 12))
PAIR, TEXT = "kasia-tom", "would-see"
ASKED = "meeting-4/action-plan/q/would-see/"
A_KEY = 0.02  # seconds between two words of one person, ten times as fast as people are


class Typist:
    """Types one word after the other, each its own, and remembers which the server said were safe."""

    def __init__(self, client: LiveClient, name: str):
        self.client, self.name = client, name
        self.words: dict[str, int] = {}  # word → which update of the connection it is

    async def type_on(self, dice: random.Random) -> None:
        while self.client.code is None:
            word = f"{self.name}{len(self.words)} "
            at = dice.choice((0, len(self.client.text(TEXT))))
            self.words[word] = await self.client.type(TEXT, word, at)
            await asyncio.sleep(A_KEY)

    def acked(self) -> set[str]:
        return {word for word, number in self.words.items() if number <= self.client.acked}


class Poster:
    """Presses the button again and again, each time with one more word."""

    def __init__(self, person: Person, address: str, name: str):
        self.person, self.address, self.name = person, address, name
        self.answered: set[str] = set()

    async def post_on(self) -> None:
        try:
            while True:
                page = await asyncio.to_thread(self.person.get, self.address)
                form = page.form_of(TEXT)
                word = f"{self.name}{len(self.answered)} "
                was = form.fields[form.boxes[TEXT]]
                answer = await asyncio.to_thread(self.person.write, page, TEXT, f"{was.strip()} {word}")
                if answer.status == 200 and not any(TEXT in form.boxes for form in answer.forms):
                    self.answered.add(word)
        except (URLError, OSError):  # it was killed while it answered
            return


async def one_kill(world, dice, cycle: int) -> tuple[set[str], set[str]]:
    """One cycle: which words were safe, and which of them are gone."""
    address = world.address(PAIR, "action-plan")
    kasia, tom = (LiveClient(address, world.person(key).cookie) for key in ("kasia", "tom"))
    await kasia.open()
    await tom.open()
    await begin_again(kasia)
    await tom.until(lambda: not str(tom.text(TEXT)))
    typists = [Typist(kasia, f"k{cycle}-"), Typist(tom, f"t{cycle}-")]
    poster = Poster(world.person("tom"), world.at(PAIR, ASKED), f"p{cycle}-")
    going = [asyncio.create_task(poster.post_on())]
    going += [asyncio.create_task(typist.type_on(dice)) for typist in typists]
    async with asyncio.timeout(60):  # a busy machine may take longer until there is something to lose by both doors
        while not (poster.answered and any(typist.acked() for typist in typists)):
            await asyncio.sleep(A_KEY)
    await asyncio.sleep(dice.uniform(0, 0.6))
    world.serving.kill()
    await asyncio.gather(*going)
    for client in (kasia, tom):
        await client.close()
    safe = poster.answered.union(*(typist.acked() for typist in typists))
    for mine, other in (typists, typists[::-1]):
        safe |= {word for word in mine.words if word in str(other.client.text(TEXT))}
    await asyncio.to_thread(world.serving.start)
    async with LiveClient(address, world.person("kasia").cookie) as again:
        found = set(str(again.text(TEXT)).split())
    return safe, {word for word in safe if word.strip() not in found}


async def begin_again(client: LiveClient) -> None:
    """An empty text, so that a form may hold what is typed."""
    client.text(TEXT).clear()
    await client.flush()
    await client.until_acked()


@pytest.fixture
def killed(serve):
    return serve()


@pytest.fixture
def too_early(serve):
    return serve("acks-before-the-commit")


def test_nothing_that_was_acked_answered_or_seen_is_lost(killed):
    dice = random.Random(KILLS)

    @told_live
    async def cycle(n):
        return await one_kill(killed, dice, n)

    found = [cycle(n=n) for n in range(KILLS)]
    assert [lost for _, lost in found if lost] == []
    assert sum(len(safe) for safe, _ in found) > 20 * KILLS
    assert any(word.startswith("p") for safe, _ in found for word in safe)


def test_a_server_that_acks_before_the_commit_loses_words(too_early):
    @told_live
    async def cycles():
        # A kill right after one of its late commits finds everything there, so there is more than one.
        return [await one_kill(too_early, random.Random(1), number) for number in range(3)]

    kills = cycles()
    assert all(safe for safe, _lost in kills)
    assert any(lost for _safe, lost in kills)
