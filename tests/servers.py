"""Servers of the database and of messages, started by the tests that need them, and gone afterwards."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path


class NotInstalled(Exception):
    """`str()` says what to install."""


class Server:
    """One program on a socket in a folder of its own; it can be ended and started again."""

    def __init__(self, name: str, folder: Path, address: str, words: list, ready):
        self.name, self.folder, self.address, self._words, self._ready = name, folder, address, words, ready
        self.start()

    def start(self) -> None:
        self._process = _start_as_nobody(self.folder, *self._words)
        _until(self._ready, self.name, self._process)

    def end(self, how=signal.SIGINT) -> None:
        """SIGINT: PostgreSQL then lets everybody go at once, and Valkey ends too."""
        self._process.send_signal(how)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextlib.contextmanager
def postgres(**settings: str):
    """A new PostgreSQL with an empty database; `settings` as in postgresql.conf."""
    with _folder() as folder:
        data, programs = folder / "data", _programs()
        _run_as_nobody(folder, programs / "initdb", "-D", data, "-U", "alongside", "-A", "trust", "--no-sync")
        given = {"listen_addresses": "", "synchronous_commit": "off", "max_connections": "60"} | settings
        words = [programs / "postgres", "-D", data, "-k", folder]
        for name, value in given.items():
            words += ["-c", f"{name}={value}"]
        address = f"postgresql://alongside@/alongside?host={folder}"
        server = Server("PostgreSQL", folder, address, words, lambda: _has_database(programs, folder))
        try:
            yield server
        finally:
            server.end()


@contextlib.contextmanager
def valkey():
    """A new Valkey (or Redis, which speaks the same)."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if not program:
        raise NotInstalled("Debian: apt-get install redis-server (or valkey-server)")
    with _folder() as folder:
        path = folder / "valkey"
        words = [program, "--port", "0", "--unixsocket", path, "--unixsocketperm", "777", "--save", ""]
        server = Server("Valkey", folder, f"unix://{path}", [*words, "--dir", folder], path.exists)
        try:
            yield server
        finally:
            server.end()


@contextlib.contextmanager
def _folder():
    """In memory where it can be; short, because the name of a socket may not be long; its server's own."""
    place = next(filter(os.path.isdir, ("/dev/shm", "/tmp")))
    folder = Path(tempfile.mkdtemp(prefix="along-", dir=place))
    try:
        folder.chmod(0o755)
        if os.getuid() == 0:
            os.chown(folder, _nobody().pw_uid, _nobody().pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _nobody():
    return pwd.getpwnam("nobody")


def _as_nobody(folder: Path) -> dict:
    """PostgreSQL refuses to run as root."""
    who = {"user": "nobody", "group": _nobody().pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
    return {"cwd": folder, **who}


def _start_as_nobody(folder: Path, *words) -> subprocess.Popen:
    with open(folder / "said", "ab") as said:
        return subprocess.Popen([*map(str, words)], stdout=said, stderr=said, **_as_nobody(folder))


def _run_as_nobody(folder: Path, *words) -> None:
    subprocess.run([*map(str, words)], check=True, capture_output=True, timeout=60, **_as_nobody(folder))


def _has_database(programs: Path, folder: Path) -> bool:
    """Made as soon as the server answers; after a second start it is there already."""
    words = [programs / "createdb", "-h", folder, "-U", "alongside", "alongside"]
    made = subprocess.run(words, capture_output=True, text=True, timeout=30)
    return made.returncode == 0 or "already exists" in made.stderr


def _programs() -> Path:
    """Debian keeps the programs of the server off the path."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda it: float(it.parent.name))
    found = [place for place in places if (place / "initdb").exists()]
    if found:
        return found[-1]
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    raise NotInstalled("Debian: apt-get install postgresql")


def _until(ready, name: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + 20
    while not ready():
        if server.poll() is not None or time.monotonic() > end:
            raise AssertionError(f"{name} does not start")
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]
