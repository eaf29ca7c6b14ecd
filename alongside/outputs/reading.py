"""A filled-in sheet as plain data for paper: what was asked, what was answered, in the order of the sheet."""

from django.utils.translation import gettext as _

from alongside.kit import pdf
from alongside.kit.sheets import Answers, Question, Sheet
from alongside.outputs.dates import day

NOT_ON_PAPER = ("sound",)


def groups(
    sheet: Sheet, answers: list[Answers], easy: bool = False, pictures=None, questions=None
) -> list[dict]:
    """The questions that at least one of `answers` answers, under their headings, an answer for each of them.

    A `record` (agreeing, signing) is no answer and is left out. `pictures` finds {"content", "alt"} for a
    file id.
    """
    found = []
    for group, asked in sheet.grouped():
        lines = [
            _line(question, answers, easy, pictures) for question in asked if _is_printed(question, questions)
        ]
        lines = [line for line in lines if any(line["answers"])]
        if lines:
            found.append({"title": _title(group, easy), "lines": lines})
    return found


def _is_printed(question, questions):
    return (
        not question.record
        and question.kind not in NOT_ON_PAPER
        and (questions is None or question.key in questions)
    )


def _line(question, answers, easy, pictures):
    return {
        "key": question.key,
        "ask": ask(question, easy),
        "voice": question.voice,
        "answers": [answer(question, each, easy, pictures) for each in answers],
    }


def _title(group, easy):
    return "" if group is None else (group.easy_title if easy and group.easy_title else group.title)


def ask(question: Question, easy: bool = False) -> str:
    return question.easy if easy and question.easy else question.ask


def answer(question: Question, answers: Answers, easy: bool = False, pictures=None) -> dict | None:
    """One answer: {"kind": "text" | "list" | "rows" | "picture", …}, or None where there is none."""
    if question.kind == "list":
        return _rows(question, answers, easy)
    if question.kind == "picture":
        return _picture(question, answers, pictures)
    words = said(question, question.key, answers, easy)
    if not words:
        return None
    return {"kind": "list" if question.kind == "choices" else "text", "lines": words}


def _rows(question, answers, easy):
    rows = [_row(question, row, answers, easy) for row in answers.rows(question.key)]
    rows = [row for row in rows if row]
    if not rows:
        return None
    if not question.item or all(len(row) == 1 for row in rows):
        return {"kind": "list", "lines": [part["words"] for row in rows for part in row]}
    return {"kind": "rows", "rows": rows}


def _row(question, row, answers, easy):
    parts = [(part, said(part, question.name_of(row, part.key), answers, easy)) for part in question.parts]
    return [
        {"key": part.key, "ask": ask(part, easy), "words": ", ".join(words)} for part, words in parts if words
    ]


def _picture(question, answers, pictures):
    file, alt = answers.value(question.key), answers.text(f"{question.key}/alt")
    found = pictures(file) if pictures and file else None
    if found:
        return {"kind": "picture", "pictures": [pdf.picture(found["content"], alt or found["alt"])]}
    return {"kind": "text", "lines": [_("A picture: %(alt)s") % {"alt": alt}]} if alt else None


def said(question: Question, name: str, answers: Answers, easy: bool = False) -> list[str]:
    """The words of one answer under its flat name; a choice speaks in the words of its option."""
    if question.kind in ("short", "long"):
        return [text] if (text := answers.text(name).strip()) else []
    if question.kind in ("choices", "statements"):
        ticked = set(answers.ticked(name))
        return [_option(option, easy) for option in question.options if option.key in ticked]
    value = answers.value(name)
    if value is None:
        return []
    if question.kind in ("choice", "faces"):
        option = question.option(str(value))
        return [_option(option, easy) if option else str(value)]
    return [day(str(value)) if question.kind == "date" else str(value)]


def _option(option, easy):
    return option.easy if easy and option.easy else option.words
