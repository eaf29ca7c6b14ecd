"""Two people and one device: it is handed over, and each comes in with four numbers of their own.

Between the two nobody is signed in. The session then knows which pair and which two people, and
nothing that they wrote.
"""

import re
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F

from alongside.people import limits, signin
from alongside.people.agreement import both_said_yes
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.privacy.audit import recorded

KEPT, TRIES, A_DAY = signin.HANDED_OVER, 5, 24 * 3600
ON_THE_TABLE = 2 * 3600  # the page between the two shows no words, so it may lie there for a while


class Locked(Exception):
    """Five tries were wrong; this person comes in by another way, and then chooses new numbers."""


@dataclass(frozen=True)
class HandOver:
    """Who held the device, and to whom it goes."""

    pair: Pair
    giver: Person
    taker: Person

    @property
    def two(self) -> tuple[Person, Person]:
        return self.taker, self.giver

    def one_with(self, public: str) -> Person | None:
        return next((person for person in self.two if person.public == public), None)


# --- their own four numbers


def needs_numbers(person: Person) -> bool:
    """Nothing chosen yet, or tried too often."""
    return not person.hand_pin or person.hand_tries >= TRIES


def numbers_in(typed: str) -> str:
    """Only the figures; spaces do not matter."""
    return "".join(re.findall(r"\d", typed))


def too_easy(pin: str) -> bool:
    """What anybody would try first."""
    return len(set(pin)) == 1 or pin in ("1234", "4321")


def choose_numbers(person: Person, pin: str, *, by: Person) -> None:
    """Four numbers of their own, kept as a slow hash; those before them open nothing any more."""
    with recorded("chose numbers for handing over", by=by, to=person):
        person.hand_pin, person.hand_tries = make_password(pin), 0
        person.save(update_fields=["hand_pin", "hand_tries"])


def fits(person: Person, typed: str) -> bool:
    """Whether these are their numbers. Raises `Locked` when five tries were wrong."""
    if needs_numbers(person) or limits.tried("hand over a day", person.public) >= 4 * TRIES:
        raise Locked
    # Counted before it is looked at: two tries at once are two tries.
    Person.objects.filter(pk=person.pk).update(hand_tries=F("hand_tries") + 1)
    if check_password(numbers_in(typed), person.hand_pin):
        Person.objects.filter(pk=person.pk).update(hand_tries=0)
        return True
    limits.count("hand over a day", person.public, A_DAY)
    if person.hand_tries + 1 >= TRIES:
        raise Locked
    return False


# --- the device


def may_begin(pair: Pair) -> bool:
    """The two know each other, so the page between them may show both names."""
    return both_said_yes(pair)


def begin(request, pair: Pair, *, by: Person) -> None:
    """Close the session of whoever holds the device; what stays is which pair and which two people."""
    easy = request.session.get("easy", False)
    with recorded("handed the device over", by=by, to=pair):
        signin.leave(request)
    request.session[KEPT] = {"pair": pair.public, "giver": by.public, "taker": pair.other(by).public}
    request.session["easy"] = easy
    request.session.set_expiry(ON_THE_TABLE)


def on_this_device(request) -> HandOver | None:
    """The hand-over that this device remembers, if there is one."""
    kept = request.session.get(KEPT)
    if not kept:
        return None
    pair = (
        Pair.objects.filter(public=kept["pair"])
        .select_related("partner", "professional", "programme__organisation", "programme__coordinator")
        .first()
    )
    if not pair:
        return None
    two = {person.public: person for person in pair.two}
    if {kept["giver"], kept["taker"]} != set(two):
        return None
    return HandOver(pair, two[kept["giver"]], two[kept["taker"]])


def take(request, person: Person) -> None:
    """Somebody took the device with their own numbers. It is shared, so it closes after quiet minutes."""
    signin.sign_in(request, person, way="handed over")
    signin.remember_device(request, shared=True)


def is_shared_by(request, pair: Pair) -> bool:
    """Whether the two of this pair pass this device to and fro."""
    return request.session.get(KEPT, {}).get("pair") == pair.public
