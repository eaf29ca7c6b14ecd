"""The home page of whoever is signed in: the one next thing, and what is theirs to look after."""

from dataclasses import dataclass

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.journey import handover, readiness
from alongside.journey import meeting as meetings
from alongside.journey.at_work import shown_actions
from alongside.journey.notebook import bar_of_two, made_together
from alongside.journey.process import WEEK
from alongside.journey.progress import Next
from alongside.journey.views.here import Here
from alongside.people.needs_shown import needs_shown_to
from alongside.people.rules import my_pairs, what_waits_for
from alongside.people.tasks import tasks_for
from alongside.site import board
from alongside.site.coordinating import board_page
from alongside.site.facilitating import facilitators_part
from alongside.site.front import front
from alongside.site.promised import late_for_the_two


@dataclass
class PairCard:
    """One of my pairs on my home page."""

    here: Here
    next: Next

    @property
    def address(self) -> str:
        return self.here.walk.address(self.next, self.here.me) if self.next.to_do else ""

    @property
    def stop_words(self) -> dict:
        return next_words(self.here, self.next)


def next_words(here: Here, coming: Next) -> dict:
    """What the card of the next thing says: where, heading, words, minutes, and the verb of its button."""
    say, walk, stop = here.say, here.walk, coming.stop
    meeting = walk.way.meeting(stop.meeting)
    where = _("Before you meet") if stop.meeting == "before" else _("Meeting %(n)s") % {"n": meeting.number}
    if stop.meeting.startswith(WEEK):
        where = _("you look at your plan again")
    if stop.spoken:
        title = say((here.easy and meeting.easy_title) or meeting.title)
        closing = stop.sheet == "closing"
        return {
            "where": _("Next"),
            "heading": _("Meeting %(n)s: say goodbye for today") % {"n": meeting.number} if closing
            else _("Meeting %(n)s: %(title)s") % {"n": meeting.number, "title": title},
            "words": "" if closing else say(_reading(here, meeting.words, meeting.easy)),
            "minutes": 0 if closing else meeting.minutes,
            "verb": _("Go on"),
        }  # fmt: skip
    sheet = walk.way.sheet(stop)
    title = say((here.easy and sheet.easy_title) or sheet.title)
    row = walk.at(stop, here.me)
    about = say(_reading(here, sheet.about, sheet.easy_about))
    if coming.what == "read":
        heading, verb = _("Read: %(title)s") % {"title": title}, _("Read it")
    elif coming.what == "end":
        heading, verb = title, _("Go on")
        about = here.page_words("My home page", "you-say-who-reads")
    else:
        heading, verb = title, _("Carry on") if row else _("Start")
    return {"where": _("Next: %(where)s") % {"where": where}, "heading": heading, "words": about,
            "minutes": sheet.minutes, "verb": verb}  # fmt: skip


def _reading(here: Here, plain: str, easy: tuple[str, ...]) -> str:
    """The plain words, or the easy lines for whoever chose Easy Read."""
    return " ".join(easy) if here.easy and easy else plain


def home(request):
    """The front page for a stranger; for everybody else what is theirs to do."""
    who = request.who
    if not who:
        return redirect("journey:between") if handover.on_this_device(request) else front(request)
    easy = request.session.get("easy", False)
    cards = []
    for pair in my_pairs(who.person):
        here = Here(pair, who, easy)
        cards.append(PairCard(here, here.walk.next_for(who.person)))
    cards.sort(key=lambda card: (not card.next.to_do, card.next.waits == "ended", card.here.pair.pk))
    looks = {} if who.support else what_waits_for(who.person)
    boards = None
    if looks.get("coordinating") and not cards:
        boards = board.for_person(who.person, request.GET, easy=easy)
    tasks = tasks_for(who.person, looks, boards and boards.programmes) if looks else []
    facilitates = bool(looks.get("facilitating_now"))
    tends = facilitates or bool(looks.get("coordinating"))
    beside = {"me": who.person, "tasks": tasks, "looks": looks}
    beside |= facilitators_part(who.person, easy, looks_after=tends, facilitates=facilitates)
    if boards:
        return board_page(request, boards, beside)
    if not cards:
        return render(request, "site/waiting.html", beside | {"tasks_lead": True})
    first = cards[0]
    context = beside | {"cards": cards, "first": first, "tasks_lead": not first.next.to_do}
    if first:
        here = first.here
        request.programme = here.pair.programme
        times = {} if here.walk.is_working else meetings.times(here.pair)
        context |= here.context(
            next=first.next,
            next_words=first.stop_words if first.next.to_do else None,
            address=first.address,
            bar=bar_of_two(here, times) if here.walk.has_begun else [],
            times=times,
            coming_meeting=_coming(here, times),
            made=made_together(here),
            needs=needs_shown_to(who, here.pair),
            actions=shown_actions(here.pair, easy=easy) if here.walk.is_working else [],
            late=late_for_the_two(here),
            hand_on=_hand_on(request, first),
            not_today=_other_said_not_today(first),
        )
    return render(request, "site/home.html", context)


def _hand_on(request, card: PairCard) -> bool:
    """On a device that the two share: my part is done, and the other has something to do."""
    here = card.here
    if card.next.to_do or not handover.is_shared_by(request, here.pair):
        return False
    return here.walk.next_for(here.other).to_do


def _other_said_not_today(card: PairCard) -> bool:
    """The other does not want the story today, and this meeting is where I am."""
    here, coming = card.here, card.next
    if not here.walk.has_begun or here.walk.is_working or coming.kind == "nothing":
        return False
    meeting = (coming.stop or here.walk.slower).meeting
    return readiness.said_by(here, here.other, meeting) == readiness.NOT_TODAY


def _coming(here, times):
    """The next meeting that has a day, with the meeting it is."""
    current = here.walk.slower.meeting if here.walk.has_begun else ""
    order = [m.key for m in here.content.process.meetings]
    for key in order[order.index(current):] if current in order else order:
        if key in times:
            return here.walk.way.meeting(key), times[key]
    return None

