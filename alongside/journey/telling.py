"""What the walk says to people who are not looking: that there is something to read, never what anybody wrote.

Each message goes once, after what it tells of is on disk, and not while a pair rests. Whoever has no e-mail
address gets a letter or a call, which waits on the coordinator's board.
"""

import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.journey.meeting import MeetingTime
from alongside.journey.process import Stop, way_of
from alongside.journey.progress import Fact, Walk, note
from alongside.journey.told import BY_HAND, EMAIL, Told
from alongside.kit import messages
from alongside.people.pair import Pair, Pause, has_ended, paused
from alongside.people.person import Person
from alongside.people.wording import names_for
from alongside.portfolio.sheet import Mine
from alongside.portfolio.standing import PLAN

WEEK = datetime.timedelta(days=7)
NEVER_REMINDED = {"story"}  # nobody reminds a storyteller


def they_are_ready(pair: Pair, stop: Stop, *, to: Person) -> None:
    """The other is ready to share and waits for this person. Once for each sheet."""
    _tell(pair, to, "they-are-ready", about=stop.key, link=_next(pair))


def plan_signed(pair: Pair, version: str) -> None:
    """Both have signed: to both, and to the coordinator. Once for each version."""
    about = version[:12]
    review = pair.reviews.filter(day__gt=timezone.localdate()).first()
    days = {
        "review_date": _day(review.day) if review else _("a day that you choose"),
        "answer_by": _day(timezone.localdate() + WEEK),
    }
    for person in pair.two:
        _tell(pair, person, "plan-signed", about=about, link=_at("journey:plan", pair), **days)
    pair_page = settings.BASE + reverse("coordinated-pair", args=[pair.programme.public, pair.public])
    _tell(
        pair, pair.programme.coordinator, "plan-signed", way="E-mail to the coordinator", about=about,
        link=pair_page, pair_label=str(pair), partner_first_name=pair.partner.name,
        professional_first_name=pair.professional.name, **days,
    )  # fmt: skip


def meeting_set(now: MeetingTime, before: MeetingTime | None) -> None:
    """A meeting has a day, or another one. Where and when exactly stands on their pages, in their own words."""
    if before and (before.on, before.time) == (now.on, now.time):
        return
    way = "E-mail" if before else "E-mail when it is arranged"
    names = {"old_day": _weekday(before.on), "old_date": _day(before.on)} if before else {}
    for person in now.pair.two:
        _tell(
            now.pair, person, "meeting-moved", way=way, about=f"{now.meeting}-{now.pk}",
            link=_at("journey:meeting", now.pair, now.meeting), day=_weekday(now.on), date=_day(now.on), **names,
        )  # fmt: skip


def meeting_put_off(before: MeetingTime) -> None:
    """There is no day any more. Nobody is told why, because nobody was asked."""
    for person in before.pair.two:
        _tell(
            before.pair, person, "meeting-moved", way="E-mail when it is put off without a new time",
            about=f"{before.meeting}-{before.pk}-off", old_day=_weekday(before.on),
            link=_at("journey:meeting", before.pair, before.meeting),
        )  # fmt: skip


def after_a_rest(pair: Pair) -> None:
    """What was held back while the pair rested and is still true. Each message knows whether it went before."""
    walk = Walk(pair)
    for stop in walk.stops:
        if stop.spoken or walk.way.sheet(stop).opens != "together":
            continue
        left, right = pair.two
        for me, other in ((left, right), (right, left)):
            if walk.standing.ready(stop, other) and not walk.is_past(stop.key, me):
                they_are_ready(pair, stop, to=me)
    for time in MeetingTime.objects.filter(pair=pair, ended__isnull=True, on__gte=timezone.localdate()):
        meeting_set(time, None)
    if walk.is_working:
        plan_signed(pair, Mine(pair, pair.content.sheets[PLAN], pair.left).content_hash())


def rests_that_ended_today() -> None:
    """A rest with a date ends by itself: the facts are brought up to date, and what was held back goes out."""
    today = timezone.localdate()
    for rest in Pause.objects.filter(ended__isnull=True, until__range=(today - WEEK, today)).select_related("pair"):
        note(rest.pair)
        after_a_rest(rest.pair)


def those_waited_for() -> int:
    """Whoever the other has waited for since a week is told once that a page is waiting. Returns how many."""
    since = timezone.now() - WEEK
    waiting = Fact.objects.filter(waits_for__isnull=False, waits_since__lte=since, paused=False).select_related(
        "waits_for", "pair__partner", "pair__professional", "pair__programme__organisation",
        "pair__programme__coordinator",
    )  # fmt: skip
    return sum(_remind(fact) for fact in waiting)


def _remind(fact: Fact) -> bool:
    meeting, _dot, sheet = fact.step.partition(".")
    way = way_of(fact.pair.content)
    stop = next((s for s in way.stops if s.key == fact.step), None)
    if stop is None or stop.sheet in NEVER_REMINDED:
        return False
    minutes = 5 if stop.spoken else round(way.sheet(stop).minutes) or 5
    return _tell(
        fact.pair, fact.waits_for, "waiting-for-you", about=fact.step, minutes=minutes, link=_next(fact.pair)
    )


def ended(pair: Pair) -> None:
    """The pair has ended: whoever stopped hears where their words are; the other by hand, if not by e-mail."""
    stopped = pair.ending.by
    if stopped.email and _note(pair, stopped, "ending", "", EMAIL):
        _send(pair, stopped, "ending", "E-mail to whoever stopped", link=settings.BASE + reverse("home"))
    other = pair.other(stopped)
    if not other.email:
        _note(pair, other, "ending", "", BY_HAND)


def asked_by_hand(pair: Pair, person: Person) -> None:
    """An invitation by letter or link waits for the coordinator to print it or give it."""
    _note(pair, person, "invitation", "", BY_HAND)


# --- one message


def _tell(pair: Pair, person: Person, message: str, *, way="E-mail", about="", **names) -> bool:
    """Send it, or put it on the coordinator's list; False where this was told already or the pair rests."""
    if paused(pair) or has_ended(pair):
        return False
    if not _note(pair, person, message, about, EMAIL if person.email else BY_HAND):
        return False
    if person.email:
        _send(pair, person, message, way, **names)
    return True


def _send(pair: Pair, person: Person, message: str, way: str, **names) -> None:
    """After what it tells of is on disk."""
    me = person if pair.role(person) else None
    known = names_for(pair.programme, me, pair) | {"first_name": person.name} | names
    words = pair.content.message(message, way, **known)
    transaction.on_commit(
        partial(messages.send, person.email, words["subject"], words["body"], sender=words["from"])
    )


def _note(pair: Pair, person: Person, message: str, about: str, way: str) -> bool:
    """Whether this is the first time."""
    return Told.objects.get_or_create(
        pair=pair, person=person, message=message, about=about[:80], defaults={"way": way}
    )[1]


def _next(pair: Pair) -> str:
    return _at("journey:next", pair)


def _at(name: str, pair: Pair, *more) -> str:
    return settings.BASE + reverse(name, args=[pair.public, *more])


def _day(day: datetime.date) -> str:
    return date_format(day, "j F Y")


def _weekday(day: datetime.date) -> str:
    return date_format(day, "l j F")
