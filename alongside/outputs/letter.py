"""Letters and the folded card as PDFs: the words of a message, a code to type and one for a phone."""

import io
import re
from collections.abc import Callable, Sequence

import segno
from django.utils.translation import gettext as _

from alongside.kit import pdf
from alongside.outputs.furniture import LARGE_SIZE, PAPER

PLAIN_SIZE = 12.5
MARKS = re.compile(r"(\*\*.+?\*\*|\*.+?\*|\{[a-z][a-z0-9_]*\}|☐|_{6,})", re.DOTALL)
LARGE_NAMES = ("{code}", "{paper_words}", "{paper_code}")
PANELS = {"Front:": "front", "Inside, left:": "left", "Inside, right:": "right", "Back:": "back"}

Fill = Callable[[str], str]


def letter(
    body: str,
    fill: Fill,
    *,
    title: str = "",
    to: Sequence[str] = (),
    link: str = "",
    large: bool = False,
    lang: str = "en-GB",
) -> bytes:
    """Print a message as a letter.

    `body` is the text as it stands in `content/messages`, its names not yet filled in; `fill` does it, run
    by run, so that a star in somebody's name stays a star. `to` is the address, placed for a window
    envelope. With `link` there is a square code for a phone. Nothing on it names a service or a product.
    """
    data = {
        "size": LARGE_SIZE if large else PLAIN_SIZE,
        "to": list(to),
        "blocks": blocks(body, fill),
        "square": square(link) if link else None,
        "square-words": _("Or point a phone's camera here.") if link else "",
    }
    return pdf.render(PAPER / "letter.typ", data, title or _("Letter"), lang)


def invitation_letter(
    body: str, fill: Fill, *, link: str, to: Sequence[str] = (), large: bool = False, lang: str = "en-GB"
) -> bytes:
    """Print the invitation: its code stands large in the text, its link in the square."""
    return letter(body, fill, title=_("A question for you"), to=to, link=link, large=large, lang=lang)


def paper_key_letter(
    body: str, fill: Fill, *, to: Sequence[str] = (), large: bool = False, lang: str = "en-GB"
) -> bytes:
    """Print the letter with the six words; it has no square, because whoever finds it could use that."""
    return letter(body, fill, title=_("Your paper key"), to=to, large=large, lang=lang)


def invitation_card(body: str, fill: Fill, *, link: str, lang: str = "en-GB") -> bytes:
    """Print the A6 card on A5, to fold in the middle: first the outside (back, front), then the inside."""
    panels = {name: blocks(text, fill) for name, text in _panels(body).items()}
    data = {"panels": {name: panels.get(name, []) for name in PANELS.values()}, "square": square(link)}
    return pdf.render(PAPER / "card.typ", data, _("A card for you"), lang)


def square(link: str) -> dict:
    """A QR code as a picture, with words for those who do not see it."""
    out = io.BytesIO()
    segno.make(link, error="m").save(
        out, kind="svg", border=2, xmldecl=False, svgns=True, dark="#241D18", light="#ffffff", scale=4
    )
    return {
        "svg": out.getvalue().decode("utf-8"),
        "alt": _("A square code that opens %(link)s") % {"link": link},
    }


def blocks(body: str, fill: Fill) -> list[dict]:
    """Paragraphs and lists as plain data: each line is a list of runs with words and how they look."""
    return [_block(part, fill) for part in re.split(r"\n\s*\n", body.strip()) if part.strip()]


def _block(part, fill):
    lines = [line.strip() for line in part.strip().splitlines()]
    if all(line.startswith("- ") for line in lines):
        return {"kind": "list", "lines": [_runs(line[2:], fill) for line in lines]}
    return {"kind": "lines", "lines": [_runs(line, fill) for line in lines]}


def _runs(line, fill, look="plain"):
    found = []
    for piece in MARKS.split(line):
        found += _run(piece, fill, look)
    return found


def _run(piece, fill, look):
    if not piece:
        return []
    if piece == "☐":
        return [{"look": "box", "words": ""}]
    if piece.startswith("______"):
        return [{"look": "rule", "words": ""}]
    if piece.startswith("**") and len(piece) > 4:
        return _runs(piece[2:-2], fill, "bold")
    if piece.startswith("*") and piece.endswith("*") and len(piece) > 2:
        return _runs(piece[1:-1], fill, "quiet")
    return [{"look": "large" if piece in LARGE_NAMES else look, "words": fill(piece)}]


def _panels(body):
    """The card's four sides, from what is quoted under each heading."""
    found, panel = {}, None
    for line in body.splitlines():
        panel = PANELS.get(line.strip(), panel)
        if panel and line.startswith(">"):
            found[panel] = found.get(panel, "") + line[1:].strip() + "\n"
    return found
