"""See it the way they will: the pages that people answer on, and nothing of it is kept.

Each page of a try runs in a transaction that is rolled back: in it the round is open, its cards lie there and
somebody has begun to answer. So a try is made of the very pages and rules that people meet later.
"""

import inspect
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from alongside.voices import marks, rules
from alongside.voices.contribution import Contribution
from alongside.voices.trying import open_for_a_try, somebody_who_tries
from alongside.voices.views.here import of_round
from alongside.voices.views.visit import Visit

# The pages of answering that can be tried: what sends something, or needs words that are kept, is none of them.
TRIED = {"front", "reading", "known", "known-as", "asked", "own-card", "last", "thanks", "second-key"}
SAYS = "Before it opens"


@dataclass
class Try(Visit):
    """A visit of somebody who tries a round: its addresses stay within the try."""

    base: str = ""
    contribution: Contribution | None = None

    @property
    def mark(self) -> marks.Mark:
        return marks.Mark(self.contribution, own=True)

    def at(self, page: str, *more, **asked) -> str:
        return super().at(page, *more, **asked).replace(f"/r/{self.round.short}/", self.base, 1)

    def context(self, **more) -> dict:
        piece = [self.round.pair.public, self.round.piece.public]
        noted = reverse("journey:question", args=[*piece, "round", "tried-with"])
        links = {"back": reverse("voices:piece", args=piece), "noted": noted}
        messages.info(self.request, self.words(SAYS, "trying"))
        return super().context(trying=links, **more)


@of_round
def try_it(request, here, rest=""):
    """One page of a try. Nothing is written, whatever is typed, and no mark stays in the browser."""
    round = here.piece.round
    if not round.questions:
        return redirect("voices:questions", here.pair.public, here.piece.public)
    view, given = _page_of(round, rest)
    base = reverse("voices:try", args=[here.pair.public, here.piece.public])
    request.FILES.clear()
    with transaction.atomic():
        visit = _begun(request, here, base, sent="thanks" in rest)
        response = view(request, visit, **given)
        transaction.set_rollback(True)
    for cookie in (marks.COOKIE, marks.SCREEN):
        response.cookies.pop(cookie, None)
    location = response.headers.get("Location", "")
    if location and not location.startswith(base):
        response = redirect(base)
    patch_cache_control(response, no_store=True, private=True)
    return response


def _page_of(round, rest: str):
    """The view behind an address of a round, without what looks after people who are no longer trying."""
    try:
        found = resolve(f"/r/{round.short}/{rest}")
    except Resolver404:
        raise Http404 from None
    if found.url_name not in TRIED:
        raise Http404
    given = {name: value for name, value in found.kwargs.items() if name != "short"}
    return inspect.unwrap(found.func), given


def _begun(request, here, base: str, *, sent: bool) -> Try:
    """The round as it would be on its first day, and somebody who has begun; all of it is undone."""
    round = here.piece.round
    open_for_a_try(round, by=here.me)
    tried = rules.round_at(round.short)
    somebody = somebody_who_tries(tried, sent=timezone.localdate() if sent else None)
    easy = marks.reads_easy(request) or here.easy
    visit = Try(request, tried, easy, screen="", base=base, contribution=somebody)
    request.easy = visit.easy
    request.frame = {
        "organisation_name": here.pair.programme.organisation.name,
        "menu": [],
        "exit_address": here.pair.programme.organisation.exit_page,
        "reading_at": visit.at("reading"),
    }
    return visit
