"""What stands in for the names in our words: one dictionary for each reader of a page."""

from collections.abc import Callable

from django.utils.formats import date_format

from alongside.kit.words import fill
from alongside.people.agreement import both_said_yes
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.people.programme import Programme

UNKNOWN = "the other one of your pair"
NO_FACILITATOR = "our facilitator"


def knows_the_other(pair: Pair, me: Person) -> bool:
    """The partner is asked with the professional's name; the professional learns theirs after a yes."""
    return me.pk != pair.professional_id or both_said_yes(pair)


def names_for(programme: Programme, me: Person | None = None, pair: Pair | None = None) -> dict[str, str]:
    """Every placeholder that our words may use on a page of this programme."""
    sector = programme.content.sector
    names = programme.names() | {
        "facilitator": NO_FACILITATOR,
        "first_name": me.name if me else "",
        "care_word": sector.words["care_word"],
        "people_word": sector.words["people"],
        "kept_until": date_format(programme.kept_until, "j F Y") if programme.kept_until else KEPT,
        "exit_page": "a weather page",
        "sender_name": programme.coordinator.name,
        "hours": "9am to 5pm",
    }
    names |= (
        _of_pair(pair, me) if pair else dict.fromkeys(("name", "other_name", "partner", "professional"), "")
    )
    names["no_effect_short"] = fill(sector.no_effect["short"], names)
    return names


KEPT = "one year after you end"


def _of_pair(pair: Pair, me: Person | None) -> dict[str, str]:
    """The names of the two as this reader may know them, and of their facilitator."""
    role = pair.role(me) if me else ""
    other = ""
    if role and me:
        other = pair.other(me).name if knows_the_other(pair, me) else UNKNOWN
    facilitator = next((f.person.name for f in pair.facilitating.all() if f.active), NO_FACILITATOR)
    return {
        "name": other,
        "other_name": other,
        "professional": pair.professional.name,
        "partner": other if role == "professional" else pair.partner.name,
        "facilitator": facilitator,
    }


def say_for(names: dict[str, str]) -> Callable[[str], str]:
    """A function that fills these names into a text."""

    def say(text: str) -> str:
        filled = fill(text, names)
        return filled[:1].upper() + filled[1:] if text.startswith("{") else filled

    return say
