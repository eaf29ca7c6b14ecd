"""What bin/serve does once Python is there: lock, database, static files, demo, and the web process."""

import argparse
import hashlib
import os
import signal
import socket
import sys

from alongside.site.folder import Folder, InUse
from alongside.site.several import WrongAddress, may_be_several, on_postgres, why_no_valkey

WRONG_USE = 2


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """The command line of bin/serve."""
    parser = argparse.ArgumentParser(
        "bin/serve", description="Start Alongside and print one link to begin with."
    )
    parser.add_argument("--demo", action="store_true", help="fill an empty data folder with made-up people")
    parser.add_argument(
        "--port", type=int, default=8000, help="default: %(default)s; 0 takes any that is free"
    )
    parser.add_argument("--host", default="127.0.0.1", help="default: %(default)s, this computer alone")
    parser.add_argument("--data", metavar="DIR", help="where everything is kept (default: data)")
    return parser.parse_args(given)


def main() -> int:
    """Serve until told to stop; the exit code of the contract."""
    given = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    folder = Folder.chosen(given.data)
    try:
        with listening(given.host, given.port) as door, folder.lock(shared=may_be_several()):
            base = address(given.host, door.getsockname()[1])
            folder.use()
            os.environ.setdefault("ALONGSIDE_BASE", base)
            return run(folder, base=base, door=door, demo=given.demo)
    except (InUse, WrongUse, WrongAddress) as why:
        print(why, file=sys.stderr)
        return WRONG_USE


class WrongUse(Exception):
    """It was asked for something that cannot be; `str()` says what to do instead."""


def listening(host: str, port: int) -> socket.socket:
    """A bound socket. Bound before anything slow, so that a port in use is said at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except (OSError, OverflowError) as why:
        door.close()
        raise WrongUse(
            f"Cannot listen on {host}, port {port}: {getattr(why, 'strerror', None) or why}. "
            f"Choose another port: bin/serve --port {port + 1}"
        ) from None
    return door


def address(host: str, port: int) -> str:
    """What to type into a browser on this computer."""
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(folder: Folder, *, base: str, door: socket.socket, demo: bool) -> int:
    """Get the folder ready, then serve from it."""
    with folder.starting():
        set_django_up()
        get_ready(folder, demo)
    from alongside.site import cli

    serve(door, words=lambda: cli.first_words(base))
    return 0


def get_ready(folder: Folder, demo: bool) -> None:
    """Database, static files, made-up people; each only if it is not there yet."""
    from alongside.site import cli

    begun_before = folder.has_begun()
    if on_postgres():
        begin_on_postgres(folder)
    else:
        bring_database_up_to_date()
    collect_static_files(folder)
    if demo and not folder.is_demo():
        if begun_before and cli.has_organisation():
            raise WrongUse(
                f"{folder.path} holds an organisation already, so the demo is not written into it. "
                "Choose an empty folder: bin/serve --demo --data DIR"
            )
        cli.fill_demo()


def begin_on_postgres(folder: Folder) -> None:
    """Only on a server that keeps what it confirms, and only with the keys that open what is there."""
    import psycopg

    from alongside.site import postgres

    try:
        why_not = postgres.why_not_durable() or why_no_valkey()
    except psycopg.OperationalError as why:
        why_not = f"PostgreSQL does not answer: {why}"
    if why_not:
        raise WrongUse(why_not)
    bring_database_up_to_date()
    if not postgres.keys_fit():
        raise WrongUse(
            f"The keys of {folder.path} do not open what this database holds. All processes need the same "
            "data folder: name it with --data, or give the master key as ALONGSIDE_MASTER_KEY."
        )
    folder.begun_mark.touch()


def set_django_up() -> None:
    """Read the settings from the folder. Without the pages: they list the static files when they are made."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")
    django.setup()


def bring_database_up_to_date() -> None:
    """Migrate, if there is anything to migrate: asking first is faster than Django's command."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def collect_static_files(folder: Folder) -> None:
    """Lay style sheets, scripts and fonts ready for sending, if any has changed since the last start."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    print_of_all = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            print_of_all.update(name.encode())
            with storage.open(name) as file:
                print_of_all.update(file.read())
    mark = folder.path / "static.sha256"
    if not mark.exists() or mark.read_text() != print_of_all.hexdigest():
        call_command("collectstatic", verbosity=0, interactive=False)
        mark.write_text(print_of_all.hexdigest())


def serve(door: socket.socket, *, words) -> None:
    """Answer until SIGTERM or Ctrl-C, and finish what was begun. `words()` is printed once it answers."""
    import uvicorn

    from alongside.site.tidy import kept_tidy

    class Server(uvicorn.Server):
        async def startup(self, sockets=None):
            await super().startup(sockets=sockets)
            print("\n".join(said), flush=True)

    said = words()
    # uvicorn stops by itself on these two and then raises them again, for whoever comes after it.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    config = uvicorn.Config(
        "alongside.site.server:application",
        log_level="warning",
        access_log=False,  # addresses hold sign-in tokens
        server_header=False,
        timeout_graceful_shutdown=10,
        ws_max_size=1024 * 1024,
        ws_per_message_deflate=False,  # a keystroke is smaller than what packing it would cost
    )
    with kept_tidy():
        Server(config).run(sockets=[door])


if __name__ == "__main__":
    sys.exit(main())
