"""What a programme tells everybody: you said, we did, we did not because, not yet by. Newest change first."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from alongside.people.programme import Programme
from alongside.portfolio.piece import CHANGE, DECISION
from alongside.voices import heard, quotes, rules
from alongside.voices.contribution import Answer
from alongside.voices.export import LICENCES
from alongside.voices.promises import DID, DID_NOT, Promise, first_days, in_public, promise_in
from alongside.voices.reading import InTheme
from alongside.voices.release import Release
from alongside.voices.reply import PAGE, Reply, day_words, reply_to
from alongside.voices.round import Round
from alongside.voices.snapshot import Snapshot

MOST_ON_A_WALL = 4
KEPT, LATE, NOT_DONE, OPEN = "kept", "late", "not_done", "open"


class ProgrammeWords:
    """`words(section, key, **more)` of a programme in one reading, for pages that need no account."""

    def __init__(self, programme: Programme, easy: bool = False):
        self.programme, self.easy, self.content = programme, easy, programme.content
        self.names = programme.names() | {
            "care_word": self.content.sector.words["care_word"],
            "people_word": self.content.sector.words["people"],
        }

    def __call__(self, section: str, key: str, /, **more) -> str:
        said = self.content.words(section, key, easy=self.easy, **{**self.names, **more})
        return said[:1].upper() + said[1:]


@dataclass
class Told:
    """One release as everybody reads it."""

    release: Release
    reply: Reply
    promise: Promise | None

    @property
    def public(self) -> str:
        return self.release.piece.public

    @property
    def standing(self) -> str:
        """Kept, late, not done or open: what stands in the sum."""
        if self.reply.state == DID:
            return KEPT
        if self.reply.state == DID_NOT:
            return NOT_DONE
        return LATE if self.promise and self.promise.late else OPEN


class SaidAndDone:
    """Everything on the public page of a programme, in one reading; a handful of questions however long it is."""

    def __init__(self, programme: Programme, easy: bool = False):
        self.programme, self.words = programme, ProgrammeWords(programme, easy)

    @cached_property
    def _releases(self) -> list[Release]:
        """Also the ended ones: the first day of a promise stands in them."""
        return rules.releases_in(self.programme)

    @cached_property
    def rounds(self) -> list[Round]:
        return rules.rounds_in(self.programme)

    @cached_property
    def told(self) -> list[Told]:
        current = [release for release in self._releases if not release.ended]
        return [self._told(release) for release in current]

    @property
    def changes(self) -> list[Told]:
        return [each for each in self.told if each.release.piece.sheet == CHANGE]

    @property
    def decisions(self) -> list[Told]:
        return [each for each in self.told if each.release.piece.sheet == DECISION]

    def _told(self, release: Release) -> Told:
        promise = promise_in(release.said, self._firsts.get(release.piece_id))
        reply = reply_to(
            release.piece.sheet, release.said, self.words, promise=promise, show_late=self.says_late(release),
            number=heard.largest(release.themes, self._numbers), quotes=self._quotes_for(release),
            definition=self.programme.content.sheets[release.piece.sheet], easy=self.words.easy,
        )  # fmt: skip
        reply.public, reply.day = release.piece.public, release.day
        return Told(release, reply, promise)

    @cached_property
    def _firsts(self) -> dict[int, datetime.date]:
        return first_days(self._releases)

    @cached_property
    def _themes(self) -> set[str]:
        return {public for release in self._releases if not release.ended for public in release.themes}

    @cached_property
    def _numbers(self) -> dict[str, int | None]:
        return heard.shown_at(self._themes)

    # --- late days, only where the rounds said so

    @cached_property
    def _rounds_of_theme(self) -> dict[str, set[int]]:
        rows = InTheme.objects.filter(theme__public__in=self._themes)
        found: dict[str, set[int]] = {}
        for public, round in rows.values_list("theme__public", "answer__contribution__round").distinct():
            found.setdefault(public, set()).add(round)
        return found

    def says_late(self, release: Release) -> bool:
        numbers = {pk for public in release.themes for pk in self._rounds_of_theme.get(public, ())}
        of_pair = [round for round in self.rounds if round.pair_id == release.piece.pair_id]
        return in_public([round for round in of_pair if round.pk in numbers] or of_pair)

    @property
    def hides_late(self) -> bool:
        """Whether something here is late and the page does not say by how many days."""
        return any(each.standing == LATE and not self.says_late(each.release) for each in self.changes)

    # --- sentences with a yes

    @cached_property
    def _quotes(self) -> dict[str, list[str]]:
        """Heading → sentences whose authors say yes to them."""
        if not self._themes:
            return {}
        found = quotes.shown_outside(Answer.objects.filter(themes__theme__public__in=self._themes))
        under: dict[int, list[str]] = {}
        rows = InTheme.objects.filter(answer__in=[quote.answer_id for quote in found])
        for answer, public in rows.values_list("answer", "theme__public"):
            under.setdefault(answer, []).append(public)
        by_theme: dict[str, list[str]] = {}
        for quote in found:
            for public in under.get(quote.answer_id, ()):
                by_theme.setdefault(public, []).append(str(quote.words))
        return by_theme

    def _quotes_for(self, release: Release) -> list[str]:
        if release.piece.sheet != CHANGE:
            return []
        return next((self._quotes[public][:1] for public in release.themes if public in self._quotes), [])

    # --- the sum, and what was asked

    def sum(self) -> dict[str, int]:
        """How many promises are kept, late, not done and open. Where late days are not told, those are open."""
        counted = Counter(
            OPEN if each.standing == LATE and not self.says_late(each.release) else each.standing
            for each in self.changes
        )
        return {name: counted[name] for name in (KEPT, LATE, NOT_DONE, OPEN)}

    def round_lines(self) -> list[tuple[str, str]]:
        """What was asked: a sentence for each round, and where people can answer while it is open."""
        people = _people_of(self.rounds)
        return [self._round_line(round, people.get(round.pk)) for round in self.rounds]

    def _round_line(self, round: Round, people: int | None) -> tuple[str, str]:
        name = round.shown.text("name") or self.words("Asking other people", "no-name-yet")
        until, reply_by = round.day("open-until"), round.day("reply-by")
        names = {"round_name": name, "open_until": day_words(until), "reply_by": day_words(reply_by)}
        if not until or not reply_by:
            return f"{name}.", ""
        key = "round-line" if people else "round-line-few"
        line = self.words(PAGE, key, number=people, **names)
        if not round.is_open:
            return line, ""
        short = (settings.BASE + reverse("voices:front", args=[round.short])).partition("://")[2].rstrip("/")
        return line, self.words(PAGE, "round-open", short_link=short, **names)

    def nothing(self) -> str:
        """What stands there while nothing has come of anything."""
        if not self.rounds:
            return self.words(PAGE, "nothing-yet-at-all")
        days = [day for round in self.rounds if (day := round.day("reply-by"))]
        coming = [day for day in days if day >= timezone.localdate()]
        if not days:
            return self.words(PAGE, "nothing-yet-plain")
        if not coming:
            return self.words(PAGE, "nothing-late", date=day_words(max(days)))
        return self.words(PAGE, "nothing-here", date=day_words(min(coming)))

    def licence(self) -> str:
        """The line that others write when they use it, where the organisation chose an open licence."""
        chosen = {LICENCES.get(round.licence, "") for round in self.rounds} - {""}
        if len(chosen) != 1:
            return ""
        return self.words(PAGE, "licence", licence_line=f"{self.programme.organisation.name}, {chosen.pop()}")

    def for_the_wall(self, chosen: list[str]) -> list[Told]:
        """Those that were chosen, in their order, at most four."""
        return [each for each in self.told if each.public in chosen][:MOST_ON_A_WALL]


def _people_of(rounds: list[Round]) -> dict[int, int]:
    """How many answered each round, as it was published; a number under eight is never among it."""
    newest = Snapshot.objects.filter(round__in=rounds).order_by("day", "pk").only("round_id", "figures")
    found: dict[int, int] = {}
    for snapshot in newest:
        people = (snapshot.figures or {}).get("people") or {}
        number = people.get("all") or 0
        if number >= rules.ENOUGH_TO_COUNT:
            found[snapshot.round_id] = number
    return found


# --- for whoever must show that people were involved


@dataclass
class Evidence:
    """A programme in numbers: rounds, people whose number may be said, promises by how they stand."""

    rounds: int = 0
    people: int = 0
    kept: int = 0
    late: int = 0
    not_done: int = 0
    open: int = 0


def evidence_of(programmes: Iterable[Programme]) -> dict[int, Evidence]:
    """Programme → its numbers; four questions for all of them. A round that few answered adds no people."""
    keys = [programme.pk for programme in programmes]
    found = {key: Evidence() for key in keys}
    rounds = list(rules.rounds_of(keys))
    people = _people_of(rounds)
    for round in rounds:
        one = found[round.pair.programme_id]
        one.rounds += 1
        one.people += people.get(round.pk, 0)
    for release in rules.changes_of(keys):
        standing = _standing(release)
        one = found[release.piece.pair.programme_id]
        setattr(one, standing, getattr(one, standing) + 1)
    return found


def _standing(release: Release) -> str:
    state, promise = release.said.value("state"), promise_in(release.said)
    if state in (DID, DID_NOT):
        return KEPT if state == DID else NOT_DONE
    return LATE if promise and promise.late else OPEN
