"""Reads the bytes of an update (v1) far enough to say what kinds of content it holds."""

GC, DELETED, STRING, ANY = "gc", "deleted", "text", "value"
KINDS = {0: GC, 1: DELETED, 4: STRING, 7: "nested type", 8: ANY, 10: "skip"}


class Bytes:
    def __init__(self, data):
        self.data, self.at = data, 0

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def number(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def text(self):
        length = self.number()
        self.at += length
        return self.data[self.at - length : self.at].decode()

    def value(self):
        """One plain value: of those that a flat document may hold."""
        kind = self.byte()
        if kind == 119:
            return self.text()
        return {120: True, 121: False, 126: None}[kind]


def contents(update):
    """(kind, what, name of its root or None where a neighbour says it) of each piece in the update."""
    data = Bytes(update)
    found = []
    for _ in range(data.number()):
        pieces, _client, _clock = data.number(), data.number(), data.number()
        found += [_piece(data) for _ in range(pieces)]
    return found


def _piece(data):
    info = data.byte()
    kind = KINDS[info & 31]
    if kind in (GC, "skip"):
        return kind, data.number(), None
    root = _place(data, info)
    if kind == DELETED:
        return kind, data.number(), root
    if kind == STRING:
        return kind, data.text(), root
    if kind == ANY:
        return kind, [data.value() for _ in range(data.number())], root
    data.number()  # which nested type
    return kind, None, root


def _place(data, info):
    for side in (128, 64):
        if info & side:
            data.number(), data.number()
    root = None
    if not info & 192:
        if data.number():
            root = data.text()
        else:
            data.number(), data.number()
        if info & 32:
            data.text()
    return root
