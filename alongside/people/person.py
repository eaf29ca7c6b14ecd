"""A person: how we call them and how they come in. Nobody has a password."""

import secrets
import unicodedata

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


def public_id() -> str:
    """Ten characters that nobody can guess; what addresses show in place of a row number."""
    return "".join(secrets.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(10))


class Persons(BaseUserManager["Person"]):
    """Nobody has a password, so every person begins with one that cannot be used."""

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def introduce(self, name, email="", **more) -> "Person":
        """Somebody new, or the person who has this e-mail address already."""
        email = email.strip().lower()
        known = self.filter(email__iexact=email).first() if email else None
        if known:
            return known
        person = self.model(name=name, email=email or None, **more)
        person.set_unusable_password()
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody who takes part, in whatever role; one person may hold several, in several pairs."""

    public = models.CharField(max_length=10, unique=True, default=public_id)
    name = models.CharField("what we call you", max_length=40)
    email = models.EmailField(null=True, blank=True, unique=True)
    phone = models.CharField(max_length=40, blank=True)
    job = models.CharField(max_length=120, blank=True)
    easy = models.BooleanField("reads Easy Read", default=False)
    born = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now)
    last_login = None
    # A supporter's, a facilitator's or anybody's way in without e-mail or phone.
    paper_words = models.CharField(max_length=128, blank=True)  # a keyed hash, to look up by
    paper_pin = models.CharField(max_length=256, blank=True)  # a slow hash
    paper_tries = models.PositiveSmallIntegerField(default=0)
    # Their own four numbers for handing one device over.
    hand_pin = models.CharField(max_length=256, blank=True)
    hand_tries = models.PositiveSmallIntegerField(default=0)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = Persons()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="an_email_address_belongs_to_one_person",
                condition=models.Q(email__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["paper_words"],
                name="a_paper_key_opens_one_persons_pages",
                condition=~models.Q(paper_words=""),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_active(self) -> bool:
        return self.active

    @property
    def letter(self) -> str:
        """The first letter of the name, for a half without a picture."""
        return next((c.upper() for c in unicodedata.normalize("NFC", self.name) if c.isalnum()), "·")

    def get_username(self):
        return self.public

    def age_on(self, day) -> int | None:
        """Years at their last birthday, or None where no date of birth was asked."""
        if self.born is None:
            return None
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def sign_out_everywhere(self):
        """End every session of theirs: each is bound to this value, which nobody can use to come in."""
        self.set_unusable_password()
        self.save(update_fields=["password"])


def introduce(name: str, email: str = "", **more) -> Person:
    """Somebody new, or the person who has this e-mail address already."""
    return Person.objects.introduce(name, email, **more)


def read_easy(person: Person, easy: bool) -> None:
    """Remember which reading this person chose, for the next time they come in."""
    person.easy = easy
    person.save(update_fields=["easy"])
