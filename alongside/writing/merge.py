"""What somebody changed, found by words, and put into a text that others may have changed too.

Words, because a comparison by letters makes words that nobody wrote, and one by lines doubles
sentences. All positions are in code points; only `edit` knows that the document counts bytes.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pycrdt import Text
from rapidfuzz.distance import LCSseq

WORD, PARAGRAPH = re.compile(r"\S+"), re.compile(r"[^\n]+")
PUNCT = ".,;:!?…)]}”’»\"'"
OPENING = "([{“‘«"
DIFF_LIMIT = 60_000  # characters; above it the table of common words could take over 112 MB

type Span = tuple[int, int]
type Change = tuple[int, int, str]


def nfc(text: str) -> str:
    """One spelling for letters that can be written in two ways."""
    return unicodedata.normalize("NFC", text)


def words(text: str) -> Iterator[Span]:
    """Where each word lies; "home," is a word and a comma, a joined emoji stays whole."""
    for found in WORD.finditer(text):
        start, end = found.span()
        core = start + len(found[0].rstrip(PUNCT))
        yield from [(start, core), (core, end)] if start < core < end else [(start, end)]


def paragraphs(text: str) -> Iterator[Span]:
    """Where each paragraph lies."""
    return (found.span() for found in PARAGRAPH.finditer(text))


def edits(base: str, posted: str) -> list[Change]:
    """What to replace in `base` so that it reads like `posted`: (start, end, new), ascending.

    Words that differ only in how their letters are composed are left as they are.
    """
    if nfc(base) == nfc(posted):
        return []
    if max(len(base), len(posted)) <= DIFF_LIMIT:
        return [change for gap in _gaps(base, posted, words) for change in _closest(base, posted, *gap)]
    return [change for gap in _gaps(base, posted, paragraphs) for change in _inside(base, posted, *gap)]


def beside(base: str, mine: Sequence[Change], theirs: Sequence[Change]) -> list[Change]:
    """My changes where others have changed the text too.

    What they have made already counts once. A word in which one of us changed letters survives the
    other's taking it out: otherwise the letters would stand there alone.
    """
    made = set(theirs)
    settled = (_settled(base, change, theirs) for change in mine if change not in made)
    return [change for change in settled if change]


def _settled(base: str, change: Change, theirs: Sequence[Change]) -> Change | None:
    start, end, new = change
    inside = _word_changed_inside(base, change)
    if inside and any(_touches(base, inside, other) for other in theirs):
        return inside[0], inside[1], base[inside[0] : start] + new + base[end : inside[1]]
    edited = [_word_changed_inside(base, other) for other in theirs if start <= other[0] and other[1] <= end]
    if any(word and start <= word[0] and word[1] <= end for word in edited):
        return (start, start, new if new[-1].isspace() else f"{new} ") if new else None
    return change


def _touches(base: str, word: Span, theirs: Change) -> bool:
    """Whether they did something to this word or right beside it, other than to its letters."""
    return theirs[0] <= word[1] and word[0] <= theirs[1] and _word_changed_inside(base, theirs) != word


def _word_changed_inside(base: str, change: Change) -> Span | None:
    """The word of which this change adds or takes away only letters."""
    start, end, new = change
    if any(c.isspace() for c in new) or (start == end and not new.strip(PUNCT + OPENING)):
        return None
    left, right = start, end
    while left and not base[left - 1].isspace():
        left -= 1
    while right < len(base) and not base[right].isspace():
        right += 1
    for word_start, word_end in words(base[left:right]):
        word = left + word_start, left + word_end
        if word[0] <= start and end <= word[1] and word != (start, end):
            return word
    return None


def apply(text: str, changes: Sequence[Change]) -> str:
    """The text with the changes made."""
    for start, end, new in reversed(changes):
        text = text[:start] + new + text[end:]
    return text


def edit(text: Text, changes: Sequence[Change]) -> None:
    """Make the changes in a shared text, which counts in UTF-8 bytes."""
    held = str(text)
    with text.doc.transaction():
        for start, end, new in reversed(changes):
            at, gone = len(held[:start].encode()), len(held[start:end].encode())
            if gone:
                del text[at : at + gone]
            if new:
                text.insert(at, new)


def _gaps(base: str, posted: str, cut) -> Iterator[tuple[int, int, int, int]]:
    """What lies between the pieces that both share and differs: start and end in base, in posted."""
    ours, theirs = list(cut(base)), list(cut(posted))
    blocks = LCSseq.opcodes([nfc(base[s:e]) for s, e in ours], [nfc(posted[s:e]) for s, e in theirs])
    after, after_posted = 0, 0
    for block in blocks:
        if block.tag != "equal":
            continue
        pairs = zip(
            ours[block.src_start : block.src_end], theirs[block.dest_start : block.dest_end], strict=True
        )
        for (start, end), (start_posted, end_posted) in pairs:
            if base[after:start] != posted[after_posted:start_posted]:
                yield after, start, after_posted, start_posted
            after, after_posted = end, end_posted
    if base[after:] != posted[after_posted:]:
        yield after, len(base), after_posted, len(posted)


def _inside(base: str, posted: str, start: int, end: int, start_posted: int, end_posted: int) -> list[Change]:
    """Changes within paragraphs that were replaced; what is too long to compare is replaced whole."""
    old, new = base[start:end], posted[start_posted:end_posted]
    if max(len(old), len(new)) > DIFF_LIMIT:
        return _closest(base, posted, start, end, start_posted, end_posted)
    return [(start + s, start + e, piece) for s, e, piece in edits(old, new)]


def _closest(
    base: str, posted: str, start: int, end: int, start_posted: int, end_posted: int
) -> list[Change]:
    """The change of one gap, without the words that both share at its ends."""
    old, new = base[start:end], posted[start_posted:end_posted]
    if nfc(old) == nfc(new):
        return []
    left, right = _shared_ends(old, new, _between_words)
    start, old, new = start + left, old[left : len(old) - right], new[left : len(new) - right]
    if not (WORD.fullmatch(old) or WORD.fullmatch(new)):
        return [(start, start + len(old), new)]
    left, right = _shared_ends(old, new, _between_clusters)
    if left + right in (len(old), len(new)):  # it only adds letters, or only takes some away
        start, old, new = start + left, old[left : len(old) - right], new[left : len(new) - right]
    return [(start, start + len(old), new)]


def _shared_ends(old: str, new: str, may_cut) -> tuple[int, int]:
    """How many characters both share at the start and at the end, cut only where `may_cut` allows."""
    short = min(len(old), len(new))
    left = next((i for i in range(short) if old[i] != new[i]), short)
    while not (may_cut(old, left) and may_cut(new, left)):
        left -= 1
    short -= left
    right = next((i for i in range(short) if old[-1 - i] != new[-1 - i]), short)
    while not (may_cut(old, len(old) - right) and may_cut(new, len(new) - right)):
        right -= 1
    return left, right


def _between_words(text: str, at: int) -> bool:
    if at in (0, len(text)):
        return True
    return (text[at - 1].isspace() or text[at].isspace()) and _between_clusters(text, at)


def _between_clusters(text: str, at: int) -> bool:
    return at in (0, len(text)) or not joined(text[at - 1], text[at])


def joined(left: str, right: str) -> bool:
    """Whether a reader sees these two code points as parts of one sign (marks, joined emoji, flags)."""
    return (
        unicodedata.category(right)[0] == "M"
        or "\u200d" in (left, right)
        or "\U0001f3fb" <= right <= "\U0001f3ff"  # skin tones
        or ("\U0001f1e6" <= left <= "\U0001f1ff" and "\U0001f1e6" <= right <= "\U0001f1ff")
        or "\U000e0020" <= right <= "\U000e007f"  # tags of a flag
    )


def meeting_places(
    base: str, mine: Sequence[Change], theirs: Sequence[dict], last: Sequence[dict], now: str
) -> list[int]:
    """Where in `now` two words touch that touched neither in my version nor in theirs.

    `theirs` and `last` are the deltas that led from base to theirs and from there to `now`.
    """
    places = list(range(len(base)))
    their_text, their_places = _followed(base, places, theirs, "theirs")
    _, now_places = _followed(their_text, their_places, last, "mine")
    touching = {*pairwise(their_places), *_touching(places, mine)}
    return [
        at
        for at in range(1, len(now))
        if _is_one_word(now[at - 1], now[at]) and (now_places[at - 1], now_places[at]) not in touching
    ]


def _touching(places: list, mine: Sequence[Change]) -> set:
    """The neighbours in my version, by where each letter comes from."""
    out, at, count = [], 0, 0
    for start, end, new in mine:
        out += places[at:start] + [("mine", count + i) for i in range(len(new))]
        at, count = end, count + len(new)
    out += places[at:]
    return set(pairwise(out))


def _followed(text: str, places: list, delta: Sequence[dict], who: str) -> tuple[str, list]:
    """The text after a delta (whose lengths are bytes), and where each of its letters comes from."""
    held, at, letter, count = text.encode(), 0, 0, 0
    out, out_places = [], []
    for step in delta:
        if "insert" in step:
            new = step["insert"]
            out.append(new)
            out_places += [(who, count + i) for i in range(len(new))]
            count += len(new)
            continue
        length = step.get("retain", step.get("delete", 0))
        piece = held[at : at + length].decode()
        if "retain" in step:
            out.append(piece)
            out_places += places[letter : letter + len(piece)]
        at, letter = at + length, letter + len(piece)
    return "".join(out) + text[letter:], out_places + places[letter:]


def _is_one_word(left: str, right: str) -> bool:
    if left.isspace() or right.isspace() or joined(left, right):
        return False
    return right not in PUNCT and left not in OPENING
