"""A paper key for somebody without e-mail or phone, given by the coordinator."""

import base64
import json
import re
import time

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from alongside.people import paper_key, rules
from alongside.people.views.asking import Asked, Box, figures
from alongside.people.views.programme import of_programme
from alongside.people.views.words import page_words
from alongside.privacy import keys

PLACE, QUARTER = "letter with a paper key", 15 * 60


@of_programme
def give(request, programme, person):
    """A new key; the letter with its words is shown once, because they are kept nowhere."""
    person = get_object_or_404(rules.people_looked_after_by(request.user), public=person)
    box = Box(
        "pin",
        _("Four numbers that %(name)s has chosen") % {"name": person.name},
        kind="code",
        hint=page_words(request, "Inviting two people", "pin-hint"),
        needed=_("Type the four numbers."),
    )
    asked = Asked(request, [box])
    if asked.good and not re.fullmatch(r"\d{4}", figures(asked["pin"])):
        asked.wrong("pin", page_words(request, "Inviting two people", "pin-four"))
    if asked.good:
        words = paper_key.give(person, figures(asked["pin"]), by=request.user)
        return render(
            request,
            "people/paper_key.html",
            {
                "programme": programme,
                "of": person,
                "blocks": programme.content.letter(
                    "code", "Letter with a paper key", **letter_names(programme, person, words)
                ),
                "for_print": sealed_for_print(person, words, by=request.user),
            },
        )
    has_one = page_words(request, "Inviting two people", "key-stops") if person.paper_words else ""
    return asked.page(
        where=programme.name,
        title=_("A paper key for %(name)s") % {"name": person.name},
        lede=[
            page_words(request, "Inviting two people", "key-lede"),
            has_one,
        ],
        button=_("Make the key"),
        back=f"/programme/{programme.public}/",
        next=False,
    )


def letter_names(programme, person, words: str) -> dict[str, str]:
    """What the letter with the six words fills in."""
    return programme.names() | {
        "first_name": person.name,
        "paper_words": words,
        "short_link": settings.BASE + "/come-in/paper-key/",
    }


def sealed_for_print(person, words: str, *, by) -> str:
    """The words for the button that prints them: on that page only, for this coordinator, a quarter of an hour."""
    letter = json.dumps([person.pk, by.pk, time.time(), words]).encode()
    return base64.urlsafe_b64encode(keys.seal(keys.derive(PLACE), letter, place=PLACE)).decode()


def words_to_print(sealed: str, person, *, by) -> str | None:
    """The six words again, or None for somebody else, for another person, later, or once a newer key was given."""
    try:
        letter = json.loads(keys.unseal(keys.derive(PLACE), base64.urlsafe_b64decode(sealed), place=PLACE))
    except (ValueError, InvalidTag):
        return None
    whose, giver, at, words = letter
    fits = (whose, giver) == (person.pk, by.pk) and time.time() - at < QUARTER
    return words if fits and paper_key.opens(person, words) else None
