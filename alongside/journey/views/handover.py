"""Handing the device over: one closes their pages, the other comes in, and nobody's words stand between."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.journey import handover
from alongside.journey.views.here import of_pair
from alongside.people import kept_post, signin
from alongside.people.rules import may_sign
from alongside.people.views.asking import Asked, Box
from alongside.people.views.words import words_of
from alongside.people.wording import names_for

WORDS = "hand-over-the-device"
GIVING = "Giving the device to each other"


@require_POST
@of_pair
def begin(request, here):
    """My pages close, and the device goes to the other. Without numbers of my own I choose them first."""
    if not may_sign(here.who) or not handover.may_begin(here.pair):
        raise Http404
    if handover.needs_numbers(here.me):
        return redirect(reverse("journey:numbers", args=[here.pair.public]) + "?then=hand-over")
    return _closed(request, here)


def _closed(request, here):
    handover.begin(request, here.pair, by=here.me)
    response = redirect("journey:between")
    response.delete_cookie(kept_post.COOKIE)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@of_pair
def numbers(request, here):
    """Four numbers that only I know, for coming back on a device that the two of us share."""
    if not may_sign(here.who) or not handover.may_begin(here.pair):
        raise Http404
    handing = request.GET.get("then") == "hand-over"
    box = Box(
        "numbers",
        here.page_words(GIVING, "choose"),
        kind="code",
        hint=here.page_words(GIVING, "choose-hint"),
        needed=here.page_words(GIVING, "type-four"),
    )
    asked = Asked(request, [box])
    typed = handover.numbers_in(asked["numbers"] or "")
    if asked.good and not re.fullmatch(r"\d{4}", typed):
        asked.wrong("numbers", here.page_words(GIVING, "four-such-as"))
    elif asked.good and handover.too_easy(typed):
        asked.wrong("numbers", here.page_words(GIVING, "too-easy"))
    if asked.good:
        handover.choose_numbers(here.me, typed, by=here.me)
        return _closed(request, here) if handing else redirect("journey:next", here.pair.public)
    return asked.page(
        title=here.page_words(GIVING, "own-four"),
        lede=here.page_words(GIVING, "when-back"),
        button=_("Save and hand it over") if handing else _("Save and go on"),
        next=True,
        links=[(_("Not now"), reverse("home"))],
        who=("me", here.page_words(GIVING, "only-you-know")),
    )


def hand_over(request):
    """The page between the two: it shows nobody's words, and asks who holds the device now."""
    found = handover.on_this_device(request)
    if request.who or not found:
        return redirect("home")
    if request.method == "POST" and request.POST.get("who") == "nobody":
        signin.leave(request)
        return redirect("home")
    if request.method == "POST":
        person = found.one_with(request.POST.get("who", ""))
        return redirect("journey:take-device", person.public) if person else redirect("journey:between")
    return _never_kept(
        render(
            request,
            "journey/hand_over.html",
            {
                "pair": found.pair,
                "giver": found.giver,
                "taker": found.taker,
                "halves": [{"letter": person.letter} for person in found.pair.two],
                "words": _words(request, found, found.taker),
            },
        )
    )


def take(request, person):
    """Whoever says "I am NAME" shows it with their own numbers, or comes in by another way of theirs."""
    found = handover.on_this_device(request)
    someone = found and found.one_with(person)
    if request.who or not someone:
        return redirect("home")
    if handover.needs_numbers(someone):
        return _never_kept(_another_way(request, found, someone))
    words = _words(request, found, someone)
    box = Box("numbers", words(GIVING, "own-four"), kind="code", needed=words(GIVING, "type-own"))
    asked = Asked(request, [box])
    if asked.good:
        try:
            if handover.fits(someone, asked["numbers"]):
                return _taken(request, found, someone)
        except handover.Locked:
            someone.refresh_from_db()
            return _never_kept(_another_way(request, found, someone))
        asked.wrong("numbers", words(GIVING, "not-those"))
    return _never_kept(
        asked.page(
            title=_("Hello %(name)s") % {"name": someone.name},
            lede=words(GIVING, "look-round"),
            button=_("Come in"),
            next=True,
            back=reverse("journey:between"),
            below=[words(GIVING, "forgotten")],
            links=_ways_in(),
            who=("nobody", words(GIVING, "no-answers")),
        )
    )


def _taken(request, found, someone):
    words = _words(request, found, someone)
    handover.take(request, someone)
    messages.info(request, words(WORDS, "for-them"))
    return redirect("journey:next", found.pair.public)


def _another_way(request, found, someone):
    """No numbers yet, or tried five times: by a code, a paper key or a letter, and then choose some."""
    signin.go_on_to(request, reverse("journey:numbers", args=[found.pair.public]))
    locked = bool(someone.hand_pin)
    return render(
        request,
        "journey/another_way.html",
        {
            "someone": someone,
            "locked": locked,
            "ways": _ways_in(),
        },
    )


def _ways_in():
    return [
        (_("Come in with an e-mail code"), reverse("come-in")),
        (_("Come in with my paper key"), reverse("come-in-paper-key")),
        (_("I have had a letter"), reverse("come-in-letter")),
    ]


def _words(request, found, someone):
    """Words of pages.md as this person reads them."""
    names = names_for(found.pair.programme, someone, found.pair)
    other = found.pair.other(someone)
    return words_of(
        request, found.pair.programme, **{**names, "name": someone.name, "other_name": other.name}
    )


def _never_kept(response):
    patch_cache_control(response, no_store=True, private=True)
    return response
