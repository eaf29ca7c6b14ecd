"""What stands in for the names in our words on every page that people read without an account."""

import datetime
import math
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.kit.words import fill, placeholders
from alongside.voices.round import Round

MINUTES = {
    "long": 2.0,
    "sound": 2.0,
    "picture": 1.5,
    "short": 0.7,
}  # about how long one takes; any other half
A_CARD = 0.15


class RoundWords:
    """`words(section, key, **more)` in one reading, with everything about a round and its two filled in."""

    def __init__(self, round: Round, easy: bool = False):
        self.round, self.easy = round, easy
        self.content = round.pair.programme.content

    def __call__(self, section: str, key: str, /, **more) -> str:
        said = self.content.words(section, key, easy=self.easy, **{**self.names, **more})
        return said[:1].upper() + said[1:]

    def both(self, section: str, *keys: str, **more) -> list[str]:
        """Several lines of one section."""
        return [self(section, key, **more) for key in keys]

    @cached_property
    def names(self) -> dict[str, str]:
        round, pair = self.round, self.round.pair
        names = pair.programme.names() | {
            "partner": pair.partner.name,
            "professional": pair.professional.name,
            "sender_name": pair.programme.coordinator.name,
            "care_word": self.content.sector.words["care_word"],
            "people_word": self.content.sector.words["people"],
            "number": str(len(round.questions)),
            "all": str(len(round.questions)),
            "minutes": str(self._minutes()),
            "short_link": self.short_link,
            "staff_help": pair.programme.coordinator.name,
        }
        names["no_effect_short"] = fill(self.content.sector.no_effect["short"], names)
        return names | self._help_line(names) | self._who() | self._shown() | self._days()

    # --- what the two wrote, as it was opened

    def _shown(self) -> dict[str, str]:
        text = self.round.shown.text
        return {
            "round_name": text("name") or _("Our questions"),
            "purpose": text("purpose"),
            "purpose_easy": " ".join(self.list_of("purpose-easy")) or text("purpose"),
            "what_happens": text("what-happens"),
            "what_happens_easy": " ".join(self.list_of("what-happens-easy")) or text("what-happens"),
            "who_decides": _bare(text("who-decides")),
            "can_change": _bare("; ".join(self.list_of("can-change"))),
            "cannot_change": _bare("; ".join(self.list_of("cannot-change"))),
            "who_answers": _bare(text("who-answers")) or self.round.pair.programme.coordinator.name,
            "second_look": _bare(text("second-look")) or self.round.pair.programme.named_person,
            "thanks": _bare(text("thanks")),
            "reason": _bare(text("why-no-anonymous")),
        }

    def list_of(self, question: str) -> list[str]:
        """The rows of a list on the front page, each as one line."""
        shown = self.round.shown
        lines = []
        for row in shown.full_rows(question):
            start = f"{question}/{row}/"
            parts = [words.strip() for name, words in shown.texts.items() if name.startswith(start)]
            lines.append(" – ".join(part for part in parts if part))
        return [line for line in lines if line]

    def _days(self) -> dict[str, str]:
        return {
            "open_from": self.day("open-from") or _("the day it opens"),
            "open_until": self.day("open-until") or _("the day it closes"),
            "reply_by": self.day("reply-by") or _("the day it closes"),
        }

    def day(self, name: str) -> str:
        """A day of the front page as people write it, an empty string where none was given."""
        found = self.round.day(name)
        return as_day(found) if found else ""

    # --- who reads

    def _who(self) -> dict[str, str]:
        first = self._first()
        named = [line.split(":")[0].strip() for line in self.list_of("who-reads")]
        others = [person.name for person in self.round.pair.two if person.name not in first]
        two = [person.name for person in self.round.pair.two]
        readers = (others if len(first) == 1 else two) + [name for name in named if name not in two]
        return {"first_reader": _either(first), "readers": _together(readers or two)}

    def _first(self) -> list[str]:
        pair, shown = self.round.pair, self.round.shown
        said = shown.value("reads-first")
        if said in ("partner", "professional"):
            return [getattr(pair, str(said)).name]
        if said == "somebody-else" and shown.text("first-reader"):
            return [_bare(shown.text("first-reader"))]
        return [person.name for person in pair.two]

    @property
    def two(self) -> str:
        """Both first names, left before right."""
        return _together([person.name for person in self.round.pair.two])

    # --- numbers and addresses

    def _minutes(self) -> int:
        def one(question) -> float:
            if question.kind == "statements":
                return max(1.0, A_CARD * min(30, len(question.cards)))
            return MINUTES.get(question.kind, 0.5)

        return max(1, math.ceil(sum(one(question) for question in self.round.asked())))

    @property
    def short_link(self) -> str:
        address = settings.BASE + reverse("voices:front", args=[self.round.short])
        return address.removeprefix("https://").removeprefix("http://").rstrip("/")

    def _help_line(self, names: dict[str, str]) -> dict[str, str]:
        """Whom to talk to at any hour. A number that nobody has given yet stays empty."""
        talk = self.content.sector.someone_to_talk_to()
        known = {**dict.fromkeys(placeholders(talk["number"]), ""), **names}
        words = talk["easy" if self.easy else "words"]
        return {"help_line_words": words, "help_line_number": fill(talk["number"], known).strip()}


def as_day(day: datetime.date) -> str:
    """27 March 2027."""
    return date_format(day, "j F Y")


def _bare(words: str) -> str:
    """Without the full stop at its end: the words stand inside a sentence of ours."""
    return " ".join(words.split()).rstrip(".")


def _together(names: list[str]) -> str:
    return _joined(names, _("and"))


def _either(names: list[str]) -> str:
    return _joined(names, _("or"))


def _joined(names: list[str], word: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"
