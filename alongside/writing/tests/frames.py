"""Updates made byte by byte, so that a test can say what no page of ours would say."""

GC, GONE, JSON, BINARY, TEXT, EMBED, FORMAT, TYPE, VALUE, DOC, SKIP, MOVE = *range(10), 10, 11


def number(value):
    made = b""
    while value > 127:
        made, value = made + bytes([value & 127 | 128]), value >> 7
    return made + bytes([value])


def words(text):
    data = text if isinstance(text, bytes) else text.encode()
    return number(len(data)) + data


def said(value):
    """One plain value."""
    return bytes([120 if value else 121]) if isinstance(value, bool) else b"\x77" + words(value)


def content(kind, what):
    if kind == TEXT:
        return words(what)
    if kind == VALUE:
        values = what if isinstance(what, list) else [what]
        return number(len(values)) + b"".join(
            value if isinstance(value, bytes) else said(value) for value in values
        )
    if kind in (GONE, GC, SKIP):
        return number(what)
    return what


def piece(kind, what, *, left=None, right=None, root=None, key=None, parent=None):
    """One piece: beside neighbours (client, clock), or first in a root, or inside another piece."""
    if kind in (GC, SKIP):
        return bytes([kind]) + number(what)
    info = kind | (128 if left else 0) | (64 if right else 0) | (32 if key is not None else 0)
    made = bytes([info])
    for neighbour in (left, right):
        made += b"".join(map(number, neighbour)) if neighbour else b""
    if not left and not right:
        made += (number(0) + b"".join(map(number, parent))) if parent else number(1) + words(root)
        made += words(key) if key is not None else b""
    return made + content(kind, what)


def update(*clients, deletes=()):
    """clients: (client, clock, piece, …); deletes: (client, (clock, length), …)."""
    made = number(len(clients))
    for client, clock, *pieces in clients:
        made += number(len(pieces)) + number(client) + number(clock) + b"".join(pieces)
    made += number(len(deletes))
    for client, *ranges in deletes:
        made += number(client) + number(len(ranges)) + b"".join(number(a) + number(b) for a, b in ranges)
    return made


class Hostile:
    """Frames at random about one document: real ones mangled, and well-made ones that say wrong things."""

    def __init__(self, dice, corpus, clocks):
        self.dice, self.corpus, self.clocks = dice, corpus, clocks

    def frame(self, real):
        how = self.dice.choice(
            (self.flipped, self.flipped, self.cut, self.spliced, self.swollen, self.invented, self.invented)
        )
        return bytes(how(real))

    def flipped(self, real):
        mangled = bytearray(real)
        for _ in range(self.dice.choice((1, 1, 2, 4))):
            mangled[self.dice.randrange(len(mangled))] ^= 1 << self.dice.randrange(8)
        return mangled

    def cut(self, real):
        start, end = sorted(self.dice.randrange(len(real) + 1) for _ in range(2))
        return self.dice.choice((real[:end], real[:start] + real[end:], real + real[start:end]))

    def spliced(self, real):
        other = self.dice.choice(self.corpus)
        return real[: self.dice.randrange(len(real) + 1)] + other[self.dice.randrange(len(other) + 1) :]

    def swollen(self, real):
        """A number in it becomes huge."""
        at = self.dice.randrange(len(real))
        huge = number(self.dice.choice((2**14, 2**31 - 1, 2**31, 2**32, 2**53 - 1, 2**53, 2**64, 2**200)))
        return real[:at] + huge + real[at + self.dice.choice((0, 1)) :]

    def invented(self, real):
        dice = self.dice
        clients = dice.sample((*self.clocks, 5, 6, 2**32 + 9), dice.choice((1, 1, 1, 2, 3)))
        deletes = []
        if dice.random() < 0.3:
            deletes = [(dice.choice((*self.clocks, 5)), (dice.randrange(12), dice.choice((0, 1, 1, 2, 9))))]
        return update(*map(self.of_client, clients), deletes=deletes)

    def of_client(self, client):
        dice = self.dice
        clock = max(0, self.clocks.get(client, 0) + dice.choice((0, 0, 0, 0, -1, -2, -5, 1, 9)))
        return client, clock, *(self.piece() for _ in range(dice.choice((1, 1, 1, 2, 3))))

    def piece(self):
        if self.dice.random() < 0.3:
            return self.odd_piece()
        left, right = (self.neighbour() if self.dice.random() < 0.5 else None for _ in range(2))
        if self.dice.random() < 0.2:
            root, key, what = self.dice.choice(
                (("#values", "our-say", "yes"), ("#rows", "actions/k3f9x2m7qa", "a1"))
            )
            return piece(VALUE, what, left=left, root=root, key=key)
        kind, what = self.dice.choice(((TEXT, "x"), (TEXT, "two words"), (TEXT, "é😀"), (GONE, 1), (GONE, 3)))
        return piece(kind, what, left=left, right=right, root=self.dice.choice(("aim", "other")))

    def odd_piece(self):
        """Any kind of content anywhere."""
        dice = self.dice
        kind, what = dice.choice(
            (
                (TEXT, ""), (TEXT, "\ufffd"), (TEXT, "\x00"), (VALUE, "yes"), (VALUE, True), (VALUE, ["a", "b"]),
                (VALUE, b"\x7e"), (GONE, 1), (GONE, 0), (GONE, 2**31), (GC, 1), (SKIP, 1), (SKIP, 2),
                (TYPE, b"\x02"), (TYPE, b"\x01"), (EMBED, b"\x02{}"), (FORMAT, b"\x01b\x04true"),
                (BINARY, b"\x01x"), (JSON, b"\x01\x011"),
            )
        )  # fmt: skip
        left, right = (self.neighbour() if dice.random() < 0.5 else None for _ in range(2))
        root = dice.choice(("aim", "other", "#values", "#rows", "nowhere", ""))
        key = dice.choice((None, None, "our-say", "actions/k3f9x2m7qa", "nothing"))
        parent = self.neighbour() if dice.random() < 0.2 else None
        return piece(kind, what, left=left, right=right, root=root, key=key, parent=parent)

    def neighbour(self):
        client = self.dice.choice((*self.clocks, *self.clocks, 5))
        return client, self.dice.randrange(self.clocks.get(client, 0) + 1)
