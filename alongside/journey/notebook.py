"""What the two see of their way: the bar of two people, and everything that they made."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

NOT_MADE = {"agreement-to-take-part", "what-i-need", "own-pace", "profile-review"}


def bar_of_two(here, times: dict) -> list[dict]:
    """For each meeting its steps, with how far each of the two is; what `kit.pace2` draws."""
    walk, found = here.walk, []
    current = walk.slower.meeting
    for meeting in walk.way.content.process.meetings:
        time = times.get(meeting.key)
        found.append(
            {
                "title": _("Meeting %(number)s") % {"number": meeting.number},
                "note": date_format(time.on, "l j F") if time else "",
                "current": meeting.key == current,
                "steps": [_step(here, meeting, step) for step in meeting.steps],
            }
        )
    return found


def _step(here, meeting, step) -> dict:
    stops = here.walk.way.in_step(meeting.key, step.key)
    left, right = (here.walk.state_of(stops, person) for person in here.pair.two)
    said = {"done": _("done"), "now": _("begun"), "later": _("not yet")}
    names = [p.name for p in here.pair.two]
    title = here.say((here.easy and step.easy_title) or step.title)
    return {
        "label": f"{title}. {names[0]}: {said[left]}. {names[1]}: {said[right]}.",
        "left": left,
        "right": right,
    }


@dataclass(frozen=True)
class MadePage:
    title: str
    address: str
    visible: str
    state: str
    meeting: str
    lasts: bool  # made to be kept, not a note about one day


def made_together(here) -> list[MadePage]:
    """Every sheet that this person has begun or may read, in the order of the way, each once."""
    found, seen = [], set()
    walk = here.walk
    for stop in walk.stops:
        if stop.spoken or (stop.sheet, stop.occasion) in seen or not walk.asks(stop, here.me):
            continue
        sheet = walk.way.sheet(stop)
        if not here.who.may_open(stop.sheet):
            continue
        open_to_me = walk.standing.open(stop, here.other)
        theirs = sheet.for_ == "both" and walk.at(stop, here.other)
        if not (walk.at(stop, here.me) or open_to_me or theirs):
            continue
        seen.add((stop.sheet, stop.occasion))
        hidden = (
            sheet.opens != "at once"
            and sheet.for_ != "both"
            and not walk.standing.open(stop, walk.owner_of(stop) or here.me)
        )
        title = here.say((here.easy and sheet.easy_title) or sheet.title)
        found.append(
            MadePage(
                title,
                reverse("journey:read", args=[here.pair.public, stop.meeting, stop.sheet]),
                "only me" if hidden else here.seen_kind(sheet.visible),
                walk.state(stop, here.me),
                stop.meeting,
                not stop.occasion and stop.sheet not in NOT_MADE,
            )
        )
    return found
