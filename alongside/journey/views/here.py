"""What every page of the walk needs: the pair, where on the way, who I am, and the words for it."""

from dataclasses import dataclass
from functools import cached_property, wraps

from django.http import Http404
from django.urls import reverse

from alongside.journey.process import Stop
from alongside.journey.progress import Walk
from alongside.journey.rules import my_pair
from alongside.kit.sheets import Question, Sheet
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.people.signin import to_the_door
from alongside.people.who import Who
from alongside.people.wording import NO_FACILITATOR, knows_the_other, names_for, say_for
from alongside.portfolio.history import typed_for_somebody
from alongside.portfolio.sheet import Mine
from alongside.portfolio.shelf import Shelf


@dataclass
class Here:
    """One pair as one of the two meets it."""

    pair: Pair
    who: Who
    easy: bool

    @property
    def me(self) -> Person:
        return self.who.person

    @cached_property
    def other(self) -> Person:
        return self.pair.other(self.me)

    @cached_property
    def knows_other(self) -> bool:
        return knows_the_other(self.pair, self.me)

    @cached_property
    def shelf(self) -> Shelf:
        """All sheets of the pair at once, for pages that show many."""
        return Shelf(self.pair)

    @cached_property
    def walk(self) -> Walk:
        return Walk(self.pair)

    @cached_property
    def names(self) -> dict[str, str]:
        return names_for(self.pair.programme, self.me, self.pair)

    @property
    def has_facilitator(self) -> bool:
        return self.names["facilitator"] != NO_FACILITATOR

    def seen_kind(self, visible: str) -> str:
        """Who sees a sheet, for its sign in a list: nobody is promised a facilitator whom the two do not have."""
        return "us two" if visible == "us and our facilitator" and not self.has_facilitator else visible

    @property
    def other_name(self) -> str:
        return self.names["name"]

    def name_of(self, person: Person) -> str:
        """A name as I may know it: the other's only after our yes."""
        return self.other_name if person.pk == self.other.pk else person.name

    @property
    def other_first(self) -> str:
        """The same at the beginning of a sentence."""
        return self.other_name[:1].upper() + self.other_name[1:]

    @cached_property
    def say(self):
        return say_for(self.names)

    def where_to_change(self, sheet: str, question: str) -> str:
        """The address of a question of mine, wherever this process has its sheet."""
        stop = self.walk.way.first(sheet)
        return reverse("journey:question", args=[self.pair.public, stop.meeting, sheet, question]) if stop else ""

    @property
    def side(self) -> str:
        return self.pair.side(self.me)

    @property
    def content(self):
        return self.pair.content

    def page_words(self, section: str, key: str, **more) -> str:
        said = self.content.words(section, key, self.easy, **{**self.names, **more})
        return said[:1].upper() + said[1:] if said.startswith(self.other_name or " ") else said

    def half(self, person: Person) -> dict:
        """A person for the locket; somebody still to come stays open."""
        known = person.pk == self.me.pk or self.knows_other
        return {"letter": person.letter if known else "", "empty": not known, "name": person.name if known else ""}

    @cached_property
    def halves(self) -> dict:
        left, right = self.pair.two
        return {"left": self.half(left), "right": self.half(right)}

    def no_effect(self) -> str:
        """The organisation's promise that nothing said here changes anything, to this reader."""
        sector = self.content.sector
        text = sector.no_effect_staff if self.pair.role(self.me) == "professional" else sector.no_effect
        return self.say(" ".join(text["easy"]) if self.easy else text["words"])

    def no_effect_if(self) -> str:
        """Whom to tell if it did."""
        sector = self.content.sector
        text = sector.no_effect_staff if self.pair.role(self.me) == "professional" else sector.no_effect
        return self.say(" ".join(text["easy_if_it_does"]) if self.easy else text["if_it_does"])

    def limits(self) -> str:
        """What cannot stay private, and who would be told."""
        text = self.content.sector.limits
        return self.say(" ".join(text["easy"]) if self.easy else text["words"])

    def context(self, **more) -> dict:
        return {
            "here": self,
            "pair": self.pair,
            "me": self.me,
            "other": self.other_name,
            "names": self.names,
            "say": self.say,
            "words": self.page_words,
            "side": self.side,
            "other_side": "right" if self.side == "left" else "left",
            "halves": self.halves,
            "programme": self.pair.programme,
            **more,
        }


@dataclass
class HereAtSheet(Here):
    """One sheet of a pair, at one stop of the way."""

    stop: Stop
    sheet: Sheet
    mine: Mine

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


def of_pair(view):
    """A view of a pair: signed in, one of the two (or acting for one), else a page that does not exist."""

    @wraps(view)
    def fetched(request, public, *args, **kwargs):
        who = request.who
        if not who:
            return to_the_door(request)
        pair = my_pair(who.person, public)
        if not pair:
            raise Http404
        request.programme = pair.programme
        return view(request, Here(pair, who, request.session.get("easy", False)), *args, **kwargs)

    return fetched


def of_sheet(view):
    """A view of a sheet at a stop: one that asks this person something, or is there for them to read."""

    @wraps(view)
    def fetched(request, here, meeting, sheet, *args, **kwargs):
        stop = here.walk.stop(meeting, sheet)
        if not stop or stop.spoken or not here.who.may_open(sheet) or not here.walk.asks(stop, here.me):
            raise Http404
        definition = here.walk.way.sheet(stop)
        mine = Mine(here.pair, definition, here.me, stop.occasion)
        at = HereAtSheet(here.pair, here.who, here.easy, stop, definition, mine)
        return view(request, at, *args, **kwargs)

    return of_pair(fetched)
