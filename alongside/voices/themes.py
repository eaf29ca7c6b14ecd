"""Headings over what people said, put there by hand. One answer may stand under several."""

from dataclasses import dataclass, field

from django.db.models import Max, QuerySet

from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.portfolio.piece import Theme
from alongside.privacy.audit import recorded
from alongside.voices.contribution import CONVERSATION, PAPER, PHONE, Answer
from alongside.voices.covering import for_others
from alongside.voices.reading import InTheme

GATHERED = (CONVERSATION, PHONE, PAPER)
FEW = 8  # below this we say "a few", also to the two: a heading may be read aloud
SMALL = 5  # a part of a number that is smaller is not given
NAME = 80  # letters in a heading
SOME = 10  # answers under a heading before "show all"


@dataclass(frozen=True)
class Number:
    """How many stand under a heading, and how many of them answered themselves."""

    all: int
    gathered: int

    @property
    def own(self) -> int:
        return self.all - self.gathered

    @property
    def few(self) -> bool:
        return self.all < FEW

    @property
    def in_parts(self) -> bool:
        """Whether both parts may be given: neither is so small that somebody could be found."""
        return not self.few and all(n == 0 or n >= SMALL for n in (self.own, self.gathered))


def number_of(ways: list[str]) -> Number:
    return Number(len(ways), sum(way in GATHERED for way in ways))


@dataclass
class Said:
    """One answer as the two read it here: covered, with the question it answers."""

    answer: Answer
    words: str
    question: str
    under: list[Theme] = field(default_factory=list)


@dataclass
class Heading:
    """A theme with some of its answers; the last one, without a theme, holds what has no heading yet."""

    theme: Theme | None
    number: Number
    said: list[Said]

    @property
    def more(self) -> int:
        return self.number.all - len(self.said)


def board(pair: Pair, readable: QuerySet[Answer], *, easy: bool, most: int = SOME) -> list[Heading]:
    """Every heading in its order with its first answers, and at the end what has none. A few questions to
    the database however many answers there are."""
    shelves = _Shelves(pair, readable)
    said = shelves.said({pk for _, pks in shelves.all() for pk in pks[:most]}, easy)
    return [shelves.heading(theme, pks, pks[:most], said) for theme, pks in shelves.all()]


def one(pair: Pair, readable: QuerySet[Answer], theme: Theme | None, begin: int, most: int, *, easy: bool):
    """Some of one heading, from a place on; and every heading that an answer can be moved to."""
    shelves = _Shelves(pair, readable)
    pks = next(pks for each, pks in shelves.all() if each == theme)
    some = pks[begin : begin + most]
    options = [(each.public, str(each)) for each in shelves.themes]
    return shelves.heading(theme, pks, some, shelves.said(set(some), easy)), options


class _Shelves:
    """Which answers stand under which heading, by their numbers alone; words only of those that are shown."""

    def __init__(self, pair: Pair, readable: QuerySet[Answer]):
        self.readable, self.themes = readable, list(pair.themes.all())
        rows = list(readable.order_by("pk").values_list("pk", "contribution__way"))
        self.way, self.order = dict(rows), [pk for pk, _ in rows]
        named = {theme.pk: theme for theme in self.themes}
        self.under: dict[int, list[Theme]] = {}
        self.of: dict[int, set[int]] = {theme.pk: set() for theme in self.themes}
        for theme_id, answer_id in InTheme.objects.filter(theme__in=named).values_list("theme", "answer"):
            if answer_id in self.way:
                self.under.setdefault(answer_id, []).append(named[theme_id])
                self.of[theme_id].add(answer_id)

    def all(self) -> list[tuple[Theme | None, list[int]]]:
        """Each heading with its answers in their order, at the end what stands under none."""
        under = [(theme, [pk for pk in self.order if pk in self.of[theme.pk]]) for theme in self.themes]
        return [*under, (None, [pk for pk in self.order if pk not in self.under])]

    def said(self, wanted: set[int], easy: bool) -> dict[int, Said]:
        found = {}
        answers = self.readable.filter(pk__in=wanted).select_related(
            "reading", "transcript", "contribution__round__piece", "file"
        )
        for answer in answers:
            words = for_others(answer)
            if words is not None:
                found[answer.pk] = Said(
                    answer, words, question_of(answer, easy), self.under.get(answer.pk, [])
                )
        return found

    def heading(self, theme, pks, some, said) -> Heading:
        return Heading(
            theme, number_of([self.way[pk] for pk in pks]), [said[pk] for pk in some if pk in said]
        )


def question_of(answer: Answer, easy: bool) -> str:
    """The question above an answer, as it was asked."""
    asked = answer.contribution.round.question(answer.question)
    return (easy and asked.easy) or asked.ask if asked else ""


# --- verbs


def begin_theme(name: str, *, pair: Pair, by: Person) -> Theme:
    """A new heading, after the others."""
    with recorded("began a theme", by=by, to=pair):
        last = pair.themes.aggregate(last=Max("place"))["last"]
        return Theme.objects.create(pair=pair, name=name, place=0 if last is None else last + 1)


def rename(theme: Theme, name: str, *, by: Person) -> None:
    with recorded("renamed a theme", by=by, to=theme):
        theme.name = name
        theme.save(update_fields=["name"])


def move_theme(theme: Theme, by_one: int, *, by: Person) -> None:
    """Earlier (-1) or later (1) among the headings."""
    with recorded("moved a theme", by=by, to=theme):
        order = list(theme.pair.themes.all())
        at = next(n for n, each in enumerate(order) if each.pk == theme.pk)
        order.insert(max(0, min(len(order) - 1, at + by_one)), order.pop(at))
        for place, each in enumerate(order):
            if each.place != place:
                each.place = place
                each.save(update_fields=["place"])


def take_out_theme(theme: Theme, *, by: Person) -> None:
    """The heading goes; what stood under it and nowhere else has no heading again."""
    with recorded("took out a theme", by=by, to=theme):
        theme.delete()


def put_under(answer: Answer, theme: Theme, *, by: Person) -> None:
    """Put it there too; pressing twice changes nothing."""
    with recorded("put an answer in a theme", by=by, to=theme):
        InTheme.objects.get_or_create(theme=theme, answer=answer, defaults={"by": by})


def take_from(answer: Answer, theme: Theme, *, by: Person) -> None:
    with recorded("took an answer out of a theme", by=by, to=theme):
        InTheme.objects.filter(theme=theme, answer=answer).delete()


def others_in(theme: Theme, answer: Answer) -> int:
    """How many other people stand under this heading."""
    rows = InTheme.objects.filter(theme=theme, answer__contribution__withdrawn__isnull=True)
    return (
        rows.exclude(answer__contribution=answer.contribution_id)
        .values("answer__contribution")
        .distinct()
        .count()
    )
