"""The numbers and byte strings of the Yjs wire format (lib0): seven bits a byte, lowest first."""


def number(value: int) -> bytes:
    """A whole number that is not negative, as a varuint."""
    out = bytearray()
    while value > 127:
        out.append(128 | (value & 127))
        value >>= 7
    out.append(value)
    return bytes(out)


def block(data: bytes) -> bytes:
    """Bytes with their length in front."""
    return number(len(data)) + data


class Reader:
    """Reads a frame from its beginning; `ValueError` where it ends too early or a number is too long."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    @property
    def rest(self) -> int:
        return len(self.data) - self.at

    def number(self) -> int:
        value = shift = 0
        while True:
            if self.at >= len(self.data) or shift > 56:
                raise ValueError("a number does not end")
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7

    def block(self) -> bytes:
        length = self.number()
        if length > self.rest:
            raise ValueError("fewer bytes than announced")
        self.at += length
        return self.data[self.at - length : self.at]
