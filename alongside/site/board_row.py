"""One pair on the coordinator's board: where they are, and the most urgent thing about them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.journey.flags import CALL, MET, Flag
from alongside.journey.process import way_of
from alongside.journey.progress import ENDED, INVITED, WORKING, Fact
from alongside.kit.sheets import Content
from alongside.people.needs_shown import Shown, shown
from alongside.people.pair import Pair

QUIET = datetime.timedelta(days=14)
LONG = datetime.timedelta(days=30)
BOOK_AHEAD = datetime.timedelta(days=14)
JUST_ENDED = datetime.timedelta(days=7)
NEED = "what-i-need"
TO_ARRANGE = ("adjustment", "communication-support", "communication-professional", "information-format")
IN_SHORT, SHORT = 3, 120
STATES = {"d": "done", "n": "now", "l": "later"}


@dataclass
class Row:
    """A pair on the board, as `kit.row_pair` draws it."""

    pair: Pair
    href: str
    steps: list[dict]
    where: str
    icon: str
    state: str
    note: str
    needs: Sequence[tuple[str, str]] = ()
    waits: str = ""


def row_of(fact: Fact, flags: list[Flag], needs: dict, easy: bool) -> Row:
    """What stands on the board about this pair."""
    return Teller(fact, flags, needs, easy).row()


def stage_words(content: Content, stage: str, easy=False) -> str:
    """A stage in the words of the board."""
    return content.words("The coordinator's board", stage, easy)


class Teller:
    """Says how one pair is, the most urgent thing first."""

    def __init__(self, fact: Fact, flags: list[Flag], needs: dict, easy: bool):
        self.fact, self.pair, self.flags, self.easy = fact, fact.pair, flags, easy
        self.needs = needs

    def words(self, key: str, **names) -> str:
        return self.pair.content.words("The coordinator's board", key, self.easy, **names)

    def line(self, key: str, **names) -> str:
        return self.pair.content.words("On the board", key, self.easy, **names)

    def row(self) -> Row:
        icon, state, note = self.state()
        return Row(
            self.pair, page_of(self.pair), steps_of(self.fact, self.easy), where(self.fact, self.easy),
            icon, state, note, () if self.to_book() or self.fact.stage == ENDED else self.asked_for(), self.waits(),
        )  # fmt: skip

    def state(self) -> tuple[str, str, str]:
        return next(found for found in (tell() for tell in self.tellers()) if found)

    def tellers(self):
        return (
            self.call, self.stopped, self.resting, self.not_met, self.to_book, self.quiet, self.long_step,
            self.at_work, self.not_begun, self.going_along,
        )  # fmt: skip

    def up(self, kind: str) -> Flag | None:
        return next((f for f in self.flags if f.kind == kind and not f.settled), None)

    def call(self):
        flag = self.up(CALL)
        return flag and (
            "phone",
            _("Asked for a call"),
            self.words("asked-for-call", first_name=flag.person.name),
        )

    def stopped(self):
        if self.fact.stage != ENDED:
            return None
        ending = getattr(self.pair, "ending", None)
        if not ending:
            return "check", _("Ended"), self.line("said-no")
        if ending.at < timezone.now() - JUST_ENDED:
            return "check", _("Ended"), _("On %(day)s") % {"day": _day(ending.at)}
        other = self.pair.other(ending.by).name
        return (
            "phone",
            _("One of them has stopped"),
            self.words("stopped", first_name=ending.by.name, other_name=other),
        )

    def resting(self):
        return self.fact.paused and ("pause", self.words("paused"), self.line("paused"))

    def not_met(self):
        flag = self.up(MET)
        if not flag:
            return None
        coming = _day(self.fact.meets) if self.fact.meets else _("the next meeting")
        note = self.words("needs-not-met", first_name=flag.person.name, date=_day(flag.at), next_date=coming)
        return "note", _("A need is not met yet"), note

    def to_book(self):
        today = timezone.localdate()
        if not self.fact.book_by or not today <= self.fact.book_by <= today + BOOK_AHEAD:
            return None
        asked = ". ".join(f"{name}: {words}" for name, words in self.asked_for())
        return (
            "note",
            _("Something to book"),
            self.words("needs-to-book", date=_day(self.fact.book_by), needs=asked),
        )

    def quiet(self):
        days = (timezone.now() - self.fact.changed).days
        if days < QUIET.days or self.fact.stage in (INVITED, WORKING):
            return None
        return "wait", _("Quiet for a while"), self.words("quiet", days=days)

    def long_step(self):
        days = (timezone.now() - self.fact.since).days
        if days < LONG.days or self.fact.stage in (INVITED, WORKING):
            return None
        return "wait", _("Long in one step"), self.words("long-step", days=days)

    def at_work(self):
        fact = self.fact
        if fact.stage != WORKING:
            return None
        review = (
            _("Review on %(day)s") % {"day": _day(fact.review_on)} if fact.review_on else self.words(WORKING)
        )
        done = self.line("actions-done", number=fact.actions_done, count=fact.actions)
        return "check", review, done

    def not_begun(self):
        return self.fact.stage == INVITED and (
            "letter",
            self.words(INVITED),
            _("Since %(day)s") % {"day": _day(self.pair.made)},
        )

    def going_along(self):
        coming = (
            _("They meet on %(day)s") % {"day": _day(self.fact.meets)}
            if self.meets()
            else _("They are choosing a day")
        )
        met = [f for f in self.flags if f.kind == MET and f.value == "all"]
        names = list(dict.fromkeys(f.person.name for f in met))
        if len(names) == 2:
            return "check", self.line("needs-met-by-both"), coming
        if names:
            return "check", self.line("needs-met-by", name=names[0]), coming
        return "check", self.words("moving"), coming

    def meets(self) -> bool:
        return bool(self.fact.meets and self.fact.meets >= timezone.localdate())

    def asked_for(self) -> list[tuple[str, str]]:
        """(name, what is to be arranged): a coordinator may read that, to book it. All of it is on the pair's page."""
        rows = [(p, self.needs.get((self.pair.programme_id, p.pk))) for p in self.pair.two]
        return [(person.name, self.in_short(row, person)) for person, row in rows if row]

    def in_short(self, row, person) -> str:
        """The first things to arrange, and how many more; own words where nothing was ticked."""
        sheet, answers = self.pair.content.sheets[NEED], row.for_others
        ticked = [
            (self.easy and option.easy) or option.words
            for tag in TO_ARRANGE for question in sheet.questions if question.tag == tag
            for option in question.options if answers.value(f"{question.key}/{option.key}")
        ]  # fmt: skip
        if not ticked:
            return in_words(shown(row, person, self.pair, easy=self.easy))[:SHORT]
        more = len(ticked) - IN_SHORT
        first = ", ".join(ticked[:IN_SHORT])
        return first if more <= 0 else _("%(first)s and %(more)s more") % {"first": first, "more": more}

    def waits(self) -> str:
        fact = self.fact
        if not fact.waits_for or fact.paused or fact.stage == ENDED:
            return ""
        return self.words("waits-for", who=fact.waits_for.name, date=_day(fact.waits_since or fact.since))


def in_words(needs: Shown) -> str:
    """Own words first, then what was ticked."""
    return " · ".join(part for part in (needs.own_words, *needs.ticked) if part)


def page_of(pair: Pair) -> str:
    return reverse("coordinated-pair", args=[pair.programme.public, pair.public])


def steps_of(fact: Fact, easy=False) -> list[dict]:
    """The steps of the process as two halves each."""
    said = {"d": _("done"), "n": _("begun"), "l": _("not yet")}
    left, right = (p.name for p in fact.pair.two)
    steps = fact.pair.content.process.steps
    letters = fact.steps.ljust(2 * len(steps), "l")
    found = []
    for number, step in enumerate(steps):
        one, other = letters[2 * number], letters[2 * number + 1]
        title = (easy and step.easy_title) or step.title
        label = f"{title}. {left}: {said[one]}. {right}: {said[other]}."
        found.append({"left": STATES[one], "right": STATES[other], "label": label})
    return found


def where(fact: Fact, easy=False) -> str:
    """The step in words: Meeting 2, A story begins."""
    way = way_of(fact.pair.content)
    if fact.stage in (WORKING, ENDED, INVITED):
        return stage_words(fact.pair.content, fact.stage)
    stop = next((s for s in way.stops if s.key == fact.step), None)
    if stop is None:
        return stage_words(fact.pair.content, fact.stage)
    meeting, step = way.meeting(stop.meeting), way.step_of(stop)
    part = step or meeting
    title = (easy and part.easy_title) or part.title
    return _("Meeting %(n)s: %(title)s") % {"n": meeting.number, "title": title} if meeting.number else title


def _day(day) -> str:
    return date_format(timezone.localdate(day) if hasattr(day, "hour") else day, "l j F")
