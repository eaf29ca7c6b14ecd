"""The buttons of taking turns in a box that the two write together."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from alongside.journey.turns import place_of_both
from alongside.journey.views.here import of_sheet
from alongside.portfolio.live_names import rules_of
from alongside.portfolio.sheet import TABLES
from alongside.writing import turns

DOINGS = {
    "one-at-a-time": turns.take,
    "may-i": turns.ask,
    "here-you-are": turns.hand_over,
    "both-at-once": turns.end,
}


@require_POST
@of_sheet
def turn(request, here, question):
    """Do what the button says, and go back to the box."""
    asked = next((q for q in here.mine.questions if q.key == question), None)
    place = place_of_both(here, asked) if asked and here.may_type(asked) and here.sheet.key not in TABLES else None
    if place is None:
        raise Http404
    text, do = request.POST.get("text", ""), DOINGS.get(request.POST.get("do", ""))
    if do and text.split("/")[0] == question and rules_of(here.mine, place).is_text(text):
        do(place.key, text, here.me)
    where = [here.pair.public, here.stop.meeting, here.stop.sheet, question]
    if asked.kind == "list" and text.count("/") > 1:
        return redirect("journey:row", *where, text.split("/")[1])
    return redirect("journey:question", *where)
