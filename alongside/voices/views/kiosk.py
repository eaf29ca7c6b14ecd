"""A screen that stands somewhere for many people: it keeps nothing of one when the next one comes."""

from django.http import Http404
from django.shortcuts import redirect, render

from alongside.people import kept_post, signin
from alongside.people.signin import to_the_door
from alongside.voices import marks, rules
from alongside.voices.views.visit import Visit, of_round


@of_round
def here(request, visit: Visit):
    """One of the two, or their coordinator, makes this device such a screen, and takes it back."""
    if not request.who:
        return to_the_door(request)
    if not rules.may_put_up_screen(request.who.hand, visit.round):
        raise Http404
    if request.method == "POST":
        return _somebodys_own(visit) if request.POST.get("then") == "stop" else _for_many(request, visit)
    return render(request, "voices/answer_screen.html", visit.context())


def _for_many(request, visit: Visit):
    """Whoever puts it up leaves it: their session ends here, before the first stranger touches it."""
    signin.leave(request)
    response = redirect(visit.at("front"))
    response.delete_cookie(kept_post.COOKIE)
    marks.clear_mark(response)
    marks.put_screen(response)
    return response


def _somebodys_own(visit: Visit):
    response = redirect(visit.at("front"))
    marks.clear_mark(response)
    marks.clear_screen(response)
    return response
