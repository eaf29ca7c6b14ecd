"""Quotes: the two ask for a sentence; whoever said it says yes or no on their own page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from alongside.voices import covering, quotes, rules
from alongside.voices.views.here import of_pair
from alongside.voices.views.reading import with_own_hand
from alongside.voices.views.visit import with_own_words

SECTION = "Asking for a quote"


@of_pair
@with_own_hand
def ask(request, here, answer):
    """Choose one sentence of an answer, and ask its author."""
    found = (
        rules.readable_answers(here.pair)
        .filter(pk=answer)
        .select_related("contribution__round", "reading")
        .first()
    )
    words = covering.for_others(found) if found else None
    if words is None:
        raise Http404
    found.contribution.round.pair = here.pair
    allowed = quotes.may_be_asked(found.contribution.round)
    parts = quotes.sentences(words) if allowed else []
    chosen = next(
        (part for number, part in enumerate(parts, 1) if str(number) == request.POST.get("part")), ""
    )
    if request.method == "POST" and chosen:
        quotes.ask_for(found, chosen, by=here.me)
        messages.info(request, here.page_words(SECTION, "asked"))
        return redirect("voices:quotes", here.pair.public)
    errors = [("part", here.page_words(SECTION, "needed"))] if request.method == "POST" and parts else []
    return render(
        request, "voices/ask_quote.html",
        here.context(
            words_said=words, parts=[(str(n), part) for n, part in enumerate(parts, 1)], allowed=allowed, errors=errors
        ),
        status=422 if errors else 200,
    )  # fmt: skip


@of_pair
@with_own_hand
def listed(request, here):
    """Every sentence that the two asked for, and what was said to it."""
    return render(request, "voices/quotes.html", here.context(quotes=quotes.of_pair(here.pair)))


@with_own_words
def for_author(request, visit):
    """The sentences that I was asked for."""
    programme = visit.round.pair.programme
    until = (
        date_format(programme.kept_until, "j F Y")
        if programme.kept_until
        else visit.words(SECTION, "until-kept")
    )
    where = visit.words(SECTION, "where-public", organisation=programme.organisation.name)
    return render(
        request, "voices/my_quotes.html",
        visit.context(quotes=quotes.asked_of(visit.mine), until=until, where=where[:1].lower() + where[1:]),
    )  # fmt: skip


@require_POST
@with_own_words
def say(request, visit, number):
    """Yes, or no; a yes can be taken back on any day."""
    quote = rules.quote_for_author(visit.mine, number)
    if not quote:
        raise Http404
    if request.POST.get("say") in ("yes", "no"):
        quotes.say(quote, request.POST["say"] == "yes")
    return redirect(reverse("voices:my-quotes", args=[visit.round.short]))
