"""The clock of one's own pace: started and stopped by posting."""

import secrets

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from alongside.journey import pace
from alongside.journey.audience import audience
from alongside.journey.views.here import of_sheet


@of_sheet
def clock(request, here):
    """Start leads to the card with "Stop"; stop writes the seconds down and shows them."""
    if here.sheet.key != pace.PACE:
        raise Http404
    question = here.sheet.question("seconds")
    if request.method == "POST" and "start" in request.POST:
        pace.start(request, here)
        return redirect(request.path)
    if not pace.running(request, here):
        return redirect("journey:question", *_at(here), question.key)
    if request.method == "POST":
        _stopped(request, here, question, pace.stop(request))
        return redirect("journey:question", *_at(here), question.key)
    context = here.context(audience=audience(here, question), card=pace.card_of(here))
    return render(request, "journey/clock.html", context)


def _stopped(request, here, question, seconds: int) -> None:
    if not question.least <= seconds <= question.most:
        bounds = {"least": f"{question.least:g}", "most": f"{question.most:g}"}
        messages.info(request, here.page_words(pace.CLOCK, "out-of-range", number=seconds, **bounds))
        return
    changes = {"texts": {}, "values": {question.key: str(seconds)}, "rows": {}}
    here.mine.post(
        question, here.mine.see(question).token, secrets.token_hex(8), changes,
        by=here.me, typed_by=here.who.typed_by,
    )  # fmt: skip


def _at(here) -> list[str]:
    return [here.pair.public, here.stop.meeting, here.stop.sheet]
