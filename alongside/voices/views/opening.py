"""Both say yes, and it opens; later one of the two changes the first page, with everybody told, or closes it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from alongside.kit.fields import tidy, whole
from alongside.people.rules import may_sign
from alongside.portfolio.reading import read_out
from alongside.voices import planning
from alongside.voices.views.here import of_round
from alongside.voices.views.rounds import SECTION, need_words, wrong_words

BEFORE = "Before it opens"
LONGEST = 400


def _of_the_two(view):
    """What only the two themselves do: a helper types, and says no yes for them."""

    @of_round
    def fetched(request, here, *args, **kwargs):
        if not may_sign(here.who):
            raise Http404
        return view(request, here, *args, **kwargs)

    return fetched


def _back(here):
    return redirect("voices:piece", here.pair.public, here.piece.public)


@require_POST
@_of_the_two
def ready(request, here):
    """My yes to the sheet and the questions as I saw them; or it is taken back."""
    round = here.piece.round
    if "take-back" in request.POST:
        planning.take_back_yes(round, by=here.me)
        return _back(here)
    edition = whole(request.POST.get("edition", ""))
    if not planning.say_ready(round, planning.YES, edition=edition, by=here.me):
        messages.info(
            request, here.page_words("Making the questions", "changed-meanwhile", name=here.other_first)
        )
    return _back(here)


@require_POST
@_of_the_two
def open_it(request, here):
    """Open it to people; when something is missing after all, the page of the round says what."""
    round = here.piece.round
    if not round.opening:
        planning.open_to_people(round, by=here.me)
    return _back(here)


@_of_the_two
def change_front(request, here):
    """The first page that people read was changed: what differs, a yes from both, and a line for everybody."""
    round = here.piece.round
    if not round.opening or round.closing:
        raise Http404
    plan = planning.Plan(round)
    error, what = "", ""
    if request.method == "POST":
        what = tidy(request.POST.get("what", "")).strip()
        if what and len(what) <= LONGEST and planning.change_front(round, what, by=here.me):
            messages.info(request, here.page_words(BEFORE, "change-kept"))
            return _back(here)
        error = here.page_words(BEFORE, "say-what-changed") if not what or len(what) > LONGEST else ""
    keys = set(plan.changed)
    asked = [q for q in plan.sheet.questions if q.key in keys and q.people_see]
    read = {"say": here.say, "easy": here.easy}
    return render(
        request,
        "voices/change_front.html",
        here.context(
            plan=plan,
            round=round,
            title=plan.title or here.page_words(SECTION, "no-name-yet"),
            before=read_out(asked, round.shown, **read),
            now=read_out(asked, plan.front, **read),
            missing=[need_words(here, need) for need in plan.unsaid]
            + [wrong_words(here, plan, need) for need in (plan.crossed,) if need],
            first=next((q.key for q in plan.sheet.questions if q.people_see), ""),
            mine_yes=plan.said_yes(here.me),
            other_yes=plan.said_yes(here.other),
            may_say=True,
            what=what,
            error=error,
            errors=[("what", error)] if error else [],
            longest=LONGEST,
        ),
        status=422 if error else 200,
    )


@_of_the_two
def close(request, here):
    """Close it before its last day, with a reason that everybody can read."""
    round = here.piece.round
    if not round.opening or round.closing:
        raise Http404
    error, because = "", ""
    if request.method == "POST":
        because = tidy(request.POST.get("because", "")).strip()
        if because and len(because) <= LONGEST:
            planning.close_early(round, because, by=here.me)
            return _back(here)
        error = here.page_words(BEFORE, "give-a-reason")
    return render(
        request,
        "voices/close_round.html",
        here.context(
            round=round,
            title=planning.Plan(round).title or here.page_words(SECTION, "no-name-yet"),
            because=because,
            error=error,
            errors=[("because", error)] if error else [],
        ),
        status=422 if error else 200,
    )
