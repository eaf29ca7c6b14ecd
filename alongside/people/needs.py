"""What I need: information and communication needs and other adjustments, in own words first."""

from django.db import models
from django.utils import timezone

from alongside.kit.sheets import Answers
from alongside.people.person import Person
from alongside.people.programme import Programme
from alongside.privacy.sealed import SealedJSONField


class Needs(models.Model):
    """One person's needs in one programme. The switches say who else than the coordinator may read."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="needs")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="needs")
    answers = SealedJSONField(default=dict)
    has_any = models.BooleanField(default=False)
    other_of_us_may_read = models.BooleanField(default=False)
    facilitator_may_read = models.BooleanField(default=False)
    host_may_read = models.BooleanField(default=False)
    kept = models.JSONField(default=list)  # questions whose words nobody but the person reads
    typed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "programme"], name="needs_are_said_once_a_programme")
        ]

    @property
    def flat(self) -> Answers:
        return Answers(self.answers)

    @property
    def for_others(self) -> Answers:
        """What anybody else may read, the coordinator included: everything but the boxes kept to oneself."""
        kept = set(self.kept)
        return Answers(
            {
                part: {n: v for n, v in named.items() if n.split("/")[0] not in kept}
                for part, named in self.answers.items()
            }
        )


def keep_box(question: str, is_kept: bool, *, programme: Programme, by: Person) -> None:
    """One box is kept to oneself, or read by those whom the switches name."""
    row, _ = Needs.objects.get_or_create(programme=programme, person=by)
    row.kept = sorted({*row.kept, question} if is_kept else {*row.kept} - {question})
    row.save(update_fields=["kept"])
