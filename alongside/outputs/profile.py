"""One Page Profile as a PDF: one A4 page in one of five themes, 14 point or larger, longer in large print."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from alongside.kit import pdf
from alongside.kit.sheets import Answers, Sheet
from alongside.outputs import reading
from alongside.outputs.dates import day, month
from alongside.people.programme import content_of_sector

TEMPLATE = Path(__file__).parent / "paper" / "profile.typ"
THEMES = ("plain", "ruled", "margin", "leaf", "bold")
STANDARD = (17, 16.5, 16, 15.5, 15, 14.5, 14)
SMALL = (*STANDARD, 13.5, 13, 12.5, 12)
LARGE_PRINT = 20
OURS = {
    "name",
    "say-name",
    "pronouns",
    "picture",
    "for-what",
    "appreciate",
    "matters",
    "support",
    "ask-me",
    "do-not-ask",
    "helped-by",
    "recording",
}


@dataclass(frozen=True)
class Overhang:
    """One line that would fall off the page: which question, which row, and its words."""

    question: str
    row: int
    words: str


def one_page_profile(
    profile: Mapping, theme: str = "plain", size: float | None = None, lang: str = "en-GB"
) -> bytes:
    """Print a profile.

    `profile` has name, pronouns, say, picture ({"content": bytes, "alt": str} or None), side ("left" or
    "right"), appreciate ([{"what", "who"}]), matters ([str]), support ([{"do": bool, "what"}]), ask_me,
    do_not_ask, helped_by, version, on, next_look (dates) and more ([{"heading", "lines"}]).

    `headings` has the words of the sheet by question.

    Without `size` it begins at 17 point and steps down to 14. With a size it is that size and no other:
    12 is the owner's choice, 20 and more is large print. What does not fit goes on to a second page, which
    says so.
    """
    return pdf.render(TEMPLATE, _data(profile, theme, _sizes(size)), _title(profile), lang)


def fits(profile: Mapping, size: float = 14, theme: str = "plain") -> list[Overhang]:
    """The lines that would fall off one page at this size, in their order; none means that it fits."""
    found = _note(profile, theme, [size])
    return [Overhang(line["question"], line["row"], line["words"]) for line in found["falls-off"]]


def size_of(profile: Mapping, theme: str = "plain", smallest: float = 14) -> float | None:
    """The size in points at which the profile fills one page, or None when it needs more than one."""
    sizes = [size for size in SMALL if size >= smallest]
    found = _note(profile, theme, sizes)
    return found["size"] if found["fits"] else None


def profile_of(
    sheet: Sheet, answers: Answers, *, side: str, picture: Mapping | None = None, easy: bool = False, **when
) -> dict:
    """The profile in a filled-in sheet, for the functions above; `when` is version, on and next_look.

    `answers` holds only what this reader may see. What an organisation asks besides comes out as well.
    """
    lists = {key: _lines(sheet, key, answers) for key in ("matters", "ask-me", "do-not-ask")}
    return {
        "name": answers.text("name"),
        "pronouns": answers.text("pronouns"),
        "picture": picture,
        "side": side,
        "appreciate": [
            {"what": row.get("what", ""), "who": row.get("who-said", "")}
            for row in _rows(sheet, "appreciate", answers)
        ],
        "matters": lists["matters"],
        "support": [
            {"do": row.get("which") != "do-not", "what": row.get("what", "")}
            for row in _rows(sheet, "support", answers)
        ],
        "ask_me": lists["ask-me"],
        "do_not_ask": lists["do-not-ask"],
        "helped_by": answers.text("helped-by"),
        "headings": {q.key: (easy and q.easy) or q.ask for q in sheet.questions},
        "more": list(_more(sheet, answers, easy)),
        "easy": easy,
        **when,
    }


def _rows(sheet, key, answers):
    """The rows of a list as plain dictionaries, in their order; none where the list was taken out."""
    if not sheet.has(key):
        return []
    parts = sheet.question(key).parts
    return [
        {
            part.key: answers.text(f"{key}/{row}/{part.key}")
            or answers.value(f"{key}/{row}/{part.key}")
            or ""
            for part in parts
        }
        for row in answers.rows(key)
    ]


def _lines(sheet, key, answers):
    return [line for row in _rows(sheet, key, answers) for line in row.values() if isinstance(line, str)]


def _more(sheet, answers, easy):
    """Questions that are not ours, with their answers a line each."""
    own = [question for question in sheet.questions if question.key not in OURS]
    for group in reading.groups(sheet, [answers], easy, questions={question.key for question in own}):
        for line in group["lines"]:
            found = line["answers"][0]
            rows = found.get("rows") or []
            words = found.get("lines") or [" ".join(part["words"] for part in row) for row in rows]
            yield {"key": line["key"], "heading": line["ask"], "lines": words}


def _sizes(size):
    if size is None:
        return list(STANDARD)
    if size < SMALL[-1]:
        raise ValueError(f"A profile is never printed under {SMALL[-1]} point, and {size} was asked for.")
    return [size]


def _note(profile, theme, sizes):
    """What the template notes down about the room on the page; a print that nobody asks does not need it."""
    data = _data({**profile, "picture": None}, theme, sizes) | {"noting": True}
    return pdf.measure(TEMPLATE, data, _title(profile), "fit")


def _title(profile):
    return _("One Page Profile of %(name)s") % {"name": profile.get("name") or _("somebody")}


def _data(profile, theme, sizes):
    if theme not in THEMES:
        raise ValueError(f"There is no theme {theme}. There are: {', '.join(THEMES)}.")
    return {
        "theme": theme,
        "sizes": sizes,
        "noting": False,
        "most": sizes[0],
        "page-words": _("Page %(page)s of %(pages)s"),
        "profile": {
            "name": (profile.get("name") or "").strip() or _("My One Page Profile"),
            "sayings": _sayings(profile),
            "side": profile.get("side") or "left",
            "letter": (profile.get("name") or "").strip()[:1].upper(),
            "picture": _picture(profile),
            "sections": [section for section in _sections(profile) if section["groups"]],
            "asks": _asks(profile),
            "closing": _closing(profile),
        },
    }


def _picture(profile):
    if not profile.get("picture"):
        return None
    alt = profile["picture"].get("alt") or _("A picture that %(name)s chose") % {
        "name": profile.get("name") or ""
    }
    return pdf.picture(profile["picture"]["content"], alt)


def _sayings(profile):
    """Pronouns and how to say the name stand in one line under it."""
    say = profile.get("say")
    said = _("You say it: %(say)s") % {"say": say} if say else ""
    return ". ".join(words.rstrip(".") for words in (profile.get("pronouns"), said) if words)


def _sections(profile):
    """The three parts of every One Page Profile, in their order, and what an organisation asks besides."""
    yield _section(
        "appreciate",
        _heading(profile, "appreciate"),
        [_group([_credited(line) for line in profile.get("appreciate") or ()])],
    )
    yield _section("matters", _heading(profile, "matters"), [_group(profile.get("matters") or ())])
    yield _section("support", _heading(profile, "support"), _supports(profile.get("support") or ()))
    for number, more in enumerate(profile.get("more") or ()):
        yield _section(more.get("key") or f"more-{number}", more["heading"], [_group(more["lines"])])


def _heading(profile, key):
    """The words of the sheet, so that the print says what the screen says; the usual ones without a sheet."""
    return (profile.get("headings") or {}).get(key) or {
        "appreciate": _("What people appreciate about me"),
        "matters": _("What matters to me"),
        "support": _("How best to support me"),
        "ask-me": _("Ask me about"),
        "do-not-ask": _("Better not to ask me about"),
    }[key]


def _section(key, heading, groups):
    return {"key": key, "heading": heading, "groups": [group for group in groups if group["lines"]]}


def _group(lines, label="", rows=None):
    numbered = [
        (row, line) for row, line in zip(rows or range(len(lines)), lines, strict=True) if line.strip()
    ]
    return {
        "label": label,
        "lines": [line for _row, line in numbered],
        "rows": [row for row, _line in numbered],
    }


def _credited(line):
    return f"{line['what']} ({line['who']})" if line.get("who") else line["what"]


def _supports(lines):
    """What does not help stands under words of its own, because people write "do not" themselves."""
    numbered = list(enumerate(lines))
    helps = [(row, line["what"]) for row, line in numbered if line.get("do", True)]
    hinders = [(row, line["what"]) for row, line in numbered if not line.get("do", True)]
    return [
        _group([what for _row, what in helps], "", [row for row, _what in helps]),
        _group([what for _row, what in hinders], _("This does not help me"), [row for row, _what in hinders]),
    ]


def _asks(profile):
    labels = (("ask_me", "ask-me"), ("do_not_ask", "do-not-ask"))
    lines = (
        (_heading(profile, question), [line for line in profile.get(key) or () if line.strip()])
        for key, question in labels
    )
    return [{"label": label, "words": " · ".join(words)} for label, words in lines if words]


def _closing(profile):
    """The last line says who made it, until when, and that it is theirs."""
    name = profile.get("name") or _("Its owner")
    words = partial(content_of_sector("health").words, "Paper to print", easy=profile.get("easy", False))
    on, again, helped = profile.get("on"), profile.get("next_look"), (profile.get("helped_by") or "").strip()
    sentences = [
        _("%(name)s made this on %(day)s.") % {"name": name, "day": day(on)} if on else "",
        _("With help: %(help)s") % {"help": helped if helped.endswith((".", "!", "?")) else f"{helped}."}
        if helped
        else "",
        words("again", name=name, day=month(again)) if again else "",
        words("whose", name=name),
        _("Version %(number)s.") % {"number": profile["version"]} if profile.get("version") else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)
