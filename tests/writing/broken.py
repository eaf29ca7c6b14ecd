"""The server with one mechanism taken out, for negative controls: `python -m tests.writing.broken NAME,NAME …`.

Nothing in the product can switch these off; this program changes the modules before they serve.
"""

import sys
import time
from queue import Empty

from alongside.site import serve


def acks_before_the_commit():
    """Hands everything back at once, and saves it two seconds later."""
    from alongside.writing import hub, saver

    class Early(saver.Saver):
        def run(self):
            late, saved = [], time.monotonic()
            while True:
                time.sleep(0.005)
                batch = self.all_that_wait()
                self.say_that_it_is_saved(batch)
                late += batch
                if late and time.monotonic() > saved + 2:
                    found, late, saved = saver.save(late), [], time.monotonic()
                    for each in found:
                        each.typed = []
                    self._saved(found)

        def all_that_wait(self):
            batch = []
            while True:
                try:
                    batch.append(self._waiting.get_nowait())
                except Empty:
                    return batch

        def say_that_it_is_saved(self, batch):
            typed = {}
            for item in batch:
                if isinstance(item, saver.Typed):
                    typed.setdefault(item.live, []).append(item)
            self._saved([saver.Saved(live, typed=items) for live, items in typed.items()])

    hub.Saver = Early


def loses_one_key():
    """The thousandth update of a process is acked and shown, and its row is never written."""
    from alongside.writing import saver

    write, count = saver._write, 0

    def lossy(rows, moved):
        nonlocal count
        count += len(rows)
        if count - len(rows) < 1000 <= count:
            rows = rows[:-1]
        write(rows, moved)

    saver._write = lossy


def checkpoints_often():
    """Not broken: the log of the database is brought into its file fifty times as often."""
    pragma("wal_autocheckpoint = 20")


def syncs_sometimes():
    """A commit returns before it is on disk."""
    pragma("synchronous = NORMAL")


def syncs_never():
    """Nothing is ever asked to be on disk."""
    pragma("synchronous = OFF")


def pragma(words):
    """Said to each connection after the product's own."""
    from django.db.backends.signals import connection_created

    def say(connection, **_):
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {words}")

    connection_created.connect(say, weak=False)


def forms_overwrite():
    """A form is compared with the newest text, whatever it has seen."""
    from alongside.writing import store

    store._accepted = lambda place, document, log, token: document.seq if document else 0


def deaf():
    """Nobody who has a document open hears of a posted form."""
    from alongside.writing.hub import Hub

    Hub.heard = lambda self, place: None


def never_at_rest():
    """What was typed live never comes to rest."""
    from alongside.writing import live

    live.QUIET_AFTER = 10_000


def everybody_in():
    """Whoever has signed in may open any pair's sheets."""
    from alongside.journey import admission
    from alongside.people.models import Pair

    admission.my_pair = lambda person, public: Pair.objects.filter(public=public).first()
    Pair.side = lambda pair, person: "left"


def nobody_looks_again():
    """A right is asked for only when a socket opens."""
    from alongside.writing.sockets import Door

    close = Door.close_soon
    Door.close_soon = lambda door, code, reason="": (
        None if code in (4401, 4403) else close(door, code, reason)
    )


def no_gate():
    """What comes in is read as if it were our own."""
    from alongside.writing.gate import Ledger

    Ledger.check = lambda self, update, **rules: self.read(update)


def no_end_of_doors():
    """One person may have as many connections as they like."""
    from alongside.writing import sockets

    sockets.DOORS_OF_ONE = 1000


def small_line():
    """Not broken: a reader is slow when 2 MiB wait."""
    from alongside.writing import sockets

    sockets.MOST_UNSENT = 2 * 1024 * 1024


def endless_line():
    """However much waits for a slow reader."""
    from alongside.writing import sockets

    sockets.MOST_UNSENT = 2**60


def slow_disk():
    """Not broken: each commit takes a while."""
    from alongside.writing import saver

    save = saver.save

    def slowly(batch):
        time.sleep(0.05)
        return save(batch)

    saver.save = slowly


def disk_half_asleep():
    """Not broken: each commit of what is typed takes three seconds."""
    from alongside.writing import saver

    save = saver.save

    def sleepily(batch):
        time.sleep(3 if any(isinstance(item, saver.Typed) for item in batch) else 0)
        return save(batch)

    saver.save = sleepily


def deaf_to_what_comes_with_a_form():
    """The words of the boxes are compared with what has arrived of them."""
    from alongside.journey.live_form import TypedLive

    TypedLive.of = classmethod(lambda cls, post: cls())


def slow_disk_and_no_waiting():
    """And nobody waits for it."""
    from alongside.writing import sockets

    slow_disk()
    sockets.MOST_UNSAVED = 10**9


BREAKS = {
    name.replace("_", "-"): made
    for name, made in list(globals().items())
    if getattr(made, "__module__", "") == __name__ and callable(made)
}

if __name__ == "__main__":
    names = sys.argv.pop(1).split(",")
    set_up = serve.set_django_up

    def set_up_and_break():
        set_up()
        for name in names:
            BREAKS[name]()

    serve.set_django_up = set_up_and_break
    sys.exit(serve.main())
