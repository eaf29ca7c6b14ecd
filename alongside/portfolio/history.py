"""Earlier versions of a sheet: what I wrote and when, what the other shared, and what changed since."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.db import transaction

from alongside.kit.fields import whole
from alongside.kit.sheets import Answers
from alongside.people.person import Person
from alongside.portfolio import said
from alongside.portfolio.places import DocumentPlace
from alongside.portfolio.reading import Block, Line, read_out
from alongside.portfolio.share import Shared
from alongside.portfolio.sheet import Mine, merged, only
from alongside.privacy.audit import recorded
from alongside.writing import history, versions
from alongside.writing.document import BROUGHT_BACK, SUPPORTED, TYPED, Document, Row, logs_of
from alongside.writing.posted import Log


@dataclass(frozen=True)
class Earlier:
    """One version in a list. `key` finds it again, `how` says whether it was typed or brought back."""

    key: str
    at: datetime
    by: Person | None
    typed_by: Person | None = None
    how: str = TYPED

    @property
    def supported(self) -> bool:
        """Their own hand, with somebody beside them."""
        return self.how == SUPPORTED

    @property
    def brought_back(self) -> bool:
        return self.how == BROUGHT_BACK


class Past:
    """What was written on one side of a sheet, by who may write there.

    A version is named by the number of each document at that moment: of both, mine, what I keep.
    `with_kept` is false for a helper to whom the owner has not opened what they keep to themselves.
    """

    def __init__(self, mine: Mine, *, with_kept: bool):
        self.mine = mine
        found = {p for p in mine._places() if isinstance(p, DocumentPlace) and (with_kept or not p.kept)}
        self.places = sorted(found, key=lambda p: (p.person is not None, p.kept))

    @cached_property
    def documents(self) -> list[Document | None]:
        rows = Document.objects.filter(
            pair=self.mine.pair, sheet=self.mine.sheet.key, occasion=self.mine.occasion
        )
        by_place = {each.place: each for each in rows.select_related("pair__space_key")}
        return [by_place.get(place.key) for place in self.places]

    @cached_property
    def _logs(self) -> dict[int, Log]:
        return logs_of([each for each in self.documents if each])

    @cached_property
    def versions(self) -> list[Earlier]:
        """One for each sitting of one person, the newest first."""
        there = [each for each in self.documents if each]
        begins, by_document = history.begins_at(there), history.steps_of(there)
        at = [begins.get(each.pk, 0) if each else 0 for each in self.documents]
        steps = sorted(
            (
                (place, step)
                for place, each in enumerate(self.documents)
                if each
                for step in by_document.get(each.pk, ())
            ),
            key=lambda found: found[1].ended,
        )
        found: list[Earlier] = []
        for place, step in steps:
            at[place] = step.last
            one = Earlier("-".join(map(str, at)), step.ended, step.by, step.typed_by, step.how)
            if found and _same_sitting(found[-1], one):
                found.pop()
            found.append(one)
        return found[::-1]

    def answers(self, key: str) -> Answers | None:
        """Everything as it stood at that moment; None for a moment that is not there any more."""
        numbers = [whole(number) for number in key.split("-")]
        if len(numbers) != len(self.places) or None in numbers:
            return None
        parts = [
            history.answers_at(document, number, self._logs[document.pk])
            if document
            else (Answers() if number == "0" else None)
            for document, number in zip(self.documents, numbers, strict=True)
        ]
        return None if None in parts else merged(parts)

    def answers_before(self, moment: datetime) -> Answers | None:
        """What stood there at a time; None where nothing is known of it."""
        for version in self.versions:
            if version.at <= moment:
                return self.answers(version.key)
        return None

    def bring_back(self, answers: Answers, *, by: Person, typed_by: Person | None = None) -> None:
        """Say again what was said then, as a post; what stands there now stays among the versions."""
        with (
            recorded(
                f"brought back a version of {self.mine.sheet.key}",
                by=by,
                typed_by=typed_by,
                to=self.mine.pair,
            ),
            transaction.atomic(),
        ):
            for place in self.places:
                keys = {q.key for q in self.mine.questions if self.mine.place(q) == place}
                if place.person is None:
                    keys |= {q.key for q in self.mine.sheet.questions if q.for_ in ("", "both")}
                wanted = only(answers, lambda name, keys=keys: name.split("/")[0] in keys)
                if (
                    wanted.flat
                    != only(place.read().answers, lambda name, keys=keys: name.split("/")[0] in keys).flat
                ):
                    versions.say_again(place.key, wanted, by=by, typed_by=typed_by, how=BROUGHT_BACK)
            if self.mine.joint:
                said.ask_again_after_a_change(self.mine)


def _same_sitting(one: Earlier, other: Earlier) -> bool:
    hands = [(each.by and each.by.pk, each.typed_by and each.typed_by.pk, each.how) for each in (one, other)]
    return hands[0] == hands[1] and other.at - one.at < history.ONE_SITTING


# --- what was shared


def shared_versions(mine: Mine) -> list[Shared]:
    """The versions of my side that the other may read, the newest first; none while it is closed."""
    rows = list(
        Shared.objects.filter(**mine.where(), person=mine.me, hidden__isnull=True)
        .select_related("version__document__pair__space_key", "person", "pair")
        .order_by("-at", "-pk")
    )
    return rows if any(row.closed is None for row in rows) else []


def shared_before(mine: Mine, met: Callable[[], datetime | None], rows=None) -> tuple[Shared, Shared] | None:
    """The version that stood when the two last met, or else the one before, and the newest; None if one alone."""
    rows = shared_versions(mine) if rows is None else rows
    if len(rows) < 2:
        return None
    moment = met()
    if moment and rows[0].at <= moment:  # they met over the newest: nothing is new since
        return None
    stood = next((row for row in rows[1:] if moment and row.at <= moment), rows[1])
    return stood, rows[0]


# --- what changed, in words


@dataclass(frozen=True)
class Change:
    """What is different under one question: (what it said, what it says), either of them empty."""

    heading: str
    lines: tuple[tuple[str, str], ...]


def changes_in_words(questions, before: Answers, after: Answers, **reading) -> list[Change]:
    """Every question that reads differently now, with its words before and after."""
    touched = {name.split("/")[0] for name, *_ in versions.changes_between(before, after)}
    asked = [q for q in questions if q.key in touched]
    old, new = ({b.key: b for b in read_out(asked, each, **reading)} for each in (before, after))
    found = []
    for q in asked:
        was, now = old.get(q.key), new.get(q.key)
        lines = _lines(was, now)
        if lines:
            found.append(Change((now or was).heading, lines))
    return found


def _lines(was: Block | None, now: Block | None) -> tuple[tuple[str, str], ...]:
    old, new = _by_row(was), _by_row(now)
    return tuple(
        (old.get(row, ""), new.get(row, ""))
        for row in dict.fromkeys([*old, *new])
        if old.get(row) != new.get(row)
    )


def _by_row(block: Block | None) -> dict[str, str]:
    """Its lines as one text each, by their row; a picture or a sound by its name."""
    if block is None:
        return {}
    if block.file:
        return {"file": block.alt or block.file}
    if len(block.lines) > 1 and not block.lines[0].row:
        return {line.text + _parts(line): line.text + _parts(line) for line in block.lines}
    return {line.row: line.text + _parts(line) for line in block.lines}


def _parts(line: Line) -> str:
    return "".join(f"\n{label}: {words}" if label else f"\n{words}" for label, words in line.more)


# --- who typed it


def typed_for_somebody(mine: Mine) -> list[int]:
    """The documents of this sheet in which somebody typed for one of the two: mostly none."""
    rows = Row.objects.filter(
        document__pair=mine.pair, document__sheet=mine.sheet.key, document__occasion=mine.occasion,
        typed_by__isnull=False,
    ).exclude(how=SUPPORTED)  # fmt: skip
    return list(rows.values_list("document", flat=True).distinct())


def typists(mine: Mine, among: list[int], until: int | None = None) -> dict[str, set[Person]]:
    """For each text of my side that somebody else typed, who typed it; until a number of my document."""
    if not among:
        return {}
    places = {place.key for place in mine._places() if isinstance(place, DocumentPlace)}
    documents = Document.objects.filter(pk__in=among).select_related("pair__space_key")
    found: dict[str, set[int]] = {}
    for document in documents:
        if document.place in places:
            for name, spans in history.spans_of(document, until if not document.kept else None).items():
                hands = {typed for _, _, typed, *_ in spans if typed}
                if hands:
                    found.setdefault(name, set()).update(hands)
    people = Person.objects.in_bulk({pk for hands in found.values() for pk in hands})
    return {name: {people[pk] for pk in hands if pk in people} for name, hands in found.items()}


def with_typists(blocks: list[Block], typed: dict[str, set[Person]], say_typed) -> list[Block]:
    """The blocks with a note at each line that somebody else typed; `say_typed(name)` gives the note."""
    if not typed:
        return blocks
    return [
        replace(block, lines=tuple(_noted(block, line, typed, say_typed) for line in block.lines))
        for block in blocks
    ]


def _noted(block: Block, line: Line, typed, say_typed) -> Line:
    start = f"{block.key}/{line.row}" if line.row else block.key
    people = {
        p for name, hands in typed.items() if name == start or name.startswith(f"{start}/") for p in hands
    }
    names = " · ".join(say_typed(person.name) for person in sorted(people, key=lambda p: p.name))
    return replace(line, by=names) if names else line
