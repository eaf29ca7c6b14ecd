from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from alongside.portfolio.piece import MARK
from alongside.voices.views import (
    answering,
    bring,
    card_by_card,
    coming_back,
    designing,
    export,
    gathering,
    ideas,
    kiosk,
    known,
    not_shown,
    opening,
    piece,
    public,
    questions,
    quotes,
    reading,
    release,
    results,
    rounds,
    telling,
    themes,
    trace,
    trying,
    typing_in,
)


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
    # the two read what came in
    path(f"{at}reading/", reading.reading, name="read-next"),
    path(f"{at}reading/take-over/", reading.take_over, name="take-over"),
    path(f"{at}reading/not-shown/", not_shown.log, name="not-shown-log"),
    path(f"{at}reading/lines/", reading.lines, name="read-lines"),
    path(f"{at}reading/cards/", not_shown.cards, name="read-cards"),
    path(f"{at}reading/cards/<int:card>/not-shown/", not_shown.not_show_card, name="not-show-card"),
    path(f"{at}reading/<int:answer>/", reading.one, name="read-one"),
    path(f"{at}reading/<int:answer>/file/", reading.answer_file, name="answer-file"),
    path(f"{at}reading/<int:answer>/words/", reading.write_down, name="write-down"),
    path(f"{at}reading/<int:answer>/danger/", reading.danger, name="danger"),
    path(f"{at}reading/<int:answer>/not-shown/", not_shown.not_show, name="not-show"),
    path(f"{asking}themes/", themes.board, name="themes"),
    path(f"{asking}themes/<slug:theme>/", themes.one, name="theme"),
    path(f"{asking}themes/<slug:theme>/change/", themes.change, name="change-theme"),
    path(f"{asking}answers/<int:answer>/move/", themes.move, name="move-answer"),
    path(f"{asking}answers/<int:answer>/quote/", quotes.ask, name="ask-quote"),
    path(f"{asking}quotes/", quotes.listed, name="quotes"),
    path(f"{asking}taken-back/<int:number>/", themes.taken_down, name="taken-down"),
    path(f"{asking}ideas/", ideas.listed, name="ideas"),
    path(f"{asking}ideas/again/", ideas.again, name="choose-again"),
    path(f"{asking}with/", designing.co_designers, name="co-designers"),
    path(f"{asking}with/<int:number>/end/", designing.end, name="end-co-designer"),
    # the two read the numbers, take them along, and bring others over
    path(f"{asking}bring/", bring.bring_over, name="bring"),
    path(f"{at}results/", results.results, name="results"),
    path(f"{at}results/cards/", results.cards, name="results-cards"),
    path(f"{at}results/take/", export.take, name="take"),
    path(f"{at}results/take/<str:file>", export.take_file, name="take-file"),
    # everybody does, where the round says so
    path(f"{round}results/", results.public_results, name="public-results"),
    path(f"{round}results/cards/", results.public_cards, name="public-results-cards"),
    path(f"{round}results/take/", export.public_take, name="public-take"),
    path(f"{round}results/take/<str:file>", export.public_take_file, name="public-take-file"),
    # somebody designs with the two
    path("design/<str:token>/", designing.asked, name="design-link"),
    path("designing/<slug:public>/", designing.home, name="designing"),
    path("designing/<slug:public>/ideas/", designing.all_ideas, name="designing-ideas"),
    path("designing/<slug:public>/ideas/<slug:idea>/", designing.one_idea, name="designing-idea"),
    # somebody looks again at what is held back
    path("second-look/<str:token>/", not_shown.second_look, name="second-look"),
    path("programme/<slug:public>/second-looks/", not_shown.second_looks, name="second-looks"),
    # whoever said it hears of it
    path(f"{round}mine/quotes/", quotes.for_author, name="my-quotes"),
    path(f"{round}mine/quotes/<int:number>/", quotes.say, name="say-quote"),
    path(f"{round}mine/not-shown/", not_shown.for_author, name="not-shown"),
    path(f"{round}mine/not-shown/<int:number>/again/", not_shown.ask_again, name="ask-again"),
    # people answer, without an account
    path(round, answering.front, name="front"),
    path(f"{round}reading/", answering.reading, name="reading"),
    path(f"{round}known/", known.known, name="known"),
    path(f"{round}known/<slug:how>/", known.known_as, name="known-as"),
    path(f"{round}q/<slug:key>/", answering.asked, name="asked"),
    path(f"{round}q/<slug:key>/card/", card_by_card.own_card, name="own-card"),
    path(f"{round}last/", answering.last, name="last"),
    path(f"{round}clear/", answering.clear, name="clear"),
    path(f"{round}here/", kiosk.here, name="here"),
    # somebody asks, or types what stands on paper
    path(f"{round}talk/", gathering.talk, name="talk"),
    path(f"{round}call/", gathering.call, name="call"),
    path(f"{round}note/", gathering.note, name="note"),
    path(f"{round}talk/all/", gathering.all_at_once, name="all-at-once"),
    path(f"{round}paper/", typing_in.which, name="type-in"),
    path(f"{round}paper/<int:number>/end/", typing_in.end, name="type-end"),
    path(f"{round}paper/<int:number>/compare/", typing_in.compare, name="compare"),
    path(f"{round}paper/<int:number>/q/<slug:key>/", typing_in.box, name="type-box"),
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
    # what came of it: the two tell everyone, everybody reads it, and each who asked is told
    path(f"{at}tell/", release.tell, name="tell"),
    path(f"{at}take-down/", release.take_down, name="take-down"),
    path(f"{at}view/<int:number>/", release.read_view, name="read-view"),
    path(f"{round}happened/", trace.happened, name="happened"),
    path(f"{round}happened/felt/<int:number>/", trace.say_felt, name="felt"),
    path(f"{round}happened/other/", trace.other_view, name="other-view"),
    path(f"{round}stop/<str:token>/", telling.stop, name="stop"),
    path("said-and-done/<slug:public>/", public.said_and_done, name="public"),
    path("said-and-done/<slug:public>/reading/", public.reading, name="public-reading"),
    path("said-and-done/<slug:public>/wall/", public.wall, name="wall"),
    path("said-and-done/<slug:public>/feed/", public.Changes(), name="feed"),
    path("programme/<slug:public>/telling/", telling.people_to_tell, name="people-to-tell"),
    path("programme/<slug:public>/telling/<int:number>/", telling.mark, name="mark-told"),
    path("programme/<slug:public>/telling/all/<slug:how>/", telling.mark_all, name="mark-all-told"),
]
