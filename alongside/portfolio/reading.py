"""A filled-in sheet made ready to be read: headings, and under each the person's own words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from alongside.kit.sheets import Answers, Question


@dataclass(frozen=True)
class Line:
    """One thing that somebody said. `more` holds the smaller parts of a row: (our label, their words)."""

    text: str
    more: tuple[tuple[str, str], ...] = ()
    mark: str = ""  # do or do-not
    row: str = ""
    by: str = ""  # who typed it, where that was somebody else


@dataclass(frozen=True)
class Block:
    """A question and what was answered. `file` is the id of a picture or a sound."""

    key: str
    heading: str
    lines: tuple[Line, ...] = ()
    file: str = ""
    kind: str = ""
    alt: str = ""
    group: str = ""

    def __bool__(self):
        return bool(self.lines or self.file)


def read_out(
    questions, answers: Answers, *, say: Callable[[str], str], easy=False, lines: dict | None = None
) -> list[Block]:
    """Every question that has an answer, in order. `lines` names the lines of `each` questions."""
    blocks = (_block(q, answers, say, easy, lines or {}) for q in questions if not q.record)
    return [block for block in blocks if block]


def words_of(thing, say, easy, plain="ask") -> str:
    return say((easy and thing.easy) or getattr(thing, plain))


def _block(q: Question, answers: Answers, say, easy, named) -> Block:
    heading = words_of(q, say, easy)
    if q.each:
        found = [
            (row, words, value_of(q, f"{q.key}/{row}", answers, say, easy))
            for row, words in named.get(q.key, ())
        ]
        return Block(
            q.key,
            heading,
            tuple(Line(words, (("", said),)) for _, words, said in found if said),
            group=q.group,
        )
    if q.kind in ("picture", "sound", "paper"):
        file = answers.value(q.key) or ""
        return Block(q.key, heading, file=file, kind=q.kind, alt=answers.text(f"{q.key}/alt"), group=q.group)
    if q.kind == "list":
        rows = [_row(q, row, answers, say, easy) for row in answers.rows(q.key)]
        return Block(q.key, heading, tuple(line for line in rows if line), group=q.group)
    if q.kind == "choices":
        chosen = [words_of(o, say, easy, "words") for o in q.options if answers.value(f"{q.key}/{o.key}")]
        return Block(q.key, heading, tuple(Line(words) for words in chosen), group=q.group)
    said = value_of(q, q.key, answers, say, easy)
    return Block(q.key, heading, (Line(said),) if said else (), group=q.group)


def value_of(q: Question, name: str, answers: Answers, say, easy) -> str:
    """One answer as words."""
    if q.kind in ("short", "long"):
        return answers.text(name)
    if q.kind == "choices":
        return ", ".join(
            words_of(o, say, easy, "words") for o in q.options if answers.value(f"{name}/{o.key}")
        )
    value = answers.value(name)
    if not value:
        return ""
    if q.kind in ("choice", "faces"):
        option = q.option(str(value))
        return words_of(option, say, easy, "words") if option else ""
    if q.kind == "date":
        day = parse_date(str(value))
        return date_format(day, "l j F Y") if day else ""
    return str(value)


def _row(q: Question, row: str, answers: Answers, say, easy) -> Line | None:
    said = [(part, value_of(part, f"{q.key}/{row}/{part.key}", answers, say, easy)) for part in q.parts]
    mark = next((str(answers.value(f"{q.key}/{row}/{p.key}")) for p, _ in said if p.key == "which"), "")
    said = [(part, words) for part, words in said if words and part.key != "which"]
    if not said:
        return None
    return Line(
        said[0][1],
        tuple((words_of(part, say, easy), words) for part, words in said[1:]),
        mark,
        row,
    )


def lines_of_profile(profile, answers: Answers) -> tuple[tuple[str, str], ...]:
    """(row id, words) of each line of a One Page Profile that is there to be read."""
    found = []
    for key in ("appreciate", "matters", "support", "ask-me"):
        if key in {q.key for q in profile.questions}:
            q = profile.question(key)
            for row in answers.rows(key):
                text = next((answers.text(n) for n in q.texts(row) if answers.text(n)), "")
                if text:
                    found.append((row, text))
    return tuple(found)
