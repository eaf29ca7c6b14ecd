"""bin/serve with a clock at gate, encryption and rights: writes their milliseconds to the file SHARES names."""

import json
import os
import sys
import threading
import time
from functools import wraps
from pathlib import Path

from alongside.site import serve

EVERY = 0.25  # seconds


def timed(spent: dict[str, int], part: str, function):
    """The same function; the processor time of its thread is added to its part."""

    @wraps(function)
    def with_clock(*given, **named):
        began = time.thread_time_ns()
        try:
            return function(*given, **named)
        finally:
            spent[part] += time.thread_time_ns() - began

    return with_clock


def put_clocks(spent: dict[str, int]) -> None:
    """At the doors of the three parts; where the rooms import a function by name, on that name."""
    from alongside.journey import admission
    from alongside.privacy import keys
    from alongside.writing.gate import Ledger
    from alongside.writing.live import Live

    Ledger.check = timed(spent, "gate", Ledger.check)
    for name in ("seal", "unseal", "wrap", "unwrap"):
        setattr(keys, name, timed(spent, "encryption", getattr(keys, name)))
    admission.admit = timed(spent, "rights", admission.admit)
    Live._may_use = timed(spent, "rights", Live._may_use)


def write_down(spent: dict[str, int], file: Path) -> None:
    """Now and then, in one piece, so that whoever reads it never finds half."""
    while True:
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps({part: took / 1e6 for part, took in spent.items()}))
        fresh.replace(file)
        time.sleep(EVERY)


def main() -> int:
    """Serve as bin/serve does."""
    spent = {"gate": 0, "encryption": 0, "rights": 0}
    begin = serve.serve

    def with_clocks(*given, **named):
        put_clocks(spent)
        begin(*given, **named)

    serve.serve = with_clocks
    threading.Thread(target=write_down, args=(spent, Path(os.environ["SHARES"])), daemon=True).start()
    return serve.main()


if __name__ == "__main__":
    sys.exit(main())
