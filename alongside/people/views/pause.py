"""Resting for a while, and ending: by either, kindly, without a reason."""

import datetime

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.people import helping
from alongside.people.pair import carry_on, end, has_ended, paused
from alongside.people.pair import pause as take_a_rest
from alongside.people.views.asking import Asked, Box
from alongside.people.views.kept import said
from alongside.people.views.own import of_pair, words_for
from alongside.people.views.words import page_words

DAYS = {"one-week": 7, "two-weeks": 14, "a-month": 30, "until-i-say": None}
REST = "pause-everything"


@of_pair
def pause(request, pair):
    """Choose how long, or carry on."""
    words = words_for(request, pair)
    resting = paused(pair)
    if resting and request.method == "POST" and request.POST.get("carry-on"):
        carry_on(pair, by=request.user)
        return redirect("/")
    box = Box(
        "how-long",
        words(REST, "how-long"),
        kind="choice",
        options=tuple((key, words(REST, key)) for key in DAYS),
        needed=_("Choose how long."),
    )
    asked = Asked(request, [box])
    if asked.good:
        days = DAYS[asked["how-long"]]
        take_a_rest(
            pair, until=days and timezone.localdate() + datetime.timedelta(days=days), by=request.user
        )
        return redirect(request.path)
    if resting:
        return render(request, "people/paused.html", {"pair": pair, "pause": resting, "words": words})
    return asked.page(
        title=words(REST, "title"),
        lede=words(REST, "text"),
        button=words.buttons(REST)[0],
        next=False,
        back="/",
        links=[(_("Or end it for good"), f"/pair/{pair.public}/end/")],
        who=("us", page_words(request, "Resting and ending", "other-sees", name=words.names["name"])),
    )


@of_pair
def stop(request, pair):
    """End the pair for good."""
    words = words_for(request, pair)
    name = words.names["name"]
    if request.method == "POST" and not has_ended(pair):
        end(pair, by=request.user)
        helping.tell_of_ending(pair, by=request.user)
    if has_ended(pair):
        return said(
            request,
            _("This pair has ended"),
            [
                page_words(request, "Resting and ending", "no-blame"),
                page_words(request, "Resting and ending", "still-yours"),
                page_words(request, "Resting and ending", "talk", **words.names),
            ],
            next_words=_("Go to my pages"),
            next_address="/",
        )
    return Asked(request, []).page(
        title=page_words(request, "Resting and ending", "ask-stop"),
        lede=[
            page_words(request, "Resting and ending", "any-day"),
            page_words(request, "Resting and ending", "other-hears", name=name),
        ],
        button=_("Stop, and end our pair"),
        next=False,
        back=f"/pair/{pair.public}/pause/",
        links=[(_("Rest for a while instead"), f"/pair/{pair.public}/pause/")],
    )
