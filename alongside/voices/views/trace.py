"""The page behind the code: what happened to what somebody said. Their words need a key of their own."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.kit.fields import tidy
from alongside.people import limits
from alongside.people.views.kept import said as one_thing
from alongside.voices import answering, felt, rules
from alongside.voices.trace import Tracing
from alongside.voices.views.visit import of_round

ABOUT = ("theme", "answer")
LONGEST = 4000
LINES_OF_A_CODE = 20


def with_code(view):
    """For whoever typed the code, or has their words open; anybody else is asked for a code."""

    def held(request, visit, *args, **kwargs):
        if not visit.mark:
            return redirect("voices:come-back")
        return view(request, visit, *args, **kwargs)

    return of_round(held)


@with_code
def happened(request, visit):
    """Five steps with a word, a date and a name; what has not come is said in words too."""
    mark = visit.mark
    tracing = Tracing(mark.contribution, visit.words, own=mark.own)
    return render(
        request, "voices/happened.html",
        visit.context(
            traces=tracing.traces(), own=tracing.own, held=mark.contribution, kept=request.GET.get("kept", ""),
            answers=felt.ANSWERS, counted=felt.COUNTED, page_for_all=visit.round.pair.programme.public,
            changed=rules.changes_of_front(visit.round),
        ),
    )  # fmt: skip


@require_POST
@with_code
def say_felt(request, visit, number):
    """Does this answer you? One press, and a line for whoever likes."""
    release = rules.release_for(visit.mark.contribution, number)
    if not release or visit.mark.contribution.withdrawn:
        raise Http404
    felt.say_felt(visit.mark.contribution, release, **{name: request.POST.get(name, "") for name in felt.ASKED})
    if line := tidy(request.POST.get("line", "")).strip():  # covered by the first reader before the two read it
        answering.add_a_line(visit.mark.contribution, "answer", line[:LONGEST])
    return redirect(visit.at("happened", kept="felt") + f"#answer-{release.pk}")


@require_POST
@with_code
def other_view(request, visit):
    """It does not belong there, or somebody sees the answer differently: read by the two, and not counted."""
    about, words = request.POST.get("about", ""), tidy(request.POST.get("words", "")).strip()
    if about not in ABOUT or visit.mark.contribution.withdrawn:
        raise Http404
    if limits.count("other-views", str(visit.mark.contribution.pk)) > LINES_OF_A_CODE:
        return one_thing(request, _("Wait a little"), visit.words("Coming back", "too-many", minutes=15), status=429)
    if words:
        answering.add_a_line(visit.mark.contribution, about, words[:LONGEST])
    return redirect(visit.at("happened", kept=about if words else ""))
