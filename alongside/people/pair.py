"""A pair: somebody who works here and somebody with lived experience, as equals."""

import unicodedata

from django.db import models
from django.utils import timezone

from alongside.people.person import Person, public_id
from alongside.people.programme import Programme
from alongside.privacy.audit import recorded


class Pair(models.Model):
    """Two people who walk through the four meetings. Who sits left is stored once and never changes."""

    public = models.CharField(max_length=10, unique=True, default=public_id)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="pairs")
    partner = models.ForeignKey(Person, models.PROTECT, related_name="as_partner")
    professional = models.ForeignKey(Person, models.PROTECT, related_name="as_professional")
    partner_is_left = models.BooleanField()
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(partner=models.F("professional")), name="a_pair_is_two_people"
            )
        ]

    def __str__(self):
        return f"{self.left.name} and {self.right.name}"

    @property
    def two(self) -> tuple[Person, Person]:
        """Left and right, by first name."""
        return (
            (self.partner, self.professional) if self.partner_is_left else (self.professional, self.partner)
        )

    @property
    def left(self) -> Person:
        return self.two[0]

    @property
    def right(self) -> Person:
        return self.two[1]

    def side(self, person: Person) -> str:
        return "left" if person.pk == self.left.pk else "right"

    def other(self, person: Person) -> Person:
        """The other one of the two."""
        return self.professional if person.pk == self.partner_id else self.partner

    def role(self, person: Person) -> str:
        """`partner` or `professional`; an empty string for anybody else."""
        return {self.partner_id: "partner", self.professional_id: "professional"}.get(person.pk, "")

    @property
    def content(self):
        return self.programme.content


def begin_pair(*, programme, partner, professional, by) -> Pair:
    """Two people who may become a pair; sides go by first name, once and for ever."""

    def order(person):
        return unicodedata.normalize("NFKD", person.name).casefold(), person.pk

    pair = Pair(
        programme=programme,
        partner=partner,
        professional=professional,
        partner_is_left=order(partner) < order(professional),
    )
    with recorded("brought two people together", by=by, to=pair):
        pair.save()
    return pair


class Pause(models.Model):
    """A pair rests: nothing is sent and nothing is asked. No reason is kept, because none is asked."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="pauses")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair"], condition=models.Q(ended__isnull=True), name="a_pair_is_paused_once"
            )
        ]


class Ending(models.Model):
    """A pair has ended, by either, kindly, without a reason."""

    pair = models.OneToOneField(Pair, models.CASCADE, related_name="ending")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Facilitating(models.Model):
    """A facilitator whom the pair invited; counts once both have said yes and the facilitator too."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="facilitating")
    person = models.ForeignKey(Person, models.PROTECT, related_name="facilitates")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked = models.DateTimeField(default=timezone.now)
    both_agreed = models.DateTimeField(null=True)
    accepted = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair"], condition=models.Q(ended__isnull=True), name="a_pair_has_one_facilitator"
            )
        ]

    @property
    def active(self) -> bool:
        return bool(self.both_agreed and self.accepted and not self.ended)


# --- resting and ending


def paused(pair: Pair) -> Pause | None:
    """The rest that the pair takes now; a rest ends by itself on its date."""
    pause = pair.pauses.filter(ended__isnull=True).first()
    if pause and pause.until and pause.until <= timezone.localdate():
        return None
    return pause


def pause(pair: Pair, *, by, until=None) -> Pause:
    """Nothing is sent and nothing is asked until the date, or until one of them carries on."""
    now = pair.pauses.filter(ended__isnull=True).first() or Pause(pair=pair, by=by)
    with recorded("paused", by=by, to=pair):
        now.by, now.since, now.until = by, timezone.now(), until
        now.save()
    return now


def carry_on(pair: Pair, *, by):
    """Either of the two may end a rest."""
    now = pair.pauses.filter(ended__isnull=True).first()
    if now:
        with recorded("carried on", by=by, to=pair):
            now.ended = timezone.now()
            now.save(update_fields=["ended"])


def has_ended(pair: Pair) -> bool:
    return Ending.objects.filter(pair=pair).exists()


def end(pair: Pair, *, by) -> Ending:
    """Either of the two may end it on any day. No reason is asked, so none is kept."""
    with recorded("ended the pair", by=by, to=pair):
        return Ending.objects.get_or_create(pair=pair, defaults={"by": by})[0]


# --- the facilitator whom both invite


def facilitator_of(pair: Pair) -> Facilitating | None:
    """The facilitator who is asked or there now."""
    return pair.facilitating.filter(ended__isnull=True).select_related("person", "asked_by").first()


def ask_facilitator(pair: Pair, person: Person, *, by) -> Facilitating:
    """One of the two names somebody; nothing happens until the other says yes as well."""
    asked = facilitator_of(pair)
    if asked:
        return asked
    asked = Facilitating(pair=pair, person=person, asked_by=by)
    with recorded("asked for a facilitator", by=by, to=pair):
        asked.save()
    return asked


def agree_to_facilitator(asked: Facilitating, *, by):
    """The other of the two says yes; now the facilitator is asked."""
    if asked.both_agreed or by.pk == asked.asked_by_id:
        return
    with recorded("agreed to the facilitator", by=by, to=asked):
        asked.both_agreed = timezone.now()
        asked.save(update_fields=["both_agreed"])


def accept_to_facilitate(asked: Facilitating, *, by):
    """The facilitator says yes to the two."""
    if not asked.accepted:
        with recorded("accepted to facilitate", by=by, to=asked):
            asked.accepted = timezone.now()
            asked.save(update_fields=["accepted"])


def end_facilitating(asked: Facilitating, *, by):
    """Any of the three may end it at once, without a reason."""
    if not asked.ended:
        with recorded("ended facilitating", by=by, to=asked):
            asked.ended = timezone.now()
            asked.save(update_fields=["ended"])
