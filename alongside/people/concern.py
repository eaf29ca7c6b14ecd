"""I am worried about something: to the named lead of the programme, and to nobody else."""

from django.db import models
from django.utils import timezone

from alongside.people.person import Person
from alongside.people.programme import Programme
from alongside.privacy.audit import recorded
from alongside.privacy.sealed import SealedJSONField


class Concern(models.Model):
    """A worry about somebody's safety, sealed, readable by the named lead alone."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="concerns")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = SealedJSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    read = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)


def tell(words: str, *, answer_by: str, programme: Programme, by: Person) -> Concern:
    """Keep the worry for the named lead; `answer_by` is how the person wants to be answered."""
    concern = Concern(programme=programme, by=by, words={"words": words, "answer": answer_by})
    with recorded("said that they are worried", by=by, to=concern):
        concern.save()
    return concern


def mark_read(concern: Concern, *, by: Person):
    """The named lead has opened it."""
    if not concern.read:
        with recorded("read a worry", by=by, to=concern):
            concern.read = timezone.now()
            concern.save(update_fields=["read"])


def mark_answered(concern: Concern, *, by: Person):
    """The named lead has got in touch with the person."""
    if not concern.answered:
        with recorded("answered a worry", by=by, to=concern):
            concern.answered = timezone.now()
            concern.save(update_fields=["answered"])
