"""The papers of a round: booklets with a code each, a page for the wall, cards to hand out."""

from django.http import Http404
from django.shortcuts import render

from alongside.kit.fields import tidy, whole
from alongside.outputs.views.papers import pdf
from alongside.outputs.voices_booklet import round_booklets, round_poster
from alongside.people.rules import may_sign
from alongside.voices.gathering import MOST_BOOKLETS, print_booklets
from alongside.voices.planning import Plan
from alongside.voices.views.here import of_round
from alongside.voices.views.rounds import link_of

USUAL = 10


def _opened(view):
    """Papers of a round that people can answer; before that there is nothing to hand out."""

    @of_round
    def fetched(request, here, *args, **kwargs):
        if not here.piece.round.opening:
            raise Http404
        return view(request, here, *args, **kwargs)

    return fetched


@_opened
def poster(request, here):
    """A page for the wall."""
    round = here.piece.round
    return pdf(round_poster(round, link=link_of(round), easy=here.easy), "poster")


@_opened
def cards(request, here):
    """Cards with the address, to cut and hand out."""
    round = here.piece.round
    return pdf(round_poster(round, link=link_of(round), easy=here.easy, cards=True), "cards")


@_opened
def booklets(request, here):
    """How many booklets, in which print; each has a code of its own, which nobody can print again."""
    round = here.piece.round
    error, number = "", str(USUAL)
    if request.method == "POST":
        if not may_sign(here.who) or not (round.is_open or round.state == "not-yet"):
            raise Http404
        number = request.POST.get("number", "").strip()
        if 1 <= (whole(number) or 0) <= MOST_BOOKLETS:
            return _printed(request, here, int(number))
        error = here.page_words("When answering does not work", "number-odd", least=1, most=MOST_BOOKLETS)
    return render(
        request,
        "outputs/round_booklets.html",
        here.context(
            round=round,
            title=Plan(round).title,
            number=number,
            error=error,
            errors=[("number", error)] if error else [],
            may_print=round.is_open or round.state == "not-yet",
        ),
        status=422 if error else 200,
    )


def _printed(request, here, number: int):
    round = here.piece.round
    codes = print_booklets(round, number, by=here.me)
    content = round_booklets(
        round, codes, link=link_of(round), easy="easy" in request.POST.getlist("form"),
        large="big" in request.POST.getlist("form"), hand_in=tidy(request.POST.get("hand-in", "")).strip()[:120],
    )  # fmt: skip
    return pdf(content, "booklets")
