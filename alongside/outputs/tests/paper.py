"""Reads a PDF back as somebody who gets it would: its words, its pages, its tags, its promises."""

import io
import re
from functools import cached_property

from pypdf import PdfReader


class Paper:
    """A printed document, opened again."""

    def __init__(self, content: bytes):
        self.reader = PdfReader(io.BytesIO(content))
        self.root = self.reader.trailer["/Root"]

    @property
    def pages(self) -> int:
        return len(self.reader.pages)

    @cached_property
    def words(self) -> str:
        """All text in one line, as lines break where the paper ends and not where people meant it."""
        text = " ".join(page.extract_text() for page in self.reader.pages)
        return re.sub(r"\s+", " ", text.replace("\u200b", ""))

    def page(self, number: int) -> str:
        return re.sub(r"\s+", " ", self.reader.pages[number - 1].extract_text())

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the first page in millimetres."""
        box = self.reader.pages[0].mediabox
        return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)

    @property
    def language(self) -> str:
        return self.root["/Lang"]

    @property
    def title(self) -> str:
        return self.reader.metadata.title

    @property
    def is_tagged(self) -> bool:
        return bool(self.root.get("/MarkInfo", {}).get("/Marked")) and "/StructTreeRoot" in self.root

    @property
    def promises_pdf_ua(self) -> bool:
        return b"<pdfuaid:part>1</pdfuaid:part>" in self.root["/Metadata"].get_data()

    def tags(self) -> list[str]:
        """The kinds of all elements in reading order."""
        return [str(element["/S"]).lstrip("/") for element in self._elements()]

    def alternatives(self) -> list[str]:
        """What is read out in place of pictures."""
        return [str(element["/Alt"]) for element in self._elements() if "/Alt" in element]

    def smallest_type(self) -> float:
        """The smallest size in points that any letter is set in."""
        sizes = []

        def visit(text, matrix, text_matrix, _font, size):
            if text.strip():
                sizes.append(abs(size * text_matrix[3] * matrix[3]))

        for page in self.reader.pages:
            page.extract_text(visitor_text=visit)
        return round(min(sizes), 1)

    def _elements(self, element=None):
        element = self.root["/StructTreeRoot"] if element is None else element
        if "/S" in element:
            yield element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            kid = kid.get_object()
            if isinstance(kid, dict) and ("/S" in kid or "/K" in kid):
                yield from self._elements(kid)
