"""Files that people give us are opened only in a child process with limits, and made anew there.

A picture is decoded, turned upright, made smaller and written again without what a camera adds
(place, time, device); a sound is checked by its container and length. The original is dropped.
"""

import json
import resource
import subprocess
import sys
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from alongside.kit.fields import BadFile

LARGEST = 20 * 1024 * 1024
LARGEST_FORM = 64 * 1024 * 1024  # all files of one form
SIDE, PIXELS = 1600, 80_000_000
SECONDS, MEMORY = 20, 1024 * 1024 * 1024
SOUNDS = {
    b"OggS": "audio/ogg",
    b"\x1aE\xdf\xa3": "audio/webm",
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg",
    b"fLaC": "audio/flac",
}


class NothingHuge(FileUploadHandler):
    """Refuses a form by the size that it says it has, before a byte of it is read or laid on the disk."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > LARGEST_FORM:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


@dataclass(frozen=True)
class Taken:
    content: bytes
    kind: str
    width: int | None = None
    height: int | None = None


def take_picture(upload, *, sentence: str) -> Taken:
    """The picture made anew as WebP, at most 1600 pixels a side. Raises BadFile with `sentence`."""
    raw = _read(upload, sentence)
    try:
        child = subprocess.run(
            [sys.executable, "-I", "-c", CHILD],
            input=raw, capture_output=True, timeout=SECONDS + 5, preexec_fn=_limits, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise BadFile(sentence) from None
    head, _, body = child.stdout.partition(b"\n")
    if child.returncode or not body:
        raise BadFile(sentence)
    size = json.loads(head)
    return Taken(body, "image/webp", size["width"], size["height"])


def take_sound(upload, *, sentence: str) -> Taken:
    """A sound as it came, if its first bytes are those of a sound. Raises BadFile with `sentence`."""
    raw = _read(upload, sentence)
    kind = next((kind for magic, kind in SOUNDS.items() if raw.startswith(magic)), "")
    if raw[4:8] == b"ftyp":
        kind = "audio/mp4"
    elif raw[:4] == b"RIFF" and raw[8:12] == b"WAVE":
        kind = "audio/wav"
    if not kind:
        raise BadFile(sentence)
    return Taken(raw, kind)


def is_pdf(upload) -> bool:
    """Whether its first bytes say that it is a PDF."""
    head = upload.read(5)
    upload.seek(0)
    return head == b"%PDF-"


def take_pdf(upload, *, sentence: str) -> Taken:
    """A PDF as it came. We never open it: its owner's browser does, in a sandbox."""
    return Taken(_read(upload, sentence), "application/pdf")


def _read(upload, sentence: str) -> bytes:
    if upload.size > LARGEST:
        raise BadFile(sentence)
    return upload.read()


def _limits():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))


CHILD = f"""
import io, json, sys
from PIL import Image, ImageOps
Image.MAX_IMAGE_PIXELS = None
picture = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
if picture.width * picture.height > {PIXELS}:
    sys.exit(3)
picture.draft("RGB", ({SIDE}, {SIDE}))
picture = ImageOps.exif_transpose(picture)
picture.thumbnail(({SIDE}, {SIDE}))
picture = picture.convert("RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB")
clean = Image.new(picture.mode, picture.size)
clean.paste(picture)
out = io.BytesIO()
clean.save(out, "WEBP", quality=82)
sys.stdout.buffer.write(json.dumps({{"width": clean.width, "height": clean.height}}).encode() + b"\\n" + out.getvalue())
"""
