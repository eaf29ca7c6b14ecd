"""Paper: one kept Typst compiler, because that takes milliseconds, and people's words as data.

What somebody wrote is never markup, so that nobody's sign is read as a command.
"""

import base64
import io
import json
import logging
import re
import threading
import unicodedata
from pathlib import Path

import typst
from PIL import Image

FONTS = Path(__file__).parent / "fonts"
LONG_WORD = re.compile(r"\S{32,}")
BROKEN_PROMISE = "PDF/UA-1 error"
PICTURE_SIDE = 480  # pixels: 26 mm at 400 dots an inch is 409

log = logging.getLogger(__name__)


class _Press:
    """The compiler and its lock: it remembers the last document, so one thread at a time may use it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.compiler = None
        self.told = set()

    def print(self, template, inputs):
        """Print to PDF/UA-1, or without that promise when words stand in its way: a letter of no font."""
        try:
            return self._compile(template, inputs, ["ua-1"])
        except typst.TypstError as mistake:
            if not mistake.message.startswith(BROKEN_PROMISE):
                raise
            self._tell_once(mistake.message)
            return self._compile(template, inputs, [])

    def _compile(self, template, inputs, standards):
        if self.compiler is None:
            self.compiler = typst.Compiler(font_paths=[str(FONTS)])
        return self.compiler.compile(
            input=str(template),
            root=str(template.parent),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=standards,
        )

    def _tell_once(self, message):
        """Say each thing once: with one line for each print the log would fill with somebody's name."""
        if message not in self.told:
            self.told.add(message)
            log.warning("Printed without the promise of PDF/UA. %s", message)


_press = _Press()


def render(template, data: dict, title: str, lang: str = "en-GB") -> bytes:
    """Print `data` with the Typst file `template`; `title` and `lang` are what screen readers go by."""
    with _press.lock:
        return _press.print(Path(template), _inputs(data, title, lang))


def measure(template, data: dict, title: str, label: str, lang: str = "en-GB"):
    """Lay it out and return what its template noted under `<label>`, such as what falls off the page."""
    template = Path(template)
    with _press.lock:
        _press.print(template, _inputs(data, title, lang))
        found = _press.compiler.query(f"<{label}>", field="value", root=str(template.parent))
    return json.loads(found)[0]


def picture(content: bytes, alt: str) -> dict:
    """Make a picture into what templates show: an SVG in memory, so that nobody's face touches the disk."""
    if content.lstrip()[:5] in (b"<svg ", b"<?xml"):
        return {"svg": content.decode("utf-8"), "alt": alt}
    with Image.open(io.BytesIO(content)) as image:
        kind, content = _no_larger_than_paper_needs(image, content)
        width, height = image.size
    data = base64.b64encode(content).decode("ascii")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/{kind};base64,{data}"/></svg>'
    )
    return {"svg": svg, "alt": alt}


def _no_larger_than_paper_needs(image, content):
    """Shrink a photograph that is larger than the printer can show, because large ones take seconds."""
    kind = (image.format or "").lower()
    if kind in ("jpeg", "png") and max(image.size) <= PICTURE_SIDE:
        return kind, content
    image.draft("RGB", (PICTURE_SIDE, PICTURE_SIDE))
    image.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    out, clear = io.BytesIO(), "A" in image.getbands() or "transparency" in image.info
    image.convert("RGBA" if clear else "RGB").save(out, "PNG" if clear else "JPEG", quality=88)
    return ("png" if clear else "jpeg"), out.getvalue()


def _inputs(data, title, lang):
    language, _, region = lang.partition("-")
    about = {
        "title": _without_control_signs(title).strip() or "Alongside",
        "lang": language,
        "region": region or None,
    }
    return {"data": json.dumps({**_printable(data), "about": about}, ensure_ascii=False)}


def _printable(value, key=""):
    """Go through the data and make every text safe to print; a picture stays as it is."""
    if isinstance(value, str):
        return {"svg": str, "alt": _without_control_signs}.get(key, printable)(value)
    if isinstance(value, dict):
        return {name: _printable(inner, name) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def printable(words: str) -> str:
    """Take out what no printer can show and let endless words break, so that nothing runs off the edge."""
    return LONG_WORD.sub(_with_breaks, _without_control_signs(words))


def _without_control_signs(words):
    words = (
        unicodedata.normalize("NFC", words).replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    )
    return "".join(sign for sign in words if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))


def _with_breaks(match):
    return "".join(_may_break_after(place, letter) for place, letter in enumerate(match[0]))


def _may_break_after(place, letter):
    """A break stands before a base letter only: in front of an accent it would tear the letter apart."""
    mark = unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf", "Sk")
    return f"\u200b{letter}" if place and place % 12 == 0 and not mark else letter
