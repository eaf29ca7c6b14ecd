"""Numbers to take away, for the two and, where the numbers are public, for everybody."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.kit.fields import new_row_id
from alongside.people.rules import may_sign
from alongside.voices import export, rules
from alongside.voices.round import choose_licence
from alongside.voices.snapshot import newest
from alongside.voices.views.here import of_round as of_round_of_pair
from alongside.voices.views.visit import of_round
from alongside.voices.wording import RoundWords

SECTION = "Taking numbers with you"
LICENCE_WORDS = {"": "none", "cc-by-4-0": "by", "cc0-1-0": "zero", "ogl-3-0": "ogl"}
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "zip": "application/zip",
}


@of_round_of_pair
def take(request, here):
    """What there is to take, what each column means, and under which licence others may use it."""
    round = _of(here)
    words = RoundWords(round, here.easy)
    if request.method == "POST":
        if not may_sign(here.who):
            raise Http404
        licence = request.POST.get("licence", "")
        if licence in LICENCE_WORDS and not round.source:
            choose_licence(round, licence, by=here.me)
        return redirect(f"{request.path}?kept={new_row_id()[:2]}")
    snapshot = newest(round)
    at = [here.pair.public, here.piece.public]
    return render(
        request,
        "voices/take.html",
        here.context(
            **_page(round, snapshot, words),
            files=lambda file: reverse("voices:take-file", args=[*at, file]),
            quotes=rules.quotes_to_take(round),
            why_no_votes=export.why_no_votes(round, snapshot),
            licences=[(key, words(SECTION, name)) for key, name in LICENCE_WORDS.items()],
            kept="kept" in request.GET,
            back=reverse("voices:results", args=at),
        ),
    )


@require_safe
@of_round_of_pair
def take_file(request, here, file):
    """One file of it."""
    round = _of(here)
    snapshot = newest(round)
    if file == "sentences.csv":
        return _sent(export.quotes_as_csv(round, rules.quotes_to_take(round)), file)
    if file == "votes.zip":
        if export.why_no_votes(round, snapshot):
            raise Http404
        return _sent(export.votes_as_zip(round, snapshot), file)
    return _numbers(round, snapshot, file, here.piece.title())


@of_round
def public_take(request, visit):
    """The same files of numbers for everybody."""
    round = _public(visit)
    return render(
        request,
        "voices/take_public.html",
        visit.context(
            **_page(round, newest(round), visit.words),
            easy=visit.easy,
            files=lambda file: visit.at("public-take-file", file),
            back=visit.at("public-results"),
        ),
    )


@require_safe
@of_round
def public_take_file(request, visit, file):
    """One file of numbers."""
    round = _public(visit)
    return _numbers(round, newest(round), file, visit.words.names["round_name"])


def _of(here):
    if not here.who.may_open("round"):
        raise Http404
    return here.piece.round


def _public(visit):
    if not rules.results_are_public(visit.round):
        raise Http404
    return visit.round


def _page(round, snapshot, words) -> dict:
    there = snapshot and snapshot.figures.get("people")
    return {
        "round": round,
        "there": there,
        "day": snapshot.day if snapshot else None,
        "round_words": words,
        "columns": export.COLUMNS,
        "licence_line": round.source or export.LICENCES.get(round.licence, ""),
    }


def _numbers(round, snapshot, file: str, title: str) -> HttpResponse:
    if file == "columns.csv":
        return _sent(export.columns_as_csv(), file)
    make = {
        "numbers.csv": lambda: export.as_csv(export.rows_of(round, snapshot)),
        "numbers.xlsx": lambda: export.as_xlsx(round, snapshot, title),
        "numbers.json": lambda: export.as_json(round, snapshot, title),
    }
    if file not in make or not snapshot or not snapshot.figures.get("people"):
        raise Http404
    return _sent(make[file](), file)


def _sent(content, file: str) -> HttpResponse:
    response = HttpResponse(content, content_type=KINDS[file.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
