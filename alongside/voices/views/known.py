"""How somebody who answers would like to be known: with no name, reachable, or with a name."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from alongside.kit.fields import tidy
from alongside.voices import answering
from alongside.voices.contribution import ANONYMOUS, CONTACTABLE, NAMED, Reach
from alongside.voices.views.steps import begin, first_key, new_form, on, shown
from alongside.voices.views.visit import Visit, while_open

PAGE = "With your name or without"


def ways(visit: Visit) -> list[str]:
    """How people may be known in this round. With no name is always one, unless the two say why not."""
    ticked = [way for way in (ANONYMOUS, CONTACTABLE, NAMED) if visit.round.shown.value(f"named/{way}")]
    if not ticked or (ANONYMOUS not in ticked and not visit.round.shown.text("why-no-anonymous")):
        return [ANONYMOUS, *(way for way in ticked if way != ANONYMOUS)]
    return ticked


def asks_how_known(visit: Visit) -> bool:
    """Where there is one way only nobody is asked; on a screen for many, at the end."""
    known = ways(visit)
    return known != [ANONYMOUS] and not (visit.screen and ANONYMOUS in known)


@while_open
def known(request, visit: Visit):
    """With no name, with no name but reachable, or with a name: only the ways that this round allows."""
    offered = ways(visit)
    if request.method == "POST":
        chosen = request.POST.get("known", "")
        if chosen == ANONYMOUS and chosen in offered:
            return _now_known(visit, answering.be_anonymous)
        if chosen in offered:
            return redirect(visit.at("known-as", chosen, **_coming_from(request)))
    mine = visit.mine
    context = {"offered": offered, "chosen": mine.known if mine else "", "form_id": new_form(request)}
    return render(request, "voices/answer_known.html", visit.context(**context))


@while_open
def known_as(request, visit: Visit, how: str):
    """The one way to reach somebody, or the name that stands beside what they say."""
    if how not in ways(visit) or how == ANONYMOUS:
        raise Http404
    page = {CONTACTABLE: _reach, NAMED: _name}[how]
    return page(request, visit)


def _name(request, visit: Visit):
    name = tidy(request.POST.get("name", "")).strip()[:120]
    errors = []
    if request.method == "POST":
        if name:
            return _now_known(visit, lambda mine: answering.be_named(mine, name))
        errors = [("name", visit.words(PAGE, "name-missing"))]
    now = name or (visit.mine.name if visit.mine else "")
    context = {"errors": errors, "name": now, "form_id": new_form(request)}
    return shown(request, "voices/answer_name.html", visit, context)


def _reach(request, visit: Visit):
    posted = {
        name: tidy(request.POST.get(name, "")).strip()[:400] for name in ("how", "where", "whom", "safe")
    }
    hows = (Reach.EMAIL, Reach.TEXT, Reach.LETTER, Reach.CALL)
    errors = []
    if request.method == "POST":
        if posted["where"] and posted["how"] in hows:
            return _now_known(
                visit,
                lambda mine: answering.be_reached(
                    mine,
                    how=posted["how"],
                    address=posted["where"],
                    whom=posted["whom"],
                    discreet=posted["safe"] != "no",
                ),
            )
        errors = [("where", visit.words(PAGE, "reach-missing"))]
    context = {"errors": errors, "posted": posted, "hows": hows, "form_id": new_form(request)}
    return shown(request, "voices/answer_reach.html", visit, context)


def _now_known(visit: Visit, change):
    """Make it so, and on to the first question, or back to the last page."""
    with transaction.atomic():
        begun = visit.mine or begin(visit)
        if isinstance(begun, HttpResponse):
            return begun
        change(begun)
    to_last = visit.request.GET.get("from") == "last"
    return on(visit, begun, visit.at("last") if to_last else visit.at("asked", first_key(visit)))


def _coming_from(request) -> dict[str, str]:
    """Whoever comes from the last page goes back to it."""
    return {"from": "last"} if request.GET.get("from") == "last" else {}
