"""Other people's voices: the opinion map and the figures of statements, beside red-dwarf."""

import sys

from bench import opinions


def measure(quick: bool = False) -> tuple[dict, dict]:
    """Our figures, and those of red-dwarf."""
    ours, theirs = opinions.figures(tell, quick)
    return ours, {"red-dwarf": theirs}


def tell(words: str) -> None:
    """Beside the figures: what explains them."""
    print(words, file=sys.stderr, flush=True)
