"""The action plan: when both have signed, its rows become actions that can be asked of the database."""

from django.db import models
from django.utils import timezone

from alongside.kit.sheets import Answers
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.privacy.audit import recorded
from alongside.privacy.sealed import SealedJSONField

STATES = ["not-started", "doing", "done", "stuck", "dropped"]


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
        constraints = [
            models.UniqueConstraint(fields=["pair", "row"], name="a_row_of_a_plan_is_one_action")
        ]
        ordering = ["order"]


def begin(pair: Pair, answers: Answers, *, by: Person) -> None:
    """Make the signed rows into actions; a row that was there before keeps its state."""
    with recorded("began the plan", by=by, to=pair):
        rows = answers.rows("actions")
        Action.objects.filter(pair=pair).exclude(row__in=rows).delete()
        for order, row in enumerate(rows):
            part = f"actions/{row}/"
            Action.objects.update_or_create(
                pair=pair,
                row=row,
                defaults={
                    "order": order,
                    "words": {
                        key: answers.text(part + key)
                        for key in ("action", "why", "helps", "needs", "support", "paid", "how-we-know")
                        if answers.text(part + key)
                    },
                    "leads": answers.value(part + "leads") or "",
                    "by_when": answers.value(part + "by-when") or None,
                },
            )


def move_on(action: Action, state: str, what_happened: str, *, by: Person) -> None:
    """How far an action is, and what happened."""
    with recorded(f"moved an action to {state}", by=by, to=action):
        action.state, action.changed, action.changed_by = state, timezone.now(), by
        action.words = {**action.words, "what-happened": what_happened}
        action.save()
