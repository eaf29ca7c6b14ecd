"""What stands in for the names in our words: one dictionary for each reader of a page."""

from collections.abc import Callable

from django.utils.formats import date_format

from alongside.kit.words import fill
from alongside.people.agreement import both_said_yes
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.people.programme import Programme

UNKNOWN = "the other one of your pair"


def knows_the_other(pair: Pair, me: Person) -> bool:
    """The partner is asked with the professional's name; the professional learns theirs after a yes."""
    return me.pk != pair.professional_id or both_said_yes(pair)


def names_for(programme: Programme, me: Person | None = None, pair: Pair | None = None) -> dict[str, str]:
    """Every placeholder that our words may use on a page of this programme."""
    sector = programme.content.sector
    words = sector.words
    other = ""
    if pair and me and pair.role(me):
        other = pair.other(me).name if knows_the_other(pair, me) else UNKNOWN
    facilitator = next((f.person.name for f in pair.facilitating.all() if f.active), "") if pair else ""
    names = {
        "first_name": me.name if me else "",
        "name": other,
        "other_name": other,
        "organisation": programme.organisation.name,
        "coordinator": programme.coordinator.name,
        "phone": programme.phone,
        "named_person": programme.named_person,
        "named_phone": programme.named_phone,
        "safeguarding_name": programme.safeguarding_name,
        "safeguarding_phone": programme.safeguarding_phone,
        "care_word": words["care_word"],
        "people_word": words["people"],
        "facilitator": facilitator or "our facilitator",
        "kept_until": date_format(programme.kept_until, "j F Y")
        if programme.kept_until
        else "twelve months after the end",
        "exit_page": "a weather page",
        "professional": pair.professional.name if pair else "",
        "partner": other
        if pair and me and pair.role(me) == "professional"
        else (pair.partner.name if pair else ""),
        "sender_name": programme.organisation.name,
        "hours": "9am to 5pm",
    }
    names["no_effect_short"] = fill(sector.no_effect["short"], names)
    return names


def say_for(names: dict[str, str]) -> Callable[[str], str]:
    """A function that fills these names into a text."""

    def say(text: str) -> str:
        filled = fill(text, names)
        return filled[:1].upper() + filled[1:] if text.startswith("{") else filled

    return say
