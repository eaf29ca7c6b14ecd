"""Answering a round: the page before it, one question a page, and the last page."""

from dataclasses import replace

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from alongside.kit.fields import tidy
from alongside.voices import answering, marks, rules
from alongside.voices.answer_form import WRONG, AnswerForm
from alongside.voices.contribution import ANONYMOUS
from alongside.voices.views.card_by_card import card, own_cards
from alongside.voices.views.known import asks_how_known, ways
from alongside.voices.views.steps import (
    PAGE,
    after,
    begin,
    cleared,
    first_key,
    not_theirs,
    not_yours,
    shown,
    stopped,
    where,
)
from alongside.voices.views.visit import Visit, of_round, while_open


@of_round
def front(request, visit: Visit):
    """Why, who sees it, what happens, who decides, by when, how to stop; or why nobody can answer today."""
    if not visit.round.is_open:
        return render(request, "voices/answer_closed.html", visit.context(**_closed(visit)))
    context = {
        "begin": visit.at("known") if asks_how_known(visit) else visit.at("asked", first_key(visit)),
        "half_done": _half_done(visit),
        "later": "later" in request.GET,
        "cleared": "cleared" in request.GET,
        "few": visit.round.shown.value("how-many-could") in ("under-20", "20-49"),
        "changed": list(rules.changes_of_front(visit.round)),
    }
    return render(request, "voices/answer_front.html", visit.context(**context))


def _closed(visit: Visit) -> dict:
    closing = visit.round.closing
    return {
        "state": visit.round.state,
        "results": visit.at("public-results") if rules.results_are_public(visit.round) else "",
        "because": closing.because if closing else "",
        "said_late": "said" in visit.request.GET,
    }


def _half_done(visit: Visit) -> tuple[int, str] | None:
    """The number and the address of the question where this person stopped."""
    mine = visit.mine
    keys = [question.key for question in visit.round.asked()]
    if not mine or mine.sent or mine.place not in keys:
        return None
    place = min(keys.index(mine.place) + 1, len(keys) - 1)
    return place + 1, visit.at("asked", keys[place])


@require_POST
@of_round
def reading(request, visit: Visit):
    """Plain words or Easy Read, kept in a cookie of this browser: a session would be a row with a time."""
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = redirect(back if ours else visit.at("front"))
    marks.put_reading(response, request.POST.get("reading") == "easy")
    return response


@while_open
def asked(request, visit: Visit, key: str):
    """One question: answer it, leave it out, say that you do not know, or rather not say."""
    question = visit.stand_at(key)
    if question.kind == "statements":
        return card(request, visit, question)
    return _post(request, visit, question) if request.method == "POST" else _get(request, visit, question)


def _get(request, visit: Visit, question):
    stands = rules.answer_of(visit.mine, question.key) if visit.mine else None
    form = AnswerForm(question, answering.said_in(stands), visit.words)
    return _question_page(request, visit, form)


def _post(request, visit: Visit, question):
    if not_theirs(visit):
        return not_yours(visit)
    stands = rules.answer_of(visit.mine, question.key) if visit.mine else None
    now = answering.said_in(stands)
    form = AnswerForm(question, now, visit.words, request.POST, request.FILES)
    if form.errors:
        return _question_page(request, visit, form, status=422)
    if (
        form.mark not in ("", now.mark, form.said.mark)
        and not now.is_nothing()
        and form.said.mark != now.mark
    ):
        return _question_page(request, visit, form, status=409, now=now)
    with transaction.atomic():
        mine = visit.mine or begin(visit)
        if isinstance(mine, HttpResponse):
            return mine
        answering.keep(mine, question, form.said)
        return after(visit, mine)


def _question_page(request, visit: Visit, form: AnswerForm, status=200, now=None):
    stands = now or form.before
    context = {
        "form": form,
        "question": form.question,
        "errors": form.errors,
        "now": now and said_lines(visit, form.question, now),
        "file": form.before.file if not form.errors else "",
        "passed": form.said.passed if form.data is None else "",
        "seen": stands.mark,
        **where(visit),
    }
    if form.data is not None:  # what was typed stays in the boxes, under the names of the page that comes now
        form.form.fields = [_renamed(each, form.mark, stands.mark) for each in form.form.fields]
    return shown(request, "voices/answer_question.html", visit, context, status=status)


def _renamed(field, old: str, new: str):
    return replace(field, html=new + field.html.removeprefix(old))


@while_open
def last(request, visit: Visit):
    """Everything that was said, each with a way to change it; and whether something was hard."""
    if not visit.mine:
        return redirect(visit.at("front"))
    if request.method == "POST":
        hard = tidy(request.POST.get("hard", "")).strip()
        if len(hard) > answering.LONGEST:
            why = visit.words(WRONG, "long", over=f"{len(hard) - answering.LONGEST:,}")
            return _last_page(request, visit, [("hard", why)], hard)
        if hard:
            answering.add_a_line(visit.mine, "hard", hard)
        return stopped(visit, visit.mine, "sent")
    return _last_page(request, visit)


def _last_page(request, visit: Visit, errors=(), hard=""):
    lines = all_said(visit, "last")
    context = {
        "lines": lines,
        "nothing": not any(line["said"] or line["file"] for line in lines),
        "errors": list(errors),
        "hard": hard,
        "own_cards": own_cards(visit),
        "asks_known": ways(visit) != [ANONYMOUS],
        "back": visit.at("asked", visit.round.asked()[-1].key),
    }
    return shown(request, "voices/answer_last.html", visit, context)


def said_lines(visit: Visit, question, said) -> list[str]:
    """What somebody said, as they read it again: words, options in their words, or how they passed."""
    if said.passed:
        key = {"left-out": "left-out", "do-not-know": "said-do-not-know", "rather-not": "said-rather-not"}
        return [visit.words(PAGE, key[said.passed])]
    lines = [said.words] if said.words else []
    if said.number is not None:
        lines.append(answering.plain_number(said.number))
    for key in said.picked:
        option = question.option(key)
        lines.append(((visit.easy and option.easy) or option.words) if option else key)
    return lines + ([said.note] if said.note else [])


def all_said(visit: Visit, page: str) -> list[dict]:
    """Each question with what this person said to it."""
    there = {answer.question: answer for answer in rules.answers_of(visit.mine)}
    votes = rules.votes_of(visit.mine)
    lines = []
    for question in visit.round.asked():
        answer = there.get(question.key)
        said = answering.said_in(answer)
        line = {
            "question": question,
            "ask": (visit.easy and question.easy) or question.ask,
            "said": said_lines(visit, question, said),
            "passed": bool(said.passed),
            "file": said.file,
            "answer": answer,
            "change": visit.at("asked", question.key, **{"from": page}),
        }
        if question.kind == "statements":
            mine = [number for number in rules.cards_shown(visit.round, question.key) if number in votes]
            line["said"] = [visit.words(PAGE, "cards-answered", number=len(mine))] if mine else []
            line["passed"] = True
            line["change"] = visit.at("asked", question.key, at=0)
        lines.append(line)
    return lines


@require_POST
@of_round
def clear(request, visit: Visit):
    """I am finished: clear it now."""
    return cleared(visit)
