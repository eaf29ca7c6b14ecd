"""One after the other, where the database would let both go on at once."""

from django.db import connection


def in_turn(name: str) -> None:
    """Whoever comes under the same name waits until our transaction has ended, and then sees what it did.

    SQLite has one writer at a time anyway. PostgreSQL lets transactions run side by side, and two people who
    press at the same instant would each decide by what was there before the other.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
