"""The browser of the tests: Chromium, asking nobody anything by itself, and gone when its tests are over."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Browser, sync_playwright

QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


# Not for a whole session: while Playwright runs, Django believes that all code is async.
@contextmanager
def launching() -> Iterator[Callable[..., Browser]]:
    """A function that starts a browser, with more arguments if need be.

    At the end it is killed and not asked to close: a line that a test holds open on purpose can keep
    Playwright waiting for ever.
    """
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "The tests need Chromium. Debian: apt-get install chromium"
    mine = f"--of-these-tests={uuid4()}"
    with sync_playwright() as playwright:
        try:
            yield lambda *more: playwright.chromium.launch(executable_path=path, args=[*QUIET, mine, *more])
        finally:
            _kill(mine)


def _kill(mark: str) -> None:
    """Every process that was started with this argument, where there is a /proc to ask."""
    for said in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
            if mark.encode() in said.read_bytes():
                os.kill(int(said.parent.name), signal.SIGKILL)
