"""Sounds that people give us: how long they last, and without what a recorder adds about place and time.

Only the containers are read, byte by byte and in Python, never what is in them.
"""

from collections.abc import Iterator

HOLD_BOXES = {b"moov", b"trak", b"mdia"}
TIMED = {b"mvhd", b"tkhd", b"mdhd"}
TOLD = {b"udta", b"meta", b"uuid"}  # names, places, devices
WAV_TOLD = {b"LIST", b"bext", b"id3 ", b"iXML"}


def cleaned(content: bytes, kind: str) -> bytes:
    """The same sound of the same length, without days, places and names of whoever recorded it."""
    clean = _CLEAN.get(kind)
    return clean(content) if clean else content


def seconds(content: bytes, kind: str) -> float | None:
    """How long it lasts, where its container says so."""
    told = _SECONDS.get(kind)
    return told(content) if told else None


# --- MP4, as phones record


def _boxes(content: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, first and last byte of what is in each box; stops at one that does not fit."""
    while start + 8 <= end:
        size = int.from_bytes(content[start : start + 4]) or end - start
        if size == 1 or size < 8 or start + size > end:  # a box of more than 4 GB is none that we were given
            return
        yield content[start + 4 : start + 8], start + 8, start + size
        start += size


def _mp4(content: bytes) -> bytes:
    kept = bytearray(content)
    _quiet(kept, content, 0, len(content))
    return bytes(kept)


def _quiet(kept: bytearray, content: bytes, start: int, end: int) -> None:
    for name, first, last in _boxes(content, start, end):
        if name in HOLD_BOXES:
            _quiet(kept, content, first, last)
        elif name in TOLD:
            kept[first - 4 : first] = b"free"
            kept[first:last] = bytes(last - first)
        elif name in TIMED and last - first >= 20:
            wide = 16 if content[first] == 1 else 8  # two times, of eight or four bytes each
            kept[first + 4 : first + 4 + wide] = bytes(wide)


def _mp4_seconds(content: bytes) -> float | None:
    for name, first, last in _boxes(content, 0, len(content)):
        if name == b"moov":
            for inner, begins, ends in _boxes(content, first, last):
                if inner == b"mvhd" and ends - begins >= 20 and content[begins] == 0:
                    scale, length = (
                        int.from_bytes(content[begins + at : begins + at + 4]) for at in (12, 16)
                    )
                    return length / scale if scale else None
    return None


# --- WAV


def _wav(content: bytes) -> bytes:
    kept, at = bytearray(content), 12
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        if content[at : at + 4] in WAV_TOLD:
            kept[at : at + 4] = b"JUNK"
            kept[at + 8 : at + 8 + size] = bytes(len(content[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    return bytes(kept)


def _wav_seconds(content: bytes) -> float | None:
    rate = int.from_bytes(content[28:32], "little")
    return len(content) / rate if rate else None


# --- MP3, FLAC, Ogg


def _mp3(content: bytes) -> bytes:
    if content[:3] == b"ID3" and len(content) > 10:
        size = sum((byte & 127) << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
        content = content[10 + size :]
    return content[:-128] if content[-128:-125] == b"TAG" else content


def _flac(content: bytes) -> bytes:
    kept, at = bytearray(content), 4
    while at + 4 <= len(content):
        kind, size = content[at] & 127, int.from_bytes(content[at + 1 : at + 4])
        if kind in (2, 4, 6):  # what a program, a person and a cover say
            kept[at] = content[at] & 128 | 1
            kept[at + 4 : at + 4 + size] = bytes(len(content[at + 4 : at + 4 + size]))
        if content[at] & 128:
            break
        at += 4 + size
    return bytes(kept)


def _ogg_seconds(content: bytes) -> float | None:
    """The last page says how many samples there were; Opus always counts 48,000 a second."""
    last = content.rfind(b"OggS")
    if last < 0 or b"OpusHead" not in content[:200]:
        return None
    return int.from_bytes(content[last + 6 : last + 14], "little") / 48_000


_CLEAN = {"audio/mp4": _mp4, "audio/wav": _wav, "audio/mpeg": _mp3, "audio/flac": _flac}
_SECONDS = {"audio/mp4": _mp4_seconds, "audio/wav": _wav_seconds, "audio/ogg": _ogg_seconds}
