"""A round on paper: booklets with a code each, a page for the wall, cards to hand out."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from alongside.kit import pdf
from alongside.kit.sheets import Question
from alongside.outputs.booklet import LARGE_SIZE, PLAIN_SIZE, lines_for
from alongside.outputs.furniture import PAPER, furniture
from alongside.outputs.letter import square
from alongside.voices.round import Round
from alongside.voices.wording import RoundWords

COVER, HOW, STRIP, FOOT = (
    "Cover of the booklet", "How to fill it in", "The strip to keep", "At the foot of each page",
)  # fmt: skip
FACTS = ("why", "what-happens", "who-reads", "can-change", "cannot-change", "who-decides")
MOODS = {3: (1, 0, -1), 5: (2, 1, 0, -1, -2)}


def round_booklets(
    round: Round, codes: Sequence[str], *, link: str, easy=False, large=False, hand_in="", lang: str = "en-GB"
) -> bytes:
    """One booklet for each code, each beginning on a sheet of its own; the same questions in the same order."""
    words = RoundWords(round, easy)
    asked = [on_paper(question) for question in round.asked()]
    data = furniture(None, round.pair.programme.organisation.name, large, easy) | {
        "size": LARGE_SIZE if large else PLAIN_SIZE,
        "heading": words.names["round_name"],
        "codes": list(codes),
        "cover": _cover(words),
        "how-title": _("How to fill it in"),
        "how": _how(words),
        "questions": [_question(words, q, number) for number, q in enumerate(asked, start=1)],
        "end": words(FOOT, "end"),
        "hand-in": _hand_in(words, hand_in),
        "strip": _strip(words),
        "square": square(link),
        "words": {
            "question": _("Question %(number)s"),
            "questions": _("Questions %(first)s to %(last)s"),
            "code": _("Code %(code)s"),
            "day": _("Day"), "month": _("Month"), "year": _("Year"),
            "draw": words("Paper to fill in", "picture"),
            "voice": "",
        },
    }  # fmt: skip
    return pdf.render(PAPER / "round-booklet.typ", data, words.names["round_name"], lang)


def round_poster(round: Round, *, link: str, cards=False, easy=False, lang: str = "en-GB") -> bytes:
    """A page for the wall, or a sheet of cards to cut and hand out: the address, and who asks."""
    words = RoundWords(round, easy)
    names = words.names
    first = "Before the first question"
    until = [words(first, "answer-until")] if round.day("open-until") else []
    data = furniture(None, round.pair.programme.organisation.name, False, easy) | {
        "heading": names["round_name"],
        "lines": [words(COVER, "cover-who-asks")]
        + ([] if cards else [names["purpose_easy" if easy else "purpose"]]),
        "address": names["short_link"],
        "small": [*until, *([] if cards else [words(first, "other-ways")])],
        "safety": [words(first, "stop"), words(COVER, "cover-not-watched")],
        "square": square(link),
        "cards": cards,
    }
    return pdf.render(PAPER / "round-poster.typ", data, names["round_name"], lang)


def on_paper(question: Question) -> Question:
    """Nobody speaks on paper: there a question to speak to is one to write to."""
    return (
        replace(question, kind="long", length=question.length or 800)
        if question.kind == "sound"
        else question
    )


def _cover(words: RoundWords) -> dict:
    keys = [key for key in FACTS if words(COVER, f"cover-{key}-words").strip()]
    facts = [
        {"head": words(COVER, f"cover-{key}"), "words": words(COVER, f"cover-{key}-words")} for key in keys
    ]
    facts.append({"head": words(COVER, "cover-by-when"), "words": words(COVER, "cover-by-when-page")})
    facts.append(
        {"head": words(COVER, "cover-you-need-not"), "words": words(COVER, "cover-you-need-not-words")}
    )
    if words.names["thanks"]:
        facts.append({"head": words(COVER, "cover-paid"), "words": words(COVER, "cover-paid-words")})
    safety = [words(COVER, "cover-not-watched")]
    if words.names.get("help_line_number"):
        safety.append(words(COVER, "cover-talk-now"))
    return {
        "number": words(COVER, "cover-number"),
        "who": words.both(COVER, "cover-who-asks", "cover-who-they-are"),
        "facts": facts,
        "safety": [*safety, words(COVER, "cover-limit")],
    }


def _how(words: RoundWords) -> list[str]:
    return words.content.lines(HOW, words.easy, **words.names)


def _hand_in(words: RoundWords, place: str) -> list[str]:
    lines = [words(FOOT, "return", box_place=place)] if place else []
    if words.content.sector["sector"] == "justice":
        lines.append(words(FOOT, "in-prison"))
    return lines


def _strip(words: RoundWords) -> dict:
    return {
        "cut": words(STRIP, "strip-cut"),
        "title": words(STRIP, "strip-title"),
        "lines": words.both(STRIP, "strip-see", "strip-ring", "strip-by", "strip-shows"),
    }


def _question(words: RoundWords, question: Question, number: int) -> dict:
    easy = words.easy
    return {
        "number": number,
        "ask": (easy and question.easy) or question.ask,
        "hint": question.hint,
        **_space(words, question),
    }


def _space(words: RoundWords, question: Question) -> dict:
    """The room that this kind of answer needs."""
    kind, easy = question.kind, words.easy
    options = [(easy and option.easy) or option.words for option in question.options]
    if kind == "faces":
        moods = MOODS.get(len(options), (None,) * len(options))
        return {
            "kind": "faces",
            "options": [{"words": said, "face": mood} for said, mood in zip(options, moods, strict=True)],
        }
    if kind in ("choice", "choices"):
        return {"kind": "boxes", "options": options}
    if kind == "statements":
        deck = "Cards to agree or disagree with"
        return {
            "kind": "statements",
            "cards": [(easy and card.easy) or card.words for card in question.cards],
            "options": [words(deck, key) for key in ("agree", "disagree", "not-sure")],
        }
    return {"kind": {"short": "lines", "long": "lines"}.get(kind, kind), "lines": lines_for(question)}
