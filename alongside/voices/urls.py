from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from alongside.portfolio.piece import MARK
from alongside.voices.views import answering, coming_back, kiosk, opening, piece, questions, rounds, trying


class PieceAddress(SlugConverter):
    """The address of a piece begins with its mark, so that it is never taken for the name of another page."""

    regex = MARK + "[a-z0-9]+"


register_converter(PieceAddress, "piece")

app_name = "voices"
asking = "pair/<slug:public>/asking/"
at = f"{asking}<piece:piece>/"
round = "r/<slug:short>/"

urlpatterns: list = [
    # the two plan a round, and open it
    path(asking, rounds.asking, name="asking"),
    path(f"{asking}begin/<slug:sheet>/", rounds.begin, name="begin"),
    path(f"{at}ready/", opening.ready, name="ready"),
    path(f"{at}open/", opening.open_it, name="open"),
    path(f"{at}first-page/", opening.change_front, name="change-front"),
    path(f"{at}close/", opening.close, name="close"),
    path(f"{at}try/", trying.try_it, name="try"),
    path(f"{at}try/<path:rest>", trying.try_it, name="try-page"),
    path(f"{at}questions/", questions.questions, name="questions"),
    path(f"{at}questions/bank/", questions.the_bank, name="bank"),
    path(f"{at}questions/kinds/", questions.kinds, name="question-kinds"),
    path(f"{at}questions/new/<slug:kind>/", questions.new, name="question-new"),
    path(f"{at}questions/<slug:question>/", questions.question, name="question"),
    path(f"{at}questions/<slug:question>/<slug:what>/", questions.move, name="question-move"),
    path(at, piece.piece, name="piece"),
    # people answer, without an account
    path(round, answering.front, name="front"),
    path(f"{round}reading/", answering.reading, name="reading"),
    path(f"{round}known/", answering.known, name="known"),
    path(f"{round}known/<slug:how>/", answering.known_as, name="known-as"),
    path(f"{round}q/<slug:key>/", answering.asked, name="asked"),
    path(f"{round}q/<slug:key>/card/", answering.own_card, name="own-card"),
    path(f"{round}last/", answering.last, name="last"),
    path(f"{round}clear/", answering.clear, name="clear"),
    path(f"{round}here/", kiosk.here, name="here"),
    # they come back
    path(f"{round}thanks/", coming_back.thanks, name="thanks"),
    path(f"{round}thanks/only-you/", coming_back.second_key, name="second-key"),
    path(f"{round}thanks/send/", coming_back.send_code, name="send-code"),
    path(f"{round}late/", coming_back.late, name="late"),
    path(f"{round}mine/", coming_back.mine, name="mine"),
    path(f"{round}mine/add/", coming_back.add_line, name="add-line"),
    path(f"{round}mine/back/", coming_back.take_back, name="take-back"),
    path(f"{round}mine/back/<slug:key>/", coming_back.take_back_one, name="take-back-one"),
    path(f"{round}mine/file/<slug:file>/", coming_back.file, name="own-file"),
    path("code/", coming_back.come_back, name="come-back"),
    path("code/reading/", coming_back.reading_of_code, name="reading-of-code"),
]
