"""My own pace: a card read aloud, by start and stop or by somebody's watch. Never slow, never fast."""

import time

from alongside.portfolio.pitch import PAUSES, count_words

PACE, STARTED = "own-pace", "pace_started"
ALOUD = "aloud"
CLOCK = "Reading a card with the clock"
BY_READING, BY_WISH = {"card", "seconds"}, {"time-instead"}


def asked_for(questions: tuple, how: str) -> tuple:
    """Whoever reads aloud is timed by a card; everybody else says what time they would like."""
    left_out = BY_WISH if how in ("", ALOUD) else BY_READING
    return tuple(q for q in questions if q.key not in left_out)


def card_of(here):
    """The card that I chose, or none."""
    chosen = here.mine.see(here.sheet.question("card")).answers.value("card")
    return next((card for card in here.sheet.cards if card.key == chosen), None)


def start(request, here) -> None:
    """The clock is the server's, so that it runs without a script."""
    request.session[STARTED] = {"pair": here.pair.public, "at": time.time()}


def running(request, here) -> bool:
    return request.session.get(STARTED, {}).get("pair") == here.pair.public


def stop(request) -> int:
    """Whole seconds since the start."""
    return round(time.time() - request.session.pop(STARTED)["at"])


def result(here) -> str:
    """What my time means for our short talks: how many words, or which time of my own."""
    answers = here.mine.answers()
    how, seconds = answers.value("how") or ALOUD, answers.value("seconds")
    if how != ALOUD:
        wish = answers.value("time-instead")
        return here.page_words(CLOCK, "your-time", number=wish) if wish else ""
    card = card_of(here)
    if not seconds:
        return ""
    words = (count_words(card.text) if card else 60) / float(seconds) * 30 * PAUSES
    return here.page_words(CLOCK, "your-words", number=int(words))
