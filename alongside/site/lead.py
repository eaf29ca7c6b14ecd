"""The lead's page: how many pairs are where, and nobody's name. Small numbers are hidden."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from alongside.journey.flags import MET, Flag
from alongside.journey.progress import Fact
from alongside.people import signin
from alongside.people.rules import programmes_led_by
from alongside.site.board import STAGES, stage_of
from alongside.site.board_row import stage_words
from alongside.voices.said_and_done import evidence_of

FEW = 5  # a smaller group could be known by its number
ANSWERS = ["all", "partly", "not-met"]


@dataclass(frozen=True)
class Line:
    """One programme: a number for each column, or None where it is too small to show."""

    name: str
    numbers: list[int | None]
    published: object = None


def shown_number(n: int) -> int | None:
    return n if n >= FEW else None


def total_of(numbers: list[int]) -> int | None:
    """The sum, unless it would give a hidden number away: what is hidden must be several and not few."""
    hidden = [n for n in numbers if n < FEW]
    if hidden and (len(hidden) == 1 or sum(hidden) < FEW):
        return None
    return shown_number(sum(numbers))


def counts_of(programmes, stages=STAGES) -> dict[int, list[int]]:
    """programme → pairs at each stage, one question for all of them."""
    found = {p.pk: dict.fromkeys(stages, 0) for p in programmes}
    rows = Fact.objects.filter(programme__in=programmes).values_list("programme", "stage", "paused")
    for programme, stage, paused, n in rows.annotate(n=Count("pk")):
        found[programme][stage_of(stage, paused)] += n
    return {pk: list(numbers.values()) for pk, numbers in found.items()}


def needs_of(programmes) -> dict[int, list[int]]:
    """programme → how often what people asked for was there, partly there, not there."""
    found = {p.pk: dict.fromkeys(ANSWERS, 0) for p in programmes}
    rows = Flag.objects.filter(Q(kind=MET, value__in=ANSWERS), pair__programme__in=programmes)
    for programme, value, n in rows.values_list("pair__programme", "value").annotate(n=Count("pk")):
        found[programme][value] = n
    return {pk: list(numbers.values()) for pk, numbers in found.items()}


def _lines(programmes, numbers: dict[int, list[int]]) -> list[Line]:
    return [Line(p.name, [shown_number(n) for n in numbers[p.pk]], p.brief_published) for p in programmes]


def evidence_lines(programmes) -> list[tuple[str, list[tuple[str, int | None]], str]]:
    """What was asked and what came of it: numbers that everybody can check on the public page."""
    found = evidence_of(programmes)
    return [(p.name, _evidence(found[p.pk]), p.public) for p in programmes if found[p.pk].rounds]


def _evidence(found) -> list[tuple[str, int | None]]:
    return [
        (_("Rounds of questions"), found.rounds),
        (_("People who answered"), found.people or None),
        (_("Promises kept"), found.kept),
        (_("Late"), found.late),
        (_("Not done, with a reason"), found.not_done),
        (_("Open"), found.open),
    ]


@signin.signed_in
def counts(request):
    """Numbers for whoever must show that people were involved."""
    programmes = list(programmes_led_by(request.user))
    if not programmes:
        raise Http404
    easy = request.session.get("easy", False)
    pairs, met = counts_of(programmes), needs_of(programmes)
    return render(
        request,
        "site/lead.html",
        {
            "stages": [stage_words(programmes[0].content, stage, easy) for stage in STAGES],
            "pairs": _lines(programmes, pairs),
            "total": total_of([n for numbers in pairs.values() for n in numbers]),
            "answers": [_("It was there"), _("Partly"), _("It was not there")],
            "met": _lines(programmes, met),
            "evidence": evidence_lines(programmes),
            "hidden": programmes[0].content.words("The coordinator's board", "small-number", easy),
            "organisation": programmes[0].organisation,
        },
    )
