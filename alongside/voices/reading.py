"""Reading what came in: somebody reads first and covers what shows who a person is; then the others read it."""

from django.db import models
from django.utils import timezone

from alongside.people.person import Person
from alongside.privacy.sealed import SealedJSONField
from alongside.voices.contribution import Answer, Contribution, Statement, random_id
from alongside.voices.round import Round


class Reading(models.Model):
    """The first reader has read an answer. What the others read is the text with its covered parts taken out."""

    answer = models.OneToOneField(Answer, models.CASCADE, related_name="reading")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    day = models.DateField(default=timezone.localdate)
    covered = models.JSONField(default=list)  # [[start, end], …] in code points of what was said
    words = SealedJSONField(default=str)  # the text as the others read it
    both = models.DateField(null=True)  # the other of the two has read it too
    without_file = models.BooleanField(default=False)  # its picture or sound stays with the first reader


class Transcript(models.Model):
    """What a person wrote down of a sound. Never a machine."""

    answer = models.OneToOneField(Answer, models.CASCADE, related_name="transcript")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    day = models.DateField(default=timezone.localdate)
    words = SealedJSONField(default=str)
    checked = models.DateField(null=True)  # somebody listened again and it is what was said


class Moderation(models.Model):
    """Something is shown or not, by one of the published reasons. The two see the whole list."""

    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="moderations")
    statement = models.ForeignKey(Statement, models.CASCADE, null=True, related_name="moderations")
    shown = models.BooleanField()
    reason = models.SlugField(blank=True)  # a key of the round's `reasons`
    words = SealedJSONField(default=str)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    day = models.DateField(default=timezone.localdate)
    asked_again = models.DateField(null=True)
    second_look = models.BooleanField(default=False)  # what whoever looked again said

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer__isnull=True) ^ models.Q(statement__isnull=True),
                name="a_moderation_is_of_one_thing",
            )
        ]


class InTheme(models.Model):
    """An answer stands under a heading, put there by hand."""

    theme = models.ForeignKey("portfolio.Theme", models.CASCADE, related_name="answers")
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="themes")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    day = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["theme", "answer"], name="an_answer_is_in_a_theme_once")
        ]


class Quote(models.Model):
    """A sentence that its author was asked to let others read. It is shown only while they say yes."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="quotes")
    words = SealedJSONField(default=str)
    with_name = models.BooleanField(default=False)
    asked = models.DateField(default=timezone.localdate)
    said = models.BooleanField(null=True)  # yes, no, or not answered yet


class Suggestion(models.Model):
    """A line said beside the answers: it belongs elsewhere, I see it differently, or the round had closed already."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="suggestions")
    about = models.SlugField()  # `theme`, `answer`, `late` (said after the round closed)
    words = SealedJSONField(default=str)
    day = models.DateField(default=timezone.localdate)
    read = models.DateField(null=True)
    shown = SealedJSONField(null=True)  # as the two read it, once the first reader has covered it


class TakenBack(models.Model):
    """Somebody took back what they said: the two learn that, and not who; what hangs on a wall has to come down."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="taken_back")
    day = models.DateField(default=timezone.localdate)
    quotes = models.PositiveIntegerField(default=0)  # how many sentences others could read
    down_by = models.CharField(max_length=120, blank=True)
    down_on = models.DateField(null=True)
