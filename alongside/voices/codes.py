"""A return code: four short words that open what became of an answer. Nobody can look it up.

Kept as a keyed hash, as a paper key is. The code alone shows what happened; a person's own words
also need the answer to the one thing that they chose, which is kept as a slow hash.
"""

import hashlib
import hmac
import re
import secrets

from django.contrib.auth.hashers import check_password, make_password

from alongside.people.paper_key import words
from alongside.privacy import keys

WORDS = 4


def new_code() -> str:
    """Four words, more than forty bits: guessing is counted, and this many guesses take for ever."""
    return " ".join(secrets.choice(words()) for _ in range(WORDS))


def fingerprint(typed: str) -> str:
    """What is kept of a code. Capitals, commas and hyphens do not matter."""
    plain = " ".join(re.findall(r"[a-z]+", typed.casefold()))
    return hmac.new(keys.derive("return code"), plain.encode(), hashlib.sha256).hexdigest()


def kept_answer(typed: str) -> str:
    """The answer to the one thing that only its person knows, as it is kept."""
    return make_password(plain(typed))


def fits(typed: str, kept: str) -> bool:
    """Whether this is the answer; takes as long where none is kept."""
    return check_password(plain(typed), kept) if kept else make_password(plain(typed)) == ""


def plain(typed: str) -> str:
    """Letters and figures alone: neither spaces nor capitals matter."""
    return "".join(re.findall(r"\w+", typed.casefold()))
