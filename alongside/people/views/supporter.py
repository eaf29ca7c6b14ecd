"""Somebody who helps: chosen by one person, in the areas that they tick, ended by either at once."""

import segno
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.people import helping, rules, signin
from alongside.people.person import introduce
from alongside.people.supporter import AREA_WORDS, accept_to_help, choose_supporter, end_support
from alongside.people.views.asking import Asked, Box, email_box, name_box
from alongside.people.views.own import own_hand
from alongside.people.views.words import Words, page_words

CHOOSING = "choosing a supporter"


# --- for the person who is helped


@own_hand
def supporters(request):
    """Everybody who helps me, and the way to choose or end."""
    words = Words(request)
    return render(
        request, "people/supporters.html", {"supports": rules.supporters_of(request.user), "words": words}
    )


@own_hand
def choose(request):
    """Who it is."""
    said = request.session.get(CHOOSING, {})
    boxes = [
        name_box(
            _("First name"),
            value=said.get("name", ""),
            needed=page_words(request, "Help and people who help", "name-needed"),
        ),
        email_box(
            _("E-mail address, if they have one"),
            value=said.get("email", ""),
            hint=page_words(request, "Help and people who help", "email-hint"),
        ),
    ]
    asked = Asked(request, boxes)
    if asked.good and not rules.may_help(asked["email"], request.user):
        asked.wrong(
            "email",
            page_words(request, "Help and people who help", "cannot-help"),
        )
    if asked.good:
        request.session[CHOOSING] = {"name": asked["name"], "email": asked["email"]}
        return redirect("supporter-areas")
    return asked.page(
        title=_("Who helps you?"),
        lede=page_words(request, "Help and people who help", "who-helps"),
        back="/supporters/",
        who=("me", page_words(request, "Who can see this", "only-me-more")),
    )


@own_hand
def areas(request):
    """What they may see and type for me."""
    said = request.session.get(CHOOSING)
    if not said:
        return redirect("supporter-choose")
    words = Words(request)
    boxes = [
        Box(
            "areas",
            _("They help me with"),
            kind="choices",
            options=tuple((key, _(w[words.easy])) for key, w in AREA_WORDS.items()),
            value=[],
            needed=_("Tick at least one."),
        ),
        Box(
            "kept",
            page_words(request, "Help and people who help", "kept-asked"),
            kind="choice",
            options=(
                ("no", _("No, that stays with me")),
                ("yes", page_words(request, "Help and people who help", "kept-yes")),
            ),
            value="no",
        ),
    ]
    asked = Asked(request, boxes)
    if asked.good:
        del request.session[CHOOSING]
        support = choose_supporter(
            introduce(said["name"], said["email"]),
            areas=asked["areas"],
            also_kept=asked["kept"] == "yes",
            by=request.user,
        )
        pair = rules.pairs_visible_to(request.user).first()
        if pair:
            helping.ask_supporter(support, pair.programme)
        return redirect("supporter", pk=support.pk)
    name = said["name"]
    return asked.page(
        title=_("What does %(name)s help you with?") % {"name": name},
        lede=[
            page_words(request, "Help and people who help", "cannot-sign"),
            page_words(request, "Help and people who help", "says-typed"),
        ],
        button=_("Ask %(name)s") % {"name": name},
        back="/supporters/new/",
        who=("me", page_words(request, "Who can see this", "only-me-more")),
    )


@own_hand
def supporter(request, pk):
    """One who helps me: what they may do, the link for them, and the end of it."""
    support = get_object_or_404(rules.supporters_of(request.user), pk=pk)
    if request.method == "POST":
        end_support(support, by=request.user)
        return redirect("supporters")
    link = "" if support.accepted else helping.support_link(support)
    qr = segno.make(link, error="m").svg_data_uri(scale=5) if link else ""
    areas = [_(AREA_WORDS[area][Words(request).easy]) for area in support.areas]
    return render(
        request,
        "people/supporter.html",
        {"support": support, "link": link, "qr": qr, "areas": areas},
    )


# --- for the one who helps


@signin.signed_in
def helped(request):
    """Everybody whom I help or am asked to help."""
    return render(request, "people/helping.html", {"supports": rules.support_given_by(request.user)})


@signin.signed_in
def help_one(request, pk):
    """Say yes or no to one person; start, stop, or end it."""
    support = get_object_or_404(rules.support_given_by(request.user), pk=pk)
    if request.method == "POST":
        return _answered(request, support, request.POST.get("answer", ""))
    words = Words(request, first_name=support.person.name)
    return render(
        request,
        "people/help_one.html",
        {"support": support, "words": words, "areas": support.areas_in_words()},
    )


def _answered(request, support, answer):
    if answer == "end":
        request.session.pop("supporting", None)
        end_support(support, by=request.user)
        return redirect("helping")
    if answer == "yes":
        accept_to_help(support, by=request.user)
        return redirect("helping-one", pk=support.pk)
    if answer == "start" and support.active:
        request.session["supporting"] = support.pk
        return redirect("/")
    return redirect("helping-one", pk=support.pk)


@require_POST
@signin.signed_in
def stop(request):
    """Back to my own pages."""
    request.session.pop("supporting", None)
    return redirect("helping")
