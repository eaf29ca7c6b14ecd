"""Shown or not shown, by a reason that people could read before they answered; and the second look."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from alongside.kit import messages
from alongside.people.person import Person
from alongside.privacy.audit import recorded
from alongside.voices.contribution import NOT_SHOWN, SHOWN, Answer, Contribution, Statement
from alongside.voices.reading import Moderation
from alongside.voices.round import Round

REASONS, OWN, SECOND_LOOK = "reasons", "own-reasons", "second-look"
SALT = "second look"
DAYS = 14  # how long the link to look again opens something


@dataclass(frozen=True)
class Reason:
    """One published reason, as people read it."""

    key: str
    words: str
    easy: str = ""

    def said(self, easy: bool) -> str:
        return self.easy if easy and self.easy else self.words


def reasons_of(round: Round) -> list[Reason]:
    """The reasons that stood on the first page of this round, and no others."""
    front, sheet = round.shown, round.pair.content.sheet("round")
    ticked = front.ticked(REASONS)
    listed = [Reason(o.key, o.words, o.easy) for o in sheet.question(REASONS).options if o.key in ticked]
    own = [Reason(f"own-{row}", front.text(f"{OWN}/{row}/line")) for row in front.rows(OWN)]
    return listed + [reason for reason in own if reason.words]


def reason_of(moderation: Moderation) -> Reason | None:
    round = (moderation.answer.contribution if moderation.answer_id else moderation.statement).round
    return next((each for each in reasons_of(round) if each.key == moderation.reason), None)


def _last_shown() -> Subquery:
    newest = Moderation.objects.filter(answer=OuterRef("pk")).order_by("-pk")
    return Subquery(newest.values("shown")[:1])


def shown_only(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Those that are not held back by a published reason."""
    return answers.annotate(last_shown=_last_shown()).filter(Q(last_shown=True) | Q(last_shown__isnull=True))


def is_shown(answer: Answer) -> bool:
    last = answer.moderations.order_by("-pk").first()
    return last is None or last.shown


# --- verbs


def not_show(thing: Answer | Statement, reason: Reason, *, by: Person) -> Moderation:
    """Hold an answer or a participant's card back, for this reason. It is not lost, and its author can read why."""
    with recorded("did not show something", by=by, to=thing):
        return _moderated(thing, shown=False, reason=reason.key, by=by)


def show(thing: Answer | Statement, *, by: Person) -> Moderation:
    """Show it: a card for the first time, or something that was held back."""
    with recorded("showed something", by=by, to=thing):
        return _moderated(thing, shown=True, by=by)


def _moderated(thing, *, shown: bool, **more) -> Moderation:
    if isinstance(thing, Statement):
        thing.state = SHOWN if shown else NOT_SHOWN
        thing.save(update_fields=["state"])
        return Moderation.objects.create(statement=thing, shown=shown, **more)
    return Moderation.objects.create(answer=thing, shown=shown, **more)


def ask_again(moderation: Moderation) -> None:
    """Its author does not agree. The coordinator is told, and gives the link to whom the round names."""
    if moderation.asked_again or moderation.shown:
        return
    moderation.asked_again = timezone.localdate()  # no audit line: it has a time
    moderation.save(update_fields=["asked_again"])
    programme = _round_of(moderation).pair.programme
    to = programme.coordinator
    if to.email:
        content, easy = programme.content, to.easy
        subject = content.words("A second look", "e-mail-subject", easy)
        body = content.words("A second look", "e-mail", easy)
        link = settings.BASE + reverse("voices:second-looks", args=[programme.public])
        messages.send(to.email, subject, f"{body}\n\n{link}\n")


def look_again(moderation: Moderation, *, shown: bool, words: str) -> Moderation:
    """What whoever looked again says: a line of its own, so that the first one stays on record."""
    thing = moderation.answer or moderation.statement
    with recorded("looked at something again", by=None, to=moderation):
        return _moderated(thing, shown=shown, reason=moderation.reason, words=words, second_look=True)


def second_look_link(moderation: Moderation) -> str:
    """Opens this one thing, without an account, for whom the round names; for two weeks."""
    token = signing.dumps([moderation.pk, moderation.asked_again.toordinal()], salt=SALT)
    return settings.BASE + reverse("voices:second-look", args=[token])


def behind(token: str) -> Moderation | None:
    """What a link to look again opens; nothing once it was looked at, taken back, or is too old."""
    try:
        key, day = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if timezone.localdate().toordinal() - day > DAYS:
        return None
    return next((m for m in waiting(Moderation.objects.filter(pk=key))), None)


def waiting(moderations: QuerySet[Moderation]) -> list[Moderation]:
    """Those of which a second look is asked and has not come."""
    asked = moderations.filter(asked_again__isnull=False, shown=False).select_related(
        "answer__contribution__round__pair__programme", "answer__reading", "answer__transcript",
        "statement__round__pair__programme",
    )  # fmt: skip
    return [each for each in asked if not _later(each).exists()]


def _later(moderation: Moderation) -> QuerySet[Moderation]:
    return Moderation.objects.filter(
        answer=moderation.answer_id, statement=moderation.statement_id, pk__gt=moderation.pk
    )


def _round_of(moderation: Moderation) -> Round:
    return (moderation.answer.contribution if moderation.answer_id else moderation.statement).round


# --- who sees what of it


def of_round(round: Round) -> QuerySet[Moderation]:
    return Moderation.objects.filter(Q(answer__contribution__round=round) | Q(statement__round=round))


def log_of(round: Round, most: int = 200) -> list[Moderation]:
    """What the two see of it: what kind of thing, which question, the reason, the day, and no words."""
    rows = of_round(round).exclude(Q(shown=True, reason="") & Q(second_look=False) & Q(answer__isnull=True))
    return list(rows.select_related("answer", "statement", "by").order_by("-day", "-pk")[:most])


def numbers_of(round: Round) -> list[tuple[Reason, int]]:
    """How many answers and cards stand held back now, by reason."""
    held = Counted(round)
    return [(reason, held.by_reason.get(reason.key, 0)) for reason in reasons_of(round)]


class Counted:
    """How many are held back now: the newest line of each thing counts."""

    def __init__(self, round: Round):
        self.by_reason: dict[str, int] = {}
        newest: dict[tuple, Moderation] = {}
        for row in of_round(round).order_by("pk").only("answer", "statement", "shown", "reason"):
            newest[(row.answer_id, row.statement_id)] = row
        for row in newest.values():
            if not row.shown:
                self.by_reason[row.reason] = self.by_reason.get(row.reason, 0) + 1

    @property
    def not_shown(self) -> int:
        return sum(self.by_reason.values())


@dataclass(frozen=True)
class NotShown:
    """What the author of an answer or a card learns when it is held back."""

    moderation: Moderation
    thing: Answer | Statement
    reason: Reason | None
    asked: object = None  # the day on which they asked for a second look
    outcome: Moderation | None = None  # what that said, where it said no again

    @property
    def may_ask(self) -> bool:
        return self.asked is None and self.outcome is None


def not_shown_for(contribution: Contribution) -> list[NotShown]:
    """What of theirs is held back, with the reason, for the one who holds the code and their own words."""
    rows = Moderation.objects.filter(
        Q(answer__contribution=contribution) | Q(statement__contribution=contribution)
    ).select_related("answer__contribution__round__pair", "statement__round__pair", "by")
    things: dict[tuple, list[Moderation]] = {}
    for row in rows.order_by("pk"):
        things.setdefault((row.answer_id, row.statement_id), []).append(row)
    return [_told(lines) for lines in things.values() if not lines[-1].shown]


def _told(lines: list[Moderation]) -> NotShown:
    last = lines[-1]
    first = next((m for m in reversed(lines) if not m.second_look), last)
    return NotShown(
        first,
        last.answer or last.statement,
        reason_of(last),
        first.asked_again,
        last if last.second_look else None,
    )


def answers_shown(round: Round) -> tuple[int, int]:
    """How many answers that were read are shown, and how many things are not."""
    held = Counted(round).not_shown
    read = Answer.objects.filter(contribution__round=round, reading__isnull=False).aggregate(n=Count("pk"))[
        "n"
    ]
    return max(0, read - held), held
