"""Ids and places of rows: made by whoever adds a row, so that two additions are two rows."""

import secrets

LETTERS, DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"
SCALE = DIGITS + LETTERS


def new_row_id() -> str:
    """Ten letters and digits, of both kinds: a row is never taken for a choice such as "background"."""
    while True:
        made = "".join(secrets.choice(SCALE) for _ in range(10))
        if is_row_id(made):
            return made


def is_row_id(piece: str) -> bool:
    """Whether a piece of a name is the id of a row."""
    return (
        len(piece) == 10
        and set(piece) <= set(SCALE)
        and bool(set(piece) & set(DIGITS))
        and bool(set(piece) & set(LETTERS))
    )


def between(before: str | None, after: str | None) -> str:
    """An order key that sorts after `before` and ahead of `after`; None is the beginning or the end.

    Where both are the same (two people added at once) the key stands after them.
    """
    low, high = before or "", after
    if high is not None and low >= high:
        high = None
    if high is None:
        return _after(low)
    return _middle(low, high) if low else _ahead_of(high)


def _after(low: str) -> str:
    """Counts up at the end, so that thirty rows added one after the other keep short keys."""
    if not low:
        return "i"
    kept = len(low) - len(low.lstrip("z"))
    if kept == len(low):
        return low + "i"
    return low[:kept] + SCALE[SCALE.index(low[kept]) + 1]


def _ahead_of(high: str) -> str:
    kept = len(high) - len(high.lstrip("0"))
    place = SCALE.index(high[kept]) if kept < len(high) else 0
    if place > 1:
        return high[:kept] + SCALE[place - 1]
    return high[:kept] + "0" + "i"


def _middle(low: str, high: str) -> str:
    """Halfway between two keys, one character longer only where there is no room."""
    made = ""
    for at in range(max(len(low), len(high)) + 1):
        bottom = SCALE.index(low[at]) if at < len(low) else 0
        top = SCALE.index(high[at]) if high is not None and at < len(high) else len(SCALE)
        if top - bottom > 1:
            return made + SCALE[(bottom + top) // 2]
        made += SCALE[bottom]
        if top > bottom:
            high = None  # below the upper key from here on
    return made + "i"
