"""Any sheet on paper: its questions in order, lines to write on, boxes to tick, to be typed in later."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from alongside.kit import pdf
from alongside.kit.sheets import Question, Sheet
from alongside.outputs import reading
from alongside.outputs.furniture import PAPER, furniture
from alongside.people.programme import content_of_sector

PLAIN_SIZE, LARGE_SIZE = 13, 20
LETTERS_A_LINE = 55  # of handwriting, over the width of the page
ROWS_ASKED = 4
FACES = {"very-good": 2, "good": 1, "in-between": 0, "hard": -1, "bad": -1, "very-hard": -2, "very-bad": -2}

Fill = Callable[[str], str]


def booklet(
    sheet: Sheet,
    *,
    fill: Fill = str,
    seen: Mapping | None = None,
    code: str = "",
    organisation: str = "",
    whose: Collection[str] | None = None,
    statements: Mapping[str, str] | None = None,
    each: Mapping[str, Sequence[str]] | None = None,
    name: str = "",
    easy: bool = False,
    large: bool = False,
    lang: str = "en-GB",
) -> bytes:
    """Print a sheet to be filled in with a pen.

    `fill` puts names into our words. `seen` is who can see it, in words: a booklet without it is not
    handed out, so pass it whenever the sheet is somebody's. `code` stands on each page, for whoever types.
    `whose` limits it to questions for these ("each", "both", "owner", "partner", "professional").
    `statements` are the sector's texts by the key in `show`. `each` are the lines of a profile, by
    key in `show`. `each` are the lines of a profile by "my-lines" and "their-lines".
    """
    title = fill(sheet.easy_title if easy and sheet.easy_title else sheet.title)
    writer = _Writer(fill, easy, statements or {}, each or {})
    data = furniture(seen, organisation, large, easy) | {
        "size": LARGE_SIZE if large else PLAIN_SIZE,
        "heading": title,
        "intro": [
            fill(line) for line in (sheet.easy_about if easy and sheet.easy_about else [sheet.about]) if line
        ],
        "know": [words for words in map(writer.know, sheet.know) if words],
        "cards": [{"title": fill(card.title), "text": fill(card.text)} for card in sheet.cards if card.text],
        "how-title": _("How to fill it in"),
        "how": how_to_fill_it_in(easy),
        "name-words": _("Name"),
        "name": name,
        "page-code": _("Code %(code)s") % {"code": code} if code else "",
        "groups": writer.groups(sheet, whose),
        "words": words_beside_the_boxes(easy),
    }
    return pdf.render(PAPER / "booklet.typ", data, title, lang)


HOW = ("pen", "leave-out", "back", "draw")


def how_to_fill_it_in(easy: bool) -> list[str]:
    """What anybody with a pen needs to know."""
    return [_ours(key, easy) for key in HOW]


def words_beside_the_boxes(easy: bool) -> dict[str, str]:
    return {
        "day": _("Day"),
        "month": _("Month"),
        "year": _("Year"),
        "draw": _ours("picture", easy),
        "voice": _ours("voice", easy),
        "on": _("Date"),
        "signed": _("Your name, or your mark"),
        "question": _("Question %(number)s"),
        "questions": _("Questions %(first)s to %(last)s"),
    }


def _ours(key: str, easy: bool) -> str:
    return content_of_sector("health").words("Paper to fill in", key, easy)


class _Writer:
    """Turns questions into what has to be printed for a pen; remembers how our words are filled in."""

    def __init__(self, fill, easy, statements, each):
        self.fill, self.easy, self.statements, self.each = fill, easy, statements, each
        self.number = 0

    def know(self, know):
        words = (
            self.statements.get(know.show, "")
            if know.show
            else " ".join(know.easy)
            if self.easy and know.easy
            else know.words
        )
        return self.fill(words)

    def groups(self, sheet, whose):
        found = []
        for group, asked in sheet.grouped():
            lines = [
                line
                for question in asked
                if not question.beside and (whose is None or question.for_ in whose)
                for line in self.lines(question)
            ]
            if lines:
                title = (
                    ""
                    if group is None
                    else group.easy_title
                    if self.easy and group.easy_title
                    else group.title
                )
                found.append({"title": self.fill(title), "lines": lines})
        return found

    def lines(self, question):
        """One block, or one for each line of a profile where the question is asked of each."""
        if question.each in self.each:
            return [self.line(question, about) for about in self.each[question.each]]
        return [self.line(question)]

    def line(self, question, about=""):
        self.number += 1
        return {
            "number": self.number,
            "ask": self.fill(reading.ask(question, self.easy)),
            "about": about,
            "hint": self.fill(question.hint),
            "prompts": [] if self.easy else [self.fill(prompt) for prompt in question.prompts[:3]],
            "statement": self.statements.get(question.show, ""),
            "kept": _kept(question, self.easy),
            "record": question.record,
            "optional": _("You can leave this one out.") if question.optional else "",
            "credit": question.credit,
            **self.space(question),
        }

    def space(self, question) -> dict:
        """The room that this kind of answer needs."""
        kind = question.kind
        if kind == "list":
            most = 2 if len(question.parts) > 4 else 4
            return {
                "kind": "rows",
                "rows": rows_for(question),
                "parts": [self.part(part, most) for part in question.parts],
            }
        if kind == "faces":
            return {
                "kind": "faces",
                "options": [
                    {"words": self.option(option), "face": FACES.get(option.key)}
                    for option in question.options
                ],
            }
        if kind == "statements":
            cards = [
                self.fill(card.easy if self.easy and card.easy else card.words) for card in question.cards
            ]
            return {
                "kind": "statements",
                "cards": cards,
                "options": [_("I agree"), _("I do not agree"), _("I do not know")],
            }
        if kind in ("choice", "choices"):
            return {"kind": "boxes", "options": [self.option(option) for option in question.options]}
        return {"kind": {"short": "lines", "long": "lines"}.get(kind, kind), "lines": lines_for(question)}

    def part(self, part, most_lines):
        space = self.space(part)
        space["lines"] = min(space.get("lines", 1), most_lines)
        return {"ask": "" if part.key == "line" else self.fill(reading.ask(part, self.easy)), **space}

    def option(self, option):
        return self.fill(option.easy if self.easy and option.easy else option.words)


def rows_for(question: Question) -> int:
    """As many rows as are hoped for, and no more than a page holds."""
    return int(min(question.most or ROWS_ASKED, max(question.least or 1, ROWS_ASKED)))


def lines_for(question: Question) -> int:
    """Writing lines for as many letters as the question asks for; handwriting is larger than print."""
    if question.kind == "long":
        return min(16, max(5, math.ceil((question.length or 400) / LETTERS_A_LINE * 0.8)))
    return min(4, max(1, math.ceil((question.length or 60) / LETTERS_A_LINE)))


def _kept(question, easy: bool):
    if question.keep_to_myself == "always":
        return {"tick": False, "words": _ours("nobody-else", easy)}
    if question.starts_kept:
        return {"tick": True, "words": _ours("may-share", easy)}
    if question.keep_to_myself == "may":
        return {"tick": True, "words": _ours("keep", easy)}
    return None
