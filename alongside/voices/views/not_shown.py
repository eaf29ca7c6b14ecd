"""What is held back and why: the reasons, the log of the two, cards that people added, and the second look."""

import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from alongside.kit.fields import tidy, whole
from alongside.people import rules as people
from alongside.people import signin
from alongside.voices import covering, marks, moderation, rules
from alongside.voices.themes import question_of
from alongside.voices.views.reading import at, of_answer, of_reading, title_of
from alongside.voices.views.visit import with_own_words
from alongside.voices.wording import RoundWords

SECTION = "Not showing something"


def _reason_page(request, here, thing, *, words: str, back: str, done: str):
    """Choose one of the published reasons; the same page for an answer and for a card."""
    reasons = moderation.reasons_of(here.piece.round)
    chosen = next((each for each in reasons if each.key == request.POST.get("reason")), None)
    if request.method == "POST" and chosen:
        moderation.not_show(thing, chosen, by=here.me)
        return redirect(done)
    errors = [("reason", here.page_words(SECTION, "needed"))] if request.method == "POST" else []
    return render(
        request, "voices/not_show.html",
        here.context(
            reasons=[(each.key, each.said(here.easy)) for each in reasons], words_said=words, back=back, errors=errors
        ),
        status=422 if errors else 200,
    )  # fmt: skip


@of_answer
def not_show(request, here, answer):
    """Hold an answer back, or show it after all; whoever read it first does."""
    if not rules.reads_uncovered(here.me, answer) or not hasattr(answer, "reading"):
        raise Http404
    if "show" in request.POST:
        moderation.show(answer, by=here.me)
        return redirect(at(here, "read-one", answer.pk))
    words = covering.for_others(answer) or ""
    return _reason_page(
        request, here, answer, words=words, back=at(here, "read-one", answer.pk), done=at(here, "read-next")
    )


@of_reading
def cards(request, here):
    """Cards that people added, one at a time, in no order."""
    card = rules.card_to_read(here.me, here.piece.round)
    if request.method == "POST":
        number = whole(request.POST.get("card", ""))
        card = rules.card_to_read(here.me, here.piece.round, number) if number is not None else None
        if card and "show" in request.POST:
            moderation.show(card, by=here.me)
        elif card:
            return redirect(at(here, "not-show-card", card.pk))
        return redirect(at(here, "read-cards"))
    return render(
        request, "voices/cards.html",
        here.context(
            card=card, waiting=rules.cards_waiting(here.piece.round),
            reads_first=rules.reads_first(here.me, here.piece.round), back=at(here, "read-next"),
        ),
    )  # fmt: skip


@of_reading
def not_show_card(request, here, card):
    """Hold back a card that somebody added."""
    found = rules.card_to_read(here.me, here.piece.round, card)
    if not found:
        raise Http404
    there = at(here, "read-cards")
    return _reason_page(request, here, found, words=found.words, back=there, done=there)


@of_reading
def log(request, here):
    """Every case with its reason and its day, for both; the words stay with whoever read them."""
    round = here.piece.round
    reasons = {each.key: each.said(here.easy) for each in moderation.reasons_of(round)}
    shown, held = moderation.answers_shown(round)
    return render(
        request, "voices/not_shown_log.html",
        here.context(
            lines=[_line(here, row, reasons) for row in moderation.log_of(round)],
            numbers=[(each.said(here.easy), number) for each, number in moderation.numbers_of(round) if number],
            shown=shown, held=held, title=title_of(here), back=at(here, "read-next"),
        ),
    )  # fmt: skip


def _line(here, row, reasons) -> dict:
    asked = here.piece.round.question(row.answer.question) if row.answer_id else None
    return {
        "what": ((here.easy and asked.easy) or asked.ask) if asked else here.page_words(SECTION, "a-card"),
        "shown": row.shown, "reason": reasons.get(row.reason, ""), "day": row.day, "second": row.second_look,
        "asked": row.asked_again, "by": here.name_of(row.by) if row.by else "",
        "words": row.words if row.second_look else "",
    }  # fmt: skip


# --- for its author, by the mark in their browser


@with_own_words
def for_author(request, visit):
    """What of mine is held back, why, and what I can do."""
    return render(
        request,
        "voices/not_shown.html",
        visit.context(told=[_told(visit, each) for each in moderation.not_shown_for(visit.mine)]),
    )


def _told(visit, each) -> dict:
    words, first = visit.words, each.moderation
    known = each.reason.key if each.reason else ""
    reason = each.reason.said(visit.easy) if each.reason else ""
    if known and not known.startswith("own-"):
        reason = words("Not shown", f"reason-{known}", where=visit.round.pair.programme.name)
    by = date_format((each.asked or first.day) + datetime.timedelta(days=moderation.DAYS), "j F Y")
    card = first.statement_id is not None
    return {
        "number": first.pk, "card": card, "words": each.thing.words if card else covering.said_by(each.thing),
        "question": "" if card else question_of(each.thing, visit.easy), "day": date_format(first.day, "j F Y"),
        "by": first.by.name if first.by else words.names["partner"], "reason": reason, "until": by,
        "asked": each.asked, "outcome": each.outcome, "may_ask": each.may_ask,
    }  # fmt: skip


@require_POST
@with_own_words
def ask_again(request, visit, number):
    """I do not agree; somebody who is not part of it looks again."""
    found = rules.moderation_for_author(visit.mine, number)
    if not found:
        raise Http404
    moderation.ask_again(found)
    return redirect("voices:not-shown", visit.round.short)


# --- for whoever looks again, without an account


def second_look(request, token):
    """One answer or card, covered, with the reason; yes or no, and a sentence for its author."""
    found = moderation.behind(token)
    if not found:
        raise Http404
    thing = found.answer or found.statement
    round = thing.contribution.round if found.answer_id else thing.round
    easy = marks.reads_easy(request)
    request.programme = round.pair.programme
    words, reason = RoundWords(round, easy), moderation.reason_of(found)
    said, because = request.POST.get("shown", ""), tidy(request.POST.get("because", "")).strip()
    errors = []
    if request.method == "POST":
        errors += [] if said in ("yes", "no") else [("shown", words("A second look", "question"))]
        errors += [] if because or said == "yes" else [("because", words("A second look", "because-missing"))]
        if not errors:
            moderation.look_again(found, shown=said == "yes", words=because)
            return render(request, "voices/second_look.html", {"words": words, "done": True, "errors": []})
    return render(
        request, "voices/second_look.html",
        {
            "words": words, "done": False, "errors": errors, "said": said, "because": because,
            "question": question_of(thing, easy) if found.answer_id else "",
            "thing": (covering.for_others(thing) if found.answer_id else thing.words) or "…",
            "reason": reason.said(easy) if reason else "…",
        },
        status=422 if errors else 200,
    )  # fmt: skip


@signin.signed_in
def second_looks(request, public):
    """The coordinator hands each link to the person whom the round names; no words of it stand here."""
    programme = get_object_or_404(people.programmes_coordinated_by(request.user), public=public)
    request.programme = programme
    easy = request.session.get("easy", False)
    rows = []
    for row in moderation.waiting(rules.second_looks_of(programme)):
        round = row.answer.contribution.round if row.answer_id else row.statement.round
        by = row.asked_again + datetime.timedelta(days=moderation.DAYS)
        rows.append({"words": RoundWords(round, easy), "link": moderation.second_look_link(row), "by": by})
    words = lambda key, **more: programme.content.words("A second look", key, easy, **more)  # noqa: E731
    return render(request, "voices/second_looks.html", {"programme": programme, "rows": rows, "said": words})
