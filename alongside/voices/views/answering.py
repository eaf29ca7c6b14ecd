"""Answering a round: the page before it, one question a page, and the last page."""

import secrets

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.kit.fields import tidy
from alongside.people import limits
from alongside.people.views.kept import said as one_thing
from alongside.voices import answering, cards, marks, rules
from alongside.voices.answer_form import WRONG, AnswerForm
from alongside.voices.contribution import (
    AGREE,
    ANONYMOUS,
    CONTACTABLE,
    DISAGREE,
    KIOSK,
    LINK,
    NAMED,
    NOT_SURE,
    Contribution,
    Reach,
)
from alongside.voices.views.visit import Visit, of_round, while_open

AT_ONCE = 60  # new people from one address in a quarter of an hour: a ward's evening, not a robot's
AT_ONCE_HERE = 240  # on a screen that somebody put up for a group
PAGE = "One question a page"
SAYS = {"agree": AGREE, "disagree": DISAGREE, "not-sure": NOT_SURE}


# --- before the first question


@of_round
def front(request, visit: Visit):
    """Why, who sees it, what happens, who decides, by when, how to stop; or why nobody can answer today."""
    if not visit.round.is_open:
        return render(request, "voices/answer_closed.html", visit.context(**_closed(visit)))
    context = {
        "begin": visit.at("known") if asks_how_known(visit) else visit.at("asked", _first(visit)),
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
        "because": closing.because if closing else "",
        "said_late": "said" in visit.request.GET,
    }


def _first(visit: Visit) -> str:
    return visit.round.asked()[0].key


def _half_done(visit: Visit) -> tuple[int, str] | None:
    """The number and the address of the question where this person stopped."""
    mine = visit.mine
    keys = [question.key for question in visit.round.asked()]
    if not mine or mine.sent or mine.place not in keys:
        return None
    place = min(keys.index(mine.place) + 1, len(keys) - 1)
    return place + 1, visit.at("asked", keys[place])


def ways(visit: Visit) -> list[str]:
    """How people may be known in this round. With no name is always one, unless the two say why not."""
    ticked = [way for way in (ANONYMOUS, CONTACTABLE, NAMED) if visit.round.shown.value(f"named/{way}")]
    if not ticked or (ANONYMOUS not in ticked and not visit.round.shown.text("why-no-anonymous")):
        return [ANONYMOUS, *(way for way in ticked if way != ANONYMOUS)]
    return ticked


def asks_how_known(visit: Visit) -> bool:
    """Where there is one way only nobody is asked; on a screen for many, at the end."""
    known = ways(visit)
    return known != [ANONYMOUS] and not (visit.screen and ANONYMOUS in known)


@require_POST
@of_round
def reading(request, visit: Visit):
    """Plain words or Easy Read, kept in a cookie of this browser: a session would be a row with a time."""
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = redirect(back if ours else visit.at("front"))
    marks.put_reading(response, request.POST.get("reading") == "easy")
    return response


# --- how somebody is known


@while_open
def known(request, visit: Visit):
    """With no name, with no name but reachable, or with a name: only the ways that this round allows."""
    offered = ways(visit)
    if request.method == "POST":
        chosen = request.POST.get("known", "")
        if chosen == ANONYMOUS and chosen in offered:
            return _now_known(visit, answering.be_anonymous)
        if chosen in offered:
            return redirect(visit.at("known-as", chosen, **_coming_from(request)))
    mine = visit.mine
    context = {"offered": offered, "chosen": mine.known if mine else "", "form_id": _new_form(request)}
    return render(request, "voices/answer_known.html", visit.context(**context))


@while_open
def known_as(request, visit: Visit, how: str):
    """The one way to reach somebody, or the name that stands beside what they say."""
    if how not in ways(visit) or how == ANONYMOUS:
        raise Http404
    page = {CONTACTABLE: _reach, NAMED: _name}[how]
    return page(request, visit)


def _name(request, visit: Visit):
    name = tidy(request.POST.get("name", "")).strip()[:120]
    errors = []
    if request.method == "POST":
        if name:
            return _now_known(visit, lambda mine: answering.be_named(mine, name))
        errors = [("name", visit.words("With your name or without", "name-missing"))]
    now = name or (visit.mine.name if visit.mine else "")
    context = {"errors": errors, "name": now, "form_id": _new_form(request)}
    return _shown(request, "voices/answer_name.html", visit, context)


def _reach(request, visit: Visit):
    posted = {name: tidy(request.POST.get(name, "")).strip()[:400] for name in ("how", "where", "whom", "safe")}
    hows = (Reach.EMAIL, Reach.TEXT, Reach.LETTER, Reach.CALL)
    errors = []
    if request.method == "POST":
        if posted["where"] and posted["how"] in hows:
            return _now_known(
                visit,
                lambda mine: answering.be_reached(
                    mine,
                    how=posted["how"],
                    address=posted["where"],
                    whom=posted["whom"],
                    discreet=posted["safe"] != "no",
                ),
            )
        errors = [("where", visit.words("With your name or without", "reach-missing"))]
    context = {"errors": errors, "posted": posted, "hows": hows, "form_id": _new_form(request)}
    return _shown(request, "voices/answer_reach.html", visit, context)


def _now_known(visit: Visit, change):
    """Make it so, and on to the first question, or back to the last page."""
    with transaction.atomic():
        begun = visit.mine or _begin(visit)
        if isinstance(begun, HttpResponse):
            return begun
        change(begun)
    to_last = visit.request.GET.get("from") == "last"
    return _on(visit, begun, visit.at("last") if to_last else visit.at("asked", _first(visit)))


# --- beginning


def _begin(visit: Visit) -> Contribution | HttpResponse:
    """A contribution for whoever posts this form, or the page that says why not now."""
    if visit.request.POST.get("leave_empty"):
        return _robot(visit)
    key, most = (visit.screen, AT_ONCE_HERE) if visit.screen else (limits.address(visit.request), AT_ONCE)
    if limits.count("new-answers", key) > most:
        return _too_fast(visit)
    form = visit.request.POST.get("form", "")[:64]
    return answering.begin(visit.round, form=form, way=KIOSK if visit.screen else LINK)


def _too_fast(visit: Visit) -> HttpResponse:
    words = visit.words(WRONG, "too-fast", minutes=limits.QUARTER // 60)
    return one_thing(visit.request, _("Wait a little"), words, status=429)


def _robot(visit: Visit) -> HttpResponse:
    """A box that nobody sees was filled in: by a robot, or by a helpful browser. No puzzle, a sentence."""
    words = visit.words(PAGE, "unseen-box")
    return one_thing(
        visit.request, visit.words.names["round_name"], words, status=422,
        next_words=_("Go on"), next_address=visit.request.get_full_path(),
    )  # fmt: skip


def _new_form(request) -> str:
    """The id that a form brings back, so that two presses are one."""
    return request.POST.get("form", "")[:64] or secrets.token_hex(8)


def _on(visit: Visit, mine: Contribution, address: str) -> HttpResponse:
    """On to the next page, with the mark in this browser. A script that sends again is told where, not led there."""
    if visit.request.headers.get("X-Answer"):
        response = HttpResponse(status=204, headers={"X-Next": address})
    else:
        response = redirect(address)
    if not visit.mine:
        marks.put_mark(response, mine, own=True, stays=visit.stays)
    if visit.screen and not mine.code:
        marks.put_code(response, mine, answering.give_code(mine))
    return response


# --- one question a page


@while_open
def asked(request, visit: Visit, key: str):
    """One question: answer it, leave it out, say that you do not know, or rather not say."""
    questions = visit.round.asked()
    place = next((n for n, question in enumerate(questions) if question.key == key), None)
    if place is None:
        raise Http404
    visit.place, visit.questions = place, questions
    if questions[place].kind == "statements":
        return _card(request, visit, questions[place])
    return _post(request, visit, questions[place]) if request.method == "POST" else _get(request, visit, questions[place])


def _get(request, visit: Visit, question):
    stands = rules.answer_of(visit.mine, question.key) if visit.mine else None
    form = AnswerForm(question, answering.said_in(stands), visit.words)
    return _question_page(request, visit, form)


def _post(request, visit: Visit, question):
    if _not_theirs(visit):
        return _not_yours(visit)
    stands = rules.answer_of(visit.mine, question.key) if visit.mine else None
    now = answering.said_in(stands)
    form = AnswerForm(question, now, visit.words, request.POST, request.FILES)
    if form.errors:
        return _question_page(request, visit, form, status=422)
    if form.mark not in ("", now.mark, form.said.mark) and not now.is_nothing() and form.said.mark != now.mark:
        return _question_page(request, visit, form, status=409, now=now)
    with transaction.atomic():
        mine = visit.mine or _begin(visit)
        if isinstance(mine, HttpResponse):
            return mine
        answering.keep(mine, question, form.said)
        return _after(visit, mine)


def _after(visit: Visit, mine: Contribution) -> HttpResponse:
    """Where somebody goes after an answer: on, to the end, or away."""
    then = visit.request.POST.get("then", "")
    if then == "stop":
        return _stopped(visit, mine)
    if then == "clear":
        return cleared(visit)
    if visit.request.GET.get("from") == "last":
        return _on(visit, mine, visit.at("last"))
    if visit.request.GET.get("from") == "mine":
        return _on(visit, mine, visit.at("mine", changed="1"))
    return _on(visit, mine, next_address(visit))


def next_address(visit: Visit) -> str:
    after = visit.place + 1
    return visit.at("asked", visit.questions[after].key) if after < len(visit.questions) else visit.at("last")


def back_address(visit: Visit) -> str:
    came = visit.request.GET.get("from")
    if came in ("last", "mine"):
        return visit.at(came)
    return visit.at("asked", visit.questions[visit.place - 1].key) if visit.place else visit.at("front")


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
        **_where(visit),
    }
    if form.data is not None:  # what was typed stays in the boxes, under the names of the page that comes now
        form.form.fields = [_renamed(each, form.mark, stands.mark) for each in form.form.fields]
    return _shown(request, "voices/answer_question.html", visit, context, status=status)


def _renamed(field, old: str, new: str):
    from dataclasses import replace

    return replace(field, html=new + field.html.removeprefix(old))


def _where(visit: Visit) -> dict:
    return {
        "number": visit.place + 1,
        "all": len(visit.questions),
        "back": back_address(visit),
        "form_id": _new_form(visit.request),
        "of": answer_mark(visit.mine),
    }


def answer_mark(mine: Contribution | None) -> str:
    """Says on a page whose answers it was made for, without saying who that is."""
    return str(answering.number_of(f"page of {mine.pk}")) if mine else ""


def _not_theirs(visit: Visit) -> bool:
    """The page was made for somebody else's answers than those that this browser has open now."""
    of = visit.request.POST.get("of", "")
    return bool(of) and of != answer_mark(visit.mine)


def _not_yours(visit: Visit) -> HttpResponse:
    return one_thing(
        visit.request, visit.words.names["round_name"], visit.words(WRONG, "not-yours"), status=409,
        next_words=_("Begin anew"), next_address=visit.at("front"),
    )  # fmt: skip


def _shown(request, template: str, visit: Visit, context: dict, status: int | None = None):
    status = status or (422 if context.get("errors") else 200)
    return render(request, template, visit.context(**context), status=status)


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


# --- cards


def _card(request, visit: Visit, question):
    """One card at a time, in an order of one's own."""
    visit.form_id = _new_form(request)
    whose = visit.mine.pk if visit.mine else answering.number_of(visit.form_id)
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
        **_where(visit),
        "form_id": visit.form_id,
    }
    if at and visit.mine:
        context["back"] = visit.at("asked", question.key, at=at - 1)
    return _shown(request, "voices/answer_card.html", visit, context)


def _place_of_card(request, numbers: list[int], votes: dict) -> int | None:
    """The card that was asked for, else the first that nothing was said to; None after the last."""
    asked_for = request.GET.get("at", "")
    if asked_for.isdecimal():
        return int(asked_for) if int(asked_for) < len(numbers) else None
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
        **_where(visit),
        "back": visit.at("asked", question.key, at=len(numbers) - 1) if numbers else back_address(visit),
    }
    return _shown(request, "voices/answer_cards_done.html", visit, context, status=status)


def own_cards(visit: Visit) -> list[tuple[str, str]]:
    """The cards that this person wrote, each with what became of it."""
    if not visit.mine:
        return []
    return [(card.words, _fate(visit, card)) for card in rules.cards_by(visit.mine)]


def _fate(visit: Visit, card) -> str:
    section = "Cards to agree or disagree with"
    if card.state == "pending":
        return visit.words(section, "card-waits")
    if card.state == "shown":
        return visit.words(section, "card-shown")
    reason = next((each for each in card.moderations.all() if not each.shown), None)
    option = visit.words.content.sheet("round").question("reasons").option(reason.reason) if reason else None
    return ((visit.easy and option.easy) or option.words) if option else (reason.words if reason else "")


def _voted(request, visit: Visit, question, numbers: list[int]):
    """Keep what was said to a card and go to the next one that nothing was said to."""
    if _not_theirs(visit):
        return _not_yours(visit)
    number, said = request.POST.get("card", ""), request.POST.get("vote", "")
    card = rules.card_shown(visit.round, int(number)) if number.isdecimal() else None
    with transaction.atomic():
        mine = visit.mine or _begin(visit)
        if isinstance(mine, HttpResponse):
            return mine
        if card and said in SAYS:
            answering.vote(mine, card, SAYS[said])
        elif card and said == "leave":
            answering.leave_card(mine, card)
    if request.POST.get("then") in ("stop", "clear"):
        return _after(visit, mine)
    if said == "enough":
        return _on(visit, mine, visit.at("asked", question.key, at="end"))
    return _on(visit, mine, _next_card(visit, mine, question, numbers, card))


def _next_card(visit: Visit, mine: Contribution, question, numbers: list[int], card) -> str:
    votes = rules.votes_of(mine)
    begins = numbers.index(card.pk) + 1 if card and card.pk in numbers else 0
    after = next((at for at in range(begins, len(numbers)) if numbers[at] not in votes), "end")
    return visit.at("asked", question.key, at=after)


@require_POST
@while_open
def own_card(request, visit: Visit, key: str):
    """A card of one's own: others see it when it has been read."""
    questions = visit.round.asked()
    place = next((n for n, question in enumerate(questions) if question.key == key), None)
    if place is None or questions[place].kind != "statements":
        raise Http404
    visit.place, visit.questions = place, questions
    words = " ".join(tidy(request.POST.get("card", "")).split())
    section = "Cards to agree or disagree with"
    with transaction.atomic():
        mine = visit.mine or _begin(visit)
        if isinstance(mine, HttpResponse):
            return mine
        if not words:
            why = visit.words(section, "add-empty")
        elif len(words) > 280:
            why = visit.words(WRONG, "long", over=len(words) - 280)
        else:
            try:
                cards.add_card(questions[place], words, by=mine)
                return _on(visit, mine, visit.at("asked", key, at="end", added="1"))
            except cards.Same:
                why = visit.words(section, "add-same")
            except cards.TooMany:
                why = visit.words(WRONG, "too-fast", minutes=limits.QUARTER // 60)
    numbers = rules.cards_shown(visit.round, key)
    response = _cards_done(
        request, visit, questions[place], numbers, rules.votes_of(mine), [("card", why)], words, status=422
    )
    if not visit.mine:
        marks.put_mark(response, mine, own=True, stays=visit.stays)
    return response


# --- the last page, and stopping


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
        return _stopped(visit, visit.mine, "sent")
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
    return _shown(request, "voices/answer_last.html", visit, context)


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
            line["said"] = [_("Cards that you answered: %(n)s") % {"n": len(mine)}] if mine else []
            line["passed"] = True
            line["change"] = visit.at("asked", question.key, at=0)
        lines.append(line)
    return lines


def _stopped(visit: Visit, mine: Contribution, how="stopped") -> HttpResponse:
    """What was said counts, and its person gets a code."""
    with transaction.atomic():
        answering.finish(mine)
        new = not mine.code
        code = answering.give_code(mine) if new else ""
    address = visit.at("thanks") if how == "sent" else visit.at("thanks", stopped="1")
    response = _on(visit, mine, address)
    if new:
        marks.put_code(response, mine, code)
    return response


def cleared(visit: Visit) -> HttpResponse:
    """Nothing of this person is in this browser any more; what was kept is kept."""
    address = visit.at("front", cleared="1") if visit.screen else visit.at("front")
    response = redirect(address)
    marks.clear_mark(response)
    return response


@require_POST
@of_round
def clear(request, visit: Visit):
    """I am finished: clear it now."""
    return cleared(visit)
