"""Who wrote what and when, by paragraph, for who may write there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from alongside.kit.sheets import Answers, Question
from alongside.people.person import Person
from alongside.portfolio.history import Past
from alongside.portfolio.places import DocumentPlace
from alongside.portfolio.reading import words_of
from alongside.writing.history import authors_of

type Piece = tuple  # words, by, typed by, hour, and who helped if somebody did
NOTHING: tuple[Answers, dict] = (Answers(), {})


@dataclass(frozen=True)
class Hand:
    """One person's hand in a paragraph; nobody where the person has been erased."""

    by: Person | None
    typed_by: Person | None = None
    helped_by: Person | None = None


@dataclass(frozen=True)
class Paragraph:
    """Its words, every hand that is in it, and the beginning of the hour in which it was changed last."""

    words: str
    hands: tuple[Hand, ...]
    hour: datetime | None


@dataclass(frozen=True)
class Text:
    """One box with something in it; `label` is its part of a row."""

    label: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Written:
    """A question with the texts that stand under it."""

    key: str
    heading: str
    texts: tuple[Text, ...]


def who_wrote(past: Past, *, questions, say, easy=False, lines: dict) -> list[Written]:
    """Every question in which words stand, in order, with whose they are."""
    there = [each for each in past.documents if each]
    read = authors_of(there) if there else {}
    by_place = {each.place: read[each.pk] for each in there}
    people = _people(pieces for _, pieces in by_place.values())
    found = []
    for q in questions:
        place = past.mine.place(q)
        answers, held = by_place.get(place.key, NOTHING) if isinstance(place, DocumentPlace) else NOTHING
        texts = tuple(
            Text(label, paragraphs)
            for label, name in _named(answers, q, say, easy, lines)
            if (paragraphs := _paragraphs(held.get(name, ()), people))
        )
        if texts:
            found.append(Written(q.key, words_of(q, say, easy), texts))
    return found


def _people(held: Iterable[dict]) -> dict[int, Person]:
    numbers = {
        number
        for texts in held
        for pieces in texts.values()
        for _, by, typed_by, _, *helped_by in pieces
        for number in (by, typed_by, *helped_by)
    }
    return Person.objects.in_bulk(numbers - {None})


def _named(answers: Answers, q: Question, say, easy, lines) -> Iterable[tuple[str, str]]:
    """(what we call it, its name in the document) of each text of a question."""
    if q.each:
        for row, words in lines.get(q.key, ()):
            yield from ((words, name) for name in q.texts(row))
    elif q.kind == "list":
        for row in answers.rows(q.key):
            for part in q.parts:
                label = "" if part is q.parts[0] else words_of(part, say, easy)
                yield label, q.name_of(row, part.key)
    else:
        yield from (("", name) for name in q.texts())


def _paragraphs(pieces: Iterable[Piece], people: dict[int, Person]) -> tuple[Paragraph, ...]:
    """A text cut at its newlines; lines without a word are left out."""
    found: list[list[Piece]] = [[]]
    for words, *whose in pieces:
        first, *rest = words.split("\n")
        found[-1].append((first, *whose))
        found += [[(each, *whose)] for each in rest]
    return tuple(_paragraph(each, people) for each in found if "".join(words for words, *_ in each).strip())


def _paragraph(pieces: list[Piece], people: dict[int, Person]) -> Paragraph:
    """Somebody who put nothing but a space between is not named for it."""
    said = [piece for piece in pieces if piece[0].strip()]
    hands = dict.fromkeys(_hand(people, *whose) for _, *whose in said)
    hours = [hour for _, _, _, hour, *_ in said if hour]
    latest = datetime.fromisoformat(f"{max(hours)}:00").replace(tzinfo=UTC) if hours else None
    return Paragraph("".join(words for words, *_ in pieces).strip(), tuple(hands), latest)


def _hand(people: dict[int, Person], by, typed_by, _hour, helped_by=None) -> Hand:
    return Hand(people.get(by), people.get(typed_by), people.get(helped_by))
