"""Who may ask, answer, read and tell. What these do not return does not exist for that person."""

from django.db.models import QuerySet

from alongside.kit.prepared import Prepared
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.portfolio.piece import Piece
from alongside.voices.contribution import Contribution
from alongside.voices.round import Round

READS_FIRST = "reads-first"


def pieces_of(pair: Pair) -> QuerySet[Piece]:
    """The two see every round, idea, decision and change record of their pair."""
    return Piece.objects.filter(pair=pair).select_related("round__opened", "round__closed").order_by("-begun")


def piece_of(pair: Pair, public: str) -> Piece | None:
    """The two open a piece of their pair by its address; for anybody else there is none."""
    return pieces_of(pair).filter(public=public).first()


def round_at(short: str) -> Round | None:
    """Anybody with its address finds a round that has been opened, also after it closed."""
    return (
        Round.objects.filter(short=short, opened__isnull=False)
        .select_related(
            "opened", "closed", "piece", "pair__partner", "pair__professional",
            "pair__programme__organisation", "pair__programme__coordinator",
        )
        .first()
    )  # fmt: skip


def contribution_of(round: Round, number: int) -> Contribution | None:
    """Whoever holds the mark of an answer in their browser goes on with it, until it is taken back."""
    return Contribution.objects.filter(pk=number, round=round, withdrawn__isnull=True).first()


def marked(number: int) -> Contribution | None:
    """Whoever holds the mark of an answer finds it, also after it was taken back: then there are no words."""
    return next(iter(_marked.read(number)), None)


_marked = Prepared(lambda number: Contribution.objects.filter(pk=number))


def reads_first(person: Person, round: Round) -> bool:
    """Of the two, whom the round's sheet names reads first and covers; in turns, one has the odd days."""
    first = round.shown.value(READS_FIRST)
    role = round.pair.role(person)
    return bool(role) and (first == role or first not in ("partner", "professional"))
