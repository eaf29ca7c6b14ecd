"""Opening what is mine to the other: ready, shared, closed again; and boxes kept to oneself."""

from django.db import models, transaction
from django.utils import timezone

from alongside.people import needs
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.privacy.audit import recorded
from alongside.writing import versions
from alongside.writing.models import Version


class OfSheet(models.Model):
    """Something about one person's part of one sheet of a pair."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="+")
    sheet = models.SlugField()
    occasion = models.SlugField(default="", blank=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Ready(OfSheet):
    """One person is ready to share this sheet. The row goes when that is taken back."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "sheet", "occasion", "person"], name="a_person_is_ready_once_for_a_sheet"
            )
        ]


class Shared(OfSheet):
    """A version that its owner opened to the other one of the two, until it is closed.

    A newer one takes its place without hiding it: the other can still read what they have read.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    closed = models.DateTimeField(null=True)
    hidden = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "sheet", "occasion", "person"],
                condition=models.Q(closed__isnull=True),
                name="a_person_has_one_open_version_of_a_sheet",
            )
        ]


class OpenedBox(OfSheet):
    """A box that may be kept to oneself is open while its row is there."""

    question = models.SlugField()
    open = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "sheet", "occasion", "person", "question"],
                name="a_box_is_open_or_kept_once",
            )
        ]


class WithFacilitator(OfSheet):
    """The owner added the facilitator to this sheet; the row goes when that is taken back."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "sheet", "occasion", "person"], name="a_sheet_is_opened_to_a_facilitator_once"
            )
        ]


def be_ready(mine, *, by: Person) -> bool:
    """I am ready to share. When the other is too, both open in the same moment; True says so."""
    here = mine.where()
    with recorded(f"was ready to share {mine.sheet.key}", by=by, to=mine.pair):
        Ready.objects.get_or_create(**here, person=by)
        return open_together(mine)


def open_together(mine) -> bool:
    """Open both sheets in one transaction if both are ready, or the other has left it out."""
    theirs = mine.of_other()
    with transaction.atomic():
        ready = set(Ready.objects.filter(**mine.where()).values_list("person_id", flat=True))
        for one in (mine, theirs):
            if one.me.pk not in ready and not one.left_out():
                return False
        for one in (mine, theirs):
            if one.me.pk in ready:
                share(one, by=one.me)
    return True


def not_ready(mine, *, by: Person) -> bool:
    """Take "ready" back; not any more once both have opened."""
    with recorded(f"was not ready after all: {mine.sheet.key}", by=by, to=mine.pair):
        if Shared.objects.filter(**mine.where(), closed__isnull=True).exists():
            return False
        Ready.objects.filter(**mine.where(), person=by).delete()
    return True


def share(mine, *, by: Person) -> Shared:
    """Open my sheet as it is now: what the other reads is this version until I share a newer one."""
    with recorded(f"shared {mine.sheet.key}", by=by, to=mine.pair):
        version = versions.freeze(
            mine.main_key(), by=by, name="shared", definition_hash=mine.definition_hash(),
            pick=lambda _: mine.to_share().flat,
        )  # fmt: skip
        _open(mine).update(closed=timezone.now())
        return Shared.objects.create(**mine.where(), person=by, version=version)


def has_opened(mine) -> bool:
    """Whether my page was open before: only then may I open it again alone, as it is now."""
    return Shared.objects.filter(**mine.where(), person=mine.me).exists()


def close(mine, *, by: Person) -> None:
    """Keep it to myself again, with every version before it. What was read stays read."""
    with recorded(f"closed {mine.sheet.key}", by=by, to=mine.pair):
        now = timezone.now()
        Shared.objects.filter(**mine.where(), person=mine.me, hidden__isnull=True).update(hidden=now)
        _open(mine).update(closed=now)
        Ready.objects.filter(**mine.where(), person=by).delete()


def hide_earlier(shared: Shared, *, by: Person) -> None:
    """Take a version that a newer one has replaced out of the other's sight."""
    with recorded(f"hid an earlier version of {shared.sheet}", by=by, to=shared.pair):
        Shared.objects.filter(pk=shared.pk, person=by, closed__isnull=False, hidden__isnull=True).update(
            hidden=timezone.now()
        )


def open_box(mine, question: str, is_open: bool, *, by: Person) -> None:
    """Let the other read a box when the sheet opens, or keep it to myself."""
    with recorded(f"{'opened' if is_open else 'kept'} a box of {mine.sheet.key}", by=by, to=mine.pair):
        OpenedBox.objects.update_or_create(
            **mine.where(), person=by, question=question, defaults={"open": is_open, "at": timezone.now()}
        )
        if mine.sheet.key == "what-i-need":
            needs.keep_box(question, not is_open, programme=mine.pair.programme, by=by)


def _open(mine):
    return Shared.objects.filter(**mine.where(), person=mine.me, closed__isnull=True)
