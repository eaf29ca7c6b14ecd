"""What came of it, on paper: a poster, the whole page, and the letters that tell people."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.kit import pdf
from alongside.outputs.furniture import LARGE_SIZE, PAPER, furniture
from alongside.outputs.letter import PLAIN_SIZE, Fill, blocks
from alongside.voices.reply import PAGE, day_words
from alongside.voices.said_and_done import SaidAndDone, Told

WALL = "On the wall"


def letter_run(letters: Sequence[tuple[str, Fill]], *, large: bool = False) -> bytes:
    """Letters one after the other, each on a page of its own, with its number in the run and no name."""
    data = {
        "size": LARGE_SIZE if large else PLAIN_SIZE,
        "letters": [{"number": str(n), "blocks": blocks(body, fill)} for n, (body, fill) in enumerate(letters, 1)],
    }
    return pdf.render(PAPER / "letter-run.typ", data, _("Letters"))


def addresses(found: Sequence[str], then: str) -> bytes:
    """The addresses by the number of their letter; the sheet says what becomes of it."""
    data = {"addresses": [{"number": str(n), "words": each} for n, each in enumerate(found, 1)], "then": then}
    return pdf.render(PAPER / "addresses.typ", data, _("Addresses"))


def poster(chosen: Sequence[Told], done: SaidAndDone) -> bytes:
    """One page. A poster line of the two goes before our own lines, because it is made for a wall."""
    words, programme = done.words, done.programme
    code = (settings.BASE + reverse("voices:come-back")).partition("://")[2].rstrip("/")
    data = furniture(None, programme.organisation.name, easy=words.easy) | {
        "told": [_on_the_wall(each, words) for each in chosen],
        "big": len(chosen) == 1,
        "you-said": words(WALL, "you-said"),
        "your-code": words(WALL, "your-code", short_link=code),
        "foot": words(WALL, "poster-foot", date=day_words(timezone.localdate())),
        "programme": programme.name,
    }
    return pdf.render(PAPER / "poster-told.typ", data, words(PAGE, "title"))


def _on_the_wall(told: Told, words) -> dict:
    reply, line = told.reply, told.release.said.text("poster-line").strip()
    said = told.release.said
    who = said.text("answers-for-it") or said.text("who-decided")
    return {
        "heard": reply.heard,
        "heading": reply.heading,
        "words": reply.words[:2] if reply.words else [],
        "line": line,
        "who": words(WALL, "who-to-ask", name_and_job=who.rstrip(".")) if who else "",
    }


def whole_page(done: SaidAndDone, *, large: bool = False) -> bytes:
    """Everything on the public page, in its order."""
    words, sum_ = done.words, done.sum()
    data = furniture(None, done.programme.organisation.name, large=large, easy=words.easy) | {
        "heading": words(PAGE, "title"),
        "lead": words(PAGE, "lead"),
        "sum": words(PAGE, "kept", **sum_),
        "parts": [
            {"heading": heading, "told": [_on_paper(each) for each in found]}
            for heading, found in (("", done.changes), (words(PAGE, "decided-title"), done.decisions))
            if found
        ],
        "foot": [words(PAGE, "not-everything"), words(PAGE, "small-numbers"), words(PAGE, "ask-phone"), done.licence()],
    }
    return pdf.render(PAPER / "said-and-done.typ", data, words(PAGE, "title"))


def _on_paper(told: Told) -> dict:
    reply = told.reply
    return {
        "heard": reply.heard,
        "people": reply.people,
        "heading": reply.heading,
        "words": [*reply.words, *reply.quotes, *reply.late],
        "small": " ".join(reply.small),
    }
