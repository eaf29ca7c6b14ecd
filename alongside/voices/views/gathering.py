"""Somebody asks for others: the partner in a conversation, the coordinator on the phone.

The page before it is read out and answered with yes or no. After a yes the questions are the pages that
everybody answers on; only who typed, and how, stands beside the answers.
"""

import secrets

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from alongside.kit.fields import tidy
from alongside.people.rules import may_sign
from alongside.people.signin import to_the_door
from alongside.voices import answering, gathering, marks, rules
from alongside.voices.answer_form import AnswerForm
from alongside.voices.contribution import CONVERSATION, PHONE
from alongside.voices.gathering import VOTES, on_paper
from alongside.voices.views.beside import BEFORE, CALL, HOW, NOT, SERIOUS, lines_of, names_of
from alongside.voices.views.known import asks_how_known
from alongside.voices.views.visit import Visit, while_open

MAY = {CONVERSATION: rules.may_hold_a_talk, PHONE: rules.may_take_calls}


@while_open
def talk(request, visit: Visit):
    """The partner holds a conversation, and types or records what the other says."""
    return _ask(request, visit, CONVERSATION)


@while_open
def call(request, visit: Visit):
    """The coordinator types what somebody says on the phone."""
    return _ask(request, visit, PHONE)


def _ask(request, visit: Visit, way: str):
    who = request.who
    if not who:
        return to_the_door(request)
    if not may_sign(who) or not MAY[way](who.person, visit.round):
        raise Http404
    if request.method == "POST":
        return _answered(request, visit, way)
    names = names_of(visit, who)
    lists = {"before": BEFORE, "how": HOW, "not": NOT, "serious": SERIOUS, "phone": CALL}
    return render(
        request,
        "voices/asking_somebody.html",
        visit.context(
            way=way,
            more=names,
            lines={key: lines_of(visit, section, names) for key, section in lists.items()},
            talks=rules.asked_by(who.person, visit.round, way),
            form_id=secrets.token_hex(8),
            said_no="no" in request.GET,
        ),
    )


def _answered(request, visit: Visit, way: str):
    """Yes begins; no keeps nothing. Either way nothing of the last person stays in this browser."""
    here = visit.at("talk" if way == CONVERSATION else "call")
    if "yes" not in request.POST:
        response = redirect(f"{here}?no=1" if "no" in request.POST else here)
        marks.clear_mark(response)
        return response
    form = request.POST.get("form", "")[:64]
    begun = gathering.begin_asking(visit.round, way=way, by=request.who.hand, form=form)
    first = visit.at("known") if asks_how_known(visit) else visit.at("asked", visit.round.asked()[0].key)
    response = redirect(first)
    marks.clear_mark(response)
    marks.put_mark(response, begun, own=True, stays=marks.ANSWERING)
    return response


@while_open
def note(request, visit: Visit):
    """My own note about a conversation; nobody else reads it, and it is no part of their answer."""
    mine = visit.mine
    if not request.who or not mine or mine.by_id != request.who.hand.pk or mine.way not in gathering.ASKED:
        raise Http404
    if request.method == "POST":
        words = tidy(request.POST.get("note", "")).strip()[:20_000]
        gathering.keep_note(mine, words, by=request.who.hand)
        return redirect(visit.at("asked", mine.place) if mine.place and not mine.sent else visit.at("note"))
    return render(
        request,
        "voices/askers_note.html",
        visit.context(note=gathering.note_of(mine, request.who.hand), back=_back(visit)),
    )


def _back(visit: Visit) -> str:
    mine = visit.mine
    if mine.sent:
        return visit.at("thanks")
    return visit.at("asked", mine.place or visit.round.asked()[0].key)


@while_open
def all_at_once(request, visit: Visit):
    """Every question on one page, for a talk where the line is bad: the page waits for the line, and sends them all."""
    mine = visit.mine
    if not request.who or not mine or mine.by_id != request.who.hand.pk or mine.way not in gathering.ASKED:
        raise Http404
    asked = [on_paper(q) for q in visit.round.asked() if q.kind != "picture"]
    forms = [_form_of(request, visit, q) for q in asked if q.kind != "statements"]
    decks = [(q, _deck(visit, q)) for q in asked if q.kind == "statements"]
    errors = [error for form in forms for error in form.errors]
    if request.method == "POST":
        with transaction.atomic():
            _keep_all(request, visit, forms, decks)
        if not errors:
            return _sent(request, visit.at("last"))
    context = visit.context(boxes=forms, laid=decks, errors=errors, back=_back(visit))
    return render(request, "voices/all_at_once.html", context, status=422 if errors else 200)


def _form_of(request, visit: Visit, question) -> AnswerForm:
    """The form of one of many questions on a page; each brings its own mark back."""
    there = answering.said_in(rules.answer_of(visit.mine, question.key))
    if request.method != "POST":
        return AnswerForm(question, there, visit.words)
    data = request.POST.copy()
    data["seen"] = data.get(f"seen-{question.key}", there.mark)
    return AnswerForm(question, there, visit.words, data)


def _deck(visit: Visit, question) -> list[tuple]:
    """The cards of a question, each with what was said to it so far."""
    votes, words = rules.votes_of(visit.mine), {value: key for key, value in VOTES.items()}
    cards = (rules.card_shown(visit.round, number) for number in rules.cards_shown(visit.round, question.key))
    return [(card, words.get(votes.get(card.pk), "")) for card in cards if card]


def _keep_all(request, visit: Visit, forms, decks) -> None:
    for form in forms:
        if not form.errors and not form.said.is_nothing() and form.said != form.before:
            answering.keep(visit.mine, form.question, form.said)
    for _question, cards in decks:
        for card, _said in cards:
            if (said := request.POST.get(f"card-{card.pk}", "")) in VOTES:
                answering.vote(visit.mine, card, VOTES[said])


def _sent(request, address: str):
    """A script that sends again is told where to go on, as on every page of answering."""
    if request.headers.get("X-Answer"):
        return HttpResponse(status=204, headers={"X-Next": address})
    return redirect(address)
