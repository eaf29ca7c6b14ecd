"""What was sent to whom, once: by e-mail, or as a letter or call that the coordinator makes."""

from collections.abc import Callable

from django.db import models
from django.utils import timezone

from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.privacy.audit import recorded

EMAIL, BY_HAND = "email", "by-hand"
CALLS_TO_A_STEP = ("they-are-ready", "waiting-for-you")


class Told(models.Model):
    """One message to one person about one thing: that it went, never what it said."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="told")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    message = models.SlugField()
    about = models.SlugField(max_length=80, blank=True)
    way = models.SlugField(default=EMAIL)
    at = models.DateTimeField(default=timezone.now)
    done = models.DateTimeField(null=True)  # by hand: written or called
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "person", "message", "about"], name="a_person_is_told_something_once"
            )
        ]


def no_longer(pair: Pair, is_past: Callable[[str, Person], bool]) -> None:
    """What the two have done meanwhile need not be written or said. Nobody did it: `done_by` stays empty."""
    waiting = Told.objects.filter(pair=pair, way=BY_HAND, done=None, message__in=CALLS_TO_A_STEP)
    past = [told.pk for told in waiting.select_related("person") if is_past(told.about, told.person)]
    if past:
        Told.objects.filter(pk__in=past).update(done=timezone.now())


def done_by_hand(told: Told, *, by: Person) -> None:
    """The coordinator has written the letter or made the call."""
    with recorded(f"told somebody by hand: {told.message}", by=by, to=told):
        told.done, told.done_by = timezone.now(), by
        told.save(update_fields=["done", "done_by"])
