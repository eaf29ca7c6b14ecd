"""What may be typed live into which document of a sheet, read from the sheet's definition."""

from functools import lru_cache

from alongside.kit.sheets import Question
from alongside.portfolio.places import DocumentPlace
from alongside.portfolio.sheet import TABLES, Mine
from alongside.writing.flat import LONGEST_VALUE, NAME
from alongside.writing.live import Rules
from alongside.writing.order import is_key

WRITTEN, CHOSEN = {"short", "long"}, {"choice", "faces"}


def place_named(mine: Mine, part: str) -> DocumentPlace | None:
    """The document of this person that a socket's address names: `` for the sheet's own, `mine`, `kept`."""
    if mine.sheet.key in TABLES or not mine.questions:
        return None
    found = {place for place in map(mine.place, mine.questions) if isinstance(place, DocumentPlace)}
    return next((place for place in found if part_of(mine, place) == part), None)


def part_of(mine: Mine, place: DocumentPlace) -> str:
    """Which of the documents of a sheet it is, as its address says."""
    if place.kept:
        return "kept"
    return "mine" if mine.joint and place.person else ""


def rules_of(mine: Mine, place: DocumentPlace) -> Rules:
    """The names that the definition has for this document; dates, numbers and files come by a form only."""
    questions = {q.key: q for q in mine.questions if mine.place(q) == place}

    def found(name: str) -> tuple[Question | None, list[str]]:
        """The question, or the part of its row, and what of the name is left after it."""
        if not NAME.fullmatch(name):
            return None, []
        key, *rest = name.split("/")
        question = questions.get(key)
        if question is None:
            return None, []
        if question.kind != "list":
            return (
                (question, rest[1:] if question.each and rest else rest)
                if not question.each or rest
                else (None, [])
            )
        part = next((p for p in question.parts if rest[1:2] == [p.key]), None)
        return part, rest[2:]

    @lru_cache(1000)  # the gate asks for each letter
    def is_text(name: str) -> bool:
        question, rest = found(name)
        return question is not None and (
            (question.kind in WRITTEN and not rest) or (question.kind == "picture" and rest == ["alt"])
        )

    def is_value(name: str, value) -> bool:
        question, rest = found(name)
        if question is None or len(str(value)) > LONGEST_VALUE:
            return False
        if question.kind in CHOSEN:
            return not rest and isinstance(value, str) and question.option(value) is not None
        return (
            question.kind == "choices" and value is True and len(rest) == 1 and bool(question.option(rest[0]))
        )

    def is_row(name: str, key: str) -> bool:
        question = questions.get(name.split("/")[0])
        return bool(
            question
            and question.kind == "list"
            and NAME.fullmatch(name)
            and name.count("/") == 1
            and is_key(key)
        )

    return Rules(is_text, is_value, is_row)
