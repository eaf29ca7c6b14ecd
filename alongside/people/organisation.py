"""The organisation, and who holds which role in it."""

from django.db import models
from django.utils import timezone
from django.utils.text import slugify

from alongside.people.person import Person
from alongside.privacy.audit import recorded


class Organisation(models.Model):
    """A hospital, council, school or probation service that brings pairs together."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    sector = models.SlugField(default="health")
    phone = models.CharField(max_length=40, blank=True)
    exit_page = models.URLField(default="https://www.bbc.co.uk/weather")
    begun = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.name


class Role(models.Model):
    """A person's role in an organisation, or in one of its programmes."""

    COORDINATOR, LEAD, FACILITATOR, MEMBER = "coordinator", "lead", "facilitator", "member"
    KINDS = [(kind, kind) for kind in (COORDINATOR, LEAD, FACILITATOR, MEMBER)]

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="roles")
    programme = models.ForeignKey("people.Programme", models.CASCADE, null=True, related_name="roles")
    kind = models.CharField(max_length=20, choices=KINDS)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "kind"],
                condition=models.Q(until__isnull=True, programme__isnull=True),
                name="a_role_in_an_organisation_is_held_once",
            ),
            models.UniqueConstraint(
                fields=["person", "programme", "kind"],
                condition=models.Q(until__isnull=True, programme__isnull=False),
                name="a_role_in_a_programme_is_held_once",
            ),
        ]


def organisation_here() -> Organisation | None:
    """The organisation of this data folder: the one that began first."""
    return Organisation.objects.order_by("pk").first()


def begin_organisation(*, name, phone, sector, by) -> Organisation:
    """The organisation, with the person who sets it up as its coordinator and its lead."""
    organisation = Organisation(key=slugify(name)[:50] or "here", name=name, phone=phone, sector=sector)
    with recorded("began an organisation", by=by, to=organisation):
        organisation.save()
        for kind in (Role.COORDINATOR, Role.LEAD):
            Role.objects.create(person=by, organisation=organisation, kind=kind)
    return organisation


def give_role(kind, person, *, organisation, by, programme=None) -> Role:
    """The role, which a person holds once."""
    held = Role.objects.filter(
        person=person, organisation=organisation, programme=programme, kind=kind, until__isnull=True
    ).first()
    if held:
        return held
    role = Role(person=person, organisation=organisation, programme=programme, kind=kind)
    with recorded(f"gave a role: {kind}", by=by, to=role):
        role.save()
    return role


def end_role(role, *, by):
    """The person no longer holds this role; that they held it stays on record."""
    with recorded(f"ended a role: {role.kind}", by=by, to=role):
        role.until = timezone.now()
        role.save(update_fields=["until"])
