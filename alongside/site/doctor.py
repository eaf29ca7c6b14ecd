"""Is this Alongside sound? Looks, changes nothing, and says what to do."""

import os
import shutil
import sys
from dataclasses import dataclass

import alongside.site.database  # noqa: F401  the SQLite that we would run on

import sqlite3

from alongside.site.backup import reading
from alongside.site.folder import Folder
from alongside.site.several import may_be_several, on_postgres, why_no_valkey

SOUND_SQLITE = (3, 51, 3)
OK, NOTE, WRONG = "ok", "note", "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `ok`, `note` (worth knowing) or `wrong` (worth mending)."""

    state: str
    about: str
    words: str


def look(folder: Folder) -> list[Finding]:
    """Everything there is to say about this installation and this data folder."""
    return [
        python(),
        *([postgresql(), valkey()] if on_postgres() else [sqlite()]),
        lock(folder),
        *database(folder),
        *keys(folder),
        disk(folder),
        email(),
        browser(),
    ]


def python() -> Finding:
    return Finding(OK, "Python", ".".join(map(str, sys.version_info[:3])))


def sqlite(version: tuple[int, ...] | None = None) -> Finding:
    """Every SQLite before 3.51.3 can damage a file when two connections write at the same instant."""
    version = version or tuple(map(int, sqlite3.sqlite_version.split(".")))
    name = ".".join(map(str, version))
    if version >= SOUND_SQLITE:
        return Finding(OK, "SQLite", name)
    return Finding(
        WRONG,
        "SQLite",
        f"{name} can damage a database, rarely (the WAL-reset bug, mended in 3.51.3). "
        "Install the package pysqlite3 or a Python with a newer SQLite.",
    )


def postgresql() -> Finding:
    """Does it answer, does it keep what it confirms, and can it be copied."""
    import psycopg

    from alongside.site import postgres

    try:
        why_not = postgres.why_not_durable()
        words = f"{postgres.version()}, {postgres.megabytes():.1f} MB"
    except psycopg.Error as why:
        return Finding(WRONG, "PostgreSQL", f"does not answer: {why}")
    if why_not:
        return Finding(WRONG, "PostgreSQL", why_not)
    if not (shutil.which("pg_dump") and shutil.which("pg_restore")):
        return Finding(
            WRONG,
            "PostgreSQL",
            f"{words}; pg_dump is missing, so nothing can be backed up. Debian: apt-get install postgresql-client",
        )
    return Finding(OK, "PostgreSQL", words)


def valkey() -> Finding:
    """Without it there is one server; with it several, which need it for signing in."""
    if not may_be_several():
        return Finding(NOTE, "Valkey", "not set: one server at a time (docs/how-to/run-it.md)")
    why_not = why_no_valkey()
    return Finding(WRONG if why_not else OK, "Valkey", why_not or "answers")


def lock(folder: Folder) -> Finding:
    holder = folder.holder()
    return Finding(OK, "server", f"running, process {holder}" if holder else "not running on this folder")


def database(folder: Folder) -> list[Finding]:
    if on_postgres():
        return []
    if not folder.has_begun():
        return [Finding(NOTE, "database", f"{folder.path} is empty; bin/serve begins it")]
    with reading(folder.database) as live:
        verdict = live.execute("PRAGMA quick_check").fetchone()[0]
    if verdict == "ok":
        return [Finding(OK, "database", f"{folder.database}, {folder.database.stat().st_size / 1e6:.1f} MB")]
    return [Finding(WRONG, "database", f"damaged: {verdict}. Stop the server and restore the newest backup.")]


def keys(folder: Folder) -> list[Finding]:
    if os.environ.get("ALONGSIDE_MASTER_KEY"):
        return [Finding(OK, "keys", "the master key comes from the environment")]
    master = folder.path / "keys" / "master"
    if not master.exists():
        if folder.has_begun():
            return [Finding(WRONG, "keys", f"{master} is missing: nobody can read what is kept here")]
        return []
    if master.stat().st_mode & 0o077:
        return [Finding(WRONG, "keys", f"others on this machine can read {master}: chmod 600 it")]
    return [
        Finding(
            NOTE,
            "keys",
            f"the master key lies beside the data, in {master.parent}. Keep a copy of that folder elsewhere; "
            "to keep it apart from the data, give it as ALONGSIDE_MASTER_KEY.",
        )
    ]


def disk(folder: Folder) -> Finding:
    there = next(path for path in (folder.path, *folder.path.parents) if path.exists())
    free = shutil.disk_usage(there).free / 1e9
    return Finding(OK if free > 1 else WRONG, "disk", f"{free:.1f} GB free")


def email() -> Finding:
    backend = os.environ.get("ALONGSIDE_EMAIL")
    if backend:
        return Finding(OK, "e-mail", backend)
    return Finding(
        NOTE, "e-mail", "printed by the server, not sent; docs/how-to/run-it.md says how to send it"
    )


def browser() -> Finding:
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, (shutil.which(name) for name in names if name)), None)
    if found:
        return Finding(OK, "browser", f"{found} (for the tests only)")
    return Finding(NOTE, "browser", "no Chromium; only the tests need one, and bin/test brings it")
