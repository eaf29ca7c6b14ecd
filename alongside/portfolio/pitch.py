"""The short versions measured by the two people's own pace, never by a rule."""

import re
from dataclasses import dataclass

from alongside.kit.sheets import Answers
from alongside.portfolio.sheet import Mine

PAUSES = 0.9  # of the time is words; the rest is breath (domain A4.6)
TYPICAL = 2.2  # words a second, for somebody who has not read a card: 130 a minute


@dataclass(frozen=True)
class Pace:
    """`words_a_second`, or a time of their own for people who do not read aloud."""

    words_a_second: float
    measured: bool
    seconds_instead: float | None = None

    def words_in(self, seconds: float) -> int:
        return int(self.words_a_second * seconds * PAUSES)

    def seconds_for(self, text: str) -> float:
        return count_words(text) / (self.words_a_second * PAUSES)


def count_words(text: str) -> int:
    return len(re.findall(r"\S+", text))


def pace_of(pair, person, shelf=None) -> Pace:
    """From the card that this person read aloud (60 words in so many seconds)."""
    sheet = pair.content.sheets["own-pace"]
    answers = Mine(pair, sheet, person, shelf=shelf).answers()
    seconds, instead = answers.value("seconds"), answers.value("time-instead")
    card = next((c for c in sheet.cards if c.key == answers.value("card")), None)
    words = count_words(card.text) if card else 60
    if seconds:
        return Pace(words / float(seconds), True, float(instead) if instead else None)
    return Pace(TYPICAL, False, float(instead) if instead else None)


def talk_figures(here, answers: Answers) -> dict | None:
    """For a pitch or a talk: how long each voice is at their own pace, and what room is left."""
    spoken = [q for q in here.sheet.questions if q.voice]
    if not spoken:
        return None
    voices = {"partner": here.pair.partner, "professional": here.pair.professional}
    paces = {voice: pace_of(here.pair, person, here.shelf) for voice, person in voices.items()}
    both = Pace(min(p.words_a_second for p in paces.values()), all(p.measured for p in paces.values()))
    total = sum((q.seconds or 0) + (q.minutes or 0) * 60 for q in spoken)
    lines, seconds, words = [], {}, {}
    for q in spoken:
        text = answers.text(q.key)
        pace = paces.get(q.voice, both)
        length = pace.seconds_for(text) if text else 0.0
        seconds[q.voice] = seconds.get(q.voice, 0.0) + length
        words[q.voice] = words.get(q.voice, 0) + count_words(text)
        side = here.pair.side(voices[q.voice]) if q.voice in voices else "both"
        lines.append((side, q, text))
    for voice, pace in paces.items():
        if pace.seconds_instead and words.get(voice) and total <= 60:
            seconds[voice] = pace.seconds_instead  # who signs, plays or has it read has a time, not words
    used = sum(seconds.values())
    return {
        "lines": lines,
        "parts": [
            (here.pair.side(voices[v]) if v in voices else "both", voices[v].name if v in voices else "", s)
            for v, s in seconds.items()
        ],
        "seconds": round(used),
        "total": total,
        "words": words,
        "voices": voices,
        "room": both.words_in(total - used) if used <= total else 0,
        "over": max(1, both.words_in(used - total)) if used > total else 0,
        "measured": both.measured,
    }
