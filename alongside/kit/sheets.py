"""Sheets, process and sector words as content: read from files, checked, kept as JSON.

A sheet definition is data: questions, their kinds, who answers, the words and the easy words.
It holds words and order, never logic. `load` reads the folders of content and raises
`ContentMistakes` that name file, key and remedy.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, ClassVar, Self

from alongside.kit import words as wording
from alongside.kit.content_checks import check
from alongside.kit.content_files import read_folders
from alongside.kit.mistakes import ContentMistake, ContentMistakes

__all__ = [
    "Answers",
    "Card",
    "Content",
    "ContentMistake",
    "ContentMistakes",
    "Group",
    "Know",
    "Meeting",
    "Option",
    "Process",
    "Question",
    "Sector",
    "Sheet",
    "Step",
    "StepSheet",
    "Way",
    "load",
    "texts_of",
]

WRITTEN = ("short", "long")


class Part:
    """Anything in content that is built from a mapping of the same names."""

    PARTS: ClassVar[dict[str, type[Part]]] = {}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        named = {"for_" if name == "for" else name: value for name, value in data.items()}
        known = {field.name for field in fields(cls)}  # type: ignore[arg-type]
        return cls(**{name: cls._value(name, value) for name, value in named.items() if name in known})

    @classmethod
    def _value(cls, name: str, value: Any) -> Any:
        part = cls.PARTS.get(name)
        if part and isinstance(value, Mapping):
            return part.of(value)
        if isinstance(value, list):
            return tuple(part.of(each) if part else each for each in value)
        return value


@dataclass(frozen=True)
class Option(Part):
    """One answer to choose."""

    key: str
    words: str
    easy: str = ""
    group: str = ""


@dataclass(frozen=True)
class Group(Part):
    """A heading over some of the questions of a sheet."""

    key: str
    title: str
    easy_title: str = ""


@dataclass(frozen=True)
class Card(Part):
    """A way in to a story, a text to read aloud, or a sentence to agree or disagree with."""

    key: str
    words: str = ""
    easy: str = ""
    title: str = ""
    easy_title: str = ""
    minutes: float | None = None
    good_for: str = ""
    easy_good_for: str = ""
    steps: tuple[str, ...] = ()
    easy_steps: tuple[str, ...] = ()
    text: str = ""
    word_count: int = 0
    very_simple: bool = False


@dataclass(frozen=True)
class Know(Part):
    """What a person is told before the answer; `show` puts a text of the sector here."""

    key: str
    words: str = ""
    easy: tuple[str, ...] = ()
    show: str = ""


@dataclass(frozen=True)
class Question(Part):
    """One question. `for_` is filled in from its sheet where the file leaves it out."""

    key: str
    kind: str
    ask: str
    easy: str
    hint: str = ""
    prompts: tuple[str, ...] = ()
    example: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    length: int | None = None
    optional: bool = False
    options: tuple[Option, ...] = ()
    item: tuple[Question, ...] = ()
    for_: str = ""
    each: str = ""
    record: bool = False
    keep_to_myself: str = ""
    starts_kept: bool = False
    beside: bool = False  # its answer stands beside the other questions of its sheet
    show: str = ""
    group: str = ""
    credit: str = ""
    tag: str = ""
    voice: str = ""
    seconds: float | None = None
    minutes: float | None = None
    opens_to: str = ""
    options_from: str = ""
    sectors: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    opens_round: bool = False
    people_see: bool = False

    def part(self, key: str) -> Question:
        """The part of a row with this key; `line` is the one part of a list without parts."""
        return next(part for part in self.parts if part.key == key)

    @cached_property
    def parts(self) -> tuple[Question, ...]:
        """The parts of a row: those of `item`, or a single line."""
        if self.kind != "list":
            return ()
        return self.item or (_line_of(self),)

    def option(self, key: str) -> Option | None:
        return next((option for option in self.options if option.key == key), None)

    def name_of(self, row: str = "", part: str = "") -> str:
        """The flat name of an answer: `aim`, or `question/row/part` in a list."""
        return f"{self.key}/{row}/{part or 'line'}" if row else self.key

    def names_of(self, row: str = "") -> tuple[str, ...]:
        """Every flat name that this question can own, in one row if it is a list."""
        return self.texts(row) + self.value_names(row)

    def texts(self, row: str = "") -> tuple[str, ...]:
        """The names of its texts; a list has texts only in a row."""
        return tuple(name for part, at in self._places(row) for name in part._texts_at(at))

    def value_names(self, row: str = "") -> tuple[str, ...]:
        """The names of its values: one for a choice, one for each tick of choices."""
        return tuple(name for part, at in self._places(row) for name in part._values_at(at))

    def _places(self, row: str) -> list[tuple[Question, str]]:
        """Where answers lie: under the question, under parts of a row, or under a line of a profile."""
        if self.kind == "list":
            return [(part, self.name_of(row, part.key)) for part in self.parts] if row else []
        if self.each:
            return [(self, f"{self.key}/{row}")] if row else []
        return [(self, self.key)]

    def _texts_at(self, name: str) -> tuple[str, ...]:
        if self.kind in WRITTEN:
            return (name,)
        return (f"{name}/alt",) if self.kind == "picture" else ()

    def _values_at(self, name: str) -> tuple[str, ...]:
        if self.kind in WRITTEN:
            return ()
        if self.kind == "choices":
            return tuple(f"{name}/{option.key}" for option in self.options)
        if self.kind == "statements":
            return tuple(f"{name}/{card.key}" for card in self.cards)
        return (name,)


Question.PARTS = {"options": Option, "item": Question, "cards": Card}


def _line_of(question: Question) -> Question:
    return Question(
        key="line",
        kind="short",
        ask=question.ask,
        easy=question.easy,
        length=question.length,
        for_=question.for_,
        optional=True,
    )


@dataclass(frozen=True)
class Sheet(Part):
    """Questions with one rule about who fills them in and who sees them when."""

    key: str
    for_: str
    visible: str
    opens: str
    title: str
    questions: tuple[Question, ...]
    minutes: float = 0
    easy_title: str = ""
    about: str = ""
    easy_about: tuple[str, ...] = ()
    seen_by: str = ""
    easy_seen_by: str = ""
    groups: tuple[Group, ...] = ()
    cards: tuple[Card, ...] = ()
    know: tuple[Know, ...] = ()

    PARTS = {"questions": Question, "groups": Group, "cards": Card, "know": Know}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        named = {"key": data["sheet"], **{name: value for name, value in data.items() if name != "sheet"}}
        named["questions"] = [_for_whom(question, data["for"]) for question in data["questions"]]
        return super().of(named)

    @cached_property
    def _by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions}

    def question(self, key: str) -> Question:
        return self._by_key[key]

    def has(self, key: str) -> bool:
        return key in self._by_key

    def after(self, key: str) -> Question | None:
        """The question that follows in the order of the sheet."""
        keys = [question.key for question in self.questions]
        place = keys.index(key) + 1
        return self.questions[place] if place < len(keys) else None

    def group(self, key: str) -> Group | None:
        return next((group for group in self.groups if group.key == key), None)

    def grouped(self) -> list[tuple[Group | None, tuple[Question, ...]]]:
        """The questions under their headings, in the order of the questions."""
        runs: list[tuple[Group | None, tuple[Question, ...]]] = []
        for question in self.questions:
            group = self.group(question.group)
            if runs and runs[-1][0] == group:
                runs[-1] = (group, (*runs[-1][1], question))
            else:
                runs.append((group, (question,)))
        return runs

    @property
    def who(self) -> str:
        """`only-me`, `us-two`, `us-and-our-facilitator` or `the-programme`, as forms say it."""
        return self.visible.replace(" ", "-")

    @property
    def opening(self) -> str:
        """`at-once`, `together` or `when-shared`, as forms say it."""
        return self.opens.replace(" ", "-")


def _for_whom(question: Mapping[str, Any], whose: str) -> dict[str, Any]:
    """A question without a `for` of its own is for whom its sheet is for."""
    whose = question.get("for", whose)
    parts = [_for_whom(part, whose) for part in question.get("item", [])]
    return {**question, "for": whose, **({"item": parts} if parts else {})}


@dataclass(frozen=True)
class Way(Part):
    """One of the ways to meet."""

    key: str
    title: str
    easy_title: str = ""
    words: str = ""
    easy: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepSheet(Part):
    """A sheet in its place in a step: before, during or after the meeting."""

    sheet: str
    when: str = "during"
    continues: bool = False
    note: str = ""
    easy_note: str = ""


@dataclass(frozen=True)
class StepPart(Part):
    """A stretch of a long step, with the sheets that belong to it."""

    key: str
    title: str
    easy_title: str = ""
    minutes: float = 0
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step(Part):
    """One of the steps of a meeting."""

    key: str
    number: int
    title: str
    easy_title: str = ""
    minutes: float = 0
    begins: str = ""
    begins_note: str = ""
    words: str = ""
    easy: tuple[str, ...] = ()
    sheets: tuple[StepSheet, ...] = ()
    parts: tuple[StepPart, ...] = ()
    facilitator: str = ""
    easy_facilitator: tuple[str, ...] = ()
    listening: tuple[str, ...] = ()
    easy_listening: tuple[str, ...] = ()
    ways: Mapping[str, str] | None = None
    easy_ways: Mapping[str, tuple[str, ...]] | None = None

    PARTS = {"sheets": StepSheet, "parts": StepPart}


@dataclass(frozen=True)
class Spoken(Part):
    """Words to open or to close a meeting with."""

    words: str
    easy: tuple[str, ...] = ()
    minutes: float = 0
    begins: str = ""


@dataclass(frozen=True)
class Meeting(Part):
    """A meeting, or what comes before the first and after the last one."""

    key: str
    title: str
    number: int = 0
    easy_title: str = ""
    minutes: float = 0
    words: str = ""
    easy: tuple[str, ...] = ()
    bring: tuple[str, ...] = ()
    easy_bring: tuple[str, ...] = ()
    opening: Spoken | None = None
    steps: tuple[Step, ...] = ()
    break_minutes: float = 0
    closing: Spoken | None = None
    next: str = ""
    easy_next: tuple[str, ...] = ()
    sheets: tuple[StepSheet, ...] = ()
    after_sheets: tuple[str, ...] = ()
    weeks: tuple[int, ...] = ()
    then_every_weeks: int = 0

    PARTS = {"opening": Spoken, "closing": Spoken, "steps": Step, "sheets": StepSheet}


@dataclass(frozen=True)
class Process(Part):
    """Before, the meetings with their steps, and after."""

    key: str
    title: str
    before: Meeting
    meetings: tuple[Meeting, ...]
    after: tuple[Meeting, ...] = ()
    version: int = 1
    easy_title: str = ""
    about: str = ""
    easy_about: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()

    PARTS = {"ways": Way, "before": Meeting, "meetings": Meeting, "after": Meeting}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        return super().of({"key": data["process"], **data})

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for meeting in self.meetings for step in meeting.steps)

    @property
    def stretches(self) -> tuple[Meeting, ...]:
        """Before, the meetings and after, in order."""
        return (self.before, *self.meetings, *self.after)

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)

    def meeting(self, key: str) -> Meeting:
        """The meeting with this key; `before` and what comes after have keys too."""
        return next(meeting for meeting in self.stretches if meeting.key == key)

    def ways_of(self, step: Step, easy: bool = False) -> list[tuple[Way, tuple[str, ...]]]:
        """How to do a step in each way of meeting, in the order of the ways."""
        told = (easy and step.easy_ways) or step.ways or {}
        lines = {key: (words,) if isinstance(words, str) else tuple(words) for key, words in told.items()}
        return [(way, lines[way.key]) for way in self.ways if way.key in lines]


class Sector(dict[str, Any]):
    """The words of a sector; its own words can be read as attributes."""

    def __getattr__(self, name: str) -> Any:
        if name in self:
            return self[name]
        try:
            return self["words"][name]
        except KeyError as missing:
            raise AttributeError(name) from missing

    def safety_for(self, sheet: str) -> list[dict[str, Any]]:
        """The safety lines that a sheet shows; `process` means the meeting itself."""
        return [line for line in self.get("safety", []) if sheet in line["where"]]

    def someone_to_talk_to(self) -> dict[str, str]:
        """The help line for talking to somebody at any hour; without one, the last line that has a number."""
        lines: list[dict[str, str]] = self["help_lines"]["lines"]
        with_number = [line for line in lines if line.get("number") and not wording.placeholders(line["number"])]
        listening = [line for line in with_number if line["key"] == "listening"]
        return [{"words": "", "easy": "", "number": ""}, *with_number, *listening][-1]

    def names(self, easy: bool = False) -> dict[str, str]:
        """What the sector fills in wherever words have a placeholder for it."""
        words, talk = self["words"], self.someone_to_talk_to()
        return {
            "care_word": (easy and words.get("easy_care_word")) or words["care_word"],
            "people_word": words["people"],
            "help_line_words": talk["easy" if easy else "words"],
            "help_line_number": talk["number"],
            "no_effect_short": self["no_effect"]["short"],
            "no_effect_staff_short": self["no_effect_staff"]["short"],
        }


class Content:
    """Everything that people read in one version: what a programme keeps as it began."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.process = Process.of(data["process"])
        self.sheets = {key: Sheet.of(sheet) for key, sheet in data["sheets"].items()}
        self.sector = Sector(data["sector"])
        self.pages: dict[str, wording.Section] = {
            key: wording.Section(**part) for key, part in data["pages"].items()
        }
        self.facilitator = {key: wording.Section(**part) for key, part in data["facilitator"].items()}
        self.messages: dict[str, dict[str, dict[str, str]]] = data["messages"]
        self.notices: dict[str, str] = data["notices"]
        self.hard_words: list[dict[str, str]] = data["hard_words"]

    def sheet(self, key: str) -> Sheet:
        return self.sheets[key]

    def words(self, section: str, key: str, /, easy: bool = False, **names: object) -> str:
        """A line of the words of pages with its names filled in; easy where there is an easy line.

        A page that came after this version was kept takes its words from today's content.
        """
        kept = self.pages.get(wording.slug(section))
        pages = self.pages if kept and key in kept.lines else self._today.pages
        return wording.line(pages, section, key, easy, self._names(names, easy))

    def lines(self, section: str, /, easy: bool = False, **names: object) -> list[str]:
        """The numbered list under a heading, each line plain text with its names filled in."""
        kept = self.pages.get(wording.slug(section))
        found = kept if kept and kept.numbered else self._today.pages[wording.slug(section)]
        listed = (easy and found.easy_numbered) or found.numbered
        return [wording.fill(wording.plain(line), self._names(names, easy)) for line in listed]

    def facilitator_words(self, section: str, key: str, /, easy: bool = False, **names: object) -> str:
        """A line of facilitator.md with its names filled in."""
        return wording.line(self.facilitator, section, key, easy, self._names(names, easy))

    def buttons(self, section: str) -> list[str]:
        """The buttons of a page in their order: the first goes on."""
        kept = self.pages.get(wording.slug(section))
        return (kept or self._today.pages[wording.slug(section)]).buttons

    def bank(self) -> tuple[Question, ...]:
        """The questions that a pair can take into a round: those that fit the sector."""
        sector = self.sector["sector"]
        return tuple(q for q in self.sheet("question-bank").questions if not q.sectors or sector in q.sectors)

    def bank_in_groups(self) -> list[tuple[Group | None, tuple[Question, ...]]]:
        """The same under the headings of the bank, one for each kind of question."""
        return replace(self.sheet("question-bank"), questions=self.bank()).grouped()

    def fill(self, text: str, /, easy: bool = False, **names: object) -> str:
        """Any text of this content with its names filled in, those of the sector too."""
        return wording.fill(text, self._names(names, easy))

    def visible_words(self, kind: str, /, easy: bool = False, **names: object) -> tuple[str, str]:
        """The short words for who can see this, and the sentence that says it whole."""
        key = {"us-and-our-facilitator": "us-and-facilitator"}.get(
            kind.replace(" ", "-"), kind.replace(" ", "-")
        )
        section = "who-can-see-this"
        return self.words(section, key), self.words(section, f"{key}-more", easy, **names)

    def seen_by(self, sheet: Sheet, /, easy: bool = False, **names: object) -> tuple[str, str]:
        """Who can see a sheet: its own sentence where the usual one would say too much."""
        short, usual = self.visible_words(sheet.visible, easy, **names)
        own = (easy and sheet.easy_seen_by) or sheet.seen_by
        return short, self.fill(own, easy, **names) if own else usual

    def opening_words(self, sheet: Sheet, easy: bool = False) -> str:
        """The sentence that says when others can read a sheet."""
        both = sheet.for_ == "both" and sheet.opening == "when-shared"
        return self.words("who-can-see-this", "when-both-share" if both else sheet.opening, easy)

    def message(self, name: str, way: str, /, **names: object) -> dict[str, str]:
        """One message: from, subject and body as plain text, with its names filled in."""
        parts = self._message(name, way)
        filled = {part: wording.fill(wording.plain(text), self._names(names)) for part, text in parts.items()}
        return {**filled, "body": wording.without_gaps(filled["body"])}

    def letter(self, name: str, way: str = "letter", /, **names: object) -> list[list[list[wording.Run]]]:
        """A letter for print: paragraphs of lines of runs, each run with whether it is bold."""
        return wording.letter(self._message(name, way)["body"], self._names(names))

    def _message(self, name: str, way: str) -> dict[str, str]:
        """A message of this version, or of today where it came later."""
        kept = self.messages.get(name, {}).get(wording.slug(way))
        return kept or self._today.messages[name][wording.slug(way)]

    @property
    def _today(self) -> Content:
        return _content_of_today(self.sector["sector"])

    def notice(self, name: str, /, easy: bool = False, **names: object) -> str:
        """A notice as HTML, in plain words or in Easy Read, its names filled in and escaped."""
        return wording.notice_html(self.notices[name], self._names(names, easy), easy)

    def notice_gaps(self, name: str, /, **names: object) -> set[str]:
        """What the organisation has still to say before every line of a notice can be shown."""
        return wording.notice_gaps(self.notices[name], self._names(names))

    def explained(self, text: str) -> list[dict[str, str]]:
        """The hard words that occur in a text, each with its plain explanation."""
        return wording.hard_words_in(text, self.hard_words)

    def _names(self, names: Mapping[str, object], easy: bool = False) -> dict[str, object]:
        return {**self.sector.names(easy), **names}

    def to_json(self) -> str:
        """One canonical text, so that equal content has an equal hash."""
        return json.dumps(self.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def hash(self) -> str:
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> Content:
        """The content that was kept; the same text is read only once."""
        return _kept(hashlib.sha256(text.encode()).hexdigest(), text)

    @classmethod
    def kept(cls, digest: str, fetch: Callable[[], str]) -> Content:
        """The content with this hash, fetched only if this process has not read it yet."""
        with _READING:
            if digest not in _READ:
                _READ[digest] = cls(json.loads(fetch()))
            if len(_READ) > VERSIONS_AT_HAND:
                _READ.pop(next(iter(_READ)))
            return _READ[digest]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Content) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)


VERSIONS_AT_HAND = 64
_READ: dict[str, Content] = {}
_READING = threading.RLock()


def _kept(digest: str, text: str) -> Content:
    return Content.kept(digest, lambda: text)


def load(*folders: Path | str, sector: str = "health") -> Content:
    """Reads the folders, later ones over earlier ones, and raises all mistakes at once."""
    return _load(tuple(Path(folder) for folder in folders) or (CONTENT,), sector, _stamp(folders))


CONTENT = Path(__file__).resolve().parents[2] / "content"


@lru_cache
def _content_of_today(sector: str) -> Content:
    """Read once, because a page asks for many lines."""
    return load(sector=sector)


@lru_cache(maxsize=64)
def _load(folders: tuple[Path, ...], sector: str, stamp: object) -> Content:
    """Read once for each state of the files; `stamp` tells the states apart."""
    files = read_folders(folders)
    return Content(check(files, sector))


def _stamp(folders: tuple[Path | str, ...]) -> object:
    paths = [path for folder in (folders or (CONTENT,)) for path in sorted(Path(folder).rglob("*.*"))]
    return tuple((str(path), path.stat().st_mtime_ns) for path in paths)


def texts_of(sheet: Sheet, answers: Answers) -> tuple[str, ...]:
    """The names of all texts of a filled-in sheet: from the definition and from its rows."""
    return tuple(name for question in sheet.questions for name in _texts_of(question, answers))


def _texts_of(question: Question, answers: Answers) -> Iterator[str]:
    if question.kind != "list":
        yield from question.texts()
    for row in answers.rows(question.key):
        yield from question.texts(row)


class Answers:
    """A filled-in sheet in its flat shape: texts, values and the order of rows."""

    def __init__(self, flat: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        flat = flat or {}
        self.texts: dict[str, str] = {name: text for name, text in flat.get("texts", {}).items() if text}
        self.values: dict[str, str | bool] = {
            name: value for name, value in flat.get("values", {}).items() if value not in (None, "", False)
        }
        self.order: dict[str, str] = dict(flat.get("rows", {}))

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def value(self, name: str) -> str | bool | None:
        return self.values.get(name)

    def ticked(self, name: str) -> list[str]:
        """The keys of the choices that are ticked, in the order in which they were kept."""
        return [key.removeprefix(f"{name}/") for key in self.values if key.startswith(f"{name}/")]

    def rows(self, question: str) -> list[str]:
        """The ids of the rows in their order; equal places go by id, so that both see the same."""
        found = [
            (place, name.removeprefix(f"{question}/"))
            for name, place in self.order.items()
            if name.startswith(f"{question}/")
        ]
        return [row for _, row in sorted(found)]

    def row_is_empty(self, question: str, row: str) -> bool:
        """A row without words and values is not a row to anybody who reads."""
        start = f"{question}/{row}"
        names = (*self.texts, *self.values)
        return not any(name == start or name.startswith(f"{start}/") for name in names)

    def full_rows(self, question: str) -> list[str]:
        """The rows that say something."""
        return [row for row in self.rows(question) if not self.row_is_empty(question, row)]

    def is_empty(self) -> bool:
        """Nothing is said: rows without words do not count."""
        return not self.texts and not self.values

    def answers(self, question: Question) -> bool:
        """Whether this question has an answer."""
        start = f"{question.key}/"
        return any(name == question.key or name.startswith(start) for name in (*self.texts, *self.values))

    @property
    def flat(self) -> dict[str, dict[str, Any]]:
        return {"texts": dict(self.texts), "values": dict(self.values), "rows": dict(self.order)}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answers) and self.flat == other.flat

    __hash__ = None  # type: ignore[assignment]
