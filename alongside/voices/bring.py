"""Bring a conversation over: a study in the Polis CSV shape becomes a round with its cards and votes.

The people of the study have no code here, so they cannot be told and cannot take anything back here; where it
came from, and under which licence, is carried along on every page and in every file of the round.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import batched
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from alongside.kit.fields import new_row_id
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.portfolio.piece import NAMED_BY, ROUND
from alongside.portfolio.sheet import Mine
from alongside.privacy.audit import recorded
from alongside.voices import polis
from alongside.voices.contribution import BROUGHT, NOT_SHOWN, SHOWN, Contribution, Statement, Vote, random_id
from alongside.voices.polis import COMMENTS, VOTES, BadStudy, Study, read
from alongside.voices.round import Closing, Opening, Round, begin_round

CARDS = "cards"
MOST_ON_A_PAGE = 300_000  # votes; more takes longer than anybody waits for a page
AT_ONCE = 5000  # rows a statement
IN_MEMORY = 1024 * 1024  # bytes; what is larger goes to disk while it is read
LOCKED, KNOWN_WAYS = 0x1 | 0x40, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # flags and ways of a ZIP file
# What zipfile says of broken bytes: found by changing them at random. Nothing else runs where this is caught.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError)


def bring(
    study: Study, *, pair: Pair, name: str, asked: str, source: str, licence: str = "", by: Person
) -> Round:
    """A closed round with everything of the study in it. `asked` is what people were asked."""
    with transaction.atomic():
        round = begin_round(pair=pair, by=by)
        _name(round, name, by)
        with recorded("brought a conversation over", by=by, to=round):
            _fill_in(round, asked, source, licence)
            people = _people(round, study)
            cards = _cards(round, study, people)
            _votes(study, people, cards)
            Opening.objects.create(round=round, by=by)
            Closing.objects.create(round=round, by=by)
    return round


def _name(round: Round, name: str, by: Person) -> None:
    """On the sheet of the round, where the two can change it."""
    sheet = round.pair.content.sheet(ROUND)
    mine = Mine(round.pair, sheet, by, round.piece.public)
    question = sheet.question(NAMED_BY[ROUND])
    mine.post(
        question, mine.see(question).token, new_row_id(), {"texts": {question.key: name}, "values": {}, "rows": {}},
        by=by,
    )  # fmt: skip


def _fill_in(round: Round, asked: str, source: str, licence: str) -> None:
    round.questions = [{"key": CARDS, "kind": "statements", "ask": asked, "easy": asked}]
    round.source, round.licence = source, licence
    round.save(update_fields=["questions", "source", "licence"])


def _people(round: Round, study: Study) -> dict[str, Contribution]:
    """Everybody under a random number; who they were in the study is not kept."""
    today = timezone.localdate()
    people = {
        person: Contribution(round=round, way=BROUGHT, day=today, sent=today) for person in study.votes.people
    }
    Contribution.objects.bulk_create(people.values(), batch_size=AT_ONCE)
    return people


def _cards(round: Round, study: Study, people: dict[str, Contribution]) -> list[Statement]:
    """The cards as they were numbered, those that were not shown too; returns the others, in order."""
    numbers = _numbers(study)
    cards = {
        each.id: Statement(
            round=round,
            question=CARDS,
            number=number,
            words=each.words.strip(),
            contribution=people.get(each.author),
            state=NOT_SHOWN if each.rejected else SHOWN,
        )
        for each, number in zip(study.statements, numbers, strict=True)
    }
    Statement.objects.bulk_create(cards.values(), batch_size=AT_ONCE)
    return [cards[each.id] for each in study.accepted()]


def _numbers(study: Study) -> list[int]:
    """Their own numbers where all have one, so that ours and theirs can be laid side by side."""
    ids = [each.id for each in study.statements]
    if all(each.isascii() and each.isdigit() and len(each) < 10 for each in ids) and len(
        set(map(int, ids))
    ) == len(ids):
        return [int(each) for each in ids]
    return list(range(1, len(ids) + 1))


def _votes(study: Study, people: dict[str, Contribution], cards: list[Statement]) -> None:
    """Slice by slice, so that a large study never lies in memory as rows."""
    persons, votes = list(people.values()), study.votes
    rows = zip(votes.who.tolist(), votes.on.tolist(), votes.said.tolist(), strict=True)
    for batch in batched(rows, AT_ONCE):
        Vote.objects.bulk_create(
            Vote(id=random_id(), contribution_id=persons[who].pk, statement_id=cards[on].pk, value=said)
            for who, on, said in batch
        )


# --- files that somebody gives us


def study_in(cards, votes) -> Study:
    """The study in two uploads, or in one ZIP file that has both. Raises BadStudy."""
    packed = next((file for file in (cards, votes) if file and _is_zip(file)), None)
    if not packed and not (cards and votes):
        raise BadStudy(
            f"There is only one of {COMMENTS} and {VOTES}. Choose both, or one ZIP file with both."
        )
    study = _in_zip(packed) if packed else read(cards, votes)
    if len(study.votes.said) > MOST_ON_A_PAGE:
        raise BadStudy(
            f"{VOTES} has more than {MOST_ON_A_PAGE:,} votes. Whoever runs Alongside can bring it over with "
            "bin/alongside bring."
        )
    return study


def _is_zip(file: BinaryIO) -> bool:
    head = file.read(4)
    file.seek(0)
    return head == b"PK\x03\x04"


def _in_zip(file: BinaryIO) -> Study:
    """Both files taken out first, so that a ZIP file that is broken is never blamed for what stands in a study."""
    with _unpacked(file) as (comments, votes):
        return read(comments, votes)


@contextmanager
def _unpacked(file: BinaryIO) -> Iterator[list[BinaryIO]]:
    with ExitStack() as open_files:
        try:
            with zipfile.ZipFile(file) as packed:
                found = [open_files.enter_context(_taken_out(packed, member)) for member in _both(packed)]
        except BROKEN:
            raise BadStudy("This ZIP file is broken. Pack it again, or choose the two files.") from None
        yield found


def _both(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The two files of a study, wherever in the ZIP file they lie."""
    members = [each for each in packed.infolist() if not each.filename.startswith("__MACOSX")]
    named = {Path(each.filename).name: each for each in members}
    missing = [name for name in (COMMENTS, VOTES) if name not in named]
    if missing:
        raise BadStudy(f"There is no {' and no '.join(missing)} in this ZIP file. Put them into it.")
    found = [named[COMMENTS], named[VOTES]]
    if any(each.flag_bits & LOCKED for each in found):
        raise BadStudy("This ZIP file is locked with a password. Pack it again without one.")
    if any(each.compress_type not in KNOWN_WAYS for each in found):
        raise BadStudy("This ZIP file is packed in a way that we cannot open. Pack it again as an ordinary ZIP file.")
    return found


def _taken_out(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    """As much of it as a study may have and one byte more, by which `polis` sees that it is too large."""
    out, left = SpooledTemporaryFile(IN_MEMORY), polis.LARGEST + 1  # noqa: SIM115  whoever asked closes it
    with packed.open(member) as inside:
        while left and (piece := inside.read(min(IN_MEMORY, left))):
            out.write(piece)
            left -= len(piece)
    out.seek(0)
    return out
