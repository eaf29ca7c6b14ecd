"""Other people's voices: the opinion map and the figures of statements, beside red-dwarf; answers as they come in."""

import sys

from bench import opinions, voices_answers


def measure(quick: bool = False) -> tuple[dict, dict]:
    """Our figures, and those of red-dwarf."""
    ours, theirs = opinions.figures(tell, quick)
    return ours | voices_answers.figures(tell, quick), {"red-dwarf": theirs}


def tell(words: str) -> None:
    """Beside the figures: what explains them."""
    print(words, file=sys.stderr, flush=True)
