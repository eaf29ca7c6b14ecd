"""The questions of a round: taken from the bank, written by the two, checked for what tires or leads people.

A question is kept as plain JSON, as `Question.of` reads it. Nothing here blocks but what could not be
answered at all: a choice without answers, cards that are none.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from alongside.kit.fields import tidy
from alongside.kit.sheets import Content, Question
from alongside.voices.round import MAY_ASK

PLENTY = 7
CHOSEN = ("choice", "choices", "faces")
FACES = (3, 5)
LEAST_OPTIONS, LEAST_CARDS = 2, 3
LONG_BREATH = 18  # words that are read aloud without breathing in the middle
MOST_QUESTIONS, MOST_LINES, LONGEST = 60, 400, 2000

AND = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
LEADING = re.compile(
    r"^(?:do(?:n't| not)? you (?:agree|think that)|don't|isn't|aren't|wouldn't|how much better|how good"
    r"|how bad|why (?:do|did)n't|why (?:do|did) you not)\b"
    r"|\b(?:surely|obviously|of course)\b",
    re.IGNORECASE,
)
THE_PERSON = re.compile(
    r"\b(?:diagnos\w+|illness|disorder|disabilit\w+|offence|crime|what is wrong with you|suffer\w*)\b",
    re.IGNORECASE,
)
WHO_YOU_ARE = re.compile(
    r"\b(?:how old|your age|gender|ethnic\w*|religio\w*|postcode|date of birth|your address|sexual\w*)\b",
    re.IGNORECASE,
)


# --- as it is kept


def as_kept(question: Question) -> dict:
    """A question of the bank as a round keeps it: what people see, and nothing about the bank."""
    kept = {"key": question.key, "kind": question.kind, "ask": question.ask, "easy": question.easy}
    if question.hint:
        kept["hint"] = question.hint
    for name in ("least", "most", "length", "minutes"):
        if (value := getattr(question, name)) is not None:
            kept[name] = value
    for name, lines in (("options", question.options), ("cards", question.cards)):
        if lines:
            kept[name] = [{"key": line.key, "words": line.words, "easy": line.easy} for line in lines]
    return kept


def fingerprint(question: Mapping | None) -> str:
    """A short mark of a question as somebody saw it, to notice that the other changed it meanwhile."""
    said = json.dumps(question, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def found(questions: Sequence[Mapping], key: str) -> dict | None:
    return next((dict(q) for q in questions if q["key"] == key), None)


def new_key(questions: Sequence[Mapping]) -> str:
    """A key of its own for a question that the two write."""
    taken = {q["key"] for q in questions}
    while (key := f"own-{secrets.token_hex(3)}") in taken:
        pass
    return key


def moved(questions: Sequence[Mapping], key: str, by: int) -> list[dict]:
    """The questions with one of them earlier or later; at the edge it stays."""
    order = [dict(q) for q in questions]
    place = next((n for n, q in enumerate(order) if q["key"] == key), None)
    if place is not None and 0 <= place + by < len(order):
        order[place], order[place + by] = order[place + by], order[place]
    return order


def replaced(questions: Sequence[Mapping], question: Mapping) -> list[dict]:
    return [dict(question if q["key"] == question["key"] else q) for q in questions]


# --- as it is written


@dataclass
class QuestionWriting:
    """The form of one question of our own: boxes with one line for each answer, no dragging.

    `data` is what was posted; `locked` leaves only the wording open, as it is while people answer.
    """

    kind: str
    question: Mapping = field(default_factory=dict)
    data: Mapping | None = None
    locked: bool = False
    words: Callable[..., str] = lambda key, **names: key
    errors: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self):
        self.values = self._posted() if self.data is not None else self._there()
        if self.data is not None:
            self._check()

    @property
    def has_options(self) -> bool:
        return self.kind in CHOSEN

    @property
    def has_cards(self) -> bool:
        return self.kind == "statements"

    @property
    def lines_name(self) -> str:
        return "cards" if self.has_cards else "options"

    @property
    def has_lines(self) -> bool:
        return self.has_options or self.has_cards

    def is_valid(self) -> bool:
        return not self.errors

    def error_of(self, name: str) -> str:
        return next((words for where, words in self.errors if where == name), "")

    def _there(self) -> dict[str, str]:
        q = self.question
        lines = q.get(self.lines_name, [])
        return {
            "ask": q.get("ask", ""),
            "easy": q.get("easy", ""),
            "hint": q.get("hint", ""),
            "lines": "\n".join(line["words"] for line in lines),
            "easy-lines": "\n".join(line.get("easy", "") for line in lines).rstrip("\n"),
            "least": _number_words(q.get("least")),
            "most": _number_words(q.get("most")),
            "may-add": "yes" if q.get("may_add") else "",
        }

    def _posted(self) -> dict[str, str]:
        long = {"lines", "easy-lines"}
        return {
            name: tidy(self.data.get(name, ""))[: LONGEST * (20 if name in long else 1)]
            if name in long
            else " ".join(tidy(self.data.get(name, ""))[:LONGEST].split())
            for name in ("ask", "easy", "hint", "lines", "easy-lines", "least", "most", "may-add")
        }

    def _check(self) -> None:
        if not self.values["ask"]:
            self.errors.append(("ask", self.words("needs-ask")))
        lines = len(self._lines())
        if self.kind == "faces" and lines not in FACES:
            self.errors.append(("lines", self.words("needs-faces")))
        elif self.has_options and lines < LEAST_OPTIONS:
            self.errors.append(("lines", self.words("needs-options")))
        elif self.has_cards and lines < LEAST_CARDS:
            self.errors.append(("lines", self.words("needs-cards")))
        elif self.locked and not self._has_every_line(lines):
            self.errors.append(("lines", self.words("same-answers")))
        for name in ("least", "most"):
            if self.kind == "number" and self.values[name] and _number(self.values[name]) is None:
                self.errors.append((name, self.words("a-number")))
        low, high = _number(self.values["least"]), _number(self.values["most"])
        if self.kind == "number" and low is not None and high is not None and low > high:
            self.errors.append(("most", self.words("wrong-way-round")))

    def _has_every_line(self, lines: int) -> bool:
        """While people answer no answer to choose comes or goes, and a card only comes."""
        there = len(self.question.get(self.lines_name, []))
        return lines >= there if self.has_cards else lines == there or not self.has_options

    def _lines(self) -> list[str]:
        said = [" ".join(line.split()) for line in self.values["lines"].splitlines()]
        return [line for line in said if line][:MOST_LINES]

    def kept(self, key: str) -> dict:
        """The question as the round keeps it."""
        said, before = self.values, dict(self.question)
        kept = {"key": key, "kind": self.kind, "ask": said["ask"], "easy": said["easy"]}
        if said["hint"]:
            kept["hint"] = said["hint"]
        if self.has_lines:
            kept[self.lines_name] = self._kept_lines()
        if self.has_cards and said["may-add"]:
            kept["may_add"] = True
        if self.kind == "number" and not self.locked:
            kept |= {n: number for n in ("least", "most") if (number := _number(said[n])) is not None}
        for name in ("length", "minutes", *(("least", "most", "may_add") if self.locked else ())):
            if name in before:
                kept[name] = before[name]
        return kept

    def _kept_lines(self) -> list[dict]:
        """Each line with its key: the same words keep theirs, and while people answer the same place does."""
        before = self.question.get(self.lines_name, [])
        known = {line["words"]: line["key"] for line in before}
        easy = [" ".join(line.split()) for line in self.values["easy-lines"].splitlines()]
        made, taken = [], set()
        for n, words in enumerate(self._lines()):
            key = before[n]["key"] if self.locked and n < len(before) else known.get(words, "")
            if not key or key in taken:
                key = secrets.token_hex(4)
            taken.add(key)
            made.append({"key": f"{key}", "words": words, "easy": easy[n] if n < len(easy) else ""})
        return made


def _number(words: str) -> float | None:
    try:
        number = float(words.replace(",", "."))
    except ValueError:
        return None
    return (int(number) if number == int(number) else number) if abs(number) < 1e9 else None


def _number_words(number) -> str:
    return "" if number is None else f"{number:g}"


def begin_writing(kind: str, content: Content) -> dict:
    """What stands in the boxes of a new question: faces have their words, everything else is empty."""
    if kind not in MAY_ASK:
        raise KeyError(kind)
    if kind == "faces":
        sample = next((as_kept(q) for q in content.bank() if q.kind == "faces" and len(q.options) == 5), {})
        return {"kind": kind, "options": sample.get("options", [])}
    return {"kind": kind, "may_add": True} if kind == "statements" else {"kind": kind}


# --- what tires or leads people: said once, and never in the way


def hints_for(question: Mapping) -> list[str]:
    """Keys of the words that this question gives reason for."""
    ask = question.get("ask", "")
    found = []
    if AND.search(ask) and question["kind"] != "statements":
        found.append("one-idea")
    if LEADING.search(ask):
        found.append("not-leading")
    if len(ask.split()) > LONG_BREATH:
        found.append("aloud")
    if THE_PERSON.search(ask):
        found.append("not-the-person")
    if WHO_YOU_ARE.search(ask):
        found.append("who-you-are")
    lines = [*question.get("options", []), *question.get("cards", [])]
    if not question.get("easy") or any(not line.get("easy") for line in lines):
        found.append("needs-easy")
    return found


def hints_for_all(questions: Sequence[Mapping]) -> list[str]:
    """What the questions together give reason for: too many, or every one about what went wrong."""
    found = []
    asks = " ".join(q.get("ask", "") for q in questions).casefold()
    bad = re.search(r"\b(?:wrong|worst|bad|hard|problem\w*|complain\w*)\b", asks)
    good = re.search(r"\b(?:well|best|good|helped|like|easy)\b", asks)
    if len(questions) > 2 and bool(bad) != bool(good):
        found.append("the-good-first")
    if questions and questions[0]["kind"] in ("long", "sound", "picture"):
        found.append("first-is-easy")
    return found
