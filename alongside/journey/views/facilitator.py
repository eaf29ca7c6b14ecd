"""The facilitator's page of a pair, their tasks, and what an owner opens to them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from alongside.journey import aftercare
from alongside.journey.facilitating import Helped
from alongside.journey.views.here import of_sheet
from alongside.people.rules import may_sign, pairs_facilitated_by
from alongside.people.signin import signed_in
from alongside.portfolio import facilitator


@signed_in
def helping(request, helped):
    """Everything that a facilitator needs for one pair, and nothing that was not opened to them."""
    if request.who.support:
        raise Http404
    pair = get_object_or_404(pairs_facilitated_by(request.who.person), public=helped)
    found = Helped(pair, request.who.person, request.session.get("easy", False))
    tasks = [task for task in aftercare.tasks_of(request.who.person) if task.pair_id == pair.pk]
    return render(
        request,
        "journey/helping.html",
        {
            "helped": found,
            "pair": pair,
            "aftercare": tasks,
            "task_words": lambda task, key: aftercare.words(task, key, found.easy),
            "me": request.who.person,
            "say": found.say,
            "words": found.page_words,
        },
    )


@require_POST
@signed_in
def aftercare_task(request, pk):
    """Close a task with a tap, or let it come back tomorrow."""
    if request.who.support:
        raise Http404
    task = get_object_or_404(aftercare.tasks_of(request.who.person), pk=pk)
    if "tomorrow" in request.POST:
        aftercare.try_tomorrow(task, by=request.who.person)
    else:
        aftercare.close(task, by=request.who.person)
    return redirect("home")


@require_POST
@of_sheet
def to_facilitator(request, here):
    """Let our facilitator read it, or take the facilitator out: each for what is theirs."""
    mine = here.mine
    theirs = mine.joint or here.walk.owner_of(here.stop) in (None, here.me)
    if not (facilitator.may_be_opened(here.sheet) and theirs and may_sign(here.who)):
        raise Http404
    if "take-out" in request.POST:
        facilitator.take_out(mine, by=here.me)
    else:
        facilitator.let_read(mine, by=here.me)
    return redirect("journey:read", here.pair.public, here.stop.meeting, here.stop.sheet)
