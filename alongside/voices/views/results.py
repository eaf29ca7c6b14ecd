"""The numbers of a round: for the two, and for everybody where the round says so."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from alongside.voices import rules
from alongside.voices.results import Results, cards_shown
from alongside.voices.snapshot import Snapshot, newest
from alongside.voices.views.here import of_round as of_round_of_pair
from alongside.voices.views.visit import of_round
from alongside.voices.wording import RoundWords

WIDE, MARGIN = 600, 12  # of the map's drawing


@of_round_of_pair
def results(request, here):
    """What people said, as the two read it: the same numbers as everybody, and the words of the few."""
    return _for_the_two(request, here, "voices/results.html")


@of_round_of_pair
def cards(request, here):
    """Every card in one table."""
    return _for_the_two(request, here, "voices/results_cards.html", every_card=True)


def _for_the_two(request, here, template: str, every_card: bool = False):
    if not here.who.may_open("round"):
        raise Http404
    round = here.piece.round
    words = RoundWords(round, here.easy)
    page = _page(round, words, every_card, lambda keys: rules.words_of_the_few(round, keys))
    at = [here.pair.public, here.piece.public]
    more = {
        "title": here.piece.title() or words(*TITLE),
        "taken_back": rules.somebody_took_back(round),
        "themes": reverse("voices:themes", args=at[:1]),
        "take": reverse("voices:take", args=at),
        "all_cards": reverse("voices:results-cards", args=at),
        "back": reverse("voices:results", args=at) if every_card else reverse("voices:piece", args=at),
    }
    return render(request, template, here.context(**page, **more, round=round, round_words=words))


@of_round
def public_results(request, visit):
    """The same for everybody, without anybody's words."""
    return _for_everybody(request, visit, "voices/results_public.html")


@of_round
def public_cards(request, visit):
    """Every card in one table, for everybody."""
    return _for_everybody(request, visit, "voices/results_public_cards.html", every_card=True)


def _for_everybody(request, visit, template: str, every_card: bool = False):
    if not rules.results_are_public(visit.round):
        raise Http404
    page = _page(visit.round, visit.words, every_card, lambda keys: {})
    more = {
        "title": visit.words.names["round_name"],
        "taken_back": rules.somebody_took_back(visit.round),
        "themes": "",
        "take": visit.at("public-take"),
        "all_cards": visit.at("public-results-cards"),
        "back": visit.at("public-results") if every_card else visit.at("front"),
    }
    return render(request, template, visit.context(**page, **more, easy=visit.easy, round_words=visit.words))


TITLE = ("Results of a round", "title")


@dataclass
class Numbers:
    """What a page of results shows; without a snapshot nothing is counted yet."""

    results: Results
    every_card: bool

    @cached_property
    def there(self):
        return cards_shown(self.results.round, None if self.every_card else self.results.told())

    @cached_property
    def unites(self):
        return self.results.cards_of(self.results.cards.get("unites", ()), self.there)

    @cached_property
    def divides(self):
        return self.results.cards_of(self.results.cards.get("divides", ()), self.there)

    @cached_property
    def all(self):
        found = self.results.cards_of(self.results.cards.get("of", ()), self.there)
        return sorted(found, key=lambda card: card.number)

    @cached_property
    def groups(self):
        return self.results.groups(self.there)

    @cached_property
    def _corners(self) -> list[list[tuple[float, float]]]:
        """Of each group, as wide as the drawing; none if a group is hidden."""
        if not self.groups or any(group.area is None for group in self.groups):
            return []
        every = [corner for group in self.groups for corner in group.area]
        left, top = (min(corner[axis] for corner in every) for axis in (0, 1))
        scale = (WIDE - 2 * MARGIN) / max(1, max(x for x, _ in every) - left)
        return [
            [(MARGIN + (x - left) * scale, MARGIN + (y - top) * scale) for x, y in group.area]
            for group in self.groups
        ]

    @property
    def height(self) -> int:
        return round(max(y for corners in self._corners for _, y in corners) + MARGIN)

    @property
    def areas(self) -> list[tuple]:
        """(letter, people, corners, x, y) of each group; its letter stands in its middle."""
        drawn = []
        for group, corners in zip(self.groups, self._corners, strict=False):
            middle = [round(sum(corner[axis] for corner in corners) / len(corners)) for axis in (0, 1)]
            drawn.append(
                (group.letter, group.people, " ".join(f"{x:.0f},{y:.0f}" for x, y in corners), *middle)
            )
        return drawn


def _page(round, words: RoundWords, every_card: bool, read) -> dict:
    snapshot: Snapshot | None = newest(round)
    if snapshot is None:
        return {"numbers": None, "results": None}
    results = Results(round, snapshot, words, {})
    few = results.few()
    results.said = read(few) if few else {}
    return {"numbers": Numbers(results, every_card), "results": results}
