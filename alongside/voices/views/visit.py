"""One visit of somebody who answers a round: no account, no session, one reading, and maybe a mark."""

from dataclasses import dataclass
from functools import cached_property, wraps

from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from alongside.kit.sheets import Question
from alongside.voices import marks, rules
from alongside.voices.contribution import Contribution
from alongside.voices.round import Round
from alongside.voices.views.beside import beside
from alongside.voices.wording import RoundWords


@dataclass
class Visit:
    """A round as one person without an account meets it."""

    request: HttpRequest
    round: Round
    easy: bool
    screen: str
    questions: tuple[Question, ...] = ()
    place: int = 0  # of the question that this page asks

    @cached_property
    def words(self) -> RoundWords:
        return RoundWords(self.round, self.easy)

    @cached_property
    def mark(self) -> marks.Mark | None:
        return marks.holder(self.request, self.round)

    @property
    def mine(self) -> Contribution | None:
        """The answers that this browser may read and change."""
        return self.mark.contribution if self.mark and self.mark.own else None

    @property
    def stays(self) -> str:
        """How long a new mark lasts in this browser."""
        return marks.SHARED if self.screen else marks.ANSWERING

    def at(self, page: str, *more, **asked) -> str:
        """The address of a page of this round."""
        query = "?" + "&".join(f"{name}={value}" for name, value in asked.items()) if asked else ""
        return reverse(f"voices:{page}", args=[self.round.short, *more]) + query

    def stand_at(self, key: str) -> Question:
        """The question with this key, which this page is about; any other is a page that does not exist."""
        self.questions = self.round.asked()
        found = next((place for place, question in enumerate(self.questions) if question.key == key), None)
        if found is None:
            raise Http404
        self.place = found
        return self.questions[found]

    def context(self, **more) -> dict:
        return {
            "visit": self,
            "round": self.round,
            "words": self.words,
            "names": self.words.names,
            "two": self.words.two,
            "programme": self.round.pair.programme,
            "asks": beside(self),
            "code_now": marks.shown_code(self.request, self.mine) if self.screen and self.mine else "",
            **more,
        }


def of_round(view):
    """A page of a round that has been opened, for anybody with its address; no cache keeps it."""

    @wraps(view)
    def visited(request, short, *args, **kwargs):
        round = rules.round_at(short)
        if not round:
            raise Http404
        visit = Visit(request, round, marks.reads_easy(request), marks.screen(request))
        _frame(request, visit)
        response = view(request, visit, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        return _kept_awake(visit, response)

    return visited


def while_open(view):
    """The same, only while people can answer; at any other time the first page says why not."""

    @wraps(view)
    def asked(request, visit, *args, **kwargs):
        if not visit.round.is_open:
            return redirect(visit.at("front"))
        return view(request, visit, *args, **kwargs)

    return of_round(asked)


def with_own_words(view):
    """The same, for somebody whose own words are open in this browser; anybody else types their code."""

    @wraps(view)
    def opened(request, visit, *args, **kwargs):
        if not visit.mine:
            return redirect("voices:come-back")
        return view(request, visit, *args, **kwargs)

    return of_round(opened)


def _frame(request, visit: Visit) -> None:
    """The frame of these pages: whose organisation, the reading of this browser, and no session anywhere."""
    programme = visit.round.pair.programme
    request.easy = visit.easy
    request.programme = programme
    request.frame = {
        "organisation_name": programme.organisation.name,
        "menu": [] if visit.screen else [(_("I have a code"), reverse("voices:come-back"))],
        "exit_address": "" if visit.screen else programme.organisation.exit_page,
        "reading_at": visit.at("reading"),
    }


def _kept_awake(visit: Visit, response):
    """A mark that lasts a quarter of an hour lasts that long from the last page on."""
    mark = visit.mark
    if mark and marks.COOKIE not in response.cookies and mark.stays != marks.ANSWERING:
        marks.put_mark(response, mark.contribution, mark.own, mark.stays)
    return response
