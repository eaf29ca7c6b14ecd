"""What is particular about PostgreSQL: is it safe, do our keys fit, and copies with its own tools.

Looking and copying need no Django: they are done before there are any keys.
"""

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

DUMP = "alongside.pgdump"


class NoTool(Exception):
    """`str()` says which program is missing or what it said."""


@contextmanager
def reading():
    """A transaction that changes nothing and sees one moment only."""
    with psycopg.connect(os.environ["ALONGSIDE_DATABASE"], connect_timeout=10) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


def why_not_durable() -> str:
    """A sentence if this server may lose what it has confirmed; `synchronous_commit` we set ourselves."""
    names = ("fsync", "full_page_writes")
    with reading() as connection:
        found = {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in names}
    for name in names:
        if found[name] == "off":
            return (
                f"PostgreSQL runs with {name}=off: what a page calls saved could be gone after a power cut. "
                f"Set {name} = on in its postgresql.conf."
            )
    return ""


def version() -> str:
    with reading() as connection:
        return connection.execute("SHOW server_version").fetchone()[0].split()[0]


def megabytes() -> float:
    with reading() as connection:
        return connection.execute("SELECT pg_database_size(current_database())").fetchone()[0] / 1e6


def rows() -> dict[str, int]:
    """How many rows each table holds."""
    with reading() as connection:
        return _rows(connection)


def dump(to: Path) -> dict[str, int]:
    """Copy the database into a file while people work; returns the rows of exactly this moment."""
    with reading() as connection:
        moment = connection.execute("SELECT pg_export_snapshot()").fetchone()[0]
        _run(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={moment}",
            f"--file={to}",
        )
        return _rows(connection)


def load(file: Path) -> dict[str, int]:
    """Lay such a file into the empty database, or nothing of it; returns the rows that are there now."""
    _run(
        "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
        f"--dbname={conninfo_to_dict(os.environ['ALONGSIDE_DATABASE'])['dbname']}", file,
    )  # fmt: skip
    return rows()


def keys_fit() -> bool:
    """Whether our master key opens the newest of the pairs' keys, if there is one."""
    from alongside.privacy.keys import CannotOpen
    from alongside.writing.models import SpaceKey

    newest = SpaceKey.objects.order_by("-pk").first()
    try:
        return newest is None or bool(newest.key())
    except CannotOpen:
        return False


def _rows(connection) -> dict[str, int]:
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    names = [name for (name,) in connection.execute(tables)]
    count = sql.SQL("SELECT count(*) FROM {}")
    return {name: connection.execute(count.format(sql.Identifier(name))).fetchone()[0] for name in names}


def _run(program: str, *words) -> None:
    """One of PostgreSQL's own tools; the password goes by the environment, where nobody else sees it."""
    if not shutil.which(program):
        raise NoTool(f"{program} is not installed. Debian: apt-get install postgresql-client")
    address = conninfo_to_dict(os.environ["ALONGSIDE_DATABASE"])
    names = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST"}
    given = {names.get(name, f"PG{name.upper()}"): str(value) for name, value in address.items()}
    done = subprocess.run([program, *map(str, words)], env=os.environ | given, capture_output=True, text=True)
    if done.returncode:
        raise NoTool(f"{program}: {done.stderr.strip()}")
