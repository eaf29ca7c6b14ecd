"""A round of a pair for those who try every door: what came in, and what the two made of it."""

from alongside.portfolio.piece import begin_piece
from alongside.voices import covering, themes
from alongside.voices.tests.cast import an_open_round
from alongside.voices.tests.said import a_card, said

TOLD = ("voices:tell", "voices:take-down", "voices:read-view")
WAS_READ = ("voices:move-answer", "voices:ask-quote", "voices:not-show")
NO_SUCH = 10**6


class Asked:
    """An open round with an answer that nobody has read, one that was read and stands under a heading, and an idea."""

    def __init__(self, pair):
        amina = pair.partner
        self.round = an_open_round(pair)
        self.unread, self.was_read = said(self.round), said(self.round)
        covering.read_first(self.was_read, [], by=amina)
        self.theme = themes.begin_theme("Ringing", pair=pair, by=amina)
        themes.put_under(self.was_read, self.theme, by=amina)
        self.card = a_card(self.round)
        self.idea = begin_piece("idea", pair=pair, by=amina)
        self.change = begin_piece("change-record", pair=pair, by=amina)

    def names_of(self, route: str) -> dict:
        """What goes into the address of a page of the room voices."""
        return {
            "piece": (self.change if route in TOLD else self.round.piece).public,
            "short": self.round.short,
            "answer": (self.was_read if route in WAS_READ else self.unread).pk,
            "theme": self.theme.public,
            "card": self.card.pk,
            "idea": self.idea.public,
            "number": NO_SUCH,
        }
