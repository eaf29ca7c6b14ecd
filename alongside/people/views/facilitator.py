"""The facilitator: asked by one of a pair, wanted by both, ended by any of the three."""

from django.shortcuts import get_object_or_404, redirect, render

from alongside.people import helping, rules, signin
from alongside.people.agreement import both_said_yes
from alongside.people.pair import (
    accept_to_facilitate,
    agree_to_facilitator,
    ask_facilitator,
    end_facilitating,
    facilitator_of,
)
from alongside.people.views.own import of_pair, words_for
from alongside.people.views.words import page_words, words_of


@of_pair
def facilitator(request, pair):
    """Ask for one, agree to one, or end it: whatever stands next for this pair."""
    asked = facilitator_of(pair)
    if request.method == "POST" and both_said_yes(pair):
        _changed(request, pair, asked)
        return redirect(request.path)
    return render(
        request,
        "people/facilitator.html",
        {
            "pair": pair,
            "asked": asked,
            "mine": asked and asked.asked_by_id == request.user.pk,
            "choices": rules.facilitators_of(pair).order_by("name") if both_said_yes(pair) else [],
            "both": both_said_yes(pair),
            "words": words_for(request, pair),
        },
    )


def _changed(request, pair, asked):
    answer = request.POST.get("answer", "")
    if asked is None:
        chosen = rules.facilitators_of(pair).filter(public=request.POST.get("facilitator", "")).first()
        if chosen:
            ask_facilitator(pair, chosen, by=request.user)
    elif answer == "yes" and not asked.both_agreed:
        agree_to_facilitator(asked, by=request.user)
        if asked.both_agreed:
            helping.ask_facilitator(asked)
    elif answer == "end":
        end_facilitating(asked, by=request.user)


@signin.signed_in
def facilitating(request):
    """The pairs that ask for me or that I am with."""
    return render(request, "people/facilitating.html", {"all": rules.facilitating_asked_of(request.user)})


@signin.signed_in
def facilitating_one(request, pk):
    """Say yes or no to a pair, or end it."""
    asked = get_object_or_404(rules.facilitating_asked_of(request.user), pk=pk)
    if request.method == "POST":
        if request.POST.get("answer") == "yes":
            accept_to_facilitate(asked, by=request.user)
            return redirect(request.path)
        if request.POST.get("answer") == "end":
            end_facilitating(asked, by=request.user)
            return redirect("facilitating")
    programme = request.programme = asked.pair.programme
    words = words_of(request, programme)
    lines = programme.content.facilitator
    return render(
        request,
        "people/facilitating_one.html",
        {
            "asked": asked,
            "roles": _lines(words, lines["what-this-role-is"]),
            "before": _lines(words, lines["before-you-say-yes"]),
            "words": words,
            "title": page_words(
                request,
                "A facilitator for two",
                "asks-me",
                name=asked.pair.left.name,
                other_name=asked.pair.right.name,
            ),
        },
    )


def _lines(words, section) -> list[str]:
    lines = [(words.easy and line.get("easy")) or line["words"] for line in section.lines.values()]
    return [words.content.fill(line, words.easy, **words.names) for line in lines]
