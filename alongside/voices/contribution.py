"""What one person answered to a round. Ids are random and days are days: nothing tells who, when or in what order."""

import secrets

from django.db import models
from django.utils import timezone

from alongside.people.person import Person
from alongside.privacy.files import StoredFile
from alongside.privacy.sealed import SealedJSONField
from alongside.voices.round import Round

ANONYMOUS, CONTACTABLE, NAMED = "anonymous", "contactable", "named"
LINK, KIOSK, CONVERSATION, PHONE, PAPER, BROUGHT = (
    "link",
    "kiosk",
    "conversation",
    "phone",
    "paper",
    "brought",
)
WAYS = (LINK, KIOSK, CONVERSATION, PHONE, PAPER, BROUGHT)
LEFT_OUT, DO_NOT_KNOW, RATHER_NOT = "left-out", "do-not-know", "rather-not"
AGREE, DISAGREE, NOT_SURE = 1, -1, 0
PENDING, SHOWN, NOT_SHOWN = "pending", "shown", "not-shown"


def random_id() -> int:
    """A row number that tells nothing about when the row was made."""
    return secrets.randbits(62)


class Contribution(models.Model):
    """One person's answers to one round. There is no account, no address and no time finer than the day."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    round = models.ForeignKey(Round, models.CASCADE, related_name="contributions")
    code = models.CharField(max_length=64, blank=True)  # a keyed hash; empty for what was brought over
    way = models.CharField(max_length=12, choices=[(way, way) for way in WAYS], default=LINK)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")  # who asked, or typed
    known = models.CharField(max_length=12, default=ANONYMOUS)
    name = SealedJSONField(default=str)
    day = models.DateField(default=timezone.localdate)
    place = models.SlugField(blank=True)  # the question where they stopped
    sent = models.DateField(
        null=True
    )  # "that is what I want to say", or "stop here, what I have said counts"
    second_question = models.SlugField(blank=True)
    second_answer = models.CharField(max_length=160, blank=True)  # a slow hash
    withdrawn = models.DateField(null=True)
    counted = models.DateField(null=True)  # in the published numbers since then

    class Meta:
        ordering = ["id"]  # a random number: no page shows who came first
        indexes = [models.Index(fields=["round", "sent"], name="answers_of_a_round")]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="a_return_code_opens_one_answer"
            )
        ]

    @property
    def gathered(self) -> bool:
        """Whether somebody else asked or typed it, which always stands beside its number."""
        return self.way in (CONVERSATION, PHONE, PAPER)


class Answer(models.Model):
    """What one person said to one question: a choice, a number, words, a sound or a picture, or that they pass."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="answers")
    question = models.SlugField()
    passed = models.CharField(max_length=12, blank=True)  # LEFT_OUT, DO_NOT_KNOW or RATHER_NOT
    picked = models.JSONField(default=list)  # keys of options
    number = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    words = SealedJSONField(null=True)  # a string, as its person wrote it
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    hear_sound = models.BooleanField(default=False)  # others may hear the voice, not only read the words
    note = SealedJSONField(null=True)  # a few words added to a choice; the alternative text of a picture
    day = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "question"], name="a_question_is_answered_once")
        ]

    @property
    def said(self) -> str:
        """The words of this answer, whichever kind it is."""
        return self.words or self.note or ""


class Statement(models.Model):
    """A card that people agree or disagree with. One that a participant wrote waits until somebody has read it."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    round = models.ForeignKey(Round, models.CASCADE, related_name="statements")
    question = models.SlugField(default="cards")
    number = models.PositiveIntegerField()
    words = SealedJSONField(default=str)
    easy = models.CharField(max_length=280, blank=True)
    contribution = models.ForeignKey(Contribution, models.CASCADE, null=True, related_name="statements")
    state = models.CharField(max_length=10, default=SHOWN)  # PENDING, SHOWN or NOT_SHOWN

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="a_card_has_a_number_of_its_own")
        ]
        ordering = ["number"]


class Vote(models.Model):
    """One person agrees with a card, disagrees, or is not sure."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="votes")
    value = models.SmallIntegerField()  # AGREE, DISAGREE or NOT_SURE

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "statement"], name="a_card_is_voted_on_once_by_a_person"
            )
        ]
        indexes = [models.Index(fields=["statement", "value"], name="votes_on_a_card")]


class Reach(models.Model):
    """How to reach somebody who wants to hear back, kept apart from their words; the coordinator alone reads it."""

    EMAIL, TEXT, LETTER, CALL = "email", "text", "letter", "call"

    id = models.BigIntegerField(primary_key=True, default=random_id)
    contribution = models.OneToOneField(Contribution, models.CASCADE, related_name="reach")
    how = models.CharField(max_length=8)
    address = SealedJSONField(default=str)
    discreet = models.BooleanField(default=True)  # others may see their messages
    stopped = models.DateField(null=True)
