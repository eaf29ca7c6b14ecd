"""What the two say aloud: thirty seconds and ten minutes in two voices, and cue cards in large print."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.kit import pdf
from alongside.kit.sheets import Answers, Sheet
from alongside.outputs import reading
from alongside.outputs.furniture import PAPER, furniture, people_on_paper

CARD_SIZE = 24


def pitch(sheet: Sheet, people: Sequence[Mapping], answers: Answers, **how) -> bytes:
    """Print the thirty seconds, for two of {"name", "side", "role", "picture", "signed", "how"}."""
    return two_voices(sheet, people, answers, **how)


def talk(sheet: Sheet, people: Sequence[Mapping], answers: Answers, **how) -> bytes:
    """Print the ten minutes with the minutes of each part, then what goes around the talk."""
    return two_voices(sheet, people, answers, **how)


def two_voices(
    sheet: Sheet,
    people: Sequence[Mapping],
    answers: Answers,
    *,
    seen: Mapping | None = None,
    organisation: str = "",
    may_be_said: str = "",
    easy: bool = False,
    large: bool = False,
    lang: str = "en-GB",
) -> bytes:
    """Print the lines of a sheet with voices, like a play; `may_be_said` is the storyteller's word on it."""
    title = sheet.easy_title if easy and sheet.easy_title else sheet.title
    around = [question.key for question in sheet.questions if not question.voice]
    data = furniture(seen, organisation, large, easy) | {
        "people": people_on_paper(people),
        "heading": title,
        "parts": parts(sheet, people, answers, easy),
        "whole": _whole(sheet),
        "around": reading.groups(sheet, [answers], easy, questions=around),
        "around-title": _("Around it"),
        "may-be-said": may_be_said,
    }
    return pdf.render(PAPER / "voices.typ", data, f"{title}: {_both(people)}", lang)


def cue_cards(
    sheet: Sheet, people: Sequence[Mapping], answers: Answers, *, size: float = CARD_SIZE, lang: str = "en-GB"
) -> bytes:
    """Print one card for each part that has words: A5, large print, whose turn it is and who comes next."""
    said = [part for part in parts(sheet, people, answers) if part["words"]]
    for part, following in zip(said, said[1:] + [None], strict=True):
        part["goes-on"] = _("%(name)s goes on") % {"name": part["who"]}
        part["next"] = _then(following)
    data = furniture(None) | {
        "people": people_on_paper(people),
        "parts": said,
        "size": size,
        "heading": sheet.title,
    }
    return pdf.render(PAPER / "cards.typ", data, _("Cue cards: %(title)s") % {"title": sheet.title}, lang)


def _then(following):
    if following is None:
        return _("This is the last one")
    return _("Then %(name)s: %(part)s") % {"name": following["who"], "part": following["ask"]}


def parts(sheet: Sheet, people: Sequence[Mapping], answers: Answers, easy: bool = False) -> list[dict]:
    """The spoken lines in their order: whose side, who speaks, how long, what it is for, and the words."""
    spoken = [question for question in sheet.questions if question.voice and not question.record]
    return [_part(number, question, people, answers, easy) for number, question in enumerate(spoken, start=1)]


def _part(number, question, people, answers, easy):
    speaker = next((person for person in people if person.get("role") == question.voice), None)
    return {
        "number": number,
        "side": speaker["side"] if speaker else "both",
        "who": speaker["name"] if speaker else _both(people),
        "ask": reading.ask(question, easy),
        "time": _time(question),
        "words": answers.text(question.key).strip(),
    }


def _both(people):
    one, other = sorted(people, key=lambda person: person["side"])
    return _("%(one)s and %(other)s") % {"one": one["name"], "other": other["name"]}


def _time(question):
    if question.minutes:
        return _minutes(question.minutes)
    return (
        ngettext("%(n)s second", "%(n)s seconds", int(question.seconds)) % {"n": f"{question.seconds:g}"}
        if question.seconds
        else ""
    )


def _minutes(minutes):
    """Half a minute is thirty seconds to everybody who looks at a clock."""
    if minutes < 1:
        return _("%(n)s seconds") % {"n": round(minutes * 60)}
    return ngettext("%(n)s minute", "%(n)s minutes", int(minutes) if minutes == 1 else 2) % {
        "n": f"{minutes:g}"
    }


def _whole(sheet):
    minutes = sum(question.minutes or 0 for question in sheet.questions if question.voice)
    seconds = sum(question.seconds or 0 for question in sheet.questions if question.voice)
    if minutes:
        return _("All parts together: %(time)s") % {"time": _minutes(minutes)}
    return _("All lines together: %(n)s seconds") % {"n": f"{seconds:g}"} if seconds else ""
