"""How ready each of the two is for the story today, and what that changes on the way."""

from alongside.journey.process import Stop
from alongside.portfolio.rules import readiness_for
from alongside.portfolio.sheet import Mine, leave_out

READINESS, TODAY, STORY = "readiness", "today", ("story", "story-feedback")
NOT_TODAY, SHORT, LISTEN = "not-today", "short", "listen"
HOW_READY = "How ready we are today"
WHAT_ELSE = ("meet-something-else", "meet-short", "another-day", "decide-later")
OTHER_THINGS = ("meet-something-else", "meet-short")  # the story moves to another meeting


def is_story_step(stops: list[Stop]) -> bool:
    return any(stop.sheet in STORY for stop in stops)


def said_by(here, person, meeting: str) -> str:
    """The first answer of this person's card for this meeting; all that anybody else sees of it."""
    stop = here.walk.way.stop(meeting, READINESS)
    if not stop or not here.walk.at(stop, person):
        return ""
    sheet = here.walk.way.sheet(stop)
    return readiness_for(here.me, Mine(here.pair, sheet, person, stop.occasion, shelf=here.shelf))


def of_the_two(here, meeting: str) -> dict:
    """What the story's pages offer: by my own answer, and by the other's."""
    return {"mine": said_by(here, here.me, meeting), "theirs": said_by(here, here.other, meeting)}


def words_for(here, said: dict) -> list[str]:
    """What stands above the story on a day like this, in sentences."""
    found = []
    if said["theirs"] == NOT_TODAY:
        found.append(here.page_words(HOW_READY, "they-not-today"))
        found.append(here.page_words("not-today", "listener"))
    elif said["theirs"] in (SHORT, LISTEN):
        found.append(here.page_words(HOW_READY, "they-short" if said["theirs"] == SHORT else "they-listen"))
    if said["mine"] == SHORT:
        found.append(here.page_words(HOW_READY, "me-short"))
    elif said["mine"] == LISTEN:
        found.append(here.page_words(HOW_READY, "me-listen"))
    elif said["mine"] == NOT_TODAY:
        found.append(here.page_words(HOW_READY, "me-not-today"))
    return found


def story_stops(here, meeting: str) -> list[Stop]:
    """What of the story stands before me in this meeting."""
    walk = here.walk
    return [
        s for s in walk.way.stops
        if s.meeting == meeting and s.sheet in STORY and walk.asks(s, here.me) and not walk.is_done(s, here.me)
    ]  # fmt: skip


def move_story(here, meeting: str) -> None:
    """The story moves to another meeting: left out for now, and it can be taken up on any day."""
    for stop in story_stops(here, meeting):
        leave_out(Mine(here.pair, here.walk.way.sheet(stop), here.me, stop.occasion), by=here.me)


def first_place(here, questions) -> str:
    """Where the story begins on a day for a short time: at its moments."""
    if here.sheet.key != "story" or said_by(here, here.me, here.stop.meeting) != SHORT:
        return questions[0].key
    return next((q.key for q in questions if q.key == "moments"), questions[0].key)


def begins_with_reading(here) -> bool:
    """On a day for just listening, what is there comes before any question."""
    return here.sheet.key == "story" and said_by(here, here.me, here.stop.meeting) == LISTEN
