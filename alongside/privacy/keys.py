"""Keys: a master key wraps a key for each pair, which wraps one for each document; files have their own.

What is sealed carries its place (and, in a log, its number) as associated data, so that nobody
who can write to the database can put one row's words where another's stood. Destroying a key
erases all that it sealed, in old backups too.
"""

import os
from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12
BITS = 256


class CannotOpen(ValueError):
    """The bytes were sealed under another key or for another place, or somebody changed them."""


def new_key() -> bytes:
    """A key that was never used before."""
    return AESGCM.generate_key(BITS)


def master() -> bytes:
    """The master key under which new keys are wrapped."""
    return settings.MASTER_KEY


def ring() -> list[bytes]:
    """Every master key that may still open something, the newest first."""
    return [master(), *getattr(settings, "OLD_MASTER_KEYS", [])]


def derive(purpose: str, root: bytes | None = None) -> bytes:
    """A key for one purpose alone, worked out of `root` (else the master key), so it needs no keeping."""
    return _derived(root or master(), purpose)


def seal(key: bytes, plain: bytes, *, place: str, seq: int = 0) -> bytes:
    """`plain` sealed for one place and number, 28 bytes longer."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher(key).encrypt(nonce, plain, _bound(place, seq))


def unseal(key: bytes, sealed: bytes, *, place: str, seq: int = 0) -> bytes:
    """What was sealed under this key for this place and number; `CannotOpen` for anything else."""
    return opener(key, place=place)(sealed, seq)


def opener(key: bytes, *, place: str) -> Callable[[bytes, int], bytes]:
    """The same for many numbers of one place."""
    decrypt = _cipher(key).decrypt

    def unsealed(sealed: bytes, seq: int) -> bytes:
        sealed = bytes(sealed)
        try:
            return decrypt(sealed[:NONCE], sealed[NONCE:], _bound(place, seq))
        except (InvalidTag, ValueError) as wrong:
            raise CannotOpen(f"{place} {seq} cannot be opened with this key") from wrong

    return unsealed


def wrap(key: bytes, wrapping: bytes, *, place: str) -> bytes:
    """A key sealed under the key above it."""
    return seal(wrapping, key, place=f"key of {place}")


def unwrap(wrapped: bytes, wrapping: bytes, *, place: str) -> bytes:
    """The key again; what an older master key wrapped still opens while that key is in the ring."""
    tries = ring() if wrapping == master() else [wrapping]
    for each in tries[:-1]:
        try:
            return unseal(each, wrapped, place=f"key of {place}")
        except CannotOpen:
            continue
    return unseal(tries[-1], wrapped, place=f"key of {place}")


def _bound(place: str, seq: int) -> bytes:
    return f"{place}\0{seq}".encode()


@lru_cache(maxsize=4096)
def _cipher(key: bytes) -> AESGCM:
    """The key object kept: making one costs more than sealing a keystroke."""
    return AESGCM(key)


@lru_cache(maxsize=1024)
def _derived(root: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=BITS // 8, salt=None, info=purpose.encode()).derive(root)
