"""How a room says what it holds about people; docs/what-we-hold.md is made from these."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Held:
    """One kind of thing that we hold: what it is, why, for how long, and how it is erased."""

    what: str
    why: str
    how_long: str
    how_erased: str
