"""What comes after the answers: they are read and put under a heading, and the two write what came of it."""

from django.utils import timezone

from alongside.kit.fields import new_row_id
from alongside.portfolio import said
from alongside.portfolio.piece import CHANGE, DECISION, Piece, begin_piece
from alongside.portfolio.sheet import Mine
from alongside.voices import codes, telling
from alongside.voices.contribution import Answer, Contribution, Reach
from alongside.voices.reading import Reading
from alongside.voices.release import Release
from alongside.voices.stand import ASKED
from alongside.voices.themes import begin_theme, put_under

CODE = "otter lamp quiet seven"
DID = {"state": "did", "since": "2026-09-05"}
DONE = "Sunday has a number now, and Dawn or Imran picks up."
YES = {DECISION: "as-it-was", CHANGE: "show"}


def somebody_said(round, words="Nobody answers on Sunday.", *, code="", how="", address="", discreet=False, way="link"):
    """One person's answer in words, sent today; `how` they want to hear back."""
    kept = codes.fingerprint(code) if code else ""
    person = Contribution.objects.create(round=round, sent=timezone.localdate(), code=kept, way=way)
    Answer.objects.create(contribution=person, question="tell", words=words)
    if how:
        Reach.objects.create(contribution=person, how=how, address=address, discreet=discreet)
    return person


def read_it(person, *, by=None):
    """The first reader has read everything of this person."""
    by = by or person.round.pair.partner
    for answer in person.answers.all():
        Reading.objects.create(answer=answer, by=by, words=answer.said)


def under(name, *people):
    """A heading, with what these people said under it."""
    pair = people[0].round.pair
    theme = begin_theme(name, pair=pair, by=pair.partner)
    for person in people:
        for answer in person.answers.all():
            put_under(answer, theme, by=pair.partner)
    return theme


def write(piece: Piece, texts=None, values=None, rows=()) -> None:
    """Both have written this on the sheet; what they said about an earlier version is asked again."""
    mine = Mine(piece.pair, piece.pair.content.sheets[piece.sheet], piece.pair.partner, piece.public)
    question = mine.questions[0]
    changes = {"texts": texts or {}, "values": values or {}, "rows": {"add": list(rows)}}
    mine.post(question, mine.see(question).token, new_row_id(), changes, by=piece.pair.partner)


def says_yes(piece: Piece, person) -> None:
    mine = Mine(piece.pair, piece.pair.content.sheets[piece.sheet], person, piece.public)
    said.say(mine, ASKED[piece.sheet], YES[piece.sheet], by=person)


def both_say_yes(piece: Piece) -> None:
    for person in piece.pair.two:
        says_yes(piece, person)


def a_change(pair, *, theme=None, texts=None, **values) -> Piece:
    """A change record that both have written and neither has said yes to."""
    piece = begin_piece(CHANGE, pair=pair, by=pair.partner)
    said_words = {"you-said": "I did not know who to call on Sunday", "answers-for-it": "Ruth Ansah, head of the ward"}
    ticked = {f"theme/{theme.public}": True} if theme else {}
    values = {name.replace("_", "-"): value for name, value in values.items()}
    write(piece, said_words | (texts or {}), ({"state": "did"} | values) | ticked)
    return piece


def a_decision(pair, *, theme=None, outcome="yes", texts=None, **values) -> Piece:
    """A decision that both have written."""
    piece = begin_piece(DECISION, pair=pair, by=pair.partner)
    words = {
        "question": "Who rings people in their first week at home?",
        "what": "The ward rings everyone on day two.",
        "why": "41 people said that the first two days were the hardest.",
        "who-decided": "Ruth Ansah, head of the ward",
    }
    ticked = {f"from-themes/{theme.public}": True} if theme else {}
    values = {name.replace("_", "-"): value for name, value in values.items()}
    write(piece, words | (texts or {}), {"outcome": outcome, "decided-on": "2026-11-02"} | values | ticked)
    return piece


def told(piece: Piece) -> Release:
    """Both said yes, and one of them tells everyone."""
    both_say_yes(piece)
    return telling.tell_everyone(piece, by=piece.pair.partner)
