"""After a story session somebody rings each of the two: a day later and a week later. Tasks without words."""

import datetime

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from alongside.journey.progress import Walk
from alongside.kit.prepared import Prepared
from alongside.people.pair import Facilitating, Pair, facilitator_of
from alongside.people.person import Person
from alongside.portfolio.facilitator import opened_plan
from alongside.privacy.audit import recorded

DAY, WEEK = "day", "week"
AFTER = {DAY: datetime.timedelta(hours=24), WEEK: datetime.timedelta(days=7)}
STORY = ("story", "story-feedback")
# What a person ticked under "Shall our facilitator ask how I am?", and the ring that it asks for.
ASKED_FOR = {"same-day": DAY, "next-day": DAY, "in-a-week": WEEK}


class AftercareTask(models.Model):
    """Ring one of the two after a story session. It is closed by a tap; there is no column for words."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="aftercare")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    meeting = models.SlugField()
    after = models.CharField(max_length=4, choices=[(DAY, DAY), (WEEK, WEEK)])
    met = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField()
    done = models.DateTimeField(null=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "person", "meeting", "after"], name="a_person_is_rung_once_a_day_and_a_week_after"
            )
        ]
        ordering = ["due"]

    @property
    def heading(self) -> str:
        """The pair and the meeting that it follows."""
        number = next((m.number for m in self.pair.content.process.meetings if m.key == self.meeting), "")
        return _("%(pair)s, after meeting %(number)s") % {"pair": self.pair, "number": number}

    @property
    def line(self) -> str:
        """Which words ask for it: today's are for a ring that is due today, or was before."""
        if self.after == WEEK:
            return "task-7"
        return "task-24" if localtime(self.due).date() <= timezone.localdate() else "task-24-soon"

    @property
    def late(self) -> bool:
        """A day or more after it was due."""
        return timezone.now() > self.due + AFTER[DAY]


def begin(pair: Pair, meeting: str) -> None:
    """When a meeting closes in which both were through with the story: tasks for both, unless one said no."""
    if not story_was_worked_on(Walk(pair), meeting):
        return
    for person in pair.two:
        for after in rings_wanted_by(pair, person):
            AftercareTask.objects.get_or_create(
                pair=pair, person=person, meeting=meeting, after=after,
                defaults={"due": timezone.now() + AFTER[after]},
            )  # fmt: skip


def story_was_worked_on(walk: Walk, meeting: str) -> bool:
    """Nobody of the two has still to finish it, and somebody did it rather than leave it out."""
    stops = [s for s in walk.way.stops if s.meeting == meeting and s.sheet in STORY]
    theirs = [(s, p) for s in stops for p in walk.pair.two if walk.asks(s, p)]
    did = any((row := walk.at(s, p)) and row.finished and not walk.standing.left_out(s, p) for s, p in theirs)
    return did and all(walk.is_done(s, p) for s, p in theirs)


def rings_wanted_by(pair: Pair, person: Person) -> list[str]:
    """As an opened safety plan says; both where nothing is said, none where it says no."""
    asked = facilitator_of(pair)
    plan = opened_plan(pair, person, since=asked.asked if asked else None)
    said = plan.ticked("ask-after") if plan else []
    if "not-ask" in said:
        return []
    wanted = [after for after in AFTER if after in {ASKED_FOR.get(key) for key in said}]
    return wanted or list(AFTER)


def tasks_of(person: Person) -> QuerySet[AftercareTask]:
    """A facilitator rings the two of their pairs; where a pair has none, the programme's coordinator does."""
    there = Facilitating.objects.filter(both_agreed__isnull=False, accepted__isnull=False, ended__isnull=True)
    mine = there.filter(person=person).values("pair")
    return AftercareTask.objects.filter(
        Q(pair__in=mine) | Q(pair__programme__coordinator=person) & ~Q(pair__in=there.values("pair")),
        done__isnull=True,
    ).select_related(
        "person", "pair__partner", "pair__professional",
        "pair__programme__organisation", "pair__programme__coordinator",
    )  # fmt: skip


@Prepared
def _tasks_of(person: int) -> QuerySet[AftercareTask]:
    return tasks_of(Person(pk=person))


def rings_to_make(person: Person) -> list[AftercareTask]:
    """The same as a home page lists them."""
    return _tasks_of.read(person.pk)


def words(task: AftercareTask, key: str, easy: bool) -> str:
    """A line of facilitator.md about this ring."""
    return task.pair.content.facilitator_words(
        "After the session",
        key,
        easy,
        first_name=task.person.name,
        day=date_format(localtime(task.met), "l"),
        date=date_format(localtime(task.due), "j F Y"),
    )


def close(task: AftercareTask, *, by: Person) -> None:
    """Rung, or no call is wanted. Nothing else is kept."""
    if not task.done:
        with recorded("closed an aftercare task", by=by, to=task):
            task.done, task.by = timezone.now(), by
            task.save(update_fields=["done", "by"])


def try_tomorrow(task: AftercareTask, *, by: Person) -> None:
    """Not reached; the task comes back tomorrow."""
    with recorded("did not reach somebody", by=by, to=task):
        task.due = timezone.now() + AFTER[DAY]
        task.save(update_fields=["due"])
