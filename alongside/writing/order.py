"""Order keys: where a row stands. They sort as text, and between two there is always room for one."""

SCALE = "0123456789abcdefghijklmnopqrstuvwxyz"
LONGEST = 1000


def is_key(piece: str) -> bool:
    """Whether these are the characters of an order key; a form may send anything."""
    return 0 < len(piece) <= LONGEST and set(piece) <= set(SCALE)


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
