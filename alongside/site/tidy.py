"""What the server does by itself, so that nobody needs a timer: sessions that ended go, old logs are folded,
the numbers of rounds are worked out."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.contrib.sessions.models import Session
from django.db import connections
from django.utils import timezone

from alongside.voices import felt, heard, promises
from alongside.writing.compaction import compact_idle, join_resting

OFTEN = 30.0  # seconds
SESSIONS_EVERY, NUMBERS_EVERY = 120, 2  # rounds

log = logging.getLogger(__name__)


def let_sessions_go() -> int:
    """Delete sessions that have ended; how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def fold_logs() -> int:
    """Join what was typed live, and fold the old logs of documents that were left alone; how many changes."""
    return join_resting() + compact_idle()


def count_rounds() -> int:
    """Work out the numbers of every round in which enough has changed; how many."""
    from alongside.voices.counting import renew_all  # numpy and scipy, which a start need not wait for

    return renew_all()


def count_hearing_back() -> int:
    """Work out how many people stand under each heading and how answers felt, where that may be told anew."""
    return heard.count_again() + felt.count_felt()


def remind_staff() -> int:
    """Tell staff of days that come or have passed; nobody who answered. How many messages went."""
    return promises.remind()


# Each job, and in which rounds it is done.
JOBS = {
    fold_logs: 1,
    let_sessions_go: SESSIONS_EVERY,
    count_rounds: NUMBERS_EVERY,
    count_hearing_back: SESSIONS_EVERY,
    remind_staff: SESSIONS_EVERY,
}


@contextmanager
def kept_tidy(every: float = OFTEN):
    """Tidy up in a thread of its own, each `every` seconds, until the block ends."""
    stop = threading.Event()
    hand = threading.Thread(target=_rounds, args=(stop, every), name="tidy", daemon=True)
    hand.start()
    try:
        yield
    finally:
        stop.set()
        hand.join()


def _rounds(stop: threading.Event, every: float) -> None:
    number = 0
    with ThreadPoolExecutor(1) as worker:
        while not stop.wait(every):
            for job in [job for job, every in JOBS.items() if number % every == 0]:
                _done(worker, job)
            number += 1


def _done(worker: ThreadPoolExecutor, job) -> None:
    """A job that fails is said in the log and tried again next time; the future holds panics of pycrdt too."""
    why = worker.submit(_with_own_connection, job).exception()
    if why:
        log.error("Could not tidy up: %s", job.__name__, exc_info=why)


def _with_own_connection(job) -> None:
    try:
        job()
    finally:
        connections.close_all()
