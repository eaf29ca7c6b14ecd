"""A question to the database that is put together once: Django takes longer to word it than SQLite to answer."""

import copy
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.models import QuerySet, prefetch_related_objects

MARK = 2**53 + 1  # no key of ours is as high; each further key has the next number
MARKED_YEAR = 9000  # and no day of ours as late
DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Prepared:
    """A prepared statement about one key or more. `ask` gives the query of them; a day in it must be a key.

    Called with its keys it returns the rows as the database has them: tuples of text, numbers, and
    0 or 1. `read` returns objects instead, with what the query joins and fetches beside them.
    """

    def __init__(self, ask: Callable[..., QuerySet]):
        self._ask = ask
        self._kept: tuple[QuerySet, Any, str, tuple] | None = None

    def __call__(self, *keys) -> list[tuple]:
        _asked, _compiler, sql, values = self._worded(keys)
        with connection.cursor() as cursor:
            cursor.execute(sql, _with_keys(values, keys))
            return cursor.fetchall()

    def read(self, *keys) -> list:
        """The objects that the query finds, new ones each time."""
        asked, worded, sql, values = self._worded(keys)
        compiler = copy.copy(worded)
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: (sql, _with_keys(values, keys))
        found = QuerySet(asked.model, query=SimpleNamespace(get_compiler=lambda **_: compiler))
        prefetch_related_objects(list(found), *asked._prefetch_related_lookups)  # type: ignore[attr-defined]
        return list(found)

    def _worded(self, keys: tuple) -> tuple[QuerySet, Any, str, tuple]:
        if self._kept is None:
            marks = [_mark(n, key) for n, key in enumerate(keys)]
            asked = self._ask(*marks)
            compiler = asked.query.get_compiler(connection=connection)
            sql, values = compiler.as_sql()
            others = set(values) - {_as_asked(mark) for mark in marks}
            if any(isinstance(value, date) or DAY.match(str(value)) for value in others):
                raise ValueError(
                    "A prepared statement would keep the day on which it was made. Ask it anew each time."
                )
            self._kept = asked, compiler, sql, values
        return self._kept


def _with_keys(values: tuple, keys: tuple) -> list:
    """What the statement is asked with: each key where its mark stands."""
    marked = {_as_asked(_mark(n, key)): _as_asked(key) for n, key in enumerate(keys)}
    return [marked.get(value, value) for value in values]


def _mark(n: int, key):
    """What stands for the key in this place while the statement is put together."""
    if isinstance(key, datetime):
        return datetime(MARKED_YEAR + n, 1, 1, tzinfo=UTC)
    return date(MARKED_YEAR + n, 1, 1) if isinstance(key, date) else type(key)(MARK + n)


def _as_asked(key):
    """A day as this database is asked about it; anything else as it is."""
    if isinstance(key, datetime):
        return connection.ops.adapt_datetimefield_value(key)
    return connection.ops.adapt_datefield_value(key) if isinstance(key, date) else key
