"""The data folder: everything that one Alongside holds, and the lock that keeps a second one out.

Knows nothing of Django, so that a command can look at a folder before the settings are read.
"""

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path

from alongside.site.several import on_postgres

ROOT = Path(__file__).resolve().parents[2]


class InUse(Exception):
    """Another program holds this data folder; `str()` is a sentence for the person at the keyboard."""


class Folder:
    """A data folder, by its path; it need not exist yet."""

    def __init__(self, path: str | Path):
        self.path = Path(path).resolve()

    @classmethod
    def chosen(cls, given: str | None) -> "Folder":
        """`--data`, else `ALONGSIDE_DATA`, as seen from where it was typed; else `data` in the project."""
        given = given or os.environ.get("ALONGSIDE_DATA")
        if not given:
            return cls(ROOT / "data")
        return cls(Path(os.environ.get("ALONGSIDE_FROM_FOLDER", ".")) / Path(given).expanduser())

    @property
    def database(self) -> Path:
        return self.path / "alongside.sqlite3"

    @property
    def demo_mark(self) -> Path:
        return self.path / "demo"

    def has_begun(self) -> bool:
        """Whether a database belongs to it: here, or in a PostgreSQL."""
        return self.begun_mark.exists() if on_postgres() else self.database.exists()

    @property
    def begun_mark(self) -> Path:
        """Says that the database in PostgreSQL has been begun; the keys that open it are here."""
        return self.path / "on-postgres"

    def is_demo(self) -> bool:
        """Only such a folder gives sign-in links away."""
        return self.demo_mark.exists()

    def use(self) -> None:
        """Make this the folder that the settings read."""
        os.environ["ALONGSIDE_DATA"] = str(self.path)

    def holder(self) -> str:
        """The number of the process that holds the lock, or an empty string."""
        if not self.path.exists():
            return ""
        try:
            with self.lock():
                return ""
        except InUse:
            return (self.path / "lock").read_text().strip()

    @contextmanager
    def starting(self):
        """One after the other: migrations, static files, the first keys."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self.path / "starting", "a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @contextmanager
    def lock(self, *, shared: bool = False):
        """Hold the folder for this process alone: on SQLite there may be one only (docs/decisions/0002).

        `shared`: servers that hear of each other may hold it together, and keep all others out.
        """
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self.path / "lock", "a+") as file:
            try:
                fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                holder = file.read().strip() or "unknown"
                raise InUse(
                    f"Alongside is running on {self.path} already (process {holder}). "
                    "Stop it first, or choose another folder with --data."
                ) from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield
