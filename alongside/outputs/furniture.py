"""What all our papers share: whose they are, who can read them, the two people, the size of letters."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from alongside.kit import pdf
from alongside.outputs.dates import weekday

PAPER = Path(__file__).parent / "paper"
PLAIN_SIZE = 12
LARGE_SIZE = 18


def furniture(seen: Mapping | None, organisation: str = "", large: bool = False, easy: bool = False) -> dict:
    """The data that `look.typ` expects in every document.

    `seen` is {"kind": "us-two", "words", "sentence", "side"}: the fixed words of `Content.visible_words`.
    """
    return {
        "organisation": organisation,
        "seen": {"side": "left", "sentence": "", **seen} if seen else None,
        "size": LARGE_SIZE if large else PLAIN_SIZE,
        "large": large,
        "easy": easy,
        "page-words": _("Page %(page)s of %(pages)s"),
    }


def people_on_paper(people: Iterable[Mapping]) -> list[dict]:
    """The two, the left one first.

    Each is {"name", "side", "picture": {"content", "alt"} | None, "signed": date | None, "how": str}.
    """
    return [_person(person) for person in sorted(people, key=lambda person: person["side"])]


def _person(person):
    picture, signed = person.get("picture"), person.get("signed")
    return {
        "name": person["name"].strip() or _("Somebody"),
        "side": person["side"],
        "letter": person["name"].strip()[:1].upper(),
        "picture": pdf.picture(picture["content"], picture.get("alt") or person["name"]) if picture else None,
        "signed": bool(signed),
        "signature": _signature(signed, person.get("how")),
    }


def _signature(signed, how):
    if not signed:
        return _("Not agreed yet")
    said = _("Agreed on %(day)s") % {"day": weekday(signed)}
    return f"{said}, {how}" if how else said
