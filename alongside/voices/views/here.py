"""What every page of the two about other people's voices needs."""

from dataclasses import dataclass
from functools import wraps

from django.http import Http404

from alongside.people.here import Here, pages_of_pair
from alongside.portfolio.piece import Piece
from alongside.voices import rules

of_pair = pages_of_pair(Here)


@dataclass
class HereAtPiece(Here):
    """One round, idea, decision or change record of a pair."""

    piece: Piece


def of_piece(view):
    """A view of a piece of this pair; any other address is a page that does not exist."""

    @wraps(view)
    def fetched(request, here, piece, *args, **kwargs):
        found = rules.piece_of(here.pair, piece)
        if not found or not here.who.may_open(found.sheet):
            raise Http404
        found.pair = here.pair
        return view(request, HereAtPiece(here.pair, here.who, here.easy, found), *args, **kwargs)

    return of_pair(fetched)


def of_round(view):
    """The same, for what only a round has."""

    @wraps(view)
    def fetched(request, here, *args, **kwargs):
        if not hasattr(here.piece, "round"):
            raise Http404
        here.piece.round.pair = here.pair
        return view(request, here, *args, **kwargs)

    return of_piece(fetched)
