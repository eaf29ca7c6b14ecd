"""Being asked: by e-mail, by link and QR, or by a printed letter with a code."""

import datetime
import re
import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.kit import messages
from alongside.people import signin
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.privacy.audit import recorded

EMAIL, LINK, LETTER = "email", "link", "letter"
OPEN_FOR = datetime.timedelta(days=60)


def letter_code() -> str:
    """Eight figures, easy to read aloud and to type from a letter."""
    return f"{secrets.randbelow(10**8):08d}"


class Invitation(models.Model):
    """One person is asked to be one of two. `sent` is empty until it is their turn to be asked."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    code = models.CharField(max_length=8, unique=True, default=letter_code)
    way = models.CharField(max_length=10, default=EMAIL)  # email, link, letter
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

    def waits_for_guardian(self) -> bool:
        """Somebody under the age of the programme is asked only after a guardian's yes."""
        age = self.person.age_on(timezone.localdate())
        return age is not None and age < self.pair.programme.guardian_age and not self.guardian_yes

    @property
    def link(self) -> str:
        """The address that opens it; one button stands on it."""
        return settings.BASE + reverse("come-in-link", args=[signin.token("invitation", self.pk)])

    @property
    def spaced_code(self) -> str:
        """The eight figures in two fours, as a letter shows them."""
        return f"{self.code[:4]} {self.code[4:]}"

    @property
    def to_professional(self) -> bool:
        return self.person_id == self.pair.professional_id

    def names(self) -> dict[str, str]:
        """What the words of an invitation fill in. The professional is asked without the partner's name."""
        names = self.pair.programme.names()
        names |= {
            "first_name": self.person.name,
            "name": "" if self.to_professional else self.pair.professional.name,
            "link": self.link,
            "short_link": settings.BASE + reverse("come-in-letter"),
            "code": self.spaced_code,
            "date_today": date_format(timezone.localdate(), "j F Y"),
            "coordinator_role": _("Coordinator"),
            "other_languages": _("other languages"),
        }
        return names


class NotYet(Exception):
    """It is not this person's turn to be asked: a guardian's yes is missing."""


def invite(
    pair: Pair, person: Person, *, way: str, by: Person, guardian_name: str = "", guardian_yes=None
) -> Invitation:
    """Get an invitation ready; nobody is asked before `send`."""
    invitation = Invitation(
        pair=pair, person=person, way=way, guardian_name=guardian_name, guardian_yes=guardian_yes
    )
    with recorded("got an invitation ready", by=by, to=invitation):
        invitation.save()
    return invitation


def send(invitation: Invitation, *, by: Person) -> Invitation:
    """Ask this person now, in their way. A link or a letter waits on the coordinator's page to be given."""
    if invitation.waits_for_guardian():
        raise NotYet("A guardian's yes comes before the invitation goes out.")
    first = invitation.sent is None
    with recorded("sent an invitation", by=by, to=invitation):
        invitation.sent = invitation.sent or timezone.now()
        invitation.until = timezone.now() + OPEN_FOR
        invitation.save(update_fields=["sent", "until"])
    if invitation.way == EMAIL and invitation.person.email and first:
        _by_email(invitation)
    return invitation


def send_again(invitation: Invitation, *, by: Person) -> Invitation:
    """The coordinator repeats an e-mail on request; the link in it is the same."""
    send(invitation, by=by)
    if invitation.way == EMAIL and invitation.person.email:
        _by_email(invitation)
    return invitation


def _by_email(invitation: Invitation):
    way = "E-mail to the professional" if invitation.to_professional else "E-mail"
    message = invitation.pair.content.message("invitation", way, **invitation.names())
    messages.send(invitation.person.email, message["subject"], message["body"], sender=message["from"])


def record_guardian(invitation: Invitation, *, name: str, by: Person):
    """A guardian has said yes, and the coordinator has heard it."""
    with recorded("recorded a guardian's yes", by=by, to=invitation):
        invitation.guardian_name, invitation.guardian_yes = name, timezone.now()
        invitation.save(update_fields=["guardian_name", "guardian_yes"])


def with_code(typed: str) -> Invitation | None:
    """The invitation of a letter; spaces and hyphens do not matter."""
    code = "".join(re.findall(r"\d", typed))
    return (
        Invitation.objects.filter(code=code).select_related("person", "pair__programme").first()
        if len(code) == 8
        else None
    )


def with_id(key) -> Invitation | None:
    """The invitation that a signed link points to."""
    return Invitation.objects.filter(pk=key).select_related("person", "pair__programme__coordinator").first()
