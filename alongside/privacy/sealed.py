"""A column that the database cannot read."""

import json
import zlib
from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from alongside.privacy import keys

WORTH_PACKING = 1000  # bytes


def canonical(value) -> bytes:
    """The one way to write a value as JSON, so that equal values are equal bytes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def packed(value) -> bytes:
    """The same for what may be long: people's words pack to less than half, and are sealed after that."""
    plain = canonical(value)
    return zlib.compress(plain, 1) if len(plain) > WORTH_PACKING else plain


def unpacked(held: bytes):
    """The value again. JSON of ours begins with a bracket, a packed one never does."""
    return json.loads(held if held[:1] in (b"{", b"[") else zlib.decompress(held))


class SealedJSONField(models.BinaryField):
    """Plain JSON in Python, sealed bytes in the table, under a key for this one column.

    It can be asked only whether it is there: the database has no words to compare with.
    """

    _pyi_private_get_type: Any  # for the type checker, which takes it for the bytes in the table
    _pyi_private_set_type: Any

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value):
        if value is None:
            return None
        return keys.seal(keys.derive(self._place), canonical(value), place=self._place)

    def get_db_prep_value(self, value, connection, prepared=False):
        sealed = value if prepared else self.get_prep_value(value)
        return None if sealed is None else connection.Database.Binary(sealed)

    def from_db_value(self, value, expression, connection):
        if value is None:
            return None
        return json.loads(self._open(bytes(value)))

    def to_python(self, value):
        return value

    def get_default(self):
        return self._get_default() if self.has_default() else None  # type: ignore[attr-defined]

    def value_to_string(self, obj):
        return canonical(self.value_from_object(obj)).decode()

    def get_lookup(self, name):
        if name != "isnull":
            raise FieldError(f"{self._place} is sealed: ask for the row by something else and open it.")
        return super().get_lookup(name)

    @property
    def _place(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def _open(self, sealed: bytes) -> bytes:
        """A column is written anew at each save, so an old master key may still be in use."""
        *newer, oldest = keys.ring()
        for key in newer:
            try:
                return keys.unseal(keys.derive(self._place, key), sealed, place=self._place)
            except keys.CannotOpen:
                continue
        return keys.unseal(keys.derive(self._place, oldest), sealed, place=self._place)
