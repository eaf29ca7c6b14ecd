"""One pair as one of the two meets it on any page: who I am, who the other is, and the words for both."""

from dataclasses import dataclass
from functools import cached_property, wraps

from django.http import Http404

from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.people.rules import my_pair
from alongside.people.signin import to_the_door
from alongside.people.who import Who
from alongside.people.wording import NO_FACILITATOR, knows_the_other, names_for, say_for


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
    def names(self) -> dict[str, str]:
        return names_for(self.pair.programme, self.me, self.pair)

    @property
    def has_facilitator(self) -> bool:
        return self.names["facilitator"] != NO_FACILITATOR

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
        return {
            "letter": person.letter if known else "",
            "empty": not known,
            "name": person.name if known else "",
        }

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


def pages_of_pair(make):
    """A decorator for views of a pair: signed in, one of the two (or acting for one), else a page that does not exist.

    The view gets what `make(pair, who, easy)` returns.
    """

    def of_pair(view):
        @wraps(view)
        def fetched(request, public, *args, **kwargs):
            who = request.who
            if not who:
                return to_the_door(request)
            pair = my_pair(who.person, public)
            if not pair:
                raise Http404
            request.programme = pair.programme
            return view(request, make(pair, who, request.session.get("easy", False)), *args, **kwargs)

        return fetched

    return of_pair
