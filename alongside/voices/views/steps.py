"""From one page of answering to the next: beginning, going on, stopping, clearing."""

import secrets

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.people import limits
from alongside.people.views.kept import said as one_thing
from alongside.voices import answering, marks
from alongside.voices.answer_form import WRONG
from alongside.voices.contribution import KIOSK, LINK, Contribution
from alongside.voices.views.visit import Visit

AT_ONCE = 60  # new people from one address in a quarter of an hour: a ward's evening, not a robot's
AT_ONCE_HERE = 240  # on a screen that somebody put up for a group
PAGE = "One question a page"


def new_form(request) -> str:
    """The id that a form brings back, so that two presses are one."""
    return request.POST.get("form", "")[:64] or secrets.token_hex(8)


def begin(visit: Visit) -> Contribution | HttpResponse:
    """A contribution for whoever posts this form, or the page that says why not now."""
    if visit.request.POST.get("leave_empty"):
        return _robot(visit)
    key, most = (visit.screen, AT_ONCE_HERE) if visit.screen else (limits.address(visit.request), AT_ONCE)
    if limits.count("new-answers", key) > most:
        return _too_fast(visit)
    form = visit.request.POST.get("form", "")[:64]
    return answering.begin(visit.round, form=form, way=KIOSK if visit.screen else LINK)


def _too_fast(visit: Visit) -> HttpResponse:
    words = visit.words(WRONG, "too-fast", minutes=limits.QUARTER // 60)
    return one_thing(visit.request, _("Wait a little"), words, status=429)


def _robot(visit: Visit) -> HttpResponse:
    """A box that nobody sees was filled in: by a robot, or by a helpful browser. No puzzle, a sentence."""
    words = visit.words(PAGE, "unseen-box")
    return one_thing(
        visit.request, visit.words.names["round_name"], words, status=422,
        next_words=_("Go on"), next_address=visit.request.get_full_path(),
    )  # fmt: skip


def on(visit: Visit, mine: Contribution, address: str) -> HttpResponse:
    """On to the next page, with the mark in this browser. A script that sends again is told where, not led there."""
    if visit.request.headers.get("X-Answer"):
        response = HttpResponse(status=204, headers={"X-Next": address})
    else:
        response = redirect(address)
    if not visit.mine:
        marks.put_mark(response, mine, own=True, stays=visit.stays)
    if visit.screen and not mine.code:
        marks.put_code(response, mine, answering.give_code(mine))
    return response


def after(visit: Visit, mine: Contribution) -> HttpResponse:
    """Where somebody goes after an answer: on, to the end, or away."""
    then = visit.request.POST.get("then", "")
    if then == "stop":
        return stopped(visit, mine)
    if then == "clear":
        return cleared(visit)
    if visit.request.GET.get("from") == "last":
        return on(visit, mine, visit.at("last"))
    if visit.request.GET.get("from") == "mine":
        return on(visit, mine, visit.at("mine", changed="1"))
    return on(visit, mine, next_address(visit))


def stopped(visit: Visit, mine: Contribution, how="stopped") -> HttpResponse:
    """What was said counts, and its person gets a code."""
    with transaction.atomic():
        answering.finish(mine)
        new = not mine.code
        code = answering.give_code(mine) if new else ""
    address = visit.at("thanks") if how == "sent" else visit.at("thanks", stopped="1")
    response = on(visit, mine, address)
    if new:
        marks.put_code(response, mine, code)
    return response


def cleared(visit: Visit) -> HttpResponse:
    """Nothing of this person is in this browser any more; what was kept is kept."""
    address = visit.at("front", cleared="1") if visit.screen else visit.at("front")
    response = redirect(address)
    marks.clear_mark(response)
    return response


def next_address(visit: Visit) -> str:
    after = visit.place + 1
    return visit.at("asked", visit.questions[after].key) if after < len(visit.questions) else visit.at("last")


def back_address(visit: Visit) -> str:
    came = visit.request.GET.get("from")
    if came in ("last", "mine"):
        return visit.at(came)
    return visit.at("asked", visit.questions[visit.place - 1].key) if visit.place else visit.at("front")


def where(visit: Visit) -> dict:
    return {
        "number": visit.place + 1,
        "all": len(visit.questions),
        "back": back_address(visit),
        "form_id": new_form(visit.request),
        "of": answer_mark(visit.mine),
    }


def answer_mark(mine: Contribution | None) -> str:
    """Says on a page whose answers it was made for, without saying who that is."""
    return str(answering.number_of(f"page of {mine.pk}")) if mine else ""


def not_theirs(visit: Visit) -> bool:
    """The page was made for somebody else's answers than those that this browser has open now."""
    of = visit.request.POST.get("of", "")
    return bool(of) and of != answer_mark(visit.mine)


def not_yours(visit: Visit) -> HttpResponse:
    return one_thing(
        visit.request, visit.words.names["round_name"], visit.words(WRONG, "not-yours"), status=409,
        next_words=_("Begin anew"), next_address=visit.at("front"),
    )  # fmt: skip


def shown(request, template: str, visit: Visit, context: dict, status: int | None = None):
    status = status or (422 if context.get("errors") else 200)
    return render(request, template, visit.context(**context), status=status)


def first_key(visit: Visit) -> str:
    return visit.round.asked()[0].key
