"""The ways out of a sheet: ready, share or keep; reading what is open; agreeing and signing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.journey import handover, inviting, pace, progress, readiness, telling
from alongside.journey.asked import asked_now, lines_for
from alongside.journey.audience import audience
from alongside.journey.facilitating import facilitators_part
from alongside.journey.read import reading_page
from alongside.journey.signing import begin_plan
from alongside.journey.views.here import of_sheet
from alongside.people.rules import may_sign
from alongside.portfolio import said, share
from alongside.portfolio.facilitator import SAFETY_PLAN, SHARE_PLAN, say_who_sees_plan
from alongside.portfolio.reading import read_out


@of_sheet
def end(request, here):
    """After the last question: I am ready, or share it, or keep it to myself. Both go on."""
    if here.mine.joint:
        return redirect("journey:read", *_at(here))
    if here.sheet.key == SAFETY_PLAN:
        return redirect("journey:say", *_at(here), SHARE_PLAN)
    if request.method == "POST":
        return _ended(request, here)
    questions = asked_now(here)
    return render(
        request,
        "journey/end.html",
        here.context(
            audience=audience(here),
            together=here.sheet.opens == "together",
            ready=here.walk.standing.ready(here.stop, here.me),
            other_ready=here.walk.standing.ready(here.stop, here.other),
            open=here.walk.standing.open(here.stop, here.me),
            story=here.sheet.key == "story",
            blocks=read_out(
                questions, here.mine.to_share(), say=here.say, easy=here.easy,
                lines={q.key: lines_for(here, q) for q in questions if q.each},
            ),
            kept=[q for q in questions if here.mine.keeps(q)],
            may_share=may_sign(here.who),
            last=questions[-1].key if questions else "",
        ),
    )  # fmt: skip


def _ended(request, here):
    if not may_sign(here.who):
        raise Http404
    if "not-ready" in request.POST:
        if not share.not_ready(here.mine, by=here.me):
            messages.info(request, here.page_words("Pages of the two", "already-open"))
            return redirect("journey:read", *_at(here))
        return redirect("journey:end", *_at(here))
    if here.sheet.opens == "together":
        if not share.be_ready(here.mine, by=here.me):
            telling.they_are_ready(here.pair, here.stop, to=here.other)
        progress.note(here.pair)
        return redirect(here.onward)
    if "keep" in request.POST:
        share.close(here.mine, by=here.me)
    elif here.sheet.opens == "when shared":
        share.share(here.mine, by=here.me)
        inviting.ask_the_partner(here.pair, by=here.me)
    progress.finish(here.stop, pair=here.pair, by=here.me)
    return redirect(here.onward)


@of_sheet
def read(request, here):
    """What is open: both pages side by side, or what the other shared, or what the two wrote."""
    if request.method == "POST":
        return _has_read(request, here)
    page = reading_page(here)
    if page is None:
        return redirect("journey:question" if asked_now(here) else "journey:pair", *_first(here))
    return render(
        request,
        page.template,
        here.context(audience=audience(here), **_of_today(request, here), **page.context),
    )


def _of_today(request, here) -> dict:
    """What stands beside a sheet that is read: the facilitator's part, how ready we are, my pace."""
    story = here.sheet.key == "story"
    said = readiness.of_the_two(here, here.stop.meeting) if story else {}
    return {
        "to_facilitator": facilitators_part(here),
        "one_device": handover.is_shared_by(request, here.pair),
        "today": readiness.words_for(here, said) if story else [],
        "listens": said.get("mine") == readiness.LISTEN and here.mine.storyteller,
        "pace": pace.result(here) if here.sheet.key == pace.PACE else "",
    }


def _first(here):
    questions = asked_now(here)
    return [*_at(here), questions[0].key] if questions else [here.pair.public]


def _has_read(request, here):
    """Go on from a reading page; on a joint sheet the button says the first thing that is asked."""
    value, first = request.POST.get("say", ""), (here.mine.records or (None,))[0]
    if first and value in {o.key for o in first.options}:
        if not may_sign(here.who):
            raise Http404
        _say(request, here, first.key, value)
        if value not in said.STANDS:
            return _said_no(here)
    progress.finish(here.stop, pair=here.pair, by=here.me)
    return _on(request, here)


def _say(request, here, question, value) -> None:
    """Say it about the version that stands; a second press, or one at the same instant, is told so."""
    how = request.POST.get("how", said.HERE)
    how = how if how in said.WAYS else said.HERE
    if not said.say(here.mine, question, value, by=here.me, how=how) and value in said.STANDS:
        messages.info(request, _("Already agreed."))


def _said_no(here):
    progress.finish(here.stop, pair=here.pair, by=here.me)
    progress.note(here.pair)
    if here.sheet.key == "action-plan":
        return redirect("journey:not-today", here.pair.public)
    return redirect(here.onward)


def _on(request, here):
    """The next thing that is asked about this version, or on with the way."""
    now = here.mine.said()
    for question in here.mine.records if not here.stop.continues else ():
        if question.key not in now:
            return redirect("journey:say", *_at(here), question.key)
    _begin_plan(here)
    progress.note(here.pair)
    return redirect(here.onward)


def _begin_plan(here) -> None:
    """When the second of the two has signed, rows become actions and the plan opens to the programme."""
    if here.sheet.key != "action-plan":
        return
    standing = progress.Walk(here.pair).standing
    if standing.plan_is_signed:
        begin_plan(here.mine, by=here.me)


@of_sheet
def say(request, here, question):
    """One thing to agree, sign or allow: a button for each answer, none of them hidden."""
    asked = next((q for q in here.mine.records if q.key == question), None)
    if not asked or not may_sign(here.who):
        raise Http404
    if request.method == "POST":
        value = request.POST.get("say", "")
        if here.sheet.key == SAFETY_PLAN:
            return _said_who_sees_plan(here, asked, value)
        if value in {o.key for o in asked.options}:
            _say(request, here, asked.key, value)
        return _on(request, here)
    return render(
        request,
        "journey/say.html",
        here.context(
            asked=asked,
            audience=audience(here),
            now=here.mine.said().get(asked.key),
            back=reverse("journey:read", args=_at(here)),
        ),
    )


def _said_who_sees_plan(here, asked, value):
    """The facilitator alone, or nobody; then back to where the plan was opened from."""
    if asked.option(value):
        say_who_sees_plan(here.mine, value, by=here.me)
        progress.finish(here.stop, pair=here.pair, by=here.me)
    return redirect("journey:step-of", *_at(here))


@require_POST
@of_sheet
def take_back(request, here, question):
    """Take my name off."""
    if not any(q.key == question for q in here.mine.records) or not may_sign(here.who):
        raise Http404
    said.take_back(here.mine, question, by=here.me)
    progress.note(here.pair)
    return redirect("journey:read", *_at(here))


@require_POST
@of_sheet
def close(request, here):
    """Close my page again, or open it as it is now."""
    if not may_sign(here.who) or here.sheet.key == SAFETY_PLAN:
        raise Http404
    if "open" in request.POST:
        if not share.has_opened(here.mine):
            raise Http404
        share.share(here.mine, by=here.me)
    else:
        share.close(here.mine, by=here.me)
    progress.note(here.pair)
    return redirect("journey:read", *_at(here))


def _at(here) -> list[str]:
    return [here.pair.public, here.stop.meeting, here.stop.sheet]
