"""I am worried about something: to the named lead, and to nobody else."""

import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.people import concern as concerns
from alongside.people import helping, rules, signin
from alongside.people.views.asking import Asked, Box
from alongside.people.views.kept import said
from alongside.people.views.own import words_for
from alongside.people.views.words import page_words

WORRIED = "i-am-worried-about-something"


@signin.signed_in
def worried(request, public):
    """Anybody who walks with a pair can say it, with their own hand or as a helper, in their own name."""
    pair = get_object_or_404(rules.pairs_to_worry_about(request.who), public=public)
    request.programme = pair.programme
    words = words_for(request, pair)
    if not pair.role(request.who.person):
        words.names["name"] = _("The pair")
    boxes = [
        Box(
            "words",
            _("What are you worried about?"),
            kind="long",
            needed=words("when-something-does-not-work", "empty-needed").split(",")[0] + ".",
        ),
        Box(
            "answer",
            page_words(request, "A worry", "how-answer"),
            kind="choice",
            options=(
                ("here", _("They need not answer")),
                ("phone", _("By phone")),
                ("email", _("By e-mail")),
                ("person", _("In person")),
            ),
            value="phone",
        ),
        Box(
            "contact",
            page_words(request, "A worry", "contact"),
            hint=page_words(request, "A worry", "contact-hint"),
        ),
    ]
    asked = Asked(request, boxes)
    if asked.good:
        told = concerns.tell(
            asked["words"],
            answer_by=f"{asked['answer']} {asked['contact']}".strip(),
            programme=pair.programme,
            by=request.user,
        )
        helping.tell_of_concern(told)
        return redirect("worried-sent", public=public)
    return asked.page(
        title=words(WORRIED, "title"),
        lede=[words(WORRIED, "text"), words(WORRIED, "now"), words(WORRIED, "who")],
        button=words.content.fill(words.buttons(WORRIED)[0], **words.names),
        next=False,
        back="/",
        who=(
            "nobody",
            page_words(request, "A worry", "only-they"),
            pair.programme.safeguarding_name,
        ),
        below=[
            page_words(
                request,
                "A worry",
                "can-call",
                safeguarding_name=pair.programme.safeguarding_name,
                phone=pair.programme.safeguarding_phone,
            )
        ],
    )


@signin.signed_in
def sent(request, public):
    """The named lead has it."""
    pair = get_object_or_404(rules.pairs_to_worry_about(request.who), public=public)
    request.programme = pair.programme
    words = words_for(request, pair)
    by = date_format(timezone.localdate() + datetime.timedelta(days=3), "l j F")
    return said(
        request,
        words(WORRIED, "title"),
        [words(WORRIED, "after", date=by), words(WORRIED, "now")],
        next_words=_("Go to my pages"),
        next_address="/",
    )


@signin.signed_in
def worries(request):
    """What the named lead has to read; a page that does not exist for anybody else."""
    mine = rules.concerns_visible_to(request.user)
    if not rules.is_named_lead(request.user):
        raise Http404
    return render(request, "people/worries.html", {"worries": mine.order_by("answered", "-at")})


@signin.signed_in
def worry(request, pk):
    """One worry, which is read by opening it."""
    concern = get_object_or_404(rules.concerns_visible_to(request.user), pk=pk)
    if request.method == "POST":
        concerns.mark_answered(concern, by=request.user)
        return redirect("worries")
    concerns.mark_read(concern, by=request.user)
    return render(request, "people/worry.html", {"concern": concern})
