from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from alongside.portfolio.piece import MARK
from alongside.voices.views import opening, piece, questions, rounds


class PieceAddress(SlugConverter):
    """The address of a piece begins with its mark, so that it is never taken for the name of another page."""

    regex = MARK + "[a-z0-9]+"


register_converter(PieceAddress, "piece")

app_name = "voices"
asking = "pair/<slug:public>/asking/"
at = f"{asking}<piece:piece>/"

urlpatterns: list = [
    # the two plan a round, and open it
    path(asking, rounds.asking, name="asking"),
    path(f"{asking}begin/<slug:sheet>/", rounds.begin, name="begin"),
    path(f"{at}ready/", opening.ready, name="ready"),
    path(f"{at}open/", opening.open_it, name="open"),
    path(f"{at}first-page/", opening.change_front, name="change-front"),
    path(f"{at}close/", opening.close, name="close"),
    path(f"{at}questions/", questions.questions, name="questions"),
    path(f"{at}questions/bank/", questions.the_bank, name="bank"),
    path(f"{at}questions/kinds/", questions.kinds, name="question-kinds"),
    path(f"{at}questions/new/<slug:kind>/", questions.new, name="question-new"),
    path(f"{at}questions/<slug:question>/", questions.question, name="question"),
    path(f"{at}questions/<slug:question>/<slug:what>/", questions.move, name="question-move"),
    path(at, piece.piece, name="piece"),
]
