"""Cards to agree or disagree with, one at a time, and a card of one's own."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from alongside.kit.fields import tidy, whole
from alongside.people import limits
from alongside.voices import answering, cards, marks, rules
from alongside.voices.answer_form import WRONG
from alongside.voices.contribution import AGREE, DISAGREE, NOT_SURE, Contribution
from alongside.voices.views.steps import (
    after,
    back_address,
    begin,
    new_form,
    next_address,
    not_theirs,
    not_yours,
    on,
    shown,
    where,
)
from alongside.voices.views.visit import Visit, while_open

SAYS = {"agree": AGREE, "disagree": DISAGREE, "not-sure": NOT_SURE}
DECK = "Cards to agree or disagree with"
LONGEST_CARD = 280  # one sentence


def card(request, visit: Visit, question):
    """One card at a time, in an order of one's own."""
    form_id = new_form(request)
    whose = visit.mine.pk if visit.mine else answering.number_of(form_id)
    numbers = cards.in_order(rules.cards_shown(visit.round, question.key), whose)
    if request.method == "POST":
        return _voted(request, visit, question, numbers)
    votes = rules.votes_of(visit.mine) if visit.mine else {}
    at = _place_of_card(request, numbers, votes)
    if at is None:
        return _cards_done(request, visit, question, numbers, votes)
    card = rules.card_shown(visit.round, numbers[at])
    context = {
        "question": question,
        "card": card,
        "nth": at + 1,
        "many": len(numbers),
        "said": next((key for key, value in SAYS.items() if votes.get(card.pk) == value), ""),
        **where(visit),
        "form_id": form_id,
    }
    if at and visit.mine:
        context["back"] = visit.at("asked", question.key, at=at - 1)
    return shown(request, "voices/answer_card.html", visit, context)


def _place_of_card(request, numbers: list[int], votes: dict) -> int | None:
    """The card that was asked for, else the first that nothing was said to; None after the last."""
    asked_for = request.GET.get("at", "")
    place = whole(asked_for)
    if place is not None:
        return place if place < len(numbers) else None
    if asked_for == "end":
        return None
    return next((at for at, number in enumerate(numbers) if number not in votes), None)


def _cards_done(request, visit: Visit, question, numbers, votes, errors=(), words="", status=200):
    context = {
        "question": question,
        "errors": list(errors),
        "typed": words,
        "enough": len(votes) < len(numbers),
        "added": "added" in request.GET,
        "own_cards": own_cards(visit),
        "go_on": next_address(visit),
        **where(visit),
        "back": visit.at("asked", question.key, at=len(numbers) - 1) if numbers else back_address(visit),
    }
    return shown(request, "voices/answer_cards_done.html", visit, context, status=status)


def own_cards(visit: Visit) -> list[tuple[str, str]]:
    """The cards that this person wrote, each with what became of it."""
    if not visit.mine:
        return []
    return [(card.words, _fate(visit, card)) for card in rules.cards_by(visit.mine)]


def _fate(visit: Visit, card) -> str:
    if card.state == "pending":
        return visit.words(DECK, "card-waits")
    if card.state == "shown":
        return visit.words(DECK, "card-shown")
    reason = next((each for each in card.moderations.all() if not each.shown), None)
    option = visit.words.content.sheet("round").question("reasons").option(reason.reason) if reason else None
    return ((visit.easy and option.easy) or option.words) if option else (reason.words if reason else "")


def _voted(request, visit: Visit, question, numbers: list[int]):
    """Keep what was said to a card and go to the next one that nothing was said to."""
    if not_theirs(visit):
        return not_yours(visit)
    number, said = whole(request.POST.get("card", "")), request.POST.get("vote", "")
    card = rules.card_shown(visit.round, number) if number is not None else None
    with transaction.atomic():
        mine = visit.mine or begin(visit)
        if isinstance(mine, HttpResponse):
            return mine
        if card and said in SAYS:
            answering.vote(mine, card, SAYS[said])
        elif card and said == "leave":
            answering.leave_card(mine, card)
    if request.POST.get("then") in ("stop", "clear"):
        return after(visit, mine)
    if said == "enough":
        return on(visit, mine, visit.at("asked", question.key, at="end"))
    return on(visit, mine, _next_card(visit, mine, question, numbers, card))


def _next_card(visit: Visit, mine: Contribution, question, numbers: list[int], card) -> str:
    votes = rules.votes_of(mine)
    begins = numbers.index(card.pk) + 1 if card and card.pk in numbers else 0
    after = next((at for at in range(begins, len(numbers)) if numbers[at] not in votes), "end")
    return visit.at("asked", question.key, at=after)


@require_POST
@while_open
def own_card(request, visit: Visit, key: str):
    """A card of one's own: others see it when it has been read."""
    question = visit.stand_at(key)
    if question.kind != "statements":
        raise Http404
    words = " ".join(tidy(request.POST.get("card", "")).split())
    with transaction.atomic():
        mine = visit.mine or begin(visit)
        if isinstance(mine, HttpResponse):
            return mine
        if not words:
            why = visit.words(DECK, "add-empty")
        elif len(words) > LONGEST_CARD:
            why = visit.words(WRONG, "long", over=len(words) - LONGEST_CARD)
        else:
            try:
                cards.add_card(question, words, by=mine)
                return on(visit, mine, visit.at("asked", key, at="end", added="1"))
            except cards.Same:
                why = visit.words(DECK, "add-same")
            except cards.TooMany:
                why = visit.words(WRONG, "too-fast", minutes=limits.QUARTER // 60)
    numbers = rules.cards_shown(visit.round, key)
    response = _cards_done(
        request, visit, question, numbers, rules.votes_of(mine), [("card", why)], words, status=422
    )
    if not visit.mine:
        marks.put_mark(response, mine, own=True, stays=visit.stays)
    return response
