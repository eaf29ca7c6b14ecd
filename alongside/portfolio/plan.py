"""The action plan: when both have signed, its rows become actions that can be asked of the database."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date

from alongside.kit.sheets import Answers, Meeting
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.portfolio.share import Shared
from alongside.privacy.audit import recorded
from alongside.privacy.sealed import SealedJSONField

STATES = ["not-started", "doing", "done", "stuck", "dropped"]
WORDS = ["action", "why", "helps", "needs", "support", "paid", "how-we-know"]


class Action(models.Model):
    """One thing that the pair will do: its words sealed, its state and date to be asked for."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="actions")
    row = models.CharField(max_length=10)
    order = models.PositiveSmallIntegerField(default=0)
    words = SealedJSONField(default=dict)
    leads = models.SlugField(blank=True)
    by_when = models.DateField(null=True)
    state = models.SlugField(default="not-started", choices=[(s, s) for s in STATES])
    changed = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "row"], name="a_row_of_a_plan_is_one_action")]
        ordering = ["order"]


class Review(models.Model):
    """A day on which the two look at their plan again. `occasion` names the sheets that come back then."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="reviews")
    occasion = models.SlugField()  # week-4: four weeks after the first signing
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "occasion"], name="a_review_of_a_plan_comes_once")
        ]
        ordering = ["day"]


def begin(pair: Pair, answers: Answers, *, by: Person) -> None:
    """Make the signed rows into actions; a row that was there before keeps its state."""
    with recorded("began the plan", by=by, to=pair):
        rows = answers.full_rows("actions")
        Action.objects.filter(pair=pair).exclude(row__in=rows).delete()
        for order, row in enumerate(rows):
            _begin_action(pair, row, order, answers)
        _set_reviews(pair, answers)


def _begin_action(pair: Pair, row: str, order: int, answers: Answers) -> None:
    part = f"actions/{row}/"
    before = Action.objects.filter(pair=pair, row=row).first()
    happened = before.words.get("what-happened", "") if before else answers.text(part + "what-happened")
    words = {key: answers.text(part + key) for key in WORDS} | {"what-happened": happened}
    state = before.state if before else answers.value(part + "state") or STATES[0]
    Action.objects.update_or_create(
        pair=pair,
        row=row,
        defaults={
            "order": order,
            "words": {key: text for key, text in words.items() if text},
            "leads": answers.value(part + "leads") or "",
            "by_when": parse_date(str(answers.value(part + "by-when") or "")),
            "state": state,
        },
    )


def _set_reviews(pair: Pair, answers: Answers) -> None:
    """The days that the plan names, or those of the process; a review that has come up already stays."""
    today = timezone.localdate()
    begun = first_signed(pair) or today
    Review.objects.filter(pair=pair, day__gt=today).delete()
    named = [answers.value(f"reviews/{row}/day") for row in answers.rows("reviews")]
    days = [day for day in (parse_date(str(value)) for value in named if value) if day]
    if not days:
        days = [begun + datetime.timedelta(weeks=week) for week in after(pair).weeks]
    for day in sorted(days):
        if day > today:
            _set_review(pair, begun, day)


def _set_review(pair: Pair, begun: datetime.date, day: datetime.date) -> None:
    week = max(1, round((day - begun).days / 7))
    Review.objects.get_or_create(pair=pair, occasion=f"week-{week}", defaults={"day": day})


def look_again(pair: Pair) -> None:
    """When the last review that was arranged has come, the next one is arranged: every three months or so."""
    every = after(pair).then_every_weeks
    last = Review.objects.filter(pair=pair).order_by("day").last()
    if last and every and last.day <= timezone.localdate():
        _set_review(
            pair, first_signed(pair) or last.day, timezone.localdate() + datetime.timedelta(weeks=every)
        )


def first_signed(pair: Pair) -> datetime.date | None:
    """The day on which the plan first counted."""
    first = Shared.objects.filter(pair=pair, sheet="action-plan").order_by("at").first()
    return timezone.localdate(first.at) if first else None


def after(pair: Pair):
    """What the process says about the time after the meetings: its sheets and the weeks of reviews."""
    return next(iter(pair.content.process.after), Meeting.of({"key": "after", "title": ""}))


def move_on(
    action: Action, state: str, what_happened: str, *, by: Person, typed_by: Person | None = None
) -> None:
    """How far an action is, and what happened."""
    with recorded(f"moved an action to {state}", by=by, to=action, typed_by=typed_by):
        action.state, action.changed, action.changed_by = state, timezone.now(), by
        action.words = {**action.words, "what-happened": what_happened}
        action.save()
