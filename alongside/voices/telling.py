"""Telling everyone: a release of what both said yes to, and each person whom it concerns is told of it once.

E-mails go at once. Text messages, letters and calls wait for the coordinator, who sees how to reach
somebody and never what they said. Nobody is told of anything that is not about what they said.
"""

import datetime
from functools import partial

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from alongside.kit import messages
from alongside.kit.in_turn import in_turn
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.portfolio.piece import CHANGE, DECISION, Piece
from alongside.privacy.audit import recorded
from alongside.voices import heard
from alongside.voices import release as releasing
from alongside.voices.contribution import Contribution, Reach
from alongside.voices.promises import DID, DID_NOT, PART, Promise, first_days, promise_in
from alongside.voices.release import Release, Told
from alongside.voices.reply import NO, Reply, day_words, reply_to, stopped
from alongside.voices.stand import Stand
from alongside.voices.wording import RoundWords

TOLD, NONE, STOP = "told", "none", "stop"
MOST_TRIES = 3
NEWS = "round-news"  # for people whose messages others may see
STOP_SALT = "no more messages"


class NotBoth(Exception):
    """Somebody wants to tell everyone what not both of the two have said yes to."""


def tell_everyone(piece: Piece, *, by: Person) -> Release:
    """Let others read it as it stands, and tell those whom it concerns. Two presses at once make one release."""
    with transaction.atomic():
        in_turn(f"pair {piece.pair_id}")  # a change of the sheet waits, and a second press finds the release
        stand = Stand(piece)
        if stand.is_told:
            return stand.released
        if not stand.may_be_told:
            raise NotBoth
        forget_who_waits(piece)
        release = releasing.release(piece, stand.answers, by=by)
        release.piece = piece
        heard.count_again(_theme_numbers(piece.pair, themes_of(release)))
        _tell_those(release)
    return release


def take_down(release: Release, *, by: Person) -> None:
    """Nobody reads it any more, and nobody who waits is told of it."""
    with transaction.atomic():
        releasing.take_down(release, by=by)
        forget_who_waits(release.piece)


def forget_who_waits(piece: Piece) -> None:
    """Whoever has not been told of an earlier version hears of the one that stands instead."""
    Told.objects.filter(release__piece=piece, day__isnull=True, outcome="").delete()


# --- whom it concerns


def themes_of(release: Release) -> list[str]:
    """The headings that a release answers; a change record without any has those of its decision."""
    if release.themes or release.piece.sheet != CHANGE:
        return release.themes
    decision = release.said.value("decision")
    of = Release.objects.filter(
        piece__public=decision, piece__pair=release.piece.pair_id, piece__sheet=DECISION, ended__isnull=True
    )
    found = of.select_related("piece").first() if decision else None
    return found.themes if found else []


def _theme_numbers(pair: Pair, publics: list[str]) -> list[int]:
    return list(pair.themes.filter(public__in=publics).values_list("pk", flat=True))


def concerned(pair: Pair, publics: list[str]) -> QuerySet[Contribution]:
    """Everybody who said something under these headings; without any, everybody who answered this pair."""
    sent = Contribution.objects.filter(
        round__pair=pair, round__opened__isnull=False, sent__isnull=False, withdrawn__isnull=True
    )
    return sent.filter(answers__themes__theme__public__in=publics).distinct() if publics else sent


def how_many(people: QuerySet[Contribution]) -> tuple[int, int]:
    """How many people something concerns, and how many of them asked to be told."""
    wants = Q(reach__isnull=False, reach__stopped=None)
    found = people.aggregate(all=Count("pk", distinct=True), reached=Count("pk", distinct=True, filter=wants))
    return found["all"], found["reached"]


def _tell_those(release: Release) -> None:
    people = concerned(release.piece.pair, themes_of(release)).filter(reach__isnull=False, reach__stopped=None)
    for contribution in people.select_related("reach", "round__piece", "round__opened"):
        by_email = contribution.reach.how == Reach.EMAIL
        told, new = Told.objects.get_or_create(
            contribution=contribution,
            release=release,
            defaults=_sent(release) if by_email else {"how": contribution.reach.how},
        )
        if new and by_email:
            told.release = release
            _send(told, contribution)


def _sent(release: Release) -> dict:
    by = release.piece.pair.programme.coordinator
    return {"how": Reach.EMAIL, "day": timezone.localdate(), "outcome": TOLD, "by": by}


# --- what is sent


class Message:
    """What one person is told of one release, in the way that they chose. No word of theirs is in it."""

    def __init__(self, told: Told, firsts: dict[int, datetime.date] | None = None, easy: bool = False):
        self.told, self.contribution = told, told.contribution
        release = told.release
        if firsts is None:
            firsts = first_days(release.piece.releases.all())
        self.promise = promise_in(release.said, firsts.get(release.piece_id))
        round = self.contribution.round
        round.pair = told.release.piece.pair
        self.words = RoundWords(round, easy)

    @property
    def discreet(self) -> bool:
        """Others may see it: it says that there is news, and nothing more."""
        return self.contribution.reach.discreet

    @property
    def name(self) -> str:
        return NEWS if self.discreet else message_for(self.told.release, self.promise)

    @property
    def names(self) -> dict[str, str]:
        release, reply, promise = self.told.release, self.reply, self.promise
        said = release.said
        return self.words.names | {
            "link": _address(self.contribution, "happened"),
            "stop_link": stop_link(self.contribution),
            "answer_line": f"{stopped(reply.heard)} {reply.line}".strip(),
            "date": day_words(promise.due if promise else _since(release)),
            "new_date": day_words(promise.due) if promise else "",
            "because": said.text("because") or said.text("why") or said.text("late-because"),
            "who_decided": said.text("who-decided") or said.text("answers-for-it"),
            "name_and_job": said.text("answers-for-it") or said.text("who-decided") or self.words.names["sender_name"],
            "month": f"{day_words(self.contribution.sent).split(' ', 1)[1]}" if self.contribution.sent else "",
            "date_today": day_words(timezone.localdate()),
            "caller": self.words.names["coordinator"],
            "other_languages": "",
        }

    @property
    def reply(self) -> Reply:
        release = self.told.release
        return reply_to(release.piece.sheet, release.said, self.words)

    def __call__(self, way: str) -> dict[str, str]:
        """The message as it goes out: subject, body, from."""
        return self.words.content.message(self.name, way, **self.names)


def message_for(release: Release, promise: Promise | None) -> str:
    """Which of the messages a release needs."""
    said = release.said
    if release.piece.sheet == DECISION:
        return "round-not-done" if said.value("outcome") == NO else "round-decided"
    state = said.value("state")
    if state in (DID, PART):
        return "round-changed"
    if state == DID_NOT:
        return "round-not-done"
    tells_why = bool(promise and (promise.because or promise.moved) and (promise.late or promise.moved))
    return "round-late" if tells_why else "round-decided"


def _since(release: Release) -> datetime.date:
    value = release.said.value("since") or release.said.value("decided-on")
    return datetime.date.fromisoformat(value) if isinstance(value, str) and value else release.day


def _send(told: Told, contribution: Contribution) -> None:
    """After the release is on disk; the address is opened here and goes nowhere else."""
    told.contribution = contribution
    mail = Message(told)("e-mail")
    to = str(contribution.reach.address)
    transaction.on_commit(partial(messages.send, to, mail["subject"], mail["body"], sender=mail["from"]))


def _address(contribution: Contribution, page: str) -> str:
    return settings.BASE + reverse(f"voices:{page}", args=[contribution.round.short])


def stop_link(contribution: Contribution) -> str:
    token = signing.Signer(salt=STOP_SALT).sign_object(contribution.reach.pk)
    return settings.BASE + reverse("voices:stop", args=[contribution.round.short, token])


# --- STOP


def reach_of(token: str, round) -> Reach | None:
    """Whose messages this link stops; it opens nothing else."""
    try:
        number = signing.Signer(salt=STOP_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return Reach.objects.filter(pk=number, contribution__round=round).first()


def stop(reach: Reach) -> None:
    """Nothing more goes out to this person."""
    with transaction.atomic():  # no audit line: it has a time
        Reach.objects.filter(pk=reach.pk, stopped=None).update(stopped=timezone.localdate())
        waiting = Told.objects.filter(contribution=reach.contribution_id, day__isnull=True, outcome="")
        waiting.update(outcome=STOP)


def start_again(reach: Reach) -> None:
    """It was a mistake."""
    Reach.objects.filter(pk=reach.pk).update(stopped=None)


# --- what the coordinator does by hand


WAITING = Q(day__isnull=True, outcome="")


def told_by_hand(told: Told, *, by: Person) -> None:
    """Somebody was told by text, letter or call."""
    with recorded("told somebody what came of it", by=by, to=told.release.piece):
        Told.objects.filter(WAITING, pk=told.pk).update(day=timezone.localdate(), by=by, outcome=TOLD)


def nobody_answered(told: Told, *, by: Person) -> None:
    """A call that nobody took; after the third the page behind the code has to do."""
    with recorded("called and nobody answered", by=by, to=told.release.piece):
        tries = told.tries + 1
        done = {"day": timezone.localdate(), "by": by, "outcome": NONE} if tries >= MOST_TRIES else {}
        Told.objects.filter(WAITING, pk=told.pk).update(tries=tries, **done)


def wants_no_more(told: Told, *, by: Person) -> None:
    """Said to whoever called: nothing more goes out, about this or anything else."""
    with recorded("was told that somebody wants no more messages", by=by, to=told.release.piece):
        stop(told.contribution.reach)
