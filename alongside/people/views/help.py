"""Help: whom to call, and the doors to everything that somebody may need on any day."""

from django.shortcuts import render

from alongside.people import rules
from alongside.people.views.words import Words, words_of
from alongside.people.wording import names_for


def help(request):
    """For a stranger the organisation's number; for each of the two their own people too."""
    who = request.who
    if not who:
        return render(request, "people/help.html", {"words": Words(request), "pairs": []})
    pairs = [
        (pair, words_of(request, pair.programme, **names_for(pair.programme, who.person, pair)))
        for pair in rules.pairs_to_worry_about(who)
    ]
    return render(
        request,
        "people/help.html",
        {
            "words": Words(request),
            "pairs": pairs,
            "own": rules.may_sign(who),
            "helps": rules.support_given_by(who.hand).exists(),
            "facilitates": rules.facilitating_asked_of(who.hand).exists(),
            "named_lead": rules.is_named_lead(who.hand),
        },
    )
