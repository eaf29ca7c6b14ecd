"""A paper key: six short words and four figures, for somebody without e-mail or phone.

The words are kept as a keyed hash, only to look up by; the figures as a slow one. Five wrong
tries lock the key until the coordinator gives another.
"""

import functools
import hashlib
import hmac
import re
import secrets
from pathlib import Path

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F

from alongside.people.person import Person
from alongside.privacy import keys
from alongside.privacy.audit import recorded

WORDS, TRIES = 6, 5


class Locked(Exception):
    """Five tries were wrong; the coordinator gives another key."""


@functools.cache
def words() -> tuple[str, ...]:
    """More than 1,024 short plain words, so that six of them are more than sixty bits."""
    return tuple((Path(__file__).parent / "paper_words.txt").read_text().split())


def give(person: Person, pin: str, *, by: Person) -> str:
    """A new key for this person; the old one opens nothing any more. Returns the six words, kept nowhere."""
    chosen = " ".join(secrets.choice(words()) for _ in range(WORDS))
    with recorded("gave a paper key", by=by, to=person):
        person.paper_words, person.paper_pin, person.paper_tries = _fingerprint(chosen), make_password(pin), 0
        person.save(update_fields=["paper_words", "paper_pin", "paper_tries"])
    return chosen


def open_with(typed_words: str, typed_pin: str) -> Person | None:
    """Whose key this is, None if nobody's. Raises `Locked` once five tries with its words were wrong."""
    person = Person.objects.filter(paper_words=_fingerprint(typed_words), active=True).first()
    if person is None:
        make_password(typed_pin)  # takes as long as a key that is known
        return None
    if person.paper_tries >= TRIES:
        raise Locked
    # Counted before it is looked at: two tries at once are two tries.
    Person.objects.filter(pk=person.pk).update(paper_tries=F("paper_tries") + 1)
    if not check_password("".join(re.findall(r"\d", typed_pin)), person.paper_pin):
        if person.paper_tries + 1 >= TRIES:
            raise Locked
        return None
    Person.objects.filter(pk=person.pk).update(paper_tries=0)
    return person


def opens(person: Person, typed_words: str) -> bool:
    """Whether these are the words of this person's key now."""
    return bool(person.paper_words) and hmac.compare_digest(person.paper_words, _fingerprint(typed_words))


def _fingerprint(typed: str) -> str:
    """Capitals, commas and hyphens do not matter."""
    plain = " ".join(re.findall(r"[a-z]+", typed.casefold()))
    return hmac.new(keys.derive("paper key"), plain.encode(), hashlib.sha256).hexdigest()
