"""Beginning, resting and ending: the pages of `people`, after which the coordinator's facts are brought up to date."""

from functools import wraps

from alongside.journey import telling
from alongside.journey.progress import note, note_new
from alongside.people.rules import pairs_visible_to, programmes_coordinated_by
from alongside.people.views import invite as inviting
from alongside.people.views import pause as pages


def noted(view):
    """Rooms below do not know the facts, so the roof keeps the two together."""

    @wraps(view)
    def fetched(request, public):
        response = view(request, public)
        if request.method == "POST" and request.who:
            for pair in pairs_visible_to(request.who.person).filter(public=public):
                fact = note(pair)
                if fact.stage == "ended" and hasattr(pair, "ending"):
                    telling.ended(pair)
                elif request.POST.get("carry-on") and not fact.paused:
                    telling.after_a_rest(pair)
        return response

    return fetched


pause = noted(pages.pause)
stop = noted(pages.stop)


@wraps(inviting.check)
def invite(request, public):
    """Two people are brought together: from then on their pair stands on the board."""
    response = inviting.check(request, public)
    if request.method == "POST" and request.who:
        note_new(programmes_coordinated_by(request.who.hand).filter(public=public))
    return response
