"""Being asked: by e-mail, by link and QR, or by a printed letter with a code."""

import secrets

from django.db import models
from django.utils import timezone

from alongside.people.pair import Pair
from alongside.people.person import Person


def letter_code() -> str:
    """Eight figures, easy to read aloud and to type from a letter."""
    return f"{secrets.randbelow(10**8):08d}"


class Invitation(models.Model):
    """One person is asked to be one of two. `sent` is empty until it is their turn to be asked."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    code = models.CharField(max_length=8, unique=True, default=letter_code)
    way = models.CharField(max_length=10, default="email")  # email, link, letter
    sent = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    guardian_yes = models.DateTimeField(null=True)
    guardian_name = models.CharField(max_length=120, blank=True)
    reminded = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "person"], name="a_person_is_asked_once_for_a_pair")
        ]

    def works(self) -> bool:
        """Whether its link and code still open anything."""
        return bool(self.sent) and (self.until is None or timezone.now() < self.until)
