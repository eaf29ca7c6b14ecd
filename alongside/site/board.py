"""The coordinator's board: which pairs stand on it, in which order. Facts only, never words."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.journey.flags import MET, UP, Flag
from alongside.journey.progress import ENDED, INVITED, WORKING, Fact
from alongside.journey.told import BY_HAND, Told
from alongside.kit.prepared import Prepared
from alongside.people.needs import Needs
from alongside.people.person import Person
from alongside.people.rules import programmes_of_coordinator
from alongside.site.board_row import BOOK_AHEAD, JUST_ENDED, LONG, QUIET, Row, row_of, stage_words
from alongside.site.promised import OfProgramme, for_the_board

PAUSED = "paused"
STAGES = [INVITED, "meeting-1", "meeting-2", "meeting-3", "meeting-4", WORKING, PAUSED, ENDED]
COULD_DO_WITH_YOU, GOING_ALONG, AT_WORK, ASIDE = range(4)
ON_A_PAGE = 20
LETTERS_SHOWN = 20
WORDED = 100  # statements kept ready: one for each stage, page and number of programmes that was asked for


@dataclass
class Group:
    heading: str
    count: str
    rows: list[Row]


@dataclass(frozen=True)
class Filter:
    """One link that narrows the board."""

    words: str
    href: str
    current: bool
    count: int | None = None


@dataclass
class Letter:
    """A message that the coordinator writes or says, because the person has no e-mail address."""

    told: Told
    key: str


@dataclass
class Board:
    programmes: list
    programme: object = None
    stage: str = ""
    total: int = 0
    asking: int = 0
    groups: list[Group] = field(default_factory=list)
    stages: list[Filter] = field(default_factory=list)
    programme_links: list[Filter] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    hearing: list[OfProgramme] = field(default_factory=list)
    earlier: str = ""
    later: str = ""
    easy: bool = False


def for_person(person: Person, asked=None, *, easy=False) -> Board | None:
    """The board of somebody who looks after programmes, or None. `asked` is a GET query."""
    programmes = programmes_of_coordinator(person)
    return _board(programmes, asked or {}, easy) if programmes else None


def _board(programmes: list, asked, easy: bool) -> Board:
    one = next((p for p in programmes if p.public == asked.get("programme")), None)
    stage = asked.get("stage", "") if asked.get("stage", "") in STAGES else ""
    page = int(asked["page"]) if str(asked.get("page", "")).isdecimal() and len(asked["page"]) < 6 else 1
    board = Board(programmes, one, stage, easy=easy)
    edges, of_theirs = Edges.now(), [p.pk for p in ([one] if one else programmes)]
    counts = _counts(edges, of_theirs)
    board.total = sum(n for (group, s), n in counts.items() if s != ENDED or group == COULD_DO_WITH_YOU)
    board.asking = sum(n for (group, _stage), n in counts.items() if group == COULD_DO_WITH_YOU)
    board.stages = _stage_links(board, counts)
    board.programme_links = _programme_links(board)
    first = (max(page, 1) - 1) * ON_A_PAGE
    found = _page_of(stage, first, len(of_theirs)).read(*edges, *of_theirs)
    board.earlier = link(board, page=page - 1) if page > 1 else ""
    board.later = link(board, page=page + 1) if len(found) > ON_A_PAGE else ""
    board.groups = _groups(found[:ON_A_PAGE], board, counts)
    board.letters = _letters(programmes)
    board.hearing = for_the_board(programmes, easy)
    return board


# --- which pairs, in which order


class Edges(NamedTuple):
    """The days from which on a pair asks for somebody, and those on which something is to be booked."""

    quiet: datetime
    long: datetime
    ended: datetime
    today: date
    book: date

    @classmethod
    def now(cls) -> "Edges":
        now, today = timezone.now(), timezone.localdate()
        return cls(now - QUIET, now - LONG, now - JUST_ENDED, today, today + BOOK_AHEAD)


def asks_for_somebody(edges: Edges) -> Q:
    """A flag is up, something is to be booked, nobody has been there for long, or one of the two has stopped."""
    on_the_way = Q(paused=False) & ~Q(stage__in=[INVITED, WORKING, ENDED])
    return (
        Q(flags__gt=0) & ~Q(stage=ENDED)
        | Q(book_by__range=(edges.today, edges.book), paused=False)
        | on_the_way & (Q(changed__lte=edges.quiet) | Q(since__lte=edges.long))
        | Q(stage=ENDED, since__gte=edges.ended)
    )


def grouped(facts: QuerySet[Fact], edges: Edges) -> QuerySet[Fact]:
    return facts.annotate(
        group=Case(
            When(asks_for_somebody(edges), then=Value(COULD_DO_WITH_YOU)),
            When(Q(paused=True) | Q(stage__in=[INVITED, ENDED]), then=Value(ASIDE)),
            When(stage=WORKING, then=Value(AT_WORK)),
            default=Value(GOING_ALONG),
            output_field=IntegerField(),
        )
    )


def _with_edges(ask: Callable[[Edges, tuple], QuerySet]) -> Prepared:
    """A prepared statement about the days and the programmes that follow them."""
    days = len(Edges._fields)
    return Prepared(lambda *keys: ask(Edges(*keys[:days]), keys[days:]))


def _counts(edges: Edges, programmes: list[int]) -> dict[tuple[int, str], int]:
    """(group, stage) → pairs; a pair that rests counts as paused and nowhere else."""
    found: Counter[tuple[int, str]] = Counter()
    for stage, paused, n, asking in _counts_of(len(programmes))(*edges, *programmes):
        found[COULD_DO_WITH_YOU, stage_of(stage, paused)] += asking
        found[group_of(stage, paused), stage_of(stage, paused)] += n - asking
    return found


@lru_cache(WORDED)
def _counts_of(programmes: int) -> Prepared:
    """How many pairs of so many programmes: rows of (stage, paused, all, those who ask for somebody)."""

    def ask(edges, keys):
        facts = Fact.objects.filter(programme__in=keys).order_by().values("stage", "paused")
        asking = Count("pk", filter=asks_for_somebody(edges))
        return facts.annotate(n=Count("pk"), asking=asking).values_list("stage", "paused", "n", "asking")

    return _with_edges(ask)


def group_of(stage: str, paused: bool) -> int:
    """Where a pair stands that asks for nobody; `grouped` says the same in SQL."""
    if paused or stage in (INVITED, ENDED):
        return ASIDE
    return AT_WORK if stage == WORKING else GOING_ALONG


def stage_of(stage: str, paused: bool) -> str:
    """Where a pair is counted: one that rests only there."""
    return PAUSED if paused and stage != ENDED else stage


def _chosen(facts, stage: str):
    if stage == PAUSED:
        return facts.filter(paused=True).exclude(stage=ENDED)
    if stage == ENDED:
        return facts.filter(stage=ENDED)
    if stage:
        return facts.filter(stage=stage, paused=False)
    return facts.filter(group__lt=ASIDE)


@lru_cache(WORDED)
def _page_of(stage: str, first: int, programmes: int) -> Prepared:
    """One page and one more, found by number first, so that sorting does not carry two people for each pair."""
    order = ("group", "changed", "pk")
    people = ("pair__partner", "pair__professional", "pair__ending__by", "waits_for")

    def ask(edges, keys):
        chosen = _chosen(grouped(Fact.objects.filter(programme__in=keys), edges), stage)
        ids = chosen.order_by(*order).values("pk")[first : first + ON_A_PAGE + 1]
        return grouped(Fact.objects.filter(pk__in=ids), edges).select_related(*people).order_by(*order)

    return _with_edges(ask)


# --- links


def link(board: Board, *, stage: str | None = None, programme=None, page=1) -> str:
    """The board narrowed in another way."""
    one = board.programme if programme is None else programme
    asked = {
        "programme": one.public if one else "",
        "stage": board.stage if stage is None else stage,
        "page": page if page > 1 else "",
    }
    query = urlencode({key: value for key, value in asked.items() if value})
    return reverse("board") + (f"?{query}" if query else "")


def _stage_links(board: Board, counts) -> list[Filter]:
    content = (board.programme or board.programmes[0]).content
    all_of_them = Filter(_("All on the way"), link(board, stage=""), not board.stage)
    return [all_of_them] + [
        Filter(
            stage_words(content, stage), link(board, stage=stage), board.stage == stage,
            sum(n for (_group, s), n in counts.items() if s == stage),
        )
        for stage in STAGES
    ]  # fmt: skip


def _programme_links(board: Board) -> list[Filter]:
    if len(board.programmes) < 2:
        return []
    every = Board(board.programmes, None, board.stage)
    return [Filter(_("All programmes"), link(every), board.programme is None)] + [
        Filter(p.name, link(board, programme=p), board.programme is p) for p in board.programmes
    ]


# --- what stands in a row


def _groups(facts: list[Fact], board: Board, counts) -> list[Group]:
    rows, words = _rows(facts, board), board.programmes[0].content.words
    titles = {
        COULD_DO_WITH_YOU: words("On the board", "could-do-with-you", board.easy),
        GOING_ALONG: words("On the board", "going-along", board.easy),
        AT_WORK: words("On the board", "at-work", board.easy),
        ASIDE: stage_words(board.programmes[0].content, board.stage) if board.stage else "",
    }
    found = []
    for group, title in titles.items():
        here = [row for row, fact in zip(rows, facts, strict=True) if vars(fact)["group"] == group]
        if here:
            stages = [board.stage] if board.stage else STAGES
            n = sum(count for (g, stage), count in counts.items() if g == group and stage in stages)
            found.append(Group(title, ngettext("%(n)s pair", "%(n)s pairs", n) % {"n": n}, here))
    return found


def _rows(facts: list[Fact], board: Board) -> list[Row]:
    programmes = {p.pk: p for p in board.programmes}
    for fact in facts:
        fact.pair.programme = programmes[fact.pair.programme_id]
    pairs = [fact.pair for fact in facts]
    flags: dict[int, list[Flag]] = {}
    for flag in Flag.objects.filter(Q(kind=MET) | UP, pair__in=pairs).select_related("person").order_by("at"):
        flags.setdefault(flag.pair_id, []).append(flag)
    needs = _needs_of(pairs)
    return [row_of(fact, flags.get(fact.pair_id, []), needs, board.easy) for fact in facts]


def _needs_of(pairs) -> dict[tuple[int, int], Needs]:
    people = [person.pk for pair in pairs for person in pair.two]
    rows = Needs.objects.filter(
        person__in=people, programme__in={p.programme_id for p in pairs}, has_any=True
    )
    return {(row.programme_id, row.person_id): row for row in rows}


# --- letters and calls


# What a letter or a call can be about; the words for each are in pages.md.
ABOUT = ("invitation", "they-are-ready", "waiting-for-you", "plan-signed", "meeting-moved", "ending")


def letters_to_make(programmes) -> QuerySet[Told]:
    """What somebody without an e-mail address has still to be told, the oldest first."""
    return (
        Told.objects.filter(way=BY_HAND, done__isnull=True, pair__programme__in=programmes)
        .select_related("person")
        .order_by("at")
    )


def _letters(programmes) -> list[Letter]:
    found = letters_to_make(programmes)[:LETTERS_SHOWN]
    return [Letter(told, told.message if told.message in ABOUT else "") for told in found]
