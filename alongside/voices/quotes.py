"""Quotes: one sentence of an answer, shown outside the two only while its author says yes to it."""

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.privacy.audit import recorded
from alongside.voices.contribution import NAMED, Answer, Contribution
from alongside.voices.moderation import shown_only
from alongside.voices.reading import Quote
from alongside.voices.round import Round

ASK_EACH = "ask-each"
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"”'’)\]]*(?=\s|$)|$)", re.MULTILINE)
_CLAUSE = re.compile(r".+?(?:[,;:–](?=\s|$)|$)", re.MULTILINE)


def may_be_asked(round: Round) -> bool:
    """Whether the first page of this round said that people may be asked for quotes."""
    return round.shown.value("quotes") == ASK_EACH


def sentences(words: str) -> list[str]:
    """What can be chosen as a quote: never the whole answer. An answer of one sentence gives its parts."""
    whole = " ".join(words.split())
    for pattern in (_SENTENCE, _CLAUSE):
        parts = [" ".join(found.split()) for found in pattern.findall(words.replace("[…]", "⟦⟧"))]
        parts = [part.replace("⟦⟧", "[…]").strip(" ,;:–") for part in parts]
        parts = [part for part in parts if re.search(r"\w", part) and part != whole.strip(" ,;:–")]
        if len(parts) > 1:
            return list(dict.fromkeys(parts))
    return []


def ask_for(answer: Answer, words: str, *, by: Person) -> Quote:
    """Ask its author, on their own page. Nothing is shown to anybody before they say yes."""
    with recorded("asked for a quote", by=by, to=answer):
        already = [quote for quote in answer.quotes.all() if quote.words == words]
        with_name = answer.contribution.known == NAMED
        return (
            already[0] if already else Quote.objects.create(answer=answer, words=words, with_name=with_name)
        )


def asked_of(contribution: Contribution) -> list[Quote]:
    """The sentences that this person was asked for, for the page behind their code and their own words."""
    quotes = Quote.objects.filter(answer__contribution=contribution).select_related("answer")
    return list(quotes.order_by("asked", "pk"))


def say(quote: Quote, yes: bool) -> None:
    """Its author says yes or no, or takes back a yes. No audit line: it has a time."""
    quote.said = yes
    quote.save(update_fields=["said"])


def shown_outside(answers: QuerySet[Answer]) -> list[Quote]:
    """The sentences of these answers that anybody may read: a yes that stands, of words that are shown."""
    kept = shown_only(answers.filter(contribution__withdrawn__isnull=True)).values("pk")
    quotes = Quote.objects.filter(said=True, answer__in=kept).select_related("answer__contribution")
    return list(quotes.order_by("pk"))


def under_theme(theme, most: int = 20) -> list[Quote]:
    """The quotes under one heading, for what is told outside."""
    return shown_outside(Answer.objects.filter(themes__theme=theme))[:most]


def of_pair(pair: Pair) -> list[Quote]:
    """Every quote of this pair, whatever was said about it, for the two."""
    quotes = Quote.objects.filter(answer__contribution__round__pair=pair)
    return list(quotes.select_related("answer__contribution").order_by("-asked", "pk"))


def name_beside(quote: Quote) -> str:
    """The name that stands beside it outside: only of somebody who answered with it and said yes to this one."""
    contribution = quote.answer.contribution
    named = quote.said and quote.with_name and contribution.known == NAMED
    return str(contribution.name) if named else ""


def in_words(quotes: Iterable[Quote]) -> list[str]:
    return [quote.words for quote in quotes]
