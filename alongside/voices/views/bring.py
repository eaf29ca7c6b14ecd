"""Bring a conversation over that was held with another tool."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from alongside.kit.fields import tidy
from alongside.people.rules import may_sign
from alongside.voices.views.here import of_pair

SECTION, BEFORE = "Bringing a conversation over", "Before a conversation comes over"
NAME, LONGEST = 60, 2000
# Field → what is said when nothing stands in it, and how long it may be.
ASKED = {
    "name": ((BEFORE, "name-missing"), NAME),
    "asked": ((BEFORE, "asked-missing"), 400),
    "source": ((SECTION, "licence-missing"), LONGEST),
}


@of_pair
def bring_over(request, here):
    """Two files and where they come from; it is a closed round then."""
    if not here.who.may_open("round") or not may_sign(here.who):
        raise Http404
    said = {field: tidy(request.POST.get(field, "")).strip() for field in ASKED}
    errors = []
    if request.method == "POST":
        errors = [
            (field, here.page_words(*missing)) for field, (missing, _) in ASKED.items() if not said[field]
        ]
        round = _brought(request, here, said, errors)
        if round:
            messages.info(request, here.page_words(SECTION, "brought"))
            return redirect("voices:results", here.pair.public, round.piece.public)
    return render(
        request,
        "voices/bring.html",
        here.context(said=said, errors=errors, wrong=dict(errors)),
        status=422 if errors else 200,
    )


def _brought(request, here, said: dict, errors: list):
    """The round, if everything is there and can be read; what is wrong is added to `errors`."""
    from alongside.voices.bring import bring, study_in  # numpy, which only this form needs
    from alongside.voices.polis import BadStudy

    cards, votes = request.FILES.get("cards"), request.FILES.get("votes")
    if not cards and not votes:
        errors.append(("cards", here.page_words(BEFORE, "files-missing")))
    if errors:
        return None
    try:
        study = study_in(cards, votes)
    except BadStudy as why:
        errors.append(("cards", str(why)))
        return None
    cut = {field: said[field][:longest] for field, (_, longest) in ASKED.items()}
    return bring(study, pair=here.pair, by=here.me, **cut)
