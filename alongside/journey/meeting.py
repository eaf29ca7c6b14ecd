"""A meeting of the two: when, where and how. No date ever holds up the next step."""

from datetime import datetime, time

from django.db import models
from django.utils import timezone

from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.privacy.audit import recorded
from alongside.privacy.sealed import SealedJSONField


class MeetingTime(models.Model):
    """When and where one of the four meetings is, or a part of it that goes on another day."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="meeting_times")
    meeting = models.SlugField()
    on = models.DateField()
    time = models.CharField(max_length=60, blank=True)
    way = models.SlugField(blank=True)
    place = SealedJSONField(default=dict)  # {"words": where, or the link or number of a call}
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "meeting"],
                condition=models.Q(ended__isnull=True),
                name="a_meeting_has_one_time",
            )
        ]
        ordering = ["on"]


def arrange(pair: Pair, meeting: str, *, on, time="", way="", place="", by: Person) -> MeetingTime:
    """Set or move a meeting. What was arranged before stays in the record as ended."""
    with recorded(f"arranged {meeting}", by=by, to=pair):
        MeetingTime.objects.filter(pair=pair, meeting=meeting, ended__isnull=True).update(ended=timezone.now())
        return MeetingTime.objects.create(
            pair=pair, meeting=meeting, on=on, time=time, way=way, place={"words": place}, by=by
        )


def call_off(pair: Pair, meeting: str, *, by: Person) -> None:
    """Put a meeting off without a new day. Nobody is asked why."""
    with recorded(f"put off {meeting}", by=by, to=pair):
        MeetingTime.objects.filter(pair=pair, meeting=meeting, ended__isnull=True).update(ended=timezone.now())


def times(pair: Pair) -> dict[str, MeetingTime]:
    """meeting → its time, for those that have one."""
    return {t.meeting: t for t in MeetingTime.objects.filter(pair=pair, ended__isnull=True)}


def last_met(pair: Pair):
    """The beginning of the newest meeting day that is not after today; None before the first one."""
    today = timezone.localdate()
    on = (
        MeetingTime.objects.filter(pair=pair, ended__isnull=True, on__lte=today)
        .order_by("-on")
        .values_list("on", flat=True)
        .first()
    )
    return timezone.make_aware(datetime.combine(on, time.min)) if on else None
