"""The pages of one sheet: its questions one at a time, its rows, and the ways out of it."""

import re
import secrets
from dataclasses import replace

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alongside.journey import flags, helped, inviting, progress, readiness
from alongside.journey.asked import asked_now, beside, lines_for, panel_for, suggested
from alongside.journey.audience import audience
from alongside.journey.live_form import TypedLive, live_form
from alongside.journey.turns import post_into_a_turn, turns_of
from alongside.journey.views.here import of_sheet
from alongside.kit.fields import ROW_ID, QuestionForm
from alongside.people.rules import may_sign
from alongside.people.views.own import not_for_them
from alongside.portfolio import reading, share
from alongside.portfolio.files import keep_upload
from alongside.portfolio.sheet import leave_out, take_up_again
from alongside.writing.document import SUPPORTED, TYPED
from alongside.writing.store import TooLong

FORM_ID = re.compile(r"[a-z0-9]{1,32}")


@of_sheet
def sheet(request, here):
    """The way in: where I was last, or the first question, or what is there to read."""
    row = here.walk.at(here.stop, here.me)
    questions = asked_now(here)
    if here.walk.is_done(here.stop, here.me) or not questions or (not row and readiness.begins_with_reading(here)):
        return redirect("journey:read", *_at(here))
    known = row and any(q.key == row.place for q in questions)
    place = row.place if known else readiness.first_place(here, questions)
    progress.begin(here.stop, pair=here.pair, by=here.me, place=place)
    return redirect("journey:question", *_at(here), place)


@of_sheet
def question(request, here, question):
    """One question. Its form posts here, keeps what was typed when something is wrong, and goes on."""
    asked = _asked(here, question)
    if request.method == "POST":
        if (here.sheet.key, asked.key) == ("agreement-to-take-part", "answer") and not may_sign(here.who):
            return not_for_them(request)
        return _posted(request, here, asked)
    seen = here.mine.see(asked)
    _remember(here, asked.key)
    form = _form(here, asked, replace(seen, answers=suggested(here, asked, seen.answers)))
    return _page(request, here, asked, form, seen.token, _new_form())


@of_sheet
def row(request, here, question, row):
    """One row of a list: the same form, filled in."""
    asked = _asked(here, question)
    seen = here.mine.see(asked)
    if asked.kind != "list" or not ROW_ID.match(row):
        raise Http404
    if request.method == "POST":  # a row that the other took out meanwhile comes back with what is written in it
        return _posted(request, here, asked, row=row)
    if row not in seen.answers.rows(asked.key):
        raise Http404
    return _page(request, here, asked, _form(here, asked, seen, row=row), seen.token, _new_form(), row=row)


@require_POST
@of_sheet
def move_row(request, here, question, row, what):
    """Take a row out, bring it back, or put it earlier or later."""
    asked = _asked(here, question)
    if asked.kind != "list" or not ROW_ID.match(row):
        raise Http404
    seen = here.mine.see(asked)
    rows = seen.answers.rows(asked.key)
    name = f"{asked.key}/{row}"
    changes = {"texts": {}, "values": {}, "rows": {}}
    if what == "take-out":
        changes["rows"] = {"remove": [name]}
    elif what == "bring-back":
        changes["rows"] = {"add": [name]}
    elif row in rows:
        place = rows.index(row) + (-1 if what == "earlier" else 1)
        if 0 <= place < len(rows):
            changes["rows"] = {"move": {name: place}}
    _save(request, here, asked, seen.token, _new_form(), changes)
    taken = f"?taken={row}" if what == "take-out" else ""
    return redirect(reverse("journey:question", args=[*_at(here), asked.key]) + taken + "#rows")


@require_POST
@of_sheet
def box(request, here, question):
    """Open one box to the other, or keep it to myself."""
    asked = _asked(here, question)
    if asked.keep_to_myself != "may" or not may_sign(here.who):
        raise Http404
    share.open_box(here.mine, asked.key, "open" in request.POST, by=here.me)
    return redirect("journey:question", *_at(here), asked.key)


@require_POST
@of_sheet
def out(request, here):
    """Leave the whole sheet out, or do it after all. Nobody waits for what is left out."""
    if "after-all" in request.POST:
        take_up_again(here.mine, by=here.me)
        return redirect("journey:sheet", *_at(here))
    leave_out(here.mine, by=here.me)
    progress.note(here.pair)
    return redirect(here.onward)


def _remember(here, place: str) -> None:
    """Where I am, so that I can carry on there another day."""
    row = here.walk.at(here.stop, here.me)
    if not row or row.place != place:
        progress.begin(here.stop, pair=here.pair, by=here.me, place=place)


# --- one question: its form, what was posted, its page


def _at(here) -> list[str]:
    return [here.pair.public, here.stop.meeting, here.stop.sheet]


def _asked(here, key: str):
    found = next((q for q in here.mine.questions if q.key == key), None)
    if not found or not here.may_type(found):
        raise Http404
    return found


def _new_form() -> str:
    return secrets.token_hex(8)


def _form(here, asked, seen, row="", data=None, files=None, version="") -> QuestionForm:
    def error_words(key, **names):
        if key == "number-out-of-range":
            low, high = names["least"], names["most"]
            bounds = {"least": f"{low or 0:g}", "most": f"{high or 1000000:g}"}
            return here.page_words("A question", "range", **bounds)
        return here.page_words("When something does not work", key, **names)

    return QuestionForm(
        asked, seen.answers, version or seen.version, say=here.say, easy=here.easy, row=row,
        lines=lines_for(here, asked), data=data, files=files, error_words=error_words,
        keep_file=lambda upload, field: keep_upload(upload, field.kind, by=here.me, words=here.page_words),
    )  # fmt: skip


def _posted(request, here, asked, row=""):
    token, version = _seen_by(request.POST, asked)
    form_id = request.POST.get("form", "")
    form_id = form_id if FORM_ID.fullmatch(form_id) else _new_form()
    helped.remember(request)
    live, over = _typed_live(request, here, asked)
    seen = here.mine.see(asked)
    form = _form(here, asked, seen, row, live.rest(request.POST), request.FILES, version=version)
    again = {"row": row, "status": 422, "unsure": live.posted or live.unsure}
    if over:
        form.errors.append((form.fields[0].id, over))
    if not form.is_valid():
        return _page(request, here, asked, form, token, form_id, **again)
    form.changes["unsure"] = live.unsure
    try:
        before = seen.answers
        posted = _save(request, here, asked, token, form_id, form.changes)
    except TooLong as too_long:
        form.errors.append((form.fields[0].id, str(too_long)))
        return _page(request, here, asked, form, token, form_id, **again)
    if posted.stale:
        return _both_texts(request, here, asked, form, row)
    post_into_a_turn(request, here, asked, before, form.changes)
    if posted.clashes:
        return _both_changed(request, here, asked, posted.clashes)
    return _go_on(request, here, asked, row)


def _typed_live(request, here, asked) -> tuple[TypedLive, str]:
    """What of the live words came with the form, and why it does not fit, if it does not."""
    live = TypedLive.of(request.POST)
    try:
        return live.taken(here, asked, **_hand(request, here)), ""
    except TooLong as too_long:
        return replace(live, boxes=frozenset(), unsure=True), str(too_long)


def _seen_by(posted, asked) -> tuple[str, str]:
    """The mark of what the writer saw, and the version in the names of their boxes.

    The words lie under those names whatever has become of the mark. Where the two do not belong
    together the mark counts for nothing, and the page shows both texts.
    """
    token = posted.get("seen", "")
    named = (re.fullmatch(rf"([^.]*)\.{re.escape(asked.key)}(?:[/.-].*)?", name, re.DOTALL) for name in posted)
    version = next((found[1] for found in named if found), token.split(".")[0])
    return (token if version == token.split(".")[0] else ""), version


def _taken(request) -> str:
    """The row that was just taken out, so that it can be brought back."""
    row = request.GET.get("taken", "")
    return row if ROW_ID.match(row) else ""


def _hand(request, here) -> dict:
    """Who holds the pen for me, if I do not."""
    helper = helped.helper_today(request, here)
    return {"typed_by": helper or here.who.typed_by, "how": SUPPORTED if helper else TYPED}


def _save(request, here, asked, token, form_id, changes):
    posted = here.mine.post(asked, token, form_id, changes, by=here.me, **_hand(request, here))
    if not posted.stale:
        flags.answered(here.mine, changes, by=here.me)
    if here.sheet.key == "agreement-to-take-part" and asked.key == "answer" and not posted.stale:
        inviting.answered(here.pair, changes["values"].get("answer"), by=here.me, typed_by=here.who.typed_by)
    return posted


def _go_on(request, here, asked, row=""):
    then = request.POST.get("then", "")
    if then == "another" or (row and asked.kind == "list"):
        return redirect("journey:question", *_at(here), asked.key)
    if then == "not-today":
        return redirect("journey:not-today", here.pair.public)
    if here.sheet.key == readiness.READINESS and _said_not_today(here, asked):
        return redirect("journey:what-else", *_at(here))
    return redirect(_after(here, asked))


def _said_not_today(here, asked) -> bool:
    """The first answer of the card; nothing more is asked of somebody who gives it."""
    if asked.key != readiness.TODAY or here.mine.see(asked).answers.value(asked.key) != readiness.NOT_TODAY:
        return False
    progress.fill(here.stop, pair=here.pair, by=here.me)
    progress.finish(here.stop, pair=here.pair, by=here.me)
    return True


def _after(here, asked) -> str:
    """Where going on leads: the next question, or out of the sheet."""
    questions = asked_now(here)
    keys = [q.key for q in questions]
    place = keys.index(asked.key) + 1 if asked.key in keys else len(keys)
    if place < len(keys):
        return reverse("journey:question", args=[*_at(here), keys[place]])
    progress.fill(here.stop, pair=here.pair, by=here.me)
    if here.sheet.for_ == "both":
        return reverse("journey:read", args=_at(here))
    owner = here.walk.owner_of(here.stop)
    asks_back = owner and owner.pk != here.me.pk
    if here.sheet.opens == "at once" or (asks_back and here.mine.to_share().is_empty()):
        progress.finish(here.stop, pair=here.pair, by=here.me)
        return here.onward
    return reverse("journey:end", args=_at(here))


def _page(request, here, asked, form, token, form_id, row="", status=200, **more):
    questions = asked_now(here)
    keys = [q.key for q in questions]
    place = keys.index(asked.key) if asked.key in keys else 0
    before = keys[place - 1] if place else None
    address = "journey:question"
    context = here.context(
        asked=asked,
        form=form,
        errors=form.errors,
        token=token,
        form_id=form_id,
        row=row,
        audience=audience(here, asked),
        part=place + 1,
        parts=len(keys),
        group=here.sheet.group(asked.group),
        back=reverse(address, args=[*_at(here), asked.key])
        if row
        else (reverse(address, args=[*_at(here), before]) if before else reverse("journey:step-of", args=_at(here))),
        rows=_rows(here, asked) if asked.kind == "list" and not row else [],
        taken=_taken(request),
        panel=panel_for(here, asked),
        **beside(here, asked, first=place == 0),
        kept=here.mine.keeps(asked),
        live=live_form(request, here, asked, form, listed=not row),
        turns=turns_of(request, here, asked, form, row),
        **_folded(here, asked, form),
        **helped.asked_beside(request, here),
        **more,
    )
    return render(request, "journey/question.html", context, status=status)


FIRST_PARTS = 5


def _folded(here, asked, form) -> dict:
    """Long rows show what matters first; the parts that are optional fold away unless they hold something."""
    fields = form.fields
    if asked.key == "actions":  # how far an action is, is said on the page of the plan at work
        fields = [f for f in fields if not f.name.endswith(("/state", "/what-happened"))]
    if len(fields) <= FIRST_PARTS:
        return {"main_fields": fields, "more_fields": [], "more_open": False}
    more = [f for f in fields if f.optional]
    return {
        "main_fields": [f for f in fields if not f.optional],
        "more_fields": more,
        "more_open": any(f.value or f.error for f in more),
    }


def _rows(here, asked):
    answers = here.mine.see(asked).answers
    block = reading.read_out([asked], answers, say=here.say, easy=here.easy)
    return block[0].lines if block else ()


def _both_texts(request, here, asked, form, row):
    """The page is too old to merge: what was typed stays in the box, what is there stands above it."""
    seen = here.mine.see(asked)
    now = reading.read_out([asked], seen.answers, say=here.say, easy=here.easy)
    renamed = _form(here, asked, seen, row=form.row)
    renamed.fields = [replace(new, value=f.value) for f, new in zip(form.fields, renamed.fields, strict=True)]
    return _page(request, here, asked, renamed, seen.token, _new_form(), row=row, there_now=now, status=409)


def _both_changed(request, here, asked, clashes):
    """Both are kept. The page shows mine, theirs and what stands there now."""
    return render(
        request,
        "journey/both_changed.html",
        here.context(
            asked=asked,
            audience=audience(here, asked),
            clashes=clashes,
            go_on=_after(here, asked),
            change=reverse("journey:question", args=[*_at(here), asked.key]),
        ),
    )
