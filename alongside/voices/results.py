"""The published numbers of a round in words: what is said first, what stands in tables, what is hidden.

Everything here is read from one snapshot; nothing is counted and nothing is hidden here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.formats import date_format

from alongside.kit.sheets import Question
from alongside.voices.contribution import SHOWN, Statement
from alongside.voices.round import Round
from alongside.voices.snapshot import Snapshot
from alongside.voices.wording import RoundWords

NUMBERS, MAP, PAGE, SAID = (
    "Numbers in words",
    "A map of opinions, in words",
    "Results of a round",
    "What people said",
)
IN_WORDS = ("short", "long", "sound", "picture")
PARTS = ("agree", "not-sure", "disagree")

Row = tuple[str, int | None, str]  # words, number, and what is said where there is none


@dataclass(frozen=True)
class Asked:
    """One question: sentences, then a table with lengths, then what was said where only few answered."""

    key: str
    words: str
    sentences: list[str]
    rows: list[Row] = field(default_factory=list)
    of: int = 0
    chosen: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Card:
    """One card: its words, who wrote it, and what people think of it."""

    number: int
    words: str
    added: bool
    sentence: str
    verdict: str
    parts: list[tuple[str, int | None]]
    of: int
    seen: int | None = None


@dataclass(frozen=True)
class Group:
    """One group of the map in words, and where its area is."""

    letter: str
    sentence: str
    agrees: list[str]
    disagrees: list[str]
    people: str
    area: list | None


class Results:
    """A round in numbers, for one reading. `said` has what may be read of questions that few answered."""

    def __init__(self, round: Round, snapshot: Snapshot, words: RoundWords, said: Mapping[str, list[str]]):
        self.round, self.snapshot, self.words, self.said = round, snapshot, words, said
        self.figures = snapshot.figures

    def say(self, key: str, section: str = NUMBERS, **names) -> str:
        return self.words(section, key, **names)

    def number(self, number: int | None) -> str:
        """A number inside a sentence."""
        if number is None:
            return self.say("hidden-people", PAGE)[:1].lower() + self.say("hidden-people", PAGE)[1:]
        return str(number)

    @property
    def day(self) -> str:
        return date_format(self.snapshot.day, "j F Y")

    @property
    def people(self) -> dict | None:
        return self.figures.get("people")

    def lead(self) -> list[str]:
        """How many people, and how they were asked."""
        people = self.people
        if not people:
            return []
        return [self.say("people-here", PAGE, number=people["all"]), self.ways(people)]

    def ways(self, found: Mapping) -> str:
        """Own or gathered stands beside every number."""
        own, gathered = found.get("own"), found.get("gathered")
        if self.round.source:
            return self.say("all-brought", PAGE)
        if own is None or gathered is None:
            return self.say("split-hidden", PAGE)
        if not gathered:
            return self.say("own-only", PAGE)
        if not own:
            return self.say("gathered-only", PAGE)
        return self.say("own-or-gathered", own=own, gathered=gathered)

    # --- questions

    def questions(self) -> list[Asked]:
        found = self.figures.get("questions", {})
        return [self._asked(q, found[q.key]) for q in self.round.asked() if q.key in found]

    def few(self) -> list[str]:
        """The questions of which a list is shown, and no numbers."""
        return [key for key, found in self.figures.get("questions", {}).items() if found["few"]]

    def _asked(self, question: Question, found: Mapping) -> Asked:
        ask = (self.words.easy and question.easy) or question.ask
        if found["few"]:
            return self._asked_few(question, ask, found)
        options = found.get("options", {})
        rows = [
            (self._option(each), options[each.key], self.say("hidden-cell").lower())
            for each in question.options
            if each.key in options
        ]
        sentences = [*self._how_many(found), *self._middle(found)]
        if question.kind == "faces":
            sentences.append(self.say("no-average"))
        after = self._in_their_words(question) if question.kind in IN_WORDS else []
        return Asked(question.key, ask, sentences, rows, found["answered"] or found["people"], after=after)

    def _asked_few(self, question: Question, ask: str, found: Mapping) -> Asked:
        chosen = [self._option(each) for each in question.options if each.key in found["said"]]
        said = self.said.get(question.key, [])
        after = [] if said or chosen else self._in_their_words(question)
        why = self.say("all-hidden", PAGE) if found["hidden"] else self.say("no-percent")
        return Asked(question.key, ask, [why], chosen=chosen, said=said, after=after)

    def _in_their_words(self, question: Question) -> list[str]:
        return [self.say("words-not-here", PAGE)]

    def _option(self, option) -> str:
        return (self.words.easy and option.easy) or option.words

    def _how_many(self, found: Mapping) -> list[str]:
        passed = found["passed"]
        left, unknown, rather = passed["left-out"], passed["do-not-know"], passed["rather-not"]
        if found["answered"] is None:
            lines = [self.say("people-here", PAGE, number=found["people"])]
            lines += [
                self.say(key, PAGE, number=self.number(passed[key]))
                for key in passed
                if key != "not-reached" and passed[key] != 0
            ]
        else:
            names = {
                "number": found["answered"],
                "skipped": self.number(left),
                "do_not_know": self.number(unknown),
            }
            lines = [self.say("people-count", **names)]
            lines += [self.say("rather-not", PAGE, number=self.number(rather))] if rather != 0 else []
        return [_sentence(line) for line in [*lines, self.ways(found)]]

    def _middle(self, found: Mapping) -> list[str]:
        lines = [self.say("average-number", number=found["median"])] if "median" in found else []
        if "least" in found:
            lines.append(self.say("ends-line", PAGE, least=found["least"], most=found["most"]))
        return lines

    # --- cards

    @property
    def cards(self) -> dict:
        return self.figures.get("cards") or {}

    def cards_lead(self) -> list[str]:
        people = self.cards.get("people")
        if not people:
            return []
        number = len(self.cards["of"])
        return [self.say("cards-people", PAGE, number=people["all"], count=number), self.ways(people)]

    def cards_of(self, keys: Iterable[str], there: Mapping[str, Statement]) -> list[Card]:
        """These cards, those that are still shown."""
        return [
            self._card(there[key], self.cards["of"][key])
            for key in keys
            if key in there and key in self.cards["of"]
        ]

    def _card(self, statement: Statement, found: Mapping) -> Card:
        words = (self.words.easy and statement.easy) or statement.words
        number, added = statement.number, statement.contribution_id is not None
        if found["few"]:
            return Card(number, words, added, "", self.say("too-few-to-say"), [], 0)
        parts = [(name, found[name]) for name in PARTS]
        of = found["seen"] or sum(n or 0 for n in (*dict(parts).values(), found["not-seen"]))
        if found["seen"] is None:
            of = (self.people or {"all": of})["all"] - (found["not-seen"] or 0)
        verdict = "" if found["enough"] else self.say("too-few-to-say")
        verdict = self.say("by-chance") if found["by_chance"] else verdict
        return Card(number, words, added, self._card_sentence(found), verdict, parts, of, found["seen"])

    def _card_sentence(self, found: Mapping) -> str:
        names = {"agree": found["agree"], "disagree": found["disagree"], "not_sure": found["not-sure"]}
        said = {name: self.number(number) for name, number in names.items()}
        key, section = ("agree-line", NUMBERS) if found["seen"] is not None else ("card-line", PAGE)
        return _sentence(self.say(key, section, **said, number=found["seen"]))

    # --- the map

    @property
    def map(self) -> dict:
        return self.cards.get("map") or {}

    def map_lines(self) -> list[str]:
        """Why there is none, or how it was made and what is not in it."""
        if not self.map:
            return []
        if "why" in self.map:
            if self.map["why"] != "few":
                return [self.say("no-map-alike", MAP)]
            people = self.map["people"]
            return [self.say("no-map", MAP, number=people) if people else self.say("no-map", PAGE)]
        return [self.say("first-read", MAP), self.say("how", MAP)]

    def map_after(self) -> list[str]:
        """What stands beside the groups."""
        found = self.map
        lines = [self.say("between", MAP, number=found["between"])] if found.get("between") else []
        if found.get("left_out"):
            lines.append(self.say("not-in-it", MAP, number=found["left_out"]))
        if found.get("could_be"):
            lines.append(self.say("unsure-groups", MAP, number=found["could_be"]))
        return [*lines, self.say("not-for-one", MAP)]

    def groups(self, there: Mapping[str, Statement]) -> list[Group]:
        return [self._group(each, there) for each in self.map.get("groups", ())]

    def _group(self, found: Mapping, there: Mapping[str, Statement]) -> Group:
        if found["people"] is None:
            return Group(
                found["letter"], self.say("group-hidden", PAGE, letter=found["letter"]), [], [], "", None
            )
        agrees, disagrees = (self._words_of(found[side], there) for side in ("agrees", "disagrees"))
        sentence = self.say("group-line", PAGE, letter=found["letter"], number=found["people"])
        return Group(found["letter"], sentence, agrees, disagrees, str(found["people"]), found["area"])

    def _words_of(self, keys: Iterable[str], there: Mapping[str, Statement]) -> list[str]:
        shown = [there[key] for key in keys if key in there]
        return [(self.words.easy and each.easy) or each.words for each in shown]

    def told(self) -> list[str]:
        """The cards whose words the page needs."""
        groups = [key for each in self.map.get("groups", ()) for key in (*each["agrees"], *each["disagrees"])]
        return [*self.cards.get("unites", ()), *self.cards.get("divides", ()), *groups]


def cards_shown(round: Round, keys: Iterable[str] | None = None) -> dict[str, Statement]:
    """Cards by their key in the figures; what is not shown any more has no words here."""
    found = Statement.objects.filter(round=round, state=SHOWN)
    if keys is not None:
        found = found.filter(pk__in=[int(key) for key in keys])
    return {str(card.pk): card for card in found}


def _sentence(words: str) -> str:
    """Capital letters at the beginning of each sentence, where a word took the place of a number."""
    return ". ".join(part[:1].upper() + part[1:] for part in words.split(". "))
