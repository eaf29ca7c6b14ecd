"""The plan at work: what the two do, how far each thing is, and what happened."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from alongside.journey import progress
from alongside.journey.at_work import shown_actions, states
from alongside.journey.views.here import of_pair
from alongside.kit.fields import tidy
from alongside.portfolio import plan as plans
from alongside.portfolio.sheet import Mine
from alongside.portfolio.standing import PLAN


def of_plan(view):
    """A view of the plan of a pair, for whoever may open it."""

    @of_pair
    def fetched(request, here, *args, **kwargs):
        if not here.who.may_open(PLAN):
            raise Http404
        return view(request, here, *args, **kwargs)

    return fetched


@of_plan
def plan(request, here):
    """What both have signed, at work; before that, the sheet itself."""
    stop = next((s for s in here.walk.way.stops if s.sheet == PLAN), None)
    if stop is None:
        raise Http404
    if not here.walk.is_working:
        return redirect("journey:sheet", here.pair.public, stop.meeting, PLAN)
    mine = Mine(here.pair, here.content.sheets[PLAN], here.me)
    answers = mine.joint_answers()
    return render(
        request,
        "journey/plan.html",
        here.context(
            aim=answers.text("aim"),
            would_see=answers.text("would-see"),
            fixed=[_fixed(answers, row) for row in answers.full_rows("fixed")],
            actions=shown_actions(here.pair, easy=here.easy),
            signed=max(here.walk.standing.agreed(PLAN, p).at for p in here.pair.two),
            coming=here.walk.next_for(here.me),
            review=here.walk.next_review,
            stop=stop,
            first=mine.questions[0].key,
        ),
    )  # fmt: skip


def _fixed(answers, row: str) -> tuple[str, str]:
    """What cannot change, and why."""
    return answers.text(f"fixed/{row}/thing"), answers.text(f"fixed/{row}/because")


@of_plan
def action(request, here, row):
    """How far one action is, and what happened. Nothing that was signed changes by it."""
    if not here.walk.is_working:
        raise Http404
    found = get_object_or_404(here.pair.actions, row=row)
    options = states(here.pair)
    state, happened = found.state, found.words.get("what-happened", "")
    errors = []
    if request.method == "POST":
        state, happened = request.POST.get("state", ""), tidy(request.POST.get("what-happened", "")).strip()
        if state in {o.key for o in options}:
            plans.move_on(found, state, happened, by=here.me, typed_by=here.who.typed_by)
            progress.note(here.pair)
            return redirect("journey:plan", here.pair.public)
        errors = [("state", here.page_words("Our plan", "choose"))]
    return render(
        request,
        "journey/plan_action.html",
        here.context(
            action=next(a for a in shown_actions(here.pair, easy=here.easy) if a.row == row),
            options=[(o.key, (here.easy and o.easy) or o.words) for o in options],
            state=state,
            happened=happened,
            errors=errors,
        ),
        status=422 if errors else 200,
    )
