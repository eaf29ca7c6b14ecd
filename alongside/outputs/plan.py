"""The action plan as a PDF: on A4, and as Easy Read with a picture beside each row."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from alongside.kit import pdf
from alongside.kit.sheets import Answers, Sheet
from alongside.outputs import reading
from alongside.outputs.furniture import PAPER, furniture, people_on_paper

EASY_SIZE = 16
LEADS = "leads"
PICTURES = {
    "aim": "star",
    "would-see": "eye",
    "our-say": "talk",
    "who-decides": "person",
    "fixed": "lock",
    "ways": "door",
    "actions": "doing",
    "time": "clock",
    "notice": "calendar",
    "breaks": "cup",
    "cover": "person",
    "payment": "money",
    "expenses": "money",
    "paid-when": "calendar",
    "advice": "talk",
    "support-people": "two",
    "complain": "phone",
    "reviews": "calendar",
    "end-date": "calendar",
    "how-we-end": "wave",
}


def action_plan(
    sheet: Sheet,
    people: Sequence[Mapping],
    answers: Answers,
    *,
    seen: Mapping | None = None,
    organisation: str = "",
    large: bool = False,
    lang: str = "en-GB",
) -> bytes:
    """Print the plan. `people` are two of {"name", "side", "role", "picture", "signed", "how"}."""
    data = furniture(seen, organisation, large) | _plan(sheet, people, answers, easy=False)
    return pdf.render(PAPER / "plan.typ", data, f"{data['heading']}: {_names(people)}", lang)


def easy_plan(
    sheet: Sheet,
    people: Sequence[Mapping],
    answers: Answers,
    *,
    seen: Mapping | None = None,
    organisation: str = "",
    lang: str = "en-GB",
) -> bytes:
    """Print the plan in easy words, a picture in each row; what the two wrote stays as they wrote it."""
    data = (
        furniture(seen, organisation, easy=True)
        | _plan(sheet, people, answers, easy=True)
        | {"size": EASY_SIZE}
    )
    for group in data["groups"]:
        for line in group["lines"]:
            line["picture"] = PICTURES.get(line["key"], "talk")
    return pdf.render(PAPER / "easy-plan.typ", data, f"{data['heading']}: {_names(people)}", lang)


def _plan(sheet, people, answers, easy):
    return {
        "heading": sheet.easy_title if easy and sheet.easy_title else sheet.title,
        "people": people_on_paper(people),
        "groups": [
            _with_actions(group, sheet, people, answers, easy)
            for group in reading.groups(sheet, [answers], easy)
        ],
        "leads-word": _leads_word(sheet, easy),
    }


def _with_actions(group, sheet, people, answers, easy):
    """A list whose rows say who leads becomes cards; every other question stays a line."""
    for line in group["lines"]:
        question = sheet.question(line["key"])
        led = question.kind == "list" and any(part.key == LEADS for part in question.item)
        line["actions"] = (
            [_action(question, row, people, answers, easy) for row in answers.full_rows(question.key)]
            if led
            else []
        )
    return group


def _action(question, row, people, answers, easy):
    first, *others = question.item
    said = {
        part.key: ", ".join(reading.said(part, question.name_of(row, part.key), answers, easy))
        for part in question.item
    }
    leads = str(answers.value(question.name_of(row, LEADS)) or "")
    by_role = {person.get("role"): person for person in people}
    them = (
        sorted(people, key=lambda person: person["side"])
        if leads == "both"
        else [by_role[leads]]
        if leads in by_role
        else []
    )
    return {
        "headline": said[first.key],
        "sides": [person["side"] for person in them],
        "leads": _lead_words(them, said.get(LEADS, "")),
        "lines": [
            {"ask": reading.ask(part, easy), "words": said[part.key]}
            for part in others
            if part.key != LEADS and said[part.key]
        ],
    }


def _lead_words(them, otherwise):
    names = [person["name"] for person in them]
    return (
        _("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}
        if len(names) == 2
        else (names[0] if names else otherwise)
    )


def _leads_word(sheet, easy):
    questions = (part for question in sheet.questions for part in question.item if part.key == LEADS)
    return next((reading.ask(part, easy) for part in questions), "")


def _names(people):
    return ", ".join(person["name"] for person in sorted(people, key=lambda person: person["side"]))
