"""Votes in the Polis CSV shape: a study comes in from another tool, and ours goes out to one.

Plain Python, no Django. A study is `comments.csv` (the statements) and `votes.csv` (one row a
vote: 1 agree, -1 disagree, 0 pass). The last vote of a person on a statement counts: the highest
timestamp, and of two with the same one the later row. A statement with `moderated` = -1 was
rejected, and with it goes every vote on it, so it counts for nobody's number of votes either.

Files are read line by line; a vote takes 17 bytes until it is decided which ones are the last.
"""

import csv
import io
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

AGREE, DISAGREE, PASS = 1, -1, 0
COMMENTS, VOTES = "comments.csv", "votes.csv"
LARGEST = 200 * 1024 * 1024
LONGEST_LINE = 64 * 1024
MOST_STATEMENTS, MOST_PEOPLE, MOST_VOTES = 10_000, 250_000, 5_000_000
REJECTED = "-1"
VALUES = {"1": AGREE, "-1": DISAGREE, "0": PASS}


class BadStudy(Exception):
    """What is wrong with a file of somebody else's, as one sentence for the person who brought it."""


@dataclass(frozen=True)
class Statement:
    id: str
    words: str = ""
    rejected: bool = False
    author: str = ""


@dataclass(frozen=True)
class Votes:
    """The votes that count. `who`, `on` and `said` have one entry a vote: places in `people` and in
    `statements`, and 1, -1 or 0."""

    people: list[str]
    statements: list[str]
    who: np.ndarray
    on: np.ndarray
    said: np.ndarray

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, int]], statements: Iterable[str]) -> "Votes":
        """From (person, statement, 1 | -1 | 0), each pair once; other statements are left out."""
        places = {statement: place for place, statement in enumerate(statements)}
        heap = _Heap(places, {})
        for person, statement, value in rows:
            if statement in places:
                heap.add(person, statement, value, 0)
        return heap.last_ones()

    def counts(self) -> list[tuple[int, int, int]]:
        """(agree, disagree, pass) of each statement, in their order."""
        each = [
            np.bincount(self.on[self.said == value], minlength=len(self.statements)).tolist()
            for value in (AGREE, DISAGREE, PASS)
        ]
        return list(zip(*each, strict=True))

    def votes_of_people(self) -> np.ndarray:
        """How many statements each person voted on."""
        return np.bincount(self.who, minlength=len(self.people))


@dataclass(frozen=True)
class Study:
    """Statements as they came, rejected ones too; votes only on those that were not rejected.

    `people` is how many took part: somebody who voted on nothing but what was rejected is one of them.
    """

    statements: list[Statement]
    votes: Votes
    people: int

    def accepted(self) -> list[Statement]:
        """In the order of `votes.statements`."""
        return [statement for statement in self.statements if not statement.rejected]


def read_folder(folder: Path) -> Study:
    """The study in a folder. Raises BadStudy."""
    for name in (COMMENTS, VOTES):
        if not (folder / name).is_file():
            raise BadStudy(f"There is no {name} in {folder}. A study has {COMMENTS} and {VOTES}.")
        too_large(folder / name)
    try:
        with open(folder / COMMENTS, "rb") as comments, open(folder / VOTES, "rb") as votes:
            return read(comments, votes)
    except OSError as why:
        raise BadStudy(f"A file in {folder} cannot be opened: {why.strerror}.") from None


def too_large(file: Path) -> None:
    """Refused by what the folder says, before a byte is read."""
    if file.stat().st_size > LARGEST:
        raise BadStudy(_over(file.name))


def read(comments: BinaryIO, votes: BinaryIO) -> Study:
    """The study in two open files, such as uploads. Raises BadStudy."""
    statements = _statements(comments)
    places = {each.id: place for place, each in enumerate(each for each in statements if not each.rejected)}
    left_out = {each.id for each in statements if each.rejected}
    elsewhere: set[str] = set()
    kept = _votes(votes, places, left_out, elsewhere)
    return Study(statements, kept, len(elsewhere.union(kept.people)))


def _statements(file: BinaryIO) -> list[Statement]:
    """Of a statement that is there twice the later row counts."""
    found: dict[str, Statement] = {}
    for number, row in _rows(file, COMMENTS, ("comment-id", "comment-body", "moderated")):
        if row["moderated"].strip() not in ("1", "0", REJECTED):
            raise BadStudy(
                f"Line {number} of {COMMENTS}: moderated is 1, 0 or -1, and not “{_short(row['moderated'])}”."
            )
        each = row["comment-id"].strip()
        if not each:
            raise BadStudy(f"Line {number} of {COMMENTS} has no comment-id.")
        rejected = row["moderated"].strip() == REJECTED
        found[each] = Statement(each, row["comment-body"], rejected, (row.get("author-id") or "").strip())
        if len(found) > MOST_STATEMENTS:
            raise BadStudy(f"{COMMENTS} has more than {MOST_STATEMENTS:,} statements. That is too many.")
    if not found:
        raise BadStudy(f"{COMMENTS} has no statements in it.")
    return list(found.values())


def _votes(file: BinaryIO, places: dict[str, int], left_out: set[str], elsewhere: set[str]) -> Votes:
    """Checks every row, also those on rejected statements; who voted on those goes into `elsewhere`."""
    heap = _Heap(places, {})
    number = 1
    for number, row in _rows(file, VOTES, ("timestamp", "comment-id", "voter-id", "vote")):
        statement, person = row["comment-id"].strip(), row["voter-id"].strip()
        if statement not in places and statement not in left_out:
            raise BadStudy(
                f"Line {number} of {VOTES} is a vote on statement “{_short(statement)}”, "
                f"which {COMMENTS} does not have."
            )
        value = VALUES.get(row["vote"].strip())
        if value is None:
            raise BadStudy(
                f"Line {number} of {VOTES}: a vote is 1, -1 or 0, and not “{_short(row['vote'])}”."
            )
        if not person:
            raise BadStudy(f"Line {number} of {VOTES} has no voter-id.")
        moment = _moment(row["timestamp"], number)
        if statement in places:
            heap.add(person, statement, value, moment)
        elif len(elsewhere) < MOST_PEOPLE:
            elsewhere.add(person)
    if number == 1:
        raise BadStudy(f"{VOTES} has no votes in it.")
    return heap.last_ones()


def _moment(words: str, number: int) -> int:
    """Milliseconds, as a whole number that fits into 8 bytes."""
    try:
        moment = int(words)
    except ValueError:
        moment = None
    if moment is None or abs(moment) >= 2**63:
        raise BadStudy(f"Line {number} of {VOTES}: timestamp is a whole number, and not “{_short(words)}”.")
    return moment


class _Heap:
    """Votes as they come in, 17 bytes each, until the last one of each person on each statement is known."""

    def __init__(self, places: dict[str, int], people: dict[str, int]):
        self.places, self.people = places, people
        self.who, self.on, self.said, self.moments = array("i"), array("i"), array("b"), array("q")

    def add(self, person: str, statement: str, value: int, moment: int) -> None:
        self.who.append(self.people.setdefault(person, len(self.people)))
        self.on.append(self.places[statement])
        self.said.append(value)
        self.moments.append(moment)
        if len(self.people) > MOST_PEOPLE or len(self.said) > MOST_VOTES:
            raise BadStudy(
                f"{VOTES} has more than {MOST_PEOPLE:,} people or {MOST_VOTES:,} votes. That is too many."
            )

    def last_ones(self) -> Votes:
        """Sorted by person and statement, so that the order in which people came is gone."""
        names = sorted(self.people, key=in_order)
        sorted_place = np.empty(len(names), np.int32)
        sorted_place[[self.people[name] for name in names]] = np.arange(len(names), dtype=np.int32)
        who = sorted_place[_numbers(self.who, np.int32)]
        on, said = _numbers(self.on, np.int32), _numbers(self.said, np.int8)
        # lexsort keeps rows with the same keys as they were, so that a tie falls to the later row.
        order = np.lexsort((_numbers(self.moments, np.int64), on, who))
        who, on, said = who[order], on[order], said[order]
        last = np.ones(len(who), bool)
        last[:-1] = (who[1:] != who[:-1]) | (on[1:] != on[:-1])
        return Votes(names, list(self.places), who[last], on[last], said[last])


def _numbers(values: array, kind) -> np.ndarray:
    return np.frombuffer(values, kind) if values else np.empty(0, kind)


def in_order(name: str) -> tuple:
    """Numbers by size, then everything else by letter."""
    return (0, int(name), "") if name.isascii() and name.isdigit() else (1, 0, name)


# --- lines


def _rows(file: BinaryIO, name: str, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """(number of the line it ends on, row) after the heading, checked for what a table needs."""
    lines = csv.reader(_lines(file, name))
    heading = [column.strip() for column in _next(lines, name) or []]
    missing = [column for column in needed if column not in heading]
    if not heading:
        raise BadStudy(f"{name} is empty.")
    if missing:
        raise BadStudy(f"{name} has no column {' and no column '.join(missing)}. Its first line names them.")
    while (row := _next(lines, name)) is not None:
        if not row:
            continue
        if len(row) != len(heading):
            raise BadStudy(
                f"Line {lines.line_num} of {name} has {len(row)} columns, and the first has {len(heading)}."
            )
        yield lines.line_num, dict(zip(heading, row, strict=True))


def _next(lines, name: str) -> list[str] | None:
    """The next row; None after the last."""
    try:
        return next(lines, None)
    except UnicodeDecodeError:
        raise BadStudy(f"{name} is not written in UTF-8. Save it again as CSV in UTF-8.") from None
    except csv.Error:
        raise BadStudy(f"Line {lines.line_num + 1} of {name} cannot be read as CSV.") from None


def _lines(file: BinaryIO, name: str) -> Iterator[str]:
    """Decoded one by one; stops as soon as it is too much, so that nothing large is ever in memory."""
    read = 0
    while line := file.readline(LONGEST_LINE + 1):
        read += len(line)
        if read > LARGEST:
            raise BadStudy(_over(name))
        if len(line) > LONGEST_LINE:
            raise BadStudy(f"{name} has a line of more than {LONGEST_LINE // 1024} KB. It is no such table.")
        if b"\0" in line:
            raise BadStudy(f"{name} is not a text. Save it again as CSV in UTF-8.")
        yield line.decode("utf-8-sig" if read == len(line) else "utf-8")


def _over(name: str) -> str:
    return f"{name} is larger than {LARGEST // 1024 // 1024} MB. Bring a study in parts of that size or less."


def _short(words: str) -> str:
    """As much of somebody's file as a sentence needs."""
    return words if len(words) <= 20 else words[:20] + "…"


# --- out


def write_comments(statements: Iterable[Statement], counts: dict[str, tuple[int, int]]) -> str:
    """comments.csv; `counts` has (agreed, disagreed) by id, and 0 stands where it has nothing.
    There is no time in it: when a statement was written is known to the day only."""
    return _table(
        ("timestamp", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"),
        (
            (0, each.id, each.author, *counts.get(each.id, (0, 0)), -1 if each.rejected else 1, each.words)
            for each in statements
        ),
    )


def write_votes(votes: Votes) -> str:
    """votes.csv, sorted by person and statement, every timestamp 0: the order tells nothing."""
    return _table(
        ("timestamp", "comment-id", "voter-id", "vote"),
        (
            (0, votes.statements[on], votes.people[who], said)
            for who, on, said in zip(votes.who.tolist(), votes.on.tolist(), votes.said.tolist(), strict=True)
        ),
    )


def _table(heading: tuple, rows: Iterable[tuple]) -> str:
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(heading)
    lines.writerows(rows)
    return out.getvalue()
