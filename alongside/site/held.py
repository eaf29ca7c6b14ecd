"""What we hold about one person: how many of each kind, from when to when. No words of anybody."""

import datetime
import importlib.util
from dataclasses import dataclass

from django.db.models import CharField, Count, Max, Min, Q, Value
from django.utils import timezone
from django.utils.formats import date_format

from alongside.journey.models import Flag, Progress, Told
from alongside.people.models import Concern, Invitation, Needs, Role, Support, TakingPart
from alongside.people.person import Person
from alongside.portfolio.models import Ready, Said, Shared
from alongside.privacy.models import AuditLine, StoredFile
from alongside.site.docs import ROOMS
from alongside.writing.models import Document, Row, Version


@dataclass(frozen=True)
class Counted:
    """One kind of thing that we hold about somebody."""

    key: str
    count: str
    first: str
    last: str


def day(moment) -> str:
    """A day in words, whatever the database calls a moment."""
    if isinstance(moment, str):
        moment = datetime.datetime.fromisoformat(moment)
    if isinstance(moment, datetime.datetime):
        moment = timezone.localdate(moment) if timezone.is_aware(moment) else moment.date()
    return date_format(moment, "j F Y")


def about(person: Person) -> list[Counted]:
    """Name and ways to reach first; then one line for each kind of row, in one question to the database."""
    known = [person.name, person.email or "", person.phone, person.job]
    given = ", ".join(words for words in known if words)
    first = Counted("person", given, day(person.joined), "")
    return [first, *_counted(person)]


def _kinds(person: Person) -> list[tuple]:
    """(key, rows, the column that has their date); the words for the key are in pages.md."""
    mine, did = Q(person=person), Q(by=person) | Q(typed_by=person)
    return [
        ("invited", Invitation.objects.filter(mine, sent__isnull=False), "sent"),
        ("yes", TakingPart.objects.filter(mine), "said"),
        ("needs", Needs.objects.filter(mine), "changed"),
        ("roles", Role.objects.filter(mine), "since"),
        ("help", Support.objects.filter(mine | Q(supporter=person)), "since"),
        ("sheets", Document.objects.filter(mine), "changed"),
        ("typed", Row.objects.filter(by=person), "at"),
        ("frozen", Version.objects.filter(by=person), "at"),
        ("ready", Ready.objects.filter(mine), "at"),
        ("shared", Shared.objects.filter(mine), "at"),
        ("said", Said.objects.filter(mine), "at"),
        ("files", StoredFile.objects.filter(owner=person), "at"),
        ("steps", Progress.objects.filter(mine), "begun"),
        ("flags", Flag.objects.filter(mine), "at"),
        ("told", Told.objects.filter(mine), "at"),
        ("worries", Concern.objects.filter(by=person), "at"),
        ("audit", AuditLine.objects.filter(did), "at"),
    ]  # fmt: skip


def _counted(person: Person) -> list[Counted]:
    kinds = _kinds(person)
    first, *others = (_in_short(key, rows, column) for key, rows, column in kinds)
    found = {row[0]: row[1:] for row in first.union(*others, all=True)}
    return [
        Counted(key, str(found[key][0]), day(found[key][1]), day(found[key][2]))
        for key, _rows, _column in kinds
        if key in found and found[key][0] and found[key][1]
    ]  # fmt: skip


def _in_short(key: str, rows, column: str):
    return (
        rows.order_by()
        .annotate(what=Value(key, CharField()))
        .values("what")
        .annotate(n=Count("pk"), first=Min(column), last=Max(column))
        .values_list("what", "n", "first", "last")
    )


def kinds() -> list:
    """All kinds of things that we hold about people, as the rooms say: why, for how long, how it goes."""
    names = [f"alongside.{room}.personal_data" for room in ROOMS]
    return [
        held
        for name in names
        if importlib.util.find_spec(name)
        for held in importlib.import_module(name).HELD
    ]
