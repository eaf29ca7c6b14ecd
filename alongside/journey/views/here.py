"""What every page of the walk needs: the pair, where on the way, who I am, and the words for it."""

from dataclasses import dataclass
from functools import cached_property, wraps

from django.http import Http404
from django.urls import reverse

from alongside.journey.process import Stop
from alongside.journey.progress import Walk
from alongside.kit.sheets import Question, Sheet
from alongside.people.here import Here as OfPair
from alongside.people.here import pages_of_pair
from alongside.people.wording import names_for
from alongside.portfolio.history import typed_for_somebody
from alongside.portfolio.piece import FELT, declared_say, with_options
from alongside.portfolio.sheet import Mine
from alongside.portfolio.shelf import Shelf


@dataclass
class Here(OfPair):
    """One pair as one of the two meets it on the way."""

    @cached_property
    def shelf(self) -> Shelf:
        """All sheets of the pair at once, for pages that show many."""
        return Shelf(self.pair)

    @cached_property
    def walk(self) -> Walk:
        return Walk(self.pair)

    def seen_kind(self, visible: str) -> str:
        """Who sees a sheet, for its sign in a list: nobody is promised a facilitator whom the two do not have."""
        return "us two" if visible == "us and our facilitator" and not self.has_facilitator else visible

    def where_to_change(self, sheet: str, question: str) -> str:
        """The address of a question of mine, wherever this process has its sheet."""
        stop = self.walk.way.first(sheet)
        return (
            reverse("journey:question", args=[self.pair.public, stop.meeting, sheet, question])
            if stop
            else ""
        )


@dataclass
class HereAtSheet(Here):
    """One sheet of a pair, at one stop of the way."""

    stop: Stop
    sheet: Sheet
    mine: Mine

    @cached_property
    def names(self) -> dict[str, str]:
        """What was promised stands above the question how much it was."""
        names = names_for(self.pair.programme, self.me, self.pair)
        if self.sheet.key == FELT:
            names["declared_say_line"] = declared_say(self.pair, self.easy)
        return names

    @property
    def onward(self) -> str:
        """Where the way goes on from this sheet; a piece of the work has a page of its own in another room."""
        if self.stop.is_piece:
            return reverse("voices:piece", args=[self.pair.public, self.stop.meeting])
        return reverse("journey:next", args=[self.pair.public])

    def may_type(self, question: Question) -> bool:
        """A helper sees what is kept to oneself only where the person said that they may."""
        return self.who.may_read_kept or not self.mine.keeps(question)

    @cached_property
    def typed_among(self) -> list[int]:
        """The documents of this sheet in which somebody typed for one of the two; asked once for a page."""
        return typed_for_somebody(self.mine)

    def context(self, **more) -> dict:
        sheet = self.sheet
        return super().context(
            stop=self.stop,
            sheet=sheet,
            sheet_title=self.say((self.easy and sheet.easy_title) or sheet.title),
            mine=self.mine,
            where=[self.pair.public, self.stop.meeting, self.stop.sheet],
            **more,
        )


of_pair = pages_of_pair(Here)


def of_sheet(view):
    """A view of a sheet at a stop: one that asks this person something, or is there for them to read."""

    @wraps(view)
    def fetched(request, here, meeting, sheet, *args, **kwargs):
        stop = here.walk.stop(meeting, sheet)
        if not stop or stop.spoken or not here.who.may_open(sheet) or not here.walk.asks(stop, here.me):
            raise Http404
        definition = with_options(here.walk.way.sheet(stop), here.pair)
        mine = Mine(here.pair, definition, here.me, stop.occasion)
        at = HereAtSheet(here.pair, here.who, here.easy, stop, definition, mine)
        return view(request, at, *args, **kwargs)

    return of_pair(fetched)
