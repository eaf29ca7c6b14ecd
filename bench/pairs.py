"""Pairs who may type at once, for the bench of writing: python -m bench.pairs PAIRS BOTH

In the data folder that ALONGSIDE_DATA names. Prints, for each pair, the address of one document and
the cookies of its people: both for the first BOTH pairs, the partner's alone for the others.
"""

import json
import os
import sys

from bench.pages import grow_to, session_of

SHEET, QUESTION = "action-plan", "aim"


def made(count: int, both: int) -> dict:
    """New pairs beside those of the demo, each with sessions as sign-in gives them."""
    from alongside.people.models import Pair

    there = set(Pair.objects.values_list("pk", flat=True))
    grow_to(len(there) + count)
    pairs = Pair.objects.exclude(pk__in=there).order_by("pk").select_related("partner", "professional")
    return {"page": page_of(pairs[0]), "rooms": [room_of(pair, n < both) for n, pair in enumerate(pairs)]}


def room_of(pair, both: bool) -> dict:
    """Where the two write, and how they are known there."""
    people = pair.two if both else pair.two[:1]
    return {
        "path": f"/write/{pair.public}-{SHEET}?ack=1",
        "cookies": [session_of(person) for person in people],
    }


def page_of(pair) -> str:
    """The page on which they type."""
    from django.urls import reverse

    from alongside.journey.process import way_of

    stop = next(stop for stop in way_of(pair.content).stops if stop.sheet == SHEET)
    return reverse("journey:question", args=[pair.public, stop.meeting, SHEET, QUESTION])


def main() -> None:
    """One object, for programs."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.site.settings"
    import django

    import alongside.site.database  # noqa: F401  before Django

    django.setup()
    print(json.dumps(made(int(sys.argv[1]), int(sys.argv[2]))))


if __name__ == "__main__":
    main()
