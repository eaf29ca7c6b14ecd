"""Agreement to take part: its own record, apart from any later permission to use a story."""

from django.db import models
from django.utils import timezone

from alongside.kit.sheets import Answers
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.privacy.audit import recorded
from alongside.privacy.sealed import SealedJSONField

YES, NOT_NOW, NO = "take-part", "not-now", "decline"


class TakingPart(models.Model):
    """What one person said when asked to be one of two, and the day they said it."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="taking_part")
    person = models.ForeignKey(Person, models.CASCADE, related_name="taking_part")
    answer = models.CharField(max_length=12, blank=True, choices=[(a, a) for a in (YES, NOT_NOW, NO)])
    answers = SealedJSONField(default=dict)
    typed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    said = models.DateTimeField(null=True)
    ask_again = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "person"], name="a_person_has_one_answer_for_a_pair")
        ]

    @property
    def flat(self) -> Answers:
        return Answers(self.answers)


def both_said_yes(pair: Pair) -> bool:
    return sum(t.answer == YES for t in pair.taking_part.all()) == 2


def say(answer: str, *, pair: Pair, by: Person) -> TakingPart:
    """Record the answer to the invitation. It can be changed on any day."""
    row, _ = TakingPart.objects.get_or_create(pair=pair, person=by)
    with recorded(f"answered the invitation: {answer}", by=by, to=row):
        row.answer, row.said = answer, timezone.now()
        row.save()
    return row
