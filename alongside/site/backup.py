"""A consistent copy of a data folder while people work, and the way back from it.

The keys are never in the copy: who finds a backup can read nobody's words. They are copied to a
place of their own, if one is named.
"""

import hashlib
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import alongside.site.database  # noqa: F401  a sound SQLite

import sqlite3

from alongside.site.folder import Folder
from alongside.site.several import on_postgres

NOTE = "backup.json"
COPIED = ("files", "content", "demo")


class CannotCopy(Exception):
    """No backup was made; `str()` says why."""


class CannotRestore(Exception):
    """It was not restored and nothing was changed; `str()` says why."""


def backup(folder: Folder, to: Path, keys_to: Path | None = None) -> dict:
    """Copy database, files and own content into the new folder `to`; returns what its note says."""
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name(to.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    # Database first: a file is on disk before the row that names it.
    held = copy_database(folder, part)
    for name in COPIED:
        copy_over(folder.path / name, part / name)
    said = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "rows": held,
        "files": {str(file.relative_to(part)): print_of(file) for file in all_files(part)},
    }
    (part / NOTE).write_text(json.dumps(said, indent=1))
    part.rename(to)
    if keys_to:
        copy_over(folder.path / "keys", keys_to)
    return said


def restore(
    backup_folder: Path, folder: Folder, keys_from: Path | None = None, own_keys: bool = False
) -> dict:
    """Lay a backup into an empty data folder, after looking at every byte of it; returns its note.

    `own_keys` says that the master key comes from the environment.
    """
    if not (backup_folder / NOTE).exists():
        raise CannotRestore(f"{backup_folder} is not a finished backup: it has no {NOTE}.")
    said = json.loads((backup_folder / NOTE).read_text())
    with folder.lock():
        if folder.has_begun() or (on_postgres() and _postgres().rows()):
            raise CannotRestore(f"{folder.path} holds a database already. Restore into an empty folder.")
        if not (own_keys or keys_from or (folder.path / "keys" / "master").exists()):
            raise CannotRestore(
                "Without the keys nobody can read what is in a backup. Say where they are: --keys DIR"
            )
        if keys_from and not (keys_from / "master").exists():
            raise CannotRestore(f"There is no key called master in {keys_from}.")
        wrong = [name for name, mark in said["files"].items() if print_of(backup_folder / name) != mark]
        if wrong:
            raise CannotRestore(f"The backup is damaged or was changed: {', '.join(wrong)}")
        for name in COPIED:
            copy_over(backup_folder / name, folder.path / name)
        if keys_from:
            copy_over(keys_from, folder.path / "keys")
        # The database last: without it the folder counts as empty, and this can be tried again.
        if on_postgres():
            into_postgres(backup_folder, folder, said)
        else:
            into_folder(backup_folder, folder, said)
    return said


def copy_database(folder: Folder, to: Path) -> dict[str, int]:
    """One moment of the database, while people work; returns the rows of each table."""
    if on_postgres():
        try:
            return _postgres().dump(to / _postgres().DUMP)
        except _postgres().NoTool as why:
            raise CannotCopy(str(why)) from None
    with reading(folder.database) as live, closing_file(to / folder.database.name) as copy:
        live.backup(copy)
    return rows(to / folder.database.name)


def into_folder(backup_folder: Path, folder: Folder, said: dict) -> None:
    """The SQLite file, under its name only when it was found whole."""
    if not (backup_folder / folder.database.name).exists():
        raise CannotRestore("This backup was made of a PostgreSQL: set ALONGSIDE_DATABASE to an empty one.")
    part = folder.database.with_suffix(".part")
    shutil.copyfile(backup_folder / folder.database.name, part)
    if rows(part) != said["rows"]:
        raise CannotRestore("The copy of the database does not hold what the backup's note says.")
    part.rename(folder.database)


def into_postgres(backup_folder: Path, folder: Folder, said: dict) -> None:
    """All of it or nothing; the folder counts as begun only afterwards."""
    dump = backup_folder / _postgres().DUMP
    if not dump.exists():
        raise CannotRestore("This backup was made of an SQLite file: restore it without ALONGSIDE_DATABASE.")
    try:
        found = _postgres().load(dump)
    except _postgres().NoTool as why:
        raise CannotRestore(str(why)) from None
    if found != said["rows"]:
        raise CannotRestore("The database does not hold what the backup's note says.")
    folder.begun_mark.touch()


def _postgres():
    """Only where it is used: its driver is an extra."""
    from alongside.site import postgres

    return postgres


def reading(file: Path) -> "closing_file":
    """The database, open for reading only."""
    return closing_file(f"file:{quote(str(file))}?mode=ro")


class closing_file:
    """An SQLite connection that closes at the end of its block (SQLite's own only commits)."""

    def __init__(self, file: Path | str):
        self.connection = sqlite3.connect(str(file), uri=str(file).startswith("file:"))

    def __enter__(self):
        return self.connection

    def __exit__(self, *_):
        self.connection.close()


def rows(file: Path) -> dict[str, int]:
    """How many rows each table holds, once SQLite has found the file whole."""
    with closing_file(file) as database:
        verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise CannotRestore(f"The database is damaged: {verdict}")
        names = database.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name").fetchall()
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


def copy_over(source: Path, target: Path) -> None:
    """A file or a folder, if it is there; a half-written file of the server is left out."""
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.part"))
    elif source.exists():
        shutil.copy2(source, target)


def all_files(folder: Path) -> list[Path]:
    """Every file in it, in a fixed order."""
    return sorted(file for file in folder.rglob("*") if file.is_file())


def print_of(file: Path) -> str:
    """SHA-256 of a file; an empty string if it is not there."""
    if not file.exists():
        return ""
    with open(file, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
