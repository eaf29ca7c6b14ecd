"""One pair as its coordinator sees it: steps, dates, needs, flags. No words but what people asked for."""

from functools import cached_property

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.journey.flags import BOOKED, CALL
from alongside.journey.meeting import MeetingTime
from alongside.journey.progress import Walk
from alongside.journey.signing import may_sign_on_paper
from alongside.people.needs import Needs
from alongside.people.needs_shown import shown
from alongside.people.pair import Pair
from alongside.portfolio.standing import PLAN
from alongside.site.board_row import Teller, in_words, steps_of
from alongside.site.five_sheets import AGREEMENT, BRIEF, NEED
from alongside.site.five_sheets import MET as NEEDS_MET
from alongside.voices import rules as voices


class PairPage:
    """Everything on the page; each list is read once."""

    def __init__(self, pair: Pair, *, easy: bool):
        self.pair, self.easy = pair, easy
        self.walk = Walk(pair)

    @cached_property
    def teller(self) -> Teller:
        return Teller(self.pair.fact, self.flags, self._needs, self.easy)

    @cached_property
    def flags(self) -> list:
        return list(self.pair.raised.select_related("person").order_by("at"))

    @cached_property
    def up(self) -> list[tuple[str, str, str]]:
        """(words, the button, where it posts to) for each flag that is up."""
        asking = [flag for flag in self.flags if flag.asks_coordinator]
        return [(*self._about(flag), self._to("coordinated-settle", flag.pk)) for flag in asking]

    def _about(self, flag) -> tuple[str, str]:
        name = {"name": flag.person.name}
        if flag.kind == CALL:
            return self.teller.words("asked-for-call", first_name=flag.person.name), _("I have called")
        said = self.pair.content.words("A pair, for its coordinator", "not-all-met", self.easy, **name)
        return said, _("It is put right")

    @cached_property
    def _needs(self) -> dict:
        rows = Needs.objects.filter(programme=self.pair.programme, person__in=self.pair.two, has_any=True)
        return {(row.programme_id, row.person_id): row for row in rows}

    @cached_property
    def needs(self) -> list[dict]:
        """What each asked for, and the button that says it is booked for the next meeting."""
        booked = {(f.person_id, f.occasion) for f in self.flags if f.kind == BOOKED}
        found = []
        for person in self.pair.two:
            row = self._needs.get((self.pair.programme_id, person.pk))
            if row:
                there = self.coming and (person.pk, self.coming.meeting) in booked
                to = self._to("coordinated-booked", person.public, self.coming.meeting) if self.coming else ""
                found.append(
                    {
                        "person": person,
                        "words": in_words(shown(row, person, self.pair, easy=self.easy)),
                        "booked": there,
                        "to": to,
                    }
                )
        return found

    @cached_property
    def times(self) -> list[MeetingTime]:
        return list(self.pair.meeting_times.filter(ended__isnull=True))

    @cached_property
    def coming(self) -> MeetingTime | None:
        return next((t for t in self.times if t.on == self.pair.fact.meets), None)

    @property
    def steps(self) -> list[dict]:
        return steps_of(self.pair.fact, self.easy)

    @cached_property
    def meetings(self) -> list[dict]:
        """Each meeting with its day, and each of its steps with the day on which each of the two was through."""
        days = {t.meeting: t.on for t in self.times}
        return [
            {
                "title": _("Meeting %(n)s") % {"n": meeting.number},
                "day": days.get(meeting.key),
                "steps": [self._step(meeting, step) for step in meeting.steps],
            }
            for meeting in self.walk.way.content.process.meetings
        ]

    def _step(self, meeting, step) -> dict:
        stops = self.walk.way.in_step(meeting.key, step.key)
        return {
            "title": (self.easy and step.easy_title) or step.title,
            "two": [
                (person, self.walk.state_of(stops, person), self._through(stops, person))
                for person in self.pair.two
            ],
        }

    def _through(self, stops, person):
        rows = [self.walk.at(stop, person) for stop in stops]
        days = [row.finished for row in rows if row and row.finished]
        return max(days) if days and self.walk.state_of(stops, person) == "done" else None

    @property
    def sheets(self) -> list[tuple[str, str]]:
        """(title, address) of the five sheets."""
        keys = [BRIEF, AGREEMENT, NEED, NEEDS_MET, PLAN]
        found = []
        for key in keys:
            sheet = self.pair.content.sheets.get(key)
            if sheet and (key != PLAN or self.walk.is_working):
                found.append(
                    ((self.easy and sheet.easy_title) or sheet.title, self._to("coordinated-read", key))
                )
        return found

    @cached_property
    def rounds(self) -> list[dict]:
        """That a round is there, its days, and how many answered from eight on; no word of it."""
        found = voices.rounds_coordinated(self.pair)
        sent = voices.sent_by_round(found) if found else {}
        return [self._round(round, sent.get(round.pk, 0)) for round in found]

    def _round(self, round, sent: int) -> dict:
        section, easy = "Asking other people", self.easy
        words = self.pair.content.words
        days = {name.replace("-", "_"): _day(round.day(name)) for name in ("open-from", "open-until")}
        no_end = round.is_open and not round.day("open-until")
        shown = voices.number_shown(sent)
        answered = (
            words(section, "answered", easy, number=shown) if shown else words(section, "answered-few", easy)
        )
        asks = round.is_open and not round.source
        return {
            "state": words("One round, for the two", "open-no-end", easy) if no_end
            else words(section, "coordinator-planned" if round.state == "planned" else round.state, easy, **days),
            "answered": answered if sent else "",
            "call": reverse("voices:call", args=[round.short]) if asks else "",
            "type_in": reverse("voices:type-in", args=[round.short]) if asks else "",
        }  # fmt: skip

    @property
    def may_sign_on_paper(self) -> list:
        """Whoever may still hand in the plan signed on paper: (person, where it posts to)."""
        plan = self.walk.way.first(PLAN)
        if not plan or self.pair.fact.stage != plan.meeting:
            return []
        return [
            (person, self._to("coordinated-signed", person.public))
            for person in may_sign_on_paper(self.pair, self.walk.standing)
        ]

    def _to(self, name: str, *more) -> str:
        return reverse(name, args=[self.pair.programme.public, self.pair.public, *more])


def _day(day) -> str:
    return date_format(day, "j F Y") if day else ""
