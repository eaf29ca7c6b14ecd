"""The brief: the plain facts of a project, written before anybody is asked."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from alongside.kit.fields import QuestionForm
from alongside.kit.sheets import Answers
from alongside.people.views.programme import of_programme
from alongside.people.views.words import reads_easy, words_of


def _sheet(programme):
    return programme.content.sheet("brief")


@of_programme
def brief(request, programme):
    """Its first question."""
    return redirect("brief-question", public=programme.public, question=_sheet(programme).questions[0].key)


@of_programme
def question(request, programme, question):
    """One question of the brief; a list shows the lines that are there and one that is empty."""
    sheet = _sheet(programme)
    if not sheet.has(question):
        raise Http404
    asked = sheet.question(question)
    if request.method == "POST" and request.POST.get("take-out"):
        programme.write_brief(_without(asked, request.POST["take-out"]), by=request.user)
        return redirect(request.path)
    form = _form(request, programme, asked)
    if request.method == "POST" and form.is_valid():
        programme.write_brief(form.changes, by=request.user)
        return redirect(_on(programme, sheet, asked, add="add" in request.POST and not form.is_empty()))
    return render(
        request,
        "people/brief_question.html",
        {
            "programme": programme,
            "sheet": sheet,
            "question": asked,
            "ask": _asked(asked, reads_easy(request)),
            "form": form,
            "errors": form.errors,
            "rows": _rows(programme, asked),
            "place": [q.key for q in sheet.questions].index(question) + 1,
            "before": _before(programme, sheet, question),
            "no_effect": asked.show == "no-effect" and _promise(programme, reads_easy(request)),
        },
    )


def _promise(programme, easy: bool) -> str:
    """That taking part changes nothing, as the people who are asked will read it."""
    promise = programme.content.sector.no_effect
    words = " ".join(promise["easy"]) if easy else promise["words"]
    return programme.content.fill(words, easy, **programme.names())


def _form(request, programme, asked) -> QuestionForm:
    words = words_of(request, programme)
    return QuestionForm(
        question=asked,
        answers=_with_what_is_known(programme, asked),
        version="b",
        say=lambda text: programme.content.fill(text, **programme.names()),
        easy=words.easy,
        data=request.POST if request.method == "POST" else None,
        error_words=lambda key, **names: words("when-something-does-not-work", key, **names),
    )


def _with_what_is_known(programme, asked) -> Answers:
    """Whom people call was said when the programme was set up; it fills in the same question until it is answered."""
    answers = programme.brief_answers
    known = {
        "who-to-call": (programme.coordinator.name, programme.phone),
        "named-person": (programme.named_person, programme.named_phone),
    }.get(asked.key)
    if not known or not all(known) or answers.text(asked.key):
        return answers
    return Answers({**answers.flat, "texts": answers.flat["texts"] | {asked.key: ", ".join(known)}})


def _without(asked, row: str) -> dict:
    return {"texts": {}, "values": {}, "rows": {"remove": [f"{asked.key}/{row}"]}}


def _rows(programme, asked):
    """The lines of a list that are there: (row, its words)."""
    if asked.kind != "list":
        return []
    answers = programme.brief_answers
    return [
        (row, [answers.text(name) for name in asked.texts(row) if answers.text(name)])
        for row in answers.full_rows(asked.key)
    ]


def _on(programme, sheet, asked, *, add: bool) -> str:
    at = f"/programme/{programme.public}/brief/"
    if add:
        return f"{at}{asked.key}/"
    after = sheet.after(asked.key)
    return f"{at}{after.key}/" if after else f"{at}preview/"


def _before(programme, sheet, question: str) -> str:
    keys = [q.key for q in sheet.questions]
    place = keys.index(question)
    at = f"/programme/{programme.public}/"
    return f"{at}brief/{keys[place - 1]}/" if place else f"{at}age/"


@of_programme
def preview(request, programme):
    """As the people who are asked will read it; publishing it lets them."""
    if request.method == "POST":
        programme.publish_brief(by=request.user)
        return redirect("invite", public=programme.public)
    return render(
        request,
        "people/brief_preview.html",
        {
            "programme": programme,
            "sheet": _sheet(programme),
            "said": read_brief(programme, reads_easy(request)),
        },
    )


def read_brief(programme, easy: bool) -> list[tuple[str, str, list[str]]]:
    """The brief as people read it: key, question, and its answer as lines."""
    answers = programme.brief_answers
    return [(q.key, _asked(q, easy), _said(q, answers, easy)) for q in _sheet(programme).questions]


def _asked(q, easy: bool) -> str:
    return (easy and q.easy) or q.ask


def _said(q, answers, easy: bool) -> list[str]:
    if q.kind == "list":
        rows = answers.full_rows(q.key)
        return [" · ".join(answers.text(name) for name in q.texts(row) if answers.text(name)) for row in rows]
    if q.kind == "choice":
        option = q.option(str(answers.value(q.key) or ""))
        return [(easy and option.easy) or option.words] if option else []
    if q.kind == "date":
        day = parse_date(str(answers.value(q.key) or ""))
        return [date_format(day, "l j F Y")] if day else []
    return [answers.text(q.key)] if answers.text(q.key) else []
