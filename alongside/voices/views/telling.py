"""Telling people by hand, for the coordinator: texts, letters, calls. How to reach them, never what they said."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from alongside.kit.fields import whole
from alongside.people.views.programme import of_programme
from alongside.people.wording import names_for
from alongside.voices import promises, rules, telling
from alongside.voices.contribution import Reach
from alongside.voices.hearing import forget, line_of
from alongside.voices.release import Told
from alongside.voices.telling import Message
from alongside.voices.views.visit import of_round

SECTION, CALLS, LATE = "Telling people", "Call list: what to say", "When a promise is late"
WAYS = (Reach.TEXT, Reach.LETTER, Reach.CALL)
CHANNEL = {Reach.TEXT: "text-message", Reach.CALL: "spoken-on-the-phone"}


@dataclass
class ToTell:
    """One person to tell by hand: how to reach them, and our words for it."""

    told: Told
    address: str
    discreet: bool
    about: str
    words: str


def messages_waiting(programme, how: str = "") -> list[Message]:
    """What is to be told by hand, in the order of the envelopes: by answer, and within it by chance."""
    found = rules.waiting_to_be_told(programme)
    rows = list(found.filter(how=how) if how else found)
    firsts = promises.first_days(rules.releases_of_pieces({told.release.piece_id for told in rows})) if rows else {}
    for told in rows:
        told.release.piece.pair.programme = programme
    return [Message(told, firsts) for told in rows]


def waiting(programme, how: str = "") -> list[ToTell]:
    """Whom to tell, and how."""
    return [_to_tell(message) for message in messages_waiting(programme, how)]


def _to_tell(message: Message) -> ToTell:
    told = message.told
    reach = told.contribution.reach
    words = message(CHANNEL[told.how])["body"] if told.how in CHANNEL else ""
    return ToTell(told, str(reach.address), reach.discreet, message.reply.heard, words)


@of_programme
def people_to_tell(request, programme):
    """All that waits, in three lists; e-mails went out by themselves."""
    words = _words(request, programme)
    all_of_them = waiting(programme)
    found = {how: [each for each in all_of_them if each.told.how == how] for how in WAYS}
    late = [_late_line(words, due) for due in promises.late_of(programme.pairs.all())]
    steps = programme.content.lines(CALLS, _easy(request), **_names(programme))
    return render(
        request, "voices/telling.html",
        {
            "programme": programme, "words": words, "texts": found[Reach.TEXT], "letters": found[Reach.LETTER],
            "calls": found[Reach.CALL], "late": late, "steps": steps,
        },
    )  # fmt: skip


def _late_line(words, due) -> tuple[str, str]:
    """What is late, and whom to ring."""
    key, names = line_of(due)
    who = due.who_answers.rstrip(".") or due.piece.pair.professional.name
    return words(LATE, key, **names), words(LATE, "coordinator-ask", who_answers=who)


def _easy(request) -> bool:
    return request.session.get("easy", False)


def _names(programme) -> dict:
    return names_for(programme) | {"caller": programme.coordinator.name}


def _words(request, programme):
    names, easy = _names(programme), _easy(request)

    def words(section: str, key: str, **more) -> str:
        return programme.content.words(section, key, easy, **{**names, **more})

    return words


VERBS = {
    "told": telling.told_by_hand,
    "nobody": telling.nobody_answered,
    "stop": telling.wants_no_more,
}


@require_POST
@of_programme
def mark(request, programme, number):
    """I told them; nobody answered; they want no more."""
    told = rules.waiting_to_be_told(programme).filter(pk=number).first()
    verb = next((VERBS[name] for name in VERBS if name in request.POST), None)
    if not told or not verb:
        raise Http404
    verb(told, by=request.user)
    forget(programme)
    messages.info(request, _words(request, programme)(SECTION, "marked"))
    return redirect("voices:people-to-tell", programme.public)


@require_POST
@of_programme
def mark_all(request, programme, how):
    """All of them are in the post, or sent from the phone: those that stood on the page, and no others."""
    if how not in (Reach.LETTER, Reach.TEXT):
        raise Http404
    seen = {number for each in request.POST.getlist("told") if (number := whole(each)) is not None}
    for told in rules.waiting_to_be_told(programme).filter(how=how, pk__in=seen):
        telling.told_by_hand(told, by=request.user)
    forget(programme)
    messages.info(request, _words(request, programme)(SECTION, "marked"))
    return redirect("voices:people-to-tell", programme.public)


@of_round
def stop(request, visit, token):
    """No more messages: a page with a button, because mail scanners open links."""
    reach = telling.reach_of(token, visit.round)
    if not reach:
        raise Http404
    if request.method == "POST":
        (telling.start_again if "again" in request.POST else telling.stop)(reach)
        return redirect("voices:stop", visit.round.short, token)
    return render(request, "voices/stop.html", visit.context(reach=reach))
