"""Random histories of two people who write one sheet, and what must hold after each step.

Every word that is typed carries a mark of its own, so that a lost or doubled word can be counted.
The people open forms, press twice, go back and change a word, add and take out rows, choose, and
type live from a device that is not always in touch.
"""

import random
from dataclasses import dataclass, field
from itertools import count

from hypothesis import strategies as st

from alongside.writing import flat as shape
from alongside.writing import merge as by_words
from alongside.writing.gate import Ledger
from alongside.writing.order import between
from alongside.writing.posted import Log, Logged, merge, read_changes
from alongside.writing.store import Clients

FORMS = ("open", "say", "drop", "swap", "again", "add row", "say in row", "take out row", "choose")
LIVE = ("live say", "live drop", "live sync")
PRESSED = ("type", "type", "strike", "arrive", "hear", "press", "press", "no line", "reload", "rest")


def histories(kinds, longest=25):
    """Lists of (what, who, a number that says where)."""
    step = st.tuples(st.sampled_from(kinds), st.integers(0, 1), st.integers(0, 40))
    return st.lists(step, min_size=4, max_size=longest)


def at_random(kinds, seed, longest=30):
    """The same list for the same seed, for long runs and for controls."""
    dice = random.Random(seed)
    return [
        (dice.choice(kinds), dice.randrange(2), dice.randrange(41)) for _ in range(dice.randint(4, longest))
    ]


class Memory:
    """The same merge as the store's, with a log in a list; thousands of histories a minute."""

    def __init__(self):
        self.log, self.clients, self.seen = Log(), Clients(0), set()

    def __len__(self):
        return len(self.log.rows)

    @property
    def head(self):
        return self.log.rows[-1].seq if self.log.rows else 0

    def doc(self):
        return shape.build(self.log.until(self.head))

    def open(self, who):
        self.seen.add(self.head)
        return self.head, shape.answers_in(self.doc()).flat

    def post(self, who, seen, form, changes):
        merged = merge(self.log, seen, form, read_changes(changes), self.clients.new)
        for update, own in merged.updates:
            self.log.rows.append(Logged(self.head + 1, form if own else "", update))
        return merged.clashes

    def append(self, who, update):
        doc = self.doc()
        before, heard = doc.get_state(), []
        watching = doc.observe(heard.append)
        doc.apply_update(update)
        doc.unobserve(watching)
        if heard:
            self.log.rows.append(Logged(self.head + 1, "", doc.get_update(before)))

    def bring(self, who, update):
        """By the socket or with a form: through the gate first."""
        yes = lambda *_: True  # noqa: E731
        Ledger.of(self.doc().get_update()).check(update, is_text=yes, is_value=yes, is_row=yes, may_use=yes)
        self.append(who, update)

    def join(self):
        """What was typed live becomes one row between two numbers that a page has shown."""
        rows = []
        for row in self.log.rows:
            last = rows[-1] if rows else None
            if last and not last.form and not row.form and last.seq not in self.seen:
                rows[-1] = Logged(
                    row.seq, "", build([*(each.update for each in rows), row.update], since=rows[:-1])
                )
            else:
                rows.append(row)
        self.log.rows[:] = rows

    def updates(self):
        return self.log.until(self.head)


def build(updates, since):
    """What comes to a document of these rows, as one update."""
    doc = shape.build([row.update for row in since])
    before = doc.get_state()
    for update in updates:
        doc.apply_update(update)
    return doc.get_update(before)


@dataclass
class Opened:
    """A page in somebody's browser: the number it carries, and what now stands in its boxes."""

    seen: object
    form: str
    texts: dict
    values: dict
    rows: dict
    added: dict = field(default_factory=dict)
    removed: list = field(default_factory=list)

    def changes(self):
        return {
            "texts": dict(self.texts),
            "values": dict(self.values),
            "rows": {"add": dict(self.added), "remove": list(self.removed), "move": {}},
        }


class Typed:
    """A page that is typed live: its number and form, its document, and what is on its way to the server."""

    def __init__(self, store, who, client, form):
        self.seen, _ = store.open(who)
        self.form, self.doc = form, shape.build(store.updates(), client)
        self.safe, self.on_the_way, self.has_line = self.doc.get_state(), [], True
        self.whole = True  # whether what has arrived ends with a word

    @property
    def text(self):
        return shape.text_of(self.doc, "aim")

    def change(self, changes, whole=True):
        before = self.doc.get_state()
        by_words.edit(self.text, changes)
        if self.has_line:
            self.on_the_way.append((self.doc.get_update(before), whole))


class History:
    """Two people, their open pages and devices, and a count of every word they typed."""

    def __init__(self, store):
        self.store, self.numbers, self.rows, self.forms = store, count(), count(), count()
        self.late, self.live = [[], []], []
        self.typed: set[str] = set()
        self.dropped: set[str] = set()
        self.last_choice = None
        self.pages = [self.opened(0), self.opened(1)]
        self.devices = [shape.build([], 1000 + who) for who in (0, 1)]
        self.clients = count(2000)
        self.live = [self.typed_live(0), self.typed_live(1)]

    def play(self, steps):
        for what, who, where in steps:
            getattr(self, what.replace(" ", "_"))(who, where)
        return self

    def opened(self, who):
        self.whole_words()
        seen, flat = self.store.open(who)
        texts = {"aim": ""} | flat["texts"]
        return Opened(seen, f"form{next(self.forms)}", texts, dict(flat["values"]), dict(flat["rows"]))

    def send(self, who):
        page = self.pages[who]
        return self.store.post(who, page.seen, page.form, page.changes())

    def mark(self):
        made = f"w{next(self.numbers):04}q"  # of one length: none is another one with a letter added
        self.typed.add(made)
        return made

    # What people do with a form.

    def open(self, who, where):
        self.pages[who] = self.opened(who)

    def say(self, who, where, name="aim"):
        words = self.pages[who].texts.get(name, "").split(" ")
        words = [word for word in words if word]
        words.insert(where % (len(words) + 1), self.mark())
        self.pages[who].texts[name] = " ".join(words)
        self.send(who)

    def drop(self, who, where):
        page = self.pages[who]
        words = page.texts["aim"].split()
        if words:
            gone = words.pop(where % len(words))
            self.dropped |= marks(gone)
            page.texts["aim"] = " ".join(words)
            self.send(who)

    def swap(self, who, where):
        """Write another word in the place of one."""
        page = self.pages[who]
        words = page.texts["aim"].split()
        if words:
            self.dropped |= marks(words[where % len(words)])
            words[where % len(words)] = self.mark()
            page.texts["aim"] = " ".join(words)
            self.send(who)

    def again(self, who, where):
        self.send(who)

    def add_row(self, who, where):
        page, row = self.pages[who], f"actions/row{next(self.rows):06}a"
        page.rows[row] = page.added[row] = between(max(page.rows.values(), default=None), None)
        page.texts[f"{row}/what"] = self.mark()
        self.send(who)

    def say_in_row(self, who, where):
        rows = [row for row in self.pages[who].rows if row not in self.pages[who].removed]
        if rows:
            self.say(who, where, f"{rows[where % len(rows)]}/what")

    def take_out_row(self, who, where):
        page = self.pages[who]
        rows = [row for row in page.rows if row not in page.removed]
        if rows:
            row = rows[where % len(rows)]
            page.removed.append(row)
            kept = [clash for clash in self.send(who) if clash.name == row and clash.kind == "row"]
            if kept:
                page.removed.remove(row)
            else:
                self.dropped |= marks(page.texts.get(f"{row}/what", ""))
            self.pages[who] = self.opened(who)  # the page that comes back after the button

    def choose(self, who, where):
        page = self.pages[who]
        if page.values.get("our-say") != f"way-{where}":
            page.values["our-say"] = self.last_choice = f"way-{where}"
            self.send(who)

    # What they do on a device that types live.

    def live_say(self, who, where):
        text = shape.text_of(self.devices[who], "aim")
        starts = [start for start, _ in by_words.words(str(text))] + [len(str(text))]
        at = starts[where % len(starts)]
        new = self.mark() + " "
        if at == len(str(text)) and at and not str(text)[-1].isspace():
            new = " " + new
        by_words.edit(text, [(at, at, new)])
        self.hand_over(who, where)

    def live_drop(self, who, where):
        text = shape.text_of(self.devices[who], "aim")
        spans = list(by_words.words(str(text)))
        if spans:
            start, end = spans[where % len(spans)]
            self.dropped |= marks(str(text)[start:end])
            by_words.edit(text, [(start, end, "")])
            self.hand_over(who, where)

    def hand_over(self, who, where):
        """The device is in touch two times out of three."""
        if where % 3:
            self.live_sync(who, where)

    def live_sync(self, who, where):
        self.whole_words()
        device = self.devices[who]
        self.store.append(who, device.get_update())
        with device.transaction():
            for update in self.store.updates():
                device.apply_update(update)

    # What they do on a page that is typed live, and that is posted while keys are on their way.

    def typed_live(self, who):
        self.whole_words()
        return Typed(self.store, who, next(self.clients), f"form{next(self.forms)}")

    def type(self, who, where):
        page = self.live[who]
        held = str(page.text)
        starts = [start for start, _ in by_words.words(held)] + [len(held)]
        at = starts[where % len(starts)]
        last = at == len(held)
        words = f" {self.mark()}" if last and held else self.mark() if last else f"{self.mark()} "
        for place, letter in enumerate(words, start=at):  # each letter is a change of its own
            page.change([(place, place, letter)], whole=place == at + len(words) - 1)

    def strike(self, who, where):
        page = self.live[who]
        spans = list(by_words.words(str(page.text)))
        if spans:
            start, end = spans[where % len(spans)]
            self.dropped |= marks(str(page.text)[start:end])
            page.change([(start, end, "")])

    def arrive(self, who, where):
        """Some of what is on its way, in its order; what pages that are gone have sent comes first."""
        page = self.live[who]
        for _ in range(min(where, len(self.late[who]))):
            self.store.bring(who, self.late[who].pop(0)[0])
        for _ in range(min(where, len(page.on_the_way))):
            update, page.whole = page.on_the_way.pop(0)
            self.store.bring(who, update)
        if page.has_line and not page.on_the_way:
            page.safe = page.doc.get_state()

    def whole_words(self):
        """Nobody reads half a word elsewhere: what they did to it could not be counted."""
        for who, page in enumerate(self.live):
            if not page.whole:
                self.store.bring(who, page.doc.get_update(page.safe))
                page.whole = True

    def hear(self, who, where):
        self.whole_words()
        page = self.live[who]
        with page.doc.transaction():
            for update in self.store.updates():
                page.doc.apply_update(update)
        if not page.has_line:
            page.has_line = True
            page.on_the_way.append((page.doc.get_update(page.safe), True))

    def press(self, who, where):
        """The form goes with what may not be there yet; sometimes twice. The rest arrives later, or never."""
        for _ in range(1 + (where % 3 == 0)):
            self.posted_live(self.live[who], who)

    def posted_live(self, page, who):
        self.store.bring(who, page.doc.get_update(page.safe))
        self.store.post(who, page.seen, page.form, {"texts": {}, "values": {}, "rows": {}})

    def no_line(self, who, where):
        """What was on its way is lost; the page still has it, and says it again when it hears of the server."""
        self.live[who].on_the_way.clear()
        self.live[who].has_line = False

    def reload(self, who, where):
        self.press(who, where)
        self.late[who] += self.live[who].on_the_way
        self.live[who] = self.typed_live(who)

    def rest(self, who, where):
        self.store.join()

    def all_pressed(self):
        for who in (0, 1):
            self.press(who, 0)
            self.arrive(who, 10**6)
        return self

    # What must hold.

    def in_touch(self):
        for who in (0, 1, 0, 1):
            self.live_sync(who, 1)
        return self

    def shown(self):
        return self.store.open(0)[1]

    def lost_and_doubled(self):
        """Marks that nobody dropped and that do not stand there, and marks that stand there twice."""
        text = " ".join(self.shown()["texts"].values())
        lost = {mark for mark in self.typed - self.dropped if mark not in text}
        return lost, {mark for mark in self.typed if text.count(mark) > 1}

    def came_back(self):
        aim = self.shown()["texts"].get("aim", "")
        return {mark for mark in self.dropped if mark in aim}


def marks(text):
    return {f"w{piece}q" for piece in text.replace("w", " ").replace("q", " ").split()}
