"""A question to the database that is put together once: Django takes longer to word it than SQLite to answer."""

from collections.abc import Callable
from datetime import date
from functools import cached_property

from django.db import connection
from django.db.models import QuerySet

MARK = 2**53 + 1  # no key of ours is as high


class Prepared:
    """A prepared statement about one key. `ask` gives the query of a key; what it asks for must not hold a day.

    Called with a key it returns the rows as the database has them: tuples of text, numbers, and 0 or 1.
    """

    def __init__(self, ask: Callable[[int], QuerySet]):
        self._ask = ask

    @cached_property
    def _worded(self) -> tuple[str, tuple]:
        sql, values = self._ask(MARK).query.sql_with_params()
        if any(isinstance(value, date) or "-" in str(value) for value in values):
            raise ValueError(
                "A prepared statement would keep the day on which it was made. Ask it anew each time."
            )
        return sql, values

    def __call__(self, key: int) -> list[tuple]:
        sql, values = self._worded
        with connection.cursor() as cursor:
            cursor.execute(sql, [key if value == MARK else value for value in values])
            return cursor.fetchall()
