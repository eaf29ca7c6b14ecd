"""A posted form becomes updates of the shared document.

The form is put into the document as its writer saw it, and what comes out of that is merged
forward. The base is what was seen plus what this same form has already brought, so that pressing
twice, or going back and changing a word, says everything once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from pycrdt import Doc

from alongside.kit.fields import tidy
from alongside.writing import flat as shape
from alongside.writing.flat import LONGEST, LONGEST_VALUE, NAME, TooLong, build, put, row_of
from alongside.writing.merge import Change, beside, edit, edits, meeting_places
from alongside.writing.order import between, is_key


@dataclass(frozen=True)
class Logged:
    """One update of the log, and the form that brought it (nothing for live keys and repairs)."""

    seq: int
    form: str
    update: bytes


@dataclass(frozen=True)
class Log:
    """A document from its beginning: a snapshot, and the updates after it."""

    rows: list[Logged] = field(default_factory=list)
    state: bytes = b""
    since: int = 0

    def until(self, seq: int) -> list[bytes]:
        """The updates that made the document what it was at `seq`."""
        start = [self.state] if self.state else []
        return start + [row.update for row in self.rows if row.seq <= seq]

    def base(self, seen: int, form: str) -> tuple[list[bytes], list[bytes]]:
        """What the writer of this form had before them, and what they did not have."""
        known, others = [self.state] if self.state else [], []
        for row in self.rows:
            (known if row.seq <= seen or _is_of(row, form) else others).append(row.update)
        return known, others


def _is_of(row: Logged, form: str) -> bool:
    return bool(form) and row.form == form


@dataclass(frozen=True)
class Changes:
    """What a form says: only of the fields that it showed."""

    texts: dict[str, str]
    values: dict[str, str | bool | None]
    add: dict[str, str | int | None]
    move: dict[str, str]
    remove: list[str]
    unsure: bool = False  # the page has seen more than its number says, and cannot say what


def read_changes(changes: dict) -> Changes:
    """The posted changes, cleaned; raises `TooLong`, or `ValueError` for a name that no form makes."""
    rows = changes.get("rows", {})
    found = Changes(
        texts={name: tidy(text) for name, text in changes.get("texts", {}).items()},
        values={name: _value(value) for name, value in changes.get("values", {}).items()},
        add=dict(rows.get("add", {})),
        move=dict(rows.get("move", {})),
        remove=list(rows.get("remove", [])),
        unsure=bool(changes.get("unsure")),
    )
    for name in (*found.texts, *found.values, *found.add, *found.move, *found.remove):
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of an answer")
    for key in (*found.add.values(), *found.move.values()):
        if isinstance(key, str) and not is_key(key):
            raise ValueError(f"{key!r} is not the place of a row")
    length = sum(len(text) for text in found.texts.values())
    if length > LONGEST:
        raise TooLong(length)
    return found


def _value(value):
    if value in (None, False, ""):
        return None
    if value is True:
        return True
    value = tidy(str(value))
    if len(value) > LONGEST_VALUE:
        raise ValueError("a value is a choice, a date, a number or a file, never a text")
    return value


def cleared(log: Log, seen: int, form: str, changes: Changes) -> Changes | None:
    """The changes, without texts that are as they were posted already.

    None where a page is unsure and one of its texts has changed meanwhile: nobody can tell which of its
    words are new, and which it has shown because they had come in live.
    """
    if not changes.unsure:
        return changes
    known, others = log.base(seen, form)
    was, now = (shape.everything_in(build(updates))["texts"] for updates in (known, known + others))
    texts = {name: text for name, text in changes.texts.items() if tidy(now.get(name, "")) != text}
    if any(was.get(name) != now.get(name) for name in texts):
        return None
    return replace(changes, texts=texts)


@dataclass(frozen=True)
class Clash:
    """Both changed one answer: what you said, what the other had said, and what stands there now.

    `kind` is text, value or row. For a row, None says that it was taken out; a row that somebody
    changed meanwhile stays, and one that was taken out while you wrote in it comes back.
    """

    name: str
    yours: str | bool | None
    theirs: str | bool | None
    now: str | bool | None
    kind: str = "text"


@dataclass(frozen=True)
class Merged:
    """Updates for the log (and whether each is the form's own), the document after them, what met."""

    updates: list[tuple[bytes, bool]]
    doc: Doc
    clashes: list[Clash]


@dataclass
class _Plan:
    """What is really different from what the writer saw."""

    texts: dict[str, list[Change]]
    values: dict[str, str | bool | None]
    keys: dict[str, str]  # rows added and moved
    gone: list[str]  # rows taken out
    kept: list[str]  # rows that were to go, had somebody not changed them
    posted: dict[str, str]

    def is_empty(self) -> bool:
        return not (self.texts or self.values or self.keys or self.gone)


def merge(log: Log, seen: int, form: str, changes: Changes, new_client: Callable[[], int]) -> Merged:
    """The form put into the document as it was seen, and merged forward."""
    known, others = log.base(seen, form)
    mine = build(known, new_client())
    head = build(known, new_client())
    was = shape.everything_in(mine)
    their_deltas = _watched(head, changes.texts, others)
    now = shape.everything_in(head)
    plan = _plan(changes, was, now)
    clashes = [Clash(row, None, True, True, "row") for row in plan.kept]
    if plan.is_empty():
        return Merged([], head, clashes)
    update = _written(mine, plan)
    my_deltas = _watched(head, plan.texts, [update])
    repair = _repaired(head, plan, changes, was, their_deltas, my_deltas)
    length = shape.length_of(head)
    if length > LONGEST:
        raise TooLong(length)
    clashes += _clashes(plan, changes, was, now, head)
    return Merged([(update, True)] + ([(repair, False)] if repair else []), head, clashes)


def _watched(doc: Doc, names: Iterable[str], updates: list[bytes]) -> dict[str, list[dict]]:
    """Apply the updates and say how the named texts changed."""
    found: dict[str, list[dict]] = {}

    def hears(name):  # the library counts a listener's parameters: it may take the event alone
        return lambda event: found.__setitem__(name, event.delta)

    texts = {name: shape.text_of(doc, name) for name in names}
    watching = [(text, text.observe(hears(name))) for name, text in texts.items()]
    with doc.transaction():
        for update in updates:
            doc.apply_update(update)
    for text, subscription in watching:  # a subscription would keep the document alive for ever
        text.unobserve(subscription)
    return found


def _plan(changes: Changes, was: dict, now: dict) -> _Plan:
    texts = {name: _new_edits(was, now, name, posted) for name, posted in changes.texts.items()}
    gone = [row for row in changes.remove if row in was["rows"] and row in now["rows"]]
    return _Plan(
        texts={name: found for name, found in texts.items() if found},
        values={name: value for name, value in changes.values.items() if value != was["values"].get(name)},
        keys=_keys(changes, was, now),
        gone=[row for row in gone if is_as_it_was_seen(row, was, now)],
        kept=[row for row in gone if not is_as_it_was_seen(row, was, now)],
        posted=changes.texts,
    )


def _new_edits(was: dict, now: dict, name: str, posted: str) -> list[Change]:
    """My changes to one text, without those that somebody else has made already: they count once."""
    base, current = was["texts"].get(name, ""), now["texts"].get(name, "")
    found = edits(base, posted)
    if not found or base == current:
        return found
    return beside(base, found, edits(base, current))


def is_as_it_was_seen(row: str, was: dict, now: dict) -> bool:
    """A row may be taken out only if nobody has changed it meanwhile."""
    return shape.in_row(was, row) == shape.in_row(now, row)


def _keys(changes: Changes, was: dict, now: dict) -> dict[str, str]:
    keys: dict[str, str] = {}
    for row, place in changes.add.items():
        if row not in was["rows"]:
            keys[row] = now["rows"].get(row) or _place(row, place, now["rows"] | keys)
    moved = {row: key for row, key in changes.move.items() if row in was["rows"] and key != was["rows"][row]}
    return keys | moved


def _place(row: str, place: str | int | None, rows: dict[str, str]) -> str:
    """An order key as it is, a number as a position among the rows there now, None as the end."""
    if isinstance(place, str):
        return place
    question = row.split("/")[0]
    order = sorted(key for other, key in rows.items() if other.startswith(f"{question}/"))
    at = len(order) if place is None else max(0, min(place, len(order)))
    return between(order[at - 1] if at else None, order[at] if at < len(order) else None)


def _written(mine: Doc, plan: _Plan) -> bytes:
    """The plan as an update against what the writer saw.

    It is worked out from the state, not from the event: an event leaves out deletions that
    somebody made before, and then the base of the next press could not be built.
    """
    before = mine.get_state()
    with mine.transaction():
        for name, changes in plan.texts.items():
            edit(shape.text_of(mine, name), changes)
        for name, value in plan.values.items():
            put(shape.values_of(mine), name, value)
        for row, key in plan.keys.items():
            put(shape.rows_of(mine), row, key)
        for row in plan.gone:
            put(shape.rows_of(mine), row, None)
    return mine.get_update(before)


def _repaired(head: Doc, plan: _Plan, changes: Changes, was: dict, theirs: dict, mine: dict) -> bytes | None:
    """What the merge cannot know by itself, as an update of its own, or None."""
    before, touched = head.get_state(), False
    with head.transaction():
        for register, wanted in _registers_not_won(head, plan, changes, was):
            touched = True
            for name, value in wanted.items():
                put(register, name, value)
        for name in plan.texts:
            spaces = _spaces(
                shape.text_of(head, name), was["texts"].get(name, ""), plan.texts[name], theirs, mine, name
            )
            touched = touched or bool(spaces)
            edit(shape.text_of(head, name), spaces)
    return head.get_update(before) if touched else None


def _registers_not_won(head: Doc, plan: _Plan, changes: Changes, was: dict):
    """What was posted last stands, and a row in which somebody wrote is there."""
    values, rows = shape.values_of(head), shape.rows_of(head)
    now = rows.to_py()
    wanted = plan.keys | dict.fromkeys(plan.gone)
    for row in _written_rows(plan, changes):
        if row not in now and row not in wanted:
            wanted[row] = was["rows"].get(row) or _place(row, None, now | plan.keys)
    yield from (
        (register, lost)
        for register, lost in (
            (values, not_won(values.to_py(), plan.values)),
            (rows, not_won(now, wanted)),
        )
        if lost
    )


def not_won(now: dict, wanted: dict) -> dict:
    """The registers that do not hold what was just posted."""
    return {name: value for name, value in wanted.items() if now.get(name) != value}


def _written_rows(plan: _Plan, changes: Changes) -> set[str]:
    """Rows in which this form changed a word or a value, except those that it took out."""
    found = {row_of(name) for name in (*plan.texts, *plan.values)} - {None, *changes.remove}
    return {row for row in found if row}


def _spaces(text, base: str, changes: list[Change], theirs: dict, mine: dict, name: str) -> list[Change]:
    if name not in theirs:
        return []
    places = meeting_places(base, changes, theirs[name], mine.get(name, []), str(text))
    return [(at, at, " ") for at in places]


def _clashes(plan: _Plan, changes: Changes, was: dict, now: dict, head: Doc) -> list[Clash]:
    found = []
    after = shape.everything_in(head)
    for kind, wanted in (
        ("texts", {name: plan.posted[name] for name in plan.texts}),
        ("values", plan.values),
    ):
        for name, yours in wanted.items():
            theirs = now[kind].get(name)
            if theirs not in (was[kind].get(name), yours or None):
                empty = "" if kind == "texts" else None
                found.append(Clash(name, yours, theirs or empty, after[kind].get(name) or empty, kind[:-1]))
    for row in sorted(_written_rows(plan, changes)):
        if row in was["rows"] and row not in now["rows"]:
            found.append(Clash(row, True, None, True, "row"))
    return found
