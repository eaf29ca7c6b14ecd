"""Covering: whoever reads first takes out what shows who somebody is, and the others read the rest.

Positions are code points of what was said. What is covered becomes the same mark however long it was,
so that its length tells nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from alongside.people.person import Person
from alongside.privacy.audit import recorded
from alongside.voices.contribution import Answer
from alongside.voices.reading import Moderation, Reading, Suggestion, Transcript

COVERED = "[…]"
PART = 400  # words to a page: a longer answer is read in parts
CHANGED = "changed"  # the reason of a moderation that ended because its author changed the words

_CHUNK = re.compile(r"\S+")
_EDGE = re.compile(r"^\W*|\W*$")
_BETWEEN = re.compile(r"[\s()+/.-]*")
_EMAIL = re.compile(r"\S+@\S+\.\w+")
_FIGURES = re.compile(r"\+?\d(?:[\s()-]?\d){5,}")
_ENDS = re.compile(r"[.!?:…\"”'’)\]]*[.!?:…][\"”'’)\]]*$")
_NAME = re.compile(r"[^\W\d_]")
NO_NAMES = {"I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll", "OK", "NHS", "GP", "TV", "A&E"}


@dataclass(frozen=True)
class Word:
    """One word of a text: what stands before it, the word, what stands after it up to the next gap."""

    start: int
    end: int
    before: str
    words: str
    after: str
    look: bool = False  # it may show who somebody is
    covered: bool = False

    @property
    def place(self) -> str:
        return f"{self.start}-{self.end}"


def said_by(answer: Answer) -> str:
    """What was said in words: written, or as a person wrote it down from the sound."""
    try:
        return answer.transcript.words or answer.said
    except ObjectDoesNotExist:
        return answer.said


# --- plain text, no database


def words_of(text: str, covered: Iterable = ()) -> list[Word]:
    """The words that can be covered one by one, in their order, with everything that stands between them."""
    look, ranges = worth_a_look(text), list(covered)
    found, last = [], 0
    for chunk in _CHUNK.finditer(text):
        start, end = _without_edges(chunk)
        if start < end:
            inside = any(a <= start and end <= b for a, b in ranges)
            found.append(
                Word(
                    start,
                    end,
                    text[last:start],
                    text[start:end],
                    text[end : chunk.end()],
                    (start, end) in look,
                    inside,
                )
            )
            last = chunk.end()
    return found


def _without_edges(chunk) -> tuple[int, int]:
    words = chunk[0]
    bare = words.strip("".join({c for c in words if not (c.isalnum() or c in "@+")}))
    start = chunk.start() + (words.find(bare) if bare else len(words))
    return start, start + len(bare)


def worth_a_look(text: str) -> set[tuple[int, int]]:
    """Words that may show who somebody is: figures as long as a phone number, e-mail addresses, and
    words with a capital letter inside a sentence. A hint for the reader, and no more."""
    numbers = [found.span() for found in _FIGURES.finditer(text)]
    found, firsts, begins = set(), [], True
    for chunk in _CHUNK.finditer(text):
        start, end = _without_edges(chunk)
        word = text[start:end]
        if start >= end:
            continue
        in_number = any(a < end and start < b for a, b in numbers)
        capital = bool(_NAME.match(word)) and word[0].isupper() and word not in NO_NAMES
        gap = text[: chunk.start()].rstrip(" \t")
        begins = begins or gap.endswith("\n")
        if in_number or _EMAIL.fullmatch(word) or (capital and not begins):
            found.add((start, end))
        elif capital:
            firsts.append((start, end))
        begins = bool(_ENDS.search(chunk[0]))
    names = {text[start:end] for start, end in found}
    return found | {(start, end) for start, end in firsts if text[start:end] in names}


def joined(text: str, ranges: Iterable) -> list[list[int]]:
    """Ranges in order, inside the text, those that touch or have only a gap between them made into one."""
    found: list[list[int]] = []
    for start, end in sorted((max(0, a), min(len(text), b)) for a, b in ranges):
        if start >= end:
            continue
        if found and (start <= found[-1][1] or _BETWEEN.fullmatch(text[found[-1][1] : start])):
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return found


def without(text: str, covered: Iterable) -> str:
    """The text as the others read it."""
    said, last = [], 0
    for start, end in covered:
        said += [text[last:start], COVERED]
        last = end
    return "".join([*said, text[last:]])


def in_pieces(text: str, covered: Iterable) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is covered: for the one who said it."""
    pieces, last = [], 0
    for start, end in covered:
        pieces += [(text[last:start], False), (text[start:end], True)]
        last = end
    return [(piece, hidden) for piece, hidden in [*pieces, (text[last:], False)] if piece]


def places(typed: Iterable[str]) -> list[tuple[int, int]]:
    """`["3-9", …]` of a posted form as ranges; what is none of ours falls away."""
    found = [re.fullmatch(r"(\d{1,7})-(\d{1,7})", each) for each in typed]
    return [(int(each[1]), int(each[2])) for each in found if each]


def parts_of(words: list[Word]) -> list[list[Word]]:
    """A long answer in parts that a phone can show."""
    return [words[at : at + PART] for at in range(0, len(words), PART)] or [[]]


# --- verbs


def read_first(answer: Answer, covered, *, by: Person, without_file: bool = False) -> Reading:
    """The first reader has read it; from now on the other reads it without what is covered."""
    text = said_by(answer)
    ranges = joined(text, covered)
    kept = {"covered": ranges, "words": without(text, ranges), "without_file": without_file}
    with recorded("read an answer first", by=by, to=answer):
        reading, new = Reading.objects.get_or_create(answer=answer, defaults={"by": by, **kept})
        if not new and (reading.covered, reading.without_file) != (ranges, without_file):
            _cover_anew(reading, kept, by=by)
    answer.reading = reading
    return reading


def _cover_anew(reading: Reading, kept: dict, *, by: Person) -> None:
    """Change what is covered. A sentence that was asked for and is covered now is not shown any more.

    Once the other has read it, what they did not see stays covered.
    """
    if reading.both:
        text = said_by(reading.answer)
        kept["covered"] = joined(text, [*reading.covered, *kept["covered"]])
        kept["words"] = without(text, kept["covered"])
    with recorded("changed what is covered in an answer", by=by, to=reading):
        for name, value in kept.items():
            setattr(reading, name, value)
        reading.save(update_fields=list(kept))
        for quote in reading.answer.quotes.all():
            if quote.words not in reading.words:
                quote.delete()


def looked_under(answer: Answer, *, by: Person) -> None:
    """The first reader opens the words under their cover again, which is written down."""
    with recorded("looked under a cover", by=by, to=answer):
        pass


def read_too(reading: Reading, *, by: Person) -> None:
    """The other of the two has read it."""
    if not reading.both:
        with recorded("read an answer", by=by, to=reading):
            reading.both = timezone.localdate()
            reading.save(update_fields=["both"])


def said_anew(answer: Answer) -> None:
    """Its author changed it: what was read, quoted and put under headings was something else, and goes."""
    Reading.objects.filter(answer=answer).delete()
    Transcript.objects.filter(answer=answer).delete()
    answer.quotes.all().delete()
    answer.themes.all().delete()
    last = answer.moderations.order_by("-pk").first()
    if last and not last.shown:
        Moderation.objects.create(answer=answer, shown=True, reason=CHANGED)


def read_line_first(line: Suggestion, covered, *, by: Person) -> None:
    """A line that was said beside the answers goes to both without what is covered, as an answer does."""
    with recorded("read a line first", by=by, to=line):
        line.shown = without(line.words, joined(line.words, covered))
        line.save(update_fields=["shown"])


# --- what others get


def reading_of(answer: Answer) -> Reading | None:
    """Its reading, while it is a reading of what the answer says now."""
    reading = getattr(answer, "reading", None)
    if reading is None or reading.words != without(said_by(answer), reading.covered):
        return None
    return reading


def for_others(answer: Answer) -> str | None:
    """What anybody but the first reader may read of it; None while nobody has read it."""
    reading = reading_of(answer)
    return reading.words if reading else None


@dataclass(frozen=True)
class ForAuthor:
    """What its author sees of the reading: by whom, when, and what was covered."""

    by: Person | None
    day: object
    pieces: list[tuple[str, bool]]
    both: object = None

    @property
    def number(self) -> int:
        """How many words were covered."""
        return sum(len(piece.split()) for piece, hidden in self.pieces if hidden)


def for_author(answer: Answer) -> ForAuthor | None:
    """What became of the words in the first reading, for the one who said them; None while nobody read them."""
    reading = reading_of(answer)
    if not reading:
        return None
    return ForAuthor(reading.by, reading.day, in_pieces(said_by(answer), reading.covered), reading.both)
