"""Taking turns, as the live door tells it: at once, to each in their own way, and without refusing a word."""

import asyncio

import pytest

from tests.writing.telling import told_live
from tests.writing.test_two_people import AIM, two_of

pytestmark = pytest.mark.xdist_group("live")
PAIR = "lenny-zofia"


async def press(world, key: str, what: str) -> None:
    """A button of the page, by its own form."""
    person = world.person(key)

    def pressed() -> None:
        page = person.get(world.at(PAIR, AIM))
        person.post(page.form("/q/aim/turn/"), do=what)

    await asyncio.to_thread(pressed)


def turn(*, mine: bool, asked: bool = False) -> dict:
    return {"aim": {"mine": mine, "asked": asked}}


@told_live
async def test_both_hear_whose_turn_it_is_and_words_of_the_other_are_taken_all_the_same(world):
    lenny, zofia = two_of(world, PAIR)
    first, second = world.pair(PAIR)["partner"], world.pair(PAIR)["professional"]
    async with lenny, zofia:
        await press(world, first, "one-at-a-time")
        await lenny.until(lambda: lenny.turns[-1:] == [turn(mine=True)])
        await zofia.until(lambda: zofia.turns[-1:] == [turn(mine=False)])
        await zofia.type("aim", "Typed before I saw it. ")
        await zofia.until_acked()
        await lenny.until_seen("aim", "Typed before I saw it.")
        await press(world, second, "may-i")
        await lenny.until(lambda: lenny.turns[-1] == turn(mine=True, asked=True))
        await press(world, first, "here-you-are")
        await zofia.until(lambda: zofia.turns[-1] == turn(mine=True))
        later, _ = two_of(world, PAIR)
        async with later:
            await later.until(lambda: later.turns == [turn(mine=False)])
        await press(world, first, "both-at-once")
        await zofia.until(lambda: zofia.turns[-1] == {})


@told_live
async def test_who_asked_for_no_acks_is_told_nothing_that_they_do_not_know(world):
    lenny, zofia = two_of(world, PAIR)
    zofia.address = zofia.address.removesuffix("?ack=1")
    async with lenny, zofia:
        await press(world, world.pair(PAIR)["partner"], "one-at-a-time")
        await lenny.until(lambda: lenny.turns)
        await asyncio.sleep(0.3)
        assert zofia.turns == []
        await press(world, world.pair(PAIR)["partner"], "both-at-once")
