"""A flat shared document: texts by name, plain values, and which rows there are. No nested type, ever."""

import re
from collections.abc import Iterable

from pycrdt import Doc, Map, Text

from alongside.kit.fields import ROW_ID
from alongside.kit.sheets import Answers

VALUES, ROWS = "#values", "#rows"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*){0,3}")
LONGEST = 1_000_000  # characters in one document
LONGEST_VALUE = 1000


class TooLong(ValueError):
    """More than a sheet can hold; nothing was changed. Its text is written for people."""

    def __init__(self, length: int):
        over = length - LONGEST
        self.over = over
        super().__init__(
            f"This is more than a sheet can hold, by {over:,} letters. What you saved before is safe, "
            f"and what you typed is still here. Take out {over:,} letters, or put them on another sheet."
        )


def build(updates: Iterable[bytes], client: int | None = None) -> Doc:
    """The document after these updates, all in one transaction because that is fifty times faster."""
    doc = Doc(client_id=client) if client is not None else Doc()
    with doc.transaction():
        for update in updates:
            doc.apply_update(update)
    return doc


def text_of(doc: Doc, name: str) -> Text:
    return doc.get(name, type=Text)


def values_of(doc: Doc) -> Map:
    return doc.get(VALUES, type=Map)


def rows_of(doc: Doc) -> Map:
    return doc.get(ROWS, type=Map)


def texts_of(doc: Doc) -> dict[str, str]:
    """Every text, those of removed rows too."""
    return {name: str(text_of(doc, name)) for name in list(doc.keys()) if not name.startswith("#")}


def row_of(name: str) -> str | None:
    """`actions/k3f9x2m7qa/needs` lies in the row `actions/k3f9x2m7qa`; an `aim` in none."""
    pieces = name.split("/")
    return "/".join(pieces[:2]) if len(pieces) > 1 and ROW_ID.match(pieces[1]) else None


def everything_in(doc: Doc) -> dict:
    """All texts, values and rows of the document, what lies in removed rows included."""
    texts = {name: text for name, text in texts_of(doc).items() if text}
    values = {name: value for name, value in values_of(doc).to_py().items() if value not in (None, False, "")}
    return {"texts": texts, "values": values, "rows": dict(rows_of(doc).to_py())}


def shown(flat: dict) -> dict:
    """What a page shows of it: a row is there while its order key is there."""
    rows = flat["rows"]

    def here(name):
        row = row_of(name)
        return row is None or row in rows

    return {
        "texts": {name: text for name, text in sorted(flat["texts"].items()) if here(name)},
        "values": {name: value for name, value in sorted(flat["values"].items()) if here(name)},
        "rows": dict(sorted(rows.items())),
    }


def answers_in(doc: Doc) -> Answers:
    """The plain answers that a page shows."""
    return Answers(shown(everything_in(doc)))


def in_row(flat: dict, row: str) -> dict:
    """What one row says, and where it stands."""
    mine = {
        kind: {name: said for name, said in flat[kind].items() if name == row or name.startswith(f"{row}/")}
        for kind in ("texts", "values")
    }
    return mine | {"rows": {row: flat["rows"].get(row)}}


def length_of(doc: Doc) -> int:
    """Characters in all texts."""
    return sum(len(text) for text in texts_of(doc).values())


def put(register: Map, name: str, value) -> None:
    """Set a register, or clear it."""
    if value is not None:
        register[name] = value
    elif name in register:
        del register[name]
