"""Servers of the database and of messages, started by the tests that need them, and gone afterwards."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path


class NotInstalled(Exception):
    """`str()` says what to install."""


@contextlib.contextmanager
def postgres():
    """A new PostgreSQL that listens on a socket of a folder of its own; yields the address of an empty database."""
    with _folder() as folder:
        data, bin_ = folder / "data", _programs()
        _run_as_nobody(folder, bin_ / "initdb", "-D", data, "-U", "alongside", "-A", "trust", "--no-sync")
        server = _start_as_nobody(
            folder, bin_ / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=",
            "-c", "synchronous_commit=off", "-c", "max_connections=60",
        )  # fmt: skip
        try:
            _until(lambda: (folder / ".s.PGSQL.5432").exists(), "PostgreSQL", server)
            address = f"postgresql://alongside@/{{}}?host={folder}"
            _until(lambda: _creates(bin_, folder), "PostgreSQL", server)
            yield address.format("alongside")
        finally:
            _stop(server)


@contextlib.contextmanager
def valkey():
    """A new Valkey (or Redis, which speaks the same); yields its address and the process."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if not program:
        raise NotInstalled("Debian: apt-get install redis-server (or valkey-server)")
    with _folder() as folder:
        path = folder / "valkey"
        server = _start_as_nobody(
            folder, program, "--port", "0", "--unixsocket", path, "--unixsocketperm", "777", "--save", "",
            "--dir", folder,
        )  # fmt: skip
        try:
            _until(path.exists, "Valkey", server)
            yield f"unix://{path}", server
        finally:
            _stop(server)


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


def _creates(bin_: Path, folder: Path) -> bool:
    made = subprocess.run(
        [bin_ / "createdb", "-h", folder, "-U", "alongside", "alongside"], capture_output=True, timeout=30
    )
    return made.returncode == 0


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


def _stop(server: subprocess.Popen) -> None:
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]
